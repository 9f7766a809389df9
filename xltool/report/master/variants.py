"""訂正候補: equal wrong values of many sheets, as candidates for one correction each.

Two kinds. Several spellings of one thing in short texts (units, departments, plans, names of indicators):
equal but for width, spaces and dashes. And values that no list has or that could not be read, wherever the
same was typed. One pass over the records; nothing is judged here, a candidate is an offer.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from xltool.book.record import Record
from xltool.form import Edition, Field, split_id
from xltool.form.source import nearest
from xltool.report.master.matter import Candidate
from xltool.values.chars import half_width, is_dash, plain_dashes

__all__ = ["Occurrence", "Variants", "candidates", "spelling"]

_LONGEST = 40  # characters; what is longer is prose, where every writer has a way of their own
_NUMBER = re.compile(r"(?<=\.)[0-9]+(?=\.|$)")
_IDLE = re.compile(r"(?<![0-9A-Za-z])[ -]|[ -](?![0-9A-Za-z])")  # 1-2 is not 12, nor is A B AB
_ENDS = "。．.!?！？"
_FEW = 4  # of a field for names and laws less than a quarter as many values may be prose


_Asked = tuple[Field, str, bool]  # its row, and whether any text may stand there


class Occurrence(NamedTuple):
    """One cell that may have to be corrected."""

    project: str
    field: str
    text: str  # as it stands in the sheet


@dataclass(kw_only=True)
class Variants:
    """What was met so far, by key of the candidate that it may become."""

    spelt: dict[str, list[Occurrence]] = field(default_factory=dict)  # texts that may be right
    wrong: dict[str, list[Occurrence]] = field(default_factory=dict)  # texts that are no value of their field
    nearby: dict[str, str | None] = field(default_factory=dict)  # key of a wrong text -> what was meant
    prose: Counter[str] = field(default_factory=Counter)  # paragraphs by row: those that are prose
    short: Counter[str] = field(default_factory=Counter)  # and those that are not
    _asked: dict[int, tuple[Edition, Sequence[_Asked]]] = field(default_factory=dict)  # by its id

    def add(self, record: Record) -> None:
        """Look at one sheet, as it was sent."""
        project = record.project or ""
        edition = record.edition
        _, asked = self._asked.get(id(edition)) or self._asked.setdefault(
            id(edition), (edition, tuple(_asked(edition)))
        )
        for one, row, free in asked:
            doubtful = one.id in record.doubtful
            text = spelling(record, one.id) if free or doubtful else ""
            if not text.strip():
                continue
            own = Occurrence(project, one.id, text)
            if doubtful and len(text) <= _LONGEST:
                key = f"{row}|{text.strip()}"
                self.wrong.setdefault(key, []).append(own)
                if key not in self.nearby:
                    self.nearby[key] = _meant(record.edition, one, text)
            elif free:
                prose = _is_prose(one, text)
                if one.type == "paragraph":
                    (self.prose if prose else self.short)[row] += 1
                if not prose:
                    self.spelt.setdefault(f"{row}|{_form_of(text)}", []).append(own)

    def occurrences(self, key: str) -> list[Occurrence]:
        return [*self.spelt.get(key, ()), *self.wrong.get(key, ())]

    def found(self, known: Mapping[str, Iterable[str]] | None = None) -> tuple[Candidate, ...]:
        """The candidates, those of most sheets first; ``known``: field -> spellings that are right."""
        right: dict[str, list[str]] = {}
        for own, texts in (known or {}).items():
            for text in texts:
                right.setdefault(f"{_row(own)}|{_form_of(text)}", []).append(text)
        some = [
            *(_candidate(key, met, self.nearby[key]) for key, met in self.wrong.items()),
            *(
                _candidate(key, met, _best(met, right.get(key, ())))
                for key, met in self.spelt.items()
                if len({one.text for one in met} | set(right.get(key, ()))) > 1
                and not self._is_prose(key.partition("|")[0])
            ),
        ]
        needed = (one for one in some if set(one.spellings) - {one.suggestion})
        return tuple(sorted(needed, key=lambda one: (-len(one.projects), one.key)))

    def _is_prose(self, row: str) -> bool:
        """Whether it is a field for prose, where short remarks come in too."""
        return self.prose[row] * _FEW > self.short[row]


def candidates(
    blocks: Iterable[Iterable[Record]], known: Mapping[str, Iterable[str]] | None = None
) -> tuple[Candidate, ...]:
    """Equal wrong values of the records, block by block. ``known``: field -> spellings that are right."""
    variants = Variants()
    for block in blocks:
        for record in block:
            variants.add(record)
    return variants.found(known)


def spelling(record: Record, key: str) -> str:
    """What stands in a cell, as corrections name it: the text typed, line ends alike."""
    value = record.values.get(key)
    text = value if isinstance(value, str) and key not in record.doubtful else record.raw.get(key, "")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _asked(edition: Edition) -> Iterator[_Asked]:
    """The fields that departments fill in, their rows, and whether any text may stand there."""
    for one in edition.form.fields.values():
        if one.formula is None and one.owner == "department":
            yield one, _row(one.id), _is_free(edition, one)


def _row(key: str) -> str:
    """Field id without its column; the numbers of repeats do not count: ``activity.*.unit``."""
    return _NUMBER.sub("*", split_id(key)[0])


def _is_free(edition: Edition, one: Field) -> bool:
    """Whether any text may stand there."""
    if one.type == "choice":
        return edition.options(one) is None
    return one.type in ("text", "paragraph")


def _is_prose(one: Field, text: str) -> bool:
    """Long texts, sentences, lists; and dashes that stand for nothing."""
    if len(text) > _LONGEST or is_dash(text):
        return True
    line = text.strip()
    return one.type == "paragraph" and ("。" in line or line[-1] in _ENDS or "\n" in line)


@lru_cache(maxsize=8192)
def _form_of(text: str) -> str:
    """Equal for spellings of one thing."""
    plain = plain_dashes(half_width(unicodedata.normalize("NFKC", text)))
    line = " ".join(plain.split())
    return _IDLE.sub("", _IDLE.sub("", line))


def _meant(edition: Edition, one: Field, text: str) -> str | None:
    """The entry of its list that is nearest to a wrong one."""
    options = edition.options(one) if one.type in ("choice", "tick") else None
    return nearest(text.strip(), [label for _, label in options], cutoff=0.5) if options else None


def _best(met: Iterable[Occurrence], right: Iterable[str]) -> str:
    """The known spelling, or else the most frequent one; of equally frequent ones the plainest."""
    for text in right:
        return text
    counts = Counter(one.text for one in met)
    return min(counts, key=lambda text: (-counts[text], text != text.strip(), len(text), text))


def _candidate(key: str, met: list[Occurrence], suggestion: str | None) -> Candidate:
    sheets = {one.text: set[str]() for one in met}
    for one in met:
        sheets[one.text].add(one.project)
    order = sorted(sheets, key=lambda text: (-len(sheets[text]), text))
    return Candidate(
        key=key,
        fields=tuple(dict.fromkeys(one.field for one in met)),
        spellings={text: len(sheets[text]) for text in order},
        projects=tuple(dict.fromkeys(one.project for one in met if one.text != suggestion)),
        suggestion=suggestion,
    )
