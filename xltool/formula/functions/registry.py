"""The record of a function, and what makes writing one short."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from xltool.formula.operand import Operand
from xltool.text import Text

__all__ = ["ALL", "Function", "Implementation", "Returns", "entry"]

Implementation: TypeAlias = Callable[[tuple[Operand, ...]], Operand]
Returns: TypeAlias = Literal["number", "text", "bool", "any"]
ALL = (-1,)  # every position


@dataclass(frozen=True, kw_only=True)
class Function:
    """One function of the language."""

    name: str
    syntax: str  # as shown in the documentation: IF(condition, then, [else])
    about: Text  # one line
    min_args: int
    max_args: int | None  # None: any number
    call: Implementation | None  # None: ``bind`` removes it (PREV)
    areas: tuple[int, ...] = ()  # positions that take a range; ALL for every one
    omittable: tuple[int, ...] = ()  # positions that may be left empty between commas
    passes_cells: tuple[int, ...] = ()  # positions whose cells stay cells in the result (IF, CHOOSE, INDEX)
    prefix: str = ""  # _xlfn. where the file format needs it
    returns: Returns = "number"

    def takes_area(self, position: int) -> bool:
        return self.areas == ALL or position in self.areas


def entry(  # noqa: PLR0913 - one parameter per column of the table
    syntax: str,
    ja: str,
    en: str,
    call: Implementation | None,
    args: tuple[int, int | None],
    *,
    areas: tuple[int, ...] = (),
    omittable: tuple[int, ...] = (),
    passes_cells: tuple[int, ...] = (),
    prefix: str = "",
    returns: Returns = "number",
) -> Function:
    """One line of a family's table; the name is the beginning of the syntax."""
    return Function(
        name=syntax.partition("(")[0],
        syntax=syntax,
        about=Text(ja=ja, en=en),
        min_args=args[0],
        max_args=args[1],
        call=call,
        areas=areas,
        omittable=omittable,
        passes_cells=passes_cells,
        prefix=prefix,
        returns=returns,
    )
