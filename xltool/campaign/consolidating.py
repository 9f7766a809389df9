"""``consolidate`` in a campaign: the master of what is in the ledger, with what was decided so far in it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from xltool.book import Record, Unread
from xltool.campaign.applying import own_copy
from xltool.campaign.checking import compared, previous_records
from xltool.campaign.comparing import compare
from xltool.campaign.desk import Access, Desk, at_work
from xltool.campaign.judging import rejudge
from xltool.campaign.last_records import blocks_at
from xltool.campaign.ledger.ledger import from_json
from xltool.campaign.masters import keep_master, noted, updated_at
from xltool.campaign.model import Config, Roster
from xltool.campaign.rebuild import rebuild
from xltool.campaign.ruling import titles_with
from xltool.campaign.status import standing
from xltool.campaign.survey import Survey, survey
from xltool.campaign.sync import sync
from xltool.errors import CannotWork
from xltool.finding import Finding
from xltool.report.blocks import Blocks
from xltool.report.master import id_of, write_master
from xltool.report.master.matter import Explanation, Matter
from xltool.rules import Judged
from xltool.text import Lang, Text

__all__ = ["consolidate", "matter"]

_SHOWN = 5  # unapplied edits that are named


def consolidate(
    config: Config,
    roster: Roster,
    out: Path | None = None,
    *,
    phase: Judged = "submission",
    lang: Lang = "ja",
    access: Access | None = None,
) -> Path:
    """Write the master of the campaign (``master.xlsx`` unless told otherwise) and keep a copy of it.

    Raises CannotWork where that would overwrite a master with edits that were not applied.
    """
    path = out or config.folder / "master.xlsx"
    with at_work(config, roster, "consolidate", access) as (desk, run):
        rebuild(desk, run)
        with desk.ledger.writing():
            sync(desk, run)
        rejudge(desk, run)
        previous = previous_records(desk.config)
        findings = compared(desk, previous, phase)  # before all else: it takes the most memory
        known = survey(desk)
        _check_free(desk, known, path)
        write_master(path, _matter(desk, known, findings, previous), lang=lang)
        archived = keep_master(config.hidden, path.read_bytes())
        master = id_of(path)
        with desk.ledger.writing():
            noted(desk.ledger, run, master=master, file=_shown(config, path), archived=archived)
    return path


def matter(desk: Desk, phase: Judged = "submission") -> Matter:
    """Everything that the master of a campaign shows."""
    previous = previous_records(desk.config)
    findings = compared(desk, previous, phase)
    return _matter(desk, survey(desk), findings, previous)


def _matter(
    desk: Desk, known: Survey, findings: Sequence[Finding], previous: Mapping[str, Record] | None
) -> Matter:
    every = [case for case in known.cases.values() if case.folded.current and not case.withdrawn]
    current = [(one, case.edits) for case in every if (one := case.folded.current) is not None]
    as_of = updated_at(desk.ledger)
    day = (datetime.datetime.fromisoformat(as_of) if as_of else desk.ledger.clock()).date()
    return Matter(
        blocks=Blocks(
            editions=known.editions,
            count=len(every),
            records=lambda: blocks_at(desk, current),
            findings=lambda: iter(findings),
        ),
        files=len({case.folded.current.file for case in every if case.folded.current}),
        unread=tuple(_unread(desk)),
        campaign=desk.config.campaign,
        as_of=as_of,
        standings=tuple(standing(case, day) for case in known.cases.values()),
        explanations=tuple(_explanations(known)),
        candidates=known.candidates,
        edits=known.edits,
        previous=previous,
        titles=titles_with(desk.config.form),
    )


def _explanations(known: Survey) -> Iterator[Explanation]:
    for project, some in known.explanations.items():
        for one in some:
            yield Explanation(
                project=project,
                department=known.cases[project].department,
                rule=one.rule,
                text=one.text,
                state=one.state,
                values=one.values,
            )


def _unread(desk: Desk) -> Iterator[Unread]:
    """What could not be read and still lies where it lay."""
    query = "SELECT file, what, detail FROM event WHERE what IN ('unreadable', 'locked') ORDER BY id"
    for file, what, detail in desk.ledger.db.execute(query):
        said = from_json(detail)
        if file and (desk.config.folder / file.partition("!")[0]).is_file():
            sheet = said.get("sheet")
            text = Text(str(said.get("ja") or ""), str(said.get("en") or ""))
            yield Unread(file=file, sheet=str(sheet) if sheet else None, reason=what, text=text)


def _check_free(desk: Desk, known: Survey, path: Path) -> None:
    """Raises CannotWork where edits would be lost."""
    if not path.exists():
        return
    try:
        copy = own_copy(desk.config, path)
    except CannotWork as error:
        raise CannotWork(_FOREIGN.format(file=path, why=error.text)) from None
    left = [
        one.cell for one in compare(desk, known, copy) if one.cell.outcome in ("taken", "conflict", "invalid")
    ]
    if left:
        named = [f"{one.sheet}!{one.cell} {one.project or ''} {one.label}".replace("  ", " ") for one in left]
        more = len(named) - _SHOWN
        ja, en = "、".join(named[:_SHOWN]), ", ".join(named[:_SHOWN])
        if more > 0:
            ja, en = f"{ja} ほか {more} 件", f"{en} and {more} more"
        torn = _TORN if any(one.outcome == "conflict" for one in left) else ""
        raise CannotWork(_UNAPPLIED.format(file=path, n=len(left), cells=Text(ja, en), torn=torn))


def _shown(config: Config, path: Path) -> str:
    try:
        return path.resolve().relative_to(config.folder.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


_UNAPPLIED = Text(
    "{file} に、まだ反映していない変更が {n} 件あります（{cells}）。"
    "先に xltool apply {file} を実行するか、-o で別の名前を指定してください。{torn}",
    "{file} holds {n} change(s) that were not applied: {cells}. "
    "Run xltool apply {file} first, or give another name with -o.{torn}",
)
_TORN = Text(
    "競合しているものは、apply の --prefer でどちらを優先するかを決められます。",
    " Where both sides have changed, apply --prefer says who wins.",
)
_FOREIGN = Text(
    "{file} を上書きできません。{why}-o で別の名前を指定してください。",
    "{file} cannot be overwritten. {why} Give another name with -o.",
)
