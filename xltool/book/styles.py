"""The cell formats of a workbook, as far as they change what a cell says: fonts that are struck through."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xltool.book.markup import Attributes, flag, integer, parse_part, qualify
from xltool.book.thin import is_utf8

if TYPE_CHECKING:
    from xltool.book.package import Package

__all__ = ["read_struck"]

_WORD = b"strike"


def read_struck(package: Package, part: str) -> frozenset[int]:
    """The cell formats (indexes as in RawCell.style) whose font is struck through.

    Formats are inflated but parsed only where the word occurs: hardly any form has struck text.
    """
    return _parsed(package, part) if _mentioned(package, part) else frozenset()


def _mentioned(package: Package, part: str) -> bool:
    entry = package.find(part)
    found, before = False, b""
    for number, chunk in enumerate(package.chunks(entry) if entry is not None else ()):
        if number == 0 and not is_utf8(chunk):
            found = True  # another encoding spells it differently
        before = before[1 - len(_WORD) :] + chunk
        found = found or _WORD in before
    return found


def _parsed(package: Package, part: str) -> frozenset[int]:
    meter = package.meter
    area = ""  # fonts and formats stand in other lists as well: conditional formats, named styles
    fonts: list[bool] = []
    formats: list[int] = []  # the font of each

    def enter(name: str, _: object) -> None:
        nonlocal area
        area = name

    def font(_: Attributes) -> None:
        if area == "fonts":
            fonts.append(False)
            meter.check("styles", len(fonts))

    def strike(attributes: Attributes) -> None:
        if area == "fonts" and fonts:
            fonts[-1] = flag(attributes.get("val", "1"))

    def cell_format(attributes: Attributes) -> None:
        if area == "cellXfs":
            formats.append(integer(attributes.get("fontId")))
            meter.check("styles", len(formats))

    parse_part(
        package,
        part,
        starts=qualify(
            {
                "fonts": partial(enter, "fonts"),
                "cellXfs": partial(enter, "cellXfs"),
                "font": font,
                "strike": strike,
                "xf": cell_format,
            }
        ),
        ends=qualify(dict.fromkeys(("fonts", "cellXfs"), partial(enter, ""))),
    )
    struck = {index for index, on in enumerate(fonts) if on}
    return frozenset(index for index, font_id in enumerate(formats) if font_id in struck)
