"""The roster workbook: valid for Excel, live in LibreOffice, read as it was drawn, whoever saved it last."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.book.lint_workbook import lint
from tests.campaign.rosters import read
from tests.campaign.test_create import FORM, FORMS, MAY
from tests.oracle import need_soffice, recalculate, validate
from xltool.campaign.create import create
from xltool.campaign.model import Roster
from xltool.form import edition, find_form
from xltool.report.roster import Contents, addable, draw_roster, heading_of, project_columns
from xltool.text import Lang

FORMULA = re.compile(r"=(?P<formula>.*)", re.DOTALL)


def sample(folder: Path, form: str | Path = "jimu-jigyo", lang: Lang = "ja") -> Path:
    create(folder, form=form, year=2026, lang=lang, sample=True, today=MAY)
    return folder / "roster.xlsx"


def same(one: Roster, other: Roster) -> None:
    assert one.rows == other.rows
    assert one.departments == other.departments
    assert one.edition.parameters == other.edition.parameters
    assert one.edition.reference == other.edition.reference


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("form", [*FORMS, "own"])
def test_valid_for_excel(tmp_path: Path, form: str, lang: Lang) -> None:
    (tmp_path / "form.yaml").write_text(FORM, "utf-8")
    own: str | Path = tmp_path / "form.yaml" if form == "own" else form
    filled = sample(tmp_path / "filled", own, lang)
    create(tmp_path / "blank", form=own, year=2026, lang=lang)
    blank = (tmp_path / "blank" / "roster.xlsx").rename(tmp_path / "blank.xlsx")
    for path in (filled, blank):
        assert lint(path.read_bytes()) == []
    assert validate([filled, blank]) == {"roster.xlsx": [], "blank.xlsx": []}


def test_saved_by_libreoffice(tmp_path: Path) -> None:
    need_soffice()
    path = sample(tmp_path)
    before = read(tmp_path)
    (saved,) = recalculate([path], tmp_path / "saved")
    path.write_bytes(saved.read_bytes())
    same(read(tmp_path), before)


@pytest.mark.parametrize("form", FORMS)
def test_saved_by_openpyxl(tmp_path: Path, form: str) -> None:
    path = sample(tmp_path, form)
    before = read(tmp_path)
    openpyxl.load_workbook(path).save(path)
    same(read(tmp_path), before)


def test_libreoffice_computes_what_was_stored(tmp_path: Path) -> None:
    """Counts per department and every list of the drop-downs."""
    need_soffice()
    path = sample(tmp_path)
    (saved,) = recalculate([path], tmp_path / "saved")
    ours, theirs = (openpyxl.load_workbook(one, data_only=True) for one in (path, saved))
    compared = 0
    for sheet in ours:
        for row in sheet.iter_rows():
            for cell in row:
                there = theirs[sheet.title][cell.coordinate].value
                assert (cell.value or "") == (there or ""), f"{sheet.title}!{cell.coordinate}"
                compared += cell.value is not None
    assert compared > 500


def lists_of(sheet: Worksheet) -> dict[str, str]:
    """Heading -> the formula of its drop-down."""
    heads = {cell.column_letter: str(cell.value) for cell in sheet[4]}
    out = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            letter = re.match(r"[A-Z]+", str(rule.sqref))
            assert letter is not None
            out[heads[letter[0]]] = str(rule.formula1)
    return out


def test_drop_downs_follow_the_sheets(tmp_path: Path) -> None:
    """What they offer, evaluated by LibreOffice in rows of the sample after the office changed the plan."""
    need_soffice()
    path = sample(tmp_path)
    book = openpyxl.load_workbook(path)
    plan, departments, projects = book["総合計画"], book["部署"], book["対象事業一覧"]
    plan["A17"], plan["B17"], plan["C17"] = "第1章 安全で快適なまちづくり", "第1節 道路と交通", "施策4 除雪"
    departments["A12"] = "総務部総務課"
    formulas = lists_of(projects)
    for row, col, heading in (
        (6, 20, "総合計画体系（施策）"),
        (6, 21, "総合計画体系（節）"),
        (9, 22, "総合計画体系（節）"),
    ):
        formula = formulas[heading]
        here = re.sub(r"(\$[A-Z])5(?=[^0-9])", rf"\g<1>{row}", formula)
        assert here != formula
        projects.cell(row=20, column=col, value=f"=COUNTA({here})")
        for i in range(1, 5):
            projects.cell(row=20 + i, column=col, value=f'=IFERROR(INDEX({here},{i}),"")')
    for col, heading in ((23, "総合計画体系（章）"), (24, "担当部署")):
        projects.cell(row=20, column=col, value=f"=COUNTA({formulas[heading]})")
        for i in range(1, 6):
            projects.cell(row=20 + i, column=col, value=f'=IFERROR(INDEX({formulas[heading]},{i}),"")')
    book.save(path)
    (saved,) = recalculate([path], tmp_path / "saved")
    shown = openpyxl.load_workbook(saved, data_only=True)["対象事業一覧"]

    def offered(col: int) -> list[str]:
        count = shown.cell(row=20, column=col).value
        assert isinstance(count, int)
        return [str(shown.cell(row=20 + i, column=col).value) for i in range(1, min(count, 5) + 1)]

    assert offered(20) == [
        "施策1 生活道路の整備",
        "施策2 橋りょうの保全",
        "施策3 交通安全の推進",
        "施策4 除雪",
    ]
    assert offered(21) == ["第1節 道路と交通", "第2節 防災"]
    assert offered(22) == ["第1節 保育と子育て支援"]
    assert len(offered(23)) == 4
    assert offered(24)[-1] == "総務部総務課"
    assert "例）総務部総務課" not in offered(24)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_every_heading_of_the_guide_is_understood(tmp_path: Path, form: str, lang: Lang) -> None:
    """A roster with a column for every field of the form: none is unknown, none ambiguous."""
    path = sample(tmp_path, form, lang)
    own = read(tmp_path).edition
    drawn = {one.key for one in project_columns(own, lang)}
    more = [heading_of(own, one) for one in addable(own) if one.id not in drawn]
    book = openpyxl.load_workbook(path)
    guide, projects = book.worksheets[-2], book.worksheets[0]
    listed = {str(row[0].value) for row in guide.iter_rows()}
    assert set(more) <= listed
    for i, heading in enumerate(more):
        projects.cell(row=4, column=30 + i, value=heading)
    book.save(path)
    assert not read(tmp_path).remarks


def test_what_the_table_is(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(sample(tmp_path))
    sheet = book["対象事業一覧"]
    (table,) = sheet.tables.values()
    assert table.ref == "A4:L24"
    assert sheet["A6"].number_format == "@"
    assert sheet["A1990"].number_format in ("@", "General")
    assert sheet.column_dimensions["A"].width > 10
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$4:$4"
    rules = [rule.type for marks in sheet.conditional_formatting for rule in marks.rules]
    assert sorted(rules) == ["duplicateValues", *["expression"] * 5]
    assert book["_lists"].sheet_state == "hidden"
    parameters = [[cell.value for cell in row] for row in book["パラメータ"].iter_rows(min_row=4, max_row=5)]
    assert parameters == [
        ["ID", "項目", "様式の既定値", "共通", "令和7年度", "令和8年度", "令和9年度", "令和10年度"],
        ["prefecture", "都道府県支出金の呼び名（道・都・府・県）", "道", "県", None, None, None, None],
    ]


def test_text_is_never_a_formula(tmp_path: Path) -> None:
    own = edition(find_form("jimu-jigyo"), 2026)
    rows = [{"header.code": "00001", "header.name": "=1+1", "header.department": "@x", "#memo": "http://x"}]
    (tmp_path / "a.xlsx").write_bytes(draw_roster(Contents(edition=own, rows=rows)))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["対象事業一覧"]
    assert (sheet["B6"].value, sheet["B6"].data_type) == ("=1+1", "s")
    assert sheet["B6"].quotePrefix
    assert not sheet["L6"].hyperlink
