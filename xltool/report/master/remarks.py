"""The sheets 指摘 (findings with links into the list) and 読めなかったファイル."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from xltool.finding import Finding, Place, rank
from xltool.report.master.cells import quoted, row_height
from xltool.report.master.listing import Listing, Row
from xltool.report.master.page import set_page
from xltool.report.master.projects import FIRST_ROW, Lists, span
from xltool.report.master.styles import COLOURS
from xltool.report.master.words import SEVERITY, SHEETS, WORDS
from xltool.report.spreadsheet import Sheet, put
from xltool.report.typeset import one_line, shorten
from xltool.text import Lang

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from xltool.book.record import Unread

__all__ = ["Remark", "draw_findings", "draw_unread"]

Remark = tuple[Finding, "tuple[Listing, Row] | None"]
_HEADER = 2
_PLACES = 6  # cells of one finding that are written out
_UNREAD_WIDTHS = (44, 22, 90)
_MOST_ROWS = 1_048_576 - _HEADER - 1
_FINDING_COLUMNS: tuple[tuple[str, float, bool], ...] = (  # word, width, centred
    ("severity", 9, True),
    ("project", 10, True),
    ("name", 20, False),
    ("department", 18, False),
    ("field", 22, False),
    ("cell", 8, True),
    ("value", 14, False),
    ("message", 48, False),
    ("remedy", 34, False),
    ("explanation", 28, False),
    ("rule", 22, False),
    ("file", 24, False),
    ("sheet", 12, False),
)


def draw_findings(
    sheet: Sheet, remarks: Sequence[Remark], style: Callable[..., Format], lang: Lang, lists: Lists
) -> None:
    """A table of findings, the most serious first; the number leads to the project's row, sorted or not."""
    title = SHEETS["findings"].pick(lang)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, title, style("title"))
    note = WORDS["findings_note" if remarks else "no_findings"].pick(lang)
    sheet.write_string(1, 0, note, style("note"))
    words = ["No.", *(WORDS[word].pick(lang) for word, _, _ in _FINDING_COLUMNS)]
    ordered = sorted(remarks, key=lambda one: (rank(one[0].severity), one[1][1].number if one[1] else 0))
    for at, (one, owner) in enumerate(ordered[:_MOST_ROWS], start=_HEADER + 1):
        _number(sheet, at, owner, style)
        tint = {"bg_color": COLOURS[one.severity], "bold": True}
        cells = [_cell(one, owner, word, lang) for word, _, _ in _FINDING_COLUMNS]
        for col, (text, (word, _, centred)) in enumerate(zip(cells, _FINDING_COLUMNS, strict=True), start=1):
            changes = tint if word == "severity" else quoted(text)
            put(sheet, at, col, text, style("cell", **changes, **({"align": "center"} if centred else {})))
        widths = [width for _, width, _ in _FINDING_COLUMNS]
        sheet.set_row(at, row_height(zip(cells, widths, strict=True)))
    last = _HEADER + max(len(ordered), 1)
    _table(sheet, lists.table_name("findings"), words, last, style)
    sheet.set_column(0, 0, 6)
    for col, (_, width, _) in enumerate(_FINDING_COLUMNS, start=1):
        sheet.set_column(col, col, width)
    sheet.freeze_panes(_HEADER + 1, 4)
    sheet.set_zoom(90)
    set_page(sheet, title=title, name=WORDS["master"].pick(lang))
    sheet.repeat_rows(_HEADER)


def _number(sheet: Sheet, at: int, owner: tuple[Listing, Row] | None, style: Callable[..., Format]) -> None:
    if owner is None:
        put(sheet, at, 0, None, style("cell"))
        return
    listing, row = owner
    name = listing.sheet.replace("'", "''").replace('"', '""')
    target = f"MATCH({row.number},{span(listing, '#no')},0)+{FIRST_ROW}"
    formula = f"=HYPERLINK(\"#'{name}'!A\"&{target},{row.number})"
    sheet.write_formula(at, 0, formula, style("link"), row.number)


def _cell(one: Finding, owner: tuple[Listing, Row] | None, word: str, lang: Lang) -> str | None:
    places = one.own_places
    cells: dict[str, str | None] = {
        "severity": SEVERITY[one.severity].pick(lang),
        "project": _own(owner, "#project") or one.project,
        "name": _own(owner, "#name"),
        "department": one.department or _own(owner, "#department"),
        "field": _joined([_label(place, owner) for place in places]),
        "cell": _joined([place.cell for place in places]),
        "value": _joined([place.value and one_line(place.value) for place in places]),
        "message": one.message.pick(lang),
        "remedy": one.remedy.pick(lang),
        "explanation": one.explanation,
        "rule": one.id,
        "file": one.file,
        "sheet": places[0].sheet if places else None,
    }
    return cells[word]


def _own(owner: tuple[Listing, Row] | None, key: str) -> str | None:
    if owner is None:
        return None
    listing, row = owner
    at = listing.at(key)
    value = listing.cell(row, listing.columns[at]) if at is not None else None
    return str(value) if value is not None else None


def _label(place: Place, owner: tuple[Listing, Row] | None) -> str | None:
    known = owner[1].record.edition if owner else None
    field = known.form.fields.get(place.field or "") if known else None
    return known.label(field) if known and field else place.field


def _joined(parts: Sequence[str | None]) -> str | None:
    """One part per line: field, cell and value stand side by side; a long list says what is left out."""
    if not any(parts):
        return None
    lines = [shorten(part or "–", 60) for part in parts[:_PLACES]]
    if len(parts) > _PLACES:
        lines.append(f"… +{len(parts) - _PLACES}")
    return "\n".join(lines)


def _table(sheet: Sheet, name: str, words: Sequence[str], last: int, style: Callable[..., Format]) -> None:
    heads = [{"header": word, "header_format": style("head")} for word in words]
    sheet.set_row(_HEADER, 24)
    sheet.add_table(_HEADER, 0, last, len(words) - 1, {"name": name, "style": None, "columns": heads})


def draw_unread(
    sheet: Sheet, unread: Sequence[Unread], style: Callable[..., Format], lang: Lang, lists: Lists
) -> None:
    title = SHEETS["unread"].pick(lang)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, title, style("title"))
    sheet.write_string(1, 0, WORDS["unread_note"].pick(lang), style("note"))
    for at, one in enumerate(unread, start=_HEADER + 1):
        cells = (one.file, one.sheet, one.text.pick(lang))
        sheet.set_row(at, row_height(zip(cells, _UNREAD_WIDTHS, strict=True)))
        for col, text in enumerate(cells):
            put(sheet, at, col, text, style("cell", **quoted(text)))
    words = [WORDS[word].pick(lang) for word in ("file", "sheet", "reason")]
    _table(sheet, lists.table_name("unread"), words, _HEADER + len(unread), style)
    for col, width in enumerate(_UNREAD_WIDTHS):
        sheet.set_column(col, col, width)
    sheet.freeze_panes(_HEADER + 1, 0)
    set_page(sheet, title=title, name=WORDS["master"].pick(lang))
    sheet.repeat_rows(_HEADER)
