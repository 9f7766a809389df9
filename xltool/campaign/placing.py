"""What is to be handed out, and where: folders of departments, names of workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from xltool.book import Assignment
from xltool.campaign.desk import Desk
from xltool.campaign.ledger.issues import issues
from xltool.campaign.letters import LetterName, LetterProject
from xltool.campaign.names import file_name, folder_name, unique

__all__ = ["Book", "Job", "Outgoing", "folders", "packed", "places"]


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One form sheet to be handed out."""

    project: str
    name: str
    department: str
    number: int  # of its issue
    fingerprint: str
    sheet: Assignment  # what is stamped; whose it is and its number are put in here
    letter: LetterProject  # how letters speak of it, but for its workbook
    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)  # queries of comparisons: rule -> fields


@dataclass(frozen=True, kw_only=True)
class Book:
    """One workbook: a project, or a whole department."""

    file: str  # its name
    sheets: tuple[Outgoing, ...]


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is handed out, where, and with which letters."""

    kind: Literal["distribute", "return"]
    folder: Path  # outbox or returned
    note: LetterName
    mail: LetterName
    books: Mapping[str, Sequence[Book]]  # by department, see ``packed``
    beside: Mapping[str, Sequence[LetterProject]] = field(default_factory=dict)
    # by department: what it still owes of earlier issues, and gets once more with the new
    again: Mapping[str, str] = field(default_factory=dict)
    # department -> its folder: letters to be made anew though nothing goes there, a project has left it


def packed(desk: Desk, folder: Path, going: Sequence[Outgoing]) -> dict[str, list[Book]]:
    """Department -> its workbooks below ``folder``, with names that no other sheet's newest workbook has."""
    config = desk.config
    by_department: dict[str, list[Outgoing]] = {}
    for one in going:
        by_department.setdefault(one.department, []).append(one)
    projects = {one.project for one in going}
    taken: dict[Path, list[str]] = {}
    for project, issued in issues(desk.ledger).items():
        if project not in projects:
            path = config.folder / issued[-1].file
            taken.setdefault(path.parent, []).append(path.name)
    found: dict[str, list[Book]] = {}
    named = folders(desk)
    for department, some in by_department.items():
        groups = [tuple(some)] if config.bundle == "department" else [(one,) for one in some]
        wanted = [_wanted(desk, group) for group in groups]
        there = sorted(set(taken.get(folder / named[department], ())))
        names = unique([*there, *wanted])[len(there) :]
        found[department] = [Book(file=name, sheets=group) for name, group in zip(names, groups, strict=True)]
    return found


def places(desk: Desk, job: Job) -> dict[str, str]:
    """Project -> the workbook that it is going to be in, below the campaign folder."""
    root = job.folder.relative_to(desk.config.folder).as_posix()
    named = folders(desk)
    return {
        one.project: f"{root}/{named[department]}/{book.file}"
        for department, some in job.books.items()
        for book in some
        for one in book.sheets
    }


def _wanted(desk: Desk, group: Sequence[Outgoing]) -> str:
    """The name by the campaign's pattern; of a department's workbook it names no project."""
    config, first = desk.config, group[0]
    return file_name(
        config.file_name,
        project=first.project,
        name=first.name,
        department=first.department,
        year=config.year,
        campaign=config.campaign,
    )


def folders(desk: Desk) -> dict[str, str]:
    """Department -> the name of its folder; two that a system takes for one are told apart."""
    names = [one.name for one in desk.roster.departments]
    return dict(zip(names, unique(folder_name(name) for name in names), strict=True))
