"""Rounds built in memory for the tests of screens: invented departments and projects."""

from __future__ import annotations

import datetime
import random
from typing import Any

from xltool.standing import STATES, Counts, Standing, State, Status
from xltool.text import Text

TODAY = datetime.date(2026, 7, 20)
DEADLINE = datetime.date(2026, 7, 17)
_DIVISIONS = (
    "総務部",
    "企画部",
    "市民部",
    "福祉部",
    "こども部",
    "産業部",
    "建設部",
    "都市部",
    "教育部",
    "消防本部",
)
_SECTIONS = ("総務課", "行政管理課", "生活安全課", "地域支援課", "施設整備推進室")
_THINGS = (
    "防災訓練",
    "広報紙発行",
    "子育て相談",
    "道路維持補修",
    "図書館運営",
    "商店街活性化支援",
    "統計調査",
    "健康診査",
)
_STATES: tuple[State, ...] = ("accepted",) * 5 + ("sent",) * 3 + ("errors", "queries", "given_back")


def standing(project: str = "00832", state: State = "sent", **more: Any) -> Standing:
    """One assignment; what a state says of the rest is filled in."""
    came = state not in ("not_sent", "sent")
    values: dict[str, Any] = {
        "name": "防災訓練事業",
        "department": "総務部行政管理課",
        "deadline": DEADLINE,
        "issue": None if state == "not_sent" else 1,
        "submission": "0123456789ab/評価シート" if came else None,
        "file": f"inbox/{project}.xlsx" if came else None,
        "received_at": "2026-07-03T17:20:05+09:00" if came else None,
    }
    return Standing(project=project, state=state, **{**values, **more})


def status(*standings: Standing, **more: Any) -> Status:
    values: dict[str, Any] = {
        "campaign": "jimu-jigyo-2026",
        "title": "令和8年度 事務事業評価シート",
        "as_of": TODAY,
        "deadline": DEADLINE,
    }
    return Status(standings=standings, **{**values, **more})


def every_state() -> Status:
    """One assignment in every state, each in a department of its own."""
    return status(
        *(
            standing(f"{i:05d}", state, department=f"第{i}課", overdue=state in ("sent", "errors"))
            for i, state in enumerate(STATES, start=1)
        )
    )


def large(departments: int = 50, projects: int = 400, seed: int = 5) -> Status:
    """A round in the middle of its sixth week."""
    rng = random.Random(seed)
    names = [f"{division}{section}" for division in _DIVISIONS for section in _SECTIONS][:departments]
    out = []
    for number in range(projects):
        state = rng.choice(_STATES) if rng.random() > 0.04 else rng.choice(list(STATES))
        own = rng.random() < 0.03
        late = state in ("sent", "errors", "queries", "given_back", "untouched") and not own
        bad = state in ("errors", "given_back")
        out.append(
            standing(
                f"{number * 7 + 11:05d}",
                state,
                name=f"{rng.choice(_THINGS)}{rng.choice(('事業', '業務', '推進事業（継続分）'))}",
                department=names[number * departments // projects],
                overdue=late,
                conflict=state == "errors" and rng.random() < 0.1,
                deadline=datetime.date(2026, 7, 31) if own else DEADLINE,
                findings=Counts(
                    error=rng.randrange(1, 5) if bad else 0,
                    query=rng.randrange(1, 4) if bad or state == "queries" else 0,
                    note=rng.randrange(0, 2),
                )
                if state not in ("not_sent", "sent", "untouched")
                else Counts(),
            )
        )
    out.sort(key=lambda one: one.state == "withdrawn")
    return status(*out)


def both(ja: str, en: str | None = None) -> Text:
    return Text(ja, ja if en is None else en)
