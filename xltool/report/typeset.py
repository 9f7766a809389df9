"""Setting text in columns of a terminal where kanji take two places."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.text import display_width

__all__ = ["one_line", "pad", "shorten", "wrap"]

_NOT_FIRST = frozenset(
    "、。，．・：；？！）］｝」』】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々,.;:?!)]}%％"
)
_NOT_LAST = frozenset("（［｛「『【〈《([{")


def one_line(text: str) -> str:
    """Line breaks, tabs and runs of blanks become one space; control characters vanish."""
    joined = " ".join(text.split())
    return joined if joined.isprintable() else "".join(ch for ch in joined if ch.isprintable())


def pad(text: str, width: int) -> str:
    """Fill with spaces up to ``width`` half-width columns."""
    return text + " " * max(0, width - display_width(text))


def shorten(text: str, width: int) -> str:
    """At most ``width`` columns, the end cut off and marked."""
    if display_width(text) <= width:
        return text
    kept, used = "", 2
    for ch in text:
        used += display_width(ch)
        if used > width:
            break
        kept += ch
    return kept + "…"


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns; Latin words stay whole where they fit, kinsoku is kept."""
    width = max(width, 4)
    lines, line, used = [], "", 0
    for token in _tokens(text):
        size = display_width(token)
        if used + size > width and line:
            carried = ""
            if token[0] in _NOT_FIRST or line[-1] in _NOT_LAST:
                carried = line[-1]
                line = line[:-1]
            if line.strip():
                lines.append(line.rstrip())
            line = carried + token.lstrip() if not carried else carried + token
            used = display_width(line)
        else:
            line += token
            used += size
        while used > width:  # one token wider than the line
            cut = _fitting(line, width)
            lines.append(line[:cut])
            line = line[cut:]
            used = display_width(line)
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _tokens(text: str) -> Iterator[str]:
    """Runs of ASCII without blanks stay together, everything else is one character."""
    word = ""
    for ch in text:
        if ch.isascii() and ch != " ":
            word += ch
            continue
        if word:
            yield word
            word = ""
        yield ch
    if word:
        yield word


def _fitting(text: str, width: int) -> int:
    """How many characters fit, at least one."""
    used = 0
    for i, ch in enumerate(text):
        used += display_width(ch)
        if used > width:
            return max(i, 1)
    return len(text)
