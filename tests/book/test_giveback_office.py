"""A workbook given back, in LibreOffice: what is marked, what goes out when it is corrected, what counts."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.book import blanks
from tests.book.lint_workbook import lint
from tests.book.test_giveback import back, checks_of, edited, finding, messy
from tests.book.test_libreoffice import formulas, same, type_in
from tests.oracle import need, need_soffice, recalculate, to_pdf, validate
from xltool.book import Assignment, read_book, read_file, stamp
from xltool.book.raw import CellError
from xltool.rules import judge

Book = tuple[str, list[Assignment]]


def workbooks() -> dict[str, Book]:
    """Workbooks given back: of every kind of finding, explained, several sheets, more findings than rows."""
    record = messy()
    one = back(record, judge([record]))
    weights = blanks.clean("quarterly-review") | {"kpi.1.weight": 400}
    english = blanks.read_one(blanks.filled(blanks.blank_of("review"), weights))
    values = {"code": "0000&", "amount[0]": 9000, "people": 0.5}
    third = blanks.read_one(blanks.filled(blanks.blank_of("third"), values))
    some = [
        finding("office/a", "error", "people", "amount[0]", "twice[0]"),
        finding("office/b", "query", "people", "comment", "name"),
        finding("XL202", "error", "people", "share"),
        finding("third/dear", "error", "amount[0]", "amount[1]"),
        finding("XL121", "query"),
        *(finding(f"office/rule{i:02}", "query", "people") for i in range(60)),
    ]
    over = replace(back(third, some), explanations={"office/b": "=1 理由", "third/late": "無関係"})
    texts = {"comment": " ".join(blanks.NASTY[:12]), "name": "]]>&\x01 _x000D_ '"}
    nasty = blanks.read_one(blanks.filled(blanks.blank_of("third"), {"code": "1", **texts}))
    odd = back(nasty, [finding("office/a", "query", "comment", "name")])
    return {
        "messy": ("jimu", [one]),
        "messy-three": ("jimu", [one, Assignment(values={}), one]),
        "english": ("review", [back(english, judge([english]))]),
        "over": ("third", [over]),
        "over-two": ("third", [over, over]),
        "nasty": ("third", [odd]),
    }


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("given")
    for name, (form, sheets) in workbooks().items():
        data = stamp(blanks.blank_of(form, len(sheets)), sheets)
        (folder / f"{name}.xlsx").write_bytes(data)
    return {path.stem: path for path in sorted(folder.glob("*.xlsx"))}


def test_valid_for_excel(given: dict[str, Path]) -> None:
    assert {name: found for name, path in given.items() if (found := lint(path.read_bytes()))} == {}
    assert {name: errors for name, errors in validate([*given.values()]).items() if errors} == {}


def test_libreoffice_computes_what_was_stamped(given: dict[str, Path], tmp_path: Path) -> None:
    need_soffice()
    again = recalculate([*given.values()], tmp_path)
    for name, theirs in zip(given, again, strict=True):
        stamped, recalculated = formulas(given[name]), formulas(theirs)
        assert stamped.keys() == recalculated.keys(), name
        for at, value in stamped.items():
            other = recalculated[at]
            assert not isinstance(other, CellError), (name, at)
            assert same(value, other), (name, at, value, other)


def test_what_libreoffice_saves_reads_as_the_same(given: dict[str, Path], tmp_path: Path) -> None:
    need_soffice()
    again = recalculate([*given.values()], tmp_path)
    for name, theirs in zip(given, again, strict=True):
        library = blanks.library(plan=not name.startswith("messy"))
        before = read_file(given[name], file=name, library=library).records
        after = read_file(theirs, file=name, library=library).records
        for one, two in zip(before, after, strict=True):
            assert one.values == two.values, name
            assert (one.explanations, one.issued) == (two.explanations, two.issued)
            told = [[(a.kind, a.field) for a in record.anomalies] for record in (one, two)]
            assert told[0] == told[1], name


# -- a department at work -----------------------------------------------------------------------------------

ERROR, QUERY = (250, 209, 205), (250, 225, 158)  # as LibreOffice mixes the hatching


def colours(path: Path, folder: Path) -> dict[tuple[int, int, int], int]:
    """How often every colour occurs on the pages of the form."""
    program = shutil.which("pdftoppm")
    need(program, "pdftoppm is not installed: apt-get install poppler-utils")
    pdf = to_pdf([path], folder)[0]
    command = [program or "", "-r", "50", "-l", "2", str(pdf), str(folder / path.stem)]
    subprocess.run(command, check=True, timeout=300)
    found: dict[tuple[int, int, int], int] = {}
    for picture in sorted(folder.glob(f"{path.stem}-*.ppm")):
        head, size, _, pixels = picture.read_bytes().split(b"\n", 3)
        assert head == b"P6", size
        each, counts = np.unique(np.frombuffer(pixels, np.uint8).reshape(-1, 3), axis=0, return_counts=True)
        for colour, count in zip(each.tolist(), counts.tolist(), strict=True):
            found[tuple(colour)] = found.get(tuple(colour), 0) + count
    return found


def test_a_mark_goes_out_when_its_cell_is_corrected(given: dict[str, Path], tmp_path: Path) -> None:
    """Also where the sheet's own check settles it: one of the two sums that it names stays the same."""
    before = colours(given["messy"], tmp_path)
    assert before[ERROR] > 1500
    assert before[QUERY] > 1000
    assert checks_of(given["messy"].read_bytes())["XL202"][0] == "✖"
    corrected = {
        "F_cost__budget__0": "1234",
        "F_basic__start_year": "平成15年度",
        "F_item__validity__score": "3",
        "F_basic__law": "消防組織法",
        "F_cost__general__0": "4100",
    }
    target = tmp_path / "corrected.xlsx"
    type_in(given["messy"], target, corrected)
    rows = checks_of(target.read_bytes())
    assert [rows[rule][0] for rule in ("XL202", "XL205", "XL214")] == ["変更済"] * 3
    after = colours(target, tmp_path)
    assert ERROR not in after
    assert QUERY not in after


