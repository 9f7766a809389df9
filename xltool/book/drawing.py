"""DrawingML: the text of shapes in paragraphs, pictures by their parts, each with the cell it begins at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.book.anchor import ANCHOR, Corner
from xltool.book.comments import count
from xltool.book.markup import Attributes, parse_part, plain, qualify
from xltool.book.raw import Remark, RemarkKind
from xltool.book.workbook import OFFICE_RELATIONS, read_relations

if TYPE_CHECKING:
    from collections.abc import Callable

    from xltool.book.package import Package

__all__ = ["read_drawing"]

# Each Transitional, Strict
_MAIN = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
_CHART = (
    "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "http://purl.oclc.org/ooxml/drawingml/chart",
)
_DIAGRAM = (
    "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "http://purl.oclc.org/ooxml/drawingml/diagram",
)
_INK = (*ANCHOR, "http://schemas.microsoft.com/office/excel/2010/spreadsheetDrawing")
_CHOICE = ("http://schemas.openxmlformats.org/markup-compatibility/2006",)

_Starts = dict[str, "Callable[[Attributes], None]"]
_Ends = dict[str, "Callable[[str], None]"]


class _Paragraphs:
    """Handlers for text: ``<a:t>`` by ``<a:p>``. Off inside a fallback, which says again what was said."""

    __slots__ = ("_choices", "_pieces", "off")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._choices: list[bool] = []  # for every alternative that is open: whether a choice was seen
        self.off = 0  # fallbacks that are open

    def starts(self) -> _Starts:
        return {
            **qualify({"p": self._line, "br": self._line}, _MAIN),
            **qualify(
                {"AlternateContent": self._alternate, "Choice": self._choice, "Fallback": self._fallback},
                _CHOICE,
            ),
        }

    def ends(self) -> _Ends:
        return {
            **qualify({"t": self._text}, _MAIN),
            **qualify({"AlternateContent": self._end_alternate, "Fallback": self._end_fallback}, _CHOICE),
        }

    def taken(self) -> str:
        """The text since the last call, without empty paragraphs around it."""
        text = "".join(self._pieces).strip("\n")
        self._pieces = []
        return plain(text) if text.strip() else ""

    def _line(self, _: Attributes) -> None:
        if not self.off:
            self._pieces.append("\n")

    def _text(self, text: str) -> None:
        if not self.off:
            self._pieces.append(text)

    def _alternate(self, _: Attributes) -> None:
        self._choices.append(False)

    def _choice(self, _: Attributes) -> None:
        if self._choices:
            self._choices[-1] = True

    def _end_alternate(self, _: str) -> None:
        if self._choices:
            self._choices.pop()

    def _fallback(self, _: Attributes) -> None:
        self.off += bool(self._choices and self._choices[-1])

    def _end_fallback(self, _: str) -> None:
        self.off -= bool(self._choices and self._choices[-1])


def read_drawing(package: Package, part: str) -> list[Remark]:
    """Shapes with text, pictures and ink, diagrams (SmartArt), text boxes inside charts."""
    return _Drawing(package, part).read()


class _Drawing:
    """The state of one parse."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self._part = package, part
        self._targets = {r.id: r.target for r in read_relations(package, part)}
        self._corner = Corner()
        self._text = _Paragraphs()
        self._described = ""
        self._found: list[Remark] = []
        self._opened: set[str] = set()  # charts and diagrams

    def read(self) -> list[Remark]:
        corner, text = self._corner, self._text
        anchors = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
        starts = {
            **text.starts(),
            **qualify({"from": corner.begin, "cNvPr": self._named}, ANCHOR),
            **qualify(dict.fromkeys(anchors, self._anchor), ANCHOR),
            **qualify({"blip": self._picture}, _MAIN),
            **qualify({"contentPart": self._picture}, _INK),
            **qualify({"relIds": self._diagram}, _DIAGRAM),
            **qualify({"chart": self._chart}, _CHART),
        }
        ends = {
            **text.ends(),
            **qualify({"row": corner.row, "col": corner.col, "from": corner.end}, ANCHOR),
            **qualify(dict.fromkeys(("sp", "cxnSp", *anchors), self._shape), ANCHOR),
        }
        parse_part(self._package, self._part, starts=starts, ends=ends)
        return self._found

    def _add(self, kind: RemarkKind, text: str, part: str) -> None:
        count(self._package, text)
        self._found.append(Remark(kind=kind, cell=self._corner.cell, text=text, author=None, part=part))

    def _anchor(self, _: Attributes) -> None:
        self._corner.cell = None

    def _named(self, attributes: Attributes) -> None:
        self._described = attributes.get("descr") or attributes.get("title") or ""

    def _shape(self, _: str) -> None:
        text = self._text.taken()
        if text:
            self._add("shape", text, self._part)

    def _picture(self, attributes: Attributes) -> None:
        if not self._text.off:
            target = self._target(attributes, "embed") or self._target(attributes, "id")
            self._add("picture", plain(self._described), target or self._part)

    def _diagram(self, attributes: Attributes) -> None:
        part = self._once(attributes, "dm")
        if part:
            self._texts_in(part)

    def _chart(self, attributes: Attributes) -> None:
        chart = self._once(attributes, "id")
        for relation in read_relations(self._package, chart) if chart else ():
            if relation.kind == "chartUserShapes" and self._package.find(relation.target) is not None:
                self._texts_in(relation.target)

    def _once(self, attributes: Attributes, name: str) -> str | None:
        """The part that is meant, the first time that it is; a hostile file names it a million times."""
        part = self._target(attributes, name)
        if self._text.off or part is None or part in self._opened or self._package.find(part) is None:
            return None
        self._opened.add(part)
        return part

    def _texts_in(self, part: str) -> None:
        """All text of a diagram's or chart's own drawing, as one remark."""
        text = _Paragraphs()
        parse_part(self._package, part, starts=text.starts(), ends=text.ends())
        said = text.taken()
        if said:
            self._add("shape", said, part)

    def _target(self, attributes: Attributes, name: str) -> str | None:
        found = next((attributes[k] for uri in OFFICE_RELATIONS if (k := f"{uri} {name}") in attributes), "")
        return self._targets.get(found)
