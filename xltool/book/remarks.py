"""What stands beside the cells of one sheet: comments, text boxes, pictures, objects. Nothing typed vanishes.

The reader needs none of these parts to make sense of the cells, so a damaged one is a fact, not the end.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xltool.book.comments import read_comments, read_persons, read_threads
from xltool.book.drawing import read_drawing
from xltool.book.objects import read_objects
from xltool.book.vml import VmlShape, read_vml
from xltool.book.workbook import read_relations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xltool.book.facts import Facts
    from xltool.book.package import Package
    from xltool.book.raw import Remark

__all__ = ["read_persons", "read_remarks"]

_OBJECTS = {"oleObject", "package", "control"}


def read_remarks(
    package: Package, sheet: str, *, persons: Mapping[str, str], facts: Facts
) -> tuple[Remark, ...]:
    """The remarks of the sheet in that part, by row and column. ``persons``: who the threads' ids are."""
    relations = [r for r in read_relations(package, sheet) if package.find(r.target) is not None]
    parts = {
        kind: [r.target for r in relations if r.kind == kind]
        for kind in ("comments", "threadedComment", "drawing", "vmlDrawing")
    }
    found: list[Remark] = []
    threads: set[str] = set()
    for part in parts["threadedComment"]:
        with facts.tolerated(part):
            remarks, ids = read_threads(package, part, persons)
            found += remarks
            threads |= ids
    for part in parts["comments"]:
        with facts.tolerated(part):
            found += read_comments(package, part, without=threads)
    for part in parts["drawing"]:
        with facts.tolerated(part):
            found += read_drawing(package, part)
    shapes: list[VmlShape] = []
    for part in parts["vmlDrawing"]:
        with facts.tolerated(part):
            shapes += read_vml(package, part)
    _add_old(found, [shape.remark for shape in shapes if shape.remark])
    objects = [r for r in relations if r.kind in _OBJECTS]
    if objects:
        anchors = {shape.id: shape.cell for shape in shapes}
        found += [
            replace(remark, cell=remark.cell or anchors.get(shape))
            for shape, remark in read_objects(package, sheet, objects)
        ]
    return tuple(sorted(found, key=lambda remark: remark.cell or (0, 0)))


def _add_old(found: list[Remark], old: list[Remark]) -> None:
    """Add VML shapes but those that are drawn in DrawingML too: controls are, for older programs.

    The place in VML is the right one then (LibreOffice's drawings have controls in A1).
    """
    drawn: dict[str, list[int]] = {}
    for index, remark in enumerate(found):
        if remark.kind == "shape":
            drawn.setdefault(remark.text.strip(), []).append(index)
    for remark in old:
        same = drawn.get(remark.text.strip())
        if same:
            index = same.pop(0)
            found[index] = replace(found[index], cell=remark.cell or found[index].cell)
        else:
            found.append(remark)
