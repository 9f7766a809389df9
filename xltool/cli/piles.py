"""Commands over piles of workbooks: extract, check, consolidate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltool.cli import choices
from xltool.cli.extracting import extract
from xltool.cli.inbox import PATHS, READING, code, given, refuse_nothing, tell_skipped
from xltool.cli.screen import columns, give, progress, show, wrote

if TYPE_CHECKING:
    from xltool.api import Records
    from xltool.finding import Severity
    from xltool.rules import Judged
    from xltool.text import Lang

__all__ = ["check", "consolidate", "extract"]


@click.command(short_help="Check workbooks and say what is wrong. ブックを点検する")
@PATHS
@choices.forms
@choices.reference
@choices.phase
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "json"]),
    default=None,
    help="Text unless -o says otherwise.",
)
@choices.out(required=False, help="Report to write: .txt or .json. 結果の出力先")
@choices.fail_on
@click.pass_obj
def check(
    lang: Lang,
    paths: tuple[Path, ...],
    forms: tuple[str, ...],
    reference: Path | None,
    phase: Judged,
    kind: str | None,
    out: Path | None,
    fail_on: Severity,
) -> int:
    """Check workbooks, or all workbooks below folders.

    ブックやフォルダーを点検し、指摘を重大なものから順に表示します。
    """
    from xltool.report import CHECK, check_lines, format_of, labels_of

    name = kind or (format_of(out, tuple(CHECK)) if out is not None else "text")
    pile = _read(paths, forms, reference, lang)
    findings = pile.judge(phase)
    files = len(pile.files)
    if name == "text" and out is None:
        labels = labels_of(pile.records)
        show(check_lines(findings, files=files, records=len(pile), lang=lang, width=columns(), labels=labels))
    else:
        give(CHECK[name](findings, files, pile.records, lang), out, lang)
    return code(pile.unread, [one.severity for one in findings], fail_on)


@click.command(short_help="Make the master workbook. とりまとめブックを作る")
@PATHS
@choices.out(required=True, help="The master workbook to write. 作成するブック")
@choices.forms
@choices.reference
@choices.phase
@choices.fail_on
@click.pass_obj
def consolidate(
    lang: Lang,
    paths: tuple[Path, ...],
    forms: tuple[str, ...],
    reference: Path | None,
    out: Path,
    phase: Judged,
    fail_on: Severity,
) -> int:
    """Put workbooks, or all workbooks below folders, into one master workbook.

    ブックやフォルダーを、委員会用の一冊にまとめます。
    """
    from xltool import api

    pile = _read(paths, forms, reference, lang)
    wrote(api.consolidate(pile, out, phase=phase, lang=lang), lang)
    return code(pile.unread, [one.severity for one in pile.judge(phase)], fail_on)


def _read(paths: tuple[Path, ...], forms: tuple[str, ...], reference: Path | None, lang: Lang) -> Records:
    """Raises CannotWork where there is nothing to read."""
    from xltool import api

    known = given(paths, reference)
    with progress(READING, lang) as step:
        pile = api.read(paths, forms=forms, reference=known, progress=step)
    tell_skipped(pile.skipped, lang)
    refuse_nothing(len(pile.files), paths)
    return pile
