"""The Excel text of bound formulas: addresses, precedence, scattered cells, cells that stand for a code,
limits."""

from __future__ import annotations

import re

import pytest

from xltool.formula import Area, CellRef, Const, FormulaError, Name, Range, bind, parse, to_excel

LOOKUP = "IF(ISBLANK({ref}),{ref},IFERROR(INDEX(_lists!$B$2:$B$9,MATCH({ref},_lists!$A$2:$A$9,0)),{ref}))"
V = LOOKUP.replace("{ref}", "$D$9")  # the value of the cell f

PLACES = {
    **{name: CellRef(row=4 + i, col=3) for i, name in enumerate("abc")},  # D5:D7
    "d": CellRef(row=6, col=7),  # H7: merged cells are never neighbours
    "e": CellRef(row=6, col=11),  # L7
    "f": CellRef(row=8, col=3, value=LOOKUP),
    "g": CellRef(row=0, col=701, sheet="様式 '1'"),
    "h": CellRef(row=1, col=702, sheet="様式 '1'"),
    **{f"x{i}": CellRef(row=i % 2, col=4 * i) for i in range(300)},
}
AREAS = {
    "abc": [["a"], ["b"], ["c"]],
    "ab": [["a"], ["b"]],
    "de": [["d", "e"]],
    "cd": [["c"], ["d"]],
    "cf": [["c"], ["f"]],
    "abcde": [["a"], ["b"], ["c"], ["d"], ["e"]],
    "grid": [["a", "d"], ["b", "e"]],
    "gh": [["g"], ["h"]],
    "many": [[f"x{i}"] for i in range(300)],
}


def resolve(name: Name | Range, shift: int) -> Const | Area:
    assert isinstance(name, Name)
    key = name.path[0]
    if key == "loss":
        return Const(value=-5)
    if key == "unset":
        return Const(value=None)
    return Area(rows=tuple(map(tuple, AREAS[key]))) if key in AREAS else Area(rows=((key,),))


