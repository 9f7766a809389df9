"""One text of a cell under way: its runs joined, furigana left out, and which of them are struck through."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from xltool.book.markup import Attributes, flag, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xltool.book.cellvalues import Place
    from xltool.book.raw import RawCell, Runs

__all__ = ["OwnRuns", "RichText", "struck_runs"]

OwnRuns = tuple[
    tuple[str, bool | None], ...
]  # None: the run has no format of its own and looks like its cell


class RichText:
    """Handlers for what stands in an ``<si>`` or ``<is>``."""

    __slots__ = ("_furigana", "_own", "_strike", "texts")

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._own: list[bool | None] = []
        self._strike: bool | None = None
        self._furigana = False

    def starts(self) -> dict[str, Callable[[Attributes], None]]:
        return {
            "r": self._run,
            "rPr": self._format,
            "strike": self._struck,
            "rPh": partial(self._phonetic, True),
        }

    def ends(self) -> dict[str, Callable[[str], None]]:
        return {"rPh": partial(self._phonetic, False)}

    def begin(self) -> None:
        self.texts = []
        self._own = []
        self._strike = None

    def add(self, text: str) -> None:
        """The end of a ``<t>``."""
        if not self._furigana:
            self.texts.append(text)
            self._own.append(self._strike)

    def runs(self, *, all_formatted: bool) -> OwnRuns | None:
        """The runs, where one is struck through, or (``all_formatted``) has any format of its own."""
        if not (True in self._own or (all_formatted and False in self._own)):
            return None
        return tuple(zip(map(plain, self.texts), self._own, strict=True))

    def _run(self, _: Attributes) -> None:
        self._strike = None

    def _format(self, _: Attributes) -> None:
        self._strike = False

    def _struck(self, attributes: Attributes) -> None:
        self._strike = flag(attributes.get("val", "1"))

    def _phonetic(self, on: bool, _: object) -> None:
        self._furigana = on


def struck_runs(
    runs: Mapping[Place, OwnRuns], cells: Mapping[Place, RawCell], struck: frozenset[int]
) -> dict[Place, Runs]:
    """Where a run is struck through, or is not though its cell's font is; equal cells share one result."""
    known: dict[tuple[int, bool], Runs] = {}
    found: dict[Place, Runs] = {}
    for place, own in runs.items():
        key = (id(own), cells[place].style in struck)
        if key not in known:
            known[key] = _resolved(own, cell_struck=key[1])
        if key[1] or any(on for _, on in known[key]):
            found[place] = known[key]
    return found


def _resolved(runs: OwnRuns, *, cell_struck: bool) -> Runs:
    """The runs as they look in a cell, neighbours that look alike joined."""
    shown = ((text, cell_struck if own is None else own) for text, own in runs)
    return tuple(
        ("".join(text for text, _ in group), struck) for struck, group in groupby(shown, lambda r: r[1])
    )
