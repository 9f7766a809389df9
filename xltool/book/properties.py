"""The document properties: who made a workbook, who saved it last and with what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltool.book.markup import parse_part, plain, qualify

if TYPE_CHECKING:
    from xltool.book.facts import Facts
    from xltool.book.package import Package
    from xltool.book.workbook import Relation

__all__ = ["Properties", "read_properties"]

_CORE = (
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/",
)
_APP = (
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
)


@dataclass(frozen=True, slots=True)
class Properties:
    """Document properties, each None where absent."""

    description: str | None = None
    creator: str | None = None
    last_modified_by: str | None = None
    modified: str | None = None
    app: str | None = None


_TITLES = re.compile(rb"(?:<vt:lpstr>[^<]*+</vt:lpstr>)++")


def _without_titles(chunk: bytes) -> bytes:
    """Programs list every sheet and name once more among the properties: most of that part."""
    return _TITLES.sub(b"", chunk)


def read_properties(package: Package, relations: tuple[Relation, ...], facts: Facts) -> Properties:
    """Core and extended properties; a damaged part is a fact, since nothing depends on it."""
    found: dict[str, str] = {}

    def collect(kind: str, namespaces: tuple[str, ...], tags: tuple[str, ...]) -> None:
        part = next((r.target for r in relations if r.kind == kind), None)
        if part is None or package.find(part) is None:
            return
        ends = {tag: lambda text, tag=tag: found.__setitem__(tag, plain(text)) for tag in tags}
        with facts.tolerated(part):
            parse_part(package, part, starts={}, ends=qualify(ends, namespaces), thin=_without_titles)

    collect("core-properties", _CORE, ("description", "creator", "lastModifiedBy", "modified"))
    collect("extended-properties", _APP, ("Application",))
    collect("extendedProperties", _APP, ("Application",))  # Strict
    return Properties(
        description=found.get("description"),
        creator=found.get("creator"),
        last_modified_by=found.get("lastModifiedBy"),
        modified=found.get("modified"),
        app=found.get("Application"),
    )
