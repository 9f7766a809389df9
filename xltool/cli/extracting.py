"""The command extract."""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltool.cli import choices, clustered
from xltool.cli.inbox import PATHS, READING, code, given, refuse_nothing, tell_skipped
from xltool.cli.screen import give, progress, wrote

if TYPE_CHECKING:
    from xltool.finding import Severity
    from xltool.report.blocks import Blocks
    from xltool.report.registry import Choices
    from xltool.rules import Judged
    from xltool.text import Lang

__all__ = ["extract"]

_DATA = ("json", "csv", "xlsx", "parquet", "long.csv", "long.xlsx", "long.parquet")
_SCREEN = ("json", "csv", "long.csv")


@click.command(short_help="Read values out of workbooks. ブックから値を取り出す")
@PATHS
@choices.out(
    required=False, help="out.json, .csv, .xlsx, .parquet, .long.csv …; standard output without it. 出力先"
)
@click.option(
    "--format", "kind", type=click.Choice(_DATA), default=None, help="Instead of the file's ending."
)
@click.option(
    "--raw", is_flag=True, help="Columns <id>.raw with the text as it stood, in wide tables. 原文の列を加える"
)
@click.option(
    "--safe", is_flag=True, help="CSV: an apostrophe before text that Excel would run. 数式として働かない CSV"
)
@choices.forms
@choices.reference
@choices.jobs
@choices.phase
@choices.scheduler
@choices.fail_on
@click.pass_obj
def extract(
    lang: Lang,
    paths: tuple[Path, ...],
    forms: tuple[str, ...],
    reference: Path | None,
    out: Path | None,
    kind: str | None,
    raw: bool,
    safe: bool,
    jobs: int | None,
    phase: Judged,
    scheduler: str | None,
    fail_on: Severity,
) -> int:
    """Read the values of workbooks, or of all workbooks below folders.

    The ending of -o says what is written: .json, a table with a row per sheet (.csv, .xlsx, .parquet), or one
    with a row per value (.long.csv, .long.xlsx, .long.parquet). With --scheduler, -o is a folder for Parquet.

    ブックやフォルダーから値を取り出します。
    """
    from xltool.api.records import readings
    from xltool.api.streaming import gather
    from xltool.report.files import check_target
    from xltool.report.registry import Choices, format_of

    if scheduler is not None:
        asked = clustered.Asked(
            scheduler=scheduler, forms=forms, reference=reference, phase=phase, fail_on=fail_on, lang=lang
        )
        return clustered.extract(asked, out, kind, raw=raw)
    name = kind or (format_of(out, _DATA) if out is not None else "json")
    if out is not None:
        check_target(out)
    known = given(paths, reference)
    folder = None if out is None else out.parent
    with contextlib.ExitStack() as stack:
        with progress(READING, lang) as step:
            found = readings(paths, forms=forms, reference=known, jobs=jobs, progress=step)
            pile = stack.enter_context(gather(found, folder=folder, phase=phase))
        tell_skipped(pile.skipped, lang)
        refuse_nothing(pile.files, paths)
        _write(pile.blocks, out, name, Choices(lang=lang, raw=raw, safe=safe))
        return code(pile.unread, pile.severities, fail_on)


def _write(blocks: Blocks, out: Path | None, name: str, how: Choices) -> None:
    """Piece by piece into the file or the pipe; a screen takes it whole."""
    from xltool.report.files import replacing
    from xltool.report.registry import WRITERS

    if out is not None:
        with replacing(out) as file:
            WRITERS[name](blocks, file, how)
        wrote(out, how.lang)
    elif name in _SCREEN and not sys.stdout.isatty():
        sys.stdout.flush()
        WRITERS[name](blocks, sys.stdout.buffer, how)
        sys.stdout.buffer.flush()
    else:
        data = io.BytesIO()
        WRITERS[name](blocks, data, how)
        give(data.getvalue(), None, how.lang, text=name in _SCREEN)
