"""A round of 48 projects, and two members of a committee who edit their copies of its master in LibreOffice.

What the departments wrote and what the members did stands here; what must come of it, in test_committee.py.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from tests.book.scenarios.office import edit
from tests.campaign.office import YEAR, Round, filled, make_round, refill
from tests.faults.sheet import clean_sheet

__all__ = ["LAW", "NUMBERS", "RULE", "SPACED", "WHY", "WIDE", "at_their_desks", "collected", "numbers"]

RULE, WHY = "jimu-jigyo/plan_actual_future", "四月に開設を終えたため。"
DOUBT = {"plan.planned[0]": "今年度の計画", "plan.actual[0]": "計画どおり開設している。"}  # a query
UNKNOWN = {"eval.first.grade": "継続"}  # in no list: an error
LAW, WIDE, SPACED = "地域支援事業要綱", "地域支援　事業要綱", "地域支援事業 要綱"


def numbers(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first, last + 1)]


NUMBERS = numbers(10001, 10048)
EXPLAINED = numbers(10001, 10012)
WRITTEN: dict[str, dict[str, Any]] = {
    **dict.fromkeys(["10013", "10014"], DOUBT),
    **dict.fromkeys(numbers(10015, 10018), UNKNOWN),
    "10019": {"basic.law": LAW},
    "10020": {"basic.law": LAW},
    "10021": {"basic.law": LAW},
    "10022": {"basic.law": WIDE},
    "10023": {"basic.law": SPACED},
    "10024": {"activity.1.unit": "回（年間）"},
    "10025": {"activity.1.unit": "回(年間)"},
    "10026": {"activity.1.unit": "回 （年間）"},
    "10048": {"header.nothing": True},
}  # 10027 … 10042 have nothing out of the way; 10043 … 10047 have not answered


def collected(folder: Path) -> Round:
    """What has come in by the tenth of June."""
    office = make_round(folder, projects=len(NUMBERS), departments=6)
    office.campaign.distribute()
    for project in [*numbers(10001, 10042), "10048"]:
        path = office.issued(project)
        if project in EXPLAINED:
            values = clean_sheet(Random(project), YEAR, due=True) | DOUBT
            office.drop(path.name, refill(path, values, {RULE: WHY}))
        else:
            office.drop(path.name, filled(path, _seed(path, project), **WRITTEN.get(project, {})))
    office.on(6, 10).campaign.collect()
    return office


def _seed(path: Path, project: str) -> int:
    """Of those who wrote 継続 one whose sheet agrees with what they meant: 現状継続."""
    if WRITTEN.get(project) is not UNKNOWN:
        return 1
    grades = (
        (seed, clean_sheet(Random(f"{path.name}:{seed}"), YEAR, due=True)["eval.first.grade"])
        for seed in itertools.count(1)
    )
    return next(seed for seed, grade in grades if grade == "現状継続")


# -- what the members do: steps of tests/book/scenarios/tables.py --------------------------------------------

FIRST: Sequence[Sequence[Any]] = (
    ("sign", "委員甲"),
    ("go_to_sheet", "一覧"),
    ("sort_by", "事業名", False),
    *(("enter", project, "2次評価の総合判定", "現状継続") for project in EXPLAINED),
    *(("enter", project, "2次評価の総合判定", "見直し") for project in numbers(10019, 10030)),
    ("sort_by", "担当部署", True),
    *(("enter", project, "2次評価の総合判定", "拡大") for project in numbers(10031, 10036)),
    ("hide_column_of", "事務区分"),
    ("hide_column_of", "2次評価の方向性"),
    ("filter_by", "担当部署", "道路局第1課"),
    ("go_to_sheet", "説明"),
    ("sort_by", "事業番号", False),
    *(("enter", project, "説明の可否", "認める") for project in numbers(10001, 10010)),
    ("hide_column_of", "事業番号"),
    ("go_to_sheet", "訂正候補"),
    ("sort_by", "シート", True),
    ("enter", "eval.first.grade|継続", "置き換える値", "現状継続"),
    ("enter", f"basic.law|{LAW}", "置き換える値", LAW),
    ("enter", "activity.*.unit|回(年間)", "置き換える値", "回／年"),
    ("hide_column_of", "整理キー"),
    ("go_to_sheet", "提出状況"),
    ("sort_by", "提出状況", True),
    ("enter", "10047", "判定", "該当なし"),
    ("enter", "10047", "判定の理由", "前年度で終了"),
    ("enter", "10013", "判定", "認める"),
    ("enter", "10013", "判定の理由", "電話で確認"),
    ("enter", "10020", "判定", "差し戻す"),
    ("enter", "10020", "判定の理由", "総事業費を確かめてください"),
    ("filter_by", "判定", "認める"),
)
SECOND: Sequence[Sequence[Any]] = (
    ("sign", "委員乙"),
    ("go_to_sheet", "一覧"),
    ("filter_by", "担当部署", "公園局第1課"),
    ("enter", "10037", "2次評価の総合判定", "統合"),
    ("enter", "10001", "2次評価の方向性", "=このまま続ける。"),  # a text, whatever it begins with
    ("enter", "10019", "2次評価の総合判定", "終了"),  # the first says 見直し
    ("enter", "10002", "2次評価の総合判定", "現状継続"),  # the first says so too
    ("delete_row_of", "10040"),
    ("go_to_sheet", "説明"),
    ("move_column_of", "説明の可否", "説明（担当部署）"),
    ("enter", "10011", "説明の可否", "認めない"),
    ("enter", "10011", "可否の理由", "開設した日を書いてください"),
    ("go_to_sheet", "訂正候補"),
    ("enter", f"basic.law|{LAW}", "置き換える値", "地域支援に関する要綱"),  # the first: without a space
    ("go_to_sheet", "提出状況"),
    ("move_column_of", "判定の理由", "担当部署"),
    ("enter", "10014", "判定", "認める"),
)


def at_their_desks(master: Path, folder: Path) -> tuple[Path, Path]:
    """Both begin with the master as it was written; one office, one after the other."""
    folder.mkdir()
    targets = folder / "甲.xlsx", folder / "乙.xlsx"
    edit(
        [
            {"source": str(master), "target": str(target), "steps": steps}
            for target, steps in zip(targets, (FIRST, SECOND), strict=True)
        ],
        folder,
    )
    return targets
