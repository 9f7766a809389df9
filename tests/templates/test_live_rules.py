"""The workbook's live check, recalculated by LibreOffice, says of every sheet what Python says of it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.faults.city import REFERENCE
from tests.oracle import need_soffice, recalculate
from tests.templates.live import spoilt
from xltool.book import Assignment, Library, draw, read_file, stamp
from xltool.form import edition, find_form, templates_folder
from xltool.formula import Area, Node
from xltool.formula.tree import walk
from xltool.rules import judge
from xltool.rules.builtin import BUILTIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from xltool.book import Record
    from xltool.finding import Finding
    from xltool.form import BoundRule

FORM = find_form("jimu-jigyo")
CLEAN: dict[str, Any] = json.loads((templates_folder() / "jimu-jigyo" / "clean.json").read_text("utf-8"))
ALONE = 20  # sheets of an edition that have a workbook of their own; the others share one
TOGETHER = 5
BROKEN, HOLDS, LATER = "✖", "✔", "－"
SAYS_LATER = {"jimu-jigyo": "提出後に確認します", "quarterly-review": "checked after submission"}
CHECK = {"jimu-jigyo": "入力チェック", "quarterly-review": "Checks"}
BEYOND = {  # rows for the tool's own rules
    "jimu-jigyo": {"XL1", "XL2", "XL3", "XL4", "XL42"},
    "quarterly-review": {"XL1", "XL2", "XL4"},  # no years, nothing carried
}
OUT_OF_RANGE = "XL207"
_RULE = 6  # the hidden column with the rules' ids
_CACHED = re.compile(rb"(</f>)<v>[^<]*</v>")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet as LibreOffice calculated it."""

    record: Record  # as `check` reads it
    cells: dict[str, tuple[str, str]]  # rule -> its mark and its message
    findings: frozenset[str]  # rules that Python says are broken
    unjudged: frozenset[str]  # rules that look at a number that is out of range


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> list[Sheet]:
    need_soffice()
    folder = tmp_path_factory.mktemp("live")
    records = [*spoilt("jimu-jigyo", 190), *spoilt("quarterly-review", 150, clean=8)]
    books = [_write(some, folder / f"{i:03}.xlsx") for i, some in enumerate(_books(records))]
    copies = recalculate(books, folder / "recalculated")
    found = list(_read(copies))
    assert Counter(_said(one.record) for one in found) == Counter(map(_said, records))
    return found


def _books(records: list[Record]) -> Iterator[tuple[Record, ...]]:
    for own in dict.fromkeys(record.edition for record in records):
        same = tuple(record for record in records if record.edition is own)
        alone, rest = same[:ALONE], same[ALONE:]
        yield from ((record,) for record in alone)
        yield from (rest[i : i + TOGETHER] for i in range(0, len(rest), TOGETHER))


def _write(records: tuple[Record, ...], path: Path) -> Path:
    """The workbook without any result of ours: what a formula shows LibreOffice has calculated."""
    blank = draw(records[0].edition, sheets=len(records))
    source = zipfile.ZipFile(io.BytesIO(stamp(blank, [Assignment(values=one.values) for one in records])))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, _CACHED.sub(rb"\1", source.read(name)))
    return path


def _read(paths: Sequence[Path]) -> Iterator[Sheet]:
    library = Library(find=find_form, reference=REFERENCE)
    read: list[tuple[Record, dict[str, tuple[str, str]]]] = []
    for path in paths:
        reading = read_file(path, file=path.name, library=library)
        assert not reading.unread
        blocks = _blocks(path, reading.records[0].edition.form.id)
        read += zip(reading.records, blocks, strict=True)
    told: dict[tuple[str | None, str | None], list[Finding]] = {}
    for one in judge([record for record, _ in read]):
        told.setdefault((one.file, one.places[0].sheet), []).append(one)
    for record, cells in read:
        found = told.get((record.file, record.sheet), [])
        broken = {place.field for one in found if one.id == OUT_OF_RANGE for place in one.own_places}
        yield Sheet(
            record=record,
            cells=cells,
            findings=frozenset(one.id for one in found),
            unjudged=frozenset(_looking(record, broken) if broken else ()),
        )


def _blocks(path: Path, form: str) -> Iterator[dict[str, tuple[str, str]]]:
    """Of every form sheet: rule -> mark and message."""
    block: dict[str, tuple[str, str]] = {}
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    for row in book[CHECK[form]].iter_rows(values_only=True, max_col=_RULE + 1):
        rule = row[_RULE]
        if not isinstance(rule, str):
            continue
        if rule in block:
            yield block
            block = {}
        block[rule] = (str(row[0] or ""), str(row[3] or ""))
    yield block


