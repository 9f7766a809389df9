"""The first half of collect: every file by its content; what is new is read, judged and archived.

What is noted here are facts about contents, whoever sent them and whatever they count for; so each block of
files is kept as soon as it is read, and an interrupted collect goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from threading import Lock

from xltool.book import FileReading, Record, Unread
from xltool.book.ahead import ahead
from xltool.book.many import read_with
from xltool.book.sources import Source
from xltool.campaign.archive import mend
from xltool.campaign.central import NONE, edits_of
from xltool.campaign.desk import Desk, shelf_of
from xltool.campaign.facts import Facts, facts_of
from xltool.campaign.judging import in_force, judged, print_with
from xltool.campaign.keeping import Kept, own_sheets, put_by
from xltool.campaign.ledger import Run
from xltool.campaign.ledger.contents import Content, Known, add_contents, known_contents
from xltool.campaign.ledger.issues import Issue
from xltool.campaign.looking import glanced_at, looked_at
from xltool.campaign.overlay import overlaid_all
from xltool.campaign.settings import print_of
from xltool.errors import CannotWork
from xltool.report.files import swept
from xltool.rules import Settings
from xltool.text import Text

__all__ = ["BLOCK", "Seen", "gather"]

BLOCK = 800  # files that are judged, and kept in the ledger, together
_LAST = 150  # towards the end there are fewer: for the last ones everybody waits
_NO_WORKBOOK = frozenset({"noise", "note", "special"})
Progress = Callable[[int, int], None]


@dataclass(kw_only=True)
class Seen:
    """One file that lay there."""

    name: str
    sha256: str | None = None  # None: it was not opened
    skipped: Text | None = None  # why it is left aside: no workbook, but what a system or a program made
    unread: tuple[Unread, ...] = ()  # the file, or sheets of it, and why
    facts: Mapping[str, Facts] = field(default_factory=dict)  # by sheet, of what was read in this run


@dataclass(kw_only=True)
class _Pile:
    """The files in their order, and those that are being read."""

    seen: list[Seen] = field(default_factory=list)
    waiting: dict[str, Seen] = field(default_factory=dict)  # by name
    left: bool = False  # nobody waits for what is being read


def gather(
    desk: Desk,
    run: Run,
    found: Sequence[Source],
    issued: Mapping[str, Sequence[Issue]],
    *,
    progress: Progress | None = None,
    jobs: int | None = None,
) -> list[Seen]:
    """Look at every file; what is new to the ledger is in it afterwards.

    ``issued``: project -> its issues.
    """
    pile = _Pile()
    shelf = shelf_of(desk.config, desk.roster)
    done = _counter(len(found), progress)
    archived = known_contents(desk.ledger)
    noted = set(archived)
    unknown = _unknown(desk.config.hidden, found, pile, archived, done)
    putting = partial(put_by, desk.config.hidden, desk.config.form.id)
    readings = read_with(putting, unknown, shelf, workers=jobs)
    blocks = _blocks(readings, pile, desk.config.form.id, noted, done)
    settings: Settings | None = None
    with swept(desk.config.hidden), ahead(blocks, 1) as read:  # workers go on while a block is judged
        try:
            for block in read:
                settings = settings or in_force(desk)
                _note(desk, run, block, settings, issued)
        finally:
            pile.left = True
    for seen in pile.seen:
        if seen.sha256 in archived:
            seen.unread = archived[seen.sha256].left(seen.name)
    same = {seen.sha256: seen.unread for seen in pile.seen if seen.unread and seen.sha256}
    for seen in pile.seen:
        seen.unread = seen.unread or same.get(seen.sha256 or "", ())
        if seen.sha256 is not None and seen.sha256 not in noted and not seen.unread:
            seen.unread = (_saved_meanwhile(seen.name),)
    return pile.seen


def _blocks(
    readings: Generator[tuple[Source, FileReading | None, Kept | Text | None], None, None],
    pile: _Pile,
    form: str,
    noted: set[str],
    done: Callable[[], int],
) -> Generator[list[_Read], None, None]:
    """What is to be noted, many files at once: nobody need wake for each of them. See ``_taken``."""
    block: list[_Read] = []
    with closing(readings):
        for source, reading, kept in readings:
            if pile.left:
                return
            left = done()
            assert reading is not None
            if isinstance(kept, Text):
                raise CannotWork(kept)
            block += _taken(pile.waiting.pop(source.name), reading, kept, form, noted)
            if len(block) >= min(BLOCK, max(_LAST, left)):
                yield block
                block = []
    if block:
        yield block


def _taken(
    seen: Seen, reading: FileReading, kept: Kept | None, form: str, noted: set[str]
) -> Iterator[_Read]:
    """What is to be noted; ``noted``: hashes of what has been."""
    others = (_other_form(seen.name, one.sheet) for one in reading.records if one.form != form)
    seen.unread = (*reading.unread, *others)
    if kept is not None:
        seen.sha256 = kept.sha256  # somebody may have saved it since it was looked at
        if kept.sha256 not in noted:
            noted.add(kept.sha256)
            yield _Read(seen=seen, records=own_sheets(reading, form), kept=kept)


def _counter(total: int, progress: Progress | None) -> Callable[[], int]:
    """To be called when a file is done with, which is long after it was taken; says how many are left."""
    numbers, alone = count(1), Lock()

    def done() -> int:
        with alone:
            number = next(numbers)
            if progress is not None:
                progress(number, total)
        return total - number

    return done


def _unknown(
    hidden: Path,
    found: Sequence[Source],
    pile: _Pile,
    archived: Mapping[str, Known],
    done: Callable[[], object],
) -> Iterator[Source]:
    """The files that nobody has read yet; ``done`` is called for the others.

    Runs in a thread that must not ask the ledger.
    """
    queued: set[str] = set()

    def known(sha256: str, data: bytes) -> None:
        if sha256 in archived:
            mend(hidden, archived[sha256].archived, data)

    earlier: dict[str, Seen] = {}  # by name
    for one in looked_at(found, known) if archived else glanced_at(found):
        source = one.source
        seen = Seen(name=source.name, sha256=one.sha256)
        pile.seen.append(seen)
        earlier[source.name] = seen
        if one.first is not None:
            like, sha256 = one.first
            queued.add(sha256)
            earlier[like.name].sha256 = earlier[like.name].sha256 or sha256
        if source.skipped is not None and source.reason in _NO_WORKBOOK:
            seen.skipped = source.skipped
        elif source.skipped is not None:
            seen.unread = (Unread(file=source.name, reason=source.reason or "", text=source.skipped),)
        elif one.refused is not None:
            seen.unread = (Unread(file=source.name, reason=one.refused.reason, text=one.refused.text),)
        elif seen.sha256 is None or (seen.sha256 not in archived and seen.sha256 not in queued):
            queued.add(seen.sha256 or "")
            pile.waiting[source.name] = seen
            yield source if one.data is None else replace(source, load=partial(_held, one.data))
            continue
        done()


def _held(data: bytes) -> bytes:
    return data


@dataclass(frozen=True, kw_only=True)
class _Read:
    """A file that was put by, with what its sheets say."""

    seen: Seen
    records: tuple[Record, ...]
    kept: Kept


def _note(
    desk: Desk, run: Run, block: Sequence[_Read], settings: Settings, issued: Mapping[str, Sequence[Issue]]
) -> None:
    """Judge a block of files and note them in the ledger."""
    records = [record for one in block for record in one.records]
    present = list(map(desk.library.present, records))
    edits = edits_of(desk.ledger)
    findings = dict(zip(map(id, records), judged(overlaid_all(present, edits), settings), strict=True))
    rules = print_of(desk.config, settings)
    contents = [
        Content(
            sha256=one.kept.sha256,
            size=one.kept.size,
            archived=one.kept.archived,
            records=one.records,
            packed=one.kept.packed,
            findings={r.sheet: findings[id(r)] for r in one.records},
            judged={r.sheet: print_with(rules, edits.get(r.project or "", NONE)) for r in one.records},
            unread=one.seen.unread,
        )
        for one in block
    ]
    for one in block:
        one.seen.facts = {record.sheet: facts_of(record, issued) for record in one.records}
    with desk.ledger.writing():
        add_contents(desk.ledger, run, contents)


def _saved_meanwhile(name: str) -> Unread:
    """A copy of a file that was not read as it was when both were looked at."""
    return Unread(
        file=name,
        reason="changed",
        text=Text(
            "読み取り中に、同じ内容だったファイルが保存し直されました。もう一度 collect を実行してください。",
            "A file of the same content was saved while this was being read; run collect again.",
        ),
    )


def _other_form(name: str, sheet: str) -> Unread:
    return Unread(
        file=name,
        sheet=sheet,
        reason="other_form",
        text=Text(
            "別の様式のシートです。この調査回で配布したブックか確かめてください。",
            "These are sheets of another form; see whether this is a workbook of this round.",
        ),
    )
