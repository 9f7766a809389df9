"""What reading rows knows: where a row stands, and what all rows add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from xltool.form.choices import ChoiceReader
from xltool.form.keys import Keys
from xltool.form.model import Field, Repeat
from xltool.form.source import Problems, Scalar
from xltool.form.words import check_words, fill

__all__ = ["Collector", "Context"]


@dataclass
class Collector:
    """What the rows of all sections add up to."""

    problems: Problems
    choices: ChoiceReader
    offsets: tuple[int, ...]  # the form's columns; empty where it has none
    words: frozenset[str]  # placeholders of the whole form: basis and parameters
    widths: bool  # False where a mistake above lost the canvas or the columns: no row can add up
    fields: dict[str, Field] = field(default_factory=dict)
    repeats: dict[str, Repeat] = field(default_factory=dict)
    lines: dict[str, Mapping[str, int]] = field(default_factory=dict)  # row id -> key -> line
    broken: set[str] = field(default_factory=set)  # row ids whose reading had problems


@dataclass(frozen=True, kw_only=True)
class Context:
    """Where a row stands."""

    width: int  # columns that a row here fills
    label_width: int
    section: str
    prefix: str = ""  # id prefix, without the last dot
    scope: str | None = None  # the repeat it stands in
    words: Mapping[str, str] = field(default_factory=dict)  # n, mark, sub and what they stand for

    def fill(self, text: str) -> str:
        return fill(text, self.words)

    def knowing(self, **words: str) -> Context:
        return replace(self, words={**self.words, **words})

    def inside(self, repeat: str, child: str) -> Context:
        return replace(self, prefix=f"{repeat}.{child}", scope=repeat)

    def id_of(self, own: str | None) -> str:
        return ".".join(part for part in (self.prefix, own) if part)

    def printed(self, keys: Keys, key: str, into: Collector, *later: str) -> str:
        """A text with this place's words filled in; ``later`` ones and the edition's may stay."""
        node = keys.get(key)
        text = self.fill(keys.text(key))
        if isinstance(node, Scalar):
            check_words(text, node.line, into.words.union(later), into.problems)
        return text