def _looking(record: Record, broken: set[str | None]) -> Iterator[str]:
    """The rules that look at one of the fields."""
    for bound in record.edition.rules:
        if not broken.isdisjoint(_looks_at(record, bound)):
            yield bound.rule.id


def _looks_at(record: Record, bound: BoundRule) -> set[str]:
    """Every field that a rule's verdict comes from, through formulas too."""
    found: set[str] = set()
    todo = [node for one in bound.instances for node in (one.when, one.expect) if node is not None]
    while todo:
        keys = _keys(todo.pop()) - found
        found |= keys
        todo += [record.edition.formulas[key] for key in keys if key in record.edition.formulas]
    return found


def _keys(node: Node) -> set[str]:
    return {key for part in walk(node) if isinstance(part, Area) for key in part.keys}


def _said(record: Record) -> str:
    """What was typed, the same before and after."""
    inputs = {key: one for key, one in record.edition.form.fields.items() if one.formula is None}
    values = {
        key: float(value) if type(value) is int else value
        for key, value in record.values.items()
        if key in inputs and value not in (None, "", False)
    }
    return json.dumps([record.form, record.year, values], sort_keys=True)


def _submission(sheet: Sheet) -> list[str]:
    return [rule.id for rule in sheet.record.edition.form.rules if rule.phase == "submission"]


def test_the_cells_say_what_python_says(sheets: list[Sheet]) -> None:
    assert len(sheets) >= 300
    differing = [
        (rule, mark, message, sheet.record.file, sheet.record.sheet)
        for sheet in sheets
        for rule in _submission(sheet)
        if rule not in sheet.unjudged
        for mark, message in [sheet.cells[rule]]
        if mark != (BROKEN if rule in sheet.findings else HOLDS) or bool(message) != (mark == BROKEN)
    ]
    assert differing == []


def test_every_rule_fails_and_holds_often_enough(sheets: list[Sheet]) -> None:
    fails: Counter[str] = Counter()
    holds: Counter[str] = Counter()
    for sheet in sheets:
        for rule in _submission(sheet):
            if rule not in sheet.unjudged:
                (fails if rule in sheet.findings else holds)[rule] += 1
    every = {rule for sheet in sheets for rule in _submission(sheet)}
    assert {rule: fails[rule] for rule in every if fails[rule] < 3} == {}
    assert {rule: holds[rule] for rule in every if holds[rule] < 100} == {}
    together = Counter(len(sheet.findings.intersection(_submission(sheet))) for sheet in sheets)
    assert sum(count for several, count in together.items() if several >= 2) >= 80
    assert sum(OUT_OF_RANGE in sheet.findings for sheet in sheets) >= 10
    assert len({len(sheet.record.edition.form.rules) for sheet in sheets}) == 2


def test_what_no_cell_can_show_is_checked_after_submission(sheets: list[Sheet]) -> None:
    for sheet in sheets:
        form = sheet.record.edition.form
        assert {rule.id for rule in form.rules} <= sheet.cells.keys()
        later = (LATER, SAYS_LATER[form.id])
        said = {rule.id for rule in form.rules if rule.phase == "committee"} | BEYOND[form.id]
        assert {rule: sheet.cells.get(rule) for rule in said} == dict.fromkeys(said, later)
        assert sheet.cells.keys() == {rule.id for rule in form.rules} | {"XL201"} | BEYOND[form.id]


def test_every_rule_of_the_tool_has_a_row_or_is_of_a_kind_that_has_one() -> None:
    kinds = {kind for rule in BUILTIN for kind in BEYOND["jimu-jigyo"] if rule.id.startswith(kind)}
    assert kinds == BEYOND["jimu-jigyo"]  # no row speaks of nothing
    alone = {rule.id for rule in BUILTIN if not rule.id.startswith(tuple(kinds))}
    assert alone == {"XL001"}  # a crash of ours is nothing that a department could wait for


def test_a_failing_example_breaks_its_rule_alone(tmp_path: Path) -> None:
    need_soffice()
    blank = draw(edition(FORM, CLEAN["year"]))
    expected: dict[str, set[str]] = {}
    for rule in FORM.rules:
        if rule.phase == "submission":
            name = rule.id.rpartition("/")[2]
            values = {**CLEAN["values"], **rule.fails}
            (tmp_path / f"{name}.xlsx").write_bytes(stamp(blank, [Assignment(values=values)]))
            expected[name] = {rule.id}
    copies = recalculate(sorted(tmp_path.glob("*.xlsx")), tmp_path / "recalculated")
    assert {path.stem: _broken(path) for path in copies} == expected


def _broken(path: Path) -> set[str]:
    (block,) = _blocks(path, FORM.id)
    return {rule for rule, (mark, _) in block.items() if mark == BROKEN}
