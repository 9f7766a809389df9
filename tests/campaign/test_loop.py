"""The whole loop through LibreOffice: fill with faults, collect, give back, correct and explain, collect.

What is typed and what has to be seen after every step is written by hand in loop_jimu.py and loop_review.py;
workbooks are looked at with openpyxl.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from tests.campaign.loop import STEPS, Story, play
from tests.campaign.loop_jimu import JIMU
from tests.campaign.loop_review import REVIEW
from tests.oracle import need_soffice

CHECKS, NOTES = ("入力チェック", "Checks"), ("欄外の記入", "Notes")
FORMS = ("jimu-jigyo", "quarterly-review")
BACK = [(one.form, *key) for one in (JIMU, REVIEW) for key in one.back]


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Story]:
    need_soffice()
    return play([JIMU, REVIEW], tmp_path_factory.mktemp("loop"))


@cache
def book(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def named(data: bytes, names: tuple[str, str]) -> Any:
    return next(sheet for sheet in book(data).worksheets if sheet.title in names)


def shown(value: object) -> object:
    """What a cell shows: openpyxl leaves _xHHHH_ as it stands in the file."""
    return unescape(value) if isinstance(value, str) else value


def counter(sheet: str, data: bytes) -> object:
    """The counter of open items at the top of a form sheet."""
    cells = (cell for row in book(data)[sheet].iter_rows(max_row=3, values_only=True) for cell in row)
    return next(cell for cell in cells if isinstance(cell, str) and cell.startswith(("✖", "✔")))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("step", STEPS)
def test_states_findings_and_explanations_after_every_step(
    stories: dict[str, Story], form: str, step: str
) -> None:
    found, expected = stories[form].seen[step], stories[form].script.seen[step]
    assert found.states == expected.states
    assert found.findings == expected.findings
    assert found.explained == expected.explained


@pytest.mark.parametrize("form", FORMS)
def test_what_is_open_goes_back_and_nothing_else(stories: dict[str, Story], form: str) -> None:
    assert set(stories[form].given) == set(stories[form].script.back)


@pytest.mark.parametrize(("form", "project", "issue"), BACK)
def test_what_was_typed_stands_in_the_workbook_given_back(
    stories: dict[str, Story], form: str, project: str, issue: int
) -> None:
    """Prose, stand-ins and what cannot be read character for character, all else by value."""
    story = stories[form]
    sheet, data = story.given[project, issue]
    typed = story.typed[project] | story.script.back[project, issue].read
    assert len(typed) > 15
    assert {at: shown(book(data)[sheet][at].value) for at in typed} == typed


@pytest.mark.parametrize(("form", "project", "issue"), BACK)
def test_what_fits_no_cell_or_was_read_another_way_is_listed(
    stories: dict[str, Story], form: str, project: str, issue: int
) -> None:
    story = stories[form]
    _, data = story.given[project, issue]
    sheet, expected = named(data, NOTES), [*story.script.back[project, issue].notes]
    rows = sheet.iter_rows(min_row=4, max_col=2, values_only=True)
    assert [(where, shown(text)) for where, text in rows if text is not None] == expected
    assert (sheet.sheet_state == "visible") == bool(expected)


@pytest.mark.parametrize(("form", "project", "issue"), BACK)
def test_it_says_what_is_open_and_what_was_explained(
    stories: dict[str, Story], form: str, project: str, issue: int
) -> None:
    story = stories[form]
    sheet, data = story.given[project, issue]
    expected = story.script.back[project, issue]
    assert counter(sheet, data) == expected.counter
    rows = named(data, CHECKS).iter_rows(max_col=7, values_only=True)
    assert {row[6]: row[5] for row in rows if row[5] and row[6]} == expected.explained


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_sheet_itself_tells_the_department(stories: dict[str, Story], form: str, number: int) -> None:
    """The live checks as LibreOffice left them when the workbook was sent in."""
    story = stories[form]
    found = {project: counter(*what) for project, what in story.sent[number].items()}
    assert found == story.script.counters[number]


@pytest.mark.parametrize(
    ("form", "project", "cell"), [(*FORMS[:1], "10001", "Z40"), (FORMS[1], "0413", "V12")]
)
def test_a_formula_that_was_typed_over_is_healed(
    stories: dict[str, Story], form: str, project: str, cell: str
) -> None:
    sheet, data = stories[form].given[project, 2]
    assert str(openpyxl.load_workbook(io.BytesIO(data))[sheet][cell].value).startswith("=")
    sheet, came = stories[form].sent[0][project]
    assert isinstance(openpyxl.load_workbook(io.BytesIO(came))[sheet][cell].value, int)
    sheet, again = stories[form].sent[1][project]
    assert str(openpyxl.load_workbook(io.BytesIO(again))[sheet][cell].value).startswith("=")


def test_an_explanation_that_lapsed_says_so(stories: dict[str, Story]) -> None:
    findings = {one.project: one for one in stories["jimu-jigyo"].office.campaign.check()}
    assert (
        findings["10003"].explanation
        == JIMU.seen["collected at last"].explained["10003"][findings["10003"].id][0]
    )
    assert findings["10008"].explanation is None
    assert (
        "「協定により四月に実施したため。」は、その後に値が変わったため無効" in findings["10008"].message.ja
    )
