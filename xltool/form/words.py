"""Placeholders in printed texts: ``{year} {year+1} {yy-1} {basis}``, parameters, ``{n} {mark} {sub}``."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from xltool.form.source import Problems, hint
from xltool.text import Text

__all__ = ["PLACEHOLDER", "YEAR_WORD", "check_words", "fill"]

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
YEAR_WORD = re.compile(r"(year|yy)([+-][0-9]{1,2})?\Z")
_WHERE = {
    "n": Text("繰り返し（repeat）の中", "inside a repeat"),
    "mark": Text("繰り返し（repeat）の中", "inside a repeat"),
    "sub": Text("sub のある箱", "in a box with 'sub'"),
    "basis": Text(" years に basis のある様式", "in a form whose 'years' have a 'basis'"),
}


def fill(text: str, words: Mapping[str, str]) -> str:
    """Put in the words that are known; other placeholders stay."""
    if "{" not in text:
        return text
    return PLACEHOLDER.sub(lambda m: words.get(m.group(1), m.group(0)), text)


def check_words(text: str, line: int, known: Collection[str], problems: Problems) -> None:
    """Every placeholder must be a year or one of ``known``."""
    for word in PLACEHOLDER.findall(text) if "{" in text else ():
        if word in known or YEAR_WORD.match(word) or problems.torn:
            continue
        if word in _WHERE:
            where = _WHERE[word]
            problems.add(
                line,
                f"「{{{word}}}」が使えるのは{where.ja}だけです。",
                f"'{{{word}}}' works only {where.en}.",
            )
        else:
            advice = hint(
                word,
                ("year", "yy", "basis", *known),
                Text(
                    "year、yy、basis かパラメータ名を書いてください。", "use year, yy, basis or a parameter."
                ),
            )
            problems.add(
                line,
                f"「{{{word}}}」に入れるものがありません。{advice.ja}",
                f"Nothing fills in '{{{word}}}'; {advice.en}",
            )
