"""The table for a screen, for BENCHMARKS.md, and as JSON (DESIGN §10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from xltool.bench.model import Row
from xltool.bench.run import Bench
from xltool.report import Line, to_bytes
from xltool.report.round.table import Cell, Column, Layout, cell, table
from xltool.report.typeset import wrap
from xltool.text import Lang, Text

__all__ = ["bench_json", "bench_lines", "bench_markdown", "row_line"]


def bench_json(bench: Bench) -> bytes:
    shape = {
        "machine": dict(bench.machine),
        "versions": dict(bench.versions),
        "sizes": asdict(bench.sizes),
        "workbook": {"bytes": bench.workbook, "fields": bench.fields},
        "seconds": round(bench.seconds, 1),
        "rows": [_shape(one) for one in bench.rows],
    }
    return to_bytes(shape)


def _shape(row: Row) -> dict[str, Any]:
    return {
        "name": row.name.en,
        "against": row.against.en,
        "ours": _rounded(row.ours),
        "other": _rounded(row.other),
        "unit": row.unit,
        "ratio": _rounded(row.ratio),
        "target": str(row.target),
        "met": row.met,
        "n": row.n,
        "n_other": row.n_other,
        "runs": row.runs,
    }


def _rounded(value: float | None) -> float | None:
    """Four figures: no more is measured."""
    return None if value is None else float(f"{value:.4g}")


def row_line(row: Row, lang: Lang) -> str:
    """One row as soon as it is known."""
    return f"{row.name.pick(lang)} | {row.against.pick(lang)}: {_ratio(row)} ({row.target}) {_met(row, lang)}"


def bench_lines(bench: Bench, *, lang: Lang, width: int) -> Iterator[Line]:
    """The table for a terminal, and what it was measured on; names stand above their figures if they must."""
    heads = [one.pick(lang) for one in _HEADS]
    rows = [_cells(row, lang) for row in bench.rows]
    columns = [
        Column(
            head=head,
            cells=[_styled(one, at, row) for one, row in zip(rows, bench.rows, strict=True)],
            right=at in _FIGURES,
        )
        for at, head in enumerate(heads)
    ]
    whole = Layout(columns=columns)
    if whole.minimum <= width:
        yield from table(whole, width)
    else:
        below = table(Layout(columns=columns[_NAMES:], indent=2), width)
        yield from (next(below), next(below))  # headings and rule
        for row, figures in zip(rows, below, strict=True):
            for line in wrap(f"{row[0]} | {row[1]}", width):
                yield Line(((line, "bold"),))
            yield figures
    yield Line()
    for text in _about(bench, lang):
        for line in wrap(text, width):
            yield Line(((line, ""),))


def _styled(cells: Sequence[str], at: int, row: Row) -> Cell:
    return cell(cells[at], _STYLE.get(row.met, "") if at == _RATIO else "")


def bench_markdown(bench: Bench, lang: Lang) -> bytes:
    """A page; made anew by ``xltool bench -o``, never by hand."""
    lines = [f"# {_TITLE.pick(lang)}", "", _INTRO.pick(lang), ""]
    lines.append("| " + " | ".join(one.pick(lang) for one in _HEADS) + " |")
    lines.append("|" + "|".join("---:" if at in _FIGURES else "---" for at in range(len(_HEADS))) + "|")
    for row in bench.rows:
        lines.append("| " + " | ".join(one.replace("|", "\\|") for one in _cells(row, lang)) + " |")
    lines += ["", *(f"- {text}" for text in _about(bench, lang)), ""]
    return "\n".join(lines).encode()


def _cells(row: Row, lang: Lang) -> tuple[str, ...]:
    n = f"{row.n:,}" if row.n_other in (None, row.n) else f"{row.n:,} / {row.n_other:,}"
    return (
        row.name.pick(lang),
        row.against.pick(lang),
        _figure(row.ours, row.unit),
        "" if row.other is None else _figure(row.other, row.unit),
        _ratio(row),
        str(row.target),
        _met(row, lang),
        n,
        str(row.runs),
    )


def _figure(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"


def _ratio(row: Row) -> str:
    if row.ratio is None:
        return ""
    if row.target.unit == "%":
        return f"{row.ratio * 100:.1f} %"
    return f"{row.ratio:.2f}x" if row.ratio < 10 else f"{row.ratio:.0f}x"


def _met(row: Row, lang: Lang) -> str:
    return {True: _YES, False: _NO, None: _UNKNOWN}[row.met].pick(lang)


def _about(bench: Bench, lang: Lang) -> Iterator[str]:
    on, size = bench.machine, bench.sizes
    memory = f"{int(str(on['memory'])):,} MB"
    yield _MACHINE.format(**{**on, "memory": memory}).pick(lang)
    yield ", ".join(f"{name} {number}" for name, number in bench.versions.items())
    yield _SIZES.format(
        name=size.name, fields=bench.fields, kb=f"{bench.workbook / 1000:.0f}", seconds=f"{bench.seconds:.0f}"
    ).pick(lang)
    if size.name == "quick":
        yield _ONLY_QUICK.pick(lang)
    yield _HOW.pick(lang)


_NAMES = 2  # columns before the figures
_RATIO = 4  # column
_FIGURES = (2, 3, 4, 5, 7, 8)
_STYLE: dict[bool | None, str] = {True: "green", False: "bold red"}
_HEADS = (
    Text("項目", "row"),
    Text("比較の相手", "other"),
    Text("xltool", "ours"),
    Text("相手", "theirs"),
    Text("比", "ratio"),
    Text("目標", "target"),
    Text("達成", "met"),
    Text("件数", "n"),
    Text("回数", "runs"),
)
_YES, _NO, _UNKNOWN = Text("達成", "yes"), Text("未達", "no"), Text("－", "-")
_TITLE = Text("ベンチマーク", "Benchmarks")
_INTRO = Text(
    "`xltool bench -o BENCHMARKS.md` で作成したものです。手で書き換えないでください。",
    "Made by `xltool bench -o BENCHMARKS.md`; not edited by hand.",
)
_MACHINE = Text(
    "計測環境: {system}、{processor}、{cores} コア、メモリー {memory}、開始時の負荷 {load}",
    "Machine: {system}, {processor}, {cores} cores, {memory} of memory, load at the beginning {load}",
)
_SIZES = Text(
    "規模: {name}。1ブック {kb} KB、{fields} 項目。所要時間 {seconds} 秒",
    "Sizes: {name}; a workbook has {kb} KB and {fields} fields; the run took {seconds} s",
)
_ONLY_QUICK = Text(
    "小さい規模では準備の時間が大半を占めます。目標と比べるときは --quick を付けずに実行してください。",
    "With sizes this small most of the time is getting ready; leave out --quick to compare with the targets.",
)
_HOW = Text(
    "同じ結果になることを確かめてから、交互に実行した中央値。件数が「a / b」の行は、"
    "相手を b 件で測って a 件に換算しています。"
    "比は「以上」の目標では相手÷xltool、「以下」の目標では xltool÷相手です。",
    "Medians of runs in turn, after the results were found equal. Where n says a / b, the other was measured "
    "with b sheets and scaled linearly; rows per sheet need no scaling. The ratio is theirs / ours where the "
    "target is a lower bound, ours / theirs where it is an upper one.",
)
