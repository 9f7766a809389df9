"""The roster against what the ledger last saw of it: who was added, moved, taken off."""

from __future__ import annotations

from xltool.campaign.desk import Desk
from xltool.campaign.ledger import Run
from xltool.campaign.ledger.issues import Assigned, assignments
from xltool.campaign.model import RosterRow

__all__ = ["sync"]


def sync(desk: Desk, run: Run) -> None:
    """Bring the table ``assignment`` up to date, each change an event; inside ``writing`` only.

    A row that was taken off the roster is withdrawn where something was sent or came in, else forgotten.
    """
    known, rows = assignments(desk.ledger), desk.roster.by_project
    for project, row in rows.items():
        _keep(desk, run, row, known.get(project))
    for project, old in known.items():
        if project not in rows and old.withdrawn is None:
            _withdraw(desk, run, old)


def _keep(desk: Desk, run: Run, row: RosterRow, old: Assigned | None) -> None:
    ledger = desk.ledger
    deadline = row.deadline.isoformat() if row.deadline else None
    new = Assigned(project=row.project, name=row.name, department=row.department, deadline=deadline)
    if new == old:
        return
    ledger.db.execute(
        "INSERT INTO assignment VALUES (?, ?, ?, ?, NULL) ON CONFLICT (project) DO UPDATE SET"
        " name = excluded.name, department = excluded.department, deadline = excluded.deadline,"
        " withdrawn = NULL",
        (new.project, new.name, new.department, new.deadline),
    )
    if old is None:
        ledger.event(
            run, "added", project=row.project, detail={"name": row.name, "department": row.department}
        )
        return
    if old.withdrawn is not None:
        ledger.event(run, "readmitted", project=row.project)
    for word, before, after in (
        ("moved", old.department, new.department),
        ("renamed", old.name, new.name),
        ("deadline", old.deadline, new.deadline),
    ):
        if before != after:
            ledger.event(run, word, project=row.project, detail={"old": before, "new": after})


def _withdraw(desk: Desk, run: Run, old: Assigned) -> None:
    ledger, project = desk.ledger, old.project
    used = "SELECT 1 FROM issue WHERE project = :p UNION SELECT 1 FROM submission WHERE project = :p LIMIT 1"
    if ledger.db.execute(used, {"p": project}).fetchone() is None:
        ledger.db.execute("DELETE FROM assignment WHERE project = ?", (project,))
        ledger.event(run, "removed", project=project, detail={"name": old.name})
        return
    ledger.db.execute("UPDATE assignment SET withdrawn = ? WHERE project = ?", (run.at, project))
    ledger.event(run, "withdrawn", project=project)
