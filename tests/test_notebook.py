"""The notebook in ``examples/`` runs from its first cell to its last."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "examples" / "round.ipynb"


def cells() -> list[nbformat.NotebookNode]:
    return [one for one in nbformat.read(NOTEBOOK, as_version=4).cells if one.cell_type == "code"]


def test_it_holds_no_outputs() -> None:
    nbformat.validate(nbformat.read(NOTEBOOK, as_version=4))
    assert all(one.outputs == [] and one.execution_count is None for one in cells())


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel imports this checkout, and works outside of it."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    book = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = {
        one.source: one.outputs[-1].data["text/plain"]
        for one in book.cells
        if one.cell_type == "code" and one.outputs and "data" in one.outputs[-1]
    }
    (status,) = (text for source, text in shown.items() if "status()" in source)
    assert "errors" in status
    (costs,) = (text for source, text in shown.items() if "FROM costs" in source)
    assert "決算額" in costs
    assert "千円" in costs
    (published,) = (text for source, text in shown.items() if "public=True" in source)
    assert "data.duckdb" in published
    assert "findings" not in published
