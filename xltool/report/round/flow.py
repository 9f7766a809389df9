"""Running text on a terminal: pieces side by side, sentences under a file name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.report.round.table import Piece, clip
from xltool.report.text import Line
from xltool.report.typeset import one_line, wrap
from xltool.text import Lang, Text, display_width

__all__ = ["flow", "heading", "item", "sentences"]


def flow(pieces: Sequence[Piece], width: int, *, head: Sequence[Piece] = ()) -> Iterator[Line]:
    """Pieces side by side with two spaces between; those that do not fit go on below the first."""
    indent = sum(display_width(text) for text, _ in head)
    line, used = list(head), indent
    for text, style in pieces:
        shown = clip(text, width - indent)
        size = display_width(shown)
        if used > indent and used + 2 + size > width:
            yield Line(tuple(line))
            line, used = [(" " * indent, "")], indent
        if used > indent:
            line.append(("  ", ""))
            used += 2
        line.append((shown, style))
        used += size
    yield Line(tuple(line))


def sentences(text: str, width: int, *, indent: int, first: str = "", style: str = "") -> Iterator[Line]:
    """Wrapped below an indent; ``first`` stands before the first line, the others begin below its text."""
    hang = " " * display_width(first)
    parts = [part for own in text.split("\n") for part in wrap(one_line(own), width - indent - len(hang))]
    for i, part in enumerate(parts):
        yield Line(((" " * indent + (hang if i else first) + part, style),))


def item(name: str, project: str | None, reason: str | None, width: int) -> Iterator[Line]:
    """A file, the project that it is about, and one sentence."""
    number = f"  {one_line(project)}" if project else ""
    parts = wrap(one_line(name), width - 2 - min(display_width(number), 20))
    for i, part in enumerate(parts):
        tail = clip(number, 20) if i == len(parts) - 1 else ""
        yield Line(((f"  {part}", ""), (tail, "bold")))
    if reason:
        yield from sentences(reason, width, indent=4, first="→ ", style="green")


def heading(text: Text, number: int, style: str, lang: Lang, width: int) -> Iterator[Line]:
    """A blank line, then a heading with its count (0: without)."""
    yield Line()
    tail = Text(f"（{number} 件）", f" ({number})").pick(lang) if number else ""
    yield from sentences(text.pick(lang) + tail, width, indent=0, first="■ ", style=f"bold {style}".strip())
