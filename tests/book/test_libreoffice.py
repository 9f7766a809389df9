"""LibreOffice as judge: what it recalculates is what we stamped, and what it saves is read back."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.book import blanks
from tests.oracle import need_soffice, recalculate
from xltool.book import Assignment, Record, read_book, read_file, stamp
from xltool.book.raw import CellError

PER_BOOK, BOOKS = 20, 10  # 200 random records of every form


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Every workbook of these tests as we stamped it and as LibreOffice recalculated and saved it."""
    need_soffice()
    folder = tmp_path_factory.mktemp("stamped")
    rng = random.Random(20170401)
    for name, own in blanks.EDITIONS.items():
        write(folder / f"{name}-blank.xlsx", blanks.filled(blanks.blank_of(name), {}))
        form = {"jimu": "jimu-jigyo", "review": "quarterly-review"}.get(name)
        if form:
            write(folder / f"{name}-clean.xlsx", blanks.filled(blanks.blank_of(name), blanks.clean(form)))
        for i in range(BOOKS if form else 2):
            sheets = [Assignment(values=blanks.random_values(own, rng)) for _ in range(PER_BOOK)]
            write(folder / f"{name}-random{i}.xlsx", stamp(blanks.blank_of(name, PER_BOOK), sheets))
    write(folder / "third-one.xlsx", blanks.filled(blanks.blank_of("third"), THIRD_VALUES, campaign="R6"))
    ours = sorted(folder.glob("*.xlsx"))
    theirs = recalculate(ours, tmp_path_factory.mktemp("recalculated"))
    return {path.stem: (path, other) for path, other in zip(ours, theirs, strict=True)}


THIRD_VALUES = {
    "code": "00042",
    "name": "=1+1",
    "phone": "内線3504",
    "day": "2026-04-01",
    "share": 0.125,
    "end": 2025,
    "nothing": False,
    "way.own": True,
    "chapter": "福祉",
    "part": "児童",
    "amount[-1]": 6000,
    "amount[0]": "－",
    "people": 1234567,
    "comment": "_x000D_ と😀\n二行目\tタブ",
}


def write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def formulas(path: Path) -> dict[tuple[str, int, int], Any]:
    """Every formula cell's value; blank text is nothing, as LibreOffice saves it."""
    book = read_book(path)
    found: dict[tuple[str, int, int], Any] = {}
    for sheet in book.sheets:
        for (row, col), cell in sheet.cells.items():
            if cell.formula is not None:
                found[sheet.name, row, col] = cell.value if cell.value != "" else None
    return found


def test_every_formula_shows_what_libreoffice_computes(again: dict[str, tuple[Path, Path]]) -> None:
    compared, wrong = 0, []
    for name, (ours, theirs) in again.items():
        stamped, recalculated = formulas(ours), formulas(theirs)
        assert stamped.keys() == recalculated.keys(), name
        compared += len(stamped)
        for at, value in stamped.items():
            other = recalculated[at]
            if isinstance(value, CellError) or isinstance(other, CellError) or not same(value, other):
                wrong.append((name, *at, value, other))
    assert not wrong, (len(wrong), wrong[:10])
    assert compared > 90_000


def same(value: Any, other: Any) -> bool:
    if isinstance(value, float) and isinstance(other, float):
        return abs(value - other) <= 1e-9 * max(1.0, abs(value))
    return bool(value == other) and type(value) is type(other)


def test_what_libreoffice_saves_is_read_back(again: dict[str, tuple[Path, Path]]) -> None:
    for name, (ours, theirs) in again.items():
        plan = not name.startswith("jimu-") or name.startswith("jimu-plan")
        before = read_file(ours, file=name, library=blanks.library(plan=plan)).records
        after = read_file(theirs, file=name, library=blanks.library(plan=plan)).records
        assert len(before) == len(after) > 0
        for one, two in zip(before, after, strict=True):
            assert one.values == two.values, name
            assert one.cells == two.cells
            assert one.issued == two.issued
            assert (one.project, one.campaign, one.issue) == (two.project, two.campaign, two.issue)
            assert set(two.located.values()) == ({"book-name"} if len(after) == 1 else {"sheet-name"})
            assert faults(one) == faults(two), name


def faults(record: Record) -> list[tuple[str, str | None]]:
    return [(a.kind, a.field) for a in record.anomalies]


def test_nothing_is_lost_of_the_third_form(again: dict[str, tuple[Path, Path]]) -> None:
    record = blanks.read_one(again["third-one"][1].read_bytes())
    assert {key: record.values[key] for key in THIRD_VALUES} == THIRD_VALUES
    assert record.values["twice[-1]"] == 6000
    assert record.values["twice[0]"] == "－"
