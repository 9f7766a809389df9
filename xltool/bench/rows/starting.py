"""What a person waits for before anything happens."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from xltool.bench.corpus import write_books
from xltool.bench.installed import environment, installed
from xltool.bench.measure import alternately, python
from xltool.bench.model import Row, Target
from xltool.bench.sizes import Sizes
from xltool.text import Text

__all__ = ["starting"]


def starting(sizes: Sizes, folder: Path) -> Iterator[Row]:
    """Programs, started in turn, both as an installer leaves them: compiled."""
    (sheet,) = write_books(folder / "start", 1, workers=1)
    home = installed(folder / "installed")
    start = partial(python, environment=environment(home), folder=sheet.parent)
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
