"""The defined names of a workbook part, plain ones without a parser."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from xltool.book.markup import Attributes, flag, integer, plain
from xltool.book.quick import NAME, Quick, attributes_of, unescaped
from xltool.book.raw import DefinedName
from xltool.book.refusal import damaged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xltool.book.facts import Facts
    from xltool.book.limits import Meter
    from xltool.book.workbook import Listed

__all__ = ["Names"]


class Names:
    """Takes the ``<definedName>`` elements in their order; ``sheets`` are those listed before them."""

    __slots__ = ("_facts", "_meter", "_part", "_pending", "_sheets", "characters", "count", "found")

    def __init__(self, sheets: Sequence[Listed], *, facts: Facts, part: str, meter: Meter) -> None:
        self._sheets, self._facts, self._part, self._meter = sheets, facts, part, meter
        self._pending: Attributes = {}
        self.found: list[DefinedName] = []
        self.count = self.characters = 0

    def quick(self) -> Quick:
        return Quick("definedNames", NAME, self._take)

    def start(self, attributes: Attributes) -> None:
        self._pending = attributes

    def end(self, text: str) -> None:
        self._add(self._pending, text)

    def _take(self, attributes: list[str], texts: list[str]) -> None:
        for some, text in zip(attributes, texts, strict=True):
            known = attributes_of(some)
            if known is None:
                raise damaged(self._part)
            self._add(known, unescaped(text))

    def _add(self, attributes: Mapping[str, str], text: str) -> None:
        self.count += 1
        if self.count > self._meter.limits.names:
            self._meter.check("names", self.count)
        self.characters += len(text)
        scope: str | None = None
        local = attributes.get("localSheetId")
        if local is not None:  # a position among the sheets, not a sheetId
            position = integer(local, len(self._sheets))
            if position >= len(self._sheets):
                self._facts.note("bad_name", self._part, attributes.get("name"))
                return
            scope = self._sheets[position].name
        self.found.append(_name(attributes.get("name", ""), scope, text, flag(attributes.get("hidden"))))


@lru_cache(maxsize=8192)
def _name(name: str, scope: str | None, text: str, hidden: bool) -> DefinedName:
    """The workbooks of one form have the same ones, nearly all of them."""
    return DefinedName(plain(name), scope, text.strip().removeprefix("="), hidden)
