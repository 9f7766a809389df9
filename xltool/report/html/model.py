"""The report as data: findings as cards, and the rules, departments and sheets that they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import TYPE_CHECKING

from xltool.finding import SEVERITIES, Finding, Severity, rank
from xltool.report.master.tally import owners
from xltool.report.rulebook import rulebook, title_of

if TYPE_CHECKING:
    from xltool.book.record import Record
    from xltool.report.compare import Comparison, State
    from xltool.rules.catalogue import Explained
    from xltool.text import Lang

__all__ = ["Card", "Department", "File", "Report", "RuleGroup", "Sheet", "Spot", "build"]

MOST_CARDS = 5000  # a page with more is none that a browser shows at ease
_SPOTS = 8  # cells of one finding that are written out; the sheet marks all of them


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One place of a finding, as printed."""

    cell: str | None
    label: str
    value: str
    field: str | None


@dataclass(frozen=True, kw_only=True)
class Card:
    """One finding on the page."""

    number: int  # from 1
    finding: Finding
    rule: int
    department: int
    project: int  # the sheet, or behind the sheets the file that it belongs to
    sheet: int | None
    spots: tuple[Spot, ...]
    more: int  # places that are not written out
    state: State | None


@dataclass(kw_only=True)
class _Counted:
    """Whatever findings are counted by."""

    cards: list[Card] = attribute(default_factory=list)

    @property
    def counts(self) -> Mapping[Severity, int]:
        found = Counter(card.finding.severity for card in self.cards)
        return {severity: found[severity] for severity in SEVERITIES}

    @property
    def weight(self) -> tuple[int, ...]:
        """The most serious first."""
        return tuple(-number for number in self.counts.values())


@dataclass(kw_only=True)
class RuleGroup(_Counted):
    id: str
    severity: Severity
    title: str
    why: str

    @property
    def sheets(self) -> list[int]:
        return list(dict.fromkeys(card.sheet for card in self.cards if card.sheet is not None))


@dataclass(kw_only=True)
class Department(_Counted):
    name: str
    sheets: int = 0


@dataclass(kw_only=True)
class Sheet(_Counted):
    """One form sheet that was read."""

    number: int
    record: Record
    project: str
    name: str
    department: int


@dataclass(kw_only=True)
class File(_Counted):
    """A file that gave no sheet; without a name for what belongs to none."""

    number: int  # goes on where the sheets end
    name: str


@dataclass(frozen=True, kw_only=True)
class Report:
    cards: tuple[Card, ...]  # the most serious first
    left_out: int  # findings beyond the most that a page takes
    rules: tuple[RuleGroup, ...]
    departments: tuple[Department, ...]
    sheets: tuple[Sheet, ...]  # as the records come
    files: tuple[File, ...]  # what findings without a sheet belong to
    counts: Mapping[Severity, int]


def build(
    findings: Sequence[Finding], records: Sequence[Record], *, lang: Lang, compare: Comparison | None = None
) -> Report:
    """Sort findings into rules, departments and sheets; everything counts what is on the page."""
    book = rulebook(findings, records)
    about = owners(records, findings)
    names = _Numbers()
    sheets = tuple(_sheet(i, record, names) for i, record in enumerate(records))
    order = sorted(range(len(findings)), key=lambda i: rank(findings[i].severity))[:MOST_CARDS]
    rules = _rules([findings[i] for i in order], book, lang)
    places = {(one.severity, one.id): number for number, one in enumerate(rules)}
    # cards are numbered as they stand on the page: by rule, each in the order of the files
    order.sort(key=lambda i: places[findings[i].severity, findings[i].id])
    files: dict[str, File] = {}
    cards: list[Card] = []
    for number, i in enumerate(order, start=1):
        one, at = findings[i], about[i]
        sheet = sheets[at] if at is not None else None
        home = sheet or _file(one.file or "", files, len(sheets))
        spots = _spots(one, sheet.record if sheet else None)
        card = Card(
            number=number,
            finding=one,
            rule=places[one.severity, one.id],
            department=names.of(one.department or (names.names[sheet.department] if sheet else "")),
            project=home.number,
            sheet=at,
            spots=spots[:_SPOTS],
            more=max(0, len(spots) - _SPOTS),
            state=compare.states[i] if compare else None,
        )
        for box in (rules[card.rule], home):
            box.cards.append(card)
        cards.append(card)
    departments = tuple(Department(name=name) for name in names.names)
    for card in cards:
        departments[card.department].cards.append(card)
    for one_sheet in sheets:
        departments[one_sheet.department].sheets += 1
    found = Counter(one.severity for one in findings)
    return Report(
        cards=tuple(cards),
        left_out=len(findings) - len(cards),
        rules=tuple(rules),
        departments=departments,
        sheets=sheets,
        files=tuple(files.values()),
        counts={severity: found[severity] for severity in SEVERITIES},
    )


def _file(name: str, files: dict[str, File], sheets: int) -> File:
    if name not in files:
        files[name] = File(number=sheets + len(files), name=name)
    return files[name]


class _Numbers:
    """Names in the order in which they are first met."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._places: dict[str, int] = {}

    def of(self, name: str) -> int:
        if name not in self._places:
            self._places[name] = len(self.names)
            self.names.append(name)
        return self._places[name]


def _sheet(number: int, record: Record, names: _Numbers) -> Sheet:
    roles = record.edition.form.identity

    def own(key: str | None) -> str:
        value = record.values.get(key) if key else None
        return "" if value is None else " ".join(str(value).split())

    return Sheet(
        number=number,
        record=record,
        project=record.project or own(roles.project),
        name=own(roles.name),
        department=names.of(record.department or own(roles.department)),
    )


def _rules(findings: Sequence[Finding], book: Mapping[str, Explained | None], lang: Lang) -> list[RuleGroup]:
    """By severity, then the most frequent first; a rule of two severities stands twice."""
    often = Counter((one.severity, one.id) for one in findings)
    samples = {(one.severity, one.id): one for one in reversed(findings)}
    ranked = sorted(often, key=lambda key: (rank(key[0]), -often[key], key[1]))
    known: Callable[[str], Explained | None] = book.get
    return [
        RuleGroup(
            id=key[1],
            severity=key[0],
            title=title_of(samples[key], book).pick(lang),
            why=rule.why.pick(lang) if (rule := known(key[1])) else "",
        )
        for key in ranked
    ]


def _spots(one: Finding, record: Record | None) -> tuple[Spot, ...]:
    edition = record.edition if record else None
    fields = edition.form.fields if edition else {}
    return tuple(
        Spot(
            cell=place.cell,
            label=edition.label(fields[place.field])
            if edition and place.field in fields
            else place.field or "",
            value=place.value or "",
            field=place.field,
        )
        for place in one.places
        if place.cell or place.field
    )
