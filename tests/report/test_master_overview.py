"""The master's overview: figures that follow the sheets, charts, links, pages."""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.oracle import need_soffice, recalculate
from tests.report.sheets import any_record, finding, jimu
from tests.report.validity import valid
from xltool.book.record import Record, Unread
from xltool.finding import Finding
from xltool.form import edition, find_form
from xltool.report.blocks import whole
from xltool.report.master import write_master
from xltool.report.master.matter import Candidate, Explanation, Matter, Slot
from xltool.report.master.page import row_breaks
from xltool.report.master.tally import parts, scales, totals
from xltool.standing import STATES, Counts, Standing, State
from xltool.text import Lang, Text

OWN = jimu()
SMALL = edition(find_form("quarterly-review"), 2026)
OFFSETS = ("[-1]", "[0]", "[+1]", "[+2]")
ODD = ("総務部*課", "総務部~広報課?", "ABC課", "abc課", '"試験"課', "", "とても長い名前の担当部署" * 4)
GRADES = ["拡大", "現状継続", "要検討", "見直し", "統合", "休止・廃止", "終了"]


def summed(one: Record) -> Record:
    """With totals that are the sums of their parts, as the form computes them."""
    values = dict(one.values)
    for at in OFFSETS:
        own = [values[f"cost.{key}{at}"] for key in ("direct", "personnel.regular", "personnel.reappointed")]
        values[f"cost.total{at}"] = sum(float(str(value)) for value in own)
    return replace(one, values=values)


def some(count: int, seed: int = 5) -> list[Record]:
    """Sheets of departments with awkward names; some grades and scores are missing."""
    rng = random.Random(seed)
    found = []
    for number in range(1, count + 1):
        one = summed(any_record(OWN, number, rng))
        values = {**one.values, "header.department": ODD[number % len(ODD)] or None}
        if number % 3 == 0:
            values |= {"eval.second.grade": None, "item.validity.score": None}
        found.append(replace(one, values=values, department=values["header.department"]))
    return found


def campaign(count: int = 24) -> Matter:
    """A round with every state, explanations in every state, and decisions."""
    records = some(count)
    states: list[State] = [*STATES]
    findings: list[Finding] = [
        *(finding(one, "query", "jimu-jigyo/end_year", "basic.end_year") for one in records[:8]),
        *(finding(one) for one in records[8:11]),
    ]
    said = [
        Explanation(
            project=str(one.project),
            department="",
            rule="jimu-jigyo/end_year",
            text="はい",
            state=state,
            values={},
        )
        for one, state in zip(records, ("given", "given", "accepted", "refused", "lapsed"), strict=False)
    ]
    standings = [
        Standing(
            project=str(one.project),
            name="事業",
            department=str(one.department),
            state=states[i % len(states)],
            overdue=i % 5 == 0,
            findings=Counts(),
        )
        for i, one in enumerate(records)
    ]
    return Matter(
        blocks=whole(records, findings),
        files=count,
        unread=(Unread(file="x.xlsx", reason="damaged", text=Text("壊れています。", "Damaged.")),),
        campaign="jimu-2017",
        as_of="2017-07-01T09:00:00+09:00",
        standings=tuple(standings),
        explanations=tuple(said),
        candidates=(
            Candidate(
                key="header.department|abc",
                fields=("header.department",),
                spellings={"ABC課": 3},
                projects=("00007",),
                suggestion=None,
            ),
        ),
        edits={
            Slot("status", str(records[0].project), "decision"): "accept",
            Slot("status", str(records[1].project), "decision"): "give_back",
            Slot("explanations", f"{records[2].project}|jimu-jigyo/end_year", "verdict"): "accept",
        },
    )


def bare(records: list[Record], findings: list[Finding] | None = None) -> Matter:
    return Matter(blocks=whole(records, findings or []), files=len(records))


def written(tmp_path: Path, matter: Matter, lang: Lang = "ja") -> Path:
    return write_master(tmp_path / "master.xlsx", matter, lang=lang)


def found(sheet: Any, text: str, column: int = 2) -> int:
    """The row in which a cell says this."""
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == text)


MATTERS = {
    "campaign": (campaign, "ja"),
    "english": (campaign, "en"),
    "one": (lambda: bare(some(1)), "ja"),
    "nothing": (lambda: bare([]), "ja"),
    "two forms": (
        lambda: bare([*some(5), *(any_record(SMALL, n, random.Random(n)) for n in (50, 51))]),
        "ja",
    ),
    "no grades by a committee": (
        lambda: bare([any_record(SMALL, n, random.Random(n)) for n in (50, 51)]),
        "en",
    ),
    "a round before anything came": (
        lambda: replace(
            campaign(), blocks=whole([], []), explanations=(), candidates=(), unread=(), edits={}
        ),
        "ja",
    ),
}


