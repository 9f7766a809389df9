"""The printed labels as keys: which row and column of the drawn sheet stands where now, by what is printed.

Rows are aligned in their order by the texts printed in them, columns follow from the aligned texts. Rows and
columns without a text of their own lie between two that have moved by the same distance, or nobody knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from xltool.book.raw import RawSheet

__all__ = ["Labels", "Printed", "find_labels", "squeeze"]

Place = tuple[int, int]
_TAIL = 60  # lines beyond the last text
_MOST = 2_000  # rows that hold our labels; a sheet with more of them is none of ours


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Drawn row or column -> where it is now, by the printed texts."""

    rows: Mapping[int, int]  # with a text of their own
    between: Mapping[int, int]  # between two rows that moved by the same distance
    cols: Mapping[int, int]
    swapped: Mapping[Place, Place]  # a text found once, but where another one was drawn: drawn -> now
    share: float  # of the printed texts that were found

    def find(self, drawn: Place) -> Place | None:
        """Where labels say that a drawn cell is."""
        row, col = self.rows.get(drawn[0], self.between.get(drawn[0])), self.cols.get(drawn[1])
        return (row, col) if row is not None and col is not None else None


def squeeze(text: str) -> str:
    """A label without spaces and line breaks: other programs break lines elsewhere."""
    return "".join(text.split())


@dataclass(frozen=True, eq=False)
class Printed:
    """The texts of a form as drawn, by sheet row and column."""

    texts: Mapping[Place, str]

    @cached_property
    def wanted(self) -> dict[Place, str]:
        """Squeezed."""
        return {at: squeeze(text) for at, text in self.texts.items() if text.strip()}

    @cached_property
    def known(self) -> dict[str, str]:
        """A text, as drawn or squeezed -> squeezed: most still stand as they were drawn."""
        own = {text: text for text in self.wanted.values()}
        return own | {self.texts[at]: text for at, text in self.wanted.items()}

    @cached_property
    def untouched(self) -> Labels:
        """Where all of them, and no more of them, stand where they were drawn."""
        return _aligned(self.wanted, self.wanted)


def find_labels(printed: Printed, sheet: RawSheet) -> Labels:
    known = printed.known
    now: dict[Place, str] = {}
    for at, cell in sheet.cells.items():
        value = cell.value
        if isinstance(value, str):
            text = known.get(value) or known.get(squeeze(value))
            if text is not None:
                now[at] = text
    return printed.untouched if now == printed.wanted else _aligned(printed.wanted, now)


def _aligned(wanted: Mapping[Place, str], now: Mapping[Place, str]) -> Labels:
    drawn_rows, now_rows = _by_row(wanted), _by_row(now)
    if all(now.get(at) == text for at, text in wanted.items()):
        rows = {row: row for row in drawn_rows}
    elif len(now_rows) > _MOST:
        rows = {}
    else:
        rows = _without_doubles(_align(drawn_rows, now_rows), drawn_rows, now_rows)
    cols = _columns(wanted, now, rows)
    found = sum(now.get((rows.get(r, 0), cols.get(c, 0))) == text for (r, c), text in wanted.items())
    return Labels(
        rows=rows,
        between=_between(rows, set(drawn_rows)),
        cols={**_between(cols, {col for _, col in wanted}), **cols},
        swapped=_swapped(wanted, now, rows, cols),
        share=found / len(wanted) if wanted else 0.0,
    )


def _by_row(texts: Mapping[Place, str]) -> dict[int, Counter[str]]:
    rows: dict[int, Counter[str]] = {}
    for (row, _), text in sorted(texts.items()):
        rows.setdefault(row, Counter())[text] += 1
    return rows


def _align(drawn: Mapping[int, Counter[str]], now: Mapping[int, Counter[str]]) -> dict[int, int]:
    """The pairing in order that has the most texts in common."""
    left, right = list(drawn), list(now)
    common = [[(drawn[r] & now[s]).total() for s in right] for r in left]
    best = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            pair = common[i][j] and common[i][j] + best[i + 1][j + 1]
            best[i][j] = max(best[i + 1][j], best[i][j + 1], pair)
    rows: dict[int, int] = {}
    i = j = 0
    while i < len(left) and j < len(right):
        if common[i][j] and best[i][j] == common[i][j] + best[i + 1][j + 1]:
            rows[left[i]] = right[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return rows


def _without_doubles(
    rows: dict[int, int], drawn: Mapping[int, Counter[str]], now: Mapping[int, Counter[str]]
) -> dict[int, int]:
    """Drop a row that another row of the sheet, between the same neighbours, fits as well."""
    taken = set(rows.values())
    free = [row for row in now if row not in taken]
    order = sorted(rows)
    out = {}
    for i, row in enumerate(order):
        low = rows[order[i - 1]] if i else 0
        high = rows[order[i + 1]] if i + 1 < len(order) else 10**9
        hits = (drawn[row] & now[rows[row]]).total()
        if not any(low < other < high and (drawn[row] & now[other]).total() >= hits for other in free):
            out[row] = rows[row]
    return out


def _columns(
    wanted: Mapping[Place, str], now: Mapping[Place, str], rows: Mapping[int, int]
) -> dict[int, int]:
    """By vote of the texts in aligned rows."""
    places: dict[tuple[int, str], list[int]] = {}
    for (row, col), text in sorted(now.items()):
        places.setdefault((row, text), []).append(col)
    drawn: dict[tuple[int, str], list[int]] = {}
    for (row, col), text in sorted(wanted.items()):
        drawn.setdefault((row, text), []).append(col)
    votes: dict[int, Counter[int]] = {}
    for (row, text), cols in drawn.items():
        there = places.get((rows.get(row, 0), text), [])
        if len(there) == len(cols):
            for col, at in zip(cols, there, strict=True):
                votes.setdefault(col, Counter())[at] += 1
    won = {col: vote.most_common(1)[0] for col, vote in votes.items()}
    return {col: at for col, (at, count) in won.items() if 2 * count > votes[col].total()}


def _between(known: Mapping[int, int], texts: set[int]) -> dict[int, int]:
    """Lines not found by a text, between two that were and have moved by the same distance.

    Beyond the last one found, only lines up to the next that should have had a text (``texts``).
    """
    out: dict[int, int] = {}
    order = sorted(known)
    for i, line in enumerate(order):
        shift = known[line] - line
        if i + 1 == len(order):
            end = min((other for other in texts if other > line), default=line + _TAIL)
        else:
            end = order[i + 1]
        if i + 1 == len(order) or known[end] - end == shift:
            out.update({between: between + shift for between in range(line + 1, end)})
    return out


def _swapped(
    wanted: Mapping[Place, str], now: Mapping[Place, str], rows: Mapping[int, int], cols: Mapping[int, int]
) -> dict[Place, Place]:
    """Texts that are unique then and now, and stand where another text was drawn: a block was sorted."""
    if rows and all(now.get((rows.get(r, 0), cols.get(c, 0))) == text for (r, c), text in wanted.items()):
        return {}
    once = {text for text, count in Counter(wanted.values()).items() if count == 1}
    again = Counter(now.values())
    there = {text: at for at, text in now.items() if again[text] == 1}
    slots = set(wanted)
    return {
        at: there[text]
        for at, text in wanted.items()
        if text in once and text in there and there[text] in slots and _other(at, there[text], wanted, now)
    }


def _other(at: Place, there: Place, wanted: Mapping[Place, str], now: Mapping[Place, str]) -> bool:
    """Whether the text went to another row, and a third text of ours took its place."""
    return at[0] != there[0] and at[1] == there[1] and now.get(at, "") not in ("", wanted[at])
