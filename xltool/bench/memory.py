"""A program, and the most memory that it and all processes below it had at one time."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time

from xltool.errors import CannotWork
from xltool.text import Text

__all__ = ["watched"]

_PAUSE = 0.02  # seconds between two looks: a peak that is shorter may go unseen


def watched(*arguments: str) -> tuple[str, int]:
    """What an interpreter like this one prints, and the peak in bytes.

    Resident memory of all processes, added up: what they share is counted for each of them, so this errs
    upwards. Raises CannotWork where the program fails.
    """
    import psutil

    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as wrong:
        child = subprocess.Popen([sys.executable, *arguments], stdout=said, stderr=wrong)  # noqa: S603 - our own
        family = psutil.Process(child.pid)
        peak = 0
        try:
            while child.poll() is None:
                peak = max(peak, _resident(family))
                time.sleep(_PAUSE)
        finally:
            child.kill()
            child.wait()
        said.seek(0)
        wrong.seek(0)
        if child.returncode:
            last = (wrong.read().strip().splitlines() or [f"exit code {child.returncode}"])[-1]
            raise CannotWork(
                Text(f"計測用のプログラムが失敗しました（{last}）。", f"A measured program failed: {last}")
            )
        return said.read(), peak


def _resident(family: object) -> int:
    import psutil

    assert isinstance(family, psutil.Process)
    total = 0
    with contextlib.suppress(psutil.Error):
        for one in (family, *family.children(recursive=True)):
            with contextlib.suppress(psutil.Error):  # it has just ended
                total += one.memory_info().rss
    return total
