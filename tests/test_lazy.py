"""Packages that import late offer what type checkers are told, from where they are told."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

PACKAGES = ("xltool", "xltool.api", "xltool.book", "xltool.campaign", "xltool.form", "xltool.report")


def told(package: str) -> dict[str, str]:
    """Name -> module of the imports under ``TYPE_CHECKING``."""
    tree = ast.parse(Path(str(importlib.import_module(package).__file__)).read_text(encoding="utf-8"))
    return {
        one.name: str(line.module)
        for block in tree.body
        if isinstance(block, ast.If)
        for line in block.body
        if isinstance(line, ast.ImportFrom)
        for one in line.names
    }


@pytest.mark.parametrize("package", PACKAGES)
def test_names_come_from_where_type_checkers_look(package: str) -> None:
    module = importlib.import_module(package)
    homes = {name: home for name, home in vars(module)["_HOMES"].items() if name != "__version__"}
    assert homes == told(package)
    assert homes.keys() <= set(module.__all__)
    for name, home in homes.items():
        vars(module).pop(name, None)  # as in a fresh interpreter, unless another test has asked
        assert getattr(module, name) is getattr(importlib.import_module(home), name)
        assert name in vars(module)  # the second time it is simply there


@pytest.mark.parametrize("package", PACKAGES)
def test_other_names_are_refused(package: str) -> None:
    with pytest.raises(AttributeError, match=f"module '{package}' has no attribute 'nothing'"):
        _ = importlib.import_module(package).nothing
