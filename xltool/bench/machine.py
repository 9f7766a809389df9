"""What the figures were taken on."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from xltool.errors import CannotWork
from xltool.text import Text
from xltool.version import __version__

__all__ = ["machine", "need_peers", "versions"]

_PEERS = {"openpyxl": "openpyxl", "psutil": "psutil", "python_calamine": "python-calamine"}
_NAMED = ("numpy", "pandas", "openpyxl", "XlsxWriter", "python-calamine", "click")


def need_peers() -> None:
    """Raises CannotWork where the extra is not installed."""
    missing = [name for module, name in _PEERS.items() if find_spec(module) is None]
    if missing:
        names = ", ".join(missing)
        raise CannotWork(
            Text(
                f"比べる相手のライブラリがありません（{names}）。"
                "pip install 'xltool[bench]' で追加してください。",
                f"The libraries to compare with are missing ({names}); install them with "
                "pip install 'xltool[bench]'.",
            )
        )


def machine() -> Mapping[str, object]:
    """Nothing that names the machine or its owner."""
    return {
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory": _memory(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
    }


def versions() -> Mapping[str, str]:
    found = {
        "xltool": __version__,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }
    for name in _NAMED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    """The model, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def _memory() -> int:
    """Megabytes."""
    import psutil

    return int(psutil.virtual_memory().total // 1_000_000)
