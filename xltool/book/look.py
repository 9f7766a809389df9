"""How a workbook looks: paper, ink, fonts. One palette, few sizes, borders as on the paper form."""

from __future__ import annotations

from typing import Any

from xltool.form import Field, Placed, TextBox
from xltool.text import Lang

__all__ = [
    "COLUMN_PIXELS",
    "COLUMN_POINTS",
    "FONT",
    "MARKED_ERROR",
    "MARKED_QUERY",
    "NORMAL",
    "SIZE",
    "align_of",
    "box_format",
    "field_format",
    "indent",
    "number_format",
    "printed_format",
    "text_width",
    "upright",
]

FONT: dict[Lang, str] = {"ja": "BIZ UDゴシック", "en": "Arial"}
COLUMN_PIXELS = 19  # one column of the canvas; 48 of them are A4 portrait at 79 %
COLUMN_POINTS = COLUMN_PIXELS * 0.75
_INDENT = 6.75  # points of one step
NORMAL = ("Arial", 10)  # column widths count its digits: 7 pixels in every Excel, as XlsxWriter assumes
SIZE = {"label": 9.0, "head": 9.0, "note": 7.5, "plain": 8.5, "legend": 8.5, "section": 10.5, "field": 9.5}

INK = "#1F2937"
RULE = "#8A94A3"  # cell borders
LABEL = "#E8EDF3"
HEAD = "#D5DEE9"
INPUT = "#FFFCEB"
COMPUTED = "#F1F2F4"
COMMITTEE = "#EEEAF6"
ACCENT = "#1F4E79"
MISSING = "#FBE3D0"  # a required cell that is still blank
TINTED = "#E4F1E4"  # a value from the office that nobody has confirmed
ERROR_INK, ERROR_FILL = "#9B1C1C", "#FCE4E4"
QUERY_INK, QUERY_FILL = "#8A5A00", "#FFF1CC"
GOOD_INK = "#2F6B3A"
MUTED = "#6B7280"
# A flagged cell of a sheet given back: hatched, so that a grey print shows it too.
MARKED_ERROR = {"pattern": 14, "fg_color": "#EF9A94", "bg_color": "#FDE3E0"}
MARKED_QUERY = {"pattern": 14, "fg_color": "#E9BC4E", "bg_color": "#FFEDB8"}


def base(lang: Lang, **more: Any) -> dict[str, Any]:
    return {"font_name": FONT[lang], "font_size": 9.5, "font_color": INK, "valign": "vcenter", **more}


def box_format(lang: Lang, style: str, align: str | None) -> dict[str, Any]:
    """Printed text of the form: label, head, note, plain, legend, or a section's heading."""
    look = base(lang, font_size=SIZE[style], text_wrap=True, border=1, border_color=RULE)
    if style == "section":
        return base(
            lang,
            font_size=SIZE[style],
            bold=True,
            font_color=ACCENT,
            valign="bottom",
            bottom=2,
            bottom_color=ACCENT,
        )
    if style in ("label", "head"):
        look |= {"bg_color": LABEL if style == "label" else HEAD}
    if style == "head":
        look |= {"align": "center", "bold": True}
    if style == "note":
        look |= {"font_color": MUTED}
    if align:
        look |= {"align": align}
    return look


def printed_format(lang: Lang, cell: Placed, box: TextBox) -> dict[str, Any]:
    """A printed text where it stands: with air beside it, or upright in a narrow column."""
    look = box_format(lang, box.style, box.align)
    if box.style == "label" and upright(box.text, cell.cols, cell.rows):
        return look | {"align": "center", "rotation": 270, "text_wrap": False}
    return look | indent(cell.cols, box.style, box.align)


def upright(text: str, cols: int, rows: int) -> bool:
    """Whether a label stands upright, one character below the other: a narrow one beside several rows."""
    return cols <= 2 and rows >= 3 and len(text) > 1 and not text.isascii() and "\n" not in text


def field_format(lang: Lang, one: Field, cols: int, *, locked: bool, top: bool = False) -> dict[str, Any]:
    """The cell of a field; ``locked`` also for a prefilled one that the office fills in.

    Prose stands at the top (``top`` for any other text), so that what does not fit is cut off at its end.
    """
    look = base(
        lang,
        font_size=SIZE["field"],
        text_wrap=True,
        border=1,
        border_color=RULE,
        locked=locked,
        bg_color=INPUT,
    )
    if top or one.type == "paragraph":
        look |= {"valign": "top"}
    if one.owner == "committee":
        look |= {"bg_color": COMMITTEE}
    elif locked:
        look |= {"bg_color": COMPUTED}
    look |= {"align": align_of(one), **indent(cols, "field", align_of(one))}
    form = spaced_format(one, cols)
    if form:
        look |= {"num_format": form}
    return look


def align_of(one: Field) -> str:
    if one.type in ("integer", "decimal", "amount", "percent", "date"):
        return "right"
    if one.type in ("score", "code") or one.is_box:
        return "center"
    return "left"


def indent(cols: int, style: str, align: str | None) -> dict[str, Any]:
    """Air between the border and the text, where the cell is wide enough for it."""
    if style == "label" and cols < 4 and align is None:
        return {"align": "center"}
    roomy = cols >= 4 and style in ("label", "plain", "legend", "field") and align not in ("center", "right")
    return {"align": align or "left", "indent": 1} if roomy else {}


def text_width(cols: int, style: str, align: str | None, column: float = COLUMN_POINTS) -> float:
    """Points that text has in a cell ``cols`` columns wide, of ``column`` points each."""
    return cols * column - (_INDENT if "indent" in indent(cols, style, align) else 0.0)


def spaced_format(one: Field, cols: int) -> str | None:
    """The number format with air at its right end: LibreOffice forgets the indent of numbers side by side."""
    form = number_format(one)
    if align_of(one) != "right" or cols < 3:
        return form
    if one.type == "date":
        return f"{form}_ ;@_ "
    form = form or "General"
    return f"{form}_ ;-{form}_ ;{form}_ ;@_ "


def number_format(one: Field) -> str | None:  # noqa: PLR0911 - one per type
    """Excel's number format of a field's cell; None for General."""
    digits = "0" * (one.decimals or 0)
    tail = f".{digits}" if digits else ""
    match one.type:
        case "amount" | "integer":
            return f"#,##0{tail}"
        case "decimal":
            return f"#,##0{tail}" if one.decimals is not None else None
        case "percent":
            return f"0{tail}%"
        case "score":
            return "0"
        case "date":
            return "yyyy/m/d"
        case "code" | "phone":
            return "@"
        case _:
            return None
