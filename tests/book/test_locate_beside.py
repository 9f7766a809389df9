"""What stands beside the values: remarks of every kind, and text that is struck through."""

from __future__ import annotations

from dataclasses import replace

from tests.book.test_locate import BOOK, SHAPE, SHEET
from xltool.book.beside import carried, remarks, struck
from xltool.book.raw import Fact, RawSheet, Remark, RemarkKind


def remark(kind: RemarkKind, text: str, **more: str | None) -> Remark:
    return Remark(kind=kind, cell=(5, 3), text=text, author=more.get("author"), part="xl/media/image1.png")


def test_every_kind_of_remark_is_told_with_its_text_and_cell() -> None:
    some = (
        remark("comment", "要確認", author="山田"),
        remark("thread", "補正を含む"),
        remark("shape", "別紙参照"),
        remark("shape", " "),
        remark("picture", ""),
        remark("object", "Equation.3"),
    )
    found = list(remarks(replace(SHEET, remarks=some)))
    assert [(one.kind, one.cell, one.value) for one in found] == [
        ("comment", "C5", "要確認"),
        ("comment", "C5", "補正を含む"),
        ("text_box", "C5", "別紙参照"),
        ("picture", "C5", "image1.png"),
        ("picture", "C5", "Equation.3"),
    ]
    assert found[0].note is not None
    assert found[0].note.ja == "コメント（山田）「要確認」"


def test_struck_through_as_a_whole_by_style_or_runs_or_in_part() -> None:
    at = {key: SHAPE.cells[key] for key in ("header.name", "overview.target", "basic.law")}
    style = SHEET.cells[at["header.name"]].style
    runs = {
        at["overview.target"]: (("残す", False), ("消す", True)),
        at["basic.law"]: (("全部", True), (" ", False)),
    }
    found = {
        one.field: one.note.ja
        for one in struck(replace(BOOK, struck=frozenset({style})), replace(SHEET, struck_runs=runs), at)
        if one.note is not None
    }
    assert "全体に" in found["header.name"]
    assert found["overview.target"] == "「消す」に取り消し線があります。"
    assert "全体に" in found["basic.law"]
    assert not list(struck(BOOK, SHEET, SHAPE.cells))


def test_what_a_file_carries() -> None:
    sheets = (SHEET, RawSheet(name="作業", state="hidden"), RawSheet(name="参考"), RawSheet(name="_lists"))
    facts = tuple(Fact(kind=kind, part="x") for kind in ("macros", "external_link", "formulas_not_checkable"))
    found = carried(replace(BOOK, sheets=sheets, facts=facts), frozenset({SHEET.name}))
    assert [one.kind for one in found] == [
        *("hidden_sheet", "extra_sheet", "macros", "external_links", "formulas_not_checkable")
    ]
