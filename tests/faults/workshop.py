"""Faults of workbooks: clean sheets are stamped, spoilt by hand or by LibreOffice, read back and judged."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import openpyxl

from tests.book.scenarios.office import edit
from tests.faults import hand
from tests.faults.city import REFERENCE, as_record
from tests.faults.plant import YEARS, Planted, clean_values, edition_of, news, planted
from xltool.book import Assignment, Library, draw, read_file, stamp, stamp_many
from xltool.form import find_form
from xltool.rules import Settings, judge

if TYPE_CHECKING:
    from tests.faults.fault import Fault, Sheet
    from xltool.book import Blank, Record, Unread
    from xltool.finding import Finding
    from xltool.form import Value

__all__ = ["Read", "beyond", "by_hand", "read_all"]

# What happens to a file as a whole, instead of the steps of an office.
_FILES = frozenset({"cut_off", "send_last_years", "send_other_form", "send_other_book"})
_WHOLE_BOOK = frozenset({"copy_sheet", "paste"})  # steps that need a workbook of one sheet
_OFFICES = 2
_TOGETHER = 5  # sheets in one workbook; as many seeds have a workbook of their own
_LIBRARY = Library(find=find_form, reference=REFERENCE)

Batch = tuple[Planted, ...]  # the sheets of one workbook


@dataclass(frozen=True, kw_only=True)
class Read:
    """What was read of one seed's sheet."""

    records: tuple[Record, ...] = ()
    unread: tuple[Unread, ...] = ()


def read_all(kinds: Sequence[Fault[Sheet]], folder: Path) -> dict[str, tuple[Read, ...]]:
    """Kind -> what is read of its workbooks, by seed."""
    done = _done_by_office([kind for kind in kinds if not by_hand(kind)], folder)
    return {kind.id: _reads(kind, done.get(kind.id) or _spoilt_by_hand(kind)) for kind in kinds}


def by_hand(kind: Fault[Sheet]) -> bool:
    """Whether no office is needed."""
    return all(step[0] in _FILES | hand.VERBS for one in planted(kind) for step in one.sheet.steps)


@cache
def _blank(form: str, year: int, sheets: int = 1) -> Blank:
    return draw(edition_of(form, year), sheets=sheets)


def _assigned(values: dict[str, Value]) -> Assignment:
    return Assignment(values=values, campaign="round")


def _stamped(form: str, year: int, *sheets: dict[str, Value]) -> bytes:
    return stamp(_blank(form, year, len(sheets)), [_assigned(values) for values in sheets])


# -- by hand ------------------------------------------------------------------------------------------------


def _spoilt_by_hand(kind: Fault[Sheet]) -> list[tuple[Batch, bytes]]:
    out: list[tuple[Batch, bytes]] = []
    for year in YEARS:
        some = [one for one in planted(kind) if one.sheet.year == year]
        books = stamp_many(_blank(kind.form, year), [[_assigned(one.sheet.values)] for one in some])
        out += [((one,), _spoilt(kind, one, book)) for one, book in zip(some, books, strict=True)]
    return out


def _spoilt(kind: Fault[Sheet], one: Planted, book: bytes) -> bytes:
    rng = Random(one.seed)
    match one.sheet.steps:
        case [("cut_off",)]:
            return book[: rng.randrange(200, len(book) - 200)]
        case [("send_last_years",)]:
            return _stamped(kind.form, one.sheet.year - 1, one.sheet.values)
        case [("send_other_form",)]:
            return _stamped("quarterly-review", YEARS[-1], clean_values("quarterly-review", rng, YEARS[-1]))
        case [("send_other_book",)]:
            return _notes(rng)
        case steps:
            return hand.typed(book, steps)


