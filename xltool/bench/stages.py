"""A round of any size in a process of its own, stage by stage, so that its memory can be watched.

``python -m xltool.bench.stages prepare|work FOLDER SHEETS`` prints one line of JSON: stage -> seconds.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from xltool.bench.corpus import answer, make_round
from xltool.bench.measure import seconds, settle
from xltool.campaign import Campaign
from xltool.process import set_up

__all__ = ["consolidate", "main"]


def consolidate(campaign: Campaign, path: Path) -> None:
    """The master of the current submissions, with what the rules say of them."""
    campaign.consolidate(path, lang="ja")


def main(stage: str, folder: Path, sheets: int) -> None:
    found = prepare(folder, sheets) if stage == "prepare" else work(folder)
    sys.stdout.write(json.dumps(found) + "\n")


def prepare(folder: Path, sheets: int) -> dict[str, float]:
    """Distribute, and have the answers in the inbox."""
    campaign = make_round(folder, sheets)
    found = {"distribute": seconds(campaign.distribute)}
    answer(campaign, sheets)
    settle()
    return found


def work(folder: Path) -> dict[str, float]:
    """What a coordinator does with them, and once more with nothing new."""
    campaign = Campaign(folder)
    return {
        "collect": seconds(campaign.collect),
        "check": seconds(campaign.check),
        "consolidate": seconds(lambda: consolidate(campaign, folder / "master.xlsx")),
        "again": seconds(campaign.collect),
    }


if __name__ == "__main__":
    set_up()
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
