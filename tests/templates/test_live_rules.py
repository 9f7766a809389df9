"""The workbook's live check, recalculated by LibreOffice, marks in every failing example its rule alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import openpyxl

from tests.oracle import need_soffice, recalculate
from xltool.book import Assignment, draw, stamp
from xltool.form import edition, find_form, templates_folder

if TYPE_CHECKING:
    from pathlib import Path

FORM = find_form("jimu-jigyo")
CLEAN: dict[str, Any] = json.loads((templates_folder() / "jimu-jigyo" / "clean.json").read_text("utf-8"))


def test_the_cells_say_what_we_say(tmp_path: Path) -> None:
    need_soffice()
    blank = draw(edition(FORM, CLEAN["year"]))
    expected: dict[str, set[str]] = {}
    for rule in FORM.rules:
        if rule.phase == "submission":
            name = rule.id.rpartition("/")[2]
            values = {**CLEAN["values"], **rule.fails}
            (tmp_path / f"{name}.xlsx").write_bytes(stamp(blank, [Assignment(values=values)]))
            expected[name] = {rule.title.ja}
    copies = recalculate(sorted(tmp_path.glob("*.xlsx")), tmp_path / "recalculated")
    assert {path.stem: _broken(path) for path in copies} == expected


def _broken(path: Path) -> set[str]:
    """The titles of the rules that the check sheet marks with ✖."""
    rows = openpyxl.load_workbook(path, data_only=True)["入力チェック"].iter_rows(values_only=True)
    titles = {rule.title.ja for rule in FORM.rules}
    return {
        str(value)
        for row in rows
        if any(isinstance(value, str) and value.startswith("✖") for value in row)
        for value in row
        if value in titles
    }
