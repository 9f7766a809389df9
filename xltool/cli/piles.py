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
    from xltool.report.html.charts import Series
    from xltool.rules import Judged
    from xltool.text import Lang

__all__ = ["check", "consolidate", "extract"]


@click.command(short_help="Check workbooks and say what is wrong. ブックを点検する")
@PATHS
@choices.campaign
@choices.forms
@choices.reference
@choices.jobs
@choices.phase
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "json", "sarif", "junit", "csv", "xlsx", "html"]),
    default=None,
    help="Text unless -o says otherwise; query is warning in SARIF, skipped in JUnit. 出力形式",
)
@choices.out(
    required=False,
    help="Report to write: .html, .xlsx, .csv, .txt, .json, .sarif, .xml (JUnit). 結果の出力先",
)
@click.option(
    "--compare",
    "earlier",
    type=click.Path(path_type=Path),
    default=None,
    metavar="OTHER.json",
    help="The JSON of an earlier check: what is new, gone, unchanged. 前回の点検結果と比べる",
)
@click.option(
    "--explain-config",
    is_flag=True,
    help="Which rules are in force in the campaign, and why. 有効なルールとその理由を表示する",
)
@choices.fail_on
@click.pass_obj
def check(
    lang: Lang,
    paths: tuple[Path, ...],
    folder: Path,
    forms: tuple[str, ...],
    reference: Path | None,
    jobs: int | None,
    phase: Judged,
    kind: str | None,
    out: Path | None,
    earlier: Path | None,
    explain_config: bool,
    fail_on: Severity,
) -> int:
    """Check workbooks, or all workbooks below folders; without PATH, what counts in the campaign.

    ブックやフォルダー、または調査回で受け取ったシートを点検し、指摘を重大なものから順に表示します。
    """
    from xltool.report import CHECK, check_lines, compare, format_of, labels_of, read_earlier
    from xltool.report.files import check_target

    name = kind or (format_of(out, tuple(CHECK)) if out is not None else "text")
    if out is not None:
        check_target(out)
    before = read_earlier(earlier) if earlier is not None else None
    if explain_config:
        return _explain_config(folder, kind or "text", lang)
    series: Series = ()
    if paths:
        pile = _read(paths, forms, reference, jobs, lang)
        findings = pile.judge(phase)
    else:
        from xltool.campaign import Campaign

        own = Campaign(folder)
        pile, findings = own.records(), own.check(phase)
        if name == "html" and phase == "submission":  # the phase that collect judges
            series = own.progress()
    files, records = len(pile.files), pile.records
    known = compare(findings, before) if before is not None else None
    if name == "text" and out is None:
        show(
            check_lines(
                findings,
                files=files,
                records=len(pile),
                lang=lang,
                width=columns(),
                labels=labels_of(records),
                compare=known,
            )
        )
    else:
        give(CHECK[name](findings, files, records, lang, known, series), out, lang, text=name != "xlsx")
    return code(pile.unread, [one.severity for one in findings], fail_on)


def _explain_config(folder: Path, kind: str, lang: Lang) -> int:
    from xltool.campaign import Campaign
    from xltool.report import to_bytes
    from xltool.report.inforce import config_lines, config_shape

    found = Campaign(folder).rules_in_force()
    if kind == "json":
        give(to_bytes(config_shape(found, lang)), None, lang)
    else:
        show(config_lines(found, lang=lang, width=columns()))
    return 0


@click.command(short_help="Make the master workbook. とりまとめブックを作る")
@PATHS
@choices.out(required=True, help="The master workbook to write. 作成するブック")
@choices.forms
@choices.reference
@choices.jobs
@choices.phase
@choices.fail_on
@click.pass_obj
def consolidate(
    lang: Lang,
    paths: tuple[Path, ...],
    forms: tuple[str, ...],
    reference: Path | None,
    out: Path,
    jobs: int | None,
    phase: Judged,
    fail_on: Severity,
) -> int:
    """Put workbooks, or all workbooks below folders, into one master workbook.

    ブックやフォルダーを、委員会用の一冊にまとめます。
    """
    from xltool import api

    pile = _read(paths, forms, reference, jobs, lang)
    wrote(api.consolidate(pile, out, phase=phase, lang=lang), lang)
    return code(pile.unread, [one.severity for one in pile.judge(phase)], fail_on)


def _read(
    paths: tuple[Path, ...], forms: tuple[str, ...], reference: Path | None, jobs: int | None, lang: Lang
) -> Records:
    """Raises CannotWork where there is nothing to read."""
    from xltool import api

    known = given(paths, reference)
    with progress(READING, lang) as step:
        pile = api.read(paths, forms=forms, reference=known, jobs=jobs, progress=step)
    tell_skipped(pile.skipped, lang)
    refuse_nothing(len(pile.files), paths)
    return pile
