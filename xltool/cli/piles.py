"""Commands over piles of workbooks: extract, check, consolidate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltool.cli import choices
from xltool.cli.screen import columns, give, progress, show, wrote
from xltool.errors import CannotWork
from xltool.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xltool.api import Records
    from xltool.finding import Finding, Severity
    from xltool.rules import Judged

__all__ = ["check", "consolidate", "extract"]

_LISTED = 10  # of what was left aside
_READING = Text("読み取り中", "Reading")
_PATHS = click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path(path_type=Path))
_DATA = ("json", "csv", "xlsx", "parquet")
_SCREEN = ("json", "csv")


@click.command(short_help="Read values out of workbooks. ブックから値を取り出す")
@_PATHS
@choices.out(required=False, help="out.json, .csv, .xlsx or .parquet; standard output without it. 出力先")
@click.option(
    "--format", "kind", type=click.Choice(_DATA), default=None, help="Instead of the file's ending."
)
@choices.forms
@choices.reference
@choices.phase
@choices.fail_on
@click.pass_obj
def extract(
    lang: Lang,
    paths: tuple[Path, ...],
    forms: tuple[str, ...],
    reference: Path | None,
    out: Path | None,
    kind: str | None,
    phase: Judged,
    fail_on: Severity,
) -> int:
    """Read the values of workbooks, or of all workbooks below folders.

    ブックやフォルダーから値を取り出します。
    """
    from xltool.report import DATA, format_of

    name = kind or (format_of(out, _DATA) if out is not None else "json")
    pile = _read(paths, forms, reference, lang)
    findings = pile.judge(phase)
    give(DATA[name](pile.records, findings, lang), out, lang, text=name in _SCREEN)
    return _code(pile, findings, fail_on)


@click.command(short_help="Check workbooks and say what is wrong. ブックを点検する")
@_PATHS
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
    return _code(pile, findings, fail_on)


@click.command(short_help="Make the master workbook. とりまとめブックを作る")
@_PATHS
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
    return _code(pile, pile.judge(phase), fail_on)


def _read(paths: tuple[Path, ...], forms: tuple[str, ...], reference: Path | None, lang: Lang) -> Records:
    """Raises CannotWork where there is nothing to read."""
    from xltool import api

    if not paths:
        raise CannotWork(
            Text(
                "ブックかフォルダーを指定してください（例: xltool check inbox）。",
                "Name workbooks or folders, such as: xltool check inbox",
            )
        )
    known = choices.given_reference(reference)
    with progress(_READING, lang) as step:
        pile = api.read(paths, forms=forms, reference=known, progress=step)
    _tell_skipped(pile, lang)
    if not pile.files:
        raise CannotWork(
            Text(
                f"{'、'.join(map(str, paths))} にブック（.xlsx、.xlsm）がありません。",
                f"There are no workbooks (.xlsx, .xlsm) in {', '.join(map(str, paths))}.",
            )
        )
    return pile


def _tell_skipped(pile: Records, lang: Lang) -> None:
    """What was left aside, beside the output proper."""
    if not pile.skipped:
        return
    head = Text("読み取らなかったもの: {count} 件", "left aside: {count}").format(count=len(pile.skipped))
    click.echo(head.pick(lang), err=True)
    for name, why in pile.skipped[:_LISTED]:
        click.echo(f"  {name}  {why.pick(lang)}", err=True)
    if len(pile.skipped) > _LISTED:
        click.echo("  …", err=True)


def _code(pile: Records, findings: Sequence[Finding], fail_on: Severity) -> int:
    """1 with findings that count, or files that could not be read."""
    from xltool.finding import rank

    serious = any(rank(one.severity) <= rank(fail_on) for one in findings)
    return int(serious or any(one.sheet is None for one in pile.unread))