def test_a_finding_of_two_cells_is_open_until_both_differ(given: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "half.xlsx"
    type_in(given["messy"], target, {"F_cost__budget__0": "1234"})
    assert checks_of(target.read_bytes())["XL202"][0] == "✖"
    after = colours(target, tmp_path)
    assert 0 < after[ERROR] < colours(given["messy"], tmp_path)[ERROR]


def test_an_explained_query_is_marked_no_more(given: dict[str, Path], tmp_path: Path) -> None:
    def explain(book: Any) -> None:
        for row in book["入力チェック"].iter_rows():
            if row[6].value in ("1:XL214", "jimu-jigyo/change_direct"):
                row[5].value = "理由"

    target = tmp_path / "explained.xlsx"
    target.write_bytes(edited(given["messy"].read_bytes(), explain))
    after = colours(target, tmp_path)
    assert QUERY not in after
    assert ERROR in after


def counter(path: Path) -> object:
    cells = read_book(path).sheets[0].cells.values()
    return next(cell.value for cell in cells if "入力チェック" in str(cell.value))


def test_the_counter_follows(given: dict[str, Path], tmp_path: Path) -> None:
    assert counter(given["messy"]) == "✖ 入力チェック：エラー 2 件・確認 2 件"
    target = tmp_path / "fixed.xlsx"
    type_in(given["messy"], target, {"F_item__validity__score": "3", "F_basic__law": "消防組織法"})
    assert counter(target) == "✖ 入力チェック：エラー 1 件・確認 1 件"


def test_one_change_settles_a_rule_that_compares_cells(given: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "people.xlsx"
    type_in(given["over"], target, {"F_people": "2"})
    rows = checks_of(target.read_bytes())
    assert (rows["office/b"][0], rows["office/rule00"][0], rows["XL202"][0]) == ("変更済", "変更済", "✖")
