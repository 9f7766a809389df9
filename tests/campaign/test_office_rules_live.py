"""The office's own rules are rows of 入力チェック in every workbook that goes out while they are in force."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from tests.book.scenarios.office import edit
from tests.campaign.office import YEAR, Round, make_round
from tests.faults.sheet import clean_sheet
from tests.oracle import need_soffice
from xltool.book import read_file
from xltool.book.celltext import cell_value

LAW = "office/old_law"
SMALL = "office/small_print"
FUTURE = "jimu-jigyo/plan_actual_future"
TOTAL = "jimu-jigyo/budget_total"
RULES = f"""rules:
  {FUTURE}: off
  {TOTAL}: query
  office:
    - id: old_law
      severity: query
      expect: basic.law<>"旧条例"
      at: basic.law
      title: 廃止された条例
      message: 根拠法令が「{{basic.law}}」です。
      remedy: 現在の条例名を記入してください。
    - id: small_print
      severity: error
      each: cost.year
      when: ISNUMBER(cost.budget)
      expect: cost.budget<900000000
      at: cost.budget
      title: 予算額の桁
      message: "{{year}}の予算額が大きすぎます。"
      remedy: 金額を確かめてください。
"""
WHY = "条例の廃止は来年度のため。"
Row = tuple[str, str, str, str]  # mark, kind, title, message
_RULE, _WHY = 6, "F"


def checks(path: Path) -> dict[str, tuple[int, Row]]:
    """Rule -> its row's number and the texts in it."""
    rows = openpyxl.load_workbook(path, data_only=True)["入力チェック"].iter_rows(values_only=True)
    found: dict[str, tuple[int, Row]] = {}
    for number, row in enumerate(rows, start=1):
        if isinstance(row[_RULE], str):
            mark, kind, title, message = (str(text or "") for text in row[:4])
            assert found.setdefault(row[_RULE], (number, (mark, kind, title, message)))[0] == number
    return found


def typed(path: Path, target: Path, why: dict[str, str] | None = None, **changes: Any) -> dict[str, Any]:
    """What a department does with its workbook in LibreOffice: every cell filled in, queries explained."""
    (record,) = read_file(path, file=path.name).records
    fields = record.edition.form.fields
    values = {**clean_sheet(Random(path.name), YEAR, due=True), **changes}
    steps: list[list[Any]] = [["go_to", 0]]
    for key, value in values.items():
        shown = None if fields[key].locked else cell_value(record.edition, fields[key], value)
        if shown is not None:
            verb = "type_text" if isinstance(shown, str) else "type_number"
            steps.append([verb, record.cells[key], shown])
    steps.append(["go_to", 1])
    steps += [["type_text", f"{_WHY}{checks(path)[rule][0]}", text] for rule, text in (why or {}).items()]
    target.parent.mkdir(exist_ok=True)
    return {"source": str(path), "target": str(target), "steps": steps}


def said(office: Round) -> dict[tuple[str, str], str | None]:
    """(project, rule) -> the explanation, of what is to be fixed or explained."""
    found = office.campaign.check()
    return {(one.project or "", one.id): one.explanation for one in found if one.severity != "note"}


@pytest.fixture
def office(tmp_path: Path) -> Round:
    """Five projects; the rules come after the first three went out, and 10003 is issued anew."""
    one = make_round(tmp_path / "r", projects=5, departments=1)
    one.campaign.distribute(only=["10001", "10002", "10003"])
    path = one.folder / "campaign.yaml"
    path.write_text(path.read_text("utf-8") + RULES, "utf-8")
    one.on(6, 2).campaign.distribute(only=["10003"], force=True)
    one.campaign.distribute()
    return one


def test_they_are_in_what_goes_out_from_then_on(office: Round) -> None:
    live = {project: checks(office.issued(project)) for project in ("10001", "10003", "10004")}
    assert LAW not in live["10001"] and live["10001"][TOTAL][1][1] == "エラー"
    assert FUTURE in live["10001"]
    for project in ("10003", "10004"):
        assert live[project][LAW][1][:3] == ("✔", "確認", "廃止された条例")
        assert live[project][SMALL][1][:3] == ("✔", "エラー", "予算額の桁")
        assert FUTURE not in live[project]
        assert live[project][TOTAL][1][1] == "確認"
    assert {one.action for one in office.campaign.distribute(dry_run=True).actions} == {"unchanged"}
    (first,), (last,) = (read_file(office.issued(code), file="a.xlsx").records for code in ("10001", "10004"))
    assert first.edition.form.digest == last.edition.form.digest
    assert last.anomalies == () and last.values.keys() == first.values.keys()


def test_cell_python_and_what_is_given_back_agree(office: Round, tmp_path: Path) -> None:
    need_soffice()
    old = {"basic.law": "旧条例"}
    jobs = [
        typed(office.issued("10003"), office.inbox / "10003.xlsx", **old),
        typed(office.issued("10004"), office.inbox / "10004.xlsx", {LAW: WHY}, **old),
        typed(office.issued("10005"), office.inbox / "10005.xlsx", **{"basic.law": "新条例"}),
    ]
    edit(jobs, tmp_path)
    marks = {code: checks(office.inbox / f"{code}.xlsx")[LAW][1] for code in ("10003", "10004", "10005")}
    assert [one[0] for one in marks.values()] == ["✖", "✖", "✔"]
    assert marks["10003"][3] == "根拠法令が「旧条例」です。"
    office.on(6, 10).campaign.collect()
    assert said(office) == {("10003", LAW): None, ("10004", LAW): WHY}
    assert office.states()["10003"] == "queries"
    assert office.states()["10004"] == office.states()["10005"] == "accepted"

    (back,) = office.on(6, 11).campaign.give_back().actions
    assert (back.project, back.action) == ("10003", "given_back")
    rows = checks(office.issued("10003"))
    assert rows[LAW][1] == ("✖", "確認", "廃止された条例", "根拠法令が「旧条例」です。")
    assert not [rule for rule in rows if rule.startswith("1:")]  # its live row says it
    again = office.folder / "again.xlsx"
    edit(
        [
            {
                "source": str(office.issued("10003")),
                "target": str(again),
                "steps": [["go_to", 1], ["type_text", f"{_WHY}{rows[LAW][0]}", WHY]],
            }
        ],
        tmp_path,
    )
    office.drop("10003 again.xlsx", again.read_bytes())
    office.on(6, 12).campaign.collect()
    assert office.states()["10003"] == "accepted"
    assert said(office) == {("10003", LAW): WHY, ("10004", LAW): WHY}
