"""The look of the master: one place for fonts, colours and number formats."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from xltool.text import Lang

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from xltool.report.master.listing import Column

__all__ = ["COLOURS", "font_name", "number_format", "styles"]

COLOURS = {
    "ink": "#1F2A37",
    "soft": "#667085",
    "line": "#D0D5DD",
    "head": "#24476B",
    "head_committee": "#8A6100",
    "band": "#DCE6F1",
    "band_other": "#EEF3F8",
    "input": "#FFF8DB",
    "computed": "#F4F5F7",
    "error": "#FBDAD7",
    "query": "#FFEFC2",
    "note": "#DDEEFB",
    "error_ink": "#B42318",
    "query_ink": "#8A6100",
    "note_ink": "#175CD3",
    "link": "#175CD3",
}
_BORDER = {"border": 1, "border_color": COLOURS["line"]}
_BASE: dict[str, dict[str, Any]] = {
    "plain": {},
    "title": {"bold": True, "font_size": 18, "font_color": COLOURS["head"]},
    "subtitle": {"font_size": 11, "font_color": COLOURS["soft"]},
    "heading": {
        "bold": True,
        "font_size": 12,
        "font_color": COLOURS["head"],
        "bottom": 2,
        "bottom_color": COLOURS["head"],
    },
    "note": {"font_size": 9, "font_color": COLOURS["soft"]},
    "head": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": COLOURS["head"],
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "border": 1,
        "border_color": "#FFFFFF",
    },
    "band": {"bold": True, "font_color": COLOURS["head"], "bg_color": COLOURS["band"], "valign": "vcenter"},
    "cell": {"valign": "top", "text_wrap": True, **_BORDER},
    "row_head": {"valign": "vcenter", "indent": 1, "bg_color": COLOURS["band_other"], **_BORDER},
    "figure": {"valign": "vcenter", "align": "right", "indent": 1, "shrink": True, **_BORDER},
    "total": {
        "valign": "vcenter",
        "align": "right",
        "indent": 1,
        "shrink": True,
        "bold": True,
        "bg_color": COLOURS["band"],
        **_BORDER,
    },
    "tile_word": {
        "font_color": COLOURS["soft"],
        "align": "center",
        "valign": "vcenter",
        "bg_color": "#F4F6F9",
    },
    "tile": {
        "bold": True,
        "font_size": 20,
        "align": "center",
        "valign": "vcenter",
        "shrink": True,
        "bg_color": "#F4F6F9",
    },
    "row_link": {
        "valign": "vcenter",
        "indent": 1,
        "bg_color": COLOURS["band_other"],
        "font_color": COLOURS["link"],
        "underline": 1,
        **_BORDER,
    },
    "entry_cell": {"valign": "vcenter", "indent": 1, "font_size": 9, **_BORDER},
    "entry_link": {
        "valign": "vcenter",
        "indent": 1,
        "bottom": 1,
        "bottom_color": COLOURS["line"],
        "font_color": COLOURS["link"],
        "underline": 1,
    },
    "entry": {"valign": "vcenter", "indent": 1, "bottom": 1, "bottom_color": COLOURS["line"]},
    "link": {"font_color": COLOURS["link"], "underline": 1, "valign": "top", "align": "center", **_BORDER},
}


def font_name(lang: Lang) -> str:
    return "Yu Gothic" if lang == "ja" else "Calibri"


def styles(book: Workbook, lang: Lang) -> Callable[..., Format]:
    """``style("cell", bg_color="#FFF8DB")``: the named format with changes; equal ones are made once."""
    font = {
        "font_name": font_name(lang),
        "font_size": 10,
        "font_color": COLOURS["ink"],
    }

    @cache
    def make(name: str, changes: tuple[tuple[str, Any], ...]) -> Format:
        return book.add_format({**font, **_BASE[name], **dict(changes)})

    def style(name: str, **changes: Any) -> Format:
        return make(name, tuple(sorted(changes.items())))

    return style


def number_format(column: Column, lang: Lang) -> str | None:
    """The number format of a column of the list; units are part of it."""
    fixed: dict[str, str] = {
        "year": '0"年度"' if lang == "ja" else '"FY"0',
        "date": '[$-411]ggge"年"m"月"d"日"' if lang == "ja" else "yyyy-mm-dd",
        "time": "yyyy/m/d hh:mm" if lang == "ja" else "yyyy-mm-dd hh:mm",
        "count": '0;-0;"–"',
        **dict.fromkeys(("code", "text", "choice"), "@"),
    }
    if column.kind != "number" or column.field is None:
        return fixed.get(column.kind)
    one = column.field
    unit = f'"{_quoted(one.unit)}"' if one.unit and one.type != "percent" else ""
    if one.type == "percent":
        places = 1 if one.decimals is None else one.decimals
        return "0" + ("." + "0" * places if places else "") + "%"
    if one.decimals is None and one.type == "decimal":
        return f"General{unit}"
    return "#,##0" + ("." + "0" * one.decimals if one.decimals else "") + unit


def _quoted(unit: str | None) -> str:
    text = (unit or "").replace('"', "")
    return text if not text.isascii() or text == "%" else f" {text}"
