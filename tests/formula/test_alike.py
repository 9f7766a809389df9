"""Formulas evaluated together give what each of them gives by itself."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from xltool.formula import (
    Area,
    ExcelError,
    Name,
    Range,
    Vec,
    alike,
    bind,
    evaluate,
    evaluate_alike,
    parse,
    shared,
)
from xltool.formula.evaluation import Known
from xltool.formula.tree import Node
from xltool.formula.vec import NUMBER

COLUMNS = {
    "a": Vec.of([1.0, 2.0, None, 0.0]),
    "b": Vec.of(["x", "X ", "", None]),
    "c": Vec.of([True, 3.0, "text", ExcelError.NA]),
    "d": Vec.of(7.0),
    "e": Vec.of([None, None, None, None]),
    "f": Vec.of(["Ａ", "1", "TRUE", "x"]),
}
N = 4
ROWS = COLUMNS | {
    "w": Vec.of([1.0, 0.0, 1.0, 0.0]),
    "x": Vec.of([2.0, 1.0, 1.0 + 2**-52, 0.0]),
    "y": Vec.of([1.0, 1.0, 3.0, 0.0]),
    "z": Vec.of("one text"),
}
PAIRS = [
    *((left, right) for left in COLUMNS for right in COLUMNS),
    *((left, right) for left in COLUMNS for right in ('""', '"x"', '"TRUE"', "0", "0.1", "TRUE", "NA()")),
    ('"X"', "b"),
    ("(a+0.2)", "(a+0.1+0.1)"),
    ("(a*0.1)", "0.3"),
]


def bound(text: str, **cells: str) -> Node:
    """A formula whose names are put for cells."""

    def cell(name: object, shift: int) -> Area:
        assert isinstance(name, Name)
        return Area(rows=((cells.get(str(name), str(name)),),))

    return bind(parse(text), cell)


def _cell_or_row(name: Name | Range, shift: int) -> Area:
    if isinstance(name, Name):
        return Area(rows=((str(name),),))
    first, last = ord(str(name.first)), ord(str(name.last))
    return Area(rows=(tuple(map(chr, range(first, last + 1))),))


def _record(i: int, key: str) -> Vec:
    return Vec.of(ROWS[key].spread(N).item(i))


@pytest.mark.parametrize(
    "text",
    [
        "IF(x>1,x*2,y)",
        "IF(x=y,1,0)",
        'IF(y="","none",y&x)',
        "SUM(x,y)+COUNTA(x,y)",
        "IFERROR(IF(LEN(TRIM(y))>1,CHOOSE(x,y,10,x),0),-1)",
        "CHOOSE(x,y,z)",
        'CHOOSE(1,x,"never")',
        "SUM(IF(TRUE,x,y),1)",
        "SUM(IF(x,y,z))",
        "IF(x,y)",
        "AND(x,y)",
        "SUMPRODUCT((x=y)*1)",
    ],
)
def test_alone_and_together(text: str) -> None:
    trees = [
        bound(text, x=x, y=y, z=z)
        for x, y, z in [(x, y, z) for x in COLUMNS for y in COLUMNS for z in ("a", "d")]
    ]
    groups = alike(trees)
    assert len(groups) == 1
    found = evaluate_alike(groups, COLUMNS.__getitem__, N)
    for at, tree in enumerate(trees):
        assert found[at].to_list() == evaluate(tree, COLUMNS.__getitem__, N).to_list(), tree


def test_other_constants_are_another_pattern() -> None:
    trees = [
        bound(text) for text in ("a=1", "a=TRUE", 'a="1"', "a=1", "b=1", "a<>1", "-a", "ABS(a)", "SUM(a)")
    ]
    groups = alike(trees)
    assert [group.at for group in groups] == [(0, 3, 4), (1,), (2,), (5,), (6,), (7,), (8,)]
    found = evaluate_alike(groups, COLUMNS.__getitem__, N)
    assert [found[at].to_list() for at in range(len(trees))] == [
        evaluate(tree, COLUMNS.__getitem__, N).to_list() for tree in trees
    ]


SHARING = [
    "IFERROR(IF(a>1,b&c,SUM(a,d))&(b&c),LEN(TRIM(b)))",
    "IF(a>1,LEN(TRIM(b)),SUM(a,d))",
    "SUM(a,d)+LEN(TRIM(b))",
    "SUM(a,d)+LEN(TRIM(b))",
    "IF(c=1,SUM(a,1),SUM(a,TRUE))",
    "IF(c=TRUE,SUM(f,1),-SUM(f,TRUE))",
    "SUMPRODUCT((a>1)*(d>1))+(a>1)*(d>1)",
    "IF(d>9,1/0,d+1)+(d+1)",
    "COUNT(IF(a>1,f,a),IF(a>1,f,a))",  # cells that are shared are still cells
    "SUMPRODUCT((w:y>1)*(w:y>1))",  # looked at cell by cell, not as one value
]


def test_what_is_shared_gives_what_it_gives_alone() -> None:
    trees = [bind(parse(text), _cell_or_row) for text in SHARING]
    alone = [evaluate(tree, ROWS.__getitem__, N).to_list() for tree in trees]
    known: Known = {}
    together = [evaluate(one, ROWS.__getitem__, N, known).to_list() for one in shared(trees)]
    found = evaluate_alike(alike(trees), ROWS.__getitem__, N)
    assert together == alone
    assert [found[at].to_list() for at in range(len(trees))] == alone
    assert alone[4] != alone[5]


def test_what_is_shared_is_evaluated_once() -> None:
    looked: list[str] = []

    def column(key: str) -> Vec:
        looked.append(key)
        return COLUMNS[key]

    known: Known = {}
    for one in shared([bound(text) for text in ("ABS(a+d)>1", "IF(ABS(a+d)>1,ABS(a+d),e)", "a+d")]):
        evaluate(one, column, N, known)
    assert sorted(looked) == ["a", "d"]


@pytest.mark.parametrize(
    "text",
    [
        *(f"{left}{op}{right}" for op in ("=", "<>", "<", ">", "<=", ">=") for left, right in PAIRS),
        *(f"{left}{op}{right}" for op in "+-" for left, right in PAIRS),
        "AND(a,c)",
        "AND(a>0,c>1,d)",
        "OR(a=1,e)",
        "XOR(a>0,TRUE,c=3)",
        "SUM(a,1,c,-a)",
        "COUNT(a,c,f,1,a>1)",
        "COUNTA(a,e,1)",
        "MATCH(1,w:y,0)",
        "MATCH(a,w:y,0)",
        "MATCH(c,w:y,0)",
        "MATCH(2,w:y)",
        "INDEX(w:z,1,4)",
        "INDEX(w:z,1,a+2)",
        "IFERROR(INDEX(w:z,1,d),b)",
    ],
)
def test_many_records_and_each_by_itself(text: str) -> None:
    """Columns of one kind take short ways that mixed ones do not."""
    tree = bind(parse(text), _cell_or_row)
    each = [evaluate(tree, partial(_record, i), 1).to_list()[0] for i in range(N)]
    assert evaluate(tree, ROWS.__getitem__, N).to_list() == each


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2^53-(2^53-1)", 1.0),  # as near as can be, and whole
        ("0.3-(0.1+0.2)", 0.0),
        ("(0.1+0.2)>0.3", False),
        ("(0.1+0.2)>=0.3", True),
        ("0.3<(0.1+0.2)", False),
        ("1<2", True),
    ],
)
def test_numbers_that_are_near(text: str, wanted: object) -> None:
    assert evaluate(bound(text), COLUMNS.__getitem__, 1).to_list() == [wanted]


@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    [
        ("あa", "あA", 0),
        ("Ab", "aC", -1),
        ("b", "A", 1),
        ("\u0130", "i\u0307", 0),
        ("\u0130a", "i\u0307", 1),
        ("Σ", "σ", 0),
        ("ΑΣ", "ας", 0),
    ],
)
def test_texts_are_ordered_without_case(left: str, right: str, wanted: int) -> None:
    columns = {"a": Vec.of([left, right, "x"]), "b": Vec.of([right, left, "x"])}
    found = {op: evaluate(bound(f"a{op}b"), columns.__getitem__, 3).to_list() for op in "<=>"}
    assert [found[op][0] for op in "<=>"] == [wanted == sign for sign in (-1, 0, 1)]
    assert [found[op][1] for op in "<=>"] == [wanted == -sign for sign in (-1, 0, 1)]


def test_what_is_no_text_is_not_taken_for_one() -> None:
    number = Vec(kind=np.array([NUMBER], np.uint8), num=np.array([1.0]), text=np.array(["x"], object))
    assert evaluate(bound('a="x"'), {"a": number}.__getitem__, 1).to_list() == [False]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("IF(a>0,a,c)", [1.0, 2.0, "text", ExcelError.NA]),
        ("IF(a>=0,b,c)", ["x", "X ", "", 0.0]),
        ("IF(a<0,b)", [False, False, False, False]),
        ("CHOOSE(d,a,b)", [ExcelError.VALUE] * 4),
        ("CHOOSE(d-5,a,b)", ["x", "X ", "", 0.0]),
        ("CHOOSE(a,b,c)", ["x", 3.0, ExcelError.VALUE, ExcelError.VALUE]),
        ("IF(c,1,2)", [1.0, 1.0, ExcelError.VALUE, ExcelError.NA]),
        ("SUM(IF(d>1,f,1))", [0.0, 0.0, 0.0, 0.0]),  # a cell with text stays a cell
    ],
)
def test_only_what_is_chosen(text: str, wanted: list[object]) -> None:
    assert evaluate(bound(text), COLUMNS.__getitem__, N).to_list() == wanted


def test_what_nobody_chooses_is_not_looked_at() -> None:
    looked: list[str] = []

    def column(key: str) -> Vec:
        looked.append(key)
        return COLUMNS[key]

    evaluate(bound("IF(d>1,CHOOSE(2,b,a,c),f)"), column, N)
    assert sorted(looked) == ["a", "d"]
