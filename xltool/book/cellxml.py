"""One cell as XML. What a person typed is written as a string that no application takes for anything else."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

from xltool.form import Value
from xltool.formula import ExcelError

__all__ = [
    "MAX_TEXT",
    "Slot",
    "cell_xml",
    "content_xml",
    "escape",
    "escape_attribute",
    "escape_controls",
    "formula_xml",
    "head_xml",
    "height_xml",
    "utf16_length",
]

_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]")
_HALF_PAIR = re.compile("[\ud800-\udfff]")  # no character at all
_SPECIAL = re.compile("[&<>_\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")  # all that is escaped
MAX_TEXT = 32_767  # UTF-16 units that a cell of Excel holds


class Slot(NamedTuple):
    """A cell whose content is stamped: which piece it is, its style, its formula."""

    piece: int
    ref: bytes
    style: bytes
    formula: bytes | None


def escape(text: str) -> bytes:
    """Text of a cell: XML's specials, and Excel's ``_xHHHH_`` for what XML cannot hold."""
    if not _SPECIAL.search(text):
        return text.encode()
    return _markup(escape_controls(text))


def escape_controls(text: str) -> str:
    """Excel's ``_xHHHH_`` for what XML cannot hold; XML's specials as they are."""
    if "_x" in text:
        text = _LIKE_ESCAPE.sub("_x005F_", text)
    if _CONTROL.search(text):
        text = _CONTROL.sub(lambda m: f"_x{ord(m.group()):04X}_", text)
    return text


def escape_attribute(text: str) -> bytes:
    return _markup(_CONTROL.sub("", text))


def _markup(text: str) -> bytes:
    text = _HALF_PAIR.sub("\ufffd", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def utf16_length(text: str) -> int:
    """Characters as Excel counts them: an emoji is two."""
    return len(text) + sum(ch > "\uffff" for ch in text) if not text.isascii() else len(text)


def cell_xml(slot: Slot, value: Value, style: bytes | None = None) -> bytes:
    """A cell that holds a value; None leaves it empty."""
    return head_xml(slot, style) + content_xml(value)


def head_xml(slot: Slot, style: bytes | None = None) -> bytes:
    """The beginning of a cell, which is the same whatever it holds."""
    return b'<c r="%s" s="%s"' % (slot.ref, style or slot.style)


def content_xml(value: Value) -> bytes:
    """The rest of a cell, which is the same wherever it stands."""
    if value is None or value == "":
        return b"/>"
    if isinstance(value, str):
        return b' t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % escape(value)
    if isinstance(value, bool):
        return b' t="b"><v>%d</v></c>' % value
    return b"><v>%s</v></c>" % _number(value)


def formula_xml(slot: Slot, result: object, formula: bytes | None = None) -> bytes:
    """A formula cell with the result that we computed."""
    text = formula or slot.formula or b""
    if type(result) is float:
        return b'<c r="%s" s="%s"><f>%s</f><v>%s</v></c>' % (slot.ref, slot.style, text, _number(result))
    if result is None or isinstance(result, str):
        kind, shown = b' t="str"', escape((result or "")[:MAX_TEXT])
    elif isinstance(result, bool):
        kind, shown = b' t="b"', b"%d" % result
    elif isinstance(result, ExcelError):
        kind, shown = b' t="e"', str(result.value).encode()
    elif isinstance(result, int | float):
        kind, shown = b"", _number(result)
    else:
        raise TypeError(f"{type(result).__name__} is no result of a formula")
    return head_xml(slot) + kind + b"><f>%s</f><v>%s</v></c>" % (text, shown)


@lru_cache(maxsize=2048)
def height_xml(points: float) -> bytes:
    """The end of a row's head: how tall it is."""
    return b' ht="%s" customHeight="1">' % f"{points:g}".encode()


def _number(value: float) -> bytes:
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return b"%d" % int(value)
        if not math.isfinite(value):
            return b"0"
    return repr(value).encode()
