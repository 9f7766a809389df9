"""The command bench."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltool.cli import choices
from xltool.cli.screen import columns, give, show

if TYPE_CHECKING:
    from xltool.text import Lang

__all__ = ["bench"]


@click.command(short_help="Measure xltool beside its peers. 速さとメモリーを測る")
@click.option("--quick", is_flag=True, help="Small sizes, under two minutes. 小さい規模で2分以内")
@click.option("--whole", is_flag=True, help="Slow peers in full as well. 遅い相手も全件で測る")
@click.option("--only", default="", metavar="GROUP", help="One group of rows. 一部の項目だけ")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="表示形式",
)
@choices.out(required=False, help="BENCHMARKS.md, or a .json. 結果の出力先")
@click.pass_obj
def bench(lang: Lang, quick: bool, whole: bool, only: str, kind: str, out: Path | None) -> None:
    """Measure xltool and what one would otherwise write, in turn, on the same sheets; needs xltool[bench].

    Takes up to 20 minutes and 20 GB of the temporary folder; --quick takes two minutes.

    xltool と、ほかのライブラリで同じことをした場合の時間とメモリーを、交互に測って比べます。
    """
    from xltool.bench import FULL, QUICK, WHOLE, run_bench
    from xltool.bench.shapes import bench_json, bench_lines, bench_markdown, row_line
    from xltool.report.files import check_target

    if quick and whole:
        raise click.UsageError("--quick and --whole exclude each other. 同時には指定できません")
    if out is not None:
        check_target(out)
    sizes = QUICK if quick else WHOLE if whole else FULL
    done = run_bench(sizes, only=only, tell=lambda row: click.echo(row_line(row, lang), err=True))
    if out is not None:
        name = out.suffix.lower()
        give(bench_json(done) if name == ".json" else bench_markdown(done, "en"), out, lang)
    elif kind == "json":
        give(bench_json(done), None, lang)
    else:
        show(bench_lines(done, lang=lang, width=columns()))
