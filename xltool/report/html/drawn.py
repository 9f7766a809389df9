"""Which sheets are drawn, and what the script draws them from.

All sheets are drawn up to ``ALL``; of more, those with findings, the most serious first until ``ROOM``
is full. The report says what was left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xltool.report.html.model import Report, Sheet
from xltool.report.html.picture import Layouts, values_of

__all__ = ["ALL", "ROOM", "Drawn", "draw_sheets"]

ALL = 60  # sheets; of a larger pile only those with findings are drawn
ROOM = 12_000_000  # characters of JSON; what can still be sent by mail


@dataclass(frozen=True, kw_only=True)
class Drawn:
    order: tuple[Sheet, ...]  # the sheets that have a place on the page, the most serious first
    shapes: Mapping[int, Mapping[str, Any]]  # number of a sheet -> its values and marks
    layouts: list[dict[str, Any]]
    clean: int  # sheets without findings that were left out
    heavy: int  # sheets left out because the file would become too large


def draw_sheets(report: Report) -> Drawn:
    ranked = sorted(report.sheets, key=lambda one: one.weight)
    wanted = [one for one in ranked if one.cards or len(ranked) <= ALL]
    layouts = Layouts()
    shapes: dict[int, Mapping[str, Any]] = {}
    room = ROOM
    for one in wanted:
        shape = _shape(one, layouts)
        room -= len(json.dumps(shape, ensure_ascii=False))
        if room < 0:
            break
        shapes[one.number] = shape
    return Drawn(
        order=tuple(wanted),
        shapes=shapes,
        layouts=layouts.shapes,
        clean=len(ranked) - len(wanted),
        heavy=len(wanted) - len(shapes),
    )


def _shape(sheet: Sheet, layouts: Layouts) -> Mapping[str, Any]:
    number, fields = layouts.of(sheet.record.edition)
    marks: dict[int, list[int]] = {}
    outside: dict[tuple[str, str], list[int]] = {}
    for card in sheet.cards:
        for place in card.finding.places:
            if place.field in fields:
                found = marks.setdefault(fields[place.field], [])
            elif place.value and place.sheet in (None, sheet.record.sheet):
                found = outside.setdefault((place.cell or "", place.value), [])
            else:
                continue
            if card.number not in found:
                found.append(card.number)
    return {
        "l": number,
        "v": values_of(sheet.record, fields),
        "m": sorted(marks.items()),
        "x": [[*key, numbers] for key, numbers in outside.items()],
        "f": {key: at for key, at in fields.items() if at in marks},
    }
