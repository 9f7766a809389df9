"""For the processes below: reading a file called ``kills`` ends one, one called ``hangs`` takes for ever."""

from __future__ import annotations

import os
import sys
import time
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any


class _Poison(MetaPathFinder):
    """Waits for the module that reads, and changes what it reads with."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        if name == "xltool.cluster.work":
            sys.meta_path.remove(self)
            _poison()


def _poison() -> None:
    from xltool.book import many

    read = many.read_file

    def read_file(source: Path | bytes, *, file: str, **more: Any) -> Any:
        if "hangs" in file:
            time.sleep(600)
        if "kills" in file:
            os._exit(9)
        return read(source, file=file, **more)

    many.read_file = read_file


sys.meta_path.insert(0, _Poison())
