"""A large round beside a small one: what a sheet costs in each, and how much memory they take."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xltool.bench.memory import watched
from xltool.bench.model import Row, Target
from xltool.bench.sizes import Sizes
from xltool.text import Text

__all__ = ["scale"]


@dataclass(frozen=True, kw_only=True)
class _Round:
    sheets: int
    seconds: dict[str, float]  # by stage
    peak: float  # MB, from collect on


def scale(sizes: Sizes, folder: Path) -> Iterator[Row]:
    """Both with as many jobs as there are cores; once each."""
    small = _round(folder / "few", sizes.few)
    large = _round(folder / "many", sizes.many)
    itself = Text(f"{small.sheets:,} シートのとき", f"itself at {small.sheets:,}")
    for stage in ("distribute", "collect", "consolidate"):
        yield Row(
            name=Text(
                f"1シート当たり、{large.sheets:,} シート: {stage}",
                f"cost per sheet at {large.sheets:,} against {small.sheets:,}: {stage}",
            ),
            against=itself,
            ours=large.seconds[stage] / large.sheets * 1000,
            other=small.seconds[stage] / small.sheets * 1000,
            unit="ms",
            target=Target(least=False, value=1.15, unit="x"),
            n=large.sheets,
            n_other=small.sheets,
        )
    yield Row(
        name=Text(
            f"新しいものがないときの collect、{large.sheets:,} ファイル",
            f"collect again with nothing new, {large.sheets:,} files",
        ),
        against=Text("最初の collect", "the first collect"),
        ours=large.seconds["again"],
        other=large.seconds["collect"],
        unit="s",
        target=Target(least=False, value=5, unit="%"),
        n=large.sheets,
        n_other=large.sheets,
    )
    yield Row(
        name=Text(
            f"メモリーの最大値（全プロセス）、{large.sheets:,} シートの受け取り・点検・とりまとめ",
            f"peak memory, collect + check + consolidate {large.sheets:,} sheets, all processes",
        ),
        against=itself,
        ours=large.peak,
        other=small.peak,
        unit="MB",
        target=Target(least=False, value=700, unit="MB"),
        n=large.sheets,
        n_other=small.sheets,
    )


def _round(folder: Path, sheets: int) -> _Round:
    module = ("-m", "xltool.bench.stages")
    prepared, _ = watched(*module, "prepare", str(folder), str(sheets))
    worked, peak = watched(*module, "work", str(folder), str(sheets))
    return _Round(
        sheets=sheets, seconds={**json.loads(prepared), **json.loads(worked)}, peak=peak / 1_000_000
    )
