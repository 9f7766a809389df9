"""The loop as it is played: distribute, people in LibreOffice, collect, give back, and once more."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

from tests.book.scenarios.office import edit
from tests.campaign import department
from tests.campaign.office import Round, make_round, open_round

__all__ = ["Seen", "Story", "play", "seen"]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A round after a step, by project."""

    states: Mapping[str, str]
    findings: Mapping[str, Mapping[str, str]]  # rule -> its cells, as a person would list them
    explained: Mapping[str, Mapping[str, tuple[str, str]]]  # rule -> text and state


@dataclass(kw_only=True)
class Story:
    """Everything that the tests look at."""

    office: Round
    seen: dict[str, Seen] = field(default_factory=dict)  # by step
    given: dict[tuple[str, int], Path] = field(default_factory=dict)  # project and issue -> its workbook


def seen(office: Round) -> Seen:
    """What the office can tell at this moment."""
    findings: dict[str, dict[str, str]] = {}
    for one in office.campaign.check():
        cells = " ".join(place.cell or "?" for place in one.places)
        rules = findings.setdefault(one.project or "", {})
        assert one.id not in rules, f"{one.id} twice"
        rules[one.id] = cells
    explained: dict[str, dict[str, tuple[str, str]]] = {}
    with contextlib.closing(sqlite3.connect(office.folder / ".xltool" / "ledger.sqlite")) as ledger:
        for one in office.campaign.status().standings:
            query = "SELECT rule, text, state FROM explanation WHERE submission = ? ORDER BY rule"
            for rule, text, state in ledger.execute(query, (one.submission,)):
                explained.setdefault(one.project, {})[rule] = (text, state)
    return Seen(states=office.states(), findings=findings, explained=explained)


def play(folder: Path) -> Story:
    """The whole loop; LibreOffice starts three times."""
    office = make_round(folder / "令和8年度", projects=8, departments=2)
    story = Story(office=office)
    office.campaign.distribute()
    story.seen["distributed"] = seen(office)

    careful = {project: department.careful(office.issued(project)) for project in department.FAULTS}
    _at_work(story, 1, {project: [*careful[project], *steps] for project, steps in department.FAULTS.items()})
    office.on(6, 10).campaign.collect()
    story.seen["collected"] = seen(office)

    _give_back(story, 12)
    _at_work(story, 2, department.CORRECTED)
    office.on(6, 20).campaign.collect()
    story.seen["collected again"] = seen(office)

    _give_back(story, 22)
    _at_work(story, 3, department.LAST)
    office.on(6, 30).campaign.collect()
    story.seen["collected at last"] = seen(office)
    return story


def _at_work(story: Story, number: int, steps: Mapping[str, Sequence[list[Any]]]) -> None:
    """One office does what every department does to its workbooks, and sends them in."""
    folder = story.office.inbox / f"{number}回目"
    folder.mkdir()
    work = story.office.folder.parent / f"office{number}"
    work.mkdir()
    jobs = [
        {
            "source": str(story.office.issued(project)),
            "target": str(folder / f"{project}.xlsx"),
            "steps": list(some),
        }
        for project, some in steps.items()
    ]
    edit(jobs, work)


def _give_back(story: Story, day: int) -> None:
    done = story.office.on(6, day).campaign.give_back()
    for one in done.actions:
        if one.action == "given_back":
            assert one.issue is not None
            assert one.file is not None
            story.given[one.project, one.issue] = story.office.folder / one.file
    story.seen[f"given back {day}"] = seen(story.office)
