"""What came in, by content: files that hold form sheets, what these say, and what the rules say of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xltool.book import Record, Unread
from xltool.campaign.ledger.ledger import Ledger, Run, to_json
from xltool.campaign.ledger.pack import Packed, pack_finding
from xltool.finding import Finding
from xltool.text import Text
from xltool.version import __version__

__all__ = ["Content", "Known", "add_contents", "known_contents", "replace_findings"]

_SHEET = "INSERT INTO sheet VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


class Known(NamedTuple):
    """A file whose sheets are in the ledger."""

    archived: str  # below .xltool/
    unread: str  # JSON

    def left(self, file: str) -> tuple[Unread, ...]:
        """The form sheets of it that could not be taken."""
        return tuple(
            Unread(file=file, sheet=sheet, reason=reason, text=Text(ja, en))
            for sheet, reason, ja, en in (json.loads(self.unread) if self.unread != "[]" else ())
        )


def known_contents(ledger: Ledger) -> dict[str, Known]:
    """By hash."""
    query = "SELECT sha256, archived, unread FROM content"
    return {sha256: Known(*rest) for sha256, *rest in ledger.db.execute(query)}


@dataclass(frozen=True, kw_only=True)
class Content:
    """A file that holds form sheets."""

    sha256: str
    size: int
    archived: str  # below .xltool/
    records: tuple[Record, ...]
    packed: tuple[Packed, ...]  # the same
    findings: Mapping[str, Sequence[Finding]]  # by sheet name
    judged: Mapping[str, str]  # by sheet name: print of the rules, and of the central edits, that found them
    unread: tuple[Unread, ...] = ()  # form sheets beside them that could not be taken


def add_contents(ledger: Ledger, run: Run, some: Sequence[Content]) -> None:
    """Note files that are new, and what their sheets say."""
    files = [(one.sha256, one.size, one.archived, run.id, __version__, _left(one.unread)) for one in some]
    ledger.db.executemany("INSERT INTO content VALUES (?, ?, ?, ?, ?, ?)", files)
    ledger.db.executemany(_SHEET, (row for one in some for row in _sheets(one)))
    for one in some:
        for record in one.records:
            _add_findings(ledger, _key(one.sha256, record), one.findings.get(record.sheet, ()))


def _left(unread: Iterable[Unread]) -> str:
    return to_json([[each.sheet, each.reason, each.text.ja, each.text.en] for each in unread])


def _key(sha256: str, record: Record) -> str:
    return f"{sha256[:12]}/{record.sheet}"


def _sheets(one: Content) -> Iterator[tuple[object, ...]]:
    for position, (record, packed) in enumerate(zip(one.records, one.packed, strict=True)):
        yield (
            *(_key(one.sha256, record), one.sha256, record.sheet, position),
            *(record.form, record.version, record.year),
            *(record.campaign, record.project, record.department, record.issue),
            *(packed.digest, one.judged[record.sheet], packed.values, packed.rest),
        )


def replace_findings(ledger: Ledger, sheet: str, findings: Iterable[Finding]) -> None:
    """What the rules say of a sheet now."""
    ledger.db.execute("DELETE FROM finding WHERE sheet = ?", (sheet,))
    _add_findings(ledger, sheet, findings)


def _add_findings(ledger: Ledger, sheet: str, findings: Iterable[Finding]) -> None:
    for position, finding in enumerate(findings):
        row = {"sheet": sheet, "position": position, **pack_finding(finding)}
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        ledger.db.execute(f"INSERT INTO finding ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608
