"""The shared strings of a workbook: rich runs joined, furigana left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xltool.book.markup import Attributes, parse_part, plain, qualify
from xltool.book.quick import STRING, Quick, split_by, unescaped
from xltool.book.richtext import OwnRuns, RichText
from xltool.book.thin import joiner

if TYPE_CHECKING:
    from xltool.book.package import Package

__all__ = ["Shared", "Strings", "read_strings"]


@dataclass(frozen=True, slots=True)
class Strings:
    """The texts in their order; the runs of those that are struck through in part."""

    texts: list[str] = field(default_factory=list)
    runs: dict[int, OwnRuns] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shared:
    """What the sheets of a workbook share."""

    strings: Strings
    struck: frozenset[int]  # cell formats whose font is struck through
    date1904: bool


def read_strings(package: Package, name: str, *, all_formatted: bool = False) -> Strings:
    """All shared strings; ``all_formatted`` keeps the runs of every text that has formats of its own."""
    strings: list[str] = []
    runs: dict[int, OwnRuns] = {}
    rich = RichText()
    meter = package.meter
    longest = meter.limits.text
    characters = 0
    within = False

    def item(_: Attributes) -> None:
        nonlocal within
        within = True
        rich.begin()

    def end_item(_: str) -> None:
        nonlocal within
        within = False
        texts = rich.texts
        struck = rich.runs(all_formatted=all_formatted)
        if struck is not None:
            runs[len(strings)] = struck
        add(texts[0] if len(texts) == 1 else "".join(texts))

    def take(_: list[str | None], texts: list[str]) -> None:
        whole = "".join(texts)  # most are as they stand
        if "&" in whole:
            texts = [unescaped(text) for text in texts]
        if within:  # nonsense, and read as the parser reads it
            for text in texts:
                item({})
                rich.add(text)
                end_item("")
            return
        count(max(map(len, texts)), sum(map(len, texts)))
        strings.extend(map(plain, texts) if "_x" in whole else texts)

    def add(text: str) -> None:
        count(len(text), len(text))
        strings.append(plain(text))

    def count(most: int, total: int) -> None:
        nonlocal characters
        if most > longest:
            meter.check("text", most)
        characters += total
        if characters > 65_536:  # counted in steps: this runs often
            meter.add("characters", characters)
            meter.check("strings", len(strings))
            characters = 0

    parse_part(
        package,
        name,
        starts=qualify({"si": item, **rich.starts()}),
        ends=qualify({"si": end_item, "t": rich.add, **rich.ends()}),
        thin=None if all_formatted else joiner(),
        quick=Quick("sst", split_by(STRING), take),
    )
    meter.add("characters", characters)
    meter.check("strings", len(strings))
    return Strings(strings, runs)
