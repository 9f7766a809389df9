"""Every piece of the real sheet's text stands in our workbook, in order; its five findings come out."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.rules.sheets import record
from tests.templates.seed import DEPARTMENT, FINDINGS, PROJECT, YEAR, seed_text, seed_values
from xltool.book import Assignment, draw, read_file, stamp
from xltool.form import edition, find_form
from xltool.rules import judge

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from xltool.book.record import Record

_BOX = re.compile(r'<input( checked="[a-z]*")? type="checkbox"/>')
BLOCKS = (
    "計画事業番号",
    "【基本情報】",
    "【事業概要】",
    "【事業の計画・実績】",
    "【評価結果・評価コメント】",
    "【事業費の推移】",
    "【評価指標】",
    "【評価項目】",
    "【法律で実施が義務付けられている事務事業か】",
    "【民間活力の活用性評価】",
)


@dataclass(frozen=True, kw_only=True)
class Otherwise:
    """A piece of the text that is printed in another way."""

    block: str
    piece: str  # a regular expression for the whole piece, without its spaces
    printed: tuple[str, ...]  # what stands in the workbook instead; \\1 is the piece's first group
    reason: str


EXCEPTIONS = (
    Otherwise(
        block="【事業費の推移】",
        piece="事業額",
        printed=("事業費",),
        reason="one word torn: 事業額 above, 額 five rows below, for 事業費 down the left side",
    ),
    Otherwise(block="【事業費の推移】", piece="額", printed=(), reason="the other half of 事業額"),
    Otherwise(
        block="【事業費の推移】",
        piece="(平成[0-9]+年度)",
        printed=(r"\1(決算額|当初予算額|推進計画額)",),
        reason="the basis of the figures is printed under each year; the text has it only in the row's label",
    ),
    Otherwise(
        block="【評価指標】",
        piece="([①-④])(.+)",
        printed=(r"\1", r"\2"),
        reason="the mark has a cell of its own, so that the name is what the department types",
    ),
    Otherwise(
        block="【評価指標】",
        piece="【(総事業費/市内総人口)】",
        printed=(r"【指標の定義\(算式等\)】", r"\1"),
        reason="the definition was typed over its label; here the label stays",
    ),
    Otherwise(
        block="【民間活力の活用性評価】",
        piece="([■□])(.+)([■□])(.+)",
        printed=(r"\1", r"\2", r"\3", r"\4"),
        reason="two boxes that can be ticked one by one are two cells",
    ),
)
# Besides: white space is that of the cell; <input> is ■ or □; lines of hyphens are Markdown. What the text
# lacks is no exception: 目標値 is printed for every indicator, though the text has it for some only.


@dataclass
class Sheet:
    """The printed strings of one block, and how far they have been found."""

    printed: list[str]
    at: int = 0

    def find(self, pattern: str) -> bool:
        for i in range(self.at, len(self.printed)):
            if re.fullmatch(pattern, self.printed[i]):
                self.at = i + 1
                return True
        return False


def test_every_piece_of_the_text_is_printed_in_order() -> None:
    text = seed_text()
    sheets = _blocks(_printed(_workbook(text)))
    pieces = _pieces(text)
    assert list(sheets) == list(pieces) == list(BLOCKS)
    missing = []
    for block, found in pieces.items():
        sheet = Sheet(sheets[block])
        for piece in found:
            for pattern in _patterns(block, piece):
                if not sheet.find(pattern):
                    missing.append((block, piece, sheet.printed[sheet.at :][:3]))
    assert not missing
    assert sum(map(len, pieces.values())) > 220


def test_every_exception_is_needed() -> None:
    pieces = _pieces(seed_text())
    for one in EXCEPTIONS:
        assert any(re.fullmatch(one.piece, piece) for piece in pieces[one.block]), one.reason


def test_no_answer_is_left_out() -> None:
    """Read back from the workbook: exactly the answers of the text, and nothing else."""
    text = seed_text()
    form = edition(find_form("jimu-jigyo"), YEAR)
    values = seed_values(text)
    answers = {key: value for key, value in values.items() if key in form.form.fields}
    assert answers == values
    assert len(answers) == 129
    back = _read(text)
    computed = set(form.formulas)
    for key, value in values.items():
        assert back.values[key] == (pytest.approx(value) if key in computed else value), key
    empty = {key for key, value in back.values.items() if value is None or value is False}
    assert set(form.form.fields) - empty == {k for k, v in values.items() if v is not False}


@pytest.mark.parametrize("way", ["values", "file"])
def test_exactly_five_findings(way: str) -> None:
    text = seed_text()
    form = edition(find_form("jimu-jigyo"), YEAR)
    one = _read(text) if way == "file" else record(seed_values(text), of=form, clean={})
    found = judge([one])
    assert {f.id: (f.severity, [p.field for p in f.places]) for f in found} == FINDINGS
    assert len(found) == len(FINDINGS)
    if way == "file":
        assert {(f.project, f.department) for f in found} == {(PROJECT, DEPARTMENT)}
        assert all(p.sheet and p.cell for f in found for p in f.places)


@pytest.mark.parametrize("end_year", [2019, None, "未定"])
def test_grade_against_cost_speaks_only_where_the_end_year_does_not(end_year: int | str | None) -> None:
    form = edition(find_form("jimu-jigyo"), YEAR)
    values = {**seed_values(seed_text()), "law.duty": "no", "basic.end_year": end_year}
    found = {f.id for f in judge([record(values, of=form, clean={})])}
    assert "jimu-jigyo/end_year_cost" not in found
    expected = "end_year_later" if end_year == 2019 else "ended_cost"
    assert f"jimu-jigyo/{expected}" in found


# -- the text -----------------------------------------------------------------------------------------------


def _pieces(text: str) -> dict[str, list[str]]:
    """Block -> its pieces without spaces, as they stand between tabs and line ends."""
    blocks: dict[str, list[str]] = {}
    for line in text.split("\n"):
        for cell in line.split("\t"):
            piece = _BOX.sub(lambda match: "■" if match[1] else "□", cell)
            piece = "".join(piece.split())
            if not piece or re.fullmatch("-+", piece):
                continue
            start = next((block for block in BLOCKS if piece.startswith(block)), None)
            if start is not None:
                blocks.setdefault(start, [])
            blocks[list(blocks)[-1]].append(piece)
    return blocks


def _patterns(block: str, piece: str) -> list[str]:
    for one in EXCEPTIONS:
        match = re.fullmatch(one.piece, piece) if one.block == block else None
        if match:
            return [
                re.sub(r"\\([1-9])", lambda group, match=match: re.escape(match[int(group[1])]), printed)
                for printed in one.printed
            ]
    return [re.escape(piece)]


# -- the workbook -------------------------------------------------------------------------------------------


def _workbook(text: str) -> bytes:
    return stamp(draw(edition(find_form("jimu-jigyo"), YEAR)), [Assignment(values=seed_values(text))])


def _read(text: str) -> Record:
    reading = read_file(_workbook(text), file="00832.xlsx")
    assert not reading.unread
    return reading.records[0]


def _printed(workbook: bytes) -> list[str]:
    """What the form's sheet prints, row by row from left to right, without spaces."""
    sheet = openpyxl.load_workbook(io.BytesIO(workbook), data_only=True).worksheets[0]
    return [
        "".join(_shown(cell).split())
        for row in sheet.iter_rows()
        if not sheet.row_dimensions[row[0].row].hidden
        for cell in row
        if cell.value is not None and not _hidden(sheet, cell)
    ]


def _hidden(sheet: Worksheet, cell: Cell) -> bool:
    return bool(sheet.column_dimensions[cell.column_letter].hidden)


def _shown(cell: Cell) -> str:
    """A cell's text in its number format, for the formats that the sheet has."""
    if not isinstance(cell.value, int | float):
        return str(cell.value)
    match cell.number_format.split(";")[0].removesuffix("_ "):  # air at the right end
        case "#,##0":
            return f"{cell.value:,.0f}"
        case "#,##0.00":
            return f"{cell.value:,.2f}"
        case "General" | "0":
            return f"{cell.value:g}"
        case other:
            raise AssertionError(f"{cell.coordinate} is printed as {other}")


def _blocks(printed: list[str]) -> dict[str, list[str]]:
    starts = [printed.index(next(p for p in printed if p.startswith(block))) for block in BLOCKS]
    assert starts == sorted(starts), "the blocks stand in another order"
    return {
        block: printed[start:end]
        for block, start, end in zip(BLOCKS, starts, [*starts[1:], len(printed)], strict=True)
    }
