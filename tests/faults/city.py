"""A city's round: hundreds of projects, their sheets of this year and of last year, and the roster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from tests.faults.project import Project, make_project
from tests.faults.review import UNITS, clean_review
from tests.faults.sheet import sheet_of
from tests.faults.words import PLAN
from xltool.book import Record, where
from xltool.form import Edition, Reference, edition, find_form
from xltool.rules import Listed, Settings

if TYPE_CHECKING:
    from xltool.form import Value

__all__ = ["REFERENCE", "City", "as_record", "jimu", "make_city", "make_review_city", "review"]

REFERENCE = {"総合計画": Reference(columns=("章", "節", "施策"), rows=PLAN)}


@cache
def jimu(year: int) -> Edition:
    """The form in a campaign of that base year: with the plan's hierarchy."""
    return edition(find_form("jimu-jigyo"), year, {"population": 52_000}, REFERENCE)


@cache
def review(year: int = 2026) -> Edition:
    return edition(find_form("quarterly-review"), year)


@dataclass(frozen=True, kw_only=True)
class City:
    """Values by project, of this year and of last; what is missing in ``last`` had no sheet."""

    edition: Edition
    before: Edition
    now: Mapping[str, Mapping[str, Value]]
    last: Mapping[str, Mapping[str, Value]]
    roster: Mapping[str, Listed]
    projects: Mapping[str, Project]

    @property
    def settings(self) -> Settings:
        return Settings(form=self.edition.form.id, year=self.edition.year, roster=self.roster)

    def records(self) -> list[Record]:
        return [as_record(self.edition, values) for values in self.now.values()]

    def previous(self) -> dict[str, Record]:
        return {code: as_record(self.before, v, folder="last/") for code, v in self.last.items()}


def as_record(own: Edition, values: Mapping[str, Value], folder: str = "", **more: Any) -> Record:
    """Values as reading a workbook would give them; what the form locks counts as issued."""
    form, roles = own.form, own.form.identity
    assert values.keys() <= form.fields.keys(), values.keys() - form.fields.keys()
    code = str(values[roles.project or ""])
    given: dict[str, Any] = {
        "file": f"{folder}{code}.xlsx",
        "sheet": _cells(own)[0],
        "edition": own,
        "project": code,
        "department": values.get(roles.department or ""),
        "values": {**dict.fromkeys(form.fields), **values},
        "raw": {key: value for key, value in values.items() if isinstance(value, str)},
        "cells": _cells(own)[1],
        "located": dict.fromkeys(form.fields, "book-name"),
        "issued": {key: value for key, value in values.items() if form.fields[key].locked},
    }
    return Record(**{**given, **more})


@cache
def _cells(own: Edition) -> tuple[str, dict[str, str]]:
    return where(own)


def make_city(seed: str, year: int, size: int = 400) -> City:
    """``size`` projects with a sheet this year; a few that ended last year had their last sheet then."""
    rng = Random(f"city {seed} {year}")
    codes = [f"{number:05}" for number in rng.sample(range(1, 90_000), size + size // 20)]
    projects = {
        code: replace(make_project(f"{seed}:{year}:{code}", year, code=code, mix=i % 32), reviewed=True)
        for i, code in enumerate(codes[:size])
    }
    last = {
        code: sheet_of(one, year - 1, met=rng.random() < 0.9)
        for code, one in projects.items()
        if one.start < year or (one.start == year and one.rng("ahead").random() < 0.4)  # was to begin
    }
    for values in last.values():
        _moved_on(rng, values, year)
    for code in codes[size:]:  # gone, as they had said
        one = _gone(f"{seed}:{code}", year - 1, code)
        last[code] = sheet_of(one, year - 1, met=True)
    now = {code: _carried(sheet_of(one, year), last.get(code)) for code, one in projects.items()}
    roster = {code: Listed(department=one.department, name=one.name) for code, one in projects.items()}
    return City(
        edition=jimu(year), before=jimu(year - 1), now=now, last=last, roster=roster, projects=projects
    )


def _moved_on(rng: Random, last: dict[str, Value], year: int) -> None:
    """What may rightly be another than it was last year, seen from this year's sheet."""
    end = last.get("basic.end_year")
    if isinstance(end, int) and end > year and rng.random() < 0.2:
        last["basic.end_year"] = "未定"  # has been settled since
        if rng.random() < 0.5:
            del last["basic.end_year"]
    for key, before in (
        ("basic.plans", "第1期計画"),
        ("overview.purpose", "市民の暮らしを支える。"),
        ("overview.target", "全市民"),
        ("header.phone", "内線1"),
        ("header.department", "総務部総務課"),  # reorganised
        ("activity.1.definition", "年度末の件数"),
    ):
        if key in last and rng.random() < 0.1:
            last[key] = before


def _gone(seed: str, year: int, code: str) -> Project:
    tries = (make_project(f"{seed} {i}", year, code=code) for i in range(1000))
    return next(
        one for one in tries if one.ending in ("now", "past", "stopped", "paused") and not one.nothing
    )


def _carried(values: dict[str, Value], last: Mapping[str, Value] | None) -> dict[str, Value]:
    """The coordinator issues last year's second grade as it stands in last year's sheet: perhaps none."""
    if "eval.first.grade" not in values:
        return values
    for part in ("grade", "direction"):
        values.pop(f"eval.previous.{part}", None)
        if last and f"eval.second.{part}" in last:
            values[f"eval.previous.{part}"] = last[f"eval.second.{part}"]
    return values


def make_review_city(seed: str, size: int = 400) -> City:
    """A pile of quarterly reviews. The form knows no last year."""
    rng = Random(f"reviews {seed}")
    codes = [f"{number:04}" for number in rng.sample(range(1, 10_000), size)]
    now = {code: clean_review(rng, code=code, unit=rng.choice(UNITS)) for code in codes}
    roster = {code: Listed(department=str(v["unit"]), name=str(v["name"])) for code, v in now.items()}
    return City(edition=review(), before=review(), now=now, last={}, roster=roster, projects={})
