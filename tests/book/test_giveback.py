"""What goes back to the department is what it sent: values, stand-ins, prose, unreadable and unplaced text."""

from __future__ import annotations

import io
from random import Random
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.book import blanks
from tests.templates.plausible import plausible
from xltool.book import Assignment, Record, give_back, read_file, stamp, where
from xltool.book.record import DOUBTFUL
from xltool.finding import Finding, Place
from xltool.rules import HEALS, judge, titles
from xltool.text import Text

ODD = (
    *("約100", "100～200", "１，２３４", "△5", "（５）", "R7", "平成30", "H29年度", "昭和のころ", "三千", "?", "4/1"),
    *("12千円", " 12 ", "設 定 困 難", "（設定困難）", "ー", "-", "n/a", "N/A", "□", "■", "✓", "TRUE", "#N/A", "20240401"),
    *("=SUM(A1)", "2024-13-45", "99", "a\nb", "_x000D_", "😀", "３", "own", "自治事務", "1e400", "nan"),
)


def back(record: Record, findings: Any = (), **more: Any) -> Assignment:
    known = titles(record.edition.form)
    return give_back(record, list(findings), titles=known, heals=HEALS, **more)


def restamped(name: str, record: Record, findings: Any = (), **more: Any) -> tuple[Assignment, Record]:
    one = back(record, findings, **more)
    return one, blanks.read_one(stamp(blanks.blank_of(name), [one]), plan=name != "jimu")


def check_same(record: Record, again: Record, given: Assignment) -> None:
    """Equal values; everything typed stands in its cell or among the left-overs, character for character."""
    left = {one.text for one in given.leftovers}
    for one in blanks.inputs(record.edition):
        value, raw = record.values[one.id], record.raw[one.id]
        assert again.values[one.id] == value, one.id
        as_typed = (value is None or isinstance(value, str)) and one.type in ("text", "paragraph")
        as_typed |= value is None or value in one.also
        if as_typed and raw.strip():
            assert again.raw[one.id] == raw, one.id
        told = [a for a in record.anomalies if a.field == one.id and a.kind == "normalised"]
        assert not told or raw in left, one.id
    assert again.explanations == record.explanations
    before = {a.field for a in record.anomalies if a.kind in DOUBTFUL}
    assert {a.field for a in again.anomalies if a.kind in DOUBTFUL} == before
    assert {a.kind for a in again.anomalies} <= DOUBTFUL | {"normalised", "control_characters"}
    assert again.issued == record.issued


@pytest.mark.parametrize("name", blanks.EDITIONS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_sheet_goes_back_as_it_came(name: str, data: st.DataObject) -> None:
    own = blanks.EDITIONS[name]
    values = data.draw(blanks.any_values(own))
    keys = [one.id for one in blanks.inputs(own) if not one.locked]
    content = st.one_of(st.sampled_from((*ODD, *blanks.NASTY)), st.floats(-1e6, 1e6), st.booleans())
    typed = data.draw(st.dictionaries(st.sampled_from(keys), content, max_size=12))
    said = data.draw(st.dictionaries(st.sampled_from([r.id for r in own.form.rules]), blanks._WORDS, max_size=2))
    sent = Assignment(values=values, typed=typed, explanations=said, campaign="R6", issue=3, check="ab12")
    record = blanks.read_one(stamp(blanks.blank_of(name), [sent]), plan=name != "jimu")
    one, again = restamped(name, record, judge([record]))
    check_same(record, again, one)
    assert (again.issue, again.project, again.campaign) == (4, record.project, "R6")
    healed = {finding.id for finding in judge([record])} - HEALS
    assert {finding.id for finding in judge([again])} - HEALS == healed


def test_careful_sheets_go_back_without_findings() -> None:
    rng = Random(832)
    for _ in range(20):
        record = blanks.read_one(blanks.filled(blanks.blank_of("jimu"), plausible(rng, 2017)), plan=False)
        one, again = restamped("jimu", record, judge([record]))
        check_same(record, again, one)
        assert one.leftovers == ()
        assert one.typed == {}
