"""What is written into the ledger and read from it: issues, sheets, submissions, decisions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from xltool.book import Library, Record, Unread
from xltool.book.later import Later
from xltool.campaign.ledger.explanations import explanations_of, with_explanation
from xltool.campaign.ledger.ledger import Ledger, Run, from_json, to_json
from xltool.campaign.ledger.pack import Packed, pack_finding, unpack_finding, unpack_record, unpack_texts
from xltool.finding import Finding
from xltool.form import Value
from xltool.text import Text
from xltool.version import __version__

__all__ = [
    "Assigned",
    "Content",
    "Decision",
    "Issue",
    "Known",
    "Sheet",
    "Submission",
    "add_content",
    "add_decision",
    "add_issue",
    "add_submission",
    "assignments",
    "decisions",
    "findings_of",
    "issues",
    "known_contents",
    "own_record_of",
    "record_of",
    "records_of_sheets",
    "sheet_findings",
    "sheets_of",
    "submissions",
    "texts_of",
]

IssueKind = Literal["distribute", "return", "rebuilt"]
DecisionKind = Literal["take", "set_aside", "restore"]
_TOGETHER = 500  # sheets that are asked for at once


@dataclass(frozen=True, kw_only=True)
class Assigned:
    """The roster row as the last command saw it."""

    project: str
    name: str
    department: str
    deadline: str | None = None
    withdrawn: str | None = None


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One workbook sheet that was handed out."""

    project: str
    number: int
    kind: IssueKind
    at: str
    name: str
    department: str
    file: str  # below the campaign folder
    sha256: str
    fingerprint: str
    values: Mapping[str, Value]
    typed: Mapping[str, str] = field(default_factory=dict)  # field -> text that could not be read
    explanations: Mapping[str, str] = field(default_factory=dict)  # rule -> text
    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)  # queries of comparisons: rule -> fields
    run: int  # that handed it out; after a lost ledger, the one that found it


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The facts of one form sheet that came in, without its values."""

    id: str
    sha256: str
    sheet: str
    form: str
    version: str
    year: int
    campaign: str | None
    project: str | None
    department: str | None
    issue: int | None
    digest: str


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One sheet that counts, with what the rules said of it."""

    id: str
    project: str
    issue: int
    run: int
    received_at: str
    file: str
    untouched: bool
    nothing: bool
    digest: str
    department: str | None
    errors: int = 0
    queries: int = 0  # all of them
    explained: int = 0  # queries with an explanation
    notes: int = 0
    ruling: str | None = None  # what 提出状況 of the master says of it: accept, give_back, not_applicable
    ruling_reason: str | None = None

    @property
    def clean(self) -> bool:
        """Nothing that the department still owes: what the office has decided overrules the findings."""
        if self.ruling is not None:
            return self.ruling != "give_back"
        return self.free

    @property
    def free(self) -> bool:
        """Nothing that the rules found is open."""
        return not self.errors and self.queries <= self.explained


@dataclass(frozen=True, kw_only=True)
class Decision:
    run: int
    at: str
    who: str
    kind: DecisionKind
    project: str
    submission: str


def _rows(ledger: Ledger, query: str, values: Iterable[object] = ()) -> Iterator[dict[str, Any]]:
    cursor = ledger.db.execute(query, tuple(values))
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


# -- assignments and issues ---------------------------------------------------------------------------------


def assignments(ledger: Ledger) -> dict[str, Assigned]:
    """Project -> its row; withdrawn ones too."""
    return {
        row["project"]: Assigned(**row) for row in _rows(ledger, "SELECT * FROM assignment ORDER BY rowid")
    }


def add_issue(ledger: Ledger, run: Run, issue: Issue) -> None:
    ledger.db.execute(
        "INSERT INTO issue VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(issue.project, issue.number, issue.kind, run.id, issue.at, issue.name, issue.department),
            *(issue.file, issue.sha256, issue.fingerprint),
            to_json({key: value for key, value in issue.values.items() if value is not None}),
            to_json(
                {
                    "typed": dict(issue.typed),
                    "explanations": dict(issue.explanations),
                    "asked": dict(issue.asked),
                }
            ),
        ),
    )


