"""What the input cells of a stamped sheet hold, and as XML: much of it is the same in many sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from xltool.book.assignment import Assignment
from xltool.book.blank import Blank
from xltool.book.celltext import cell_value
from xltool.book.cellxml import MAX_TEXT, content_xml, utf16_length
from xltool.book.linebreaks import may_wrap
from xltool.book.room import text_widths
from xltool.errors import CannotWork
from xltool.form import Value
from xltool.text import Text

__all__ = ["Filled", "check_length", "content_of", "fill"]


class Filled(NamedTuple):
    """What is written into a cell."""

    content: Value
    xml: bytes
    long: bool  # whether it is a text that may take several lines


_Content: TypeAlias = Callable[[str, Value], Filled]
_SURE = MAX_TEXT // 2  # characters: texts that are no longer fit into a cell
_PROSE = 40  # characters: longer texts are hardly ever the same in two sheets


def fill(blank: Blank, given: Assignment, values: Mapping[str, Value]) -> dict[str, Filled]:
    """Field -> what is written into its cell; without the cells that stay as in an empty form."""
    known, fresh = _contents_of(blank)
    inputs = blank.inputs
    filled = {
        key: fresh(key, value) if type(value) is str and len(value) > _PROSE else known(key, value)
        for key, value in values.items()
        if value is not None and key in inputs
    }
    for key, typed in given.typed.items():
        if key in blank.inputs:
            filled[key] = _written(blank, key, typed)
    return filled


def content_of(blank: Blank, key: str, value: Value) -> Filled:
    """What is written for a value into the field's cell."""
    return _contents_of(blank)[0](key, value)


@lru_cache(maxsize=8)
def _contents_of(blank: Blank) -> tuple[_Content, _Content]:
    """Of a blank, field and value to the content of the field's cell: remembering it, and not (for prose)."""
    edition = blank.edition

    def fresh(key: str, value: Value) -> Filled:
        return _written(blank, key, cell_value(edition, edition.form.fields[key], value))

    return lru_cache(maxsize=16_384, typed=True)(fresh), fresh  # typed: 1 and TRUE are equal


def _written(blank: Blank, key: str, content: Value) -> Filled:
    long = False
    if isinstance(content, str):
        edition = blank.edition
        if len(content) > _SURE:
            check_length(content, lambda: edition.label(edition.form.fields[key]))
        long = may_wrap(content, text_widths(edition)[key])
    return Filled(content, content_xml(content), long)


def check_length(value: str, label: Callable[[], str]) -> None:
    """Excel cuts longer texts off when it opens the file; so nobody may get one."""
    if len(value) <= _SURE or utf16_length(value) <= MAX_TEXT:
        return
    raise CannotWork(
        Text(
            f"「{label()}」は {utf16_length(value):,} 文字あり、Excel のセルに入りません"
            f"（{MAX_TEXT:,} 文字まで）。短くしてください。",
            f"'{label()}' is {utf16_length(value):,} characters long; a cell of Excel holds {MAX_TEXT:,}. "
            "Shorten it.",
        )
    )
