"""The command line: parse, call, print. Nothing is decided here."""

import gc
import os

# Nothing here multiplies matrices: starting the threads of numpy costs a command on one sheet a fifth of its
# time, and a worker has its processor to itself. Set before numpy is imported; workers inherit it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Starting makes a hundred thousand objects that stay; looking for garbage among them is a tenth of it.
gc.set_threshold(200_000, 5, 50)

from xltool.cli.program import main  # noqa: E402 - after the lines above

__all__ = ["main"]
