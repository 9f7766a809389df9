"""The command line: parse, call, print. Nothing is decided here."""

import gc

# Starting makes a hundred thousand objects that stay; looking for garbage among them is a tenth of it.
gc.set_threshold(50_000, 20, 50)

from xltool.cli.program import main  # noqa: E402 - after the line above

__all__ = ["main"]
