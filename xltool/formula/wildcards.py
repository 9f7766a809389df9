"""``*`` and ``?`` in criteria, MATCH and SEARCH; ``~`` takes the next character literally."""

from __future__ import annotations

import re

__all__ = ["has_wildcard", "wildcard_pattern"]


def has_wildcard(text: str) -> bool:
    return any(char in text for char in "*?~")


def wildcard_pattern(text: str) -> str:
    """As a regular expression, to be used with IGNORECASE and DOTALL."""
    out: list[str] = []
    chars = iter(text)
    for char in chars:
        if char == "~":
            follower = next(chars, "")
            out.append(re.escape(follower if follower in ("*", "?", "~") and follower else char + follower))
        else:
            out.append({"*": ".*", "?": "."}.get(char) or re.escape(char))
    return "".join(out)
