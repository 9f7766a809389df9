"""How wide a text is: the quick way says what character by character says."""

from __future__ import annotations

import sys
from random import Random

import pytest

from xltool.text import char_width, display_width


def test_every_character_by_itself() -> None:
    every = [chr(at) for at in range(sys.maxunicode + 1)]
    wrong = [hex(ord(ch)) for ch in every if ch != "\x7f" and display_width(ch) != char_width(ch)]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("事業", 4), ("ｶﾅ", 2), ("か\u3099", 2), ("ﾊﾟ－①α", 8), ("第3課\n（新規）", 14)],
)
def test_texts(text: str, width: int) -> None:
    assert display_width(text) == width


def test_mixed_texts_add_up() -> None:
    rng = Random(8)
    some = "abc 事業かナ・ー（）１ｱ\u3099é①■😀\n\u200b"
    for _ in range(300):
        text = "".join(rng.choices(some, k=rng.randint(0, 40)))
        assert display_width(text) == sum(map(char_width, text))
