"""What commands over piles of workbooks share: their argument, what they say, their exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltool.cli import choices
from xltool.cli.screen import progress
from xltool.errors import CannotWork
from xltool.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xltool.api import Records
    from xltool.book.record import Unread
    from xltool.finding import Severity
    from xltool.form import Reference

__all__ = [
    "PATHS",
    "READING",
    "code",
    "given",
    "raw_paths",
    "read_pile",
    "refuse_nothing",
    "tell_skipped",
    "tell_unread",
]

_RAW = "xltool.paths"  # where the context keeps what was typed


def _as_paths(ctx: click.Context, _: click.Parameter, typed: tuple[str, ...]) -> tuple[Path, ...]:
    ctx.meta[_RAW] = typed
    return tuple(Path(one) for one in typed)


PATHS = click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path(), callback=_as_paths)
READING = Text("読み取り中", "Reading")
_LISTED = 10  # of what was left aside


def given(paths: tuple[Path, ...], reference: Path | None) -> dict[str, Reference] | None:
    """The reference sheets. Raises CannotWork where no path is named."""
    if not paths:
        raise CannotWork(
            Text(
                "ブックかフォルダーを指定してください（例: xltool check inbox）。",
                "Name workbooks or folders, such as: xltool check inbox",
            )
        )
    return choices.given_reference(reference)


def raw_paths() -> tuple[str, ...]:
    """The paths as they were typed: a URL is none."""
    typed: tuple[str, ...] = click.get_current_context().meta.get(_RAW, ())
    return typed


def refuse_nothing(files: int, paths: tuple[Path, ...]) -> None:
    if not files:
        raise CannotWork(
            Text(
                f"{'、'.join(map(str, paths))} にブック（.xlsx、.xlsm）がありません。",
                f"There are no workbooks (.xlsx, .xlsm) in {', '.join(map(str, paths))}.",
            )
        )


def tell_skipped(skipped: Sequence[tuple[str, Text]], lang: Lang) -> None:
    """What was left aside, beside the output proper."""
    if not skipped:
        return
    head = Text("読み取らなかったもの: {count} 件", "left aside: {count}").format(count=len(skipped))
    click.echo(head.pick(lang), err=True)
    for name, why in skipped[:_LISTED]:
        click.echo(f"  {name}  {why.pick(lang)}", err=True)
    if len(skipped) > _LISTED:
        click.echo("  …", err=True)


def tell_unread(unread: Sequence[Unread], lang: Lang) -> None:
    """What is missing from the output because it could not be read, beside the output proper."""
    if not unread:
        return
    head = Text("読めなかったため入っていないもの: {count} 件", "missing, because unreadable: {count}")
    click.echo(head.format(count=len(unread)).pick(lang), err=True)
    for one in unread[:_LISTED]:
        click.echo(f"  {' '.join(p for p in (one.file, one.sheet) if p)}  {one.text.pick(lang)}", err=True)
    if len(unread) > _LISTED:
        click.echo("  …", err=True)


def code(unread: Sequence[Unread], severities: Iterable[Severity], fail_on: Severity) -> int:
    """1 with findings that count, or files that could not be read."""
    from xltool.finding import rank

    serious = any(rank(one) <= rank(fail_on) for one in severities)
    return int(serious or any(one.sheet is None for one in unread))


def read_pile(
    paths: tuple[Path, ...], forms: tuple[str, ...], reference: Path | None, jobs: int | None, lang: Lang
) -> Records:
    """Raises CannotWork where there is nothing to read."""
    from xltool import api

    known = given(paths, reference)
    with progress(READING, lang) as step:
        pile = api.read(paths, forms=forms, reference=known, jobs=jobs, progress=step)
    tell_skipped(pile.skipped, lang)
    refuse_nothing(len(pile.files), paths)
    return pile
