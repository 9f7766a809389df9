"""Which column is what: headings are field labels, field ids, or the fixed words of a roster."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xltool.campaign.roster.grid import Found, Grid
from xltool.form import Edition
from xltool.form.source import nearest
from xltool.report.roster.columns import addable, project_columns
from xltool.report.roster.words import FIXED
from xltool.text import Lang, Text
from xltool.values import fold

__all__ = ["Columns", "Headings", "find_columns", "headings_of"]

_CLOSE = 0.8  # how alike an unknown heading must be before it is called a slip
_DEEPEST_HEADER = 60  # rows that a title may take
_MARKS = re.compile(r"[*※]+$|\((必須|required)\)$|^[*※]+")
_ROLES = ("#project", "#name", "#department")


@dataclass(frozen=True, kw_only=True)
class Headings:
    """What every heading means."""

    edition: Edition
    meanings: Mapping[str, tuple[str, ...]]  # folded heading -> keys; several where it does not say which
    roles: Mapping[str, str]  # #project -> header.code; itself where the form has no field for it
    wanted: Mapping[str, str]  # key of a column that must be there -> its heading
    fixed: Mapping[str, str]  # key of a column that every roster may have -> its heading

    def keys(self, text: str) -> tuple[str, ...]:
        folded = fold(text)
        return self.meanings.get(folded) or self.meanings.get(_MARKS.sub("", folded), ())

    def called(self, key: str) -> str:
        one = self.edition.form.fields.get(key)
        return self.edition.label(one) if one else self.fixed.get(key, key)


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Where the columns of the list stand."""

    grid: Grid
    header: int  # last row of the headings
    at: Mapping[str, int]  # key -> column


def headings_of(edition: Edition, lang: Lang) -> Headings:
    """Every heading that a roster of this edition may have."""
    meanings: dict[str, dict[str, None]] = {}
    rows: dict[str, dict[str, None]] = {}
    for one in addable(edition):
        meanings.setdefault(fold(edition.label(one)), {})[one.id] = None
        rows.setdefault(fold(edition.row_label(one)), {})[one.id] = None
    for text, keys in rows.items():  # without its year, where that says enough
        meanings.setdefault(text, keys)
    for one in addable(edition):
        meanings.setdefault(fold(one.id), {one.id: None})
    identity = edition.form.identity
    own = {"#project": identity.project, "#name": identity.name, "#department": identity.department}
    for key, words in FIXED.items():
        for word in (*words["ja"], *words["en"]):
            meanings.setdefault(fold(word), {own.get(key) or key: None})
    drawn = project_columns(edition, lang)
    return Headings(
        edition=edition,
        meanings={text: tuple(keys) for text, keys in meanings.items()},
        roles={key: own[key] or key for key in _ROLES},
        wanted={one.key: one.heading for one in drawn if one.needed},
        fixed={one.key: one.heading for one in drawn if one.field is None},
    )


def find_columns(
    grids: Sequence[Grid], names: Text, headings: Headings, found: Found, file: str
) -> Columns | None:
    """The sheet with the list and its columns; None where there is none, which is told then.

    A sheet of another name will do where it is the only one with the headings.
    """
    called = (fold(names.ja), fold(names.en), fold(file))  # a CSV is one sheet, of the file's name
    named = next((one for one in grids if fold(one.name) in called), None)
    if named is not None:
        row = _header_row(named, headings, least=1)
        if row is None:
            _no_header(named, headings, found)
            return None
        return _columns(named, row, headings, found)
    others = [(one, row) for one in grids if (row := _header_row(one, headings, least=2)) is not None]
    if len(others) == 1:
        grid, row = others[0]
        found.remark(
            grid.name,
            f"シート「{names.ja}」がないため、見出しのあるこのシートを読み取りました。",
            f"There is no sheet '{names.en}'; this sheet has its headings and was read.",
        )
        return _columns(grid, row, headings, found)
    if others:
        found.wrong(
            file,
            f"対象事業の見出しのあるシートが複数あります（{'、'.join(one.name for one, _ in others)}）。"
            f"使うシートの名前を「{names.ja}」にしてください。",
            f"Several sheets have the headings ({', '.join(one.name for one, _ in others)}); "
            f"name the one to be used '{names.en}'.",
        )
    else:
        heads = _needed(headings)
        found.wrong(
            file,
            f"シート「{names.ja}」がありません。見出し {heads.ja} のある表を作ってください。",
            f"There is no sheet '{names.en}'; make one with the headings {heads.en}.",
        )
    return None