def issues(ledger: Ledger, project: str | None = None) -> dict[str, list[Issue]]:
    """Project -> its issues, oldest first."""
    found: dict[str, list[Issue]] = defaultdict(list)
    where, values = ("WHERE project = ?", (project,)) if project is not None else ("", ())
    for row in _rows(ledger, f"SELECT * FROM issue {where} ORDER BY project, number", values):  # noqa: S608
        beside = _beside(row.pop("beside"))
        row["values"] = Later(_Parsed(row["values"]).all)
        found[row["project"]].append(Issue(**row, **beside))
    return dict(found)


class _Parsed:
    """JSON that is parsed when somebody asks what is in it: of most issues nobody does."""

    __slots__ = ("_found", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str, Any] | None = None

    def all(self) -> dict[str, Any]:
        if self._found is None:
            self._found = from_json(self._text)
        return self._found


@lru_cache(maxsize=256)
def _beside(text: str) -> Mapping[str, Any]:
    """What goes with an issue beside its values; nothing, with most."""
    return from_json(text)


# -- what came in -------------------------------------------------------------------------------------------


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


def add_content(ledger: Ledger, run: Run, one: Content) -> None:
    """Note a file and what its sheets say."""
    sha256 = one.sha256
    unread = to_json([[each.sheet, each.reason, each.text.ja, each.text.en] for each in one.unread])
    ledger.db.execute(
        "INSERT INTO content VALUES (?, ?, ?, ?, ?, ?)",
        (sha256, one.size, one.archived, run.id, __version__, unread),
    )
    for position, (record, packed) in enumerate(zip(one.records, one.packed, strict=True)):
        key = f"{sha256[:12]}/{record.sheet}"
        ledger.db.execute(
            "INSERT INTO sheet VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(key, sha256, record.sheet, position, record.form, record.version, record.year),
                *(record.campaign, record.project, record.department, record.issue),
                *(packed.digest, one.judged[record.sheet], packed.values, packed.rest),
            ),
        )
        add_findings(ledger, key, one.findings.get(record.sheet, ()))


