"""Faults of workbooks: clean sheets are stamped, spoilt by hand or by LibreOffice, read back and judged."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from tests.book.scenarios.office import edit
from tests.faults import hand
from tests.faults.city import REFERENCE, as_record
from tests.faults.plant import YEARS, clean_values, edition_of, news, planted
from xltool.book import Assignment, FileReading, Library, draw, read_file, stamp
from xltool.form import find_form
from xltool.rules import Settings, judge

if TYPE_CHECKING:
    from tests.faults.fault import Fault, Sheet
    from tests.faults.plant import Planted
    from xltool.book import Blank
    from xltool.finding import Finding
    from xltool.form import Value

__all__ = ["FILE_VERBS", "beyond", "by_hand", "done_by_office", "readings"]

# What happens to a file as a whole, after everything else.
FILE_VERBS = frozenset({"cut_off", "send_last_years", "send_other_form", "send_other_book"})
_OFFICES = 2
_LIBRARY = Library(find=find_form, reference=REFERENCE)


def by_hand(kind: Fault[Sheet]) -> bool:
    """Whether no office is needed: only drawn cells are typed into."""
    return all(
        step[0] in FILE_VERBS or (step[0] in hand.VERBS and step[1] in one.sheet.cells.values())
        for one in planted(kind)
        for step in one.sheet.steps
    )


@cache
def _blank(form: str, year: int) -> Blank:
    return draw(edition_of(form, year))


def _stamped(form: str, year: int, values: dict[str, Value]) -> bytes:
    return stamp(_blank(form, year), [Assignment(values=values, campaign="round")])


def _book(kind: Fault[Sheet], one: Planted) -> bytes:
    """What was sent out and filled in; what somebody did to it is in the steps."""
    return _stamped(kind.form, one.sheet.year, one.sheet.values)


def _spoilt(kind: Fault[Sheet], one: Planted) -> bytes:
    data = hand.typed(_book(kind, one), [step for step in one.sheet.steps if step[0] in hand.VERBS])
    for verb, *_ in one.sheet.steps:
        rng = Random(one.seed)
        if verb == "cut_off":
            data = data[: rng.randrange(200, len(data) - 200)]
        elif verb == "send_last_years":
            data = _stamped(kind.form, one.sheet.year - 1, one.sheet.values)
        elif verb == "send_other_form":
            data = _stamped("quarterly-review", YEARS[-1], clean_values("quarterly-review", rng, YEARS[-1]))
        elif verb == "send_other_book":
            data = _notes(rng)
    return data


def _notes(rng: Random) -> bytes:
    """A workbook of somebody's own."""
    import io

    import openpyxl

    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in range(1, 9):
        book.active.append([f"項目{row}", rng.randint(1, 999)])
    book.save(out)
    return out.getvalue()


def done_by_office(kinds: Sequence[Fault[Sheet]], folder: Path) -> dict[str, tuple[bytes, ...]]:
    """Kind -> its workbooks by seed, as LibreOffice saved them; two offices share the work."""
    jobs: list[dict[str, Any]] = []
    for kind in kinds:
        for one in planted(kind):
            stem = f"{kind.id}-{one.seed}"
            folder.joinpath(f"{stem}.xlsx").write_bytes(_book(kind, one))
            other = folder / f"{stem}-other.xlsx"
            if one.sheet.other:
                other.write_bytes(_stamped(kind.form, one.sheet.year, one.sheet.other))
            steps = [[str(other) if word == "@other" else word for word in step] for step in one.sheet.steps]
            target = str(folder / f"{stem}-done.xlsx")
            jobs.append({"source": str(folder / f"{stem}.xlsx"), "target": target, "steps": steps})
    desks = [folder / f"desk{i}" for i in range(_OFFICES)]
    for desk in desks:
        desk.mkdir()
    with ThreadPoolExecutor(_OFFICES) as offices:
        list(offices.map(lambda i: edit(jobs[i::_OFFICES], desks[i]), range(_OFFICES)))
    return {
        kind.id: tuple((folder / f"{kind.id}-{one.seed}-done.xlsx").read_bytes() for one in planted(kind))
        for kind in kinds
    }


def readings(kind: Fault[Sheet], files: Sequence[bytes] | None = None) -> tuple[FileReading, ...]:
    """What is read of every seed's workbook; spoilt by hand where no files are given."""
    books = files or [_spoilt(kind, one) for one in planted(kind)]
    return tuple(
        read_file(data, file=f"{one.seed}.xlsx", library=_LIBRARY)
        for one, data in zip(planted(kind), books, strict=True)
    )


def beyond(
    kind: Fault[Sheet], read: Sequence[FileReading], *, off: frozenset[str] = frozenset()
) -> tuple[tuple[Finding, ...], ...]:
    """By seed: what is told of the workbook and not of the clean sheet."""
    out = []
    for one, reading in zip(planted(kind), read, strict=True):
        settings = Settings(
            form=kind.form, year=one.sheet.year if kind.form == "jimu-jigyo" else None, off=off
        )
        own = edition_of(kind.form, one.sheet.year)
        usual = judge([as_record(own, one.clean, file=f"{one.seed}.xlsx")])
        found = judge(reading.records, reading.unread, settings=settings)
        out.append(news(found, usual))
    return tuple(out)
