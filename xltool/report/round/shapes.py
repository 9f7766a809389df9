"""The JSON shapes of a round that other programs rely on (DESIGN §10): unknown is null, never absent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xltool.standing import (
    Change,
    Collection,
    Counts,
    Distribution,
    Heard,
    History,
    Reminded,
    Standing,
    Status,
    Step,
    Verdict,
)
from xltool.text import Lang, Text

__all__ = [
    "collect_shape",
    "distribute_shape",
    "doctor_shape",
    "history_shape",
    "remind_shape",
    "status_shape",
]


def status_shape(status: Status, lang: Lang) -> dict[str, Any]:  # noqa: ARG001 - states are codes, not words
    return {
        "campaign": status.campaign,
        "title": status.title,
        "as_of": status.as_of.isoformat(),
        "deadline": status.deadline.isoformat() if status.deadline else None,
        "assignments": [_standing(one) for one in status.standings],
        "summary": dict(status.summary),
    }


def collect_shape(collection: Collection, lang: Lang) -> dict[str, Any]:
    return {
        "run": collection.run,
        "decided": [
            {"kind": one.kind, "project": one.project, "submission": one.submission, "file": one.file}
            for one in collection.decided
        ],
        "files": [
            {
                "file": one.file,
                "sheet": one.sheet,
                "outcome": one.outcome,
                "project": one.project,
                "submission": one.submission,
                "reason": _said(one.reason, lang),
                "findings": _counts(one.findings) if one.findings else None,
                "changes": [_change(change) for change in one.changes],
            }
            for one in collection.files
        ],
        "summary": dict(collection.summary),
    }


def distribute_shape(distribution: Distribution, lang: Lang) -> dict[str, Any]:
    return {
        "dry_run": distribution.dry_run,
        "actions": [
            {
                "project": one.project,
                "name": one.name,
                "department": one.department,
                "action": one.action,
                "issue": one.issue,
                "file": one.file,
                "reason": _said(one.reason, lang),
            }
            for one in distribution.actions
        ],
        "files": list(distribution.files),
        "remarks": [one.pick(lang) for one in distribution.remarks],
        "summary": dict(distribution.summary),
    }


def history_shape(history: History, lang: Lang) -> dict[str, Any]:
    return {**_standing(history.standing), "steps": [_step(step, lang) for step in history.steps]}


def remind_shape(reminded: Reminded, lang: Lang) -> dict[str, Any]:  # noqa: ARG001 - nothing said in words
    return {
        "as_of": reminded.as_of.isoformat(),
        "reminders": [
            {
                "department": one.department,
                "assignments": [_standing(standing) for standing in one.standings],
                "files": list(one.files),
            }
            for one in reminded.reminders
        ],
    }


def doctor_shape(verdicts: Sequence[Verdict], lang: Lang) -> dict[str, Any]:
    return {
        "ok": all(one.ok for one in verdicts),
        "verdicts": [
            {
                "what": one.what.pick(lang),
                "ok": one.ok,
                "text": one.text.pick(lang),
                "remedy": _said(one.remedy, lang),
            }
            for one in verdicts
        ],
    }


def _standing(one: Standing) -> dict[str, Any]:
    return {
        "project": one.project,
        "name": one.name,
        "department": one.department,
        "state": one.state,
        "overdue": one.overdue,
        "submission": one.submission,
        "received_at": one.received_at,
        "findings": _counts(one.findings),
        "explained": one.explained,
        "conflict": one.conflict,
        "deadline": one.deadline.isoformat() if one.deadline else None,
        "issue": one.issue,
        "file": one.file,
    }


def _step(step: Step, lang: Lang) -> dict[str, Any]:
    return {
        "at": step.at,
        "who": step.who,
        "kind": step.kind,
        "text": step.text.pick(lang),
        "file": step.file,
        "issue": step.issue,
        "submission": step.submission,
        "changes": [_change(one) for one in step.changes],
        "came": [_heard(one, lang) for one in step.came],
        "went": [_heard(one, lang) for one in step.went],
    }


def _change(one: Change) -> dict[str, Any]:
    return {
        "field": one.field,
        "label": one.label,
        "old": one.old,
        "new": one.new,
        "sheet": one.sheet,
        "cell": one.cell,
    }


def _heard(one: Heard, lang: Lang) -> dict[str, Any]:
    return {"id": one.id, "severity": one.severity, "message": one.message.pick(lang)}


def _counts(counts: Counts) -> dict[str, int]:
    return {"error": counts.error, "query": counts.query, "note": counts.note}


def _said(text: Text | None, lang: Lang) -> str | None:
    return text.pick(lang) if text else None
