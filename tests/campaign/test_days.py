"""Days as letters write them."""

from __future__ import annotations

import datetime

import pytest

from xltool.campaign.days import date_text, day_text, short_day
from xltool.values import read_date


@pytest.mark.parametrize(
    ("day", "ja"),
    [
        ("2026-08-31", "令和8年8月31日（月）"),
        ("2019-05-01", "令和元年5月1日（水）"),
        ("2019-04-30", "平成31年4月30日（火）"),
        ("1989-01-08", "平成元年1月8日（日）"),
        ("1989-01-07", "昭和64年1月7日（土）"),
        ("1926-12-25", "昭和元年12月25日（土）"),
        ("1926-12-24", "1926年12月24日（金）"),
    ],
)
def test_the_era_is_that_of_the_day(day: str, ja: str) -> None:
    date = datetime.date.fromisoformat(day)
    assert day_text(date, "ja") == ja
    assert read_date(ja).value == day  # and the weekday is right
    assert date_text(date, "ja") == ja.partition("（")[0]


def test_english() -> None:
    day = datetime.date(2026, 8, 31)
    assert day_text(day, "en") == "Monday 31 August 2026"
    assert date_text(day, "en") == "31 August 2026"
    assert short_day(day, "en") == "Mon 31 Aug"
    assert short_day(day, "ja") == "8月31日（月）"
