"""``*`` and ``?`` in criteria, MATCH and SEARCH; ``~`` takes the next character literally.

Patterns may come from cells, so matching takes time in proportion to the text, whatever the pattern: between
stars the earliest place is always the best one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

__all__ = ["find", "has_wildcard", "matches_whole"]

_Piece: TypeAlias = tuple[
    re.Pattern[str], int
]  # what stands between two stars, and how many characters it takes


def has_wildcard(text: str) -> bool:
    return any(char in text for char in "*?~")


def matches_whole(pattern: str, text: str) -> bool:
    """Whether the whole text fits the pattern, without case."""
    pieces = _pieces(pattern)
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return first[0].fullmatch(text) is not None
    at = _chain(pieces[1:-1], text, first[1]) if first[0].match(text) else None
    end = len(text) - last[1]
    return at is not None and at <= end and last[0].match(text, end) is not None


def find(pattern: str, text: str, start: int) -> int:
    """Where the first fit begins, from ``start`` on; -1 where there is none."""
    pieces = _pieces(pattern)
    match = pieces[0][0].search(text, start)
    if match is None or _chain(pieces[1:], text, match.end()) is None:
        return -1
    return match.start()


def _chain(pieces: tuple[_Piece, ...], text: str, at: int) -> int | None:
    """The end of the last piece, each found at its earliest place after the one before."""
    for piece, _ in pieces:
        match = piece.search(text, at)
        if match is None:
            return None
        at = match.end()
    return at


@lru_cache(maxsize=1024)
def _pieces(pattern: str) -> tuple[_Piece, ...]:
    """At least one; between stars side by side stand empty pieces."""
    parts: list[list[str]] = [[]]
    chars = iter(pattern)
    for char in chars:
        if char == "*":
            parts.append([])
        elif char == "?":
            parts[-1].append(".")
        elif char == "~":
            follower = next(chars, "")
            literal = follower if follower in ("*", "?", "~") else char + follower
            parts[-1].extend(map(re.escape, literal))
        else:
            parts[-1].append(re.escape(char))
    return tuple((re.compile("".join(part), re.IGNORECASE | re.DOTALL), len(part)) for part in parts)
