"""Rosters as an office would have them: real workbooks from a few lines, and what reading them gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from xltool.campaign.config import load_config
from xltool.campaign.model import Roster, RosterError
from xltool.campaign.roster import read_roster

__all__ = ["HEADS", "PLAN", "campaign", "mistakes", "read", "remarks", "workbook"]

HEADS = ("計画事業番号", "事務事業名", "担当部署")
PLAN: Sequence[Sequence[Any]] = (
    ("章", "節", "施策"),
    ("第1章", "第1節 道", "施策1 舗装"),
    ("第1章", "第1節 道", "施策2 橋"),
    ("第1章", "第2節 防災", "施策1 訓練"),
    ("第2章", "第1節 保育", "施策1 保育所"),
)
Rows = Sequence[Sequence[Any]]


def workbook(
    path: Path,
    rows: Rows,
    *,
    sheets: Mapping[str, Rows] | None = None,
    title: str = "対象事業一覧",
    change: Callable[[Worksheet], None] | None = None,
) -> Path:
    """A workbook with a list (its headings first) and other sheets; ``change`` does the rest to the list."""
    book = openpyxl.Workbook()
    listing = book.active
    assert isinstance(listing, Worksheet)
    listing.title = title
    for row in rows:
        listing.append(list(row))
    for name, others in ({"総合計画": PLAN} if sheets is None else sheets).items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(list(row))
    if change is not None:
        change(listing)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def campaign(folder: Path, text: str = "form: jimu-jigyo\nyear: 2026\n") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "campaign.yaml").write_text(text, "utf-8")
    return folder


def read(folder: Path) -> Roster:
    return read_roster(load_config(folder))


def mistakes(folder: Path) -> dict[str, str]:
    """Place -> the Japanese sentences, of a roster that must be refused."""
    with pytest.raises(RosterError) as caught:
        read(folder)
    found: dict[str, str] = {}
    for one in caught.value.problems:
        if one.serious:
            found[one.at] = f"{found[one.at]} / {one.text.ja}" if one.at in found else one.text.ja
            assert one.text.ja in caught.value.text.ja
            assert one.text.en in caught.value.text.en
    return found


def remarks(folder: Path) -> dict[str, str]:
    """Place -> the Japanese sentences, of a roster that is used."""
    return {one.at: one.text.ja for one in read(folder).remarks}
