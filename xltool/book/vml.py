"""VML, the drawings before DrawingML: text of old text boxes and controls, and where shapes stand.

Notes have their frames here as well; their text is in the comments part. VML is XML that holds HTML, which
Excel itself sometimes writes with an unclosed ``<br>``. Source: ISO/IEC 29500-4 §19, [MS-OI29500].
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from xltool.book.a1 import MAX_COL, MAX_ROW
from xltool.book.comments import count
from xltool.book.markup import Attributes, integer, parse_part, plain, qualify
from xltool.book.raw import Remark

if TYPE_CHECKING:
    from xltool.book.package import Package

__all__ = ["VmlShape", "read_vml"]

_VML = ("urn:schemas-microsoft-com:vml",)
_EXCEL = ("urn:schemas-microsoft-com:office:excel",)
_SHAPES = ("shape", "rect", "roundrect", "oval", "line", "polyline", "arc", "curve", "image")
_LINES = ("br", "div", "p", "li")  # HTML that begins a new line
_LINE = "\0"  # a new line among the pieces; no XML holds this character
_BREAK = re.compile(rb"<br\s*>(?!\s*</br>)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n]+")  # HTML's, not the ideographic one


@dataclass(frozen=True, slots=True)
class VmlShape:
    """One shape: its number in the sheet, the cell it begins at, its text if it has any."""

    id: str
    cell: tuple[int, int] | None
    remark: Remark | None


def read_vml(package: Package, part: str) -> list[VmlShape]:
    """All shapes but the frames of notes."""
    return _Vml(package, part).read()


class _Vml:
    """The state of one parse."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self._part = package, part
        self._found: list[VmlShape] = []
        self._pieces: list[str] = []
        self._shape = self._kind = ""
        self._cell: tuple[int, int] | None = None
        self._inside = False  # a text box

    def read(self) -> list[VmlShape]:
        parse_part(
            self._package,
            self._part,
            starts={
                **qualify({"textbox": partial(self._box, True), **dict.fromkeys(_SHAPES, self._begin)}, _VML),
                **qualify({"ClientData": self._data}, _EXCEL),
                **dict.fromkeys(_LINES, self._line),
            },
            ends={
                **qualify({"textbox": partial(self._box, False), **dict.fromkeys(_SHAPES, self._end)}, _VML),
                **qualify({"Anchor": self._anchor}, _EXCEL),
            },
            thin=lambda chunk: _BREAK.sub(b"<br/>", chunk),
            loose=self._loose,
        )
        return self._found

    def _begin(self, attributes: Attributes) -> None:
        self._shape = attributes.get("urn:schemas-microsoft-com:office:office spid") or attributes.get(
            "id", ""
        )
        self._kind, self._cell = "", None
        self._pieces.clear()

    def _box(self, inside: bool, _: object) -> None:
        self._inside = inside

    def _line(self, _: Attributes) -> None:
        self._pieces.append(_LINE)

    def _loose(self, text: str) -> None:
        if self._inside:
            self._pieces.append(text)

    def _data(self, attributes: Attributes) -> None:
        self._kind = attributes.get("ObjectType", "")

    def _anchor(self, text: str) -> None:
        """Left column, offset, top row, offset, then the same of the lower right corner."""
        numbers = [integer(number.strip(), -1) for number in text.split(",")]
        if len(numbers) == 8 and 0 <= numbers[2] < MAX_ROW and 0 <= numbers[0] < MAX_COL:
            self._cell = (numbers[2] + 1, numbers[0] + 1)

    def _end(self, _: str) -> None:
        if self._kind == "Note":
            return
        lines = (_SPACE.sub(" ", line).strip(" ") for line in "".join(self._pieces).split(_LINE))
        text = plain("\n".join(lines).strip("\n"))
        count(self._package, text)
        remark = None
        if text.strip():
            remark = Remark(kind="shape", cell=self._cell, text=text, author=None, part=self._part)
        self._found.append(VmlShape(self._shape.rpartition("_s")[2], self._cell, remark))
