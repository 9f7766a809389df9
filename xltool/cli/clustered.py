"""extract, check and consolidate with ``--scheduler``: the same work in chunks, on a Dask cluster."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltool.cli import choices
from xltool.cli.inbox import READING, given, raw_paths, tell_skipped
from xltool.cli.screen import progress, wrote
from xltool.errors import CannotWork
from xltool.finding import SEVERITIES, rank
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xltool.cluster import Outcome, Plan
    from xltool.finding import Severity
    from xltool.rules import Judged
    from xltool.text import Lang

__all__ = ["Asked", "check", "consolidate", "extract"]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the three commands take alike."""

    scheduler: str
    forms: tuple[str, ...]
    reference: Path | None
    phase: Judged
    fail_on: Severity
    lang: Lang


def extract(asked: Asked, out: Path | None, kind: str | None, *, raw: bool) -> int:
    """``-o`` is a folder."""
    if kind not in (None, "parquet") or (kind is None and out is not None and out.suffix):
        raise CannotWork(_ONLY_PARQUET)
    folder = _target(out)
    from xltool import cluster

    found = _run(asked, lambda places, plan: cluster.extract(places, folder, plan), raw=raw)
    return _told(found, folder, asked)


def check(asked: Asked, out: Path | None, senseless: Mapping[str, object]) -> int:
    """``-o`` is a .parquet, .json or .csv."""
    _refuse(senseless)
    target = _target(out)
    from xltool import cluster
    from xltool.cluster.findings import format_of_findings
    from xltool.report.files import check_target

    format_of_findings(target)
    check_target(target)
    found = _run(asked, lambda places, plan: cluster.check(places, target.parent, plan))
    cluster.write_findings(found, target, lang=asked.lang)
    for one in found.left_out:
        click.echo(one.pick(asked.lang), err=True)
    return _told(found, target, asked)


def consolidate(asked: Asked, folder: Path | None, senseless: Mapping[str, object]) -> int:
    """``--to`` alone."""
    _refuse(senseless)
    if folder is None:
        raise CannotWork(_NO_TO)
    to = folder
    from xltool import cluster

    found = _run(asked, lambda places, plan: cluster.consolidate(places, to, plan, lang=asked.lang))
    return _told(found, to, asked)


def _run(asked: Asked, task: Callable[[tuple[str, ...], Plan], Outcome], *, raw: bool = False) -> Outcome:
    from xltool.cluster import Plan

    places = raw_paths()
    given(tuple(Path(one) for one in places), None)
    with progress(READING, asked.lang) as step:
        plan = Plan(
            scheduler=asked.scheduler,
            phase=asked.phase,
            forms=asked.forms,
            reference=choices.given_reference(asked.reference),
            raw=raw,
            progress=step,
        )
        return task(places, plan)


def _told(found: Outcome, path: Path, asked: Asked) -> int:
    tell_skipped(found.skipped, asked.lang)
    wrote(path, asked.lang)
    counts = _COUNTS.format(
        sheets=f"{found.records:,}", files=f"{found.files:,}", fresh=found.fresh, chunks=len(found.done)
    )
    click.echo(counts.pick(asked.lang))
    serious = any(found.summary[one] for one in SEVERITIES if rank(one) <= rank(asked.fail_on))
    return int(serious or found.lost > 0)


def _target(out: Path | None) -> Path:
    if out is None:
        raise CannotWork(_NO_OUT)
    return out


def _refuse(senseless: Mapping[str, object]) -> None:
    """Raises CannotWork for an option that is made for what is held in memory."""
    for option, value in senseless.items():
        if value:
            raise CannotWork(_NOT_WITH.format(option=option))


_COUNTS = Text(
    "{files} ファイル、{sheets} シート。{chunks} 個のまとまりのうち {fresh} 個を今回読み取りました。",
    "{files} files, {sheets} sheets; of {chunks} chunks, {fresh} were read in this run.",
)
_NO_OUT = Text(
    "--scheduler を使うときは、-o で出力先を指定してください。",
    "With --scheduler, say with -o where to write.",
)
_NO_TO = Text(
    "--scheduler を使うときは、--to でデータの出力先フォルダーを指定してください。",
    "With --scheduler, name a folder for the data with --to.",
)
_ONLY_PARQUET = Text(
    "--scheduler を使うときの出力は Parquet です。-o には拡張子のないフォルダー名を指定してください。",
    "With --scheduler, values are written as Parquet; let -o name a folder, without an ending.",
)
_NOT_WITH = Text(
    "{option} は --scheduler と一緒には使えません。", "{option} cannot be used together with --scheduler."
)
