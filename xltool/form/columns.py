"""The columns of a box: fiscal years, each split again by ``sub``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xltool.form.context import Collector, Context
from xltool.form.keys import ID_PART, Keys, offset_of
from xltool.form.source import ListNode, Problems, Scalar

__all__ = ["Columns", "read_columns"]


@dataclass(frozen=True, kw_only=True)
class Columns:
    """How a box is divided: into years, and each into parts."""

    offsets: tuple[int, ...]  # empty for a box without years
    subs: dict[str, str]  # id -> label; empty for one that is not split
    each: int | None  # canvas columns of one year's part, where the form says so
    line: int
    problems: Problems

    @property
    def total(self) -> int | None:
        """Canvas columns of all together."""
        return None if self.each is None else self.each * max(1, len(self.offsets))

    def cells(self, total: int) -> Iterator[tuple[int | None, str | None, int]]:
        """(offset, sub, width) of every cell, left to right."""
        cells: list[tuple[int | None, str | None]] = [
            (offset, sub) for offset in (self.offsets or (None,)) for sub in (tuple(self.subs) or (None,))
        ]
        if total % len(cells):
            self.problems.add(
                self.line,
                f"幅 {total} は {len(cells)} 列に等分できません。幅を {len(cells)} の倍数にしてください。",
                f"A width of {total} cannot be split into {len(cells)} equal columns; "
                f"make it a multiple of {len(cells)}.",
            )
        for offset, sub in cells:
            yield offset, sub, max(1, total // len(cells))


def read_columns(keys: Keys, context: Context, into: Collector) -> Columns:
    return Columns(
        offsets=_offsets(keys, into),
        subs=_subs(keys, context, into),
        each=keys.whole("width"),
        line=keys.line,
        problems=into.problems,
    )


def _offsets(keys: Keys, into: Collector) -> tuple[int, ...]:
    """All of the form's with ``years: true``, or those listed."""
    node = keys.get("years")
    if node is None or (isinstance(node, Scalar) and (node.empty or node.value == "false")):
        return ()
    problems = into.problems
    if not into.offsets:
        if not problems.torn:
            problems.tear(
                node.line,
                "「years」を使うには、様式の先頭に年度の列を書いてください"
                "（years: {offsets: [-1, 0, 1, 2]}）。",
                "To use 'years' here, declare the form's columns: years: {offsets: [-1, 0, 1, 2]}.",
            )
        return ()
    if isinstance(node, Scalar) and node.value == "true":
        return into.offsets
    if not isinstance(node, ListNode) or not node.items:
        problems.tear(
            node.line,
            f"ここの「years」は true か、列の一覧（例: {list(into.offsets)}）で書いてください。",
            f"'years' is true here, or a list of columns such as {list(into.offsets)}.",
        )
        return ()
    out: list[int] = []
    for item in node:
        offset = offset_of(item.value) if isinstance(item, Scalar) else None
        if offset is None or offset not in into.offsets:
            word = item.value if isinstance(item, Scalar) else "…"
            problems.tear(
                item.line,
                f"年度の列「{word}」は様式にありません。{list(into.offsets)} から選んでください。",
                f"The form has no column '{word}'; choose from {list(into.offsets)}.",
            )
        elif out and offset <= out[-1]:
            problems.tear(
                item.line,
                f"年度の列「{offset:+d}」の順番が違います。左から小さい順に一度ずつ書いてください。",
                f"The column {offset:+d} is out of order; list every column once, ascending.",
            )
        else:
            out.append(offset)
    return tuple(out)


def _subs(keys: Keys, context: Context, into: Collector) -> dict[str, str]:
    node = keys.map("sub")
    out: dict[str, str] = {}
    for sub, label in node.entries.items() if node else ():
        if not ID_PART.match(sub) or not isinstance(label, Scalar) or label.empty:
            into.problems.tear(
                label.line,
                "「sub」は「id: 見出し」で書いてください"
                f"（「{sub}」は id に使えないか、見出しがありません）。",
                f"'sub' takes 'id: label'; '{sub}' cannot be an id, or lacks its label.",
            )
        else:
            out[sub] = context.fill(label.value)
    return out
