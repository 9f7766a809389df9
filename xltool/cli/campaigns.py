"""Commands of a campaign: init."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from xltool.cli import choices
from xltool.text import Lang, Text

__all__ = ["init"]


@click.command(short_help="Make the folder of a new campaign. 調査回のフォルダーを作る")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--form", required=True, metavar="FORM", help="An id, or the path of a form.yaml. 様式")
@choices.year
@click.option("--sample", is_flag=True, help="Fill it with invented data. 架空のデータを入れる")
@click.pass_obj
def init(lang: Lang, folder: Path, form: str, year: int | None, sample: bool) -> None:
    """Make the folder of a new campaign: settings, roster, inbox. What is there already is kept.

    調査回のフォルダー（設定・対象事業一覧・受信箱）を作ります。すでにあるものは書き換えません。
    """
    from xltool.campaign.create import create

    done = create(folder, form=form, year=year, lang=lang, sample=sample)
    if done.written:
        click.echo(_WROTE.format(folder=done.folder, files=_list(done.written, lang)).pick(lang))
    if done.kept:
        click.echo(_KEPT.format(files=_list(done.kept, lang)).pick(lang))
    if not done.written:
        return
    click.echo()
    click.echo(_TRY.pick(lang) if sample else _NEXT.format(folder=done.folder).pick(lang))
    place = "" if folder.resolve() == Path.cwd() else f" -C {shlex.quote(str(folder))}"
    click.echo(f"  xltool distribute{place}")


def _list(names: tuple[str, ...], lang: Lang) -> str:
    return ("、" if lang == "ja" else ", ").join(names)


_WROTE = Text("{folder} に作成しました: {files}", "Made in {folder}: {files}")
_KEPT = Text("すでにあるため、そのまま残しました: {files}", "Kept as they are: {files}")
_NEXT = Text(
    "次に {folder}/roster.xlsx を Excel で開いて対象事業を記入し、{folder}/campaign.yaml の期限を決めてから、"
    "シートを配布してください:",
    "Next, list the projects in {folder}/roster.xlsx, set the deadline in {folder}/campaign.yaml, "
    "and distribute the sheets:",
)
_TRY = Text(
    "架空の対象事業が入っています。roster.xlsx を開いて確かめ、シートを配布してみてください:",
    "It holds invented projects. Look at roster.xlsx, then distribute the sheets:",
)
