"""The records of another campaign: what its current submissions say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from xltool.book import Library, Record
from xltool.campaign.central import Edits
from xltool.campaign.config import load_config
from xltool.campaign.desk import Desk, looking
from xltool.campaign.ledger.submissions import Submission, records_of_sheets
from xltool.campaign.overlay import overlaid_all
from xltool.campaign.roster import read_roster
from xltool.campaign.status import cases
from xltool.errors import CannotWork
from xltool.text import Text

__all__ = ["BLOCK", "Current", "blocks_at", "current_of", "current_records", "records_at", "records_of"]

Current = tuple[Submission, Edits]  # what counts, and what was decided about it
BLOCK = 200  # sheets that are in memory together


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
    """The current submissions with the central edits in them, in roster order; without withdrawn ones."""
    for block in blocks_at(desk, current_of(desk), library):
        yield from block


def blocks_at(
    desk: Desk, current: Sequence[Current], library: Library | None = None
) -> Iterator[list[Record]]:
    """The records of ``current``, block by block."""
    for start in range(0, len(current), BLOCK):
        yield records_at(desk, current[start : start + BLOCK], library)


def current_of(desk: Desk) -> list[Current]:
    """The current submissions in roster order, without withdrawn ones."""
    return [
        (one, case.edits)
        for case in cases(desk)
        if (one := case.folded.current) is not None and not case.withdrawn
    ]


def records_at(desk: Desk, some: Sequence[Current], library: Library | None = None) -> list[Record]:
    """Their records with the central edits in them."""
    sheets = ((one.id, one.file) for one, _ in some)
    records = records_of_sheets(desk.ledger, sheets, library or desk.library)
    return overlaid_all(records, {one.project: edits for one, edits in some})


_THERE = Text(
    "前年度の調査回（{folder}）を読めません。{why}", "Last year's round ({folder}) cannot be read. {why}"
)
