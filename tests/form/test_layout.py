"""Where everything stands: nested rows become rectangles that tile the canvas."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xltool.errors import FormError
from xltool.form import FieldBox, Form, Section, TextBox, find_form, form_ids, lay_out, parse_form

from .club import club


def rectangles(form: Form) -> dict[str, tuple[int, int, int, int]]:
    """Text or field id -> row, column, rows, columns."""
    found = {}
    for cell in lay_out(form).cells:
        box = cell.box
        name = box.title if isinstance(box, Section) else box.text if isinstance(box, TextBox) else box.field
        found[name] = (cell.row, cell.col, cell.rows, cell.cols)
    return found


def form_of(rows: str, canvas: int = 12) -> Form:
    return parse_form(
        f'form: f\nversion: "1"\ntitle: T\ncanvas: {canvas}\nlabel_width: 4\nyears: {{offsets: [0, 1]}}\n'
        f"sections:\n  - rows:\n{rows}"
    )


def tiles(form: Form) -> None:
    """Every square of the canvas belongs to exactly one cell."""
    layout = lay_out(form)
    seen: set[tuple[int, int]] = set()
    for cell in layout.cells:
        squares = {
            (row, col)
            for row in range(cell.row, cell.row + cell.rows)
            for col in range(cell.col, cell.col + cell.cols)
        }
        assert not squares & seen
        seen |= squares
    assert seen == {(row, col) for row in range(1, layout.height + 1) for col in range(1, form.canvas + 1)}


@pytest.mark.parametrize("name", form_ids())
def test_shipped_forms_tile(name: str) -> None:
    form = find_form(name)
    tiles(form)
    assert lay_out(form).fields.keys() == form.fields.keys()


def test_the_club_form_tiles() -> None:
    tiles(club())


def test_what_has_no_width_shares_the_rest() -> None:
    form = form_of("      - [{text: a, width: 3}, {text: b}, {text: c}]\n      - {id: x, label: X}\n")
    assert rectangles(form) == {
        "a": (1, 1, 1, 3),
        "b": (1, 4, 1, 5),
        "c": (1, 9, 1, 4),
        "X": (2, 1, 1, 4),
        "x": (2, 5, 1, 8),
    }


def test_neighbours_span_a_stack_and_short_stacks_are_stretched() -> None:
    form = form_of(
        "      - - {text: left, width: 2}\n"
        "        - {width: 4, rows: [{text: a}, {text: b}, {text: c}]}\n"
        "        - {rows: [{text: d}, [{text: e}, {id: x, name: X}]]}\n"
        "      - {text: below}\n"
    )
    assert rectangles(form) == {
        "left": (1, 1, 3, 2),
        "a": (1, 3, 1, 4),
        "b": (2, 3, 1, 4),
        "c": (3, 3, 1, 4),
        "d": (1, 7, 1, 6),
        "e": (2, 7, 2, 3),
        "x": (2, 10, 2, 3),
        "below": (4, 1, 1, 12),
    }


def test_groups_labels_columns_and_headings() -> None:
    form = parse_form(
        'form: f\nversion: "1"\ntitle: T\ncanvas: 12\nlabel_width: 4\nyears: {offsets: [0, 1]}\nsections:\n'
        "  - title: One\n    page_break: true\n    rows:\n"
        "      - group: G\n        width: 2\n        rows:\n"
        "          - {id: a, label: A, years: true, sub: {p: P, q: Q}}\n"
        "          - {text: '{sub}', years: [0], sub: {p: P, q: Q}}\n"
    )
    found = rectangles(form)
    assert found["One"] == (1, 1, 1, 12)
    assert found["G"] == (2, 1, 2, 2)
    assert found["A"] == (2, 3, 1, 2)  # a label inside a group is as much narrower
    assert [found[key] for key in ("a.p[0]", "a.q[0]", "a.p[+1]", "a.q[+1]")] == [
        (2, col, 1, 2) for col in (5, 7, 9, 11)
    ]
    assert lay_out(form).breaks == (1,)
    label = next(c.box for c in lay_out(form).cells if isinstance(c.box, TextBox) and c.box.text == "A")
    assert label.field == "a.p[0]"


ROWS = st.recursive(
    st.integers(0, 1).map(lambda kind: "{text: t}" if kind else "{id: ID, name: N}"),
    lambda inner: st.lists(st.lists(inner, min_size=1, max_size=3), min_size=1, max_size=3).map(
        lambda rows: "{rows: [" + ", ".join("[" + ", ".join(row) + "]" for row in rows) + "]}"
    ),
    max_leaves=12,
)


@given(st.lists(ROWS, min_size=1, max_size=3), st.integers(60, 120))
def test_any_nesting_tiles(row: list[str], canvas: int) -> None:
    text = "      - [" + ", ".join(row) + "]\n"
    for number in range(text.count("ID")):
        text = text.replace("ID", f"x{number}", 1)
    try:
        form = form_of(text + "      - {id: last, name: L}\n", canvas)
    except FormError as error:
        assert all("The widths of this row" in problem.text.en for problem in error.problems)
        assume(False)  # more boxes in a row than columns
    tiles(form)


def test_boxes_of_one_field() -> None:
    layout = lay_out(club())
    assert isinstance(layout.fields["name"].box, FieldBox)
    assert layout.fields["name"].cols == 32
