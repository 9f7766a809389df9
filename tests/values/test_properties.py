"""What holds for every text: no reader raises, one reading settles it, nothing is half said."""

from __future__ import annotations

import datetime
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xltool.values import (
    Raw,
    Reading,
    clean_prose,
    fold,
    is_dash,
    read_choice,
    read_code,
    read_date,
    read_number,
    read_phone,
    read_score,
    read_standin,
    read_tick,
    read_year,
    year_label,
)

if TYPE_CHECKING:
    from collections.abc import Callable

GRADES = [(g, g) for g in ("拡大", "現状継続", "要検討", "見直し", "統合", "休止・廃止", "終了")]
DUTIES = [("own", "■自治事務 □法定受託事務"), ("1", "□自治事務 ■法定受託事務"), ("2", "10人"), ("x", "")]
SCALE = [(3, "妥当"), (2, "どちらかという妥当"), (1, "妥当でない")]

READERS: dict[str, Callable[[Raw], Reading]] = {
    "decimal": read_number,
    "integer": lambda raw: read_number(raw, kind="integer"),
    "amount": lambda raw: read_number(raw, unit="千円", kind="amount"),
    "percent": lambda raw: read_number(raw, kind="percent"),
    "persons": lambda raw: read_number(raw, unit="人"),
    "year": lambda raw: read_year(raw, base_year=2026),
    "old year": lambda raw: read_year(raw, base_year=2017),
    "date": read_date,
    "grade": lambda raw: read_choice(raw, GRADES),
    "duty": lambda raw: read_choice(raw, DUTIES),
    "tick": read_tick,
    "code": lambda raw: read_code(raw, width=5),
    "free code": read_code,
    "phone": read_phone,
    "score": lambda raw: read_score(raw, SCALE),
}

# Pieces that the readers know, so that random texts reach deep into them, and pieces nobody expects.
PIECES = """
0 1 29 2017 20250401 42856 ３ １２ 1,234 . , 、 。 ／ / : - － ー △ ▲ + ( ) （ ） ' ¥ ￥ % ％ e E+3
円 千 万 億 兆 人 名 件 約 程度 ～ 元 年 年度 月 日 度 末 平成 令和 昭和 H R Ｈ ㍻ ㋿ 十 二 〇 FY 西暦
(火) T00:00:00 00:00 ■ □ ☑ × ○ レ TRUE 内線 ext TEL 03 3504 拡大 現状 継続 終了 休止・廃止 「 」 ① ③
妥当 妥当でない 点 自治事務 法定受託事務 設定困難 #REF! = {0} {raw} _x000D_ ﾞ ｶ ㎡ m2
"""
NASTY = [
    " ",
    "\u3000",
    "\n",
    "\r\n",
    "\t",
    "\u00a0",
    "\u200b",
    "\0",
    "\ud800",
    "\U000e0100",
    "\u3099",
    "İ",
    "٣",
    "²",
]
texts = st.lists(st.sampled_from(PIECES.split() + NASTY), max_size=7).map("".join) | st.text(max_size=30)
raws = st.one_of(
    texts,
    st.floats(),
    st.integers(-(10**20), 10**20),
    st.integers(0, 60000).map(float),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
)


@pytest.mark.parametrize("reader", READERS)
@settings(deadline=None)
@given(raw=raws)
@example(raw=datetime.date(1, 1, 1))
def test_every_reading_is_whole_and_settled(reader: str, raw: Any) -> None:
    check_whole_and_settled(reader, raw)


LONG = {
    "nines": "9" * 5000,
    "power": 10**5000,
    "brackets": "(" * 5000,
    "dashes": "-" * 5000,
    "ones": "1 " * 2000,
    "boxes": "■あ□" * 2000,
    "eras": "平成29" * 1000,
    "blank lines": "\n \n " * 20000 + "x",
    "commas": "1" + ",111" * 90 + "x",
    "phones": "03-1234-5678、" * 500,
}


