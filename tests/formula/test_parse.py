"""The grammar: precedence, names, ranges, and errors that say where and what to write instead."""

from __future__ import annotations

import pytest

from xltool.formula import Area, Const, ExcelError, FormulaError, Name, Node, Range, bind, names, parse
from xltool.formula.tree import Binary, Call, Missing, Unary


def shown(node: Node) -> str:
    """A tree with every pair of parentheses."""
    match node:
        case Const():
            return f"{node.value:g}" if isinstance(node.value, float) else str(node.value)
        case Unary(op="%"):
            return f"({shown(node.operand)}%)"
        case Unary():
            return f"({node.op}{shown(node.operand)})"
        case Binary():
            return f"({shown(node.left)}{node.op}{shown(node.right)})"
        case Call():
            return f"{node.name}({','.join(map(shown, node.args))})"
        case Missing():
            return "_"
        case _:
            return str(node)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("-2^2", "((-2)^2)"),
        ("2^-1", "(2^(-1))"),
        ("2^3^2", "((2^3)^2)"),
        ("2^50%", "(2^(50%))"),
        ("-5%", "((-5)%)"),
        ("50%%", "((50%)%)"),
        ("1+2*3", "(1+(2*3))"),
        ("1-2-3", "((1-2)-3)"),
        ("8/4/2", "((8/4)/2)"),
        ("(1+2)*3", "((1+2)*3)"),
        ("--a", "(-(-a))"),
        ("+a", "a"),
        ("-a%^2", "(((-a)%)^2)"),
        ("a&b+1", "(a&(b+1))"),
        ("a&b=c", "((a&b)=c)"),
        ("a=b=c", "((a=b)=c)"),
        ("a<=b<>c", "((a<=b)<>c)"),
        ("1<2+3&4", "(1<((2+3)&4))"),
        ("= a + 1 ", "(a+1)"),
        ("=a", "a"),
        ("sum(a,2)", "SUM(a,2)"),
        ("If(a,,1)", "IF(a,_,1)"),
        ("IF(a,1,)", "IF(a,1,_)"),
        ("true", "True"),
        ("TRUE()", "True"),
        ("False", "False"),
        ('"a""b"', 'a"b'),
        ("1e3", "1000"),
        (".5", "0.5"),
        ("5.", "5"),
        ("cost.total[ -1 ]", "cost.total[-1]"),
        ("cost.*[0]*2", "(cost.*[0]*2)"),
        ("cost.*", "cost.*"),
        ("cost.**2", "(cost.**2)"),
        ("outcome.1.target[2]", "outcome.1.target[+2]"),
        ("cost.total[*]", "cost.total[*]"),
        ("a:b", "a:b"),
        ("SUM(a[0]:b[0])", "SUM(a[0]:b[0])"),
        ("-a:b", "(-a:b)"),
        ("a\n+b", "(a+b)"),
        ("PREV(a)-a", "(PREV(a)-a)"),
    ],
)
def test_precedence_and_forms(text: str, tree: str) -> None:
    assert shown(parse(text)) == tree


def test_names() -> None:
    found = list(names(parse("IF(year>2,SUM(cost.a[-1]:cost.b[-1]),cost.*[*])")))
    assert [str(name) for name in found] == ["year", "cost.a[-1]:cost.b[-1]", "cost.*[*]"]
    year, span, wild = found
    assert isinstance(year, Name) and year.offset is None and year.pos == 3
    assert isinstance(span, Range) and span.first == Name(path=("cost", "a"), offset=-1)
    assert isinstance(wild, Name) and (wild.path, wild.offset) == (("cost", "*"), "*")


@pytest.mark.parametrize("text", ["#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!"])
def test_error_literals(text: str) -> None:
    assert parse(text) == Const(value=ExcelError(text))


