"""``remind``: whom a reminder was written for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from xltool.report.round.days import day
from xltool.report.round.flow import sentences
from xltool.report.round.table import Column, Layout, cell, fitting, table
from xltool.report.round.words import WORDS
from xltool.report.text import Line
from xltool.standing import Reminded
from xltool.text import Lang, Text

__all__ = ["reminded_lines"]

_TITLE = Text(
    "提出のお願いを {n} 部署分作成しました（{day}現在）", "Reminders for {n} department(s), as of {day}"
)
_NOBODY = Text(
    "提出のお願いが必要な部署はありません（{day}現在）。", "No department needs a reminder, as of {day}."
)


def reminded_lines(reminded: Reminded, *, lang: Lang, width: int = 100) -> Iterator[Line]:
    """One run line by line; widths outside 60 to 200 are brought inside."""
    width = min(max(width, 60), 200)
    number, today = len(reminded.reminders), day(reminded.as_of, lang, weekday=False)
    if not number:
        yield from sentences(_NOBODY.format(day=today).pick(lang), width, indent=0, style="bold green")
        return
    yield from sentences(_TITLE.format(n=number, day=today).pick(lang), width, indent=0, style="bold")
    yield Line()
    rows = [one.standings for one in reminded.reminders]
    every = [*rows, tuple(standing for row in rows for standing in row)]
    late = [sum(one.overdue for one in row) for row in every]
    none = cell("･" if lang == "ja" else "-", "dim")
    names = [cell(one.department or WORDS["none"].pick(lang)) for one in reminded.reminders]
    files = [cell(_main_file(one.files), "dim") for one in reminded.reminders]
    columns = [
        Column(
            head=WORDS["department"].pick(lang),
            cells=[*names, cell(WORDS["total"].pick(lang), "bold")],
            least=16,
        ),
        Column(head=Text("件数", "owed").pick(lang), cells=[cell(len(row)) for row in every], right=True),
        Column(
            head=WORDS["overdue"].pick(lang),
            cells=[cell(n, "bold red") if n else none for n in late],
            right=True,
        ),
        Column(head=Text("下書き", "draft").pick(lang), cells=[*files, cell("")], least=20),
    ]
    yield from table(fitting([Layout(columns=columns, indent=2)], width), width, total=True)
    drafts = [file for one in reminded.reminders for file in one.files if file.endswith(".eml")]
    if drafts:
        yield Line()
        folder = PurePosixPath(drafts[0]).parent
        yield from sentences(WORDS["send"].format(folder=folder).pick(lang), width, indent=0)


def _main_file(files: tuple[str, ...]) -> str:
    """The mail draft where there is one."""
    return next((file for file in files if file.endswith(".eml")), files[0] if files else "")
