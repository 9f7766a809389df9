"""Facts that reading notices: what a file carries beside its cells, and what is odd about it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from xltool.book.markup import Attributes, parse_part, qualify
from xltool.book.raw import Fact
from xltool.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.book.limits import Meter
    from xltool.book.package import Package

__all__ = ["Facts", "note_carried"]


class Facts:
    """The facts noticed so far; beyond the limit one last fact says that there are more."""

    def __init__(self, meter: Meter) -> None:
        self._most = meter.limits.facts
        self._noted: list[Fact] = []

    def __len__(self) -> int:
        return len(self._noted)

    def note(self, kind: str, part: str, place: str | None = None) -> None:
        if len(self._noted) < self._most:
            self._noted.append(Fact(kind=kind, part=part, place=place[:255] if place else place))
        elif len(self._noted) == self._most:
            self._noted.append(Fact(kind="more_facts", part=part))

    def forget(self, count: int) -> None:
        """Drop all but the first ``count``: a part is read anew."""
        del self._noted[count:]

    @contextmanager
    def tolerated(self, part: str) -> Iterator[None]:
        """Where a part that nothing depends on is damaged, that is a fact and no reason to stop."""
        try:
            yield
        except Unreadable as error:
            if error.reason != "damaged":
                raise
            self.note("damaged_part", part)

    def all(self) -> tuple[Fact, ...]:
        return tuple(self._noted)


# (how the content type ends or what the path holds, kind); paths as well, because defaults give no exact type
_BY_TYPE = (
    ("vbaproject", "macros"),
    ("macrosheet+xml", "macros"),
    (".externallink+xml", "external_link"),
    (".comments+xml", "comments"),
    ("threadedcomments+xml", "comments"),
    (".drawing+xml", "drawing"),
    (".oleobject", "embedded"),
    (".connections+xml", "connection"),
    ("activex+xml", "control"),
    ("controlproperties+xml", "control"),
    ("digital-signature-xmlsignature+xml", "signature"),
)
_BY_PATH = (
    ("xl/vbaproject", "macros"),
    ("xl/macrosheets/", "macros"),
    ("xl/externallinks/external", "external_link"),
    ("xl/embeddings/", "embedded"),
    ("xl/media/", "picture"),
    ("xl/comments", "comments"),
    ("xl/threadedcomments/", "comments"),
    ("xl/drawings/drawing", "drawing"),
    ("xl/activex/activex", "control"),
    ("xl/connections", "connection"),
)

_TYPES = "[Content_Types].xml"


def note_carried(package: Package, facts: Facts) -> None:
    """Note macros, links, pictures and the like, by content type and by path; nothing of them is opened."""
    types = _content_types(package, facts)
    for key, entry in package.entries.items():
        if "/_rels/" in key:
            continue
        declared = types.get(key, "")
        kind = next((kind for end, kind in _BY_TYPE if declared.endswith(end)), None)
        kind = kind or next((kind for start, kind in _BY_PATH if key.startswith(start)), None)
        if kind:
            facts.note(kind, entry.name)


def _content_types(package: Package, facts: Facts) -> dict[str, str]:
    """Folded part name -> folded content type, of the parts that declare one of their own."""
    types: dict[str, str] = {}

    def override(attributes: Attributes) -> None:
        name, kind = attributes.get("PartName", ""), attributes.get("ContentType", "")
        types[name.lstrip("/").casefold()] = kind.casefold()

    if package.find(_TYPES) is None:
        facts.note("missing_part", _TYPES)
        return types
    parse_part(
        package,
        _TYPES,
        starts=qualify(
            {"Override": override}, ("http://schemas.openxmlformats.org/package/2006/content-types",)
        ),
        ends={},
    )
    return types
