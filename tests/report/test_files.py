"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from xltool.errors import CannotWork
from xltool.report import workbook_path, write_file
from xltool.report.files import put_in_place, staged, swept


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


def test_what_is_staged_does_not_count_until_it_is_in_its_place(tmp_path: Path) -> None:
    folder, target = tmp_path / "課", tmp_path / "課" / "a.xlsx"
    folder.mkdir()
    there = staged(tmp_path, b"new")
    assert there.parent == tmp_path and there.name.startswith(".xltool-") and there.suffix == ".tmp"
    assert staged(tmp_path, b"other") != there
    target.write_bytes(b"old")
    put_in_place(there, target)
    assert target.read_bytes() == b"new"
    assert not there.exists()


def test_a_place_that_cannot_be_had_keeps_what_is_there(tmp_path: Path) -> None:
    there = staged(tmp_path, b"new")
    with pytest.raises(CannotWork, match="is a folder"):
        put_in_place(there, tmp_path)
    with pytest.raises(CannotWork, match="does not exist"):
        put_in_place(there, tmp_path / "none" / "a.xlsx")
    there.unlink()
    with pytest.raises(CannotWork, match="cannot be written"):
        put_in_place(there, tmp_path / "a.xlsx")


def test_what_is_left_staged_goes_with_an_exception_only(tmp_path: Path) -> None:
    kept = tmp_path / "a.xlsx"
    kept.write_bytes(b"PK")
    with swept(tmp_path):
        there = staged(tmp_path, b"new")
    assert there.exists()
    with pytest.raises(KeyboardInterrupt), swept(tmp_path):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == [kept]
