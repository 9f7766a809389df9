"""Fiscal years: labels by base year, and every way people write one. Sources as in test_numbers."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from xltool.values import era_number, fiscal_year, read_year, year_choices, year_label

from .outcomes import AMB, EMPTY, NORM, NOT, OK, outcome


@pytest.mark.parametrize(
    ("year", "base_year", "label"),
    [
        # SEED: base 2017 prints 平成28 to 平成31年度
        (2016, 2017, "平成28年度"),
        (2017, 2017, "平成29年度"),
        (2019, 2017, "平成31年度"),
        (2019, 2018, "平成31年度"),
        (2020, 2018, "平成32年度"),
        # DESIGN 4: base 2019 and later
        (2018, 2019, "平成30年度"),
        (2019, 2019, "令和元年度"),
        (2020, 2019, "令和2年度"),
        (2017, 2026, "平成29年度"),
        (2025, 2026, "令和7年度"),
        (2028, 2026, "令和10年度"),
        # 開始年度 of old projects
        (1989, 2017, "平成元年度"),
        (1988, 2017, "昭和63年度"),
        (1952, 2017, "昭和27年度"),
        (1927, 2017, "昭和2年度"),
        (1926, 2017, "大正15年度"),
        (1912, 2017, "明治45年度"),
        (1868, 2017, "明治元年度"),
        (1867, 2017, "1867年度"),
        # as a sheet of that time would have said
        (1990, 1988, "昭和65年度"),
        (1990, 1989, "平成2年度"),
    ],
)
def test_label(year: int, base_year: int, label: str) -> None:
    assert year_label(year, base_year=base_year) == label


def test_label_in_english_number_and_choices() -> None:
    assert year_label(2017, base_year=2017, lang="en") == "FY2017"
    assert [era_number(year, 2026) for year in (2017, 2019, 2020)] == ["29", "元", "2"]
    assert era_number(2019, 2018) == "31"
    assert year_choices(2017, 2018, 2020) == (
        ("平成30年度", 2018),
        ("平成31年度", 2019),
        ("平成32年度", 2020),
    )


def test_a_fiscal_year_begins_in_april() -> None:
    assert fiscal_year(datetime.date(2017, 3, 31)) == 2016
    assert fiscal_year(datetime.date(2017, 4, 1)) == 2017


CASES = [  # base year 2019
    # what our own drop-down gives, and western years as numbers
    ("平成29年度", OK, 2017),
    ("令和元年度", OK, 2019),
    ("FY2017", OK, 2017),
    (2017.0, OK, 2017),
    (2017, OK, 2017),
    (None, EMPTY, ()),
    ("　", EMPTY, ()),
    # USERS: 昭和27, 令和元, 18, 0
    ("昭和27", NORM, 1952),
    ("令和元", NORM, 2019),
    ("18", AMB, (2006, 2036, 1943)),
    ("0", NOT, ()),
    (0.0, NOT, ()),
    # DESIGN 7, issue 4: every era and spelling
    ("平成29年", NORM, 2017),
    ("平成29", NORM, 2017),
    ("平成２９", NORM, 2017),
    ("平成 29 年度", NORM, 2017),
    ("平成29\n年度", NORM, 2017),
    ("平29", NORM, 2017),
    ("平２９", NORM, 2017),
    ("H29", NORM, 2017),
    ("h29", NORM, 2017),
    ("Ｈ２９", NORM, 2017),
    ("ｈ２９", NORM, 2017),
    ("H.29", NORM, 2017),
    ("H29年度", NORM, 2017),
    ("㍻29", NORM, 2017),
    ("㍻29年度", NORM, 2017),
    ("㋿元年度", NORM, 2019),
    ("㍼63", NORM, 1988),
    ("㍽15", NORM, 1926),
    ("㍾45年", NORM, 1912),
    ("平成二十九年度", NORM, 2017),
    ("平成三十一年度", NORM, 2019),
    ("平成十年度", NORM, 1998),
    ("昭和六十三年", NORM, 1988),
    ("R1", NORM, 2019),
    ("R元", NORM, 2019),
    ("R元年度", NORM, 2019),
    ("Ｒ元", NORM, 2019),
    ("令1", NORM, 2019),
    ("令和1年度", NORM, 2019),
    ("令和元年", NORM, 2019),
    ("R7", NORM, 2025),
    ("S27", NORM, 1952),
    ("昭27", NORM, 1952),
    ("昭和64年", NORM, 1989),
    ("平成元", NORM, 1989),
    ("大正10年", NORM, 1921),
    ("T10", NORM, 1921),
    ("明治33年度", OK, 1900),
    ("M33", NORM, 1900),
    # beyond the era's end: written before the change, or by habit
    ("平成31年度", NORM, 2019),
    ("平成32", NORM, 2020),
    ("昭和100年", NORM, 2025),
    ("平成999年", NOT, ()),
    ("平成0年", NOT, ()),
    # western
    ("2017", NORM, 2017),
    ("２０１７年度", NORM, 2017),
    ("2017.0", NORM, 2017),
    ("西暦2017", NORM, 2017),
    ("西暦 2017 年", NORM, 2017),
    ("2017年", NORM, 2017),
    ("fy2017", NORM, 2017),
    ("2017FY", NORM, 2017),
    ("平成29年度末", NORM, 2017),
    ("2300年", NOT, ()),
    ("1800", NOT, ()),
    # dates: EXCEL turns 2017/5/1 into a serial, R7.4.1 stays text
    ("2017-05-01", NORM, 2017),
    ("2017-03-31", NORM, 2016),
    ("2017/3/31", NORM, 2016),
    ("2017.4.1", NORM, 2017),
    ("2017年4月1日", NORM, 2017),
    ("平成29年3月31日", NORM, 2016),
    ("平成２９年３月３１日", NORM, 2016),
    ("R7.4.1", NORM, 2025),
    ("R7.3.31", NORM, 2024),
    ("H29/4/1", NORM, 2017),
    ("20170331", NORM, 2016),
    (20170331.0, NORM, 2016),
    ("2017-05-01 00:00:00", NORM, 2017),
    (42856.0, NORM, 2017),
    (42825.0, NORM, 2016),
    (42856.75, NORM, 2017),
    ("42856", NORM, 2017),
    (datetime.date(2017, 3, 31), NORM, 2016),
    (datetime.datetime(2017, 4, 1, 12), NORM, 2017),
    # months
    ("平成29年3月", NORM, 2016),
    ("H29.4", NORM, 2017),
    ("2017/3", NORM, 2016),
    ("2017年4月", NORM, 2017),
    ("R5-7", NOT, (2023,)),
    # without the era: never a guess, even where only one is plausible
    ("29", AMB, (2017, 2047, 1954)),
    (29.0, AMB, (2017, 2047, 1954)),
    ("２９年度", AMB, (2017, 2047, 1954)),
    ("29年", AMB, (2017, 2047, 1954)),
    ("63", AMB, (1988,)),
    ("元年度", AMB, (2019, 1989)),
    ("7.4.1", AMB, (2025, 1995, 1932, 2007)),
    (999.0, NOT, ()),
    # the same year said twice, two years, remarks
    ("平成31(2019)年度", NORM, 2019),
    ("平成31年度（令和元年度）", NORM, 2019),
    ("2019（令和元）年度", NORM, 2019),
    ("平成31・令和元年度", NORM, 2019),
    ("平成31/令和元", NORM, 2019),
    ("平成30年度（2019年度）", AMB, (2018, 2019)),
    ("平成29年度、平成31年度", AMB, (2017, 2019)),
    ("平成29年度（延長予定）", AMB, (2017,)),
    ("平成29～31年度", NOT, (2017,)),
    ("平成15年度から平成29年度まで", NOT, (2003, 2017)),
    # words
    ("未定", NOT, ()),
    ("継続", NOT, ()),
    ("－", NOT, ()),
    ("#N/A", NOT, ()),
    (True, NOT, ()),
    (-1.0, NOT, ()),
    (29.5, NOT, ()),
    (float("nan"), NOT, ()),
    (float("inf"), NOT, ()),
    (1e300, NOT, ()),
]


@pytest.mark.parametrize(("raw", "status", "year"), CASES)
def test_read_year(raw: Any, status: str, year: Any) -> None:
    assert outcome(read_year(raw, base_year=2019)) == (status, year)


def test_the_label_of_the_base_year_is_as_it_should_be() -> None:
    assert outcome(read_year("平成31年度", base_year=2018)) == (OK, 2019)
    assert outcome(read_year("令和元年度", base_year=2018)) == (NORM, 2019)


def test_serials_of_a_1904_workbook() -> None:
    assert outcome(read_year(42856.0 - 1462, base_year=2019, date1904=True)) == (NORM, 2017)


def test_the_note_names_the_readings() -> None:
    note = read_year("29", base_year=2026).note
    assert note is not None
    assert "平成29年度（2017年度）" in note.ja
    assert "FY2017, FY2047" in note.en
