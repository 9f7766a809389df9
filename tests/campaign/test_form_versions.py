"""The office changes its form while workbooks are out: they stay readable, judged by the form in force."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from tests.campaign.office import Round, open_round
from xltool.book import Assignment, Library, Record, draw, read_file, stamp
from xltool.finding import Finding
from xltool.form import find_form

FORM = """form: koen
version: "1"
title: 公園の利用調査
identity: {project: code, name: name, department: unit}
choices: {grade: {A: 良い, B: 普通, C: 悪い}}
sections:
  - title: 公園
    rows:
      - [{id: code, label: 番号, type: code, length: 3, prefill: locked, required: true},
         {id: unit, label: 担当部署, prefill: locked}]
      - {id: name, label: 公園名, required: true, prefill: locked}
  - title: 利用
    rows:
      - {id: visitors, label: 利用者数, type: integer, required: true}
      - {id: cost, label: 管理費, type: amount, unit: 千円}
      - {id: toys, label: 遊具, type: integer}
      - {id: spare, label: 予備欄}
      - {id: grade, label: 状態, type: choice, choices: grade, required: true}
      - {id: reason, label: 状態の理由, type: paragraph, lines: 3}
rules: rules.yaml
"""
RULES = """- id: some_visitors
  severity: error
  expect: visitors>0
  at: visitors
  title: 利用者数
  message: "利用者数が {visitors} 人です。"
  remedy: 利用者数を確かめてください。
- id: dear
  severity: query
  expect: cost<=5000
  at: cost
  title: 管理費
  message: "管理費が {cost} 千円です。"
  remedy: 確かめてください。
