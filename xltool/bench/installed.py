"""The package as an installer leaves it, compiled: what is measured may be a checkout that never was."""

from __future__ import annotations

import compileall
import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import xltool
from xltool.form import templates_folder
from xltool.report.files import make_folder

__all__ = ["environment", "installed", "workers_from"]


def installed(folder: Path) -> Path:
    """A compiled copy of the package and its forms, laid out as in a wheel; the folder to import it from."""
    make_folder(folder)
    package = folder / "xltool"
    own = Path(xltool.__file__).resolve().parent
    shutil.copytree(own, package, ignore=shutil.ignore_patterns("__pycache__", "_examples"))
    shutil.copytree(templates_folder(), package / "_templates", dirs_exist_ok=True)
    compileall.compile_dir(package, quiet=1)
    return folder


def environment(home: Path) -> dict[str, str]:
    """What a person's has: nothing that developers set, and nothing that our own command line sets (cli)."""
    own = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "OPENBLAS"))}
    paths = [str(home), *filter(None, [os.environ.get("PYTHONPATH")])]  # a peer may lie there
    return {**own, "PYTHONPATH": os.pathsep.join(paths)}


@contextlib.contextmanager
def workers_from(home: Path) -> Iterator[None]:
    """Worker processes import the copy: they start with the paths of this process."""
    sys.path.insert(0, str(home))
    try:
        yield
    finally:
        sys.path.remove(str(home))
