"""The parts around the sheets: relationships, and the workbook part with its names."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from xltool.book.markup import Attributes, flag, parse_part, plain, qualify
from xltool.book.names import Names
from xltool.book.raw import DefinedName, State

if TYPE_CHECKING:
    from xltool.book.facts import Facts
    from xltool.book.package import Package

__all__ = [
    "OFFICE_RELATIONS",
    "Listed",
    "Relation",
    "Workbook",
    "read_relations",
    "read_workbook",
]

_RELATIONS = ("http://schemas.openxmlformats.org/package/2006/relationships",)
OFFICE_RELATIONS = (  # Transitional, Strict
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship inside the package."""

    id: str
    kind: str  # last part of the type's URI: worksheet, sharedStrings, …
    target: str  # part name without leading slash


@dataclass(frozen=True, slots=True)
class Listed:
    """One sheet as the workbook part lists it."""

    name: str
    state: State
    relation: str  # id of its relationship


@dataclass(frozen=True, slots=True)
class Workbook:
    """What the workbook part says."""

    sheets: tuple[Listed, ...]
    names: tuple[DefinedName, ...]
    date1904: bool


def read_relations(package: Package, source: str) -> tuple[Relation, ...]:
    """The internal relationships of a part ("" for the package); none where it has no such part."""
    folder, base = posixpath.split(source)
    part = posixpath.join(folder, "_rels", f"{base}.rels")
    found: list[Relation] = []

    def relationship(attributes: Attributes) -> None:
        if attributes.get("TargetMode") != "External":
            target = _resolve(package, folder, attributes.get("Target", ""))
            found.append(
                Relation(attributes.get("Id", ""), attributes.get("Type", "").rpartition("/")[2], target)
            )

    if package.find(part) is not None:
        parse_part(package, part, starts=qualify({"Relationship": relationship}, _RELATIONS), ends={})
    return tuple(found)


def _resolve(package: Package, folder: str, target: str) -> str:
    """The part that a target means, relative or absolute, percent-encoded or not."""
    target = target.replace("\\", "/").partition("#")[0]
    name = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    if package.find(name) is None and "%" in name:
        return unquote(name)
    return name


def read_workbook(package: Package, part: str, facts: Facts) -> Workbook | None:
    """Parse the workbook part; None where it is some other XML."""
    meter = package.meter
    seen = date1904 = False
    sheets: list[Listed] = []
    names = Names(sheets, facts=facts, part=part, meter=meter)

    def workbook(_: Attributes) -> None:
        nonlocal seen
        seen = True

    def properties(attributes: Attributes) -> None:
        nonlocal date1904
        date1904 = flag(attributes.get("date1904"))

    def sheet(attributes: Attributes) -> None:
        relation = next(
            (attributes[key] for uri in OFFICE_RELATIONS if (key := f"{uri} id") in attributes), ""
        )
        state = attributes.get("state", "visible")
        sheets.append(
            Listed(
                plain(attributes.get("name", "")),
                "hidden" if state == "hidden" else "veryHidden" if state == "veryHidden" else "visible",
                relation,
            )
        )
        meter.check("parts", len(sheets))

    parse_part(
        package,
        part,
        starts=qualify(
            {"workbook": workbook, "workbookPr": properties, "sheet": sheet, "definedName": names.start}
        ),
        ends=qualify({"definedName": names.end}),
        quick=names.quick(),
    )
    meter.add("characters", names.characters)
    return Workbook(tuple(sheets), tuple(names.found), date1904) if seen else None
