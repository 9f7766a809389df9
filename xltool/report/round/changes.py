"""Fields that differ: old beside new, cut so that the difference is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.report.round.table import Cell, Column, Layout, cell, clip, table
from xltool.report.round.words import WORDS
from xltool.report.text import Line
from xltool.report.typeset import one_line, pad
from xltool.standing import Change
from xltool.text import Lang, display_width

__all__ = ["change_lines", "excerpts"]

_CONTEXT = 12  # columns of what is equal, shown before the first difference, where there is room
_COMFORTABLE = 16  # columns that a long text needs to be recognised


def change_lines(
    changes: Sequence[Change],
    *,
    lang: Lang,
    width: int,
    indent: int,
    heads: tuple[str, str] | None = None,
) -> Iterator[Line]:
    """One row each: label, place, old, new. ``heads`` name both sides; without them an arrow leads over."""
    if not changes:
        return
    several = len({one.sheet for one in changes}) > 1
    labels = [cell(one.label or one.field) for one in changes]
    places = [cell(_place(one, several=several), "dim") for one in changes]
    about = Layout(
        columns=[
            Column(head=WORDS["field"].pick(lang), cells=labels, least=20),
            Column(head=WORDS["where"].pick(lang), cells=places, least=6),
        ],
        indent=indent,
    )
    arrow = [] if heads else [Column(head="", cells=[cell("→", "dim")] * len(changes))]
    room = (width - about.minimum - 4 - 4 * len(arrow)) // 2
    longest = max(display_width(one_line(text)) for one in changes for text in (one.old, one.new))
    if room < min(longest, _COMFORTABLE):
        yield from _stacked(changes, about, lang, width, heads or ("-", "+"))
        return
    sides = [excerpts(one.old, one.new, room) for one in changes]
    old, new = ([_value(side[i], lang, style) for side in sides] for i, style in ((0, ""), (1, "bold")))
    names = [clip(one_line(name), room) for name in heads or ("", "")]
    columns = [
        *about.columns,
        Column(head=names[0], cells=old, least=8),
        *arrow,
        Column(head=names[1], cells=new, least=8),
    ]
    yield from table(Layout(columns=columns, indent=indent), width, heads=heads is not None)


def _stacked(
    changes: Sequence[Change], about: Layout, lang: Lang, width: int, names: tuple[str, str]
) -> Iterator[Line]:
    """Label and place, the two values below: for narrow terminals and long texts."""
    wide = max(display_width(name) for name in names)
    start = about.indent + 2 + wide + 1
    for one, row in zip(changes, table(about, width, heads=False), strict=True):
        yield row
        for name, text, style in zip(
            names, excerpts(one.old, one.new, width - start), ("", "bold"), strict=True
        ):
            blanks = " " * (about.indent + 2)
            yield Line(((f"{blanks}{pad(name, wide)} ", "dim"), *_value(text, lang, style)))


def excerpts(old: str, new: str, room: int) -> tuple[str, str]:
    """Both on one line; where one is too long, what they begin with alike is cut down to a few characters."""
    old, new = one_line(old), one_line(new)
    if max(display_width(old), display_width(new)) <= room:
        return old, new
    pairs = enumerate(zip(old, new, strict=False))
    same = old[: next((i for i, (a, b) in pairs if a != b), min(len(old), len(new)))]
    kept = ""
    while same and display_width(kept + same[-1]) <= min(_CONTEXT, room // 3):
        kept, same = same[-1] + kept, same[:-1]
    if display_width(same) > 2:
        old, new = ".." + old[len(same) :], ".." + new[len(same) :]
    return clip(old, room), clip(new, room)


def _place(one: Change, *, several: bool) -> str:
    parts = [one.sheet if several else None, one.cell]
    return "!".join(part for part in parts if part)


def _value(text: str, lang: Lang, style: str) -> Cell:
    return cell(text, style) if text else cell(WORDS["blank"].pick(lang), "dim")
