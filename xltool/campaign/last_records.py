"""The records of another campaign: what its current submissions say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xltool.book import Library, Record
from xltool.campaign.config import load_config
from xltool.campaign.desk import Desk, looking
from xltool.campaign.ledger.rows import record_of
from xltool.campaign.roster import read_roster
from xltool.campaign.status import cases
from xltool.errors import CannotWork
from xltool.text import Text

__all__ = ["current_records", "records_of"]


def current_records(folder: Path) -> Iterator[Record]:
    """Of every assignment of a campaign's folder that has a submission, the record that counts."""
    try:
        config = load_config(folder)
        roster = read_roster(config)
    except CannotWork as error:
        raise CannotWork(_THERE.format(folder=folder, why=error.text)) from None
    with looking(config, roster) as desk:
        yield from records_of(desk)


def records_of(desk: Desk, library: Library | None = None) -> Iterator[Record]:
    """The current submissions of this campaign, in roster order; withdrawn ones are left out."""
    for case in cases(desk):
        current = case.folded.current
        if current is not None and not case.withdrawn:
            yield record_of(desk.ledger, current.id, library or desk.library, file=current.file)


_THERE = Text(
    "前年度の調査回（{folder}）を読めません。{why}", "Last year's round ({folder}) cannot be read. {why}"
)
