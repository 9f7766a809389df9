"""``apply``: what of a master was taken over, and what somebody has to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xltool.report.master.applied import APPLIED, Applied, AppliedCell, AppliedOutcome
from xltool.report.round.changes import change_lines
from xltool.report.round.flow import flow, heading, sentences
from xltool.report.round.table import Column, Layout, Piece, cell, table
from xltool.report.round.words import WORDS
from xltool.report.text import Line
from xltool.report.typeset import one_line
from xltool.standing import Change
from xltool.text import Lang, Text

__all__ = ["applied_lines", "applied_shape"]

_TITLE = Text("反映結果: {file}", "Applied: {file}")
_DRY = Text("反映の予行（何も記録していません）: {file}", "Dry run, nothing was written: {file}")
_SAVED = Text("ファイルの最終更新者: {who}", "file last saved by: {who}")
_NOTHING = Text("反映する変更はありません。", "There is nothing to apply.")
_MISSING = Text(
    "ファイルから消えている欄が {n} か所あります（調査回の値はそのままです）。",
    "{n} cell(s) are not in the file any more; the campaign keeps its own values.",
)
_HEADINGS: dict[AppliedOutcome, Text] = {
    "invalid": Text("反映できないもの（とりまとめブックを直してください）", "Not taken: correct the master"),
    "conflict": Text(
        "どちらを採るか決めるもの（--prefer master か campaign で指定）",
        "Decide who is right (--prefer master or campaign)",
    ),
    "kept": Text("調査回の値を優先したもの", "The campaign's value was kept"),
    "taken": Text("反映したもの", "Taken"),
}
_WOULD = Text("反映する予定のもの", "Would be taken")
_STYLES: dict[AppliedOutcome, str] = {
    "taken": "green",
    "already": "dim",
    "kept": "yellow",
    "conflict": "magenta",
    "invalid": "red",
}
_MOST = 30  # cells that are listed of those that need nobody
_MORE = Text("ほか {n} か所（すべて見るには --format json）", "{n} more (--format json has them all)")


def applied_lines(applied: Applied, *, lang: Lang, width: int = 100) -> Iterator[Line]:
    """One run line by line; widths outside 60 to 200 are brought inside."""
    width = min(max(width, 60), 200)
    title = (_DRY if applied.dry_run else _TITLE).format(file=one_line(applied.master))
    yield from sentences(title.pick(lang), width, indent=0, style="bold")
    counts: list[Piece] = [
        (f"{APPLIED[outcome].pick(lang)} {number}", _STYLES[outcome])
        for outcome, number in applied.summary.items()
        if number
    ]
    if counts:
        yield from flow(counts, width, head=[("  ", "")])
    if not any(one.outcome != "already" for one in applied.cells):
        yield Line(((f"  {_NOTHING.pick(lang)}", ""),))
    if applied.saved_by:
        said = _SAVED.format(who=one_line(applied.saved_by)).pick(lang)
        yield from sentences(said, width, indent=2, style="dim")
    if applied.missing:
        yield from sentences(_MISSING.format(n=applied.missing).pick(lang), width, indent=2, style="yellow")
    for one in applied.problems:
        place = f"{one.sheet}!{one.cell}: " if one.cell else ""
        yield from sentences(place + one.text.pick(lang), width, indent=2, first="! ", style="yellow")
    for outcome, text in _HEADINGS.items():
        some = [one for one in applied.cells if one.outcome == outcome]
        if some:
            head = _WOULD if outcome == "taken" and applied.dry_run else text
            yield from heading(head, len(some), _STYLES[outcome], lang, width)
            if outcome in ("conflict", "invalid"):
                yield from _told(some, lang, width)
            else:
                yield from _listed(some, lang, width)


def _listed(some: Sequence[AppliedCell], lang: Lang, width: int) -> Iterator[Line]:
    """Old beside new, a row per cell."""
    differ = [
        Change(
            field=one.slot.column,
            label=" ".join(part for part in (one.project, one.label, _many(one, lang)) if part),
            old=one.texts[1].pick(lang),
            new=one.texts[2].pick(lang),
            sheet=one.sheet,
            cell=one.cell,
        )
        for one in some[:_MOST]
    ]
    yield from change_lines(differ, lang=lang, width=width, indent=2)
    if len(some) > _MOST:
        yield Line(((f"  {_MORE.format(n=len(some) - _MOST).pick(lang)}", "dim"),))


def _told(some: Sequence[AppliedCell], lang: Lang, width: int) -> Iterator[Line]:
    """Place and field; below, what stands on each side, and why."""
    about = Layout(
        columns=[
            Column(head="", cells=[cell(f"{one.sheet}!{one.cell}") for one in some], least=12),
            Column(head="", cells=[cell(one.project or "", "bold") for one in some], least=6),
            Column(head="", cells=[cell(one.label) for one in some], least=16),
        ],
        indent=2,
    )
    for one, row in zip(some, table(about, width, heads=False), strict=True):
        yield row
        written, now, here = (text.pick(lang) for text in one.texts)
        sides = [(_HERE, here)]
        if one.outcome == "conflict":
            sides += [(_NOW, now), (_WRITTEN, written)]
        pieces = [
            (f"{word.pick(lang)}: {one_line(value) or WORDS['blank'].pick(lang)}", "")
            for word, value in sides
        ]
        yield from flow(pieces, width, head=[("    ", "")])
        if one.reason:
            yield from sentences(one.reason.pick(lang), width, indent=4, first="→ ", style="green")


_HERE = Text("このファイル", "this file")
_NOW = Text("調査回", "campaign")
_WRITTEN = Text("作成時", "as written")


def _many(one: AppliedCell, lang: Lang) -> str:
    """Of a replacement the number of sheets that it corrects."""
    return f"（{one.reason.pick(lang)}）" if one.slot.sheet == "corrections" and one.reason else ""


def applied_shape(applied: Applied, lang: Lang) -> dict[str, Any]:
    return {
        "master": applied.master,
        "dry_run": applied.dry_run,
        "saved_by": applied.saved_by,
        "saved_at": applied.saved_at,
        "cells": [
            {
                "sheet": one.sheet,
                "cell": one.cell,
                "project": one.project,
                "field": one.slot.column,
                "key": one.slot.key,
                "label": one.label,
                "written": one.written,
                "now": one.now,
                "here": one.here,
                "outcome": one.outcome,
                "reason": one.reason.pick(lang) if one.reason else None,
            }
            for one in applied.cells
        ],
        "problems": [
            {"sheet": one.sheet, "cell": one.cell, "text": one.text.pick(lang)} for one in applied.problems
        ],
        "missing": applied.missing,
        "summary": dict(applied.summary),
    }
