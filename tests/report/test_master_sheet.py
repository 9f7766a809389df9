"""The sheet 個票 of the master: one project's whole sheet, by formulas."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.oracle import need_soffice, recalculate
from tests.report.sheets import PROSE, any_record, finding, jimu, record
from tests.report.validity import valid
from xltool.book.celltext import cell_value
from xltool.book.record import Record
from xltool.form import Edition, edition, find_form, lay_out
from xltool.form.load import parse_form
from xltool.report.blocks import whole
from xltool.report.master import consolidate
from xltool.report.master.facts import facts_of
from xltool.report.master.matter import Matter
from xltool.report.master.page import A3, A4
from xltool.report.master.sheethead import HEAD_POINTS, TOP_ROWS
from xltool.report.master.sheetroom import Space, room_for
from xltool.report.master.sheetvalues import literal
from xltool.text import Lang

OWN = jimu()
RNG = random.Random(5)
SMALL = edition(find_form("quarterly-review"), 2026)
CHOSEN, NOTE = "G1", TOP_ROWS + lay_out(OWN.form).height + 1


def filled(number: int, own: Edition = OWN) -> Record:
    """Every type, with zeros, stand-ins, boxes and texts that look like formulas."""
    one = any_record(own, number, RNG)
    odd: dict[str, Any] = {
        "basic.law": "=1+1\n_x000D_",
        "basic.plans": '第\t1 <&> "章"',
        "overview.target": "#N/Aではない",
    }
    for key, field in own.form.fields.items():
        if field.type in ("amount", "decimal") and RNG.random() < 0.3:
            odd[key] = RNG.choice([0, None, -12.5, *field.also])
    values = {**one.values, **{key: value for key, value in odd.items() if key in own.form.fields}}
    return replace(one, values=values)


RECORDS = [filled(1), filled(2), record(OWN, 3), filled(4)]
RECORDS[3].values["basic.kind"] = None


def book(
    tmp_path: Path, records: Sequence[Record] = RECORDS, lang: Lang = "ja", name: str = "m.xlsx"
) -> Path:
    findings = [finding(records[0]), finding(records[0], "query", "jimu-jigyo/grade")]
    target = tmp_path / name
    target.write_bytes(consolidate(records, findings, lang=lang))
    return target


def choosing(path: Path, number: object, sheet: str = "個票", name: str = "chosen.xlsx") -> Path:
    """A copy in which somebody has chosen another project."""
    made = openpyxl.load_workbook(path)
    made[sheet][CHOSEN].value = number
    target = path.with_name(name)
    made.save(target)
    return target


def seen(path: Path, tmp_path: Path, sheet: str = "個票") -> Any:
    """The sheet as LibreOffice computes it."""
    return all_seen([path], tmp_path, sheet)[0]


def all_seen(paths: Sequence[Path], tmp_path: Path, sheet: str = "個票") -> list[Any]:
    return [openpyxl.load_workbook(one, data_only=True)[sheet] for one in recalculate(paths, tmp_path / "lo")]


def all_chosen(path: Path, records: Sequence[Record], tmp_path: Path, sheet: str = "個票") -> list[Any]:
    """The sheet of one project after the other."""
    copies = [choosing(path, one.project, sheet, f"{at}.xlsx") for at, one in enumerate(records)]
    return all_seen(copies, tmp_path, sheet)


def same(mine: dict[str, object], theirs: dict[str, object]) -> bool:
    differ = {key: (mine[key], theirs[key]) for key in theirs if mine[key] != theirs[key]}
    assert not differ
    return mine.keys() == theirs.keys()


def fields_of(sheet: Any, own: Edition = OWN) -> dict[str, object]:
    cells = lay_out(own.form).fields
    found = {key: sheet.cell(at.row + TOP_ROWS, at.col + 1).value for key, at in cells.items()}
    return {  # openpyxl leaves Excel's escape of an underscore as it is
        key: value.replace("_x005F_", "_") if isinstance(value, str) else value
        for key, value in found.items()
    }


def expected(one: Record) -> dict[str, object]:
    shown = {
        key: cell_value(one.edition, field, one.values.get(key))
        for key, field in one.edition.form.fields.items()
    }
    roles = one.edition.form.identity
    if roles.project:
        shown[roles.project] = one.project
    return {key: None if value == "" else value for key, value in shown.items()}


def errors(sheet: Any) -> list[str]:
    return [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "e"]


def test_every_field_of_every_project(tmp_path: Path) -> None:
    need_soffice()
    for one, sheet in zip(RECORDS, all_chosen(book(tmp_path), RECORDS, tmp_path), strict=True):
        assert same(fields_of(sheet), expected(one))
        assert not errors(sheet)
        assert one.project in sheet[f"B{NOTE + 1}"].value


def test_libreoffice_computes_what_we_cached(tmp_path: Path) -> None:
    need_soffice()
    path = book(tmp_path)
    ours = openpyxl.load_workbook(path, data_only=True)["個票"]
    formulas = openpyxl.load_workbook(path)["個票"]
    theirs = seen(path, tmp_path)
    places = [cell.coordinate for row in formulas.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(places) > 200
    differ = {at: (ours[at].value, theirs[at].value) for at in places if ours[at].value != theirs[at].value}
    assert not differ


def test_an_unknown_number_is_told_and_nothing_is_an_error(tmp_path: Path) -> None:
    need_soffice()
    path = book(tmp_path)
    copies = [choosing(path, "99999", name="unknown.xlsx"), choosing(path, None, name="none.xlsx")]
    said = ("「99999」は「一覧」にありません", "選んでください")
    for words, sheet in zip(said, all_seen(copies, tmp_path), strict=True):
        assert words in sheet["B3"].value
        assert not errors(sheet)
        assert not any(fields_of(sheet).values())
        assert not any(sheet[at].value for at in ("O1", "O2", f"B{NOTE}", f"B{NOTE + 1}"))


def test_wildcards_in_a_number_find_that_number_only(tmp_path: Path) -> None:
    need_soffice()
    records = [record(OWN, at, **{"header.code": code}) for at, code in enumerate(["0001", "0*~1", "0?1"], 1)]
    sheets = all_chosen(book(tmp_path, records), records, tmp_path)
    assert [fields_of(one)["header.code"] for one in sheets] == ["0001", "0*~1", "0?1"]


def test_the_committee_s_grade_in_the_list_shows_at_once(tmp_path: Path) -> None:
    need_soffice()
    path = book(tmp_path)
    made = openpyxl.load_workbook(path)
    heads = [cell.value for cell in made["一覧"][4]]
    made["一覧"].cell(5, heads.index("2次評価の総合判定") + 1).value = "要検討"
    made.save(path)
    assert fields_of(seen(path, tmp_path))["eval.second.grade"] == "要検討"


def test_standing_and_links_of_the_project(tmp_path: Path) -> None:
    need_soffice()
    path = book(tmp_path)
    sheet, other = all_chosen(path, RECORDS[:2], tmp_path)
    assert sheet["G2"].value == "エラー 1　確認 1　参考 0"
    words = [cell.value for cell in sheet[2] if cell.value]
    assert words[-2:] == ["「一覧」の行へ", "「指摘」へ"]
    assert [cell.value for cell in other[2] if cell.value][-1] == "「一覧」の行へ"  # it has no findings
    links = [
        str(cell.value) for cell in openpyxl.load_workbook(path)["個票"][2] if "HYPERLINK" in str(cell.value)
    ]
    assert "\"#'一覧'!A\"&ROW(INDEX('一覧'!$A$5:$A$8,$A$1))" in links[0]
    assert "MATCH(INDEX('一覧'!$A$5:$A$8,$A$1),'指摘'!$A$4:$A$5,0)" in links[1]


def test_what_does_not_fit_is_named(tmp_path: Path) -> None:
    need_soffice()
    long = replace(
        RECORDS[1], values={**RECORDS[1].values, "overview.purpose": PROSE * 60, "header.name": "あ" * 90}
    )
    path = book(tmp_path, [RECORDS[2], long])
    first, second = all_chosen(path, [RECORDS[2], long], tmp_path)
    assert first[f"B{NOTE}"].value is None
    said = second[f"B{NOTE}"].value
    assert said.startswith("※ 枠に入りきらない項目（全文は「一覧」）: ")
    assert {OWN.label(OWN.form.fields[key]) for key in ("header.name", "overview.purpose")} <= {
        *said.split(": ")[1].split("、")
    }
    assert second["B3"].value == said


def test_the_live_count_is_ours_to_the_character(tmp_path: Path) -> None:
    need_soffice()
    columns = room_for(OWN, lay_out(OWN.form), {}, HEAD_POINTS).spaces["basic.law"].columns
    wide = columns // 2
    texts = ["あ" * wide, "あ" * (wide + 1), "a" * (wide + 1), "ア\nイ"]
    records = [record(OWN, at, **{"basic.law": text}) for at, text in enumerate(texts, 1)]
    lengths = facts_of(Matter(blocks=whole(records, []), files=4)).lengths["jimu-jigyo"]
    space = room_for(OWN, lay_out(OWN.form), lengths, HEAD_POINTS).spaces["basic.law"]
    assert space == Space(lines=1, columns=columns)
    ours = [space.overflows(text) for text in texts]
    theirs = [bool(one[f"B{NOTE}"].value) for one in all_chosen(book(tmp_path, records), records, tmp_path)]
    assert (ours, theirs) == ([False, True, False, True],) * 2


def test_a_note_that_is_too_long_itself_says_so(tmp_path: Path) -> None:
    need_soffice()
    prose = [key for key, one in OWN.form.fields.items() if one.type in ("text", "paragraph")]
    full = replace(RECORDS[1], values={**RECORDS[1].values, **dict.fromkeys(prose, PROSE * 9)})
    path = book(tmp_path, [full])
    said = seen(path, tmp_path)[f"B{NOTE}"].value
    assert said.endswith("…")
    assert said == openpyxl.load_workbook(path, data_only=True)["個票"][f"B{NOTE}"].value


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("あ" * 20, False),
        ("あ" * 21, True),
        ("a" * 36, False),
        ("a" * 37, True),
        ("あ\nい", False),
        ("あ\n\nい", True),
        ("", False),
    ],
)
def test_room_is_counted_in_columns_and_line_breaks(text: str, over: bool) -> None:
    assert Space(lines=2, columns=20).overflows(text) is over


def test_the_typical_text_fits_and_paper_is_as_large_as_needed() -> None:
    layout = lay_out(OWN.form)
    none = room_for(OWN, layout, {}, HEAD_POINTS)
    some = room_for(OWN, layout, {"eval.first.direction": [10] * 1 + [400] * 9}, HEAD_POINTS)
    assert (none.paper, some.paper) == (A3, A3)
    key = "eval.first.direction"
    assert none.spaces[key].overflows("あ" * 390)
    assert not some.spaces[key].overflows("あ" * 390)
    assert room_for(SMALL, lay_out(SMALL.form), {}, HEAD_POINTS).paper == A4


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_several_forms_have_a_sheet_each(tmp_path: Path, lang: Lang) -> None:
    need_soffice()
    records = [*RECORDS, filled(50, SMALL), filled(51, SMALL)]
    path = book(tmp_path, records, lang)
    valid(path)
    name = {"ja": "個票", "en": "Sheet"}[lang]
    made = openpyxl.load_workbook(path)
    assert {f"{name} jimu-jigyo", f"{name} quarterly-review"} <= set(made.sheetnames)
    tab = f"{name} quarterly-review"
    for one, sheet in zip(records[-2:], all_chosen(path, records[-2:], tmp_path, tab), strict=True):
        assert same(fields_of(sheet, SMALL), expected(one))


def test_records_without_or_with_the_same_number_are_chosen_by_their_row_s(tmp_path: Path) -> None:
    need_soffice()
    twins = [replace(RECORDS[0], file="a.xlsx"), replace(RECORDS[1], project=RECORDS[0].project)]
    nobody = [
        replace(one, project=None, values={**one.values, "header.code": None})
        for one in (RECORDS[0], RECORDS[1])
    ]
    for name, records in (("twins", twins), ("nobody", nobody)):
        path = book(tmp_path, records, name=f"{name}.xlsx")
        made = openpyxl.load_workbook(path)["個票"]
        assert (made["B1"].value, made[CHOSEN].value) == ("No.", 1)
        sheet = seen(choosing(path, 2, name=f"{name}-2.xlsx"), tmp_path)
        assert fields_of(sheet)["basic.kind"] == expected(records[1])["basic.kind"]
        assert fields_of(sheet)["header.name"] == records[1].values["header.name"]


def test_texts_of_the_form_follow_the_base_year(tmp_path: Path) -> None:
    need_soffice()
    later: Edition = jimu(2026)
    records = [filled(1), filled(7, later)]
    path = book(tmp_path, records)
    valid(path)
    titles = {}
    for one, sheet in zip(records, all_chosen(path, records, tmp_path), strict=True):
        titles[one.year] = sheet["B4"].value
        year = one.values["basic.end_year"]
        assert isinstance(year, int)
        assert fields_of(sheet)["basic.end_year"] == one.edition.year_label(year)
        assert not errors(sheet)
    assert titles == {2017: OWN.title, 2026: later.title}


def test_only_the_number_can_be_typed_and_it_prints_on_one_page(tmp_path: Path) -> None:
    path = book(tmp_path)
    valid(path)
    sheet = openpyxl.load_workbook(path)["個票"]
    unlocked = [cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert unlocked[0] == CHOSEN
    assert {cell[-1] for cell in unlocked} == {"1"}
    assert sheet.protection.sheet
    rule = sheet.data_validations.dataValidation[0]
    assert (rule.formula1, str(rule.sqref)) == ("'一覧'!$B$5:$B$8", CHOSEN)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage  # one by one, where nothing else is said
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, None)
    assert sheet.print_area == f"'個票'!$B$4:$AW${NOTE + 1}"


TINY = """
form: tiny
version: "1"
title: 小さな様式
language: ja
canvas: 4
label_width: 2
sections:
  - title: 内容
    rows:
      - {id: what, label: 何, type: text, width: 2}
      - {id: when, label: いつ, type: date, width: 2}
