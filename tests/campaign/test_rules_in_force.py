"""``rules:`` changes while a round is under way: what is there already is judged again, and states follow."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.campaign.office import Round, filled, make_round
from xltool.cli import main
from xltool.errors import FormError

# An actual result for a year that is not over: one query, jimu-jigyo/plan_actual_future.
DOUBT = {"plan.planned[0]": "今年度の計画", "plan.actual[0]": "計画どおり開設している。"}
FUTURE = "jimu-jigyo/plan_actual_future"
OFFICE = """
  office:
    - id: law_named
      severity: query
      since: {since}
      expect: basic.law<>"旧条例"
      at: basic.law
      title: 廃止された条例
      message: 根拠法令が「{{basic.law}}」です。
      remedy: 現在の条例名を記入してください。
"""


@pytest.fixture
def office(tmp_path: Path) -> Round:
    """10001 is accepted, 10002 has a query, 10003 an error; 10001 and 10002 name the old ordinance."""
    one = make_round(tmp_path / "令和8年度", projects=4, departments=2)
    one.campaign.distribute()
    old = {"basic.law": "旧条例"}
    for project, changes in (
        ("10001", old),
        ("10002", {**old, **DOUBT}),
        ("10003", {"basic.law": "新条例", "cost.budget[0]": None}),
    ):
        path = one.issued(project)
        one.drop(path.name, filled(path, **changes))
    one.on(6, 10).campaign.collect()
    assert one.states() == {"10001": "accepted", "10002": "queries", "10003": "errors", "10004": "sent"}
    return one


def set_rules(office: Round, rules: str) -> None:
    path = office.folder / "campaign.yaml"
    path.write_text(f"{path.read_text('utf-8').partition('rules:')[0]}{rules}", "utf-8")


def found(office: Round) -> dict[str, dict[str, str]]:
    """Project -> the rules that the ledger holds against its sheet, with their severity."""
    query = (
        "SELECT submission.project, finding.id, finding.severity FROM finding"
        " JOIN submission ON submission.id = finding.sheet"
    )
    told: dict[str, dict[str, str]] = {}
    with contextlib.closing(sqlite3.connect(office.folder / ".xltool" / "ledger.sqlite")) as ledger:
        for project, rule, severity in ledger.execute(query):
            told.setdefault(project, {})[rule] = severity
    return told


def rejudged(office: Round) -> list[int]:
    """How many submissions every re-judgement so far was about."""
    with contextlib.closing(sqlite3.connect(office.folder / ".xltool" / "ledger.sqlite")) as ledger:
        query = "SELECT json_extract(detail, '$.submissions') FROM event WHERE what = 'rejudged' ORDER BY id"
        return [row[0] for row in ledger.execute(query)]


def test_a_rule_that_is_switched_off_is_silent_and_comes_back(office: Round) -> None:
    assert found(office)["10002"][FUTURE] == "query"
    set_rules(office, f"rules:\n  {FUTURE}: off\n")
    office.on(6, 11).campaign.collect()
    assert "10002" not in found(office)
    assert office.states()["10002"] == "accepted"
    assert rejudged(office) == [3]
    office.campaign.collect()
    assert rejudged(office) == [3]  # the same rules: nothing to judge again
    set_rules(office, "")
    office.on(6, 12).campaign.collect()
    assert office.states()["10002"] == "queries"
    assert rejudged(office) == [3, 3]


def test_another_severity_is_another_state(office: Round) -> None:
    set_rules(office, f"rules:\n  {FUTURE}: error\n  XL201: note\n  jimu-jigyo/budget_total: note\n")
    assert office.states()["10002"] == "queries"  # until the next collect
    office.on(6, 11).campaign.collect()
    assert found(office)["10002"][FUTURE] == "error"
    assert office.states()["10002"] == "errors"
    assert set(found(office)["10003"].values()) == {"note"}
    assert office.states()["10003"] == "accepted"


def test_a_new_rule_is_a_note_where_it_comes_after_the_acceptance(office: Round) -> None:
    set_rules(office, "rules:" + OFFICE.format(since="2026-06-11"))
    office.on(6, 11).campaign.collect()
    told = found(office)
    assert told["10001"]["office/law_named"] == "note"
    assert told["10002"]["office/law_named"] == "query"
    assert "office/law_named" not in told["10003"]
    assert office.states() == {"10001": "accepted", "10002": "queries", "10003": "errors", "10004": "sent"}
    severities = {
        one.project: one.severity for one in office.campaign.check() if one.id == "office/law_named"
    }
    assert severities == {"10001": "note", "10002": "query"}


def test_a_rule_of_the_day_of_acceptance_counts(office: Round) -> None:
    set_rules(office, "rules:" + OFFICE.format(since="2026-06-10"))
    office.on(6, 11).campaign.collect()
    assert found(office)["10001"]["office/law_named"] == "query"
    assert office.states()["10001"] == "queries"


COMMANDS = (
    ("distribute",),
    ("collect",),
    ("status",),
    ("return",),
    ("remind",),
    ("history", "10001"),
    ("doctor",),
    ("check",),
    ("check", "--explain-config"),
)


def test_a_mistake_is_told_with_file_and_line_by_every_command(office: Round) -> None:
    set_rules(office, f"rules:\n  {FUTURE}x: off\n")
    line = (office.folder / "campaign.yaml").read_text("utf-8").splitlines().index(f"  {FUTURE}x: off") + 1
    with pytest.raises(FormError):
        office.campaign.records()
    for command in COMMANDS:
        done = CliRunner().invoke(main, ["--lang=ja", command[0], "-C", str(office.folder), *command[1:]])
        assert (command, done.exit_code) == (command, 2), done.output
        assert "campaign.yaml" in done.stderr and f"{line}" in done.stderr, (command, done.stderr)
        assert f"「{FUTURE}」ではありませんか" in done.stderr, command


def test_what_is_in_force_is_told_as_text_and_as_json(office: Round) -> None:
    set_rules(office, f"rules:\n  {FUTURE}: off\n  XL201: note" + OFFICE.format(since="2026-06-11"))
    base = ["--lang=ja", "check", "-C", str(office.folder), "--explain-config"]
    text = CliRunner().invoke(main, base)
    assert text.exit_code == 0, text.output
    changed = text.stdout.partition("既定のままのルール")[0]
    assert "変更されたルール（3 件）" in changed
    for rule, words in ((FUTURE, "停止"), ("XL201", "campaign.yaml"), ("office/law_named", "2026-06-11")):
        (line,) = (one for one in changed.splitlines() if rule in one)
        assert words in line and "campaign.yaml" in line
    shape = json.loads(CliRunner().invoke(main, [*base, "--format", "json"]).stdout)
    known = {one["id"]: one for one in shape["rules"]}
    assert (known[FUTURE]["off"], known[FUTURE]["usual"]) == (True, "query")
    assert (known["XL201"]["severity"], known["XL201"]["usual"]) == ("note", "error")
    assert known["office/law_named"]["since"] == "2026-06-11"
    assert "campaign.yaml" in known["office/law_named"]["why"]
    assert known["XL202"]["why"] == "既定"
