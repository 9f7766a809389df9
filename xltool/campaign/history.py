"""Everything that happened to one assignment: the trail, with what changed between submissions."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from xltool.campaign.decided_words import CENTRAL, central_words
from xltool.campaign.desk import Desk
from xltool.campaign.diff import changes
from xltool.campaign.ledger.submissions import Submission, findings_of, record_of
from xltool.campaign.status import Case, cases, standing
from xltool.errors import CannotWork
from xltool.finding import Finding
from xltool.form.source import hint
from xltool.standing import Heard, History, Step, StepKind
from xltool.text import Text

__all__ = ["history"]


def history(desk: Desk, project: str, *, as_of: datetime.date) -> History:
    """Oldest first. Raises CannotWork for a project that nobody knows."""
    every = {case.project: case for case in cases(desk)}
    case = every.get(project)
    if case is None:
        text = Text(
            "「{project}」は対象事業一覧にも台帳にもありません。{hint}",
            "'{project}' is neither on the roster nor in the ledger. {hint}",
        )
        raise CannotWork(text.format(project=project, hint=hint(project, every, _SEE)))
    teller = _Teller(desk=desk, case=case)
    return History(standing=standing(case, as_of), steps=tuple(teller.steps()))


@dataclass(kw_only=True)
class _Teller:
    """Tells the events of one assignment in order; remembers the submission before."""

    desk: Desk
    case: Case
    before: Submission | None = None
    told: set[str] = field(default_factory=set)  # submissions whose changes were told

    def steps(self) -> Iterator[Step]:
        query = "SELECT at, who, what, submission, file, detail FROM event WHERE project = ? ORDER BY id"
        by_id = {one.id: one for one in self.case.received}
        for at, who, what, submission, file, detail in self.desk.ledger.db.execute(
            query, (self.case.project,)
        ):
            told = _WORDS.get(what)
            if told is None:
                continue
            kind, text = told
            said: Mapping[str, Any] = json.loads(detail)
            one = by_id.get(submission or "")
            step = Step(
                at=at,
                who=who,
                kind=kind,
                text=text.format(**_words(said, one)),
                file=file,
                issue=one.issue if one else said.get("issue"),
                submission=submission,
            )
            yield self._with_changes(step, one) if one is not None else step

    def _with_changes(self, step: Step, one: Submission) -> Step:
        if one.id in self.told or step.kind not in ("received", "held", "conflict", "superseded"):
            return step
        self.told.add(one.id)
        before, self.before = self.before, one
        if before is None:
            return replace(step, came=self._heard(one))
        differ = changes(self._record(before), self._record(one))
        old, new = self._heard(before), self._heard(one)
        came = tuple(h for h in new if h.id not in {o.id for o in old})
        went = tuple(h for h in old if h.id not in {n.id for n in new})
        return replace(step, changes=differ, went=went, came=came)

    def _record(self, one: Submission) -> Any:
        return record_of(self.desk.ledger, one.id, self.desk.library, file=one.file)

    def _heard(self, one: Submission) -> tuple[Heard, ...]:
        return tuple(_heard(finding) for finding in findings_of(self.desk.ledger, one))


def _heard(finding: Finding) -> Heard:
    return Heard(id=finding.id, severity=finding.severity, message=finding.message)


def _words(said: Mapping[str, Any], one: Submission | None) -> dict[str, object]:
    nothing = Text("（なし）", "(none)")
    return {
        "issue": (one.issue if one else said.get("issue")) or "?",
        "old": said.get("old") or nothing,
        "new": said.get("new") or nothing,
        "department": said.get("department") or nothing,
        "rule": said.get("rule") or "",
        "said": said.get("text") or "",
        "reason": Text(said.get("ja") or "", said.get("en") or ""),
        **central_words(said),
    }


_WORDS: dict[str, tuple[StepKind, Text]] = {
    "added": ("added", Text("対象事業一覧に載りました（{department}）", "on the roster ({department})")),
    "readmitted": ("readmitted", Text("対象事業一覧に戻りました", "back on the roster")),
    "withdrawn": ("withdrawn", Text("対象事業一覧から外れました", "taken off the roster")),
    "moved": ("moved", Text("担当部署が {old} から {new} に変わりました", "moved from {old} to {new}")),
    "renamed": ("moved", Text("事業名が {old} から {new} に変わりました", "renamed from {old} to {new}")),
    "deadline": (
        "moved",
        Text("期限が {old} から {new} に変わりました", "deadline moved from {old} to {new}"),
    ),
    "issued": (
        "issued",
        Text("第{issue}号を作成しました（{department}）", "issue {issue} made ({department})"),
    ),
    "found": (
        "issued",
        Text(
            "outbox にあったため、第{issue}号を配布済みとして記録しました（{department}）",
            "found in outbox and noted as issue {issue} ({department})",
        ),
    ),
    "found_back": (
        "given_back",
        Text(
            "returned にあったため、第{issue}号を差戻し済みとして記録しました（{department}）",
            "found in returned and noted as given back, issue {issue} ({department})",
        ),
    ),
    "given_back": ("given_back", Text("第{issue}号として差し戻しました", "given back as issue {issue}")),
    "received": ("received", Text("第{issue}号を受け取りました", "issue {issue} received")),
    "superseded": (
        "superseded",
        Text("第{issue}号が届きました。{reason}", "issue {issue} came in. {reason}"),
    ),
    "held": ("held", Text("第{issue}号が届きました。{reason}", "issue {issue} came in. {reason}")),
    "conflict": ("conflict", Text("第{issue}号が届きました。{reason}", "issue {issue} came in. {reason}")),
    "taken": ("taken", Text("このファイルを採用しました", "this file was chosen")),
    "set_aside": ("set_aside", Text("このファイルを取り除きました", "this file was set aside")),
    "restored": ("restored", Text("このファイルを元に戻しました", "this file was brought back")),
    "explained": ("explained", Text("説明 {rule}：{said}", "explanation {rule}: {said}")),
    "lapsed": (
        "explained",
        Text(
            "値が変わったため説明が無効になりました {rule}：{said}",
            "explanation no longer holds {rule}: {said}",
        ),
    ),
    "explanation_accepted": (
        "explained",
        Text(
            "説明を認めました {rule}：{said} {reason}{saved}",
            "explanation accepted {rule}: {said} {reason}{saved}",
        ),
    ),
    "explanation_refused": (
        "explained",
        Text(
            "説明を認めませんでした {rule}：{said} {reason}{saved}",
            "explanation refused {rule}: {said} {reason}{saved}",
        ),
    ),
    "explanation_reopened": (
        "explained",
        Text(
            "説明についての判断を取り消しました {rule}：{said}{saved}",
            "decision taken back {rule}: {said}{saved}",
        ),
    ),
    "idle": (
        "explained",
        Text("指摘のない説明 {rule}：{said}", "explanation without a finding {rule}: {said}"),
    ),
    "reminded": ("reminded", Text("提出のお願いを作成しました", "a reminder was written")),
    **CENTRAL,
}
_SEE = Text("番号は xltool status --by project で確かめられます。", "xltool status --by project lists them.")
