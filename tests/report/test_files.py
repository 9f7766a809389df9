"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from xltool.errors import CannotWork
from xltool.report import workbook_path, write_file


def test_replaces_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "結果.json"
    target.write_text("old")
    assert write_file(target, b"new") == target
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        assert target.stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.json"
    target.write_text("old")

    def refuse(self: Path, _: Path) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(CannotWork, match="in use"):
        write_file(target, b"new")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_an_interruption_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(self: Path, _: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "a.json", b"new")
    assert not list(tmp_path.iterdir())


def test_a_folder_and_a_missing_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(CannotWork, match="is a folder"):
        write_file(tmp_path, b"")
    with pytest.raises(CannotWork, match="does not exist"):
        write_file(tmp_path / "none" / "a.json", b"")


@pytest.mark.parametrize("name", ["a.xls", "a.xlsm", "a", "a.json"])
def test_workbooks_end_in_xlsx(name: str) -> None:
    with pytest.raises(CannotWork, match=r"\.xlsx"):
        workbook_path(name)
    assert workbook_path("a.XLSX") == Path("a.XLSX")
