"""Random records and random expressions for the test against LibreOffice, deterministic for a seed.

Expressions are typed, so that exactly the places where LibreOffice is known to differ from Excel do not
arise:

- booleans (LibreOffice has none: they are numbers there) stand only in conditions, in arithmetic, and beside
  booleans;
- text stands in no condition (``IF("1",…)``) and, unless in a cell, in no sum (``SUM("3",1)``), IFERROR
  included, which LibreOffice lets pass a cell on as a cell;
- numbers that become text are 0 or between 1 and 1E+15 (``1E+20&""``, ``TEXT(-0.4,"0")`` differ);
- no 0 to a power (``0^0``, ``0^-1``), no search for ``""``, no criterion that is an error or equals a numeric
  text (``COUNTIF("12",12)``), no negative dates;
- texts are ordered only where they are plain words; no surrogates, full-width digits or spaces, no wareki;
- ROUNDUP and ROUNDDOWN get at most 12 significant digits, which is where LibreOffice rounds first;
- percentages are not on a tie (65635.135 is 6563514% to 15 digits, LibreOffice formats the binary product).
"""

from __future__ import annotations

import random
from collections.abc import Callable

from xltool.formula import CellRef, ExcelError, Scalar

__all__ = ["COLUMNS", "FIELDS", "LABELS", "Generator", "address", "record"]

# name -> (first row, first column, how many, step down, step right)
COLUMNS: dict[str, tuple[int, int, int, int, int]] = {
    "n": (0, 0, 6, 1, 0),  # a block: numbers and all sorts of things
    "m": (10, 0, 4, 0, 4),  # the same, scattered as in our merged forms
    "p": (0, 2, 5, 1, 0),  # moderate numbers and empty cells only
    "q": (12, 1, 3, 0, 5),  # the same, scattered
    "t": (0, 4, 5, 1, 0),  # texts of all sorts, a block
    "u": (14, 0, 3, 0, 3),  # texts, scattered
    "v": (20, 0, 3, 0, 2),  # plain words
    "b": (16, 0, 4, 0, 2),  # booleans and empty cells
    "c": (0, 6, 3, 1, 0),  # booleans, a block
    "s": (0, 8, 5, 1, 0),  # ascending numbers
    "d": (18, 0, 3, 0, 2),  # dates
    "k": (22, 0, 3, 0, 2),  # labels that stand for codes
}
LABELS: dict[str, Scalar] = {"平成29年度": 2017.0, "平成30年度": 2018.0, "令和元年度": 2019.0, "拡大": "grow"}
_VALUE = "IF(ISBLANK({ref}),{ref},IFERROR(INDEX(_lists!$B$1:$B$4,MATCH({ref},_lists!$A$1:$A$4,0)),{ref}))"
FIELDS = {f"{name}{i}": name for name, (_, _, count, _, _) in COLUMNS.items() for i in range(1, count + 1)}


def address(key: str) -> CellRef:
    row, col, _, down, right = COLUMNS[key[0]]
    i = int(key[1:]) - 1
    return CellRef(row=row + i * down, col=col + i * right, value=_VALUE if key[0] == "k" else None)


_WORDS = ("abc", "Abc", "zebra", "Delta", "mike", "m5", "7up")
_TEXTS = (*_WORDS, "設定困難", "－", "継続 する", "  two  words ", "a*b", "a?c", "50%増", "x;y", 'say "hi"')
_NUMERIC_TEXTS = ("12", "-3.5", "1e3", " 8 ", "1,234")
_EXTREMES = (1e300, -1e200, 1e-9, 12345678901.5, 0.1, 1e12, -0.005)


def record(rng: random.Random) -> dict[str, Scalar]:
    """The values of all fields of one sheet."""
    values = {key: _MAKERS[name](rng) for key, name in FIELDS.items()}
    ascending = sorted(round(rng.uniform(-50, 50), 1) for _ in range(5))
    return values | {f"s{i}": value for i, value in enumerate(ascending, 1)}


def _plain(rng: random.Random) -> float:
    return rng.choice(
        (
            float(rng.randint(-20, 20)),
            float(rng.randint(0, 9)),
            round(rng.uniform(-1000, 1000), 2),
            rng.randint(0, 5) + 0.5,
        )
    )


def _anything(rng: random.Random) -> Scalar:
    chance = rng.random()
    if chance < 0.70:
        return _plain(rng)
    if chance < 0.82:
        return None
    if chance < 0.87:
        return rng.choice(_TEXTS)
    if chance < 0.91:
        return rng.choice(_NUMERIC_TEXTS)
    if chance < 0.97:
        return rng.choice(_EXTREMES)
    return rng.choice((ExcelError.NA, ExcelError.DIV0))


