"""Commands that make workbooks: template, fill, demo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltool.cli import choices
from xltool.cli.screen import columns, show, wrote
from xltool.text import Lang, Text

if TYPE_CHECKING:
    from xltool.report.text import Line

__all__ = ["demo", "fill", "template"]


@click.command(short_help="Draw the blank workbook of a form. 白紙のブックを作る")
@click.argument("form")
@choices.out(required=True, help="The workbook to write. 作成するブック")
@choices.year
@choices.setting
@choices.reference
@click.pass_obj
def template(
    lang: Lang, form: str, out: Path, year: int | None, settings: tuple[str, ...], reference: Path | None
) -> None:
    """Draw the blank workbook of FORM (an id, or the path of a form.yaml).

    様式の白紙ブックを作ります。
    """
    from xltool import api
    from xltool.form import find_form

    own = find_form(form)
    parameters = choices.given_parameters(own, settings)
    known = choices.given_reference(reference)
    wrote(api.template(own, out, year=year, parameters=parameters, reference=known), lang)


@click.command(short_help="Write a workbook with data in it. データを記入したブックを作る")
@click.argument("form")
@click.argument("data", type=click.Path(path_type=Path))
@choices.out(required=True, help="The workbook to write. 作成するブック")
@choices.year
@choices.setting
@choices.reference
@click.pass_obj
def fill(
    lang: Lang,
    form: str,
    data: Path,
    out: Path,
    year: int | None,
    settings: tuple[str, ...],
    reference: Path | None,
) -> None:
    """Write a workbook of FORM with DATA in it: a JSON file {"values": {id: value}} or a record of extract.

    データを記入したブックを作ります。
    """
    from xltool import api
    from xltool.form import find_form

    own = find_form(form)
    parameters = choices.given_parameters(own, settings)
    known = choices.given_reference(reference)
    wrote(api.fill(own, data, out, year=year, parameters=parameters, reference=known), lang)


@click.command(short_help="Run the whole cycle on an invented round. 架空の12事業で一巡を試す")
@click.argument("folder", default="xltool-demo", metavar="[DIR]", type=click.Path(path_type=Path))
@click.pass_obj
def demo(lang: Lang, folder: Path) -> None:
    """Run the whole cycle on an invented round in DIR (default: xltool-demo).

    配布・記入・点検・抽出・とりまとめを、架空の事業で一巡します。
    """
    from itertools import islice

    from xltool import api
    from xltool.report import check_lines

    done = api.demo(folder, lang=lang, say=lambda step: click.echo(step.pick(lang)))
    click.echo()
    pile = done.pile
    lines = check_lines(done.findings, files=len(pile.files), records=len(pile), lang=lang, width=columns())
    show(islice(_summary(lines), 10))
    click.echo()
    click.echo(_NEXT.format(folder=done.folder).pick(lang))


def _summary(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines before the first sheet."""
    for line in lines:
        if not line.pieces:
            return
        yield line


_NEXT = Text(
    "次に開いてみてください:\n"
    "  {folder}/master.xlsx     とりまとめブック（概要・一覧・指摘）\n"
    "  {folder}/report.html     点検レポート（ブラウザーで開きます）\n"
    "  {folder}/inbox           戻ってきた評価シート（「入力チェック」シートもご覧ください）\n"
    "  {folder}/data.csv        全シートの値\n"
    "詳しい指摘は xltool check {folder}/inbox で表示できます。",
    "Open next:\n"
    "  {folder}/master.xlsx     the master workbook: overview, projects, findings\n"
    "  {folder}/report.html     the report of the check, for a browser\n"
    "  {folder}/inbox           the sheets that came back, each with its own check sheet\n"
    "  {folder}/data.csv        all values\n"
    "xltool check {folder}/inbox shows every finding.",
)