def add_findings(ledger: Ledger, sheet: str, findings: Iterable[Finding]) -> None:
    """Replace what the rules said of a sheet."""
    ledger.db.execute("DELETE FROM finding WHERE sheet = ?", (sheet,))
    for position, finding in enumerate(findings):
        row = {"sheet": sheet, "position": position, **pack_finding(finding)}
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        ledger.db.execute(f"INSERT INTO finding ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608


def sheets_of(ledger: Ledger, hashes: Iterable[str]) -> dict[str, list[Sheet]]:
    """Hash of a known file -> its form sheets, in its order."""
    wanted = "id, sha256, sheet, form, version, year, campaign, project, department, issue, digest"
    found: dict[str, list[Sheet]] = {}
    for some in _by_part(hashes):
        query = f"SELECT {wanted} FROM sheet WHERE sha256 IN ({', '.join('?' * len(some))}) ORDER BY position"  # noqa: S608
        for row in _rows(ledger, query, some):
            found.setdefault(row["sha256"], []).append(Sheet(**row))
    return found


def _by_part(keys: Iterable[str]) -> Iterator[list[str]]:
    """So many keys as one query takes, each once."""
    every = list(dict.fromkeys(keys))
    for at in range(0, len(every), _TOGETHER):
        yield every[at : at + _TOGETHER]


def record_of(ledger: Ledger, sheet: str, library: Library, *, file: str) -> Record:
    """The whole record of a sheet, by the form that is in force now."""
    return library.present(own_record_of(ledger, sheet, library, file=file))


def records_of_sheets(ledger: Ledger, some: Iterable[tuple[str, str]], library: Library) -> list[Record]:
    """Whole records by the form that is in force now: of (sheet, file), in that order."""
    wanted = list(some)
    found: dict[str, dict[str, Any]] = {}
    for part in _by_part(sheet for sheet, _ in wanted):
        query = f"SELECT * FROM sheet WHERE id IN ({', '.join('?' * len(part))})"  # noqa: S608
        found.update((row["id"], row) for row in _rows(ledger, query, part))
    return [library.present(unpack_record(found[sheet], library, file=file)) for sheet, file in wanted]


def own_record_of(ledger: Ledger, sheet: str, library: Library, *, file: str) -> Record:
    """The whole record of a sheet, as it was read by the form that it was made from."""
    (row,) = _rows(ledger, "SELECT * FROM sheet WHERE id = ?", (sheet,))
    return unpack_record(row, library, file=file)


def texts_of(ledger: Ledger, sheet: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What stood in the fields of a sheet, by field, and what explains its findings, by rule."""
    ((packed,),) = ledger.db.execute("SELECT record FROM sheet WHERE id = ?", (sheet,))
    return unpack_texts(packed)


def findings_of(ledger: Ledger, submission: Submission) -> tuple[Finding, ...]:
    """What the rules said of a submission, with the explanations that hold for it."""
    said = {one.rule: one for one in explanations_of(ledger, submission.id)}
    return tuple(
        with_explanation(finding, said.get(finding.id)) for finding in sheet_findings(ledger, submission)
    )


def sheet_findings(ledger: Ledger, submission: Submission) -> tuple[Finding, ...]:
    """What the rules said, with the explanations as typed in this very sheet."""
    rows = _rows(ledger, "SELECT * FROM finding WHERE sheet = ? ORDER BY position", (submission.id,))
    return tuple(
        unpack_finding(
            row, file=submission.file, project=submission.project, department=submission.department
        )
        for row in rows
    )


def add_submission(ledger: Ledger, run: Run, one: Submission) -> None:
    ledger.db.execute(
        "INSERT INTO submission VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (one.id, one.project, one.issue, run.id, one.received_at, one.file, one.untouched, one.nothing),
    )


_SUBMISSIONS = """
SELECT submission.id, submission.project, submission.issue, submission.run, submission.received_at,
       submission.file, submission.untouched, submission.not_applicable AS "nothing",
       sheet.digest, sheet.department,
       coalesce(sum(finding.severity = 'error'), 0) AS errors,
       coalesce(sum(finding.severity = 'query'), 0) AS queries,
       coalesce(sum(finding.severity = 'query' AND explanation.state IN ('given', 'accepted')), 0)
         AS explained,
       coalesce(sum(finding.severity = 'note'), 0) AS notes,
       json_extract(ruling.detail, '$.decision') AS ruling,
       json_extract(ruling.detail, '$.reason') AS ruling_reason
FROM submission JOIN sheet ON sheet.id = submission.id LEFT JOIN finding ON finding.sheet = sheet.id
  LEFT JOIN explanation ON explanation.submission = submission.id AND explanation.rule = finding.id
  LEFT JOIN decision AS ruling ON ruling.id = (SELECT max(id) FROM decision WHERE decision.kind = 'status'
    AND decision.project = submission.project AND decision.submission = submission.id)
{where} GROUP BY submission.id ORDER BY submission.rowid
"""


def submissions(ledger: Ledger, projects: Iterable[str] | None = None) -> dict[str, list[Submission]]:
    """Project -> its submissions in the order in which they were received; of some projects, or of all."""
    found: dict[str, list[Submission]] = defaultdict(list)
    for some in [None] if projects is None else _by_part(projects):
        where = "" if some is None else f"WHERE submission.project IN ({', '.join('?' * len(some))})"
        for row in _rows(ledger, _SUBMISSIONS.format(where=where), some or ()):
            row["untouched"], row["nothing"] = bool(row["untouched"]), bool(row["nothing"])
            found[row["project"]].append(Submission(**row))
    return dict(found)


# -- decisions ----------------------------------------------------------------------------------------------


def add_decision(ledger: Ledger, run: Run, kind: DecisionKind, submission: Submission) -> None:
    ledger.db.execute(
        "INSERT INTO decision (run, at, who, kind, project, submission) VALUES (?, ?, ?, ?, ?, ?)",
        (run.id, run.at, run.who, kind, submission.project, submission.id),
    )


def decisions(ledger: Ledger, project: str | None = None) -> dict[str, list[Decision]]:
    """Project -> which of its files somebody chose or set aside, oldest first."""
    found: dict[str, list[Decision]] = defaultdict(list)
    query = (
        "SELECT run, at, who, kind, project, submission FROM decision"
        " WHERE kind IN ('take', 'set_aside', 'restore') AND (project = ? OR ? IS NULL) ORDER BY id"
    )
    for row in _rows(ledger, query, (project, project)):
        found[row["project"]].append(Decision(**row))
    return dict(found)
