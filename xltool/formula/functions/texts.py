"""Text functions. Lengths and positions count UTF-16 units, as in Excel: LEN("𠮷") is 2."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from xltool.formula.coerce import MAX_TEXT, as_numbers, as_texts, first_code, lift, numeric, with_errors
from xltool.formula.functions.registry import Function, Implementation, entry
from xltool.formula.number_format import format_value
from xltool.formula.operand import Operand, value
from xltool.formula.vec import BOOL, ERROR, NUMBER, TEXT, ExcelError, Scalar, Vec
from xltool.formula.wildcards import find

__all__ = ["TEXTS"]

_GAP = re.compile("([ \u3000])[ \u3000]+")
_VALUE = ExcelError.VALUE


def _units(text: str) -> int:
    """How many UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, start: int, stop: int) -> str:
    """Units from start to stop; half a surrogate pair becomes U+FFFD."""
    if text.isascii() or max(text, default="") <= "\uffff":
        return text[start:stop]
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * start : 2 * stop].decode("utf-16-le", "replace")


def _call(function: Callable[..., Scalar], kinds: str, defaults: tuple[float, ...] = ()) -> Implementation:
    """Element by element: ``kinds`` says for each argument t(ext) or n(umber, its fraction dropped)."""

    def call(args: tuple[Operand, ...]) -> Vec:
        columns, codes = [], []
        for kind, arg in zip(kinds, args, strict=False):
            column, code = as_texts(value(arg)) if kind == "t" else as_numbers(value(arg))
            columns.append(column if kind == "t" else np.trunc(np.clip(column, -1e9, 1e9)).astype(int))
            codes.append(code)
        missing = len(kinds) - len(args)
        columns.extend(np.array([default]) for default in (defaults[-missing:] if missing else ()))
        return lift(function, columns, *codes)

    return call


def _len(args: tuple[Operand, ...]) -> Vec:
    texts, codes = as_texts(value(args[0]))
    whole = "".join(texts)
    counts = map(len if _units(whole) == len(whole) else _units, texts)
    return numeric(np.fromiter(counts, np.float64, len(texts)), codes)


def _left(text: str, count: int) -> Scalar:
    return _VALUE if count < 0 else _cut(text, 0, count)


def _right(text: str, count: int) -> Scalar:
    return _VALUE if count < 0 else _cut(text, max(_units(text) - count, 0), _units(text))


def _mid(text: str, start: int, count: int) -> Scalar:
    return _VALUE if start < 1 or count < 0 else _cut(text, start - 1, start - 1 + count)


def _trim(text: str) -> str:
    """No spaces at the ends, one between words; the Japanese Excel counts full-width spaces as spaces."""
    text = text.strip(" \u3000")
    return _GAP.sub(r"\1", text) if "  " in text or "\u3000" in text else text


def _substitute(text: str, old: str, new: str, which: float) -> Scalar:
    if which != np.inf and which < 1:
        return _VALUE
    if not old:
        return text
    if which == np.inf:
        too_long = (
            len(text) + text.count(old) * (len(new) - len(old)) > MAX_TEXT
        )  # asked before it fills the memory
        return _VALUE if too_long else text.replace(old, new)
    at = -len(old)
    for _ in range(int(which)):
        at = text.find(old, at + len(old))
        if at < 0:
            return text
    return text[:at] + new + text[at + len(old) :]


def _find(needle: str, text: str, start: int) -> Scalar:
    if start < 1 or start > _units(text) + 1:
        return _VALUE
    before = len(_cut(text, 0, start - 1))
    at = text.find(needle, before)
    return _VALUE if at < 0 else _units(text[:at]) + 1


def _search(needle: str, text: str, start: int) -> Scalar:
    if start < 1 or start > _units(text) + 1:
        return _VALUE
    at = find(needle, text, len(_cut(text, 0, start - 1)))
    return _VALUE if at < 0 else _units(text[:at]) + 1


def _rept(text: str, count: int) -> Scalar:
    return _VALUE if count < 0 or _units(text) * count > MAX_TEXT else text * count


