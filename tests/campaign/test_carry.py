"""Last year's answers in this year's sheets, out of real workbooks, extracts and records."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.form.club import club
from xltool.api import fill, read
from xltool.api.filling import load_data
from xltool.campaign.carry import Past, carried
from xltool.campaign.lastyear import LastYear, last_year
from xltool.campaign.model import Config, Roster, RosterRow
from xltool.campaign.prefill import prefilled
from xltool.errors import CannotWork
from xltool.form import Edition, Reference, edition, examples_folder, find_form
from xltool.report import DATA
from xltool.text import Text

FORM = find_form("jimu-jigyo")
PLAN = Reference(
    columns=("章", "節", "施策"),
    rows=(
        ("第1章 安全で快適なまちづくり", "第1節　道路と交通", "施策1 生活道路の整備"),
        ("第1章 安全で快適なまちづくり", "第2節 防災", "施策1 地域防災力の向上"),
        ("第2章 こどもがすこやかに育つまちづくり", "第2節 防災", "施策9 別のもの"),
    ),
)
ANSWERS: dict[str, Any] = load_data(examples_folder() / "round/projects/10101.json")["values"]


def workbook(path: Path, year: int = 2025, form: str = "jimu-jigyo", **more: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {**ANSWERS, **more} if form == "jimu-jigyo" else more
    return fill(form, {"values": values}, path, year=year)


def config(folder: Path, previous: Path | None) -> Config:
    return Config(
        folder=folder, form=FORM, year=2026, campaign="c", roster=folder / "roster.xlsx", previous=previous
    )


def this_year(reference: Reference | None = PLAN) -> Edition:
    return edition(FORM, 2026, None, {"総合計画": reference} if reference else None)


def past(values: Mapping[str, Any], **raw: str) -> Past:
    doubtful = frozenset(key for key in raw if key not in values)
    return Past(project="10101", file="a.xlsx", values=values, raw=raw, doubtful=doubtful)


def one(**typed: Any) -> tuple[dict[str, Any], str]:
    """What is carried of one sheet, and the remarks in English."""
    values, remarks = carried(this_year(), past({key.replace("__", "."): v for key, v in typed.items()}))
    return values, "\n".join(remark.en for remark in remarks)


# -- where last year is -------------------------------------------------------------------------------------


def test_none_without_a_line(tmp_path: Path) -> None:
    assert last_year(config(tmp_path, None)) is None


def test_workbooks_in_folders_and_zips(tmp_path: Path) -> None:
    workbook(tmp_path / "old" / "課" / "a.xlsx")
    workbook(tmp_path / "old" / "b.xlsx", **{"header.code": "00832"})
    found = last_year(config(tmp_path, tmp_path / "old"))
    assert found is not None
    assert sorted(found.by_project) == ["00832", "10101"]
    assert found.by_project["00832"].values["basic.law"] == "道路法"
    assert found.remarks == ()
    single = last_year(config(tmp_path, tmp_path / "old" / "b.xlsx"))
    assert single is not None
    assert list(single.by_project) == ["00832"]


def test_a_campaign_s_folder_without_a_ledger_is_its_inbox(tmp_path: Path) -> None:
    workbook(tmp_path / "old" / "inbox" / "a.xlsx")
    workbook(tmp_path / "old" / "outbox" / "a.xlsx", **{"basic.law": None})
    (tmp_path / "old" / "campaign.yaml").write_text("")
    found = last_year(config(tmp_path, tmp_path / "old"))
    assert found is not None
    assert found.by_project["10101"].values["basic.law"] == "道路法"
    assert found.remarks == ()


def test_a_campaign_s_folder_with_a_ledger_is_asked_for_its_records(tmp_path: Path) -> None:
    pile = read(workbook(tmp_path / "a.xlsx"))
    old = tmp_path / "old"
    (old / ".xltool").mkdir(parents=True)
    (old / ".xltool" / "ledger.sqlite").write_bytes(b"")
    asked = []

    def current(folder: Path) -> Any:
        asked.append(folder)
        return pile.records

    found = last_year(config(tmp_path, old), current)
    assert asked == [old]
    assert found is not None
    assert found.by_project["10101"].values["overview.target"] == "市道を利用する市民"


def test_what_extract_wrote(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx")
    opened = openpyxl.load_workbook(book)
    sheet = opened.worksheets[0]
    (cell,) = next(iter(opened.defined_names["F_basic__start_year"].destinations))[1:]
    sheet[cell] = "29"
    opened.save(book)
    pile = read(book)
    (tmp_path / "old.json").write_bytes(DATA["json"](pile.records, pile.findings, "ja"))
    by_file = last_year(config(tmp_path, tmp_path / "old.json"))
    by_book = last_year(config(tmp_path, book))
    assert by_file is not None
    assert by_book is not None
    for found in (by_file, by_book):
        values, remarks = carried(this_year(None), found.by_project["10101"])
        assert values["basic.law"] == "道路法"
        assert values["activity.1.target[0]"] == ANSWERS["activity.1.target[+1]"]
        assert "basic.start_year" not in values
        (remark,) = (one for one in remarks if "事務事業開始年度" in one.ja)
        assert (
            remark.ja == "10101「事務事業開始年度」: 前年度の記入「29」が読み取れないため、引き継ぎません。"
        )
    assert carried(this_year(), by_file.by_project["10101"]) == carried(
        this_year(), by_book.by_project["10101"]
    )


def test_unticked_boxes_in_an_extract_are_no_riddle(tmp_path: Path) -> None:
    pile = read(workbook(tmp_path / "a.xlsx", **{"basic.kind": None}))
    assert pile.records[0].raw["basic.kind"] == "□自治事務 □法定受託事務"
    (tmp_path / "old.json").write_bytes(DATA["json"](pile.records, (), "ja"))
    found = last_year(config(tmp_path, tmp_path / "old.json"))
    assert found is not None
    assert "basic.kind" not in found.by_project["10101"].doubtful


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"values": {}}', "no JSON of xltool extract"),
        ('{"records": [{"values": 1}]}', "no JSON of xltool extract"),
        ("{", "is not JSON"),
        ('{"records": []}', "no sheet can be read there"),
        ('{"records": [{"values": {}}]}', r"it holds form \? of \?"),
        (
            '{"records": [{"form": "jimu-jigyo", "year": "2025", "values": {}}]}',
            r"it holds form jimu-jigyo of \?",
        ),
    ],
)
def test_a_json_file_that_is_something_else(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "old.json").write_text(text)
    with pytest.raises(CannotWork, match=expected):
        last_year(config(tmp_path, tmp_path / "old.json"))


def test_nothing_of_last_year_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotWork, match="does not exist"):
        last_year(config(tmp_path, tmp_path / "none"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(CannotWork, match="no sheet can be read there"):
        last_year(config(tmp_path, tmp_path / "empty"))
    workbook(tmp_path / "a.xlsx", year=2026)
    with pytest.raises(CannotWork, match="it holds form jimu-jigyo of 2026") as refused:
        last_year(config(tmp_path, tmp_path / "a.xlsx"))
    assert "前年度（様式 jimu-jigyo の 2025 年度）のシートがありません。あるのは" in refused.value.text.ja
    workbook(tmp_path / "b.xlsx", form="quarterly-review", code="0001")
    with pytest.raises(CannotWork, match="it holds form quarterly-review of 2025"):
        last_year(config(tmp_path, tmp_path / "b.xlsx"))


def test_what_is_not_used_is_said(tmp_path: Path) -> None:
    old = tmp_path / "old"
    workbook(old / "a.xlsx")
    shutil.copy(old / "a.xlsx", old / "copy.xlsx")
    workbook(old / "b.xlsx", year=2024)
    workbook(old / "c.xlsx", **{"header.code": "00832"})
    workbook(old / "d.xlsx", **{"header.code": "00832", "basic.law": "橋りょう法"})
    workbook(old / "e.xlsx", **{"header.code": None})
    (old / "f.xlsx").write_bytes(b"PK\3\4 broken")
    found = last_year(config(tmp_path, old))
    assert found is not None
    assert list(found.by_project) == ["10101"]
    told = "\n".join(remark.en for remark in found.remarks)
    assert "1 sheet(s) in" in told
    assert "form jimu-jigyo of 2024" in told
    assert "Last year's 00832 stands in two different sheets" in told
    assert "e.xlsx has no project number" in told
    assert "f.xlsx: The file is damaged" in told
    assert len(found.remarks) == 4


def test_a_new_number_leads_to_the_old_one() -> None:
    found = LastYear(source="x", by_project={"10101": past({})})
    row = RosterRow(project="20001", name="n", department="d", values={}, at="A5")
    assert found.of(row) is None
    assert found.of(replace(row, previous="10101")) is not None
    assert found.of(replace(row, project="10101", previous="99999")) is None


# -- what is carried ----------------------------------------------------------------------------------------


def test_every_declared_field_and_nothing_else() -> None:
    values, remarks = carried(this_year(None), past(ANSWERS))
    fields = FORM.fields
    expected = {
        key: ANSWERS[field.carry]
        for key, field in fields.items()
        if field.carry and ANSWERS.get(field.carry) not in (None, "", False)
    }
    assert values == expected
    assert remarks == ()
    assert values["activity.1.target[0]"] == ANSWERS["activity.1.target[+1]"]
    assert "basic.novelty" not in values
    assert "activity.1.target[+2]" not in values


def test_the_committee_s_answers_become_last_year_s() -> None:
    values, said = one(eval__second__grade="要検討", eval__second__direction="見直すこと。")
    assert values == {"eval.previous.grade": "要検討", "eval.previous.direction": "見直すこと。"}
    assert said == ""


def test_a_choice_that_is_gone_is_left_out() -> None:
    assert one(basic__account="公営企業会計") == (
        {},
        "10101, 会計区分: last year's '公営企業会計' is not in this year's list and is not carried over.",
    )


def test_dependent_lists_go_by_this_year_s_rows() -> None:
    chapter, section = "第1章 安全で快適なまちづくり", "第1節 道路と交通"
    values, said = one(
        overview__policy="施策1 生活道路の整備", overview__section=section, overview__chapter=chapter
    )
    assert values == {
        "overview.chapter": chapter,
        "overview.section": "第1節　道路と交通",  # as this year's list writes it
        "overview.policy": "施策1 生活道路の整備",
    }
    assert said == ""
    values, said = one(
        overview__chapter=chapter, overview__section="第2節 防災", overview__policy="施策9 別のもの"
    )
    assert set(values) == {"overview.chapter", "overview.section"}
    assert "施策9 別のもの" in said
    values, said = one(
        overview__chapter="第9章", overview__section=section, overview__policy="施策1 生活道路の整備"
    )
    assert values == {}
    assert said.count("is not in this year's list") == 3


def test_without_the_reference_sheet_anything_is_carried() -> None:
    values, remarks = carried(this_year(None), past({"overview.section": "どこか"}))
    assert values == {"overview.section": "どこか"}
    assert remarks == ()


def test_stand_ins_only_where_the_field_allows_them() -> None:
    values, said = one(**{"activity__1__target[+1]": "設定困難", "activity__1__actual[+1]": "多数"})
    assert values == {"activity.1.target[0]": "設定困難"}
    assert said.startswith("10101, 活動指標①の実績値")
    assert "'多数' does not fit this field" in said


def test_a_cell_that_was_lost_is_told_as_lost() -> None:
    values, remarks = carried(this_year(), past({}, **{"basic.law": " "}))
    assert values == {}
    assert (
        remarks[0].ja
        == "10101「根拠法令等」: 前年度のシート（a.xlsx）で欄が見つからないため、引き継ぎません。"
    )


def test_other_kinds_become_text_as_they_were_printed() -> None:
    """An unticked box says nothing, and is not carried as a sign."""
    rows = ("{id: fee, label: Fee, type: amount}", "{id: old_fee, label: Old fee, carry: fee}")
    more = ("{id: box, label: Box, type: tick}", "{id: old_box, label: Old box, carry: box}")
    own = edition(
        club(("{id: name, label: Name}", "\n      - ".join(("{id: name, label: Name}", *rows, *more)))), 2026
    )
    assert carried(own, past({"fee": 12000, "box": True})) == ({"old_fee": "12,000", "old_box": "■"}, ())
    assert carried(own, past({"fee": 0, "box": False})) == ({"old_fee": "0"}, ())


def test_what_stands_already_is_not_touched() -> None:
    chapter = "第2章 こどもがすこやかに育つまちづくり"
    given = {"overview.chapter": chapter, "basic.law": "新しい法律"}
    before = {
        "overview.chapter": "第1章 安全で快適なまちづくり",
        "overview.section": "第2節 防災",
        "basic.law": "道路法",
    }
    values, remarks = carried(this_year(), past(before), given)
    assert values == {"overview.section": "第2節 防災"}  # which that chapter has too
    assert remarks == ()


# -- what a sheet is issued with ----------------------------------------------------------------------------


def row(**more: Any) -> RosterRow:
    values = {
        "header.name": "旧い名前",
        "basic.law": "道路法（改正）",
        "cost.direct[0]": 5,
        "eval.second.grade": "拡大",
    }
    known: dict[str, Any] = {"project": "10101", "name": "舗装補修", "department": "道路課", "values": values}
    return RosterRow(**{**known, "at": "対象事業一覧!A5", **more})


def roster(*rows: RosterRow) -> Roster:
    return Roster(edition=this_year(None), rows=rows, departments=())


def test_the_roster_wins_and_the_identity_is_the_row_s() -> None:
    last = LastYear(source="x", by_project={"10101": past({"basic.law": "道路法", "basic.plans": "計画"})})
    values, remarks = prefilled(roster(row()), row(), last)
    assert values == {
        "header.code": "10101",
        "header.name": "舗装補修",
        "header.department": "道路課",
        "basic.law": "道路法（改正）",
        "basic.plans": "計画",
    }
    assert remarks == ()


def test_the_committee_s_fields_stay_empty() -> None:
    form = club(("owner: committee}", "owner: committee, carry: grade}"))
    of_club = replace(roster(), edition=edition(form, 2026))
    last = LastYear(source="x", by_project={"1": past({"grade": "up", "goal.1.name": "Members"})})
    one = RosterRow(project="1", name="Chess", department="d", values={}, at="A5")
    assert prefilled(of_club, one, last)[0] == {"code": "1", "name": "Chess", "goal.1.name": "Members"}


def test_without_last_year_the_roster_alone() -> None:
    values, remarks = prefilled(roster(row()), row())
    assert set(values) == {"header.code", "header.name", "header.department", "basic.law"}
    assert remarks == ()


def test_a_new_project_is_silent_a_wrong_old_number_is_told() -> None:
    last = LastYear(source="x", by_project={})
    assert prefilled(roster(row()), row(), last)[1] == ()
    moved = row(previous="99999")
    assert prefilled(roster(moved), moved, last)[1] == (
        Text(
            "対象事業一覧!A5: 10101 の前年度の番号 99999 は、前年度のデータにありません。",
            "対象事業一覧!A5: 99999, last year's number of 10101, is not in last year's data.",
        ),
    )


def test_prefilled_values_can_be_stamped_and_come_back(tmp_path: Path) -> None:
    found = last_year(config(tmp_path, workbook(tmp_path / "old.xlsx")))
    values, _ = prefilled(roster(row()), row(), found)
    (record,) = read(fill(FORM, {"values": values}, tmp_path / "new.xlsx", year=2026)).records
    assert {key: record.values[key] for key in values} == values
    assert record.project == "10101"
