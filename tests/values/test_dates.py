"""Dates. Sources as in test_numbers."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from xltool.values import read_date

from .outcomes import AMB, EMPTY, NORM, NOT, OK, outcome

CASES = [
    # date cells: serial numbers
    (45748.0, OK, "2025-04-01"),
    (45748.5, NORM, "2025-04-01"),
    (61.0, OK, "1900-03-01"),
    (60.0, NOT, ()),  # 1900-02-29 exists in Excel only
    (59.0, OK, "1900-02-28"),
    (1.0, OK, "1900-01-01"),
    (2958465.0, OK, "9999-12-31"),
    (2958466.0, NOT, ()),
    (0.5, NOT, ()),
    (-1.0, NOT, ()),
    (datetime.date(2025, 4, 1), OK, "2025-04-01"),
    (datetime.datetime(2025, 4, 1, 9), OK, "2025-04-01"),
    # numbers that are no serials
    (2025.0, NOT, ()),
    (20250401.0, NORM, "2025-04-01"),
    (True, NOT, ()),
    (float("nan"), NOT, ()),
    (float("inf"), NOT, ()),
    (None, EMPTY, ()),
    ("\u3000", EMPTY, ()),
    # EXCEL: a date only in a Japanese locale, elsewhere text
    ("2025-04-01", OK, "2025-04-01"),
    ("2025/4/1", NORM, "2025-04-01"),
    ("２０２５／４／１", NORM, "2025-04-01"),
    ("2025.4.1", NORM, "2025-04-01"),
    ("2025年4月1日", NORM, "2025-04-01"),
    (" 2025 年 4 月 1 日 ", NORM, "2025-04-01"),
    ("2025－4－1", NORM, "2025-04-01"),
    ("20250401", NORM, "2025-04-01"),
    ("45748", NORM, "2025-04-01"),
    ("2025-04-01 00:00:00", NORM, "2025-04-01"),
    ("2025/04/01 0:00", NORM, "2025-04-01"),
    ("2025-04-01T00:00:00.000", NORM, "2025-04-01"),
    # EXCEL: R7.4.1 stays text, even in a wareki cell
    ("R7.4.1", NORM, "2025-04-01"),
    ("r7/4/1", NORM, "2025-04-01"),
    ("Ｒ７．４．１", NORM, "2025-04-01"),
    ("令和7年4月1日", NORM, "2025-04-01"),
    ("令和七年四月一日", NORM, "2025-04-01"),
    ("令和元年5月1日", NORM, "2019-05-01"),
    ("平成31年4月30日", NORM, "2019-04-30"),
    ("平成31年5月1日", NORM, "2019-05-01"),
    ("平成15年8月1日", NORM, "2003-08-01"),
    ("昭和64年1月7日", NORM, "1989-01-07"),
    ("㍻29.3.31", NORM, "2017-03-31"),
    # weekdays
    ("令和7年4月1日（火）", NORM, "2025-04-01"),
    ("2025/4/1(火曜日)", NORM, "2025-04-01"),
    ("2025/4/1（水）", AMB, ("2025-04-01",)),
    # in doubt
    ("7.4.1", AMB, ("2025-04-01", "1995-04-01", "1932-04-01", "2007-04-01")),
    ("4/5/2025", AMB, ("2025-04-05", "2025-05-04")),
    ("4/15/2025", NORM, "2025-04-15"),
    # not a day
    ("4月1日", NOT, ()),
    ("４月１日", NOT, ()),
    ("2025/4", NOT, ()),
    ("2025年度", NOT, ()),
    ("2025/2/30", NOT, ()),
    ("2025/13/1", NOT, ()),
    ("令和7年4月上旬", NOT, ()),
    ("未定", NOT, ()),
    ("－", NOT, ()),
]


@pytest.mark.parametrize(("raw", "status", "day"), CASES)
def test_read_date(raw: Any, status: str, day: Any) -> None:
    assert outcome(read_date(raw)) == (status, day)


def test_1904_workbooks_count_from_another_day() -> None:
    assert outcome(read_date(45748.0 - 1462, date1904=True)) == (OK, "2025-04-01")
    assert outcome(read_date(0.0, date1904=True)) == (OK, "1904-01-01")
