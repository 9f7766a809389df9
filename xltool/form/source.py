"""What a form file says, with lines: every scalar stays what was typed, and knows where it stands."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from xltool.errors import Problem
from xltool.text import Text

__all__ = ["ListNode", "MapNode", "Problems", "Scalar", "SourceNode", "hint", "nearest"]

_LONGEST_WORD = 80  # comparing longer ones takes time and helps nobody


@dataclass(frozen=True)
class Scalar:
    """A value as it was typed."""

    value: str
    line: int
    quoted: bool = False

    @property
    def empty(self) -> bool:
        return not self.quoted and self.value in ("", "~", "null")


@dataclass(frozen=True)
class ListNode:
    """A list, and where it begins."""

    items: tuple[SourceNode, ...]
    line: int

    def __iter__(self) -> Iterator[SourceNode]:
        return iter(self.items)


@dataclass(frozen=True)
class MapNode:
    """Keys with their values, in the order of the file."""

    entries: dict[str, SourceNode]
    lines: dict[str, int]  # the line of each key
    line: int


SourceNode = Scalar | ListNode | MapNode


@dataclass
class Problems:
    """Collects every mistake of one file, so that all are told in one run."""

    file: str
    found: list[Problem] = field(default_factory=list)
    times: int = 0  # how often something was added, repetitions included
    torn: bool = False  # ids, columns or parameters are lost: unknown names prove nothing any more

    def add(self, line: int, ja: str, en: str) -> None:
        """A sentence in each language; line breaks in it (from a quoted value) become spaces."""
        problem = Problem(file=self.file, line=line, text=Text(" ".join(ja.split()), " ".join(en.split())))
        self.times += 1
        if problem not in self.found:
            self.found.append(problem)

    def tear(self, line: int, ja: str, en: str) -> None:
        """A mistake that loses ids, columns or parameters that other places may name."""
        self.torn = True
        self.add(line, ja, en)


def nearest(word: str, known: Iterable[object], *, cutoff: float = 0.6) -> str | None:
    """The closest known word, for "did you mean"; None when nothing is near."""
    if len(word) > _LONGEST_WORD:
        return None
    close = difflib.get_close_matches(word, [str(k) for k in known], n=1, cutoff=cutoff)
    return close[0] if close else None


def hint(word: str, known: Iterable[object], otherwise: Text) -> Text:
    """``did you mean 'x'?``, or else the advice given."""
    close = nearest(word, known)
    return Text(f"「{close}」ではありませんか。", f"did you mean '{close}'?") if close else otherwise
