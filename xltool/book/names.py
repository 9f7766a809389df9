"""The defined names of a workbook part, plain ones without a parser."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from xltool.book.markup import Attributes, flag, integer, plain
from xltool.book.quick import Quick, attributes_of, split_names, unescaped
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
        return Quick("definedNames", split_names, self._take)

    def start(self, attributes: Attributes) -> None:
        self._pending = attributes

    def end(self, text: str) -> None:
        self._add(self._pending, text)

    def _take(self, attributes: list[str], texts: list[str]) -> None:
        several, characters = _several(tuple(attributes), tuple(texts), tuple(self._sheets))
        if several and self.count + len(several) <= self._meter.limits.names:
            self.count += len(several)
            self.characters += characters
            self.found += several
            return
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
        name = _name(attributes, text, self._sheets)
        if name is None:
            self._facts.note("bad_name", self._part, attributes.get("name"))
        else:
            self.found.append(name)


def _name(attributes: Mapping[str, str], text: str, sheets: Sequence[Listed]) -> DefinedName | None:
    """None where it belongs to a sheet that there is not."""
    scope: str | None = None
    local = attributes.get("localSheetId")
    if local is not None:  # a position among the sheets, not a sheetId
        position = integer(local, len(sheets))
        if position >= len(sheets):
            return None
        scope = sheets[position].name
    hidden = flag(attributes.get("hidden"))
    return DefinedName(plain(attributes.get("name", "")), scope, text.strip().removeprefix("="), hidden)


@lru_cache(maxsize=16)
def _several(
    attributes: tuple[str, ...], texts: tuple[str, ...], sheets: tuple[Listed, ...]
) -> tuple[tuple[DefinedName, ...], int]:
    """Names that stand side by side, and their characters: the workbooks of one form have the same ones.

    None of them where something has to be said of one.
    """
    found: list[DefinedName] = []
    characters = 0
    for some, raw in zip(attributes, texts, strict=True):
        known, text = attributes_of(some), unescaped(raw)
        name = _name(known, text, sheets) if known is not None else None
        if name is None:
            return (), 0
        found.append(name)
        characters += len(text)
    return tuple(found), characters
