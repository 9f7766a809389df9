"""Lines of texts: many measured at once are as many as of each by itself; none is wider than its cell."""

from __future__ import annotations

from itertools import pairwise

import pytest

from xltool.book.heights import lines, lines_of_many, wrap
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


@pytest.mark.parametrize("text", _TEXTS)
def test_no_line_is_wider_than_its_cell_nor_half_empty(text: str) -> None:
    starts = [*wrap(text, 30), len(text)]
    rows = [text[i:j].rstrip("\n") for i, j in pairwise(starts)]
    assert all(display_width(row) <= 30 for row in rows)
    full = [row for row, nxt in pairwise(rows) if nxt and "\n" not in text]
    assert all(display_width(row) > 15 for row in full)
