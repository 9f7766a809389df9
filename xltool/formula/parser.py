"""Tokens to nodes, with Excel's precedence.

From the tightest: ``:``, unary ``-`` and ``+``, ``%``, ``^``, ``* /``, ``+ -``, ``&``, ``= <> < > <= >=``;
all binary operators are left associative, so ``-2^2`` is 4 and ``2^3^2`` is 64. (Source: Microsoft,
"Calculation operators and precedence in Excel".)
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_DOWN, Context
from functools import lru_cache

from xltool.formula.errors import FormulaError
from xltool.formula.functions import check_call
from xltool.formula.lexer import Token, tokens
from xltool.formula.tree import Binary, Call, Const, Missing, Name, Node, Offset, Range, Unary
from xltool.formula.vec import ExcelError
from xltool.text import Text

__all__ = ["parse"]

_LEVELS: tuple[tuple[str, ...], ...] = (  # loosest first
    ("=", "<>", "<", ">", "<=", ">="),
    ("&",),
    ("+", "-"),
    ("*", "/"),
    ("^",),
)
_MAX_DEPTH = 64  # Excel's own limit of nesting levels; also keeps Python's stack small
_MAX_CHAIN = 200  # operators in a row, for the same reason


@lru_cache(maxsize=1024)  # rows and columns of a form repeat their formulas; trees are never changed
def parse(text: str) -> Node:
    """The tree of a formula, with or without a leading ``=``.

    Raises FormulaError, with the position, for anything that is not the language: unknown functions and wrong
    numbers of arguments included. Whether names exist is told by ``bind``.
    """
    reader = _Reader(tokens(text))
    if reader.ended():
        raise FormulaError(Text(ja="式が空です", en="the formula is empty"), 0)
    node = reader.binary(0)
    if not reader.ended():
        raise reader.unexpected()
    return node


class _Reader:
    """A cursor over the tokens; one method per level of the grammar."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.at = 0
        self.depth = 0

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.now
        self.at += 1
        return token

    def ended(self) -> bool:
        return self.now.kind == "end"

    def sees(self, *ops: str) -> bool:
        return self.now.kind == "op" and self.now.text in ops

    def binary(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self.percent()
        left = self.binary(level + 1)
        length = 0
        while self.sees(*_LEVELS[level]):
            op = self.take()
            length += 1
            if length > _MAX_CHAIN:
                raise FormulaError(
                    Text(
                        ja=f"「{op.text}」が{_MAX_CHAIN}回を超えて続いています。SUM "
                        "などの関数と範囲を使ってください",
                        en=f"{op.text} is repeated more than {_MAX_CHAIN} times: use a function such "
                        "as SUM over a range",
                    ),
                    op.pos,
                )
            left = Binary(op=op.text, left=left, right=self.binary(level + 1), pos=op.pos)
        return left

    def percent(self) -> Node:
        node = self.unary()
        while self.sees("%"):
            node = Unary(op="%", operand=node, pos=self.take().pos)
        return node

    def unary(self) -> Node:
        signs: list[Token] = []
        while self.sees("-", "+"):
            signs.append(self.take())
        node = self.range()
        for sign in reversed(signs):
            if sign.text == "-":  # a plus changes nothing, not even that a cell is a cell
                node = Unary(op="-", operand=node, pos=sign.pos)
        return node

    def range(self) -> Node:
        node = self.primary()
        if not self.sees(":"):
            return node
        colon = self.take()
        last = self.primary()
        if not isinstance(node, Name) or not isinstance(last, Name):
            raise FormulaError(
                Text(
                    ja="「:」の両側には項目の id を書いてください(例: cost.national[0]:cost.general[0])",
                    en="both sides of : are field ids, such as cost.national[0]:cost.general[0]",
                ),
                colon.pos,
            )
        return Range(first=node, last=last, pos=node.pos)

    def primary(self) -> Node:  # noqa: PLR0911 - one return per kind of token
        token = self.now
        match token.kind:
            case "number":
                return Const(value=_number(self.take()), pos=token.pos)
            case "text":
                return Const(value=self.take().text, pos=token.pos)
            case "error":
                return Const(value=ExcelError(self.take().text), pos=token.pos)
            case "bool":
                return Const(value=self.take().text == "TRUE", pos=token.pos)
            case "name":
                return _name(self.take())
            case "function":
                return self.call()
            case _ if self.sees("("):
                return self.parenthesis()
            case _:
                raise self.unexpected()

    def parenthesis(self) -> Node:
        opening = self.take()
        self.deeper(opening)
        node = self.binary(0)
        if not self.sees(")"):
            raise self.unclosed(opening)
        self.take()
        self.depth -= 1
        return node

    def call(self) -> Node:
        word = self.take()
        opening = self.take()
        self.deeper(opening)
        args: list[Node] = []
        if not self.sees(")"):
            args.append(self.argument())
            while self.sees(","):
                self.take()
                args.append(self.argument())
        if not self.sees(")"):
            raise self.unclosed(opening)
        self.take()
        self.depth -= 1
        if word.text in ("TRUE", "FALSE") and not args:
            return Const(value=word.text == "TRUE", pos=word.pos)
        node = Call(name=word.text, args=tuple(args), pos=word.pos)
        check_call(node)
        return node

    def argument(self) -> Node:
        if self.sees(",", ")"):
            return Missing(pos=self.now.pos)
        return self.binary(0)

    def deeper(self, token: Token) -> None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise FormulaError(
                Text(
                    ja=f"括弧の入れ子は{_MAX_DEPTH}段までです。式を分けてください",
                    en=f"parentheses nest at most {_MAX_DEPTH} deep: split the formula",
                ),
                token.pos,
            )

    def unclosed(self, opening: Token) -> FormulaError:
        if not self.ended() and not self.sees(",", ")"):
            return self.unexpected()
        return FormulaError(
            Text(ja="この「(」を閉じる「)」がありません", en="this ( is never closed: add )"), opening.pos
        )

    def unexpected(self) -> FormulaError:
        token: Token = self.now
        if token.kind == "end":
            return FormulaError(
                Text(
                    ja="式が途中で終わっています。続きの値を書いてください",
                    en="the formula ends too early: a value is missing",
                ),
                token.pos,
            )
        before = self.tokens[self.at - 1] if self.at else None
        ends_value = before is not None and (before.kind != "op" or before.text in (")", "%"))
        if ends_value and (token.kind != "op" or token.text == "("):
            return FormulaError(
                Text(
                    ja=f"「{token.text}」の前に演算子か「,」がありません",
                    en=f"an operator or a comma is missing before {token.text}",
                ),
                token.pos,
            )
        if token.text == ")":
            return FormulaError(
                Text(
                    ja="この「)」に対応する「(」がないか、直前に値がありません",
                    en="this ) has no matching (, or a value is missing before it",
                ),
                token.pos,
            )
        return FormulaError(
            Text(
                ja=f"「{token.text}」はここに書けません。値か項目の id を書いてください",
                en=f"{token.text} cannot stand here: a value or a field id is expected",
            ),
            token.pos,
        )


def _number(token: Token) -> float:
    """Excel keeps the first 15 significant digits of a literal and makes the rest zero."""
    value = float(Context(prec=15, rounding=ROUND_DOWN).create_decimal(token.text))
    if not math.isfinite(value):
        raise FormulaError(
            Text(ja=f"「{token.text}」は大きすぎます", en=f"{token.text} is too large for Excel"), token.pos
        )
    return value


def _name(token: Token) -> Name:
    match = re.fullmatch(r"([^\[]+)(?:\[\s*([^\]\s]+)\s*\])?", token.text)
    assert match is not None
    written = match.group(2)
    offset: Offset = None if written is None else "*" if written == "*" else int(written)
    return Name(path=tuple(match.group(1).split(".")), offset=offset, pos=token.pos)
