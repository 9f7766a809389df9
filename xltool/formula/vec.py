"""A column of Excel values: numbers, text, booleans, errors and empty cells mixed, kept in numpy arrays."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BOOL",
    "EMPTY",
    "ERROR",
    "NUMBER",
    "TEXT",
    "Bools",
    "Codes",
    "ExcelError",
    "Floats",
    "Objects",
    "Scalar",
    "Vec",
    "all_of",
]

EMPTY, NUMBER, TEXT, BOOL, ERROR = range(5)  # the values of Vec.kind
_PLAIN = bytes((EMPTY, NUMBER))

Bools: TypeAlias = NDArray[np.bool_]
Codes: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float64]
Objects: TypeAlias = NDArray[np.object_]


class ExcelError(Enum):
    """Excel's error values."""

    NULL = "#NULL!"
    DIV0 = "#DIV/0!"
    VALUE = "#VALUE!"
    REF = "#REF!"
    NAME = "#NAME?"
    NUM = "#NUM!"
    NA = "#N/A"

    @property
    def code(self) -> int:
        """1 to 7, as Excel's ERROR.TYPE."""
        return _CODES[self]

    @classmethod
    def from_code(cls, code: int) -> ExcelError:
        return _ERRORS[code - 1]


_ERRORS = tuple(ExcelError)
_CODES = {error: position + 1 for position, error in enumerate(_ERRORS)}

Scalar: TypeAlias = float | int | str | bool | ExcelError | None


@lru_cache(maxsize=64)
def all_of(kind: int, n: int) -> Codes:
    """The kinds of n values that are all of one; not to be written to."""
    kinds = np.full(n, kind, np.uint8)
    kinds.flags.writeable = False
    return kinds


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Vec:
    """n values; a length of 1 stands for any length.

    ``num`` is the number, 0/1 for a boolean, the code of an error, and 0 for empty and text.
    ``text`` is None where no element is text; elsewhere its entries count only where ``kind`` is TEXT.
    """

    kind: Codes  # uint8[n]: EMPTY, NUMBER, TEXT, BOOL, ERROR
    num: Floats  # float64[n]
    text: Objects | None = None  # object[n]

    def __len__(self) -> int:
        return len(self.kind)

    def has(self, kind: int) -> bool:
        """Whether any value is of a kind; as bytes, because an array takes ten times as long to say so."""
        return kind in self.kind.tobytes()

    def only(self, kind: int) -> bool:
        """Whether all values are of a kind."""
        return self.kind.tobytes() == bytes((kind,)) * len(self)

    def plain(self) -> bool:
        """Whether all values are numbers or empty."""
        return not self.kind.tobytes().strip(_PLAIN)

    @staticmethod
    def of(values: Iterable[Scalar] | Scalar) -> Vec:
        """From Python values; a scalar gives length 1. NaN and infinities become #NUM!."""
        if values is None or isinstance(values, str | bool | int | float | ExcelError):
            values = (values,)
        items = list(values)
        if len(items) == 1:
            return _of_one(items[0])
        types = set(map(type, items))
        if types <= {float, int, _NONE}:
            return _of_numbers(items)
        if types <= {str, _NONE}:
            return _of_texts(items)
        if types == {bool}:
            return Vec.bools(items)
        kind, num = np.zeros(len(items), np.uint8), np.zeros(len(items))
        text: Objects | None = None
        for i, item in enumerate(items):
            kind[i], num[i] = _classify(item)
            if kind[i] == TEXT:
                text = np.full(len(items), "", object) if text is None else text
                text[i] = str(item)
        return Vec(kind=kind, num=num, text=text)

    @staticmethod
    def numbers(values: Any) -> Vec:
        """From an array of finite numbers."""
        num = np.atleast_1d(np.asarray(values, np.float64))
        return Vec(kind=all_of(NUMBER, len(num)), num=num)

    @staticmethod
    def bools(values: Any) -> Vec:
        """From an array of booleans."""
        num = np.atleast_1d(np.asarray(values, np.float64))
        return Vec(kind=all_of(BOOL, len(num)), num=num)

    @staticmethod
    def error(error: ExcelError, n: int = 1) -> Vec:
        """One error n times."""
        return Vec(kind=np.full(n, ERROR, np.uint8), num=np.full(n, float(error.code)))

    @staticmethod
    def stacked(parts: Sequence[Vec]) -> Vec:
        """One column of several, each of a length of its own."""
        text: Objects | None = None
        if any(one.text is not None for one in parts):
            text = np.concatenate(
                [np.full(len(one), "", object) if one.text is None else one.text for one in parts]
            )
        return Vec(
            kind=np.concatenate([one.kind for one in parts]),
            num=np.concatenate([one.num for one in parts]),
            text=text,
        )

    def to_list(self) -> list[Scalar]:
        """Python values: None, float, str, bool, ExcelError."""
        if self.only(NUMBER):
            return list(self.num.tolist())
        texts = [""] * len(self) if self.text is None else self.text.tolist()
        return [_python(*item) for item in zip(self.kind.tolist(), self.num.tolist(), texts, strict=True)]

    def item(self, i: int) -> Scalar:
        """One of the values as a Python value."""
        text = "" if self.text is None else self.text[i]
        return _python(int(self.kind[i]), float(self.num[i]), text)

    @staticmethod
    def joined(columns: Sequence[Vec], n: int) -> Vec:
        """Columns of n values, or of one that stands for n, end to end."""
        if len(columns) == 1 or all(one is columns[0] and len(one) == 1 for one in columns):
            return columns[0]
        return Vec.stacked([one.spread(n) for one in columns])

    def take(self, which: slice | NDArray[np.intp]) -> Vec:
        """Some of the values; one that stands for any number still does."""
        if len(self) == 1:
            return self
        return Vec(
            kind=self.kind[which],
            num=self.num[which],
            text=None if self.text is None else self.text[which],
        )

    def spread(self, n: int) -> Vec:
        """The same values with length n (a view where the length was 1)."""
        if len(self) == n:
            return self
        return Vec(
            kind=np.broadcast_to(self.kind, (n,)),
            num=np.broadcast_to(self.num, (n,)),
            text=None if self.text is None else np.broadcast_to(self.text, (n,)),
        )


