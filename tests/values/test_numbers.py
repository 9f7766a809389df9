"""Numbers as they stand in real sheets. Sources are named above each group.

USERS: measured on 407 projects of one city and 190,388 ministry budget rows. EXCEL: what Excel,
LibreOffice or a Japanese IME leaves in the cell. DESIGN: section 7 and issue 4. SEED: evaluation sheet 00832.
"""

from __future__ import annotations

import math
from typing import Any

import pytest

from xltool.values import format_number, is_dash, read_number
from xltool.values.units import shifts

from .outcomes import AMB, EMPTY, NORM, NOT, OK, outcome

PLAIN = [
    # number cells (every reader hands them over as float)
    (223.0, OK, 223),
    (0.3, OK, 0.3),
    (-0.0, OK, 0),
    (53.6, OK, 53.6),
    (1e300, OK, 1e300),
    (123456789012345.0, OK, 123456789012345),
    (True, NOT, ()),
    (math.nan, NOT, ()),
    (math.inf, NOT, ()),
    (None, EMPTY, ()),
    # USERS: numbers stored as text in most indicator cells
    ("19", NORM, 19),
    ("46.5", NORM, 46.5),
    ("0", NORM, 0),
    ("007", NORM, 7),
    (".5", NORM, 0.5),
    ("12.", NORM, 12),
    ("'123", NORM, 123),
    # cleared with the space bar; pasted from the web
    ("", EMPTY, ()),
    ("   ", EMPTY, ()),
    ("\u3000", EMPTY, ()),
    ("\u200b\ufeff", EMPTY, ()),
    ("\n", EMPTY, ()),
    # USERS: thousands commas inside text
    ("1,234", NORM, 1234),
    ("1,234,567", NORM, 1234567),
    ("1,234.5", NORM, 1234.5),
    ("12,345,678,901,234,567", NORM, 12345678901234567),
    ("１，２３４", NORM, 1234),
    ("1、234", NORM, 1234),
    # IME in full-width mode
    ("９０", NORM, 90),
    ("０．３０", NORM, 0.3),
    ("－５", NORM, -5),
    ("ー５", NORM, -5),
    ("＋５", NORM, 5),
    ("１２。５", AMB, (12.5, 125)),
    # spaces and line breaks around: copied from PDF and from the web
    (" 87 ", NORM, 87),
    ("\u300087\u3000", NORM, 87),
    ("\u00a087", NORM, 87),
    ("87\n", NORM, 87),
    ("\r\n87", NORM, 87),
    ("\u200b87", NORM, 87),
    # negatives: budgets print △, accountants ▲ and brackets; each dash of the family
    ("△5", NORM, -5),
    ("△ 1,234", NORM, -1234),
    ("▲1,234", NORM, -1234),
    ("▲１，２３４", NORM, -1234),
    ("-5", NORM, -5),
    ("\u22125", NORM, -5),
    ("\u20105", NORM, -5),
    ("\u20135", NORM, -5),
    ("\u20145", NORM, -5),
    ("\u20155", NORM, -5),
    ("\u25005", NORM, -5),
    ("(1,234)", NORM, -1234),
    ("（１，２３４）", NORM, -1234),
    ("△0", NORM, 0),
    ("+5", NORM, 5),
    ("(△5)", AMB, (-5, 5)),
    ("--5", NOT, (5,)),
    ("-△5", NOT, (5,)),
    ("5-", NOT, (5,)),
    # misplaced and European commas
    ("1,5", AMB, (1.5, 15)),
    ("12,34", AMB, (12.34, 1234)),
    ("1234,567", AMB, (1234.567, 1234567)),
    ("0,123", AMB, (0.123, 123)),
    ("0,000", NORM, 0),
    ("1,23,456", NOT, ()),
    ("1,234,56", NOT, ()),
    ("1,", NOT, ()),
    (",5", NOT, ()),
    ("1.234.567", NOT, ()),
    ("1.234,5", NOT, ()),
    ("1,,234", NOT, ()),
    # exact integers beyond Excel's 15 digits, typed as text
    ("1234567890123456789", NORM, 1234567890123456789),
    ("1234567890" * 5, NORM, int("1234567890" * 5)),
    ("1234567890" * 3 + "億1万", NORM, int("1234567890" * 3) * 10**8 + 10**4),
    ("1" + "0" * 307, NORM, 10**307),
    ("1" + "0" * 400, NOT, ()),
    # scientific: what Excel shows when the column is narrow, pasted as text
    ("1.2E+3", NORM, 1200),
    ("1.23457E+11", NORM, 123457000000),
    ("１．２Ｅ＋３", NORM, 1200),
    ("1e400", NOT, ()),
    ("1e-400", NOT, ()),
    ("1e99999", NOT, (1, 99999)),
    # USERS: dashes standing for "none" (five glyphs measured, the whole family here)
    ("-", NOT, ()),
    ("－", NOT, ()),
    ("―", NOT, ()),
    ("ー", NOT, ()),
    ("–", NOT, ()),
    ("—", NOT, ()),
    ("‐", NOT, ()),
    ("−", NOT, ()),
    ("─", NOT, ()),
    ("--", NOT, ()),
    # USERS: 29（4）; two values in one cell separated by a line break
    ("29（4）", NOT, (29, 4)),
    ("29(4)", NOT, (29, 4)),
    ("100\n200", NOT, (100, 200)),
    ("1 234", NOT, (1, 234)),
    ("90人（うち女性2人）", NOT, (90, 2)),
    # SEED: 目標 cells hold words
    ("設定困難", NOT, ()),
    ("未定", NOT, ()),
    ("該当なし", NOT, ()),
    ("〃", NOT, ()),
    # approximate: never a guess
    ("約90", NOT, (90,)),
    ("90程度", NOT, (90,)),
    ("90以上", NOT, (90,)),
    ("90％超", NOT, (90,)),
    ("90～100", NOT, (90, 100)),
    ("10人～20人", NOT, (10, 20)),
    ("1/2", NOT, (1, 2)),
    ("10-20", NOT, (10, 20)),
    ("2017/4/1", NOT, (2017, 4, 1)),
    # kanji, Roman and circled numerals; letters for digits
    ("十二", NOT, ()),
    ("三", NOT, ()),
    ("Ⅲ", NOT, ()),
    ("③", NOT, ()),
    ("1O", NOT, (1,)),
    ("l0", NOT, (0,)),
    ("٣", NOT, ()),
    # error values that were pasted or cached
    ("#REF!", NOT, ()),
    ("#DIV/0!", NOT, ()),
    # scales without a unit
    ("1.2万", NORM, 12000),
    ("3千", NORM, 3000),
    ("1億2,000万", NORM, 120000000),
    ("1億20000万", NOT, (1, 20000)),
    # a unit where the form names none (SEED: the unit of an indicator is a cell of its own)
    ("19件", NORM, 19),
    ("87 人", NORM, 87),
    ("50.1円/人", NORM, 50.1),
    ("5千円", AMB, (5, 5000)),
    ("12.5%", AMB, (12.5, 0.125)),
    ("3匹", NOT, (3,)),
]

