"""The records of another campaign: what its current submissions say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xltool.book import Library, Record
from xltool.campaign.config import load_config
from xltool.campaign.desk import Desk, looking
from xltool.campaign.ledger.rows import record_of
from xltool.campaign.overlay import overlaid_all
from xltool.campaign.roster import read_roster
from xltool.campaign.status import cases
from xltool.errors import CannotWork
from xltool.text import Text

__all__ = ["blocks_of", "current_records", "records_of"]

_BLOCK = 200  # sheets that are in memory together


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
    for block in blocks_of(desk, library):
        yield from block


def blocks_of(desk: Desk, library: Library | None = None) -> Iterator[list[Record]]:
    """The same, block by block."""
    current = [
        (one, case.edits)
        for case in cases(desk)
        if (one := case.folded.current) is not None and not case.withdrawn
    ]
    for start in range(0, len(current), _BLOCK):
        block = current[start : start + _BLOCK]
        records = (record_of(desk.ledger, one.id, library or desk.library, file=one.file) for one, _ in block)
        yield overlaid_all(records, {one.project: edits for one, edits in block})


_THERE = Text(
    "前年度の調査回（{folder}）を読めません。{why}", "Last year's round ({folder}) cannot be read. {why}"
)
