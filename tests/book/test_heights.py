"""Lines of texts: many measured at once are as many as of each by itself; none is wider than its cell."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from xltool.book.linebreaks import lines, lines_of_many, wrap
from xltool.text import display_width

_TEXTS = (
    "",
    "短い",
    "改行\nだけ\n",
    "地区の123件：一般会計において（事業の効果を）検証した結果、ｱｲｳ当初の目標を「達成」できた。" * 3,
    "Latin words and numbers 12345 do not break " * 4,
    "か\u3099き\u3099𠮷野家で\ud800食べた" * 9,
)


@pytest.mark.parametrize("width", [2.0, 15.5, 62.0, 400.0])
def test_many_at_once_are_as_each_by_itself(width: float) -> None:
    texts = [(text, width + i) for i, text in enumerate(_TEXTS)]
    assert lines_of_many(texts) == [lines(text, wide) for text, wide in texts]


def test_any_texts_at_once_are_as_each_by_itself() -> None:
    """With many paragraphs that end one after the other; whatever meets at the end of a line."""
    dice = Random("lines")
    texts = [
        (
            "".join(dice.choices("あ漢ａ、。」）「（-(,.1aZ \n\u3099\u200dé😀", k=dice.choice((3, 40, 200)))),
            width,
        )
        for width in (2.0, 2.4, 4.0, 7.3, 16.0, 33.5, 61.9)
        for _ in range(40)
    ]
    assert lines_of_many(texts) == [lines(text, wide) for text, wide in texts]


def test_of_no_text_and_of_none() -> None:
    assert lines_of_many([]) == []
    assert lines_of_many([("", 9.0), ("\n", 9.0)]) == [1, 2]


@pytest.mark.parametrize(
    ("text", "width", "starts"),
    [
        ("the check sheet", 9, [0, 4, 10]),
        ("訓練 check sheet を行う", 10, [0, 3, 9, 16]),
        ("abcdefghijkl", 8, [0, 7]),
        ("訓練を行う（年）。", 10, [0, 5]),
    ],
)
def test_where_lines_begin(text: str, width: float, starts: list[int]) -> None:
    assert wrap(text, width) == starts


@pytest.mark.parametrize("text", _TEXTS)
def test_no_line_is_wider_than_its_cell_nor_half_empty(text: str) -> None:
    starts = [*wrap(text, 30), len(text)]
    rows = [text[i:j].rstrip("\n") for i, j in pairwise(starts)]
    assert all(display_width(row) <= 30 for row in rows)
    full = [row for row, nxt in pairwise(rows) if nxt and "\n" not in text]
    assert all(display_width(row) > 15 for row in full)
