"""The loop as it is played: distribute, people in LibreOffice, collect, give back, and once more.

A script says what is typed in every round and what is seen then; loop_jimu.py and loop_review.py are the two.
Cells are written as the eye sees them; every edit is a step of tests/book/scenarios/user.py.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.book.scenarios.office import Job, edit
from tests.campaign.office import Round
from xltool.book import Record, read_file
from xltool.book.celltext import cell_value
from xltool.form import Value, templates_folder

__all__ = ["STEPS", "Back", "Script", "Seen", "Step", "Story", "play"]

Step = list[Any]  # verb and arguments
STEPS = ("distributed", "collected", "given back", "collected again", "given back again", "collected at last")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A round after a step, by project."""

    states: Mapping[str, str]
    findings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # rule -> its cells
    explained: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)
    # rule -> text, and what it counts for


@dataclass(frozen=True, kw_only=True)
class Back:
    """What a workbook given back shows beside what was typed: of one project."""

    read: Mapping[str, object] = field(default_factory=dict)  # cells that show what was understood
    notes: Sequence[tuple[str, str]] = ()  # the sheet 欄外の記入: where, and what stood there
    counter: str  # at the top of the form
    explained: Mapping[str, str] = field(default_factory=dict)  # rule -> what stands beside it


@dataclass(frozen=True, kw_only=True)
class Script:
    """Three rounds of typing, by project, and what is seen."""

    form: str
    make: Callable[[Path], Round]
    own: Callable[[Record], Mapping[str, Value]]  # what a project writes otherwise than clean.json
    typed: Sequence[Mapping[str, Sequence[Step]]]
    seen: Mapping[str, Seen]  # by step
    back: Mapping[tuple[str, int], Back]  # by project and issue
    counters: Sequence[Mapping[str, str]]  # by round and project: the counter as LibreOffice saved it


@dataclass(frozen=True, kw_only=True)
class Story:
    """A script that was played."""

    script: Script
    office: Round
    seen: dict[str, Seen] = field(default_factory=dict)  # by step
    typed: dict[str, dict[str, object]] = field(
        default_factory=dict
    )  # project -> cell -> what round one left
    given: dict[tuple[str, int], tuple[str, bytes]] = field(default_factory=dict)
    # project and issue -> its sheet and workbook
    sent: list[dict[str, tuple[str, bytes]]] = field(default_factory=list)  # by round: project -> the same


def play(scripts: Sequence[Script], folder: Path) -> dict[str, Story]:
    """All scripts together, so that LibreOffice starts three times in all; form -> what came of it."""
    some = [Story(script=one, office=one.make(folder / one.form)) for one in scripts]
    for one in some:
        one.office.campaign.distribute()
        one.seen[STEPS[0]] = _look(one)
    for number in range(3):
        if number:
            for one in some:
                _give_back(one, number)
        work = folder / f"office {number + 1}"
        work.mkdir()
        edit([job for one in some for job in _jobs(one, number)], work)
        for one in some:
            _keep(
                one, one.sent[number], {project: _file(one, project, number) for project in one.sent[number]}
            )
            one.office.on(6, 10 * (number + 1)).campaign.collect()
            one.seen[STEPS[2 * number + 1]] = _look(one)
    return {one.script.form: one for one in some}


# -- people -------------------------------------------------------------------------------------------------


def _jobs(story: Story, number: int) -> Iterator[Job]:
    """What is done to every workbook of a round, sheet by sheet."""
    typed = story.script.typed[number]
    story.sent.append(dict.fromkeys(typed, ("", b"")))
    for source in dict.fromkeys(story.office.issued(project) for project in typed):
        steps: list[Step] = []
        records = read_file(source, file=source.name).records
        for i, record in enumerate(records):
            project = record.project or ""
            own = [
                *(_careful(record, story.script.own(record)) if number == 0 else ()),
                *typed.get(project, ()),
            ]
            steps += [["go_to", i], *own]
            if number == 0:
                story.typed[project] = {where: what for verb, where, what in own if verb == "fill"}
        target = _file(story, records[0].project or "", number)
        target.parent.mkdir(exist_ok=True)
        yield {"source": str(source), "target": str(target), "steps": steps}


def _file(story: Story, project: str, number: int) -> Path:
    return story.office.inbox / f"{number + 1}回目" / story.office.issued(project).name


def _careful(record: Record, own: Mapping[str, Value]) -> Iterator[Step]:
    """Fill in a sheet so that nothing can be said against it."""
    form = record.edition.form
    known = json.loads((templates_folder() / form.id / "clean.json").read_text("utf-8"))["values"]
    for key, value in {**known, **own}.items():
        one = form.fields[key]
        if not one.locked and one.prefill is None:
            yield ["fill", record.cells[key], cell_value(record.edition, one, value)]


# -- the office ---------------------------------------------------------------------------------------------


def _give_back(story: Story, number: int) -> None:
    done = story.office.on(6, 10 * number + 2).campaign.give_back()
    given = {one.project: one for one in done.actions if one.action == "given_back"}
    kept: dict[str, tuple[str, bytes]] = {}
    _keep(story, kept, {project: story.office.folder / (one.file or "") for project, one in given.items()})
    story.given.update({(project, given[project].issue or 0): what for project, what in kept.items()})
    story.seen[STEPS[2 * number]] = _look(story)


def _keep(story: Story, kept: dict[str, tuple[str, bytes]], files: Mapping[str, Path]) -> None:
    """Every project's workbook as it is now, with the name of its sheet: the next one may replace it."""
    for project, path in files.items():
        records = read_file(path, file=path.name).records
        kept[project] = (next(one.sheet for one in records if one.project == project), path.read_bytes())


def _look(story: Story) -> Seen:
    """What the office can tell at this moment."""
    office = story.office
    findings: dict[str, dict[str, str]] = {}
    for one in office.campaign.check():
        rules = findings.setdefault(one.project or "", {})
        assert one.id not in rules, f"{one.id} stands twice"
        rules[one.id] = " ".join(place.cell or "?" for place in one.places)
    explained: dict[str, dict[str, tuple[str, str]]] = {}
    with contextlib.closing(sqlite3.connect(office.folder / ".xltool" / "ledger.sqlite")) as ledger:
        for standing in office.campaign.status().standings:
            query = "SELECT rule, text, state FROM explanation WHERE submission = ?"
            for rule, text, state in ledger.execute(query, (standing.submission,)):
                explained.setdefault(standing.project, {})[rule] = (text, state)
    return Seen(states=office.states(), findings=findings, explained=explained)
