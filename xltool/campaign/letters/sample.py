"""An invented department to try templates on: every state of a project, and as little as there can be."""

from __future__ import annotations

import datetime
from dataclasses import replace

from xltool.campaign.letters.context import LetterContext, LetterFinding, LetterProject
from xltool.campaign.model import Config, Department, Office
from xltool.standing import STATES

__all__ = ["sample_contexts"]

_TODAY = datetime.date(2026, 8, 24)
_FINDINGS = tuple(
    LetterFinding(severity=severity, word=severity, place="A1", message="message", remedy="remedy")
    for severity in ("error", "query")
)


def sample_contexts(config: Config) -> tuple[LetterContext, ...]:
    """A full letter, one without anything that may be missing, and one before the deadline."""
    usual, later = datetime.date(2026, 8, 31), datetime.date(2026, 9, 30)
    projects = tuple(
        LetterProject(
            number=f"0000{n}",
            name=f"project {n}",
            file=f"{n % 2}.xlsx",
            issue=1 + n % 3,
            deadline=later if n % 4 == 3 else usual,
            state=state,
            overdue=n % 2 == 0,
            errors=n % 3,
            queries=n % 2,
            findings=_FINDINGS * (n % 5),
        )
        for n, state in enumerate(STATES)
    )
    full = LetterContext(
        office=Office(name="office", contact="contact", mail="office@example.jp"),
        department=Department(name="department", contact="contact", mail="department@example.jp"),
        title=config.form.title,
        campaign=config.campaign,
        year=str(config.year),
        today=_TODAY,
        deadline=usual,
        projects=projects,
        archive="department.zip",
        number_label="number",
        name_label="name",
        nothing_label="nothing",
        check_sheet="check",
        guide_sheet="guide",
    )
    bare = replace(
        full,
        office=Office(),
        department=Department(name="department"),
        deadline=None,
        projects=(LetterProject(number="1", name="project"),),
        archive="",
        nothing_label="",
    )
    return full, bare, replace(full, projects=tuple(replace(one, overdue=False) for one in projects))
