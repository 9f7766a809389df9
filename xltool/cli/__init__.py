"""The command line: parse, call, print. Nothing is decided here."""

from xltool.process import set_up

set_up()

from xltool.cli.program import main  # noqa: E402 - after the line above

__all__ = ["main"]