def _notes(rng: Random) -> bytes:
    """A workbook of somebody's own."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in range(1, 9):
        book.worksheets[0].append([f"項目{row}", rng.randint(1, 999)])
    book.save(out)
    return out.getvalue()


# -- by LibreOffice -----------------------------------------------------------------------------------------


def _done_by_office(kinds: Sequence[Fault[Sheet]], folder: Path) -> dict[str, list[tuple[Batch, bytes]]]:
    """Kind -> its workbooks, as LibreOffice saved them; two offices share the work."""
    batches = [(kind, batch) for kind in kinds for batch in _batches(kind)]
    jobs = [_job(kind, batch, folder / f"{i}.xlsx") for i, (kind, batch) in enumerate(batches)]
    desks = [folder / f"desk{i}" for i in range(_OFFICES)]
    for desk in desks:
        desk.mkdir()
    with ThreadPoolExecutor(_OFFICES) as offices:
        list(offices.map(lambda i: edit(jobs[i::_OFFICES], desks[i]), range(_OFFICES)))
    done: dict[str, list[tuple[Batch, bytes]]] = {}
    for (kind, batch), job in zip(batches, jobs, strict=True):
        done.setdefault(kind.id, []).append((batch, Path(job["target"]).read_bytes()))
    return done


def _batches(kind: Fault[Sheet]) -> Iterator[Batch]:
    """Some workbooks hold one sheet, some five: both are sent out."""
    some = planted(kind)
    whole = any(step[0] in _WHOLE_BOOK for one in some for step in one.sheet.steps)
    alone = len(some) if whole else _TOGETHER
    yield from ((one,) for one in some[:alone])
    for year in YEARS:
        rest = [one for one in some[alone:] if one.sheet.year == year]
        yield from (tuple(rest[i : i + _TOGETHER]) for i in range(0, len(rest), _TOGETHER))


def _job(kind: Fault[Sheet], batch: Batch, path: Path) -> dict[str, Any]:
    first = batch[0].sheet
    path.write_bytes(_stamped(kind.form, first.year, *(one.sheet.values for one in batch)))
    other = path.with_stem(f"{path.stem}-other")
    if first.other:
        other.write_bytes(_stamped(kind.form, first.year, first.other))
    steps: list[list[str | int | float]] = []
    for i, one in enumerate(batch):
        own = [[str(other) if word == "@other" else word for word in step] for step in one.sheet.steps]
        steps += [["go_to", i], *own]
    return {"source": str(path), "target": str(path.with_stem(f"{path.stem}-done")), "steps": steps}


# -- reading and judging ------------------------------------------------------------------------------------


def _reads(kind: Fault[Sheet], books: Sequence[tuple[Batch, bytes]]) -> tuple[Read, ...]:
    found: dict[int, Read] = {}
    for batch, data in books:
        reading = read_file(data, file=f"{batch[0].seed}.xlsx", library=_LIBRARY)
        if len(batch) == 1:
            found[batch[0].seed] = Read(records=reading.records, unread=reading.unread)
            continue
        assert not reading.unread and len(reading.records) == len(batch)
        for one, record in zip(batch, reading.records, strict=True):
            found[one.seed] = Read(records=(replace(record, file=f"{one.seed}.xlsx"),))
    return tuple(found[one.seed] for one in planted(kind))


def beyond(
    kind: Fault[Sheet], read: Sequence[Read], *, off: frozenset[str] = frozenset()
) -> tuple[tuple[Finding, ...], ...]:
    """By seed: what is told of the workbook and not of the clean sheet."""
    found: list[Finding] = []
    for year in YEARS:
        some = [each for one, each in zip(planted(kind), read, strict=True) if one.sheet.year == year]
        settings = Settings(form=kind.form, year=year if kind.form == "jimu-jigyo" else None, off=off)
        records = [record for each in some for record in each.records]
        found += judge(records, [item for each in some for item in each.unread], settings=settings)
    new = news(found, _usual(kind))
    return tuple(tuple(f for f in new if f.file == f"{one.seed}.xlsx") for one in planted(kind))


@cache
def _usual(kind: Fault[Sheet]) -> tuple[Finding, ...]:
    records = [
        as_record(edition_of(kind.form, one.sheet.year), one.clean, file=f"{one.seed}.xlsx")
        for one in planted(kind)
    ]
    return judge(records)
