"""What a worker has read arrives whole; what most sheets share arrives once."""

from __future__ import annotations

import io
import pickle
from dataclasses import fields
from random import Random

import openpyxl
import pytest

from tests.faults.sheet import clean_sheet
from xltool.book import Assignment, FileReading, Record, draw, read_file, stamp
from xltool.book.crossing import pack, unpack
from xltool.book.many import Shelf, library_of
from xltool.form import edition, find_form

YEAR = 2026


def crossed(reading: FileReading) -> FileReading:
    return unpack(pickle.loads(pickle.dumps(pack(reading))), library_of(Shelf()))


@pytest.fixture(scope="module")
def readings() -> list[FileReading]:
    """Two sheets as they were issued, one in which a row was inserted, and a file that is none."""
    sheet = edition(find_form("jimu-jigyo"), year=YEAR)
    values = [clean_sheet(Random(seed), YEAR, due=True) for seed in range(2)]
    issued = [stamp(draw(sheet), [Assignment(values=some)]) for some in values]
    book = openpyxl.load_workbook(io.BytesIO(issued[0]))
    book.worksheets[0].insert_rows(20)
    moved = io.BytesIO()
    book.save(moved)
    files = [*issued, moved.getvalue(), b"no workbook"]
    return [read_file(data, file=f"{n}.xlsx") for n, data in enumerate(files)]


def test_everything_arrives(readings: list[FileReading]) -> None:
    for reading in readings:
        got = crossed(reading)
        assert got.unread == reading.unread
        assert len(got.records) == len(reading.records)
        for ours, theirs in zip(got.records, reading.records, strict=True):
            assert ours.edition.form.digest == theirs.edition.form.digest
            assert (ours.edition.year, ours.edition.parameters) == (YEAR, theirs.edition.parameters)
            for name in {one.name for one in fields(Record)} - {"edition"}:
                assert getattr(ours, name) == getattr(theirs, name), name
            assert [list(ours.values), list(ours.raw)] == [list(theirs.values), list(theirs.raw)]
    assert [len(one.records) for one in readings] == [1, 1, 1, 0]


def test_where_the_fields_stand_is_shared_where_it_is_the_same(readings: list[FileReading]) -> None:
    first, second, moved = (crossed(reading).records[0] for reading in readings[:3])
    for name in ("cells", "located", "formulas"):
        assert getattr(first, name) is getattr(second, name)
    assert first.cells != moved.cells
    assert first.values is not second.values
