"""A master of 1,000 projects, and one with more rows than a sheet of Excel holds."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from tests.book.lint_workbook import lint
from tests.faults.city import City, make_city
from tests.oracle import need_soffice, recalculate, to_png
from tests.report.printing import only
from tests.report.validity import valid
from xltool.book.raw import RawBook, RawCell
from xltool.book.reader import read_book
from xltool.book.recompute import recompute
from xltool.book.record import Record
from xltool.report.blocks import whole
from xltool.report.data import write_data
from xltool.report.master import rows, write_master
from xltool.report.master.matter import Explanation, Matter
from xltool.report.master.reading import MASTER_LIMITS
from xltool.rules import judge_all
from xltool.standing import Counts, Standing, State
from xltool.text import Lang

PROJECTS = 1000
MOST = 300  # rows, where a sheet is to be too short
QUERY = "jimu-jigyo/plan_actual_future"


def changed(records: list[Record]) -> list[Record]:
    """Every 20th without an amount that must be there, every 20th with something to explain."""
    found = []
    for at, one in enumerate(records):
        values = dict(one.values)
        if at % 20 == 3 and values.get("header.nothing") is not True:
            values["cost.budget[0]"] = None
        if at % 20 == 7:
            values |= {"plan.planned[0]": "今年度の計画", "plan.actual[0]": "計画どおり開設している。"}
        found.append(replace(one, values=values))
    return found


def round_of(city: City) -> Matter:
    """A round in which all of them came back."""
    records = recompute(changed(city.records()))
    findings = judge_all(records, settings=city.settings, previous=city.previous())
    rng = random.Random(3)
    states: list[State] = ["accepted", "accepted", "accepted", "errors", "queries", "given_back"]
    asked = [one for one in findings if one.id == QUERY][:40]
    return Matter(
        blocks=whole(records, findings),
        files=len(records),
        campaign="jimu-2026",
        as_of="2026-07-01T09:00:00+09:00",
        standings=tuple(
            Standing(
                project=str(one.project),
                name=str(one.values["header.name"]),
                department=one.department or "",
                state=rng.choice(states),
                overdue=rng.random() < 0.1,
                issue=1,
                file=one.file,
                received_at="2026-06-20T10:11:12+09:00",
                findings=Counts(error=rng.randrange(2), query=rng.randrange(3)),
            )
            for one in records
        ),
        explanations=tuple(
            Explanation(
                project=one.project or "",
                department=one.department or "",
                rule=one.id,
                text="四月に開設を終えたため。",
                state="given",
                values={},
            )
            for one in asked
        ),
        previous=city.previous(),
    )


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    city = make_city("large", 2026, PROJECTS)
    return write_master(tmp_path_factory.mktemp("large") / "master.xlsx", round_of(city))


def opened(path: Path, *sheets: str) -> RawBook:
    return read_book(path, limits=MASTER_LIMITS, want=lambda name: name in sheets)


def cells(book: RawBook, sheet: str) -> dict[tuple[int, int], RawCell]:
    found = book.sheet(sheet)
    assert found is not None, sheet
    return dict(found.cells)


def test_excel_would_open_it(master: Path) -> None:
    assert lint(master.read_bytes()) == []
    valid(master)


def test_libreoffice_computes_what_we_cached(master: Path, tmp_path: Path) -> None:
    need_soffice()
    (theirs,) = recalculate([master], tmp_path)
    names = ("概要", "個票", "指摘", "一覧")
    ours, yours = opened(master, *names), opened(theirs, *names)
    for name in names[:3]:
        mine, other = cells(ours, name), cells(yours, name)
        formulas = {at: one for at, one in mine.items() if one.formula is not None}
        assert len(formulas) > {"概要": 300, "個票": 150, "指摘": 100}[name], name
        for at, one in formulas.items():
            assert same(one, other.get(at)), (name, at, one, other.get(at))
    mine, other = cells(ours, "一覧"), cells(yours, "一覧")
    looked = [at for at in mine if at[0] % 50 == 4]
    assert len(looked) > 2000
    assert [at for at in looked if not same(mine[at], other.get(at))] == []


def same(mine: RawCell, yours: RawCell | None) -> bool:
    one, other = mine.value, yours.value if yours is not None else None
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == pytest.approx(other)
    return (one or "") == (other or "")


def test_what_is_looked_at_first_is_drawn(master: Path, tmp_path: Path) -> None:
    need_soffice()
    alone = only(master, tmp_path / "alone.xlsx", "概要", "個票")
    pages = [Image.open(one).convert("L") for one in to_png(alone, tmp_path, dpi=60)]
    assert [one.width > one.height for one in pages] == [True, True, True, False][-len(pages) :]
    assert len(pages) >= 3
    for one in (pages[0], pages[-1]):
        dark = sum(one.histogram()[:128]) / (one.width * one.height)
        assert 0.01 < dark < 0.5


# -- more rows than there are ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small() -> Matter:
    return round_of(make_city("small", 2026, 60))


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(rows, "MOST_ROWS", MOST)
    yield


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_sheet_that_is_too_long_says_so(small: Matter, tmp_path: Path, lang: Lang) -> None:
    book = openpyxl.load_workbook(write_master(tmp_path / "master.xlsx", small, lang=lang))
    data = {one.name for one in write_data(tmp_path / "data", small, public=False, lang=lang)}
    overview = "\n".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row)
    named = []
    for name in ("推移", "指標") if lang == "ja" else ("Trends", "Indicators"):
        sheet = book[name]
        assert sheet.max_row == 3 + MOST
        assert next(iter(sheet.tables.values())).ref.endswith(str(3 + MOST))
        note = str(sheet["A2"].value)
        whole_count = re.search(r"([\d,]+) 行のうち|300 of ([\d,]+)", note)
        assert whole_count is not None
        count = (whole_count[1] or whole_count[2]).replace(",", "")
        assert int(count) > MOST
        named += re.findall(r"[\w.]+\.csv", note)
        assert f"{int(count):,}" in overview
    assert named
    assert set(named) <= data
    assert set(named) <= set(re.findall(r"[\w.]+\.csv", overview))
    valid(tmp_path / "master.xlsx")


def test_the_findings_that_fit_are_the_most_serious(
    small: Matter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serious = [one.severity for one in small.blocks.findings()].count("error")
    assert serious
    monkeypatch.setattr(rows, "MOST_ROWS", serious)
    book = openpyxl.load_workbook(write_master(tmp_path / "master.xlsx", small))
    assert "findings.csv" in str(book["指摘"]["A2"].value)
    assert (tmp_path / "data" / "findings.csv") in write_data(
        tmp_path / "data", small, public=False, lang="ja"
    )
    assert {cell.value for cell in book["指摘"]["B"][3:]} == {"エラー"}
    total = sum(1 for _ in small.blocks.findings())
    shown = [cell.value for row in book["概要"].iter_rows() for cell in row]
    assert any(f"全 {total:,} 行" in str(one) for one in shown)
    assert not any("'指摘'!" in str(one) and "COUNTIF" in str(one) for one in shown)


def test_a_sheet_that_fits_says_nothing(small: Matter, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_master(tmp_path / "master.xlsx", small))
    for name in ("概要", "推移", "指標", "指摘"):
        assert not any(".csv" in str(cell.value) for row in book[name].iter_rows(max_row=80) for cell in row)
