"""Columns of a terminal where kanji take two places."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from xltool.report.round.table import Column, Layout, cell, clip, fitting, table

TEXTS = st.text(alphabet="防災訓練課（）①ABC 12-ｱ", max_size=30)


def wide(text: str) -> int:
    """Columns on a Japanese terminal, counted without the code under test."""
    return sum(2 if unicodedata.east_asian_width(ch) in "WFA" else 1 for ch in text)


def layout(*columns: list[str], least: int | None = 6, gap: int = 2) -> Layout:
    own = [
        Column(head=f"頭{i}", cells=[cell(text) for text in cells], least=least)
        for i, cells in enumerate(columns)
    ]
    return Layout(columns=own, gap=gap)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6), st.integers(22, 90))
def test_every_row_is_equally_wide_and_fits(rows: list[tuple[str, str, str]], width: int) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)]
    lines = ["".join(text for text, _ in line.pieces) for line in table(layout(*columns), width)]
    assert len(lines) == len(rows) + 2
    assert len({wide(line) for line in lines}) == 1
    assert wide(lines[0]) <= width


@given(TEXTS, st.integers(0, 40))
def test_clipped_text_fits_and_says_so(text: str, width: int) -> None:
    shown = clip(text, width)
    assert wide(shown) <= width
    assert shown == text if wide(text) <= width else shown.endswith(".."[:width])


def test_a_cut_is_two_dots() -> None:
    assert clip("防災訓練", 6) == "防災.."
    assert clip("防災訓練", 5) == "防.."
    assert clip("防災訓練", 8) == "防災訓練"


def test_the_first_layout_that_fits_is_taken() -> None:
    rich, poor = layout(["あ" * 20], ["い" * 20], least=None), layout(["あ" * 20], least=None)
    assert fitting([rich, poor], 82) is rich
    assert fitting([rich, poor], 81) is poor
    assert fitting([rich, poor], 10) is poor


def test_what_was_cut_gets_the_room_that_is_left() -> None:
    narrow, roomy = (
        [line.plain for line in table(layout(["あ" * 10], ["い" * 3]), width, heads=False)]
        for width in (24, 28)
    )
    assert narrow == ["あああああああ..  いいい"]
    assert roomy == ["ああああああああああ  いいい"]


def test_where_nothing_fits_the_widest_column_gives_way() -> None:
    lines = [line.plain for line in table(layout(["あ" * 30], ["12"], least=None), 20, heads=False)]
    assert lines == ["ああああああ..   12"]  # 15 and 3 columns


def test_cells_are_one_line() -> None:
    assert cell("行\n政\x1b[31m\t課") == (("行 政[31m 課", ""),)
