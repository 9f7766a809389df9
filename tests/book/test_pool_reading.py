"""A folder of workbooks read through the pool: one that hangs and one that kills cost themselves only."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

import xltool
from xltool.book import FileReading, read_file
from xltool.book.pool import JobLimits, run_jobs

COUNT = 24


def read_one(path: Path) -> FileReading:
    """The reader, with two accidents that no file is known to cause."""
    if path.stem == "05-hangs":
        time.sleep(600)
    if path.stem == "11-kills":
        os._exit(9)
    return read_file(path, file=path.name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    for number in range(COUNT):
        name = {5: "hangs", 11: "kills"}.get(number, "fine")
        data = {"values": {"code": f"{number:04}", "name": f"Archive {number}"}}
        xltool.fill("quarterly-review", data, folder / f"{number:02}-{name}.xlsx", year=2026)
    (folder / "17-fine.xlsx").write_bytes(b"not a workbook")
    return folder


def test_one_bad_file_never_stops_a_collect(folder: Path) -> None:
    files = sorted(folder.iterdir())
    outcomes = list(run_jobs(read_one, files, workers=2, limits=JobLimits(seconds=2.0)))
    assert [one.index for one in outcomes] == list(range(COUNT))
    failed = {one.index: one.failure.kind for one in outcomes if one.failure}
    assert failed == {5: "time", 11: "died"}
    for path, one in zip(files, outcomes, strict=True):
        if one.index in failed:
            continue
        assert one.result is not None
        here = read_file(path, file=path.name)
        assert [record.to_json() for record in one.result.records] == [
            record.to_json() for record in here.records
        ]
        assert one.result.unread == here.unread
    assert sum(len(one.result.records) for one in outcomes if one.result) == COUNT - 3