def _moderate(rng: random.Random) -> Scalar:
    if rng.random() < 0.15:
        return None
    return rng.choice(
        (0.0, float(rng.randint(1, 30)), -float(rng.randint(1, 30)), round(rng.uniform(1, 99999), 2))
    )


def _text(rng: random.Random) -> Scalar:
    chance = rng.random()
    if chance < 0.12:
        return None
    if chance < 0.2:
        return ""
    if chance < 0.3:
        return rng.choice(_NUMERIC_TEXTS)
    return ExcelError.NA if chance > 0.97 else rng.choice(_TEXTS)


def _boolean(rng: random.Random) -> Scalar:
    return rng.choice(
        (True, True, False, False, None, True, False, ExcelError.NA if rng.random() < 0.3 else None)
    )


_MAKERS: dict[str, Callable[[random.Random], Scalar]] = {
    "n": _anything,
    "m": _anything,
    "p": _moderate,
    "q": _moderate,
    "t": _text,
    "u": _text,
    "v": lambda rng: rng.choice(_WORDS),
    "b": _boolean,
    "c": _boolean,
    "s": lambda rng: 0.0,
    "d": lambda rng: float(rng.randint(20000, 60000)),
    "k": lambda rng: rng.choice((*LABELS, None, 2016.0, "未定", *LABELS)),
}


