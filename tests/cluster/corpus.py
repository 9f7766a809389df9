"""A pile as a ministry gets it: two forms, two cities, a zip, rubbish, what only comparing sheets shows."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from tests.faults.city import REFERENCE, make_city, make_review_city, review
from xltool.book import Assignment, draw, stamp_many
from xltool.form import Edition, edition, find_form

if TYPE_CHECKING:
    from xltool.form import Value

__all__ = ["YEAR", "make_pile", "workbooks"]

YEAR = 2017
Values = dict[str, "Value"]


def make_pile(folder: Path, size: int = 160) -> None:
    """``size`` sheets of one form in two cities, half as many of another, and faults of every kind."""
    city = make_city("cluster", YEAR, size)
    sheets = [(code, dict(values)) for code, values in city.now.items()]
    _spoil(sheets)
    half = len(sheets) // 2
    for name, some, population in (("east", sheets[:half], 52_000), ("west", sheets[half:], 48_000)):
        own = edition(find_form("jimu-jigyo"), YEAR, {"population": population}, REFERENCE)
        _write(folder / name, own, some)
    reviews = [(code, dict(v)) for code, v in make_review_city("cluster", size // 2).now.items()]
    _write(folder / "reviews", review(), reviews)
    _pack(folder / "reviews", [code for code, _ in reviews[:12]])
    (folder / "west" / "broken.xlsx").write_bytes(b"PK\3\4 not a workbook")
    (folder / "west" / "~$open.xlsx").write_bytes(b"lock")
    (folder / "notes.txt").write_text("nobody's sheet", "utf-8")
    (folder / "empty.xlsx").write_bytes(b"")


def _spoil(sheets: list[tuple[str, Values]]) -> None:
    rng = Random("cluster")
    prose = "item.validity.comment"
    text = (
        "町内会と学校からの要望を受けて道路の照明を計画どおりに更新し、"
        "夜間の事故を減らすことができたため妥当である。"
    )
    full = [
        values
        for _, values in sheets
        if "eval.first.grade" in values and "cost.unit_cost.regular[0]" in values
    ]
    a, b, c, d, e, f = rng.sample(full, 6)
    a[prose] = b[prose] = text
    c[prose] = text.replace("学校", "商店会")
    d["cost.unit_cost.regular[0]"] = 8100
    for n, one in enumerate((e, f)):
        one["activity.1.name"], one["activity.1.unit"] = "更新した照明の数", ("基", "本")[n]
    code, first = sheets[3]
    again = dict(first)
    again[prose] = "直したもの"
    sheets.append((code, again))
    grown = next(v for v in reversed(full) if isinstance(v.get("activity.1.target[0]"), int | float))
    grown["activity.1.target[+1]"] = float(grown["activity.1.target[0]"] or 1) * 900  # type: ignore[arg-type]


def workbooks(own: Edition, sheets: Iterable[Mapping[str, Any]]) -> Iterable[bytes]:
    """One workbook for each sheet, as they would come back."""
    return stamp_many(draw(own), [[Assignment(values=values)] for values in sheets])


def _write(folder: Path, own: Edition, sheets: list[tuple[str, Values]]) -> None:
    folder.mkdir(parents=True)
    for n, ((code, _), data) in enumerate(zip(sheets, workbooks(own, (v for _, v in sheets)), strict=True)):
        name = folder / f"{code}.xlsx"
        (name if not name.exists() else folder / f"{code}-{n}.xlsx").write_bytes(data)


def _pack(folder: Path, codes: list[str]) -> None:
    with zipfile.ZipFile(folder / "sent.zip", "w") as target:
        for code in codes:
            file = folder / f"{code}.xlsx"
            target.write(file, f"sent/{file.name}")
            file.unlink()
