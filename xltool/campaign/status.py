"""Where every assignment stands: derived from roster and ledger, never stored."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xltool.campaign.central import NONE, Edits, edits_of
from xltool.campaign.desk import Desk
from xltool.campaign.fold import Folded, fold
from xltool.campaign.ledger.issues import Assigned, Issue, assignments, issues
from xltool.campaign.ledger.submissions import Submission, decisions, submissions
from xltool.standing import OWED, Counts, Standing, State, Status

__all__ = ["Case", "cases", "standing", "status"]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One assignment with everything that the ledger knows of it."""

    project: str
    name: str
    department: str
    deadline: datetime.date | None
    withdrawn: bool
    issues: Sequence[Issue]
    received: Sequence[Submission]
    folded: Folded
    edits: Edits = NONE  # what was decided about it centrally

    @property
    def ruling(self) -> str | None:
        """What 提出状況 of the master says of the current submission, or of the lack of one."""
        if self.folded.current is not None:
            return self.folded.current.ruling
        return self.edits.unsent.decision if self.edits.unsent is not None else None

    @property
    def ruling_reason(self) -> str:
        current, unsent = self.folded.current, self.edits.unsent
        return (current.ruling_reason if current else unsent.reason if unsent else None) or ""

    @property
    def wanted_back(self) -> bool:
        """Whether somebody wrote down why it has to go back: a finding of the office's own."""
        return self.ruling == "give_back" and bool(self.ruling_reason)

    @property
    def state(self) -> State:  # noqa: PLR0911 - one per state
        current = self.folded.current
        if self.withdrawn:
            return "withdrawn"
        if self.ruling in ("accept", "not_applicable"):
            return "accepted" if self.ruling == "accept" else "not_applicable"
        newest = self.issues[-1] if self.issues else None
        if newest is not None and newest.number > self.folded.answered and not self._came_since(newest):
            return "given_back" if newest.kind == "return" else "sent"
        if current is None:
            return "sent" if newest is not None else "not_sent"
        if self.ruling == "give_back":
            return "errors" if current.errors else "queries"
        if current.nothing and not current.errors:
            return "not_applicable"
        if current.untouched and not (current.clean and self._answered_before):
            return "untouched"
        if current.errors:
            return "errors"
        return "accepted" if current.clean else "queries"

    def _came_since(self, newest: Issue) -> bool:
        """Whether what was given back was corrected in the workbook before: many departments do."""
        current = self.folded.current
        return newest.kind == "return" and current is not None and current.run > newest.run

    @property
    def _answered_before(self) -> bool:
        """Whether it was issued anew with the department's own answers: as it went, it may be complete."""
        return any(not one.untouched and self.folded.fates[one.id] != "set_aside" for one in self.received)


def cases(desk: Desk) -> Iterator[Case]:
    """Every assignment in roster order, then those that were taken off the roster after they were sent."""
    issued, received, decided = issues(desk.ledger), submissions(desk.ledger), decisions(desk.ledger)
    edits = edits_of(desk.ledger)

    def case(
        project: str, name: str, department: str, deadline: datetime.date | None, *, withdrawn: bool
    ) -> Case:
        came = received.get(project, ())
        return Case(
            project=project,
            name=name,
            department=department,
            deadline=deadline,
            withdrawn=withdrawn,
            issues=issued.get(project, ()),
            received=came,
            folded=fold(came, decided.get(project, ())),
            edits=edits.get(project, NONE),
        )

    for row in desk.roster.rows:
        deadline = row.deadline or desk.config.deadline
        yield case(row.project, row.name, row.department, deadline, withdrawn=False)
    gone: dict[str, Assigned] = assignments(desk.ledger)
    for project, old in gone.items():
        if project not in desk.roster.by_project and (project in issued or project in received):
            yield case(project, old.name, old.department, None, withdrawn=True)


def status(desk: Desk, *, as_of: datetime.date) -> Status:
    """The whole round at one day."""
    return Status(
        campaign=desk.config.campaign,
        title=desk.roster.edition.title,
        as_of=as_of,
        deadline=desk.config.deadline,
        standings=tuple(standing(case, as_of) for case in cases(desk)),
    )


def standing(case: Case, as_of: datetime.date) -> Standing:
    state, current = case.state, case.folded.current
    return Standing(
        project=case.project,
        name=case.name,
        department=case.department,
        state=state,
        overdue=case.deadline is not None and as_of > case.deadline and state in OWED,
        conflict=bool(case.folded.conflict),
        deadline=case.deadline,
        issue=case.issues[-1].number if case.issues else None,
        submission=current.id if current else None,
        file=current.file if current else None,
        received_at=current.received_at if current else None,
        findings=Counts(error=current.errors, query=current.queries + case.wanted_back, note=current.notes)
        if current
        else Counts(),
        explained=current.explained if current else 0,
    )