class Generator:
    """Random expressions. Methods are named after what they give; ``deep`` is how many levels may follow."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def any(self) -> str:
        return self.pick(self.number, self.number, self.truth, self.text)(self.rng.randint(1, 3))

    def pick(self, *options: Callable[[int], str]) -> Callable[[int], str]:
        return self.rng.choice(options)

    def field(self, kinds: str) -> str:
        name = self.rng.choice(kinds)
        return f"{name}{self.rng.randint(1, COLUMNS[name][2])}"

    def area(self, kinds: str) -> str:
        name = self.rng.choice(kinds)
        first, last = sorted(self.rng.sample(range(1, COLUMNS[name][2] + 1), 2))
        return f"{name}{first}:{name}{last}"

    def literal(self) -> str:
        rng = self.rng
        return rng.choice(
            (
                str(rng.randint(0, 12)),
                str(rng.randint(1, 3)),
                f"{rng.randint(0, 99)}.{rng.randint(0, 99)}",
                "1E3",
                "0.5",
            )
        )

    # numbers

    def operand(self, deep: int) -> str:
        """Something to calculate with: a cell of any kind, a literal, an expression."""
        if deep <= 0:
            return self.rng.choice(
                (self.field("nmpq"), self.field("pqsd"), self.field("k"), self.literal(), self.field("b"))
            )
        return f"({self.number(deep - 1)})" if self.rng.random() < 0.6 else self.operand(0)

    def number(self, deep: int) -> str:
        """An expression that gives a number or an error, never a cell."""
        return self.pick(
            self.arithmetic,
            self.of_numbers,
            self.of_numbers,
            self.aggregate,
            self.aggregate,
            self.position,
            self.from_text,
            self.date,
        )(deep - 1)

    def arithmetic(self, deep: int) -> str:
        a, b = self.operand(deep), self.operand(deep)
        op = self.rng.choice("+-*/^-%")
        if op == "^":
            return f"(ABS({a})+1)^{self.rng.choice(('2', '0.5', '-1', '3%'))}"
        return self.rng.choice((f"{a}%", f"-{a}", f"-{a}%")) if op == "%" else f"{a}{op}{b}"

    def of_numbers(self, deep: int) -> str:
        a, b = self.operand(deep), self.operand(deep)
        return self.rng.choice(
            (
                f"ROUND({a},{self.digits()})",
                f"ROUNDUP({self.short()},{self.digits()})",
                f"ROUNDDOWN({self.short()},{self.digits()})",
                f"INT({a})",
                f"MOD({self.field('pq')},{self.rng.choice((self.literal(), self.field('pq')))})",
                f"ABS({a})",
                f"SIGN({a})",
                f"POWER({self.rng.randint(1, 9)},{self.rng.randint(-2, 5)})",
                f"SQRT(ABS({a}))",
                f"SQRT({self.field('p')})",
                f"N({self.field('nmtpb')})",
                f"IF({self.truth(deep - 1)},{a},{b})+0",
                f"IFERROR({a},{b})*1",
                f"IFNA({a},{b})-1",
                f"CHOOSE({self.rng.randint(1, 3)},{a},{b},{self.literal()})+0",
                f"INDEX({self.area('nmpsk')},{self.rng.choice('11222337')})+0",
            )
        )

    def short(self) -> str:
        return self.rng.choice(
            (self.field("nmpq"), self.field("nmpq"), self.literal(), f"{self.field('pq')}-{self.field('pq')}")
        )

    def digits(self) -> str:
        return self.rng.choice(("0", "1", "2", "-1", "-2", "3", ""))

    def aggregate(self, deep: int) -> str:
        name = self.rng.choice(("SUM", "SUM", "PRODUCT", "MIN", "MAX", "AVERAGE", "COUNT", "COUNTA",
                                "COUNTBLANK", "COUNTIF", "SUMIF", "SUMPRODUCT"))  # fmt: skip
        match name:
            case "COUNTBLANK":
                return f"COUNTBLANK({self.area('nmpqtuk')})"
            case "COUNTA":
                return f"COUNTA({self.area('nmtubk')},{self.field('tmk')})"
            case "COUNTIF":
                return self.rng.choice(
                    (
                        f"COUNTIF({self.area('nmpqtu')},{self.criterion()})",
                        f"COUNTIF({self.area('pqs')},{self.field('pqs')})",
                        f"COUNTIF({self.area('k')},{self.coded()})",
                    )
                )
            case "SUMIF":
                return self.sumif(self.rng.choice("nmpqt"))
            case "SUMPRODUCT":
                return self.sumproduct()
            case _:
                args = [
                    self.rng.choice((self.area("nmpqsk"), self.field("nmpqtk"), self.number(deep - 1)))
                    for _ in range(self.rng.randint(1, 3))
                ]
                if self.rng.random() < 0.2:
                    args.append(f"IF({self.truth(deep - 1)},{self.field('nmk')},{self.field('nmt')})")
                return f"{name}({','.join(args)})"

    def sumif(self, first: str) -> str:
        second = self.rng.choice("nmpqs")
        if self.rng.random() < 0.2:
            return self.rng.choice(
                (
                    f"SUMIF(k1:k3,{self.coded()},{second}1:{second}3)",
                    f"SUMIF({second}1:{second}3,{self.criterion()},k1:k3)",
                )
            )
        return f"SUMIF({first}1:{first}3,{self.criterion()},{second}1:{second}3)"

    def sumproduct(self) -> str:
        a, b = (self.rng.choice("nmpqs") for _ in range(2))
        plain = self.rng.choice("pqs")
        return self.rng.choice(
            (
                f"SUMPRODUCT({a}1:{a}3,{b}1:{b}3)",
                f"SUMPRODUCT(({plain}1:{plain}3>{self.literal()})*{b}1:{b}3)",
                f"SUMPRODUCT(ISNUMBER({a}1:{a}3)*1,{plain}1:{plain}3)",
                "SUMPRODUCT((LEN(u1:u3)>2)*1)",
            )
        )

    def criterion(self) -> str:
        return self.rng.choice(
            ('">0"', '">=5"', '"<3.5"', '"<>"', '"<>5"', '"=0"', "0", "5", '"設定困難"', '"a*"', '"?b*"',
             '"<>abc"', '">=7"', '""', '"ABC"')
        )  # fmt: skip

    def coded(self) -> str:
        return self.rng.choice(('">=2018"', '"<2019"', "2017", '"grow"', '"<>grow"', '"=2016"'))

    def position(self, deep: int) -> str:
        rng = self.rng
        return rng.choice(
            (
                f"MATCH({self.field('s')},s1:s5,0)",
                f"MATCH({self.literal()},s1:s5,1)",
                f"MATCH({self.literal()},s1:s5)",
                f"MATCH({rng.choice(('12', '5', self.field('npq')))},{self.area('nmpq')},0)",
                f"MATCH({rng.choice((self.field('v'), chr(34) + 'a*' + chr(34)))},{self.area('tuv')},0)",
                f"FIND({self.needle()},{self.string(deep)})",
                f"SEARCH({self.needle()},{self.string(deep)})",
                f'SEARCH("?e*",{self.string(deep)})',
                f"FIND({self.needle()},{self.string(deep)},{rng.randint(1, 3)})",
                f"LEN({self.string(deep)})",
            )
        )

    def needle(self) -> str:
        return self.rng.choice(('"b"', '"a"', '"E"', '"定"', '" "', '"t"'))

    def from_text(self, deep: int) -> str:
        return self.rng.choice(
            (
                f"VALUE({self.field('tunpq')})",
                f'VALUE("{self.rng.choice(_NUMERIC_TEXTS)}")',
                f'VALUE({self.field("pq")}&"")',
                f'VALUE(TEXT({self.field("pq")},"0.00"))',
                f"LEN({self.field('pqtu')})",
            )
        )

    def date(self, deep: int) -> str:
        rng = self.rng
        return rng.choice(
            (
                f"DATE({rng.randint(1950, 2080)},{rng.randint(-3, 16)},{rng.randint(-5, 40)})",
                f"YEAR({self.field('d')})",
                f"MONTH({self.field('d')}+{rng.randint(0, 400)})",
                f"DAY({self.field('d')}-{rng.randint(0, 400)})",
                f"YEAR(DATE({rng.randint(1950, 2080)},{rng.randint(1, 12)},1))",
                f"MONTH(DATE({rng.randint(1950, 2080)},{rng.randint(1, 12)},{rng.randint(1, 31)}))",
            )
        )

    # truth values

    def truth(self, deep: int) -> str:
        return self.pick(self.compared, self.connected, self.asked)(deep - 1)

    def compared(self, deep: int) -> str:
        op = self.rng.choice(("=", "<>", "<", ">", "<=", ">="))
        choice = self.rng.random()
        if choice < 0.5:
            left = self.rng.choice((self.field("nmpqsk"), self.literal()))
            return (
                f"{left}{op}{self.wrapped(deep)}" if op in ("=", "<>") else f"{left}{op}{self.measure(deep)}"
            )
        if choice < 0.7:
            return f"{self.field('v')}{op}{self.rng.choice((self.field('v'), chr(34) + 'mike' + chr(34)))}"
        if choice < 0.85:
            return f"{self.field('tuv')}{self.rng.choice(('=', '<>'))}{self.string(deep)}"
        right = self.rng.choice((self.field("bc"), "TRUE", "FALSE"))
        return f"{self.field('bc')}{self.rng.choice(('=', '<>'))}{right}"

    def wrapped(self, deep: int) -> str:
        return self.rng.choice((self.field("nm"), self.measure(deep)))

    def measure(self, deep: int) -> str:
        """A number to compare with, so that texts meet numbers but are not put in order."""
        return self.rng.choice((self.literal(), self.field("pqs"), f"({self.number(deep - 1)})"))

    def connected(self, deep: int) -> str:
        name = self.rng.choice(("AND", "OR", "XOR", "NOT"))
        if name == "NOT":
            return f"NOT({self.truth(deep - 1)})" if deep > 0 else f"NOT({self.field('bc')})"
        parts = [
            self.rng.choice((self.field("bcpq"), self.area("bcpk"), self.field("tk")))
            for _ in range(self.rng.randint(1, 2))
        ]
        if deep > 0:
            parts.append(self.truth(deep - 1))
        return f"{name}({','.join(parts)})"

    def asked(self, deep: int) -> str:
        return self.rng.choice(
            (
                f"ISBLANK({self.field('nmtukb')})",
                f"ISNUMBER({self.field('nmtupk')})",
                f"ISTEXT({self.field('nmtupk')})",
                f"ISERROR({self.number(deep - 1)})",
                f"ISNA({self.field('nmt')})",
                f"ISNA(IF({self.truth(deep - 1)},NA(),{self.field('nmt')}))",
                f"ISNUMBER({self.number(deep - 1)})",
                f"EXACT({self.field('tuv')},{self.string(deep)})",
                f"ISBLANK(IF({self.field('c')},{self.field('n')},{self.field('t')}))",
            )
        )

    # texts

    def string(self, deep: int) -> str:
        if deep <= 0:
            return self.rng.choice(
                (self.field("tuv"), self.field("v"), f'"{self.rng.choice(_WORDS)}"', '"設定困難"')
            )
        return self.rng.choice((self.text(deep - 1), self.string(0)))

    def text(self, deep: int) -> str:
        rng, a = self.rng, self.string(deep - 1)
        return rng.choice(
            (
                f"{a}&{self.string(deep - 1)}",
                f'{self.field("pq")}&"円"',
                f"LEFT({a},{rng.randint(0, 4)})",
                f"LEFT({a})",
                f"RIGHT({a},{rng.randint(0, 4)})",
                f"MID({a},{rng.randint(1, 4)},{rng.randint(0, 3)})",
                f"TRIM({a})",
                f'SUBSTITUTE({a},{self.needle()},"-")',
                f'SUBSTITUTE({a},{self.needle()},"",{rng.randint(1, 2)})',
                f"REPT({a},{rng.randint(0, 3)})",
                f"UPPER({a})",
                f"LOWER({a})",
                f'CONCATENATE({a},{self.field("pq")},"/")',
                f'TEXT({self.field("pq")},"{rng.choice(_FORMATS)}")',
                f'TEXT({self.field("d")},"{rng.choice(_DATE_FORMATS)}")',
                f"T({self.field('nmtu')})",
                f"IF({self.truth(deep - 1)},{a},{self.string(0)})",
                f'IFERROR({a},"?")',
                f"CHOOSE({rng.randint(1, 2)},{a},{self.field('v')})",
                f'INDEX({self.area("tuv")},{rng.randint(1, 2)})&""',
            )
        )


_FORMATS = (
    "0",
    "0.0",
    "#,##0",
    "#,##0.0",
    "0%",
    "0.00%",
    "@",
    "0;△#,##0",
    "#,##0;▲#,##0;0",
    "0.0#",
    "000",
    "#,##0円",
)
_DATE_FORMATS = ("yyyy/m/d", "yyyy-mm-dd", "m/d", "yyyy年m月d日", "d")
