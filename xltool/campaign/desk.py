"""What every campaign command works with: the settings, the roster, the forms, the ledger."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from xltool.book import Library
from xltool.book.many import Shelf, library_of
from xltool.campaign.forms import keep_form
from xltool.campaign.ledger import Ledger, Run, now, open_ledger
from xltool.campaign.lock import locked
from xltool.campaign.model import Config, Roster
from xltool.campaign.settings import drawn_edition
from xltool.form import Edition

__all__ = ["Access", "Clock", "Desk", "at_work", "looking", "shelf_of"]

Clock = Callable[[], datetime.datetime]


@dataclass(frozen=True, kw_only=True)
class Access:
    """How a command gets at the campaign."""

    clock: Clock = now
    wait: float = 10  # seconds to wait for another command to end
    break_lock: bool = False


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One command at work in one campaign."""

    config: Config
    roster: Roster
    ledger: Ledger
    library: Library

    @cached_property
    def drawn(self) -> Edition:
        """What workbooks are drawn from, with the rules in force."""
        return drawn_edition(self.config, self.roster)


def shelf_of(config: Config, roster: Roster) -> Shelf:
    """The campaign's form, those that it issued before, and reference sheets, for reading."""
    return Shelf(
        own=(config.form,),
        reference=roster.edition.reference,
        store=config.forms,
        parameters=roster.edition.parameters,
    )


@contextlib.contextmanager
def looking(config: Config, roster: Roster) -> Iterator[Desk]:
    """For commands that change nothing."""
    with open_ledger(config.hidden, write=False) as ledger:
        yield _desk(config, roster, ledger)


@contextlib.contextmanager
def at_work(
    config: Config, roster: Roster, command: str, access: Access | None = None
) -> Iterator[tuple[Desk, Run]]:
    """For commands that change something: alone in the campaign, as one run of the ledger."""
    how = access or Access()
    with (
        locked(config.hidden, command, wait=how.wait, break_lock=how.break_lock),
        open_ledger(config.hidden, write=True, clock=how.clock) as ledger,
    ):
        _sweep(config, ledger)
        with ledger.run(command) as run:
            keep_form(config)
            yield _desk(config, roster, ledger), run


def _sweep(config: Config, ledger: Ledger) -> None:
    """Remove what a command that was killed had half written; nobody else is at work."""
    last = ledger.db.execute("SELECT finished FROM run ORDER BY id DESC LIMIT 1").fetchone()
    if last is not None and last[0] is not None:
        return
    for folder in (config.hidden, config.outbox, config.returned):
        for left in folder.rglob(".xltool-*.tmp"):
            with contextlib.suppress(OSError):
                left.unlink()


def _desk(config: Config, roster: Roster, ledger: Ledger) -> Desk:
    return Desk(config=config, roster=roster, ledger=ledger, library=library_of(shelf_of(config, roster)))
