"""``consolidate``: the master workbook, a folder of data, a booklet to be printed, or all of them."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from xltool.cli import choices, clustered
from xltool.cli.inbox import PATHS, READING, code, given, read_pile, refuse_nothing, tell_skipped, tell_unread
from xltool.cli.screen import progress, wrote
from xltool.errors import CannotWork
from xltool.text import Text

if TYPE_CHECKING:
    from xltool.finding import Severity
    from xltool.rules import Judged
    from xltool.text import Lang

__all__ = ["consolidate"]


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """What is to be written."""

    out: Path | None
    data: Path | None
    booklet: Path | None
    by: Literal["department"] | None
    public: bool
    phase: Judged
    jobs: int | None
    lang: Lang


@click.command(short_help="Make the master workbook, data, a booklet. とりまとめる")
@PATHS
@choices.campaign
@choices.out(required=False, help="The master workbook to write. 作成するブック")
@click.option(
    "--to",
    "data",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help="A folder for data: CSV, Parquet, databases, codebook. データの出力先フォルダー",
)
@click.option(
    "--booklet",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="Every sheet as on paper, in one workbook to be printed. 印刷用の個票綴り",
)
@click.option(
    "--by",
    type=click.Choice(["department"]),
    default=None,
    help="A booklet for each department: FILE-department.xlsx. 部署ごとに分けて作る",
)
@click.option(
    "--public",
    is_flag=True,
    help="Data and booklet hold only what may be published. 公開できるものだけを出力する",
)
@choices.forms
@choices.reference
@choices.jobs
@choices.phase
@choices.scheduler
@choices.fail_on
@click.pass_obj
def consolidate(
    lang: Lang,
    paths: tuple[Path, ...],
    folder: Path,
    forms: tuple[str, ...],
    reference: Path | None,
    out: Path | None,
    data: Path | None,
    booklet: Path | None,
    by: Literal["department"] | None,
    public: bool,
    jobs: int | None,
    phase: Judged,
    scheduler: str | None,
    fail_on: Severity,
) -> int:
    """Put workbooks, or all below folders, into a master workbook, a folder of data, or a booklet.

    Without PATH, what counts in the campaign; its master.xlsx is never overwritten while it holds edits that
    were not applied. With PATH and --to alone workbooks are judged each on its own.

    ブックや調査回で受け取ったシートを、とりまとめブック、分析・公開用のデータ、印刷用の個票綴りにします。
    """
    if scheduler is not None:
        asked = clustered.Asked(
            scheduler=scheduler, forms=forms, reference=reference, phase=phase, fail_on=fail_on, lang=lang
        )
        senseless = {"-o": out, "--booklet": booklet, "--by": by, "--public": public}
        return clustered.consolidate(asked, data, senseless)
    wanted = _Wanted(
        out=out, data=data, booklet=booklet, by=by, public=public, phase=phase, jobs=jobs, lang=lang
    )
    _refuse_senseless(wanted, campaign=not paths)
    if not paths:
        return _of_campaign(folder, wanted, fail_on)
    if out is None and data is not None and booklet is None:
        return _data_only(paths, forms, reference, data, wanted, fail_on)
    return _of_files(paths, forms, reference, wanted, fail_on)


def _of_files(
    paths: tuple[Path, ...],
    forms: tuple[str, ...],
    reference: Path | None,
    wanted: _Wanted,
    fail_on: Severity,
) -> int:
    from xltool import api

    lang, phase = wanted.lang, wanted.phase
    pile = read_pile(paths, forms, reference, wanted.jobs, lang)
    if wanted.out is not None:
        wrote(api.consolidate(pile, wanted.out, phase=phase, lang=lang), lang)
    if wanted.data is not None:
        api.export(pile, wanted.data, public=wanted.public, phase=phase, lang=lang)
        _told(wanted.data, wanted.public, lang)
    if wanted.booklet is not None:
        for one in api.booklet(pile, wanted.booklet, by=wanted.by, lang=lang, public=wanted.public):
            wrote(one, lang)
        tell_unread(pile.unread, lang)
    return code(pile.unread, [one.severity for one in pile.judge(phase)], fail_on)


def _data_only(
    paths: tuple[Path, ...],
    forms: tuple[str, ...],
    reference: Path | None,
    folder: Path,
    wanted: _Wanted,
    fail_on: Severity,
) -> int:
    """Block by block, however many there are."""
    from xltool.api.exporting import matter_of
    from xltool.api.records import readings
    from xltool.api.streaming import gather
    from xltool.report.data import write_data

    lang = wanted.lang
    known = given(paths, reference)
    with contextlib.ExitStack() as stack:
        with progress(READING, lang) as step:
            found = readings(paths, forms=forms, reference=known, progress=step)
            pile = stack.enter_context(gather(found, folder=folder.parent, phase=wanted.phase))
        tell_skipped(pile.skipped, lang)
        refuse_nothing(pile.files, paths)
        write_data(folder, matter_of(pile), public=wanted.public, lang=lang)
        _told(folder, wanted.public, lang)
        return code(pile.unread, pile.severities, fail_on)


def _of_campaign(folder: Path, wanted: _Wanted, fail_on: Severity) -> int:
    from xltool import api
    from xltool.campaign import Campaign

    own, lang = Campaign(folder), wanted.lang
    if wanted.out is not None or (wanted.data is None and wanted.booklet is None):
        wrote(own.consolidate(wanted.out, phase=wanted.phase, lang=lang), lang)
    if wanted.data is not None:
        own.export(wanted.data, public=wanted.public, phase=wanted.phase, lang=lang)
        _told(wanted.data, wanted.public, lang)
    if wanted.booklet is not None:
        for one in api.booklet(own.records(), wanted.booklet, by=wanted.by, lang=lang, public=wanted.public):
            wrote(one, lang)
    return code((), [one.severity for one in own.check(wanted.phase)], fail_on)


def _refuse_senseless(wanted: _Wanted, *, campaign: bool) -> None:
    from xltool.report import workbook_path

    targets = (wanted.out, wanted.data, wanted.booklet)
    if not campaign and all(one is None for one in targets):
        raise CannotWork(_NOTHING)
    if wanted.by is not None and wanted.booklet is None:
        raise CannotWork(_BY)
    if wanted.public and wanted.data is None and wanted.booklet is None:
        raise CannotWork(_PUBLIC)
    if wanted.out is not None and wanted.out == wanted.booklet:
        raise CannotWork(_SAME)
    for path in (wanted.out, wanted.booklet):
        if path is not None:
            workbook_path(path)


def _told(folder: Path, public: bool, lang: Lang) -> None:
    from xltool.report.data import left_out

    wrote(folder, lang)
    if (missing := left_out()) is not None:
        click.echo(missing.pick(lang), err=True)
    if public:
        click.echo(_LOOK.pick(lang), err=True)


_NOTHING = Text(
    "-o（とりまとめブック）、--to（データのフォルダー）、--booklet（印刷用の個票綴り）の"
    "いずれかで出力先を指定してください。",
    "Say what to write: -o for the master workbook, --to for a folder of data, --booklet for the booklet.",
)
_BY = Text("--by は --booklet と一緒に指定してください。", "--by goes with --booklet.")
_PUBLIC = Text(
    "--public は --to か --booklet と一緒に指定してください。", "--public goes with --to DIR or --booklet."
)
_SAME = Text(
    "-o と --booklet に同じファイルは指定できません。", "-o and --booklet name the same file; name two."
)
_LOOK = Text(
    "非公開の項目、ファイルに関する情報、指摘は除きました。"
    "自由記述の文章は確認していません。個人名や連絡先がないか、公開前に目を通してください。",
    "Internal fields, anything about files, and findings are left out. Prose is as it was written: "
    "before you publish, read it for names and telephone numbers.",
)