def test_every_kind_is_valid_and_libreoffice_computes_what_we_cached(tmp_path: Path) -> None:
    need_soffice()
    ours = []
    for name, (make, lang) in MATTERS.items():
        ours.append(write_master(tmp_path / f"{name}.xlsx", make(), lang=lang))  # type: ignore[arg-type]
    valid(*ours)
    for path, theirs in zip(ours, recalculate(ours, tmp_path / "lo"), strict=True):
        compared = _compare(path, theirs)
        assert compared > (200 if path.stem in ("campaign", "english") else 0), path.stem


def _compare(ours: Path, theirs: Path) -> int:
    formulas = openpyxl.load_workbook(ours).worksheets[0]
    before, after = (openpyxl.load_workbook(path, data_only=True).worksheets[0] for path in (ours, theirs))
    compared = 0
    for cell in (cell for row in formulas.iter_rows() for cell in row if cell.data_type == "f"):
        mine, yours = before[cell.coordinate].value, after[cell.coordinate].value
        same = (
            mine == pytest.approx(yours) if isinstance(mine, int | float) else (mine or "") == (yours or "")
        )
        assert same, (ours.stem, cell.coordinate, cell.value, mine, yours)
        compared += 1
    return compared


def test_same_matter_same_bytes(tmp_path: Path) -> None:
    assert (
        written(tmp_path, campaign()).read_bytes()
        == write_master(tmp_path / "b.xlsx", campaign()).read_bytes()
    )


def test_figures_follow_what_is_edited(tmp_path: Path) -> None:
    """A grade, a score and a cost in 一覧, a decision in 提出状況: after recalculation 概要 has them."""
    need_soffice()
    matter = campaign()
    book = openpyxl.load_workbook(written(tmp_path, matter))
    listing, status = book["一覧"], book["提出状況"]
    heads = [cell.value for cell in listing[4]]
    column = {key: heads.index(OWN.label(OWN.form.fields[key])) + 1 for key in EDITED}
    first = next(iter(matter.blocks.records()))[0]
    for key, value in EDITED.items():
        listing.cell(5, column[key]).value = value
    status["E6"] = "認める"
    edited = tmp_path / "edited.xlsx"
    book.save(edited)
    sheet = openpyxl.load_workbook(recalculate([edited], tmp_path / "lo")[0], data_only=True)["概要"]
    records = [dict(one.values) for one in next(iter(matter.blocks.records()))]
    records[0] |= EDITED
    cross = found(sheet, "1次評価の総合判定 × 2次評価の総合判定") + 2
    pairs = Counter((one["eval.first.grade"], one["eval.second.grade"]) for one in records)
    for row, down in enumerate([*GRADES, None], start=cross):
        shown = [sheet.cell(row, col).value for col in range(3, 3 + len(GRADES) + 1)]
        assert shown == [pairs[down, across] for across in [*GRADES, None]]
    assert first.values["eval.second.grade"] != EDITED["eval.second.grade"]
    scores = sheet[found(sheet, "妥当性の評点")]
    given = [one["item.validity.score"] for one in records]
    assert [cell.value for cell in scores[2:6]] == [given.count(n) for n in (3, 2, 1, None)]
    assert scores[6].value == pytest.approx(sum(n for n in given if n) / sum(n is not None for n in given))
    total = found(sheet, "総事業費①+④の推移（千円）")
    values = [cell.value for cell in sheet[found(sheet, "総事業費①+④")]][2:6]
    assert total < found(sheet, "総事業費①+④")
    assert values == [sum(one[f"cost.total{at}"] for one in records) for at in OFFSETS]
    decided = next(row for row in sheet.iter_rows() if row[6].value == "提出の判定")
    assert [cell.value for cell in decided[8:11]] == [24, 3, 21]
    assert decided[11].value == "認める 2　差し戻す 1　該当なし 0"


def test_values_that_are_no_choice_are_told_below_the_cross_table(tmp_path: Path) -> None:
    strange = [replace(one, values={**one.values, "eval.first.grade": "？"}) for one in some(5)[:2]]
    sheet = openpyxl.load_workbook(written(tmp_path, bare([*strange, *some(7)[2:]])), data_only=True)["概要"]
    assert found(sheet, "このほかに、選択肢にない値のある事業が 2 件あります。")
    assert sheet.cell(found(sheet, "前年度2次評価の総合判定 × 2次評価の総合判定") - 1, 2).value


EDITED: dict[str, Any] = {"eval.second.grade": "統合", "item.validity.score": 1, "cost.total[0]": 5_000_000}


def test_states_findings_and_explanations_are_counted(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path, campaign()), data_only=True)["概要"]
    at = found(sheet, "未配布")
    assert [sheet.cell(at + n, 3).value for n in range(len(STATES) + 1)] == [3, 3, 3, 3, 3, 3, 2, 2, 2, 24]
    query = next(row for row in sheet.iter_rows() if row[6].value == "確認" and row[7].value is not None)
    assert [cell.value for cell in query[7:13]] == [8, 3, 2, 1, 1, 1]
    tiles = [cell.value for cell in sheet[found(sheet, "対象事業") + 1] if cell.value is not None]
    assert tiles[:5] == [24, 4, 5, 3, 8]


