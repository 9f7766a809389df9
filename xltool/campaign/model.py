"""What a campaign is before anything was sent: its settings and its roster, as plain data."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from xltool.errors import CannotWork, FormError
from xltool.form import Edition, Form, Value
from xltool.form.source import MapNode
from xltool.text import Lang, Text

__all__ = [
    "Config",
    "ConfigError",
    "Department",
    "Office",
    "Roster",
    "RosterError",
    "RosterProblem",
    "RosterRow",
]


@dataclass(frozen=True, kw_only=True)
class Office:
    """Who sends the sheets out, as letters say it."""

    name: str | None = None
    contact: str | None = None  # a person, an extension
    mail: str | None = None


@dataclass(frozen=True, kw_only=True)
class Config:
    """``campaign.yaml``."""

    folder: Path  # of the campaign
    form: Form
    year: int  # base fiscal year, western
    campaign: str  # id that every sheet carries: jimu-jigyo-2026
    lang: Lang = "ja"  # of letters and reports
    deadline: datetime.date | None = None
    roster: Path  # roster.xlsx, or a .csv
    previous: Path | None = None  # last year's campaign folder, or workbooks or data of last year
    bundle: Literal["project", "department"] = "project"  # workbooks: one per project, one per department
    file_name: str = "{project}_{name}"  # of workbooks; {department} {year} {campaign} too
    parameters: Mapping[str, float | str | None] = field(default_factory=dict)
    office: Office = Office()
    rules: MapNode | None = None  # as written; who applies the settings reads them

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def outbox(self) -> Path:
        return self.folder / "outbox"

    @property
    def returned(self) -> Path:
        return self.folder / "returned"

    @property
    def letters(self) -> Path:
        """Templates of letters that the office may edit."""
        return self.folder / "letters"

    @property
    def hidden(self) -> Path:
        return self.folder / ".xltool"

    @property
    def forms(self) -> Path:
        """Every form that the round worked with, a folder per digest."""
        return self.hidden / "forms"


class ConfigError(FormError):
    """``campaign.yaml`` has mistakes; carries all of them, with their lines."""


@dataclass(frozen=True, kw_only=True)
class Department:
    """One row of the sheet 部署."""

    name: str
    mail: str | None = None
    contact: str | None = None  # whom letters address


@dataclass(frozen=True, kw_only=True)
class RosterRow:
    """One project."""

    project: str
    name: str
    department: str
    deadline: datetime.date | None = None  # overrides the campaign's
    previous: str | None = None  # number in last year's round, where it is another
    values: Mapping[str, Value]  # what the office knows: field -> value, the identity fields among them
    at: str  # place for messages: 対象事業一覧!A5, roster.csv!A5


@dataclass(frozen=True, kw_only=True)
class RosterProblem:
    """One mistake, or one remark, at its place."""

    at: str  # sheet and cell
    text: Text  # what is wrong and what to do
    serious: bool = True  # False: said, and the roster is used


@dataclass(frozen=True, kw_only=True)
class Roster:
    """What the roster says, read together with the form at its year."""

    edition: Edition  # with the parameters and reference sheets of the roster
    rows: tuple[RosterRow, ...]
    departments: tuple[Department, ...]  # listed ones, then those that only rows name
    remarks: tuple[RosterProblem, ...] = ()

    @cached_property
    def by_project(self) -> Mapping[str, RosterRow]:
        return {row.project: row for row in self.rows}

    @cached_property
    def by_department(self) -> Mapping[str, Department]:
        return {one.name: one for one in self.departments}


class RosterError(CannotWork):
    """A roster has mistakes; carries all of them."""

    def __init__(self, file: str, problems: tuple[RosterProblem, ...]) -> None:
        self.problems = problems
        serious = [one for one in problems if one.serious]
        super().__init__(
            Text(
                f"{file} に誤りが {len(serious)} 件あります。直してからもう一度実行してください。\n"
                + "\n".join(f"  {one.at}: {one.text.ja}" for one in serious),
                f"{file} has {len(serious)} mistake(s); correct them and run the command again.\n"
                + "\n".join(f"  {one.at}: {one.text.en}" for one in serious),
            )
        )
