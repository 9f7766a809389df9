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
    drawn = {(remark.cell, remark.text.strip()) for remark in found if remark.kind == "shape"}
    shapes: list[VmlShape] = []
    for part in parts["vmlDrawing"]:
        with facts.tolerated(part):
            shapes += read_vml(package, part)
    # newer programs draw a control twice, for themselves and for older ones
    found += [s.remark for s in shapes if s.remark and (s.remark.cell, s.remark.text.strip()) not in drawn]
    objects = [r for r in relations if r.kind in _OBJECTS]
    if objects:
        anchors = {shape.id: shape.cell for shape in shapes}
        found += [
            replace(remark, cell=remark.cell or anchors.get(shape))
            for shape, remark in read_objects(package, sheet, objects)
        ]
    return tuple(sorted(found, key=lambda remark: remark.cell or (0, 0)))
