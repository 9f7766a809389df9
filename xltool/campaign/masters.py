"""The masters that were written: each is kept by its hash and noted in the trail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xltool.campaign.archive import digest_of, mend
from xltool.campaign.ledger import Ledger, Run
from xltool.campaign.ledger.ledger import from_json
from xltool.report.master.matter import Shown, Slot

__all__ = ["changed_since", "declined", "keep_master", "noted", "updated_at", "written_here"]

_FOLDER = "masters"


def keep_master(hidden: Path, data: bytes) -> str:
    """Store a master's bytes; where they lie, below ``hidden``."""
    below = f"{_FOLDER}/{digest_of(data)}.xlsx"
    mend(hidden, below, data)
    return below


def noted(ledger: Ledger, run: Run, *, master: str, file: str, archived: str) -> None:
    """Note that a master was written, once for each; inside ``writing`` only."""
    known = "SELECT 1 FROM event WHERE what = 'consolidated' AND json_extract(detail, '$.archived') = ?"
    if ledger.db.execute(known, (archived,)).fetchone() is None:
        ledger.event(run, "consolidated", file=file, detail={"master": master, "archived": archived})


def written_here(ledger: Ledger, master: str) -> int | None:
    """The run that wrote a master; None for one that the ledger does not know: it was lost since."""
    query = "SELECT max(run) FROM event WHERE what = 'consolidated' AND json_extract(detail, '$.master') = ?"
    ((run,),) = ledger.db.execute(query, (master,))
    return None if run is None else int(run)


def changed_since(ledger: Ledger, master: str) -> frozenset[str]:
    """Projects for which something came in, or another file was chosen, after a master was written.

    Of a master that the ledger does not know nothing can be told: none.
    """
    run = written_here(ledger, master)
    if run is None:
        return frozenset()
    later = (
        "SELECT project FROM submission WHERE run > :run UNION SELECT project FROM decision"
        " WHERE run > :run AND kind IN ('take', 'set_aside', 'restore')"
    )
    return frozenset(row[0] for row in ledger.db.execute(later, {"run": run}))


def declined(ledger: Ledger, master: str) -> frozenset[tuple[Slot, Shown]]:
    """What copies of a master say and somebody has turned down: the campaign's was to stay."""
    query = "SELECT detail FROM event WHERE what = 'declined' AND json_extract(detail, '$.master') = ?"
    told: list[dict[str, Any]] = [from_json(row[0]) for row in ledger.db.execute(query, (master,))]
    return frozenset((Slot(*one["slot"]), one["new"]) for one in told)


def updated_at(ledger: Ledger) -> str | None:
    """When something happened that a master shows, as ISO 8601."""
    query = "SELECT at FROM event WHERE what NOT IN ('consolidated', 'declined') ORDER BY id DESC LIMIT 1"
    found = ledger.db.execute(query).fetchone()
    return str(found[0]) if found is not None else None
