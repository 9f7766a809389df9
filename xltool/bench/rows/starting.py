"""What a person waits for before anything happens."""

from __future__ import annotations

import compileall
import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import xltool
from xltool.bench.corpus import write_books
from xltool.bench.measure import alternately, python
from xltool.bench.model import Row, Target
from xltool.bench.sizes import Sizes
from xltool.form import templates_folder
from xltool.report.files import make_folder
from xltool.text import Text

__all__ = ["starting"]


def starting(sizes: Sizes, folder: Path) -> Iterator[Row]:
    """Programs, started in turn, both as an installer leaves them: compiled."""
    (sheet,) = write_books(folder / "start", 1, workers=1)
    home = _installed(folder / "installed")
    start = partial(python, environment=_environment(home), folder=sheet.parent)
    for name, arguments, module, most in (
        ("xltool --help", ("--help",), "click", 3),
        ("xltool check", ("check", sheet.name), "pandas", 1),
    ):
        ours, other = alternately(
            start("-m", "xltool", *arguments), start("-c", f"import {module}"), rounds=sizes.starts
        )
        yield Row(
            name=Text(
                f"{name}（1件）" if name.endswith("check") else name,
                f"{name} of one sheet" if name.endswith("check") else name,
            ),
            against=Text(f'python -c "import {module}"', f'python -c "import {module}"'),
            ours=ours * 1000,
            other=other * 1000,
            unit="ms",
            target=Target(least=False, value=most, unit="x"),
            n=1,
            runs=sizes.starts,
        )


def _environment(home: Path) -> dict[str, str]:
    """What a person's has: nothing that developers set, and nothing that our own command line sets (cli)."""
    own = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "OPENBLAS"))}
    paths = [str(home), *filter(None, [os.environ.get("PYTHONPATH")])]  # a peer may lie there
    return {**own, "PYTHONPATH": os.pathsep.join(paths)}


def _installed(folder: Path) -> Path:
    """A compiled copy of the package and its forms, laid out as in a wheel: this may be a checkout."""
    make_folder(folder)
    package = folder / "xltool"
    own = Path(xltool.__file__).resolve().parent
    shutil.copytree(own, package, ignore=shutil.ignore_patterns("__pycache__", "_examples"))
    shutil.copytree(templates_folder(), package / "_templates", dirs_exist_ok=True)
    compileall.compile_dir(package, quiet=1)
    return folder