def test_literals_keep_fifteen_digits() -> None:
    assert parse("33827.49999999999") == Const(value=33827.4999999999)


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("", 0, "empty"),
        ("=", 0, "empty"),
        ("1+", 2, "too early"),
        ("(1", 0, "never closed"),
        ("SUM(1,2", 3, "never closed"),
        ("1)", 1, "no matching ("),
        ("a b", 2, "operator or a comma is missing"),
        ("1 2", 2, "operator or a comma is missing"),
        ("a(b)", 0, "no function A"),
        ("SUMM(1)", 0, "did you mean SUM"),
        ("1+vlookup(1)", 2, "no function VLOOKUP"),
        ("IFS(a,1)", 0, "did you mean IF"),
        ("IF(1)", 0, "IF has 1 argument; it is written IF(condition, then, [else])"),
        ("ROUND(1,2,3)", 0, "ROUND has 3 arguments"),
        ("NA(1)", 0, "NA has 1 argument"),
        ("IF(,1,2)", 3, "argument 1 of IF is empty"),
        ("SUM(a,,b)", 6, "argument 2 of SUM is empty"),
        ("a==1", 1, "write ="),
        ("a!=1", 1, "write <>"),
        ("a=>1", 1, "write >="),
        ("a&&b", 1, "write AND"),
        ("a||b", 1, "write OR"),
        ("a**2", 1, "write ^"),
        ("SUM(a;b)", 5, "comma"),
        ("'x'", 0, "double quotes"),
        ("{1,2}", 0, "arrays"),
        ("D20+1", 0, "D20 is a cell address"),
        ("1+$D$20", 2, "cell addresses"),
        ("x!a", 1, "sheet references"),
        ("Cost.total", 0, "such as cost.total"),
        ("ABC", 0, "lower case if it is a field"),
        ("a.B", 1, "has no meaning"),
        ('"abc', 0, 'closing "'),
        ("x[1.5]", 1, "distance in years"),
        ("x[a]", 1, "distance in years"),
        ("a:1", 1, "both sides of :"),
        ("SUM(a):b", 6, "both sides of :"),
        ("（a）", 0, "write ("),
        ("a＋b", 1, "write +"),
        ("SUM(a，b)", 5, "write ,"),
        ("a≧b", 1, "write >="),
        ("“x”", 0, 'write "'),
        ("設定困難", 0, "double quotes"),
        ("a?b", 1, "no meaning"),
        ("*2", 0, "cannot stand here"),
        ("1e999", 0, "too large"),
        ('TEXT(a,"ggge年")', 7, "does not know the format"),
        ("(" * 100 + "1" + ")" * 100, 64, "at most 64 deep"),
        ("+".join("a" * 400), 401, "more than 200 times"),
    ],
)
def test_errors_say_where_and_what(text: str, position: int, says: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.position == position
    assert says in str(caught.value)
    assert caught.value.text.ja != caught.value.text.en


def resolve(name: Name | Range, shift: int) -> Const | Area:
    if isinstance(name, Range):
        return Area(rows=(("a",), ("b",), ("c",)))
    if name.path == ("year",):
        return Const(value=2025 + shift)
    if name.path == ("grid",):
        return Area(rows=(("a", "b"), ("c", "d")))
    if name.path == ("third",):
        return Const(value=1 / 3)
    if name.path == ("none",):
        return Area(rows=())
    return Area(rows=((f"{name.path[0]}{shift or ''}",),))


def test_bind_replaces_names_and_prev() -> None:
    assert bind(parse("year"), resolve) == Const(value=2025.0)
    assert bind(parse("PREV(a)"), resolve) == Area(rows=(("a-1",),))
    assert bind(parse("PREV(PREV(a)+year)"), resolve) == Binary(
        op="+", left=Area(rows=(("a-2",),)), right=Const(value=2024.0)
    )
    assert bind(parse("third"), resolve) == Const(value=0.333333333333333)


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("a:c+1", 0, "3 fields stands where one value"),
        ("SUM(a:c*2)", 4, "3 fields"),
        ("IF(a,b:c,1)", 5, "3 fields"),
        ("ISBLANK(a:c)", 8, "3 fields"),
        ("SUMPRODUCT(IF(a:c,1,2))", 14, "3 fields"),
        ("none+1", 0, "no field"),
        ("SUMPRODUCT(a:c,grid)", 0, "differ in size"),
        ("SUMPRODUCT(a:c*grid)", 14, "different sizes"),
        ("SUMIF(a:c,1,grid)", 0, "differ in size"),
        ("COUNTIF(a+1,1)", 0, "argument 1 of COUNTIF"),
        ("MATCH(1,2,0)", 0, "argument 2 of MATCH"),
        ("MATCH(1,grid,0)", 0, "single row or column"),
        ("INDEX(grid,1)", 0, "row and a column"),
        ("COUNTBLANK(1)", 0, "argument 1 of COUNTBLANK"),
    ],
)
def test_bind_refuses_ranges_out_of_place(text: str, position: int, says: str) -> None:
    with pytest.raises(FormulaError) as caught:
        bind(parse(text), resolve)
    assert caught.value.position == position
    assert says in str(caught.value)


def test_bind_accepts_ranges_in_place() -> None:
    for text in (
        "SUM(a:c,1)",
        "SUMPRODUCT((a:c>1)*ISNUMBER(a:c))",
        "INDEX(grid,1,2)",
        "SUMPRODUCT(a:c*year)",
        "AND(a:c)",
    ):
        bind(parse(text), resolve)
