"""``collect``: take in whatever came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xltool.api.inputs import Paths
from xltool.campaign.deciding import decide
from xltool.campaign.desk import Access, at_work
from xltool.campaign.gathering import Progress, gather
from xltool.campaign.model import Config, Roster
from xltool.campaign.rebuild import rebuild
from xltool.campaign.sorting import sort
from xltool.errors import CannotWork
from xltool.standing import Collection
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
    given: Paths = paths or _inbox(config)
    with at_work(config, roster, "collect", access) as (desk, run):
        rebuild(desk, run)
        seen = gather(desk, run, given, progress=progress, jobs=jobs)

        def decided() -> None:
            decide(desk, run, "set_aside", choice.without)
            decide(desk, run, "restore", choice.restore)
            decide(desk, run, "take", choice.take)

        files = sort(desk, run, seen, decided)
        return Collection(run=run.id, files=files)


def _inbox(config: Config) -> Paths:
    if not config.inbox.is_dir():
        raise CannotWork(
            Text(
                f"{config.inbox} がありません。フォルダーを作って、届いたファイルを入れてください。",
                f"{config.inbox} does not exist; make the folder and put into it what came back.",
            )
        )
    return config.inbox
