"""Zips to be handed out: read by Python, by Info-ZIP and by our own search."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.oracle import need
from xltool.api import fill
from xltool.book import bundle
from xltool.book.bundle import zip_files
from xltool.book.sources import find_sources
from xltool.errors import CannotWork

NOTE = "このたびは、お世話になります。\r\n".encode() * 40


@pytest.fixture
def files(tmp_path: Path) -> list[tuple[str, bytes]]:
    path = fill("quarterly-review", {"values": {"code": "0042"}}, tmp_path / "a.xlsx", year=2026)
    book = path.read_bytes()
    path.unlink()
    return [
        ("00832_市民活動センター運営事業（指定管理）.xlsx", book),
        ("0042_が・ガ・髙﨑 𠮟.xlsx", book),
        ("送付文.txt", NOTE),
        ("plain.txt", b""),
    ]


def test_python_reads_it(files: list[tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(io.BytesIO(zip_files(files))) as archive:
        assert archive.testzip() is None
        found = archive.infolist()
        assert [(one.filename, archive.read(one)) for one in found] == files
        assert {one.date_time for one in found} == {(1980, 1, 1, 0, 0, 0)}
        assert all(one.flag_bits & 0x800 for one in found)
    methods = [one.compress_type for one in found]
    assert methods == [zipfile.ZIP_STORED, zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED]
    assert found[2].compress_size < len(NOTE) / 4


def test_same_files_same_bytes(files: list[tuple[str, bytes]]) -> None:
    assert zip_files(files) == zip_files(list(files))
    assert zip_files(files) != zip_files(files[::-1])
    assert zipfile.ZipFile(io.BytesIO(zip_files([]))).namelist() == []


def test_info_zip_lists_tests_and_unpacks_it(files: list[tuple[str, bytes]], tmp_path: Path) -> None:
    need(shutil.which("unzip"), "Info-ZIP is not installed: apt-get install unzip")
    path = tmp_path / "企画課.zip"
    path.write_bytes(zip_files(files))

    def run(*command: str) -> str:
        environment = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, check=False, encoding="utf-8"
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    listed = run("unzip", "-l", path.name)
    assert all(name in listed for name, _ in files)
    assert "No errors detected" in run("unzip", "-t", path.name)
    run("unzip", "-q", path.name, "-d", "out")
    assert {one.name: one.read_bytes() for one in (tmp_path / "out").iterdir()} == dict(files)


def test_our_own_search_reads_it(files: list[tuple[str, bytes]], tmp_path: Path) -> None:
    path = tmp_path / "企画課.zip"
    path.write_bytes(zip_files([*files[:3], ("下位/一覧.txt", b"x")]))
    found = list(find_sources([path]))
    assert {one.name.partition("!")[2]: one.load() for one in found} == {
        **dict(files[:3]),
        "下位/一覧.txt": b"x",
    }
    assert [one.skipped for one in found] == [None] * 4


@pytest.mark.parametrize("name", ["../a.xlsx", "/a.xlsx", "a//b", "a/./b", "a\\b", "", "a/"])
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name) or "^$"):
        zip_files([(name, b"")])


def test_a_name_stands_once() -> None:
    with pytest.raises(ValueError, match=r"a\.txt"):
        zip_files([("a.txt", b"1"), ("a.txt", b"2")])


def test_more_than_a_zip_holds_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotWork, match="65,534"):
        zip_files([(f"{n}.txt", b"") for n in range(65535)])
    monkeypatch.setattr(bundle, "_MOST_BYTES", 1000)
    with pytest.raises(CannotWork, match="4 GB"):
        zip_files([("a.txt", b"x" * 900)])
