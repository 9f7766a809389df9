"""The daily commands of a round: distribute, collect, status, remind, history, doctor."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xltool.cli import choices
from xltool.cli.screen import columns, give, progress, show
from xltool.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xltool.campaign import Campaign
    from xltool.finding import Severity
    from xltool.report.text import Line

__all__ = ["collect", "distribute", "doctor", "give_back", "history", "remind", "status"]

_format = click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="表示形式",
)
_wait = click.option(
    "--wait",
    type=float,
    default=10,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for another command. ほかの実行が終わるのを待つ秒数",
)
_break_lock = click.option(
    "--break-lock", is_flag=True, help="Take over the lock of a crashed command. 残ったロックを外す"
)
_only = click.option(
    "--only",
    multiple=True,
    metavar="NUMBER|DEPARTMENT",
    help="Only this project or department. 対象を事業番号か部署で限る",
)
_dry_run = click.option(
    "--dry-run", is_flag=True, help="Only say what would happen. 実行せずに内容だけ表示する"
)
_today = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    metavar="DATE",
    help="Judge deadlines as of this day. この日付で判定する",
)


@click.command(short_help="Make the workbooks of a round. 配布するブックを作る")
@choices.campaign
@_only
@click.option("--force", is_flag=True, help="Issue again what has not changed. 変わりがなくても再発行する")
@_dry_run
@choices.jobs
@_wait
@_break_lock
@_format
@click.pass_obj
def distribute(
    lang: Lang,
    folder: Path,
    only: tuple[str, ...],
    force: bool,
    dry_run: bool,
    jobs: int | None,
    wait: float,
    break_lock: bool,
    kind: str,
) -> None:
    """Make a workbook for every project, a zip and a mail draft for every department, in outbox/.

    Only what is new or has changed since the last time is issued.

    事業ごとのブックと、部署ごとの zip・送付文・メールの下書きを outbox/ に作ります。
    """
    from xltool.report.round import distribute_shape, distribution_lines

    own = _campaign(folder, wait, break_lock)
    with progress(Text("作成中", "Writing"), lang) as step:
        done = own.distribute(only=only, force=force, dry_run=dry_run, jobs=jobs, progress=step)
    _remarks(own, lang)
    _tell(kind, lang, distribute_shape(done, lang), distribution_lines(done, lang=lang, width=columns()))


@click.command(short_help="Take in what came back. 戻ってきたブックを受け取る")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@choices.campaign
@click.option(
    "--take", multiple=True, metavar="FILE", help="This file counts, whatever else there is. 採用するファイル"
)
@click.option("--without", multiple=True, metavar="FILE", help="Set this submission aside. 取り除くファイル")
@click.option(
    "--with", "restore", multiple=True, metavar="FILE", help="Undo --take or --without. 元に戻すファイル"
)
@choices.jobs
@_wait
@_break_lock
@choices.fail_on
@_format
@click.pass_obj
def collect(
    lang: Lang,
    paths: tuple[Path, ...],
    folder: Path,
    take: tuple[str, ...],
    without: tuple[str, ...],
    restore: tuple[str, ...],
    jobs: int | None,
    wait: float,
    break_lock: bool,
    fail_on: Severity,
    kind: str,
) -> int:
    """Take in every file below PATH, or below inbox/: any names, folders, zips. Files are only read.

    Exit code 1: a file of this run could not be read or is not of this round, two files contradict each
    other, or a new sheet has findings at or above --fail-on.

    inbox/（または指定した場所）にあるファイルをすべて受け取り、台帳に記録します。
    """
    from xltool.report.round import collect_shape, collection_lines

    own = _campaign(folder, wait, break_lock)
    with progress(Text("読み取り中", "Reading"), lang) as step:
        done = own.collect(paths, take=take, without=without, restore=restore, jobs=jobs, progress=step)
    _remarks(own, lang)
    _tell(kind, lang, collect_shape(done, lang), collection_lines(done, lang=lang, width=columns()))
    return int(done.needs_attention(fail_on))


@click.command("return", short_help="Give back what has to be corrected. 差し戻す")
@choices.campaign
@_only
@click.option(
    "--force",
    is_flag=True,
    help="Also what was given back already, and accepted sheets with a query. 差戻し済みのものも作り直す",
)
@_dry_run
@choices.jobs
@_wait
@_break_lock
@_format
@click.pass_obj
def give_back(
    lang: Lang,
    folder: Path,
    only: tuple[str, ...],
    force: bool,
    dry_run: bool,
    jobs: int | None,
    wait: float,
    break_lock: bool,
    kind: str,
) -> None:
    """Give sheets with errors or open queries back: a fresh workbook with what was typed and its findings.

    エラーや未回答の確認があるシートを、指摘を書き込んだ新しいブックにして returned/ に作ります。
    """
    from xltool.report.round import distribute_shape, distribution_lines

    own = _campaign(folder, wait, break_lock)
    with progress(Text("作成中", "Writing"), lang) as step:
        done = own.give_back(only=only, force=force, dry_run=dry_run, jobs=jobs, progress=step)
    _tell(kind, lang, distribute_shape(done, lang), distribution_lines(done, lang=lang, width=columns()))


@click.command(short_help="Say who is missing. 提出状況を表示する")
@choices.campaign
@click.option(
    "--by",
    type=click.Choice(["department", "project"]),
    default="department",
    show_default=True,
    help="A row per department or per project. 部署別・事業別",
)
@click.option("--missing", is_flag=True, help="Only what is still owed. 未提出・未完了だけ")
@choices.out(required=False, help="A sheet to hand round: .xlsx, .html or .json. 配布用の一覧")
@_today
@_format
@click.pass_obj
def status(
    lang: Lang,
    folder: Path,
    by: str,
    missing: bool,
    out: Path | None,
    today: datetime.datetime | None,
    kind: str,
) -> None:
    """Say where every assignment stands, and what is overdue.

    提出状況を部署別または事業別に表示します。
    """
    from xltool.report.round import status_lines, status_shape

    own = _campaign(folder)
    found = own.status(as_of=_day(today))
    _remarks(own, lang)
    if out is not None:
        from xltool.report.registry import STATUS, format_of

        give(STATUS[format_of(out, tuple(STATUS))](found, lang), out, lang)
        return
    lines = status_lines(
        found, lang=lang, width=columns(), by="project" if by == "project" else "department", missing=missing
    )
    _tell(kind, lang, status_shape(found, lang), lines)


@click.command(short_help="Write reminders. 督促文を作る")
@choices.campaign
@click.option(
    "--days",
    type=click.IntRange(min=0),
    default=7,
    show_default=True,
    metavar="N",
    help="Who is late, or due within N days. 期限まで N 日以内",
)
@_today
@_wait
@_break_lock
@_format
@click.pass_obj
def remind(
    lang: Lang,
    folder: Path,
    days: int,
    today: datetime.datetime | None,
    wait: float,
    break_lock: bool,
    kind: str,
) -> None:
    """Write a reminder and a mail draft for every department that is late or due soon. Nothing is sent.

    期限を過ぎた、または近い部署ごとに、督促文とメールの下書きを作ります（送信はしません）。
    """
    from xltool.report.round import remind_shape, reminded_lines

    own = _campaign(folder, wait, break_lock)
    done = own.remind(days=days, as_of=_day(today))
    _tell(kind, lang, remind_shape(done, lang), reminded_lines(done, lang=lang, width=columns()))


@click.command(short_help="Say what happened to a project. 事業ごとの経過")
@click.argument("project")
@choices.campaign
@_format
@click.pass_obj
def history(lang: Lang, project: str, folder: Path, kind: str) -> None:
    """Say everything that happened to PROJECT: issues, submissions, what changed between them.

    配布・提出・変更点・指摘の増減を、古い順に表示します。
    """
    from xltool.report.round import history_lines, history_shape

    found = _campaign(folder).history(project)
    _tell(kind, lang, history_shape(found, lang), history_lines(found, lang=lang, width=columns()))


@click.command(short_help="Check ledger and archive. 台帳と保管ファイルを点検する")
@choices.campaign
@_format
@click.pass_obj
def doctor(lang: Lang, folder: Path, kind: str) -> int:
    """Compare the ledger with the archive and the outbox, and say how to repair what is wrong.

    台帳・保管ファイル・配布ファイルを照合し、直し方を示します。
    """
    from xltool.report.round import doctor_shape, verdict_lines

    found = _campaign(folder).doctor()
    _tell(kind, lang, doctor_shape(found, lang), verdict_lines(found, lang=lang, width=columns()))
    return int(not all(one.ok for one in found))


def _campaign(folder: Path, wait: float = 10, break_lock: bool = False) -> Campaign:
    from xltool.campaign import Access, Campaign

    return Campaign(folder, access=Access(wait=wait, break_lock=break_lock))


def _day(given: datetime.datetime | None) -> datetime.date | None:
    return given.date() if given is not None else None


def _remarks(own: Campaign, lang: Lang) -> None:
    """What is odd about the roster, beside the output proper."""
    for one in own.remarks:
        click.echo(f"{one.at}: {one.text.pick(lang)}", err=True)


def _tell(kind: str, lang: Lang, shape: dict[str, Any], lines: Iterable[Line]) -> None:
    if kind == "json":
        from xltool.report import to_bytes

        give(to_bytes(shape), None, lang)
    else:
        show(lines)
