"""The shared strings of a workbook: rich runs joined, furigana left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.book.markup import Attributes, parse_part, plain, qualify

if TYPE_CHECKING:
    from xltool.book.package import Package

__all__ = ["read_strings"]


def read_strings(package: Package, name: str) -> list[str]:
    """All shared strings in their order."""
    strings: list[str] = []
    runs: list[str] = []
    meter = package.meter
    longest = meter.limits.text
    ruby = False
    characters = 0

    def item(_: Attributes) -> None:
        runs.clear()

    def phonetic(_: Attributes) -> None:
        nonlocal ruby
        ruby = True

    def end_phonetic(_: str) -> None:
        nonlocal ruby
        ruby = False

    def end_text(text: str) -> None:
        if not ruby:
            runs.append(text)

    def end_item(_: str) -> None:
        nonlocal characters
        text = runs[0] if len(runs) == 1 else "".join(runs)
        if len(text) > longest:
            meter.check("text", len(text))
        characters += len(text)
        strings.append(plain(text))
        if characters > 65_536:  # counted in steps: this runs once per string
            meter.add("characters", characters)
            meter.check("strings", len(strings))
            characters = 0

    parse_part(
        package,
        name,
        starts=qualify({"si": item, "rPh": phonetic}),
        ends=qualify({"si": end_item, "rPh": end_phonetic, "t": end_text}),
    )
    meter.add("characters", characters)
    meter.check("strings", len(strings))
    return strings