@pytest.mark.parametrize("long", LONG)
@pytest.mark.parametrize("reader", READERS)
def test_long_input_is_read_at_once(reader: str, long: str) -> None:
    begin = time.perf_counter()
    check_whole_and_settled(reader, LONG[long])
    assert time.perf_counter() - begin < 3  # seconds; quadratic work would take minutes


def check_whole_and_settled(reader: str, raw: Any) -> None:
    read = READERS[reader]
    reading = read(raw)
    if reading.clear:
        again = read(reading.value)
        assert (again.status, again.value, type(again.value)) == ("ok", reading.value, type(reading.value))
        assert not reading.candidates
    else:
        assert reading.value is None or (reader == "tick" and reading.status == "empty")
    if reading.status == "ambiguous":
        assert reading.candidates
        assert len(set(reading.candidates)) == len(reading.candidates)
    assert (reading.note is None) == (reading.status in ("ok", "empty"))
    if reading.note:
        assert reading.note.ja.endswith("。")
        assert reading.note.en.endswith(".")
        assert len(reading.note.ja) < 700


@pytest.mark.parametrize("reader", READERS)
@given(raw=texts)
def test_an_ambiguity_is_solved_by_typing_a_candidate(reader: str, raw: str) -> None:
    for candidate in READERS[reader](raw).candidates:
        solved = READERS[reader](candidate)
        assert solved.status != "ambiguous"
        assert (
            not solved.clear
            or solved.value == candidate
            or reader in ("code", "free code", "year", "old year")
        )


@given(text=texts)
def test_keys_and_prose_are_settled(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert clean_prose(clean_prose(text)) == clean_prose(text)
    assert clean_prose(text).replace("\n", "") in text.replace("\r", "").replace("\n", "")
    assert not (is_dash(text) and read_number(text).clear)


@given(text=texts, allowed=st.lists(texts, max_size=3))
def test_a_standin_is_one_of_the_allowed(text: str, allowed: list[str]) -> None:
    meant = read_standin(text, allowed)
    assert meant is None or meant in allowed
    assert all(read_standin(literal, allowed) == literal for literal in allowed)


@given(number=st.integers(-(10**12), 10**12))
def test_one_number_in_many_dresses(number: int) -> None:
    wide = str.maketrans("0123456789,-", "０１２３４５６７８９，－")
    plain, grouped = str(number), f"{number:,}"
    for text in (plain, grouped, plain.translate(wide), grouped.translate(wide), f" {grouped}\u3000千円\n"):
        assert read_number(text, unit="千円", kind="amount").value == number
    assert read_number(f"{number * 1000:,}円", unit="千円", kind="amount").value == number
    if number < 0:
        for text in (f"△{-number:,}", f"▲ {-number}", f"({-number:,})", f"（{-number}）"):
            assert read_number(text, unit="千円", kind="amount").value == number


@given(number=st.floats(-1e15, 1e15).filter(lambda x: x == 0 or abs(x) > 1e-300))
def test_decimals_survive_being_typed(number: float) -> None:
    assert read_number(repr(number)).value == number


@given(year=st.integers(1868, 2100), base_year=st.integers(1868, 2100))
def test_every_label_is_read_back(year: int, base_year: int) -> None:
    for lang in ("ja", "en"):
        reading = read_year(year_label(year, base_year=base_year, lang=lang), base_year=base_year)
        assert (reading.status, reading.value) == ("ok", year)


@given(day=st.dates(datetime.date(1868, 4, 1), datetime.date(2150, 12, 31)))
def test_every_way_of_writing_a_date_is_the_same_day(day: datetime.date) -> None:
    iso = day.isoformat()
    western = (
        iso,
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        iso.replace("-", ""),
    )
    eras = [f"{name}{day.year - zero}.{day.month}.{day.day}" for name, zero in (("H", 1988), ("令和", 2018))]
    for text in (*western, *(text for text, zero in zip(eras, (1988, 2018), strict=True) if day.year > zero)):
        assert read_date(text).value == iso
        assert read_year(text, base_year=2026).value == (day.year if day.month >= 4 else day.year - 1)
