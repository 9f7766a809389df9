"""From values of any kind to numbers, texts and truth values, as Excel's operators and functions take them.

Each function gives the plain array and an array of error codes (0 where fine), or None for no error at all,
which is the usual case and keeps the arithmetic on numeric columns free of masks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from xltool.formula.number_text import number_to_text, text_to_number
from xltool.formula.vec import (
    BOOL,
    ERROR,
    NUMBER,
    TEXT,
    Bools,
    Codes,
    ExcelError,
    Floats,
    Objects,
    Scalar,
    Vec,
    all_of,
)

__all__ = [
    "MAX_TEXT",
    "MaybeCodes",
    "as_bools",
    "as_numbers",
    "as_texts",
    "first_code",
    "lift",
    "numeric",
    "with_errors",
]

MaybeCodes: TypeAlias = Codes | None
MAX_TEXT = 32767  # characters of a cell
_VALUE, _NUM = ExcelError.VALUE.code, ExcelError.NUM.code


def as_numbers(vec: Vec) -> tuple[Floats, MaybeCodes]:
    """Empty is 0, booleans are 0 and 1, text is read or #VALUE!."""
    if not vec.has(TEXT) and not vec.has(ERROR):
        return vec.num, None
    codes = np.where(vec.kind == ERROR, vec.num, 0).astype(np.uint8)
    num = np.where((vec.kind == TEXT) | (vec.kind == ERROR), 0.0, vec.num)
    if vec.text is not None:
        for i in np.flatnonzero(vec.kind == TEXT):
            value = text_to_number(vec.text[i])
            if value is None:
                codes[i] = _VALUE
            else:
                num[i] = value
    return num, codes if np.count_nonzero(codes) else None


def as_bools(vec: Vec) -> tuple[Bools, MaybeCodes]:
    """Numbers are TRUE unless 0, empty is FALSE, the texts TRUE and FALSE are read, other text is #VALUE!."""
    truth = vec.num != 0
    if not vec.has(TEXT) and not vec.has(ERROR):
        return truth, None
    codes = np.where(vec.kind == ERROR, vec.num, 0).astype(np.uint8)
    if vec.text is not None:
        for i in np.flatnonzero(vec.kind == TEXT):
            word = vec.text[i].upper()
            truth[i] = word == "TRUE"
            if word not in ("TRUE", "FALSE"):
                codes[i] = _VALUE
    return truth, codes if np.count_nonzero(codes) else None


def as_texts(vec: Vec) -> tuple[Objects, MaybeCodes]:
    """Empty is "", numbers are in General format, booleans TRUE and FALSE."""
    codes = np.where(vec.kind == ERROR, vec.num, 0).astype(np.uint8) if vec.has(ERROR) else None
    if vec.text is not None and vec.only(TEXT):
        return vec.text, None
    texts = np.full(len(vec), "", object)
    if vec.text is not None:
        texts = np.where(vec.kind == TEXT, vec.text, texts)
    for i in np.flatnonzero(vec.kind == NUMBER):
        texts[i] = number_to_text(float(vec.num[i]))
    for i in np.flatnonzero(vec.kind == BOOL):
        texts[i] = "TRUE" if vec.num[i] else "FALSE"
    return texts, codes


def first_code(*codes: MaybeCodes) -> MaybeCodes:
    """The first error of each element, in the order of the arguments."""
    found: MaybeCodes = None
    for code in codes:
        if code is not None:
            found = code if found is None else np.where(found != 0, found, code).astype(np.uint8)
    return found


def with_errors(vec: Vec, codes: MaybeCodes) -> Vec:
    """The same values, errors where a code says so."""
    if codes is None or not np.count_nonzero(codes):
        return vec
    n = max(len(vec), len(codes))
    bad = codes != 0
    return Vec(
        kind=np.where(bad, ERROR, vec.kind).astype(np.uint8),
        num=np.where(bad, codes, vec.num).astype(np.float64),
        text=None if vec.text is None else np.broadcast_to(vec.text, (n,)),
    )


def numeric(num: Floats, *codes: MaybeCodes) -> Vec:
    """Numbers; NaN and infinities become #NUM!."""
    finite = np.isfinite(num)
    if np.count_nonzero(finite) < len(finite):
        codes = (*codes, np.where(finite, 0, _NUM).astype(np.uint8))
        num = np.where(finite, num, 0.0)
    return with_errors(Vec(kind=all_of(NUMBER, len(num)), num=num), first_code(*codes))


def lift(function: Callable[..., Scalar], columns: Sequence[Any], *codes: MaybeCodes) -> Vec:
    """Call ``function`` once per element; for what numpy cannot do. Columns have length 1 or n.

    Where a code says error the function is not called and the error stands.
    """
    bad = first_code(*codes)
    n = max([len(column) for column in columns] + ([] if bad is None else [len(bad)]))
    spread = [column.tolist() if len(column) == n else column.tolist() * n for column in columns]
    out: list[Scalar]
    if bad is None:
        out = list(map(function, *spread))
    else:
        skip = np.broadcast_to(bad, (n,)).tolist()
        out = [
            ExcelError.from_code(code) if code else function(*items)
            for code, *items in zip(skip, *spread, strict=True)
        ]
    if str in set(map(type, out)):
        out = [ExcelError.VALUE if isinstance(one, str) and len(one) > MAX_TEXT else one for one in out]
    return Vec.of(out)