AMOUNTS = [  # into a field of 千円
    # DESIGN 7: units typed after numbers
    ("1,234千円", NORM, 1234),
    ("１，２３４千円", NORM, 1234),
    ("1,234 千円", NORM, 1234),
    ("1,234\n千円", NORM, 1234),
    ("1,234　千 円", NORM, 1234),
    ("1,234,000円", NORM, 1234),
    ("1,234,500円", NORM, 1234.5),
    ("￥1,234,000", NORM, 1234),
    ("\\1,234,000", NORM, 1234),
    ("-¥5,000", NORM, -5),
    ("¥-5,000", NORM, -5),
    ("1.2百万円", NORM, 1200),
    ("120万円", NORM, 1200),
    ("1.2億円", NORM, 120000),
    ("1億2,000万円", NORM, 120000),
    ("１億２，０００万円", NORM, 120000),
    ("3億5万2千円", NOT, (3, 5, 2)),
    ("2兆円", NORM, 2000000000),
    ("△1,234千円", NORM, -1234),
    ("(1,234千円)", NORM, -1234),
    ("(1,234)千円", NORM, -1234),
    ("0.1円", NORM, 0.0001),
    # the scale without its unit: 万円, or 万千円?
    ("1.2億", AMB, (120000, 120000000)),
    ("120万", AMB, (1200, 1200000)),
    ("5千", AMB, (5, 5000)),
    ("0千", NORM, 0),
    # a foreign unit
    ("90人", NOT, ()),
    ("12.5%", NOT, ()),
    ("12件", NOT, ()),
    ("約500千円", NOT, (500,)),
    ("500千円程度", NOT, (500,)),
    ("1,23千円", AMB, (1.23, 123)),
]

OTHER_UNITS = [
    ("90人", "人", NORM, 90),
    ("90名", "人", NORM, 90),
    ("1.2万人", "人", NORM, 12000),
    ("1.2万", "人", NORM, 12000),
    ("12千人", "千人", NORM, 12),
    ("53.6円/人", "円/人", NORM, 53.6),
    ("53.6円", "円/人", NOT, ()),
    ("1,234千円", "円", NORM, 1234000),
    ("3か所", "箇所", NORM, 3),
    ("3ヶ所", "箇所", NORM, 3),
    ("120m2", "㎡", NORM, 120),
    ("120㎡", "㎡", NORM, 120),
    ("12.5％", "%", NORM, 12.5),
    ("12.5", "%", NORM, 12.5),
    ("12.5パーセント", "％", NORM, 12.5),
    ("3匹", "匹", NORM, 3),
    ("12回", "件", NOT, ()),
    ("4点", "点", NORM, 4),
    ("2.5Ｋｍ", "km", NORM, 2.5),
]