_NONE = type(None)


def _of_one(item: Scalar) -> Vec:
    """The one value of a single sheet: there are many of these columns, and little to gain from arrays."""
    kind, number = _classify(item)
    text = None
    if kind == TEXT:
        text = np.empty(1, object)
        text[0] = item
    return Vec(kind=np.array([kind], np.uint8), num=np.array([number]), text=text)


def _python(kind: int, number: float, text: str) -> Scalar:
    """One element as a Python value."""
    match kind:
        case 0:
            return None
        case 1:
            return number
        case 2:
            return str(text)
        case 3:
            return number != 0
        case _:
            return ExcelError.from_code(int(number))


def _of_numbers(items: list[Any]) -> Vec:
    """Numbers and empty cells only, the usual case."""
    empty = items.count(None)
    if empty == len(items):
        return Vec(kind=all_of(EMPTY, len(items)), num=np.zeros(len(items)))
    kind = np.full(len(items), NUMBER, np.uint8)
    try:
        num = np.array(items, np.float64)  # None becomes NaN
    except OverflowError:  # an integer beyond every float
        num = np.array([None if item is None else _float(item) for item in items], np.float64)
    odd = np.flatnonzero(~np.isfinite(num))
    kind[odd], num[odd] = EMPTY, 0.0
    if len(odd) > empty:
        bad = [i for i in odd.tolist() if items[i] is not None]
        kind[bad], num[bad] = ERROR, ExcelError.NUM.code
    return Vec(kind=kind, num=num)


def _of_texts(items: list[Any]) -> Vec:
    """Texts and empty cells only."""
    text, kind = np.array(items, object), all_of(TEXT, len(items))
    if None in items:
        empty = np.array([item is None for item in items])
        text[empty] = ""
        kind = np.where(empty, EMPTY, TEXT).astype(np.uint8)
    return Vec(kind=kind, num=np.zeros(len(items)), text=text)


def _classify(item: Scalar) -> tuple[int, float]:
    """Kind and number of one Python value."""
    match item:
        case None:
            return EMPTY, 0.0
        case bool():
            return BOOL, float(item)
        case str():
            return TEXT, 0.0
        case ExcelError():
            return ERROR, float(item.code)
        case _:
            number = _float(item)
            return (NUMBER, number) if math.isfinite(number) else (ERROR, float(ExcelError.NUM.code))


def _float(item: float) -> float:
    try:
        return float(item)
    except OverflowError:
        return math.inf
