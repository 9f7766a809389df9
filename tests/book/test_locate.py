"""Finding the fields: names, keys, labels and drawn addresses, compared."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.book import blanks
from xltool.book import Record, read_book, read_file
from xltool.book.identify import form_sheets
from xltool.book.keys import Keys, find_keys, is_key, names_on
from xltool.book.labels import Labels, find_labels
from xltool.book.locate import locate
from xltool.book.misplaced import find, misplaced
from xltool.book.outside import outside
from xltool.book.raw import Merge, RawBook, RawCell, RawSheet
from xltool.book.shape import shape_of

OWN = blanks.EDITIONS["jimu"]
SHAPE = shape_of(OWN)
BOOK = read_book(blanks.filled(blanks.blank_of("jimu"), blanks.clean("jimu-jigyo")))
SHEET = BOOK.sheets[0]
NAMES = names_on(BOOK)[SHEET.name]
NO_NAMES: tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]] = ({}, {})
NO_KEYS = Keys(rows={}, cols={}, row_line=None, col_line=None)
NO_LABELS = Labels(rows={}, between={}, cols={}, swapped={}, share=0.0)


def where(change: Callable[[int, int], tuple[int, int] | None], sheet: RawSheet = SHEET) -> RawSheet:
    """The sheet with its cells elsewhere; None drops them."""
    cells = {new: cell for at, cell in sheet.cells.items() if (new := change(*at)) is not None}
    return replace(sheet, cells=cells)


def labels(sheet: RawSheet) -> Labels:
    return find_labels(SHAPE.labels, sheet)


@pytest.mark.parametrize("way", ["name", "key", "label"])
def test_each_way_alone_finds_every_field(way: str) -> None:
    found = locate(
        OWN.form,
        SHAPE.cells,
        find_keys(SHEET) if way == "key" else NO_KEYS,
        NAMES if way == "name" else NO_NAMES,
        labels(SHEET) if way == "label" else NO_LABELS,
    )
    assert found.at == SHAPE.cells
    assert not found.lost and not found.moved and not found.relabelled
    expected = {"name": {"book-name"}, "key": {"key"}, "label": {"label", "address"}}[way]
    assert set(found.how.values()) == expected


def test_without_any_way_everything_is_lost() -> None:
    found = locate(OWN.form, SHAPE.cells, NO_KEYS, NO_NAMES, NO_LABELS)
    assert found.lost == tuple(SHAPE.cells)


def test_two_names_on_one_cell_are_not_believed_without_another_witness() -> None:
    one, other = (OWN.form.fields[key].defined_name for key in ("header.code", "header.name"))
    names = ({}, {**NAMES[1], one: NAMES[1][other]})
    found = locate(OWN.form, SHAPE.cells, NO_KEYS, names, NO_LABELS)
    assert {"header.code", "header.name"} == set(found.lost)
    seen = locate(OWN.form, SHAPE.cells, NO_KEYS, names, labels(SHEET))
    assert seen.at == SHAPE.cells
    assert seen.moved == {"header.code": NAMES[1][other]}
    assert seen.how["header.code"] == "label"


def test_labels_follow_any_inserted_rows_and_columns() -> None:
    rng = random.Random(4)
    for _ in range(40):
        row, col, down, right = rng.randrange(1, 66), rng.randrange(1, 9), rng.randrange(4), rng.randrange(3)

        def there(r: int, c: int) -> tuple[int, int]:
            return r + down * (r >= row), c + right * (c >= col)  # noqa: B023 - used in this round only

        found = locate(OWN.form, SHAPE.cells, NO_KEYS, NO_NAMES, labels(where(there)))
        wrong = {key: at for key, at in found.at.items() if at != there(*SHAPE.cells[key])}
        assert not wrong, (row, down, col, right)
        assert len(found.lost) <= 16, (row, down, col, right)  # only what lies where the rows were put in


def test_labels_never_find_a_deleted_row() -> None:
    for gone in range(4, 69):

        def there(r: int, c: int) -> tuple[int, int] | None:
            return None if r == gone else (r - (r > gone), c)  # noqa: B023 - used in this round only

        found = locate(OWN.form, SHAPE.cells, NO_KEYS, NO_NAMES, labels(where(there)))
        for key, at in found.at.items():
            assert at == there(*SHAPE.cells[key]), (gone, key)


def test_a_label_that_fits_two_rows_finds_none() -> None:
    cells = dict(SHEET.cells)
    doubled = where(lambda r, c: (r + (r > 34), c))
    cells = {**doubled.cells, **{(35, c): cell for (r, c), cell in SHEET.cells.items() if r == 34}}
    found = locate(OWN.form, SHAPE.cells, NO_KEYS, NO_NAMES, labels(replace(SHEET, cells=cells)))
    assert {key for key in found.lost if key.startswith("cost.other")} == {
        key for key in SHAPE.cells if key.startswith("cost.other")
    }


def test_a_sheet_full_of_our_labels_does_not_take_long() -> None:
    text = next(iter(SHAPE.printed.values()))
    cells = {(row, col): RawCell(text) for row in range(1, 5_000) for col in range(1, 20)}
    assert labels(replace(SHEET, cells=cells)).rows == {}


def test_what_a_key_is() -> None:
    assert is_key("r12") and is_key("c3") and is_key("xltool:x@1|2017")
    assert (
        not is_key("r")
        and not is_key("x1")
        and not is_key("r１")
        and not is_key("c123456")
        and not is_key(3.0)
    )


def test_a_copied_row_does_not_steal_the_key() -> None:
    cells = dict(where(lambda r, c: (r + (r >= 60), c)).cells)
    cells.update({(60, c): cell for (r, c), cell in SHEET.cells.items() if r == 60})
    keys = find_keys(replace(SHEET, cells=cells), [(61, 24), (61, 28)])
    assert keys.rows[57] == 61


def test_what_was_found_in_one_sheet_is_not_believed_of_the_next() -> None:
    shifted = where(lambda r, c: (r + 2 * (r > 40), c))
    row = SHAPE.cells["header.code"][0]
    cases = [SHEET, shifted, replace(SHEET, merges=(Merge(row, 1, row, 60),)), SHEET]
    (one,) = form_sheets(BOOK, names_on(BOOK))
    for names in (NAMES, NO_NAMES):
        for sheet, covered in zip(cases, (False, True, True, False), strict=True):
            found = find(OWN, replace(one, sheet=sheet), names)
            alone = locate(OWN.form, SHAPE.cells, find_keys(sheet), names, labels(sheet))
            assert (found.places.at, found.places.how) == (alone.at, alone.how)
            assert any(told.kind == "merged_over" for told in misplaced(found)) is covered
            assert not list(outside(found))


# -- whose sheet it is --------------------------------------------------------------------------------------


def test_a_book_without_any_mark_is_read_by_its_description() -> None:
    bare = where(lambda r, c: (r - 3, c - 1) if r > 3 and c > 1 else None)
    book = RawBook(sheets=(bare,), description=BOOK.description)
    assert not list(form_sheets(book, names_on(book)))


def test_a_foreign_sheet_in_an_own_book_takes_no_column_of_meta() -> None:
    three = blanks.blank_of("jimu", 2)
    from xltool.book import Assignment, stamp

    values = blanks.clean("jimu-jigyo")
    data = stamp(three, [Assignment(values={**values, "header.code": code}) for code in ("00417", "00832")])
    records = read(data)
    assert [record.project for record in records] == ["00417", "00832"]
    assert all(record.anomalies == () for record in records)


def read(data: bytes) -> tuple[Record, ...]:
    return read_file(data, file="a.xlsx", library=blanks.library(plan=False)).records
