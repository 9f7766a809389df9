"""One pass over the records and one over the findings: what must be known before the first row is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from xltool.book.record import Record
from xltool.finding import SEVERITIES, Severity
from xltool.form import Edition, Value
from xltool.report.master.cells import fitted
from xltool.report.master.grids import Grid, grids_of
from xltool.report.master.matter import Matter
from xltool.report.master.tally import Whose, owners

__all__ = ["About", "Facts", "facts_of", "short_names"]

_BREAK = 15  # characters: half of a line of prose is lost where it ends early


@dataclass(frozen=True, kw_only=True)
class About:
    """One record without its values, apart from the few that are counted."""

    number: int  # from 1, unique in the workbook: its row in the list of its form, several forms in turn
    whose: Whose
    edition: Edition
    name: str
    department: str
    values: dict[str, Value]  # choices, scores, computed amounts, the committee's fields
    counts: dict[Severity, int]


@dataclass(frozen=True, kw_only=True)
class Facts:
    records: Sequence[About]  # in the order of the matter's blocks
    owners: Sequence[int | None]  # of the findings, in their order
    totals: Counter[Severity]
    grids: Counter[str]  # form, grid -> rows that its long table has
    short: Callable[[str], str]  # file names without the folders that all have in common
    firsts: Mapping[str, Record]  # form -> its first record
    lengths: Mapping[str, Mapping[str, Sequence[int]]]  # form -> field with prose -> how long its texts are

    @property
    def name_width(self) -> float:
        """Characters that a column of project names needs."""
        return fitted(18, 32, (one.name for one in self.records))

    @property
    def department_width(self) -> float:
        return fitted(12, 26, (one.department for one in self.records))


def facts_of(matter: Matter) -> Facts:
    """Go through everything once; keeps no record but the first of every form."""
    editions = matter.blocks.editions
    kept = {id(one): _kept(one) for one in editions}
    grids: dict[int, Sequence[Grid]] = {id(one): grids_of(one) for one in editions}
    rows: Counter[str] = Counter()
    prose = {
        id(one): [f.id for f in one.form.fields.values() if f.type in ("text", "paragraph")]
        for one in editions
    }
    firsts: dict[str, Record] = {}
    lengths: dict[str, dict[str, list[int]]] = {}
    about: list[About] = []
    for block in matter.blocks.records():
        for record in block:
            about.append(_about(record, len(about) + 1, kept[id(record.edition)]))
            firsts.setdefault(record.form, record)
            own = lengths.setdefault(record.form, {})
            for key in prose[id(record.edition)]:
                text = record.values.get(key)
                if isinstance(text, str) and text:
                    own.setdefault(key, []).append(len(text) + _BREAK * text.count("\n"))
            for grid in grids[id(record.edition)]:
                rows[f"{record.form}|{grid.key}"] += grid.count(record.values)
    whose = owners([one.whose for one in about], matter.blocks.findings())
    totals: Counter[Severity] = Counter()
    for finding, owner in zip(matter.blocks.findings(), whose, strict=True):
        totals[finding.severity] += 1
        if owner is not None:
            about[owner].counts[finding.severity] += 1
    files = [*(one.whose.file for one in about), *(one.file for one in matter.unread)]
    return Facts(
        records=about,
        owners=whose,
        totals=totals,
        grids=rows,
        short=short_names(files),
        firsts=firsts,
        lengths=lengths,
    )


def _kept(edition: Edition) -> list[str]:
    wanted = ("choice", "tick", "score")
    return [
        one.id
        for one in edition.form.fields.values()
        if one.owner == "committee"
        or (one.type in wanted and not one.is_box)
        or (one.formula is not None and one.type == "amount")
    ]


def _about(record: Record, number: int, kept: Sequence[str]) -> About:
    roles = record.edition.form.identity
    project = record.project or record.values.get(roles.project or "")
    department = record.values.get(roles.department or "") or record.department
    return About(
        number=number,
        whose=Whose(file=record.file, sheet=record.sheet, project=None if project is None else str(project)),
        edition=record.edition,
        name=str(record.values.get(roles.name or "") or ""),
        department=str(department or ""),
        values={key: record.values.get(key) for key in kept},
        counts=dict.fromkeys(SEVERITIES, 0),
    )


def short_names(files: Sequence[str]) -> Callable[[str], str]:
    """Names without the folders that all files have in common."""
    folders = [PurePath(file).parent.parts for file in files]
    common = 0
    for parts in zip(*folders, strict=False):
        if len(set(parts)) > 1:
            break
        common += 1

    def short(file: str) -> str:
        return str(PurePath(*PurePath(file).parts[common:]))

    return short
