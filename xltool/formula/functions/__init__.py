"""The functions of the language, one table per family; ``FUNCTIONS`` is all of them by name.

A new function is one line in the table of its family: its documentation, its implementation over columns, how
many arguments it takes and which of them may be ranges.
"""

from __future__ import annotations

import difflib

from xltool.formula.errors import FormulaError
from xltool.formula.functions.aggregates import AGGREGATES
from xltool.formula.functions.dates import DATES
from xltool.formula.functions.logic import LOGIC
from xltool.formula.functions.lookup import LOOKUP
from xltool.formula.functions.numbers import NUMBERS
from xltool.formula.functions.registry import Function, entry
from xltool.formula.functions.texts import TEXTS
from xltool.formula.number_format import read_format
from xltool.formula.tree import Call, Const, Missing
from xltool.text import Text

__all__ = ["FUNCTIONS", "Function", "check_call"]

OURS: tuple[Function, ...] = (
    entry("PREV(expression)", "1年前の列での値", "the expression one column earlier",
          None, (1, 1), areas=(0,), returns="any"),
)  # fmt: skip

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for family in (LOGIC, NUMBERS, AGGREGATES, LOOKUP, TEXTS, DATES, OURS)
    for function in family
}


def check_call(call: Call) -> None:
    """Raise FormulaError for an unknown function, a wrong number of arguments, a hole, an unknown number
    format."""
    function = FUNCTIONS.get(call.name)
    if function is None:
        raise _unknown(call)
    count = len(call.args)
    if count < function.min_args or (function.max_args is not None and count > function.max_args):
        raise _wrong_count(call, function)
    for position, arg in enumerate(call.args):
        if isinstance(arg, Missing) and position not in function.omittable:
            raise FormulaError(
                Text(
                    ja=f"{call.name} の{position + 1}番目の引数が空です。書き方: {function.syntax}",
                    en=f"argument {position + 1} of {call.name} is empty; it is written {function.syntax}",
                ),
                arg.pos,
            )
    if call.name == "TEXT":
        _check_format(call)


def _unknown(call: Call) -> FormulaError:
    close = difflib.get_close_matches(call.name, FUNCTIONS, n=3, cutoff=0.6)
    ja = f"もしかして {'、'.join(close)}" if close else "使える関数は README の一覧にあります"
    en = f"did you mean {' or '.join(close)}?" if close else "the functions are listed in the README"
    return FormulaError(
        Text(ja=f"関数 {call.name} はありません。{ja}", en=f"there is no function {call.name}; {en}"),
        call.pos,
    )


def _wrong_count(call: Call, function: Function) -> FormulaError:
    count = len(call.args)
    return FormulaError(
        Text(
            ja=f"{call.name} の引数が{count}個あります。書き方: {function.syntax}",
            en=f"{call.name} has {count} argument{'' if count == 1 else 's'}; it is "
            f"written {function.syntax}",
        ),
        call.pos,
    )


def _check_format(call: Call) -> None:
    form = call.args[1]
    if (
        isinstance(form, Const)
        and isinstance(form.value, str)
        and form.value
        and read_format(form.value) is None
    ):
        raise FormulaError(
            Text(
                ja=f"TEXT の書式「{form.value}」は使えません。0、#,##0.0、0%、yyyy/m/d、@ "
                "などで書いてください",
                en=f"TEXT does not know the format {form.value}: use 0, #,##0.0, 0%, "
                "yyyy/m/d, @ and the like",
            ),
            form.pos,
        )
