"""Commands over piles of workbooks: extract, check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltool.cli import choices, clustered
from xltool.cli.extracting import extract
from xltool.cli.inbox import PATHS, code, read_pile
from xltool.cli.screen import columns, give, show

if TYPE_CHECKING:
    from xltool.finding import Severity
    from xltool.report.html.charts import Series
    from xltool.rules import Judged
    from xltool.text import Lang

__all__ = ["check", "extract"]


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
@choices.scheduler
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
    scheduler: str | None,
    fail_on: Severity,
) -> int:
    """Check workbooks, or all workbooks below folders; without PATH, what counts in the campaign.

    ブックやフォルダー、または調査回で受け取ったシートを点検し、指摘を重大なものから順に表示します。
    """
    if scheduler is not None:
        asked = clustered.Asked(
            scheduler=scheduler, forms=forms, reference=reference, phase=phase, fail_on=fail_on, lang=lang
        )
        senseless = {"--format": kind, "--compare": earlier, "--explain-config": explain_config}
        return clustered.check(asked, out, senseless)
    from xltool.report import check_lines, compare, labels_of, read_earlier
    from xltool.report.files import check_target

    name = kind or "text"
    if out is not None:
        from xltool.report import CHECK, format_of

        name = kind or format_of(out, tuple(CHECK))
        check_target(out)
    before = read_earlier(earlier) if earlier is not None else None
    if explain_config:
        return _explain_config(folder, kind or "text", lang)
    series: Series = ()
    if paths:
        pile = read_pile(paths, forms, reference, jobs, lang)
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
        from xltool.report import CHECK

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
