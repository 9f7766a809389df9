"""From a file to records and anomalies: open safely, find the form sheets, locate their fields, normalise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xltool.book.a1 import address
from xltool.book.beside import carried, remarks, struck, twins
from xltool.book.identify import FormSheet, form_sheets, is_known, unmarked_sheets
from xltool.book.issued import issued_values
from xltool.book.keys import Names, names_on
from xltool.book.library import Library
from xltool.book.limits import LIMITS, Limits
from xltool.book.misplaced import conflicts, find, judge_formulas, misplaced
from xltool.book.normalise import raw_text, read_cell
from xltool.book.otherformats import read_any
from xltool.book.otherversion import read_across
from xltool.book.outside import explanations, outside
from xltool.book.raw import CellError, CellValue, RawBook
from xltool.book.recompute import recompute
from xltool.book.record import DOUBTFUL, Anomaly, Record, Unread
from xltool.errors import CannotWork, Unreadable
from xltool.form import Edition, Value
from xltool.text import Text

__all__ = ["FileReading", "read_file"]


@dataclass(frozen=True, kw_only=True)
class FileReading:
    """What one file gave."""

    records: tuple[Record, ...]
    unread: tuple[Unread, ...]


def read_file(
    source: Path | bytes, *, file: str, library: Library | None = None, limits: Limits = LIMITS
) -> FileReading:
    """Read every form sheet of one workbook. What is wrong with a file is ``unread``, no exception."""
    shelf = library or Library()
    try:
        book = read_any(source, limits=limits, skim=is_known)
    except Unreadable as error:
        return FileReading(records=(), unread=(Unread(file=file, reason=error.reason, text=error.text),))
    records: list[Record] = []
    unread: list[Unread] = []
    names = names_on(book)
    for found in form_sheets(book, names):
        record = _sheet(file, book, found, shelf, names)
        (records if isinstance(record, Record) else unread).append(record)  # type: ignore[arg-type]
    if not records and not unread:
        unmarked = (_sheet(file, book, found, shelf, names) for found in unmarked_sheets(book))
        records = [
            one for one in unmarked if isinstance(one, Record) and 2 * len(one.cells) > len(one.values)
        ]
    if not records and not unread:
        unread.append(_nothing(file))
    for i, twin in twins(records):
        records[i] = replace(records[i], anomalies=(*records[i].anomalies, twin))
    if records:
        beside = carried(book, frozenset(record.sheet for record in records))
        records[0] = replace(records[0], anomalies=(*records[0].anomalies, *beside))
    return FileReading(records=recompute(records), unread=tuple(unread))


def _sheet(
    file: str, book: RawBook, found: FormSheet, shelf: Library, names: Mapping[str, Names]
) -> Record | Unread:
    title, identity = found.sheet.name, found.identity
    try:
        form = shelf.form(identity.form, identity.version, identity.digest)
        one = shelf.edition(form or shelf.known(identity.form), identity.year, identity.parameters)
    except CannotWork:
        return Unread(
            file=file,
            sheet=title,
            reason="unknown_form",
            text=Text(
                f"様式「{identity.form}」（基準年度 {identity.year}）はこの環境にありません。"
                "様式の定義を用意してから読み込んでください。",
                f"The form '{identity.form}' (base year {identity.year}) is not known here; "
                "provide its definition and read again.",
            ),
        )
    read = _record if form is not None else read_across
    return read(file, book, found, one, names[title])


def _nothing(file: str) -> Unread:
    return Unread(
        file=file,
        reason="no_form_sheet",
        text=Text(
            "xltool で作成した評価シートが見つかりません。配布したブックに記入したものか確かめてください。",
            "No sheet made by xltool was found; check that this is the workbook that was handed out.",
        ),
    )


def _record(file: str, book: RawBook, one: FormSheet, own: Edition, names: Names) -> Record:
    found = find(own, one, names)
    sheet, places = one.sheet, found.places
    values: dict[str, Value] = {}
    raw: dict[str, str] = {}
    cached: dict[str, Value] = {}
    formulas: dict[str, str | None] = {}
    anomalies = [*one.anomalies, *misplaced(found)]
    checkable = not any(fact.kind == "formulas_not_checkable" for fact in book.facts)
    judge = judge_formulas(found)
    for key, spec in own.form.fields.items():
        at = places.at.get(key)
        cell = sheet.cells.get(at) if at else None
        content: CellValue = cell.value if cell else None
        raw[key] = raw_text(content)
        if spec.formula is not None:
            values[key] = None
            if at is not None:
                if content is not None:
                    cached[key] = str(content) if isinstance(content, CellError) else content
                if checkable:
                    formulas[key] = cell.formula if cell else None
                    said = judge.anomaly(key)
                    anomalies.extend([said] if said else [])
            continue
        value, kind, note = read_cell(own, spec, content, date1904=book.date1904)
        values[key] = value
        if kind is not None and at is not None:
            where = address(*at)
            anomalies.append(
                Anomaly(kind=kind, field=key, sheet=sheet.name, cell=where, value=raw[key], note=note)
            )
    cells = dict(places.cells)
    whose = conflicts(own, one, values, cells)
    anomalies += [*whose, *struck(book, sheet, places.at), *outside(found), *remarks(sheet)]
    roles = own.form.identity
    return Record(
        file=file,
        sheet=sheet.name,
        edition=own,
        campaign=one.identity.campaign,
        project=_told(values, roles.project, one.identity.project, whose),
        department=_told(values, roles.department, one.identity.department, whose),
        issue=one.identity.issue,
        check=one.identity.check,
        values=values,
        raw=raw,
        cells=cells,
        located=dict(places.how),
        doubtful=frozenset(a.field for a in anomalies if a.field and a.kind in DOUBTFUL)
        | {key for key in places.moved if key in raw and not raw[key].strip()},
        issued=issued_values(own, one.issued),
        cached=cached,
        formulas=formulas,
        explanations=explanations(book, own, one.number),
        anomalies=tuple(anomalies),
    )


def _told(
    values: Mapping[str, Value], key: str | None, carried: str | None, whose: Sequence[Anomaly]
) -> str | None:
    """What the sheet's own field says; where that is at odds with the carriers, what these say."""
    own = values.get(key or "")
    if own is None or own == "" or any(one.field == key for one in whose):
        return carried
    return str(own)
