"""Control characters that came with pasted text are kept, and told."""

from __future__ import annotations

from xltool.book import Assignment, draw, read_file, stamp
from xltool.form import edition, find_form
from xltool.rules import judge


def test_unseen_characters_are_kept_and_told() -> None:
    values = {"code": "0042", "name": "Archive", "unit": "Records", "overall": "B", "comment": "a\x02b\tc\nd"}
    book = stamp(draw(edition(find_form("quarterly-review"), 2026)), [Assignment(values=values)])
    (record,) = read_file(book, file="a.xlsx").records
    assert record.values["comment"] == values["comment"]
    told = [one for one in judge([record]) if one.id == "XL211"]
    assert [place.field for one in told for place in one.places] == ["comment"]
