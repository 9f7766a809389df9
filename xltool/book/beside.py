"""What stands beside the values: comments, text boxes, pictures, struck text, what a file carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xltool.book.a1 import address
from xltool.book.identify import is_ours
from xltool.book.normalise import raw_text
from xltool.book.raw import RawBook, RawSheet, Remark
from xltool.book.record import Anomaly, AnomalyKind, Record
from xltool.text import Text

__all__ = ["carried", "remarks", "struck", "twins"]

_KINDS: dict[str, AnomalyKind] = {
    "comment": "comment",
    "thread": "comment",
    "shape": "text_box",
    "picture": "picture",
    "object": "picture",
}


def remarks(sheet: RawSheet) -> Iterator[Anomaly]:
    """Comments and text boxes with their text, pictures and objects with their name."""
    for one in sheet.remarks:
        kind = _KINDS[one.kind]
        text = one.text.strip() or (one.part.rpartition("/")[2] if kind == "picture" else "")
        if text:
            cell = address(*one.cell) if one.cell else None
            yield Anomaly(kind=kind, sheet=sheet.name, cell=cell, value=text, note=_note(one, kind, text))


def _note(one: Remark, kind: AnomalyKind, text: str) -> Text | None:
    who = one.author.strip() if one.author else ""
    if kind == "comment":
        ja, en = (f"（{who}）", f" ({who})") if who else ("", "")
        return Text(f"コメント{ja}「{text}」", f'comment{en} "{text}"')
    return Text(f"図形の文字「{text}」", f'text box "{text}"') if kind == "text_box" else None


def struck(book: RawBook, sheet: RawSheet, at: Mapping[str, tuple[int, int]]) -> Iterator[Anomaly]:
    """Fields whose content is struck through, as a whole or in part."""
    if not book.struck and not sheet.struck_runs:
        return
    for key, place in at.items():
        cell = sheet.cells.get(place)
        if cell is None or not raw_text(cell.value).strip():
            continue
        runs = sheet.struck_runs.get(place)
        if runs is None:
            whole, part = cell.style in book.struck, ""
        else:
            part = "、".join(text.strip() for text, lined in runs if lined and text.strip())
            whole = bool(part) and all(lined for text, lined in runs if text.strip())
        if not whole and not part:
            continue
        text = raw_text(cell.value)
        note = (
            Text(f"「{text}」の全体に取り消し線があります。", f'"{text}" is struck through.')
            if whole
            else Text(f"「{part}」に取り消し線があります。", f'the part "{part}" is struck through.')
        )
        yield Anomaly(
            kind="struck_through", field=key, sheet=sheet.name, cell=address(*place), value=text, note=note
        )


def twins(records: Sequence[Record]) -> Iterator[tuple[int, Anomaly]]:
    """Sheets that belong to the project of an earlier sheet of the same workbook, with their index."""
    seen: dict[tuple[str, int, str], Record] = {}
    for i, record in enumerate(records):
        if record.project is None:
            continue
        first = seen.setdefault((record.form, record.year, record.project), record)
        if first is record:
            continue
        inputs = [key for key, one in record.edition.form.fields.items() if one.formula is None]
        count = sum(record.values[key] != first.values[key] for key in inputs)
        ja = f"{count} 項目の値が違います" if count else "値はすべて同じです"
        en = f"{count} values differ" if count else "all values are the same"
        yield (
            i,
            Anomaly(
                kind="twin_sheet",
                sheet=record.sheet,
                value=first.sheet,
                note=Text(
                    f"シート「{record.sheet}」は「{first.sheet}」と同じ事業（{record.project}）です（{ja}）。",
                    f'"{record.sheet}" is of the same project ({record.project}) as "{first.sheet}"; {en}.',
                ),
            ),
        )


def carried(book: RawBook, read: frozenset[str]) -> Iterator[Anomaly]:
    """What the file carries besides the form sheets that were ``read``."""
    for sheet in book.sheets:
        if sheet.name in read:
            continue
        if is_ours(sheet.name):
            yield from remarks(sheet)
        else:
            kind: AnomalyKind = "extra_sheet" if sheet.state == "visible" else "hidden_sheet"
            yield Anomaly(kind=kind, sheet=sheet.name, value=sheet.name)
    kinds = {fact.kind for fact in book.facts}
    if "macros" in kinds:
        yield Anomaly(kind="macros", value="vbaProject")
    if "external_link" in kinds:
        yield Anomaly(kind="external_links", value="externalLink")
    if "formulas_not_checkable" in kinds:
        yield Anomaly(kind="formulas_not_checkable")
