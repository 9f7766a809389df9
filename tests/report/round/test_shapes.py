"""The JSON shapes that other programs rely on."""

from __future__ import annotations

import datetime
import json
from typing import Any, get_args

import pytest

from tests.report.round.rounds import every_state, standing, status
from tests.report.round.test_screens import COLLECTION, DISTRIBUTION, HISTORY, REMINDED, VERDICTS
from xltool.report import to_bytes
from xltool.report.round import (
    collect_shape,
    distribute_shape,
    doctor_shape,
    history_shape,
    remind_shape,
    status_shape,
)
from xltool.standing import ActionKind, Outcome, State

ASSIGNMENT = {
    "project": "00832",
    "name": "防災訓練事業",
    "department": "総務部行政管理課",
    "state": "sent",
    "overdue": False,
    "submission": None,
    "received_at": None,
    "findings": {"error": 0, "query": 0, "note": 0},
    "explained": 0,
    "conflict": False,
    "deadline": "2026-07-17",
    "issue": 1,
    "file": None,
}
SHAPES = (
    (status_shape, every_state()),
    (collect_shape, COLLECTION),
    (distribute_shape, DISTRIBUTION),
    (history_shape, HISTORY),
    (remind_shape, REMINDED),
    (doctor_shape, VERDICTS),
)


@pytest.mark.parametrize("shape,data", SHAPES)
def test_is_plain_json_in_both_languages(shape: Any, data: Any) -> None:
    ja, en = (json.loads(to_bytes(shape(data, lang))) for lang in ("ja", "en"))
    assert ja.keys() == en.keys()
    assert json.loads(json.dumps(shape(data, "ja"))) == ja


def test_status() -> None:
    assert status_shape(status(standing()), "ja") == {
        "campaign": "jimu-jigyo-2026",
        "title": "令和8年度 事務事業評価シート",
        "as_of": "2026-07-20",
        "deadline": "2026-07-17",
        "assignments": [ASSIGNMENT],
        "summary": {state: int(state == "sent") for state in get_args(State)},
    }
    own = status_shape(status(standing(deadline=None, issue=None), deadline=None), "en")
    assert own["deadline"] is own["assignments"][0]["deadline"] is own["assignments"][0]["issue"] is None


def test_collect() -> None:
    shape = collect_shape(COLLECTION, "en")
    assert shape["summary"] == {
        **dict.fromkeys(get_args(Outcome), 1),
        "new": 2,
        "conflict": 2,
        "unchanged": 40,
        "ignored": 12,
    }
    assert len(shape["files"]) == sum(shape["summary"].values())
    assert shape["files"][6] == {
        "file": "inbox/f.xlsx",
        "sheet": "評価シート",
        "outcome": "foreign",
        "project": "00032",
        "submission": None,
        "reason": "It is of FY2025.",
        "findings": None,
        "changes": [],
    }
    assert shape["files"][3]["changes"][0] == {
        "field": "cost[0]",
        "label": "総事業費",
        "old": "1200",
        "new": "1350",
        "sheet": "評価シート",
        "cell": "F23",
    }
    assert collect_shape(COLLECTION, "ja")["files"][6]["reason"] == "令和7年度のシートです。"


def test_distribute() -> None:
    shape = distribute_shape(DISTRIBUTION, "en")
    assert shape["dry_run"] is False
    assert set(shape["summary"]) == set(get_args(ActionKind))
    assert shape["actions"][2] == {
        "project": "00025",
        "name": "防災訓練",
        "department": "総務部広報課",
        "action": "reissued",
        "issue": 2,
        "file": None,
        "reason": "The name changed.",
    }
    assert shape["files"] == list(DISTRIBUTION.files)
    assert shape["remarks"] == ["00011: no choice any more."]


def test_history() -> None:
    shape = history_shape(HISTORY, "en")
    assert shape["state"] == "errors"
    assert [step["kind"] for step in shape["steps"]] == ["issued", "received", "received"]
    assert shape["steps"][1]["came"][0] == {"id": "XL201", "severity": "error", "message": "It is empty."}
    assert shape["steps"][2]["went"][0]["id"] == "XL201"
    assert shape["steps"][2]["changes"][0]["cell"] == "F23"
    assert shape["steps"][0].keys() == {
        *("at", "who", "kind", "text", "file", "issue", "submission", "changes", "came", "went")
    }


def test_remind_and_doctor() -> None:
    shape = remind_shape(REMINDED, "ja")
    assert shape["as_of"] == datetime.date(2026, 7, 20).isoformat()
    assert [one["project"] for one in shape["reminders"][0]["assignments"]] == ["1", "2"]
    assert shape["reminders"][0]["files"] == ["report/remind/a.txt", "report/remind/a.eml"]
    assert doctor_shape(VERDICTS, "en") == {
        "ok": False,
        "verdicts": [
            {"what": "Ledger", "ok": True, "text": "version 1", "remedy": None},
            {
                "what": "Archive",
                "ok": False,
                "text": "One submission is missing.",
                "remedy": "Collect it again.",
            },
        ],
    }
