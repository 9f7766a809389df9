"""What was carried over from last year is issued, but the department's to change; what is locked is not."""

from __future__ import annotations

import json
from dataclasses import replace

from xltool.book import Assignment, draw, read_file, stamp
from xltool.form import edition, find_form, templates_folder
from xltool.rules import judge

VALUES = json.loads((templates_folder() / "jimu-jigyo" / "clean.json").read_text("utf-8"))["values"]


def test_a_carried_value_may_be_changed_and_a_locked_one_may_not() -> None:
    book = stamp(draw(edition(find_form("jimu-jigyo"), 2017)), [Assignment(values=VALUES)])
    (record,) = read_file(book, file="a.xlsx").records
    assert {"basic.law", "eval.previous.direction"} <= set(record.issued)
    changed = replace(record, values={**record.values, "basic.law": "別の要綱"})
    assert judge([changed]) == ()
    altered = replace(record, values={**record.values, "eval.previous.direction": "書き換えた方向性"})
    assert [one.id for one in judge([altered])] == ["XL221"]
