"""Embedded objects and ActiveX controls of a sheet: named, never opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.book.anchor import ANCHOR, Corner
from xltool.book.comments import count
from xltool.book.markup import Attributes, parse_part, plain, qualify
from xltool.book.raw import Remark
from xltool.book.thin import thinner
from xltool.book.workbook import OFFICE_RELATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xltool.book.package import Package
    from xltool.book.workbook import Relation

__all__ = ["read_objects"]


def read_objects(package: Package, sheet: str, relations: Sequence[Relation]) -> list[tuple[str, Remark]]:
    """(number of the shape, remark) of every object; the sheet is read a second time, as few have any."""
    corner = Corner()
    pending: Attributes = {}
    named: dict[str, tuple[str, str, tuple[int, int] | None]] = {}  # relation -> shape, program, cell

    def begin(attributes: Attributes) -> None:
        nonlocal pending
        pending = attributes
        corner.cell = None

    def end(_: str) -> None:
        relation = next((pending[k] for uri in OFFICE_RELATIONS if (k := f"{uri} id") in pending), "")
        program = plain(pending.get("progId") or pending.get("name") or "")
        if relation not in named:  # a second time for older programs, without its place
            named[relation] = (pending.get("shapeId", ""), program, corner.cell)

    parse_part(
        package,
        sheet,
        starts=qualify({"oleObject": begin, "control": begin, "from": corner.begin}),
        ends={
            **qualify({"oleObject": end, "control": end, "from": corner.end}),
            **qualify({"row": corner.row, "col": corner.col}, ANCHOR),
        },
        thin=thinner(),
    )
    found: list[tuple[str, Remark]] = []
    for relation in relations:
        shape, program, cell = named.get(relation.id, ("", "", None))
        count(package, program)
        found.append(
            (shape, Remark(kind="object", cell=cell, text=program, author=None, part=relation.target))
        )
    return found
