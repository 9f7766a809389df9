"""Setting text in columns where kanji take two places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltool.report.typeset import one_line, pad, shorten, wrap
from xltool.text import display_width


def test_full_width_counts_two() -> None:
    assert wrap("防災訓練を行う", 8) == ["防災訓練", "を行う"]
    assert pad("防災", 6) == "防災  "
    assert shorten("防災訓練", 6) == "防災…"


def test_no_line_begins_with_a_full_stop_or_ends_with_a_bracket() -> None:
    assert wrap("訓練を行う。次", 10) == ["訓練を行", "う。次"]
    assert wrap("訓練を行（年）", 10) == ["訓練を行", "（年）"]


def test_words_stay_whole_and_long_ones_are_cut() -> None:
    assert wrap("the check sheet", 10) == ["the check", "sheet"]
    assert wrap("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_one_line_has_no_control_characters() -> None:
    assert one_line("行\n政\t\x1b[31m課") == "行 政 [31m課"


@given(st.text(), st.integers(4, 60))
def test_lines_fit_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(display_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize("width", [4, 5, 7])
def test_empty_text_is_one_empty_line(width: int) -> None:
    assert wrap("", width) == [""]