RATES = [  # kind percent: the fraction that Excel stores
    (0.125, OK, 0.125),
    (12.5, OK, 12.5),
    ("12.5%", NORM, 0.125),
    ("12.5％", NORM, 0.125),
    ("１２．５％", NORM, 0.125),
    ("12.5 %", NORM, 0.125),
    ("△3.2%", NORM, -0.032),
    ("100%", NORM, 1),
    ("12.5パーセント", NORM, 0.125),
    ("12.5", AMB, (0.125, 12.5)),
    ("0.125", AMB, (0.00125, 0.125)),
    ("0", NORM, 0),
    ("5人", NOT, ()),
    ("3ポイント", NOT, ()),
    ("5割", NOT, (5,)),
]

WHOLE = [
    (3.0, OK, 3),
    ("3", NORM, 3),
    ("3.0", NORM, 3),
    (0.3, NOT, (0.3,)),
    (-0.5, NOT, (-0.5,)),
    ("1.5", NOT, (1.5,)),
    (1e20, OK, 1e20),
]


@pytest.mark.parametrize(("raw", "status", "value"), PLAIN)
def test_numbers_without_a_unit(raw: Any, status: str, value: Any) -> None:
    assert outcome(read_number(raw)) == (status, value)


@pytest.mark.parametrize(("raw", "status", "value"), AMOUNTS)
def test_amounts_in_thousand_yen(raw: Any, status: str, value: Any) -> None:
    assert outcome(read_number(raw, unit="千円", kind="amount")) == (status, value)


@pytest.mark.parametrize(("raw", "unit", "status", "value"), OTHER_UNITS)
def test_other_units(raw: Any, unit: str, status: str, value: Any) -> None:
    assert outcome(read_number(raw, unit=unit)) == (status, value)


@pytest.mark.parametrize(("raw", "status", "value"), RATES)
def test_percent(raw: Any, status: str, value: Any) -> None:
    assert outcome(read_number(raw, kind="percent")) == (status, value)


@pytest.mark.parametrize(("raw", "status", "value"), WHOLE)
def test_whole_numbers(raw: Any, status: str, value: Any) -> None:
    assert outcome(read_number(raw, kind="integer")) == (status, value)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("約90", "おおよそ"),
        ("29（4）", "29、4"),
        ("90人", "千円"),
        ("90人", "人"),
        ("#REF!", "エラー値"),
        ("十二", "漢数字"),
        ("1.234.567", "桁区切り"),
        ("1.2億", "120,000千円、120,000,000千円"),
        ("1.2百万円", "1,200千円"),
        ("12", "文字として入力"),
        ("{0} {raw}", "{0} {raw}"),
    ],
)
def test_the_note_says_what_helps(raw: str, words: str) -> None:
    note = read_number(raw, unit="千円", kind="amount").note
    assert note is not None
    assert words in note.ja
    assert note.en.strip()


def test_types_are_exact() -> None:
    assert type(read_number("1,234").value) is int
    assert type(read_number(436.0).value) is int
    assert type(read_number("0.30").value) is float
    assert type(read_number(1e300).value) is float


def test_dash_family() -> None:
    assert all(is_dash(dash) for dash in "-－―ー–—‐−─‑━﹣ｰ")
    assert is_dash(" －－ ")
    assert not any(is_dash(text) for text in ("", " ", "-5", "△", "a-b", "〃", "サー"))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567, None, "1,234,567"),
        (1234567.5, None, "1,234,567.5"),
        (0.1 + 0.2, None, "0.3"),
        (-0.0, None, "0"),
        (1e-7, None, "0.0000001"),
        (100.0, None, "100"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (1.005, 2, "1.01"),
        (0.3, 2, "0.30"),
        (12345678901234567890, None, "12,345,678,901,234,567,890"),
        (math.inf, None, "inf"),
    ],
)
def test_format_number(value: float, decimals: int | None, text: str) -> None:
    assert format_number(value, decimals) == text


def test_shifts() -> None:
    assert shifts("円", "千円") == (-3,)
    assert shifts("千円", "百万円") == (-3,)
    assert shifts("十億円", "千円") == (6,)
    assert shifts("", "千円") == (0,)
    assert shifts("人", "千円") == ()
