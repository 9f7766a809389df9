"""A ledger that was lost: what was issued is read again from outbox and returned."""

from __future__ import annotations

from pathlib import Path

from xltool.api.inputs import sources
from xltool.book import Record
from xltool.book.many import read_many
from xltool.campaign.archive import digest_of
from xltool.campaign.desk import Desk, shelf_of
from xltool.campaign.ledger import Run
from xltool.campaign.ledger.issues import Issue, IssueKind, add_issue
from xltool.campaign.sync import sync
from xltool.form import Value

__all__ = ["rebuild"]


_NOTED = """
SELECT 1 FROM issue UNION ALL SELECT 1 FROM run WHERE command = 'distribute' AND finished IS NULL AND id < ?
"""


def rebuild(desk: Desk, run: Run) -> int:
    """Where the ledger knows of nothing issued and there are workbooks of ours: note them as issued.

    Not while a first ``distribute`` is half done: that writes its own when it is run again.

    What else was issued and has been replaced since is nowhere; its number comes in with what the
    departments send. Returns the number of sheets found.
    """
    config, ledger = desk.config, desk.ledger
    folders: dict[Path, IssueKind] = {config.outbox: "rebuilt", config.returned: "return"}
    there = [folder for folder in folders if folder.is_dir()]
    if not there or ledger.db.execute(_NOTED, (run.id,)).fetchone() is not None:
        return 0
    found: dict[tuple[str, int], Issue] = {}
    for folder in there:
        files = [one for one in sources(folder) if one.path is not None]  # the zips hold the same workbooks
        for source, reading in read_many(files, shelf_of(config, desk.roster)):
            if reading is None or source.path is None:
                continue
            sha256 = digest_of(source.load())
            file = source.path.relative_to(config.folder).as_posix()
            for record in reading.records:
                if _ours(desk, record):
                    one = _issue(record, folders[folder], file, sha256, run)
                    found.setdefault((one.project, one.number), one)
    with ledger.writing():
        sync(desk, run)
        for one in sorted(found.values(), key=lambda one: one.number):
            if one.project not in desk.roster.by_project:  # withdrawn, as the next sync says
                off = "INSERT OR IGNORE INTO assignment VALUES (?, ?, ?, NULL, NULL)"
                ledger.db.execute(off, (one.project, one.name, one.department))
            add_issue(ledger, run, one)
            detail = {"issue": one.number, "department": one.department}
            what = "found_back" if one.kind == "return" else "found"
            ledger.event(run, what, project=one.project, file=one.file, detail=detail)
    return len(found)


def _ours(desk: Desk, record: Record) -> bool:
    config = desk.config
    return (
        (record.form, record.year, record.campaign) == (config.form.id, config.year, config.campaign)
        and record.project is not None
        and record.issue is not None
    )


def _issue(record: Record, kind: IssueKind, file: str, sha256: str, run: Run) -> Issue:
    fields = record.edition.form.fields
    values: dict[str, Value] = {
        key: value
        for key, value in record.values.items()
        if fields[key].formula is None and value is not None
    }
    assert record.project is not None and record.issue is not None
    name = record.values.get(record.edition.form.identity.name or "")
    return Issue(
        project=record.project,
        number=record.issue,
        kind=kind,
        run=run.id,
        at=run.at,
        name=str(name or ""),
        department=record.department or "",
        file=file,
        sha256=sha256,
        fingerprint="",
        values=values,
        typed={key: record.raw.get(key, "") for key in record.doubtful},
        explanations={rule: text for rule, text in record.explanations.items() if text},
    )
