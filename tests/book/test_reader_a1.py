"""Addresses, targets of names, and shared formulas moved to their cells (openpyxl's translator is the oracle)."""

# ruff: noqa: E501 - tables of cases read better unbroken

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from xltool.book.a1 import (
    MAX_COL,
    MAX_ROW,
    Target,
    address,
    column_letters,
    column_number,
    is_lost,
    parse_address,
    parse_target,
    shared_formula,
)


@given(st.integers(1, MAX_ROW), st.integers(1, MAX_COL))
def test_addresses_round_trip(row: int, col: int) -> None:
    assert parse_address(address(row, col)) == (row, col)
    assert column_letters(col) == get_column_letter(col)
    assert column_number(column_letters(col).lower()) == col


@pytest.mark.parametrize(
    "text", ["", "A", "1", "A0", "A01", "XFE1", "A1048577", "AAAA1", "A-1", "é1", "A١", "A1 ", "1A", "ſ1"]
)
def test_no_address(text: str) -> None:
    assert parse_address(text) is None


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Sheet1!$A$1", Target("Sheet1", 1, 1, 1, 1)),
        ("=Sheet1!A1", Target("Sheet1", 1, 1, 1, 1)),
        ("様式!$C$5:$F$6", Target("様式", 5, 3, 6, 6)),
        ("様式!$F$6:$C$5", Target("様式", 5, 3, 6, 6)),
        ("'令和7 様式'!$C$5", Target("令和7 様式", 5, 3, 5, 3)),
        ("'It''s (2)'!$XFD$1048576", Target("It's (2)", 1048576, 16384, 1048576, 16384)),
        ("Sheet1!$A$1:Sheet1!$B$2", Target("Sheet1", 1, 1, 2, 2)),
        ("'a b'!$A$1:'a b'!$B$2", Target("a b", 1, 1, 2, 2)),
        ("様式.v2!$A$1", Target("様式.v2", 1, 1, 1, 1)),
    ],
)
def test_target(text: str, target: Target) -> None:
    assert parse_target(text) == target


@pytest.mark.parametrize(
    "text",
    [
        "#REF!", "Sheet1!#REF!", "#REF!$A$1", "Sheet1!$A$1,Sheet1!$B$1", "[1]Sheet1!$A$1", "'[b.xlsx]S'!$A$1", "$A$1",
        "1", '"x"', "OFFSET(S!$A$1,0,0)", "S!$A:$A", "S!$1:$2", "S!$XFE$1", "S!A1+1", "A!$A$1:B!$B$2", "", "!A1", "''!A1",
        "'unfinished!A1", "S!A1:" * 60,
    ],
)  # fmt: skip
def test_no_target(text: str) -> None:
    assert parse_target(text) is None
    assert is_lost(text) == ("#REF!" in text)


FORMULAS = [
    "A1", "$A1", "A$1", "$A$1", "SUM(B2:C9)", "sum(b2:C$9)", "SUM(B:C)", "SUM($B:C)", "SUM(2:3)", "SUM($2:3)", 'A1&"B2"',
    '"He said ""A1"""&C3', "'A1 B2'!C3", "'It''s A1'!C3", "Sheet2!C3+D4", "LOG10(A1)", "ATAN2(A1,B1)", "F_A1+G7",
    "様式!C3", "TRUE+A1", "1E5+E5", "A1.5", "IF(A1>=10,B1%,-C1^2)", "_xlfn.CONCAT(A1)", "売上A1+A1",
    "#N/A+A1", "DEC2BIN(A1)", "{1,2;3,4}*B2", "A1 B2", "A1048576", "SUM(A1,(B2,C3))",
]  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
def test_shift_like_openpyxl(formula: str) -> None:
    expected = Translator("=" + formula, origin="C3").translate_formula("E3")[1:]
    assert shared_formula(formula)(0, 2) == expected.replace("c$9", "C$9")
    assert shared_formula(formula)(0, 0).lower() == formula.lower()


@pytest.mark.parametrize(
    ("formula", "rows", "cols", "expected"),
    [
        ("A1+B2", -1, 0, "#REF!+B1"),
        ("A1+B2", 0, -1, "#REF!+A2"),
        ("XFD1+A$1", 0, 1, "#REF!+B$1"),
        ("SUM(1:2)", -1, 0, "SUM(#REF!)"),
        ("Table1[[#All],[A1]]+A1", 1, 0, "Table1[[#All],[A1]]+A2"),
        ("[1]Sheet1!A1", 1, 0, "[1]Sheet1!A2"),
        ('A1&"unfinished A1', 1, 0, 'A2&"unfinished A1'),
        ("A1:INDEX(B2,1)", 0, 2, "C1:INDEX(D2,1)"),
        ("ZZZ9+A1", 0, 2, "ZZZ9+C1"),
        ("A1:B1!C2", 1, 0, "A2:B1!C3"),
    ],
)
def test_shift(formula: str, rows: int, cols: int, expected: str) -> None:
    assert shared_formula(formula)(rows, cols) == expected


@pytest.mark.parametrize(
    "text", ["[" * 60_000, "'" * 59_999, '"' * 59_999, "[[a]" * 15_000, "1" * 60_000, "A1:" * 20_000]
)
def test_shift_is_linear(text: str) -> None:
    assert len(shared_formula(text)(1, 1)) >= len(text)


@given(st.text(alphabet="AB1$:!'\"[](,+.#あ_ ", max_size=40))
def test_shift_by_nothing_changes_nothing(text: str) -> None:
    assert shared_formula(text)(0, 0).upper() == text.upper()
