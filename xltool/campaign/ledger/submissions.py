"""Sheets that came in, which of them count as submissions, and what was decided about these."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from xltool.book import Library, Record
from xltool.campaign.ledger.explanations import explanations_of, with_explanation
from xltool.campaign.ledger.ledger import Ledger, Run, rows_of
from xltool.campaign.ledger.pack import unpack_finding, unpack_record, unpack_texts
from xltool.finding import Finding

__all__ = [
    "Decision",
    "Sheet",
    "Submission",
    "add_decision",
    "add_submission",
    "decisions",
    "findings_of",
    "own_record_of",
    "record_of",
    "records_of_sheets",
    "sheet_findings",
    "sheets_of",
    "submissions",
    "texts_of",
]

DecisionKind = Literal["take", "set_aside", "restore"]
_TOGETHER = 500  # sheets that are asked for at once


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


def sheets_of(ledger: Ledger, hashes: Iterable[str]) -> dict[str, list[Sheet]]:
    """Hash of a known file -> its form sheets, in its order."""
    wanted = "id, sha256, sheet, form, version, year, campaign, project, department, issue, digest"
    found: dict[str, list[Sheet]] = {}
    for some in _by_part(hashes):
        query = f"SELECT {wanted} FROM sheet WHERE sha256 IN ({', '.join('?' * len(some))}) ORDER BY position"  # noqa: S608
        for row in rows_of(ledger, query, some):
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
        found.update((row["id"], row) for row in rows_of(ledger, query, part))
    return [library.present(unpack_record(found[sheet], library, file=file)) for sheet, file in wanted]


def own_record_of(ledger: Ledger, sheet: str, library: Library, *, file: str) -> Record:
    """The whole record of a sheet, as it was read by the form that it was made from."""
    (row,) = rows_of(ledger, "SELECT * FROM sheet WHERE id = ?", (sheet,))
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
    rows = rows_of(ledger, "SELECT * FROM finding WHERE sheet = ? ORDER BY position", (submission.id,))
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
        for row in rows_of(ledger, _SUBMISSIONS.format(where=where), some or ()):
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
    for row in rows_of(ledger, query, (project, project)):
        found[row["project"]].append(Decision(**row))
    return dict(found)