def test_departments_link_to_their_first_row(tmp_path: Path) -> None:
    """Wildcards in a name are no wildcards; capitals do not count, as in Excel."""
    sheet = openpyxl.load_workbook(written(tmp_path, campaign()))["概要"]
    at = found(sheet, "担当部署") + 1
    formulas = [str(sheet.cell(at + n, 2).value) for n in range(6)]
    assert formulas[0].startswith('=IFERROR(HYPERLINK("#\'一覧\'!A"&MATCH("総務部~~広報課~?",')
    assert sum("abc課" in one.lower() for one in formulas) == 1
    cached = openpyxl.load_workbook(written(tmp_path, campaign()), data_only=True)["概要"]
    counts = {cached.cell(at + n, 2).value: cached.cell(at + n, 3).value for n in range(6)}
    assert counts["ABC課"] == 8
    assert counts["（未記入）"] == 3


@pytest.mark.parametrize("name", ["campaign", "two forms"])
def test_every_other_sheet_is_linked(tmp_path: Path, name: str) -> None:
    make, lang = MATTERS[name]
    book = openpyxl.load_workbook(written(tmp_path, make(), lang))  # type: ignore[arg-type]
    sheet = book["概要"]
    targets = {str(link.location) for row in sheet.iter_rows() for cell in row if (link := cell.hyperlink)}
    others = [one.title for one in book.worksheets[1:] if one.sheet_state == "visible"]
    at = found(sheet, "このブックのシート") + 1
    assert [sheet.cell(at + n, 2).value for n in range(len(others))] == others
    assert {f"'{one}'!A1" for one in others} <= targets
    assert all(sheet.cell(at + n, 4).value for n in range(len(others)))


@pytest.mark.parametrize(("name", "count"), [("campaign", 4), ("two forms", 4), ("nothing", 0), ("one", 3)])
def test_charts_have_titles_and_words(tmp_path: Path, name: str, count: int) -> None:
    make, lang = MATTERS[name]
    with zipfile.ZipFile(written(tmp_path, make(), lang)) as parts_:  # type: ignore[arg-type]
        charts = [parts_.read(one).decode() for one in parts_.namelist() if one.startswith("xl/charts/chart")]
        drawn = [parts_.read(one).decode() for one in parts_.namelist() if "drawings/drawing" in one]
    assert len(charts) == count
    assert all("<c:title>" in one and "<c:numCache>" in one for one in charts)
    words = re.findall(r'descr="([^"]+)"', "".join(drawn))
    assert len(words) == count
    assert all(": " in one and any(ch.isdigit() for ch in one) for one in words)


def test_libreoffice_draws_the_charts(tmp_path: Path) -> None:
    """Between the large figures and the tables of the first page there are bars in the charts' colours."""
    need_soffice()
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed: apt-get install poppler-utils")
    from tests.oracle import to_pdf

    path = written(tmp_path, campaign())
    pdf = to_pdf([path], tmp_path / "pdf")[0]
    command = ["pdftoppm", "-r", "50", "-l", "1", str(pdf)]
    page = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    pixels = _colours(page)
    for colour in ("#24476B", "#5B8DB8", "#B9CDE2", "#D98E2B", "#C3CCD8"):
        assert pixels[bytes.fromhex(colour[1:])] > 40, colour


def _colours(ppm: bytes) -> Counter[bytes]:
    """Colour -> pixels in the middle of a page, where the charts are."""
    stream = io.BytesIO(ppm)
    assert stream.readline().strip() == b"P6"
    width, height = map(int, stream.readline().split())
    stream.readline()
    rows = stream.read()
    band = rows[3 * width * (height * 22 // 100) : 3 * width * (height * 60 // 100)]
    return Counter(band[at : at + 3] for at in range(0, len(band), 3))


def test_costs_without_parts_that_add_up_are_one_series(tmp_path: Path) -> None:
    torn = [replace(one, values={**one.values, "cost.total[0]": 1}) for one in some(3)]
    assert {_series(written(tmp_path, bare(torn))), _series(written(tmp_path, bare(some(3))))} == {1, 4}


def _series(path: Path) -> int:
    """How many the chart of costs has."""
    with zipfile.ZipFile(path) as parts_:
        texts = [parts_.read(one).decode() for one in parts_.namelist() if one.startswith("xl/charts/chart")]
    return next(one.count("<c:ser>") for one in texts if "の推移" in one)


def test_what_a_total_is_made_of() -> None:
    total = totals(OWN)[1]
    assert [one.id for one in parts(OWN, total)] == [
        "cost.direct[0]",
        "cost.personnel.regular[0]",
        "cost.personnel.reappointed[0]",
    ]
    [(levels, fields)] = scales(OWN)
    assert (levels, len(fields)) == ((3, 2, 1), 4)
    assert scales(SMALL) == []


def test_a_block_is_not_torn_by_a_page() -> None:
    heights = [10.0] * 20
    assert row_breaks([0, 5, 9], heights, 200) == []
    assert row_breaks([0, 5, 9], heights, 120) == [9]
    assert row_breaks([0, 5, 9], heights, 80) == [5, 9, 17]
    assert row_breaks([], [500.0], 80) == []