"""
# The office thinks again: one field more, that has to be filled in, one less, other words, other lines.
REVISED = (
    ("{id: spare, label: 予備欄}", "{id: staff, label: 職員数, type: integer, required: true}"),
    ("{A: 良い, B: 普通, C: 悪い}", "{A: とても良い, B: ふつう, C: 悪い}"),
    ("- {id: visitors, label: 利用者数,", "- {id: visitors, label: 年間の利用者数,"),
    (
        "  - title: 利用\n    rows:\n",
        "  - title: 利用\n    rows:\n      - {id: area, label: 面積, type: decimal}\n",
    ),
)
FILLED = {
    "visitors": 1200,
    "cost": 3000,
    "toys": 4,
    "spare": "来年度に移設",
    "grade": "A",
    "reason": "手入れ済み",
}
VERSION = ('version: "1"', 'version: "2"')


def change(folder: Path, *changes: tuple[str, str], file: str = "form.yaml") -> None:
    path = folder / "様式" / file
    text = path.read_text("utf-8")
    for before, after in changes:
        assert text.count(before) == 1
        text = text.replace(before, after)
    path.write_text(text, "utf-8")


@pytest.fixture
def office(tmp_path: Path) -> Round:
    """Six parks of two departments, sent out; nothing has come back."""
    folder = tmp_path / "調査回"
    for name in ("様式", "inbox"):
        (folder / name).mkdir(parents=True)
    (folder / "様式" / "form.yaml").write_text(FORM, "utf-8")
    (folder / "様式" / "rules.yaml").write_text(RULES, "utf-8")
    (folder / "campaign.yaml").write_text("form: 様式\nyear: 2026\noffice: {name: 企画課}\n", "utf-8")
    book = openpyxl.Workbook()
    book.active.title = "対象事業一覧"
    for row in (
        ("番号", "公園名", "担当部署"),
        *((f"10{i}", f"第{i}公園", "東" if i % 2 else "西") for i in range(1, 7)),
    ):
        book.active.append(row)
    book.save(folder / "roster.xlsx")
    one = open_round(folder)
    one.campaign.distribute()
    return one


def library(office: Round) -> Library:
    """What the tool reads by, so that a test fills a workbook in by the form that it was made from."""
    return Library(find=lambda _: office.campaign.config.form, store=office.folder / ".xltool" / "forms")


def fill(office: Round, project: str, values: Mapping[str, object], path: Path | None = None) -> bytes:
    """What a department sends: the workbook that it got, with its values."""
    (record,) = read_file(path or office.issued(project), file="a.xlsx", library=library(office)).records
    kept = {k: v for k, v in record.values.items() if record.edition.form.fields[k].formula is None}
    one = Assignment(
        values={**kept, **values},  # type: ignore[dict-item]
        campaign=record.campaign,
        issue=record.issue or 1,
        check=record.check,
        explanations=record.explanations,
    )
    return stamp(draw(record.edition), [one])


def send(office: Round, project: str, **changes: object) -> None:
    office.drop(f"{project}.xlsx", fill(office, project, {**FILLED, **changes}))


def current(office: Round, project: str) -> Record:
    (record,) = (one for one in office.campaign.records().records if one.project == project)
    return record


def told(office: Round, project: str) -> dict[str, str]:
    """Rule -> severity."""
    return {one.id: one.severity for one in found(office, project)}


def found(office: Round, project: str) -> list[Finding]:
    return [one for one in office.campaign.check() if one.project == project]


@pytest.mark.parametrize("renumbered", [True, False])
def test_a_form_revised_amid_the_round(office: Round, *, renumbered: bool) -> None:
    """101 and 102 came in before, 103 and 104 are collected after; 104 has a fault of its own."""
    send(office, "101")
    send(office, "102", visitors=0)
    office.on(6, 5).campaign.collect()
    assert office.states() == {
        "101": "accepted",
        "102": "errors",
        **dict.fromkeys(("103", "104", "105", "106"), "sent"),
    }
    send(office, "103")
    send(office, "104", visitors=0, cost=9000)
    change(office.folder, *REVISED, *([VERSION] if renumbered else []))
    office.on(6, 10).campaign.collect()
    assert {p: s for p, s in office.states().items() if s != "sent"} == dict.fromkeys(
        ("101", "102", "103", "104"), "errors"
    )
    assert told(office, "101") == told(office, "103") == {"XL116": "error", "XL117": "note"}
    assert told(office, "102") == {"XL116": "error", "XL117": "note", "koen/some_visitors": "error"}
    assert told(office, "104") == {**told(office, "102"), "koen/dear": "query"}
    lacks, note = found(office, "103")
    assert "改訂される前のブック" in lacks.message.ja
    assert "「職員数」" in lacks.message.ja and "面積" not in lacks.message.ja
    assert "「面積」" in note.message.ja and "「予備欄」の記入「来年度に移設」" in note.message.ja
    for project in ("101", "103"):
        record = current(office, project)
        assert record.version == "1"
        assert record.edition.form.digest == office.campaign.config.form.digest
        assert {key: record.values[key] for key in record.values if key in FILLED} == {
            key: value for key, value in FILLED.items() if key != "spare"
        }
        assert record.values["staff"] is None and record.values["area"] is None


def test_given_back_it_is_the_form_in_force_with_everything_in_it(office: Round) -> None:
    send(office, "101", visitors=0)
    office.on(6, 5).campaign.collect()
    change(office.folder, *REVISED, VERSION)
    office.on(6, 10).campaign.collect()
    done = office.campaign.give_back()
    assert [(one.project, one.action) for one in done.actions] == [("101", "given_back")]
    path = office.issued("101")
    (back,) = read_file(path, file="b.xlsx", library=library(office)).records
    assert (back.version, back.edition.form.digest) == ("2", office.campaign.config.form.digest)
    assert back.anomalies == ()
    assert {key: back.values[key] for key in FILLED if key != "spare"} == {
        **{key: FILLED[key] for key in FILLED if key != "spare"},
        "visitors": 0,
    }
    book, computed = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    assert "とても良い" in {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    beside = [str(cell.value) for row in book["欄外の記入"].iter_rows() for cell in row if cell.value]
    assert "来年度に移設" in beside
    assert any("予備欄" in text and "なくなった欄" in text for text in beside)
    listed = [str(cell.value) for row in book["入力チェック"].iter_rows() for cell in row if cell.value]
    assert any("職員数" in text and "改訂される前のブック" in text for text in listed)
    shown = str(
        next(c.value for row in computed.worksheets[0].iter_rows() for c in row if "✖" in str(c.value))
    )
    assert "エラー 2 件" in shown  # each cause once: the missing number of staff, the visitors
    office.drop("戻り.xlsx", fill(office, "101", {"visitors": 5, "staff": 3, "area": 2.5}))
    office.on(6, 20).campaign.collect()
    assert office.states()["101"] == "accepted"
    assert told(office, "101") == {}


def test_what_need_not_be_filled_in_is_a_note_and_what_only_looks_otherwise_is_nothing(office: Round) -> None:
    send(office, "101", spare=None)
    send(office, "102")
    office.on(6, 5).campaign.collect()
    change(office.folder, ("label: 管理費", "label: 年間の管理費"), ("{A: 良い", "{A: とても良い"))
    office.on(6, 6).campaign.collect()
    assert told(office, "101") == told(office, "102") == {}
    assert current(office, "101").values["grade"] == "A"
    change(office.folder, ("{id: spare, label: 予備欄}", "{id: staff, label: 職員数, type: integer}"))
    office.on(6, 7).campaign.collect()
    assert told(office, "101") == told(office, "102") == {"XL117": "note"}
    assert office.states()["101"] == office.states()["102"] == "accepted"
    assert "職員数" in found(office, "101")[0].message.ja
    assert "予備欄" not in found(office, "101")[0].message.ja
    assert "来年度に移設" in found(office, "102")[0].message.ja


def test_rules_that_were_corrected_hold_for_what_is_out(office: Round) -> None:
    send(office, "101", cost=7000)
    office.on(6, 5).campaign.collect()
    assert told(office, "101") == {"koen/dear": "query"}
    change(office.folder, ("cost<=5000", "cost<=8000"), file="rules.yaml")
    send(office, "102", cost=7000)
    office.on(6, 6).campaign.collect()
    assert office.states()["101"] == office.states()["102"] == "accepted"


def test_a_field_that_became_another_is_read_again(office: Round) -> None:
    send(office, "101", toys=3, spare="12", reason="なし", grade="C")
    send(office, "102", spare="約12")
    office.on(6, 5).campaign.collect()
    change(
        office.folder,
        ("{id: toys, label: 遊具, type: integer}", "{id: toys, label: 遊具}"),
        ("{id: spare, label: 予備欄}", "{id: spare, label: 予備欄, type: integer}"),
        (", C: 悪い", ""),
    )
    office.on(6, 6).campaign.collect()
    one, other = current(office, "101"), current(office, "102")
    assert (one.values["toys"], one.values["spare"]) == ("3", 12)
    # C is no choice any more; a text of digits is read, and told.
    assert told(office, "101") == {"XL205": "error", "XL213": "note"}
    assert (other.values["spare"], other.raw["spare"]) == (None, "約12")
    assert told(office, "102") == {"XL202": "error"}
    office.campaign.give_back()
    texts = [
        c.value for row in openpyxl.load_workbook(office.issued("102")).worksheets[0].iter_rows() for c in row
    ]
    assert "約12" in texts


def test_sheets_of_several_forms_in_one_collect_read_by_workers(office: Round) -> None:
    for project in ("101", "102", "103"):
        send(office, project)
    change(office.folder, *REVISED)
    office.on(6, 3).campaign.distribute(only=["104", "105", "106"])
    for project in ("104", "105", "106"):
        send(office, project, staff=2)
    (office.inbox / "104.xlsx").write_bytes(
        fill(office, "104", {**{k: v for k, v in FILLED.items() if k != "spare"}, "staff": 2})
    )
    office.on(6, 10).campaign.collect(jobs=2)
    states = office.states()
    assert [states[f"10{i}"] for i in range(1, 7)] == ["errors"] * 3 + ["accepted"] * 3


def test_a_blank_is_untouched_whatever_became_of_its_form(office: Round) -> None:
    office.drop("101.xlsx", office.issued("101").read_bytes())
    send(office, "102", **{**dict.fromkeys(FILLED), "spare": "ここだけ記入"})
    change(office.folder, *REVISED)
    office.on(6, 10).campaign.collect()
    assert office.states()["101"] == "untouched"
    assert office.states()["102"] == "errors"


def test_the_store_holds_every_form_as_its_files_were(office: Round) -> None:
    first = office.campaign.config.form.digest
    change(office.folder, *REVISED)
    second = office.campaign.config.form.digest
    office.campaign.distribute()
    office.campaign.distribute()
    store = office.folder / ".xltool" / "forms"
    assert {path.name for path in store.iterdir()} == {first, second}
    assert (store / first / "form.yaml").read_text("utf-8") == FORM
    assert (store / first / "rules.yaml").read_text("utf-8") == RULES
    assert find_form(store / second).digest == second


@pytest.mark.parametrize("lost", ["ledger.sqlite", ""])
def test_a_lost_ledger_is_rebuilt_from_workbooks_of_both_forms(office: Round, lost: str) -> None:
    send(office, "101")
    change(office.folder, *REVISED, VERSION)
    office.on(6, 3).campaign.distribute(only=["102"])
    office.on(6, 5).campaign.collect()
    before = office.states()
    assert before["101"] == "errors"
    target = office.folder / ".xltool" / lost
    shutil.rmtree(target) if target.is_dir() else target.unlink()
    office.on(6, 6).campaign.collect()
    assert office.states() == before
    if lost:
        assert told(office, "101") == {"XL116": "error", "XL117": "note"}
    else:  # the form is lost with the ledger: names are what it can be read by
        assert told(office, "101") == {"XL104": "error"}
        assert current(office, "101").values["visitors"] == 1200


def test_a_form_of_the_store_that_was_spoilt_is_not_believed(office: Round) -> None:
    send(office, "101")
    (stored,) = (office.folder / ".xltool" / "forms").glob("*/form.yaml")
    change(office.folder, *REVISED, VERSION)
    stored.chmod(0o644)
    stored.write_text(FORM.replace("管理費", "運営費"), "utf-8")
    office.on(6, 5).campaign.collect()
    assert told(office, "101") == {"XL104": "error"}
