"""Criteria of COUNTIF and SUMIF: ``">=10"``, ``"<>"``, ``"a*"``, a number, a boolean."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from xltool.formula.number_text import text_to_number
from xltool.formula.vec import BOOL, EMPTY, ERROR, NUMBER, TEXT, Bools, ExcelError, Scalar, Vec
from xltool.formula.wildcards import matches_whole

__all__ = ["Criterion", "matches", "read_criterion"]

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """An operator and what to compare with."""

    op: str  # = <> < > <= >=
    operand: Scalar  # number, text, boolean or error
    bare: bool  # written without an operator


def read_criterion(value: Scalar) -> Criterion:
    """An empty cell as criterion means 0; a text is read for an operator, then as number, boolean, error or
    text."""
    if value is None:
        return Criterion(op="=", operand=0.0, bare=True)
    if not isinstance(value, str):
        return Criterion(op="=", operand=value, bare=True)
    op = next((op for op in _OPERATORS if value.startswith(op)), "")
    rest = value[len(op) :]
    return Criterion(op=op or "=", operand=_operand(rest), bare=not op)


def _operand(text: str) -> Scalar:
    number = text_to_number(text)
    if number is not None:
        return number
    if text.upper() in ("TRUE", "FALSE"):
        return text.upper() == "TRUE"
    return next((error for error in ExcelError if error.value == text.upper()), text)


def matches(vec: Vec, criterion: Vec) -> Bools:
    """Which elements meet the criterion of their record."""
    if len(criterion) == 1:
        return _matches_one(vec, read_criterion(criterion.to_list()[0]))
    wanted = criterion.to_list()
    vec = vec.spread(len(wanted))
    result = np.zeros(len(wanted), bool)
    for distinct in set(map(_key, wanted)):
        here = np.array([_key(one) == distinct for one in wanted])
        result |= here & _matches_one(vec, read_criterion(distinct[1]))
    return result


def _key(value: Scalar) -> tuple[str, Scalar]:
    """1 and TRUE are the same key to Python, but not here."""
    return type(value).__name__, value


def _matches_one(vec: Vec, criterion: Criterion) -> Bools:
    operand = criterion.operand
    match operand:
        case bool():
            hit = (vec.kind == BOOL) & (vec.num == float(operand))
        case ExcelError():
            hit = (vec.kind == ERROR) & (vec.num == operand.code)
        case str():
            return _matches_text(vec, criterion, operand)
        case _:
            return _matches_number(vec, criterion, float(operand or 0))
    return np.asarray(~hit if criterion.op == "<>" else hit & (criterion.op == "="))


def _matches_number(vec: Vec, criterion: Criterion, operand: float) -> Bools:
    """Numbers by value; numeric text ("12") is equal to its number, but never greater or smaller."""
    numbers = vec.kind == NUMBER
    if criterion.op not in ("=", "<>"):
        return np.asarray(numbers & _OPERATORS[criterion.op](vec.num, operand))
    equal: Bools = numbers & (vec.num == operand)
    if vec.text is not None:
        for i in np.flatnonzero(vec.kind == TEXT):
            equal[i] = text_to_number(vec.text[i]) == operand
    return equal if criterion.op == "=" else ~equal


def _matches_text(vec: Vec, criterion: Criterion, operand: str) -> Bools:
    texts = vec.kind == TEXT
    if operand == "":
        empty = vec.kind == EMPTY
        if criterion.op == "=":
            blank = (
                texts & (vec.text == "")
                if vec.text is not None and criterion.bare
                else np.zeros(len(vec), bool)
            )
            return np.asarray(empty | blank)
        return np.asarray(~empty & (criterion.op == "<>"))
    hit = np.zeros(len(vec), bool)
    if vec.text is not None:
        test = _text_test(criterion.op, operand)
        for i in np.flatnonzero(texts):
            hit[i] = test(vec.text[i])
    return ~hit if criterion.op == "<>" else hit


def _text_test(op: str, operand: str) -> Callable[[str], bool]:
    if op in ("=", "<>"):
        return lambda text: matches_whole(operand, text)
    compare = _OPERATORS[op]
    lower = operand.lower()
    return lambda text: bool(compare(text.lower(), lower))
