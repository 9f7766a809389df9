"""What people do to a workbook, done by LibreOffice: the right values, or the right finding at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.book import blanks
from tests.book.scenarios import SCENARIOS
from tests.book.scenarios.office import BOOKS, CODES, perform
from tests.book.scenarios.scenario import Scenario
from tests.book.scenarios.table import BEGIN, END, README, with_table
from xltool.book import FileReading, Record, draw, give_back, read_book, read_file, stamp
from xltool.book.normalise import raw_text
from xltool.book.raw import RawBook
from xltool.book.record import DOUBTFUL
from xltool.finding import Finding
from xltool.rules import HEALS, Settings, judge, titles


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return perform(SCENARIOS, tmp_path_factory.mktemp("scenarios"))


def test_there_are_enough_of_them_and_most_leave_a_trace() -> None:
    assert len(SCENARIOS) >= 40
    assert len({one.id for one in SCENARIOS}) == len(SCENARIOS)
    assert sum(one.no_trace for one in SCENARIOS) <= 4


def test_the_readme_tells_all_of_them() -> None:
    text = README.read_text("utf-8")
    assert text == with_table(text), "run python -m tests.book.scenarios.table"
    assert text.count(BEGIN) == text.count(END) == 1


@pytest.mark.parametrize("one", SCENARIOS, ids=lambda one: one.id)
def test_what_they_did(one: Scenario, saved: dict[str, Path]) -> None:
    reading, findings = read(saved[one.id], one)
    assert not reading.unread
    assert tuple(record.project for record in reading.records) == one.sheets
    for record, expected in zip(reading.records, (one.expect, one.second), strict=False):
        assert differing(record, one) == dict(expected), record.sheet
    if one.located is not None:
        assert {how for record in reading.records for how in record.located.values()} == one.located
    assert told(findings, reading) == {*one.findings, *one.also}
    assert not (one.no_trace and findings)
    for finding in findings:
        if finding.id.startswith("XL"):
            assert_says_where(finding, reading)


def read(path: Path, one: Scenario) -> tuple[FileReading, tuple[Finding, ...]]:
    reading = read_file(path, file=path.name, library=blanks.library(plan=False))
    return reading, judge(reading.records, reading.unread, settings=Settings(year=one.year))


def differing(record: Record, one: Scenario) -> dict[str, Any]:
    """Fields whose value is another one than was filled in before the edit."""
    before = read_file(BOOKS[one.on](), file="a.xlsx", library=blanks.library(plan=False)).records
    if record.project != CODES[0]:
        before = read_file(BOOKS["three"](), file="a.xlsx", library=blanks.library(plan=False)).records
    own = next(r for r in before if r.project == record.project)
    assert record.values.keys() == own.values.keys()
    return {key: value for key, value in record.values.items() if value != own.values[key]}


def told(findings: tuple[Finding, ...], reading: FileReading) -> set[tuple[str, str]]:
    """(rule, field or cell or sheet); ``*`` where all fields are named, ``others``
    where all are but those that another finding names, "" for the form sheet or the file."""
    found = set()
    first = reading.records[0]
    for finding in findings:
        fields = {p.field for p in finding.places}
        elsewhere = {p.field for other in findings for p in other.places if other is not finding}
        if fields == first.values.keys() or (len(fields) > 100 and fields | elsewhere == first.values.keys()):
            found.add((finding.id, "*" if fields == first.values.keys() else "others"))
            continue
        for p in finding.places:
            sheet = "" if p.sheet == first.sheet else p.sheet or ""
            found.add((finding.id, p.field or p.cell or sheet))
    return found


def assert_says_where(finding: Finding, reading: FileReading) -> None:
    """A reader learns where it is and what to do."""
    form = reading.records[0].edition
    assert finding.remedy.ja and finding.remedy.en
    place = finding.places[0]
    one = form.form.fields.get(place.field or "")
    names = [form.label(one)] if one is not None else [place.cell or place.sheet or "", finding.message.ja]
    assert any(name in finding.message.ja for name in names), finding.message.ja


@pytest.mark.parametrize("one", SCENARIOS, ids=lambda one: one.id)
def test_it_goes_back_with_all_that_stood_there(one: Scenario, saved: dict[str, Path]) -> None:
    """Every text of the form sheets stands in the workbook given back, whatever was done to the cells."""
    reading, findings = read(saved[one.id], one)
    before: set[str] = set()
    for record in reading.records:
        if saved[one.id].suffix == ".xlsx":
            before |= texts(read_book(saved[one.id]), record.sheet)
        else:
            before |= {record.raw[spec.id] for spec in blanks.inputs(record.edition)}
    after: set[str] = set()
    for record in reading.records:
        own = [finding for finding in findings if finding.project == record.project]
        given = give_back(record, own, titles=titles(record.edition.form), heals=HEALS)
        data = stamp(draw(record.edition), [given])
        back = read_file(data, file="b.xlsx", library=blanks.library(plan=False)).records[0]
        for spec in blanks.inputs(record.edition):
            assert spec.locked or back.values[spec.id] == record.values[spec.id]
        assert back.explanations == record.explanations
        assert {a.kind for a in back.anomalies} <= DOUBTFUL - {"lost", "merged_over"}
        book = read_book(data)
        after |= {text for sheet in book.sheets for text in texts(book, sheet.name)}
    assert {text for text in before - after if not text.startswith(("jimu-jigyo@", "✖", "✔"))} <= {""}


def texts(book: RawBook, title: str) -> set[str]:
    """What stands in the cells of a sheet and was not computed."""
    sheet = book.sheet(title)
    assert sheet is not None
    cells = sheet.cells.values()
    return {text for cell in cells if cell.formula is None and (text := raw_text(cell.value)).strip()}