def _text(args: tuple[Operand, ...]) -> Vec:
    vec = value(args[0])
    formats, bad = as_texts(value(args[1]))
    n = max(len(vec), len(formats))
    errors = np.where(vec.kind == ERROR, vec.num, 0).astype(np.uint8)
    whole = np.empty(len(vec), object)
    whole[:] = vec.to_list()
    return lift(format_value, (np.broadcast_to(whole, (n,)), formats), errors, bad)


def _value(args: tuple[Operand, ...]) -> Vec:
    """The number in a text; booleans are #VALUE!, unlike in arithmetic."""
    vec = value(args[0])
    num, codes = as_numbers(vec)
    return numeric(num, first_code(codes, ((vec.kind == BOOL) * _VALUE.code).astype(np.uint8)))


def _t(args: tuple[Operand, ...]) -> Vec:
    """Text stays, errors stay, everything else is ""."""
    vec = value(args[0])
    keep = (vec.kind == TEXT) | (vec.kind == ERROR)
    text = np.full(len(vec), "", object) if vec.text is None else np.where(vec.kind == TEXT, vec.text, "")
    kind = np.where(keep, vec.kind, TEXT).astype(np.uint8)
    return Vec(kind=kind, num=np.where(vec.kind == ERROR, vec.num, 0.0), text=text.astype(object))


def _n(args: tuple[Operand, ...]) -> Vec:
    """Numbers and errors stay, TRUE is 1, everything else is 0."""
    vec = value(args[0])
    errors = np.where(vec.kind == ERROR, vec.num, 0).astype(np.uint8)
    num = np.where((vec.kind == NUMBER) | (vec.kind == BOOL), vec.num, 0.0)
    return with_errors(Vec.numbers(num), errors)


def _concatenate(args: tuple[Operand, ...]) -> Vec:
    columns, codes = zip(*(as_texts(value(arg)) for arg in args), strict=True)
    return lift(lambda *parts: "".join(parts), columns, *codes)


TEXTS: tuple[Function, ...] = (
    entry("LEN(text)", "文字数", "how many characters", _len, (1, 1)),
    entry("LEFT(text, [count])", "左からの文字", "the first characters",
          _call(_left, "tn", (1,)), (1, 2), returns="text"),
    entry("RIGHT(text, [count])", "右からの文字", "the last characters",
          _call(_right, "tn", (1,)), (1, 2), returns="text"),
    entry("MID(text, start, count)", "途中の文字", "characters from the middle",
          _call(_mid, "tnn"), (3, 3), returns="text"),
    entry("TRIM(text)", "余分な空白を除く", "without extra spaces",
          _call(_trim, "t"), (1, 1), returns="text"),
    entry("SUBSTITUTE(text, old, new, [which])", "文字の置き換え", "replace text",
          _call(_substitute, "tttn", (np.inf,)), (3, 4), returns="text"),
    entry("FIND(part, text, [start])", "文字の位置(大文字小文字を区別)", "position, case-sensitive",
          _call(_find, "ttn", (1,)), (2, 3)),
    entry("SEARCH(part, text, [start])", "文字の位置(* ? が使える)", "position, with * and ?",
          _call(_search, "ttn", (1,)), (2, 3)),
    entry("EXACT(text, text)", "大文字小文字も同じか", "the same, case included",
          _call(str.__eq__, "tt"), (2, 2), returns="bool"),
    entry("REPT(text, count)", "文字の繰り返し", "repeat text", _call(_rept, "tn"), (2, 2), returns="text"),
    entry("UPPER(text)", "大文字にする", "upper case", _call(str.upper, "t"), (1, 1), returns="text"),
    entry("LOWER(text)", "小文字にする", "lower case", _call(str.lower, "t"), (1, 1), returns="text"),
    entry("CONCATENATE(text, …)", "文字をつなぐ", "join text", _concatenate, (1, 255), returns="text"),
    entry("TEXT(value, format)", "書式を付けた文字列", "a value in a number format",
          _text, (2, 2), returns="text"),
    entry("VALUE(text)", "文字列を数値にする", "the number in a text", _value, (1, 1)),
    entry("T(value)", "文字列だけを残す", "text, or nothing", _t, (1, 1), returns="text"),
    entry("N(value)", "数値だけを残す", "a number, or 0", _n, (1, 1)),
)  # fmt: skip
