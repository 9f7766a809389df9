"""Formulas evaluated together give what each of them gives by itself."""

from __future__ import annotations

import pytest

from xltool.formula import Area, ExcelError, Name, Vec, alike, bind, evaluate, evaluate_alike, parse
from xltool.formula.tree import Node

COLUMNS = {
    "a": Vec.of([1.0, 2.0, None, 0.0]),
    "b": Vec.of(["x", "X ", "", None]),
    "c": Vec.of([True, 3.0, "text", ExcelError.NA]),
    "d": Vec.of(7.0),
    "e": Vec.of([None, None, None, None]),
    "f": Vec.of(["Ａ", "1", "TRUE", "x"]),
}
N = 4


def bound(text: str, **cells: str) -> Node:
    """A formula whose names are put for cells."""

    def cell(name: object, shift: int) -> Area:
        assert isinstance(name, Name)
        return Area(rows=((cells.get(str(name), str(name)),),))

    return bind(parse(text), cell)


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
