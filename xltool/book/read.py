"""From a file to records and anomalies: open safely, find the form sheets, locate their fields, normalise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from xltool.book.a1 import address
from xltool.book.formulas import formula_anomaly
from xltool.book.identify import FormSheet, form_sheets, is_ours
from xltool.book.limits import LIMITS, Limits
from xltool.book.locate import Places, find_keys, locate, names_on
from xltool.book.normalise import raw_text, read_cell
from xltool.book.outside import explanations, outside
from xltool.book.raw import CellError, CellValue, RawBook
from xltool.book.reader import read_book
from xltool.book.record import DOUBTFUL, Anomaly, Record, Unread
from xltool.book.shape import shape_of
from xltool.errors import CannotWork, Unreadable
from xltool.form import Batch, Edition, Form, Reference, Value, edition, find_form
from xltool.formula import ExcelError
from xltool.text import Text

__all__ = ["FileReading", "Library", "read_file", "recompute"]


@dataclass(frozen=True, kw_only=True)
class FileReading:
    """What one file gave."""

    records: tuple[Record, ...]
    unread: tuple[Unread, ...]


@dataclass
class Library:
    """The forms and editions that reading may meet; one edition object per form, year and parameters."""

    find: Callable[[str], Form] = find_form
    reference: Mapping[str, Reference] = field(default_factory=dict)
    _editions: dict[tuple[object, ...], Edition] = field(default_factory=dict)

    def edition(self, form: Form, year: int, parameters: Mapping[str, object]) -> Edition:
        known = {
            key: value
            for key, value in parameters.items()
            if key.partition("[")[0] in form.parameters and isinstance(value, str | float)
        }
        key = (form.id, form.version, form.digest, year, tuple(sorted((k, str(v)) for k, v in known.items())))
        if key not in self._editions:
            self._editions[key] = edition(form, year, known, self.reference)
        return self._editions[key]


def read_file(
    source: Path | bytes, *, file: str, library: Library | None = None, limits: Limits = LIMITS
) -> FileReading:
    """Read every form sheet of one workbook. What is wrong with a file is ``unread``, no exception."""
    shelf = library or Library()
    try:
        book = read_book(source, limits=limits)
    except Unreadable as error:
        return FileReading(records=(), unread=(Unread(file=file, reason=error.reason, text=error.text),))
    records: list[Record] = []
    unread: list[Unread] = []
    names = names_on(book)
    for found in form_sheets(book):
        try:
            form = _form(shelf, found)
            one = shelf.edition(form, found.identity.year, found.identity.parameters)
        except Unreadable as error:
            unread.append(Unread(file=file, sheet=found.sheet.name, reason=error.reason, text=error.text))
            continue
        except CannotWork as error:
            unread.append(Unread(file=file, sheet=found.sheet.name, reason="unknown_form", text=error.text))
            continue
        records.append(_record(file, book, found, one, names[found.sheet.name]))
    if not records and not unread:
        unread.append(_nothing(file))
    if records:
        records[0] = replace(records[0], anomalies=records[0].anomalies + tuple(_carried(book, records)))
    return FileReading(records=recompute(records), unread=tuple(unread))


def _form(shelf: Library, found: FormSheet) -> Form:
    identity = found.identity
    try:
        form = shelf.find(identity.form)
    except CannotWork:
        raise Unreadable(
            "unknown_form",
            Text(
                f"様式「{identity.form}」はこの環境にありません。様式の定義を用意してから読み込んでください。",
                f"The form '{identity.form}' is not known here; provide its definition and read again.",
            ),
        ) from None
    if form.version != identity.version:
        raise Unreadable(
            "unknown_version",
            Text(
                f"様式「{identity.form}」の第 {identity.version} 版で作られたシートですが、"
                f"ここにあるのは第 {form.version} 版です。"
                "その版の様式を用意するか、現在の版のシートで出し直してもらってください。",
                f"The sheet was made with version {identity.version} of '{identity.form}', "
                f"but version {form.version} is here; "
                "provide that version, or ask for the sheet in the present one.",
            ),
        )
    return form


def _nothing(file: str) -> Unread:
    return Unread(
        file=file,
        reason="no_form_sheet",
        text=Text(
            "xltool で作成した評価シートが見つかりません。配布したブックに記入したものか確かめてください。",
            "No sheet made by xltool was found; check that this is the workbook that was handed out.",
        ),
    )


def _record(
    file: str,
    book: RawBook,
    found: FormSheet,
    one: Edition,
    names: tuple[Mapping[str, tuple[int, int]], Mapping[str, tuple[int, int]]],
) -> Record:
    sheet, shape = found.sheet, shape_of(one)
    keys = find_keys(sheet)
    places = locate(one.form, shape.cells, keys, names)
    values: dict[str, Value] = {}
    raw: dict[str, str] = {}
    cached: dict[str, Value] = {}
    formulas: dict[str, str | None] = {}
    anomalies = [*found.anomalies, *_misplaced(sheet.name, places)]
    for key, spec in one.form.fields.items():
        at = places.at.get(key)
        cell = sheet.cells.get(at) if at else None
        content: CellValue = cell.value if cell else None
        raw[key] = raw_text(content)
        if spec.formula is not None:
            values[key] = None
            if at is not None:
                formulas[key] = cell.formula if cell else None
                if cell is not None and cell.value is not None:
                    cached[key] = cell.value if not isinstance(cell.value, CellError) else str(cell.value)
                said = formula_anomaly(one, shape, places.at, key, cell, sheet.name)
                anomalies.extend([said] if said else [])
            continue
        value, kind, note = read_cell(one, spec, content, date1904=book.date1904)
        values[key] = value
        if kind is not None and at is not None:
            anomalies.append(
                Anomaly(kind=kind, field=key, sheet=sheet.name, cell=address(*at), value=raw[key], note=note)
            )
    anomalies.extend(outside(one, shape, sheet, keys, places, found.line_at))
    roles = one.form.identity
    return Record(
        file=file,
        sheet=sheet.name,
        edition=one,
        campaign=found.identity.campaign,
        project=_text(values.get(roles.project or "")) or found.identity.project,
        department=_text(values.get(roles.department or "")) or found.identity.department,
        issue=found.identity.issue,
        values=values,
        raw=raw,
        cells={key: address(*at) for key, at in places.at.items()},
        located=dict(places.how),
        doubtful=frozenset(a.field for a in anomalies if a.field and a.kind in DOUBTFUL),
        issued=_issued(one, found.issued),
        cached=cached,
        formulas=formulas,
        explanations=explanations(book, one, found.number),
        anomalies=tuple(anomalies),
    )


def _misplaced(sheet: str, places: Places) -> Iterator[Anomaly]:
    for key in places.lost:
        yield Anomaly(kind="lost", field=key, sheet=sheet)
    for key, by_name in places.moved.items():
        yield Anomaly(
            kind="moved", field=key, sheet=sheet, cell=address(*places.at[key]), value=address(*by_name)
        )


def _issued(one: Edition, cells: Mapping[str, object]) -> dict[str, Value]:
    """What the sheet was issued with, as values."""
    out: dict[str, Value] = {}
    for key, content in cells.items():
        spec = one.form.fields.get(key)
        if spec is None or not isinstance(content, str | float | bool):
            continue
        value, kind, _ = read_cell(one, spec, content)
        out[key] = value if kind in (None, "normalised") else raw_text(content)
    return out


def _text(value: Value) -> str | None:
    return None if value is None or value == "" else str(value)


def _carried(book: RawBook, records: Sequence[Record]) -> Iterator[Anomaly]:
    """What the file carries besides its form sheets."""
    read = {record.sheet for record in records}
    for sheet in book.sheets:
        if sheet.name not in read and not is_ours(sheet.name):
            kind = "extra_sheet" if sheet.state == "visible" else "hidden_sheet"
            yield Anomaly(kind=kind, sheet=sheet.name, value=sheet.name)  # type: ignore[arg-type]
    kinds = {fact.kind for fact in book.facts}
    if "macros" in kinds:
        yield Anomaly(kind="macros", value="vbaProject")
    if "external_link" in kinds:
        yield Anomaly(kind="external_links", value="externalLink")


def recompute(records: Iterable[Record]) -> tuple[Record, ...]:
    """Fill in the computing fields, for all records of an edition at once."""
    out = list(records)
    groups: dict[int, list[int]] = {}
    for i, record in enumerate(out):
        groups.setdefault(id(record.edition), []).append(i)
    for members in groups.values():
        some = [out[i] for i in members]
        batch = Batch(
            edition=some[0].edition, values=[r.values for r in some], doubtful=[r.doubtful for r in some]
        )
        for key in some[0].edition.formulas:
            results = batch.column(key).to_list()
            for record, result in zip(
                some, results * len(some) if len(results) == 1 else results, strict=False
            ):
                record.values[key] = None if isinstance(result, ExcelError) else _plain(result)
    return tuple(out)


def _plain(result: Value) -> Value:
    if isinstance(result, float) and result.is_integer() and abs(result) < 1e15:
        return int(result)
    return float(f"{result:.15g}") if isinstance(result, float) else result
