"""From a folder of answers to a master: our round, and the script of the usual kind."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from xltool.bench import usual
from xltool.bench.corpus import answer, corpus, make_round
from xltool.bench.measure import agree, alternately, set_aside
from xltool.bench.model import Row, Target
from xltool.bench.rows.reading import plain_text
from xltool.bench.sizes import Sizes
from xltool.bench.stages import consolidate
from xltool.book import Record, read_book, where
from xltool.campaign import Campaign
from xltool.text import Text

__all__ = ["whole"]


def whole(sizes: Sizes, folder: Path) -> Iterator[Row]:
    """One job. The script reads a part of the sheets, unless the peers run in full."""
    place = folder / "whole"
    campaign = make_round(place / "round", sizes.round)
    campaign.distribute()
    answer(campaign, sizes.round)
    hidden, kept = campaign.config.hidden, place / "kept"
    shutil.copytree(hidden, kept)

    few = min(sizes.slow or sizes.round, sizes.round)
    inbox = place / "some"
    inbox.mkdir()
    for path in sorted(campaign.config.inbox.glob("*.xlsx"))[:few]:
        shutil.copy(path, inbox)
    cells = place / "cells.csv"
    with cells.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(where(corpus().edition)[1].items())

    def ours() -> None:
        campaign.collect(jobs=1)
        campaign.check()
        consolidate(campaign, place / "master.xlsx")

    def again() -> None:
        set_aside(place / "aside", hidden)
        shutil.copytree(kept, hidden)

    usual.main(inbox, cells, place / "usual.xlsx")
    ours()
    _verify(campaign, place / "usual.xlsx")
    mine, script = alternately(
        ours,
        lambda: usual.main(inbox, cells, place / "usual.xlsx"),
        rounds=sizes.again,
        warm=False,
        between=again,
    )
    yield Row(
        name=Text(
            f"{sizes.round:,} シートの受け取り・点検・とりまとめ",
            f"collect + check + consolidate {sizes.round:,} sheets, end to end",
        ),
        against=Text(
            "openpyxl と pandas によるよくあるスクリプト", "an openpyxl + pandas script of the usual kind"
        ),
        ours=mine,
        other=script / few * sizes.round,
        unit="s",
        target=Target(least=True, value=25, unit="x"),
        n=sizes.round,
        n_other=few,
        runs=sizes.again,
    )


def _verify(campaign: Campaign, master: Path) -> None:
    """The script's list holds what our records hold, sheet by sheet and field by field."""
    sheet = read_book(master).sheets[0]
    heads = {col: str(cell.value) for (row, col), cell in sheet.cells.items() if row == 1}
    rows: dict[int, dict[str, str]] = {}
    for (row, col), cell in sheet.cells.items():
        if row > 1:
            rows.setdefault(row, {})[heads[col]] = plain_text(cell.value)
    theirs = {row["header.code"]: row for row in rows.values()}
    some: Sequence[Record] = [one for one in campaign.records().records if plain_text(one.project) in theirs]
    agree("usual.py", len(some), len(theirs))
    for one in some:
        own = theirs[plain_text(one.project)]
        texts = {key: plain_text(one.raw.get(key)) for key in one.cells}
        agree("usual.py", texts, {key: own.get(key, "") for key in one.cells})
