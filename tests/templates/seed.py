"""The answers of the real sheet, by line and tab of its text. None of its prose stands in this repository."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from xltool.form import Value

__all__ = ["DEPARTMENT", "FINDINGS", "PROJECT", "YEAR", "seed_text", "seed_values"]

PATH = Path(__file__).resolve().parents[3] / "shared" / "seed" / "evaluation-sheet-00832.txt"
YEAR, PROJECT, DEPARTMENT = 2017, "00832", "総務部行政管理課"
OFFSETS = ("-1", "0", "+1", "+2")

# Exactly what must be found: rule -> severity and the cells that it lists.
FINDINGS: dict[str, tuple[str, list[str]]] = {
    "jimu-jigyo/end_year_cost": ("query", ["cost.direct[+1]", "cost.direct[+2]"]),
    "jimu-jigyo/law_ended": ("query", ["law.duty", "eval.first.grade"]),
    "jimu-jigyo/achievement_target": (
        "query",
        ["item.achievement.score", "activity.3.target[-1]", "activity.3.actual[-1]"],
    ),
    "jimu-jigyo/plan_actual_future": ("query", ["plan.actual[0]", "plan.actual[+1]", "plan.actual[+2]"]),
    "jimu-jigyo/plan_repeated": (
        "note",
        ["plan.planned[-1]", "plan.planned[0]", "plan.planned[+1]", "plan.planned[+2]"],
    ),
}

# Field -> block, line after its heading (blank lines count), tab.
_HEAD = "計画事業番号"
_TEXTS: dict[str, tuple[str, int, int]] = {
    "header.code": (_HEAD, 0, 1),
    "header.name": (_HEAD, 0, 3),
    "header.department": (_HEAD, 0, 5),
    "header.phone": (_HEAD, 0, 7),
    "basic.law": ("【基本情報】", 2, 4),
    "basic.plans": ("【基本情報】", 3, 4),
    "basic.soft_hard": ("【基本情報】", 5, 1),
    "basic.account": ("【基本情報】", 5, 3),
    "basic.funding": ("【基本情報】", 5, 5),
    "basic.novelty": ("【基本情報】", 5, 7),
    "overview.chapter": ("【事業概要】", 2, 1),
    "overview.section": ("【事業概要】", 3, 1),
    "overview.policy": ("【事業概要】", 4, 1),
    "overview.target": ("【事業概要】", 5, 1),
    "overview.purpose": ("【事業概要】", 6, 1),
    "overview.means_before": ("【事業概要】", 7, 2),
    "overview.means_now": ("【事業概要】", 8, 2),
    **{f"plan.planned[{o}]": ("【事業の計画・実績】", 4, 2 * i) for i, o in enumerate(OFFSETS)},
    **{f"plan.actual[{o}]": ("【事業の計画・実績】", 4, 2 * i + 1) for i, o in enumerate(OFFSETS)},
    **{
        f"eval.{row}.{part}": ("【評価結果・評価コメント】", 3 + i, tab)
        for i, row in enumerate(("previous", "first", "second"))
        for part, tab in (("grade", 1), ("direction", 2))
    },
    **{
        f"item.{item}.comment": ("【評価項目】", 3 + i, 2)
        for i, item in enumerate(("validity", "achievement", "improvement", "economy"))
    },
    "activity.1.unit": ("【評価指標】", 3, 2),
    "activity.2.unit": ("【評価指標】", 5, 2),
    "activity.3.unit": ("【評価指標】", 7, 2),
    "outcome.1.unit": ("【評価指標】", 11, 2),
}
_NUMBERS: dict[str, tuple[str, int, int]] = {  # also stand-ins; one per year, this many tabs apart
    **{
        f"item.{item}.score": ("【評価項目】", 3 + i, 1)
        for i, item in enumerate(("validity", "achievement", "improvement", "economy"))
    },
    **{
        f"{row}[{o}]": ("【事業費の推移】", line, first + step * i)
        for row, line, first, step in (
            ("cost.budget", 5, 3, 2),
            ("cost.national", 6, 3, 2),
            ("cost.prefecture", 7, 3, 2),
            ("cost.bond", 8, 3, 2),
            ("cost.other", 9, 3, 2),
            ("cost.general", 10, 3, 2),
            ("cost.direct", 11, 2, 2),
            ("cost.headcount.regular", 12, 3, 2),
            ("cost.headcount.reappointed", 12, 4, 2),
            ("cost.unit_cost.regular", 13, 3, 2),
            ("cost.unit_cost.reappointed", 13, 4, 2),
            ("cost.personnel.regular", 14, 3, 2),
            ("cost.personnel.reappointed", 14, 4, 2),
            ("cost.total", 15, 3, 2),
        )
        for i, o in enumerate(OFFSETS)
    },
    **{
        f"{row}[{o}]": ("【評価指標】", line, first + i)
        for row, line, first in (
            ("activity.1.target", 3, 3),
            ("activity.1.actual", 4, 3),
            ("activity.2.target", 5, 3),
            ("activity.2.actual", 6, 3),
            ("activity.3.target", 7, 3),
            ("activity.3.actual", 8, 3),
            ("outcome.1.target", 11, 3),
            ("outcome.1.actual", 12, 3),
        )
        for i, o in enumerate(OFFSETS)
    },
}
_YEARS = {"basic.start_year": ("【基本情報】", 3, 1), "basic.end_year": ("【基本情報】", 4, 1)}
_NAMES = {  # printed with their mark: ①…
    "activity.1.name": ("【評価指標】", 3, 1),
    "activity.2.name": ("【評価指標】", 5, 1),
    "activity.3.name": ("【評価指標】", 7, 0),
    "outcome.1.name": ("【評価指標】", 11, 1),
}


def seed_text() -> str:
    """The text of the sheet; the test is skipped where it is not beside the repository."""
    if not PATH.is_file():
        pytest.skip(f"the real sheet is not here: {PATH}")
    return PATH.read_text(encoding="utf-8")


def seed_values(text: str) -> dict[str, Value]:
    """Field id -> value, computing fields too (as the sheet prints them); empty cells are left out."""
    lines = text.split("\n")

    def cell(place: tuple[str, int, int]) -> str:
        block, line, tab = place
        start = next(i for i, found in enumerate(lines) if found.startswith(block))
        cells = lines[start + line].split("\t")
        return cells[tab].strip() if tab < len(cells) else ""

    values: dict[str, Value] = {key: cell(place) for key, place in _TEXTS.items()}
    values |= {key: _number(cell(place)) for key, place in _NUMBERS.items()}
    values |= {key: _western(cell(place)) for key, place in _YEARS.items()}
    values |= {key: cell(place)[1:] for key, place in _NAMES.items()}
    values["outcome.1.definition"] = cell(("【評価指標】", 12, 1)).strip("【】")
    kind = _ticked(cell(("【基本情報】", 2, 1)))
    values["basic.kind"] = {"自治事務": "own", "法定受託事務": "delegated"}[kind[0]]
    duty = _ticked(cell(("【法律で実施が義務付けられている事務事業か】", 0, 1)))
    values["law.duty"] = {"法律の義務付けあり": "yes", "法律の義務付けなし": "no"}[duty[0]]
    private = _ticked(cell(("【民間活力の活用性評価】", 0, 1)))
    values["private.possible"] = any("可能である" in one for one in private)
    values["private.impossible"] = any("可能性はない" in one for one in private)
    return {key: value for key, value in values.items() if value not in (None, "")}


def _number(text: str) -> Value:
    plain = text.replace(",", "")
    return float(plain) if "." in plain else int(plain) if plain.isdecimal() else text


def _western(text: str) -> Value:
    """平成15年度 is 2003."""
    found = re.fullmatch(r"平成([0-9]+)年度", text)
    return 1988 + int(found[1]) if found else None


def _ticked(text: str) -> list[str]:
    """The labels of the boxes that are ticked: ■, or a checked <input>."""
    text = re.sub(r'<input( checked="[a-z]*")? type="checkbox"/> ?', lambda m: "■" if m[1] else "□", text)
    return [part.split()[0] for part in text.split("■")[1:]]