def text(formula: str) -> str:
    return to_excel(bind(parse(formula), resolve), PLACES.__getitem__)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # operators and literals
        ("-2^2", "-2^2"),
        ("-(2^2)", "-(2^2)"),
        ("(1+2)*3", "(1+2)*3"),
        ("1-(2-3)", "1-(2-3)"),
        ("(1-2)-3", "1-2-3"),
        ("2^(3^2)", "2^(3^2)"),
        ("(a=b)=c", "$D$5=$D$6=$D$7"),
        ("a&(b=c)", "$D$5&($D$6=$D$7)"),
        ("(a+b)%", "($D$5+$D$6)%"),
        ("(-a)%", "-$D$5%"),
        ("2^loss", "2^-5"),
        ("(loss)^2", "-5^2"),
        ('"a""b"&a', '"a""b"&$D$5'),
        ("1E20*0.1", "1E+20*0.1"),
        ("IF(a,TRUE,#N/A)", "IF($D$5,TRUE,#N/A)"),
        ("g+1", "'様式 ''1'''!$ZZ$1+1"),
        ("h", "'様式 ''1'''!$AAA$2"),
        ("PREV(a)", "$D$5"),
        ("+a", "$D$5"),
        # functions
        ("xor(a,b)", "_xlfn.XOR($D$5,$D$6)"),
        ("IFNA(a,)", "_xlfn.IFNA($D$5,)"),
        ("IFERROR(a,0)", "IFERROR($D$5,0)"),
        ("IF(a,,1)", "IF($D$5,,1)"),
        ("NA()", "NA()"),
        # blocks and scattered cells
        ("SUM(abc)", "SUM($D$5:$D$7)"),
        ("SUM(abc,1)", "SUM($D$5:$D$7,1)"),
        ("SUM(abcde)", "SUM($D$5:$D$7,$H$7,$L$7)"),
        ("SUM(de)", "SUM($H$7,$L$7)"),
        ("SUM(grid)", "SUM($D$5:$D$6,$H$7,$L$7)"),
        ("COUNTBLANK(abc)", "COUNTBLANK($D$5:$D$7)"),
        ("COUNTBLANK(abcde)", "COUNTBLANK($D$5:$D$7)+COUNTBLANK($H$7)+COUNTBLANK($L$7)"),
        ('COUNTIF(abc,">1")', 'COUNTIF($D$5:$D$7,">1")'),
        ('COUNTIF(cd,">1")*2', '(COUNTIF($D$7,">1")+COUNTIF($H$7,">1"))*2'),
        ('SUMIF(ab,">1",ab)', 'SUMIF($D$5:$D$6,">1",$D$5:$D$6)'),
        ("SUMIF(ab,1,cd)", "IF(COUNTIF($D$5,1),SUM($D$7),0)+IF(COUNTIF($D$6,1),SUM($H$7),0)"),
        ("SUMPRODUCT(ab,ab)", "SUMPRODUCT($D$5:$D$6,$D$5:$D$6)"),
        ("SUMPRODUCT((ab>1)*ab)", "SUMPRODUCT(($D$5:$D$6>1)*$D$5:$D$6)"),
        ("SUMPRODUCT(ab,cd)", "SUM($D$5)*SUM($D$7)+SUM($D$6)*SUM($H$7)"),
        ("SUMPRODUCT((cd>1)*a)", "(($D$7>1)*$D$5)+(($H$7>1)*$D$5)"),
        ("INDEX(abc,2)", "INDEX($D$5:$D$7,2)"),
        ("INDEX(de,a)", "IF(($D$5)>=3,INDEX($H$7,2),CHOOSE($D$5,$H$7,$L$7))"),
        ("MATCH(1,abc)", "MATCH(1,$D$5:$D$7)"),
        ("MATCH(1,abcde,0)", "IFERROR(MATCH(1,$D$5,0),IFERROR(MATCH(1,$D$6,0)+1,IFERROR(MATCH(1,$D$7,0)+2,"
         "IFERROR(MATCH(1,$H$7,0)+3,MATCH(1,$L$7,0)+4))))"),
        # a cell whose value is an expression
        ("f", V),
        ("f+1", f"({V})+1"),
        ("ISBLANK(f)", "ISBLANK($D$9)"),
        ("COUNTA(cf)", "COUNTA($D$7,$D$9)"),
        ("COUNTBLANK(f)", "COUNTBLANK($D$9)"),
        ("ISNUMBER(f)", f"ISNUMBER({V})"),
        ("SUM(cf)", f"SUM($D$7,IF(ISNUMBER({V}),{V},$D$9))"),
        ("MAX(IF(a,f,0))", f"MAX(IF($D$5,IF(ISNUMBER({V}),{V},$D$9),0))"),
        ("OR(f,a)", f"OR(IF(ISTEXT({V}),$D$9,{V}),$D$5)"),
        ('COUNTIF(cf,">1")', f'COUNTIF($D$7,">1")+IFERROR(ISNUMBER({V})*(({V})>1),0)'),
        ('COUNTIF(f,"grow")', f'IFERROR((({V})="grow")*1,0)'),
        ('COUNTIF(f,"<>grow")', f'IFERROR((({V})<>"grow")*1,1)'),
    ],
)  # fmt: skip
def test_text(formula: str, expected: str) -> None:
    assert text(formula) == expected


def test_text_can_be_read_back_as_the_same_tree() -> None:
    """Parentheses are where they are needed: our own parser reads the operators of the text the same way."""
    for formula in (
        "-(a^2)",
        "(-a)^2",
        "a-(b-c)",
        "a/(b*c)",
        "a^(b^c)",
        "(a&b)=c",
        "a&(b&c)",
        "(a+b)%*c",
        "-a%",
        "(a<b)+c",
    ):
        letters = re.sub(r"\$D\$(\d)", lambda match: "abc"[int(match[1]) - 5], text(formula))
        assert bind(parse(letters), resolve) == bind(parse(formula), resolve)


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("SUM(many)", "fall into 300 parts"),
        ("+".join(["SUM(abc)"] * 150) + "&" + "&".join(f'"{"x" * 250}"' for _ in range(40)), "8192"),
        (f'a="{"x" * 256}"', "at most 255 characters"),
        ("MATCH(1,abcde)", "with 0 as third argument"),
        ("MATCH(1,cf,0)", "fields that hold their value"),
        ("COUNTIF(cf,a)", "the criterion must compare with a number"),
        ('COUNTIF(cf,"g*")', "without wildcards"),
        ("unset+1", "without a value"),
    ],
)
def test_what_excel_cannot_take(formula: str, says: str) -> None:
    with pytest.raises(FormulaError) as caught:
        text(formula)
    assert says in str(caught.value)