"""


def test_a_narrow_form_without_identity_and_with_dates(tmp_path: Path) -> None:
    need_soffice()
    own = edition(parse_form(TINY), 2026)
    days = ("2026-05-01", "令和8年の秋", None)
    records = [replace(record(own, at, when=day), project=None) for at, day in enumerate(days, 1)]
    path = book(tmp_path, records)
    valid(path)
    copies = [choosing(path, at, name=f"{at}.xlsx") for at in (1, 2, 3)]
    found = [fields_of(one, own)["when"] for one in all_seen(copies, tmp_path)]
    assert found == [datetime.datetime(2026, 5, 1), "令和8年の秋", None]


def test_one_empty_project(tmp_path: Path) -> None:
    need_soffice()
    path = book(tmp_path, [record(OWN, 1)])
    valid(path)
    sheet = seen(path, tmp_path)
    assert fields_of(sheet) == expected(record(OWN, 1))
    assert not errors(sheet)


def test_a_text_in_a_formula() -> None:
    assert literal('a"b\nc') == '"a""b"&CHAR(10)&"c"'
    assert max(map(len, literal("あ" * 1000).split("&"))) <= 255


def test_lengths_are_gathered_once() -> None:
    matter = Matter(
        blocks=whole([record(OWN, 1, **{"overview.purpose": "あ\nい"}), record(OWN, 2)], []), files=2
    )
    assert facts_of(matter).lengths == {"jimu-jigyo": {"overview.purpose": [18]}}
