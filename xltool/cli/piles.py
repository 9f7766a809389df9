"""Commands over piles of workbooks: extract, check, consolidate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from xltool.cli import choices
from xltool.cli.extracting import extract
from xltool.cli.inbox import PATHS, READING, code, given, refuse_nothing, tell_skipped, tell_unread
from xltool.cli.screen import columns, give, progress, show, wrote
from xltool.errors import CannotWork
from xltool.text import Text

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
        pile = _read(paths, forms, reference, lang)
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
@choices.campaign
@choices.out(required=False, help="The master workbook to write. 作成するブック")
@choices.forms
@choices.reference
@choices.phase
@click.option(
    "--booklet",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE.xlsx",
    help="Write every sheet as on paper, with contents and page numbers, to be printed. 印刷用の個票綴り",
)
@click.option(
    "--by",
    type=click.Choice(["department"]),
    default=None,
    help="One booklet for each department: FILE-<department>.xlsx. 個票綴りを部署別に分ける",
)
@click.option(
    "--public", is_flag=True, help="Leave internal fields blank in the booklet. 公表しない項目を空欄にする"
)
@choices.fail_on
@click.pass_obj
def consolidate(
    lang: Lang,
    paths: tuple[Path, ...],
    folder: Path,
    forms: tuple[str, ...],
    reference: Path | None,
    out: Path | None,
    phase: Judged,
    booklet: Path | None,
    by: Literal["department"] | None,
    public: bool,
    fail_on: Severity,
) -> int:
    """Put workbooks, or all below folders, into one master workbook, a booklet to be printed, or both.

    Without PATH, what counts in the campaign, into its master.xlsx.

    ブックやフォルダー、または調査回で受け取ったシートを、委員会用の一冊（とりまとめブック、印刷用の個票綴り）に
    まとめます。
    """
    from xltool import api
    from xltool.campaign import Campaign

    _refuse_nothing_to_write(out, booklet, by, public=public, campaign=not paths)
    if not paths:
        own = Campaign(folder)
        if out is not None or booklet is None:
            wrote(own.consolidate(out, phase=phase, lang=lang), lang)
        if booklet is not None:
            for one in api.booklet(own.records(), booklet, by=by, lang=lang, public=public):
                wrote(one, lang)
        return code((), [one.severity for one in own.check(phase)], fail_on)
    pile = _read(paths, forms, reference, lang)
    if out is not None:
        wrote(api.consolidate(pile, out, phase=phase, lang=lang), lang)
    if booklet is not None:
        for one in api.booklet(pile, booklet, by=by, lang=lang, public=public):
            wrote(one, lang)
        tell_unread(pile.unread, lang)
    return code(pile.unread, [one.severity for one in pile.judge(phase)], fail_on)


def _refuse_nothing_to_write(
    out: Path | None, booklet: Path | None, by: str | None, *, public: bool, campaign: bool
) -> None:
    from xltool.report import workbook_path

    if out is None and booklet is None and not campaign:
        raise CannotWork(
            Text(
                "-o（とりまとめブック）か --booklet（印刷用の個票綴り）でファイル名を指定してください。",
                "Name the file to write: -o for the master workbook, --booklet for the booklet.",
            )
        )
    if booklet is None and (by is not None or public):
        raise CannotWork(
            Text(
                "--by と --public は --booklet と一緒に指定してください。",
                "--by and --public go with --booklet.",
            )
        )
    if out is not None and out == booklet:
        raise CannotWork(
            Text(
                "-o と --booklet に同じファイルは指定できません。",
                "-o and --booklet name the same file; name two.",
            )
        )
    for path in (out, booklet):
        if path is not None:
            workbook_path(path)


def _read(paths: tuple[Path, ...], forms: tuple[str, ...], reference: Path | None, lang: Lang) -> Records:
    """Raises CannotWork where there is nothing to read."""
    from xltool import api

    known = given(paths, reference)
    with progress(READING, lang) as step:
        pile = api.read(paths, forms=forms, reference=known, progress=step)
    tell_skipped(pile.skipped, lang)
    refuse_nothing(len(pile.files), paths)
    return pile
