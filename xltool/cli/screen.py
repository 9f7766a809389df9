"""Writing to the terminal or the pipe behind it: encodings, colours, progress."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltool.errors import CannotWork
from xltool.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xltool.report.text import Line

__all__ = ["columns", "give", "prepare_streams", "progress", "show", "wrote"]

_MANY = 5  # files from which on a progress bar is worth its place


def prepare_streams() -> None:
    """UTF-8 into pipes unless PYTHONIOENCODING says otherwise; what a console cannot show becomes ``?``."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="replace")


def columns() -> int:
    """Width to print in: the terminal's, COLUMNS, or 100."""
    return shutil.get_terminal_size((100, 24)).columns


def show(lines: Iterable[Line]) -> None:
    """Print a report, in colour where a person looks on and NO_COLOR is unset."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        for line in lines:
            click.echo(line.plain)
        return
    from rich.console import Console
    from rich.text import Text as Styled

    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        console.print(Styled.assemble(*line.pieces))


def give(data: bytes, out: Path | None, lang: Lang, *, text: bool = True) -> None:
    """Write to the file, or to standard output: into a pipe always as UTF-8."""
    if out is not None:
        from xltool.report import write_file

        wrote(write_file(out, data), lang)
    elif not sys.stdout.isatty():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    elif text:
        click.echo(data.decode("utf-8-sig"), nl=False)
    else:
        raise CannotWork(
            Text(
                "この形式は画面に表示できません。-o でファイル名を指定してください。",
                "This format cannot be shown on a screen; name a file with -o.",
            )
        )


def wrote(path: Path, lang: Lang) -> None:
    click.echo(Text(f"{path} に書き出しました。", f"Wrote {path}").pick(lang))


@contextlib.contextmanager
def progress(what: Text, lang: Lang) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error for many files; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft
    from rich.text import Text as Styled

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Styled:
            return Styled(_rate(task.speed, lang))

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TextColumn(_LEFT.pick(lang)),
        TimeLeft(compact=True),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(what.pick(lang), visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=total > _MANY)


def _rate(speed: float | None, lang: Lang) -> str:
    if not speed:
        return ""
    return _RATE.format(speed=f"{speed:,.0f}" if speed >= 10 else f"{speed:.1f}").pick(lang)


_RATE = Text("{speed} 件/秒", "{speed}/s")
_LEFT = Text("残り", "left")
