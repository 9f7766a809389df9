"""The way back from the committee: apply."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from xltool.cli import choices
from xltool.cli.screen import columns, give, show
from xltool.errors import CannotWork
from xltool.text import Lang, Text

if TYPE_CHECKING:
    from xltool.campaign.comparing import Side

__all__ = ["apply"]


@click.command(short_help="Take over what was decided in the master. とりまとめブックの決定を反映する")
@click.argument("master", type=click.Path(path_type=Path))
@choices.campaign
@click.option("--dry-run", is_flag=True, help="Only say what would happen. 実行せずに内容だけ表示する")
@click.option(
    "--prefer",
    multiple=True,
    metavar="[FIELD=]master|campaign",
    help="Who wins where both have changed: everywhere, or in one field or sheet. 競合したときに優先する側",
)
@click.option("--wait", type=float, default=10, show_default=True, metavar="SECONDS", help="待つ秒数")
@click.option("--break-lock", is_flag=True, help="Take over the lock of a crashed command. ロックを外す")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="表示形式",
)
@click.pass_obj
def apply(
    lang: Lang,
    master: Path,
    folder: Path,
    dry_run: bool,
    prefer: tuple[str, ...],
    wait: float,
    break_lock: bool,
    kind: str,
) -> int:
    """Take over decisions, verdicts, corrections and committee fields that were edited in MASTER.

    Each changed cell is compared with the master as it was written and with the campaign as it is now. Exit
    code 1: something contradicts what the campaign says by now, or is no valid entry.

    とりまとめブックに記入された決定・説明の可否・訂正・委員会記入欄を台帳に反映します。
    """
    from xltool.campaign import Access, Campaign
    from xltool.report import to_bytes
    from xltool.report.round import applied_lines, applied_shape

    own = Campaign(folder, access=Access(wait=wait, break_lock=break_lock))
    done = own.apply(master, dry_run=dry_run, prefer=_sides(prefer))
    if kind == "json":
        give(to_bytes(applied_shape(done, lang)), None, lang)
    else:
        show(applied_lines(done, lang=lang, width=columns()))
    return int(done.needs_attention)


def _sides(given: tuple[str, ...]) -> dict[str, Side]:
    """``campaign`` for everything, ``eval.second.grade=master`` for one field."""
    found: dict[str, Side] = {}
    for one in given:
        key, _, side = one.rpartition("=")
        if side not in ("master", "campaign"):
            raise CannotWork(_SIDE.format(given=one))
        found[key.strip() or "*"] = cast("Side", side)
    return found


_SIDE = Text(
    "--prefer {given} は master か campaign、または「項目=master」の形で指定してください。",
    "--prefer {given}: give master or campaign, or FIELD=master.",
)
