"""``collect``: take in whatever came back."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xltool.api.inputs import Paths, sources
from xltool.book.membername import path_name
from xltool.book.sources import Source, told_apart
from xltool.campaign.deciding import decide
from xltool.campaign.desk import Access, at_work
from xltool.campaign.gathering import Progress, gather
from xltool.campaign.judging import rejudge
from xltool.campaign.ledger.issues import issues
from xltool.campaign.model import Config, Roster
from xltool.campaign.rebuild import rebuild
from xltool.campaign.sorting import sort
from xltool.errors import CannotWork
from xltool.standing import Collection, Decided
from xltool.text import Text

__all__ = ["Choice", "collect"]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the coordinator decides about files along with a collect."""

    take: Sequence[str] = ()  # these count, whatever else there is
    without: Sequence[str] = ()  # these do not count
    restore: Sequence[str] = ()  # these count again as if nothing had been decided


def collect(
    config: Config,
    roster: Roster,
    paths: Paths = (),
    *,
    choice: Choice | None = None,
    access: Access | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
) -> Collection:
    """Take in every file below the paths (default: the inbox), which are only read."""
    choice = choice or Choice()
    found = _found(config, paths or _inbox(config))  # before the run: a path may be mistyped
    decided: list[Decided] = []
    with at_work(config, roster, "collect", access) as (desk, run):
        rebuild(desk, run)
        rejudge(desk, run)
        issued = issues(desk.ledger)
        seen = gather(desk, run, found, issued, progress=progress, jobs=jobs)

        def deciding() -> None:
            decided.extend(decide(desk, run, "set_aside", choice.without))
            decided.extend(decide(desk, run, "restore", choice.restore))
            decided.extend(decide(desk, run, "take", choice.take))

        files = sort(desk, run, seen, issued, deciding)
        return Collection(run=run.id, files=files, decided=tuple(decided))


def _found(config: Config, paths: Paths) -> list[Source]:
    """Every file; those in the campaign's folder are named as seen from there, wherever the command runs."""
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    starts: dict[str, str] = {}
    for one in given:
        for place in (os.path.abspath, os.path.realpath):  # what leads into the campaign may be a link
            path, home = Path(place(one)), Path(place(config.folder))
            if path.is_relative_to(home):
                starts.setdefault(path_name(Path(one)), path_name(path.relative_to(home)))
    named = ((one, _below(one.name, starts)) for one in sources(given))
    return list(told_apart(one if one.name == name else replace(one, name=name) for one, name in named))


def _below(name: str, starts: Mapping[str, str]) -> str:
    for start, below in starts.items():
        for mark in ("/", "!"):
            if name == start or name.startswith(f"{start}{mark}"):
                return f"{below}{name[len(start) :]}".removeprefix("./")
    return name


def _inbox(config: Config) -> Path:
    if not config.inbox.is_dir():
        raise CannotWork(
            Text(
                f"{config.inbox} がありません。フォルダーを作って、届いたファイルを入れてください。",
                f"{config.inbox} does not exist; make the folder and put into it what came back.",
            )
        )
    return config.inbox