def _header_row(grid: Grid, headings: Headings, *, least: int) -> int | None:
    """The first row with the most of the headings that must be there, ``least`` of them."""
    best, where = (0, 0), None
    needed = set(headings.roles.values())
    for row in (one for one in grid.rows if one <= _DEEPEST_HEADER):
        meant = [keys[0] for text in grid.headings(row).values() if (keys := headings.keys(text))]
        score = (len(needed & set(meant)), len(set(meant)))
        if score > best and score[0] >= least and (least > 1 or score[1] > 1):
            best, where = score, row
    return where


def _no_header(grid: Grid, headings: Headings, found: Found) -> None:
    heads = _needed(headings)
    found.wrong(
        grid.name,
        f"見出しの行が見つかりません。1 行に {heads.ja} を並べ、その下に 1 行 1 事業で書いてください。",
        f"There is no row of headings; put {heads.en} into one row, and one project per row below it.",
    )


def _needed(headings: Headings) -> Text:
    names = list(headings.wanted.values())
    return Text("、".join(f"「{one}」" for one in names), ", ".join(f"'{one}'" for one in names))


def _columns(grid: Grid, row: int, headings: Headings, found: Found) -> Columns:
    texts = grid.headings(row)
    at: dict[str, int] = {}
    unknown: dict[int, str] = {}
    for col, text in texts.items():
        keys = headings.keys(text)
        if not keys:
            unknown[col] = text
        elif len(keys) > 1:
            _ambiguous(grid, row, col, text, keys, headings, found)
        elif keys[0] in at:
            found.wrong(
                grid.at(row, col),
                f"見出し「{text}」の列が二つあります（{grid.at(row, at[keys[0]])} と同じ項目）。"
                "一つにしてください。",
                f"'{text}' has two columns (the same as {grid.at(row, at[keys[0]])}); remove one.",
            )
        else:
            at[keys[0]] = col
    _unknown(grid, row, unknown, at, headings, found)
    return Columns(grid=grid, header=grid.below_heading(row, texts), at=at)


def _ambiguous(
    grid: Grid, row: int, col: int, text: str, keys: tuple[str, ...], headings: Headings, found: Found
) -> None:
    labels = [headings.called(key) for key in keys[:6]]
    ways = labels if len(set(labels)) == len(labels) else list(keys[:6])
    found.wrong(
        grid.at(row, col),
        f"見出し「{text}」がどの項目か決まりません。{'、'.join(f'「{one}」' for one in ways)} のように"
        "書いてください。",
        f"The heading '{text}' may mean several fields; write {', '.join(repr(one) for one in ways)}.",
    )


def _unknown(
    grid: Grid, row: int, unknown: Mapping[int, str], at: Mapping[str, int], headings: Headings, found: Found
) -> None:
    """Unknown headings are the office's own columns, unless they look like a slip of a missing one."""
    free = {text: keys[0] for text, keys in headings.meanings.items() if len(keys) == 1 and keys[0] not in at}
    missing = {key: text for key, text in headings.wanted.items() if key not in at}
    slips: set[str] = set()
    for col, text in unknown.items():
        close = _slip(text, free, missing)
        if close is None:
            found.remark(
                grid.at(row, col),
                f"見出し「{text}」は様式の項目ではないので、この列は読み取りません。",
                f"'{text}' is no field of the form; the column is not read.",
            )
            continue
        slips.add(close)
        found.wrong(
            grid.at(row, col),
            f"見出し「{text}」は「{headings.called(close)}」ではありませんか。"
            "見出しを直してください（別の内容なら、見出しを違う名前にしてください）。",
            f"Is the heading '{text}' meant to be '{headings.called(close)}'? Correct it, "
            "or give the column a heading of its own.",
        )
    for key, text in missing.items():
        if key not in slips:
            found.wrong(
                grid.at(row, min(at.values(), default=1)),
                f"見出し「{text}」の列がありません。書き足してください。",
                f"The column '{text}' is missing; add it.",
            )


def _slip(text: str, free: Mapping[str, str], missing: Mapping[str, str]) -> str | None:
    folded = fold(text)
    close = nearest(folded, [fold(one) for one in missing.values()])
    if close is not None:
        return next(key for key, one in missing.items() if fold(one) == close)
    close = nearest(folded, free, cutoff=_CLOSE)
    return free[close] if close else None
