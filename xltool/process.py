"""How a process of ours is set up before anything large is imported: commands, workers, the bench."""

from __future__ import annotations

import gc
import os

__all__ = ["set_up"]


def set_up() -> None:
    """Spare what only costs: threads that nobody uses, and looking for garbage where there is none."""
    # Nothing here multiplies matrices: starting the threads of numpy costs a command on one sheet a fifth of
    # its time, and a worker has its processor to itself. Workers inherit it.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Starting makes a hundred thousand objects that stay; looking for garbage among them is a tenth of it.
    gc.set_threshold(200_000, 5, 50)
