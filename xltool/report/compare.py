"""Findings beside those of an earlier check: what is new, gone, changed, unchanged.

A finding is the same one when its rule, its project (else its file), its sheet and its fields are; where
the cells stand does not matter. What has no field (a remark beside the form) is known by its text. A
renamed sheet still matches, and so does a finding that lost or gained some of its cells: it is changed,
not new.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Literal

from xltool.errors import CannotWork
from xltool.finding import SEVERITIES, Finding, Place
from xltool.text import Lang, Text

__all__ = ["STATE_WORDS", "Comparison", "State", "compare", "read_earlier"]

State = Literal["new", "changed", "unchanged"]
STATE_WORDS: dict[str, Text] = {
    "new": Text("新規", "new"),
    "gone": Text("解消", "gone"),
    "changed": Text("変化", "changed"),
    "unchanged": Text("継続", "unchanged"),
}


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """How findings differ from the earlier ones; every one of now and of then is counted once."""

    states: tuple[State, ...]  # of the findings of now, in their order
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]  # the earlier ones, as they were told then
    changed: tuple[Finding, ...]  # same rule and sheet, with other cells
    unchanged: int

    def to_json(self, lang: Lang) -> dict[str, object]:
        return {
            "new": [one.to_json(lang) for one in self.new],
            "gone": [one.to_json(lang) for one in self.gone],
            "changed": [one.to_json(lang) for one in self.changed],
            "unchanged": self.unchanged,
        }

    @property
    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new),
            "gone": len(self.gone),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
        }


def compare(findings: Sequence[Finding], earlier: Sequence[Finding]) -> Comparison:
    """Match one with one, the strictest likeness first."""
    states: list[State] = ["new"] * len(findings)
    now, then = list(range(len(findings))), list(range(len(earlier)))
    for alike, state in _LIKENESSES:
        waiting: dict[Hashable, list[int]] = {}
        for j in then:
            waiting.setdefault(alike(earlier[j]), []).append(j)
        matched: set[int] = set()
        left = []
        for i in now:
            partner = _partner(findings[i], waiting.get(alike(findings[i]), []), earlier, state)
            if partner is None:
                left.append(i)
            else:
                states[i] = state
                matched.add(partner)
        now, then = left, [j for j in then if j not in matched]
    return Comparison(
        states=tuple(states),
        new=tuple(findings[i] for i in now),
        gone=tuple(earlier[j] for j in then),
        changed=tuple(one for one, state in zip(findings, states, strict=True) if state == "changed"),
        unchanged=states.count("unchanged"),
    )


def _partner(one: Finding, candidates: list[int], earlier: Sequence[Finding], state: State) -> int | None:
    """The first candidate, taken out; a changed finding shares at least one cell with what it was."""
    for at, j in enumerate(candidates):
        if state == "unchanged" or _fields(one) & _fields(earlier[j]):
            return candidates.pop(at)
    return None


def _fields(one: Finding) -> frozenset[str]:
    return frozenset(place.field or place.value or "" for place in one.places)


def _sheet(one: Finding) -> str | None:
    return one.places[0].sheet if one.places else None


def _owner(one: Finding) -> tuple[str, str | None]:
    """The project, or the name of the file without its folders."""
    if one.project:
        return "project", one.project
    return "file", PurePath(one.file.replace("\\", "/")).name if one.file else None


_LIKENESSES: tuple[tuple[Callable[[Finding], Hashable], State], ...] = (
    (lambda one: (one.id, _owner(one), one.file, _sheet(one), _fields(one)), "unchanged"),
    (lambda one: (one.id, _owner(one), _sheet(one), _fields(one)), "unchanged"),
    (lambda one: (one.id, _owner(one), _fields(one)), "unchanged"),
    (lambda one: (one.id, _owner(one), _sheet(one)), "changed"),
    (lambda one: (one.id, _owner(one)), "changed"),
)


# -- the earlier check --------------------------------------------------------------------------------------


def read_earlier(path: Path) -> tuple[Finding, ...]:
    """The findings of a file that ``check --format json`` wrote. Raises CannotWork for anything else."""
    try:
        shape = json.loads(path.read_text("utf-8-sig"))
        return tuple(_finding(one) for one in shape["findings"])
    except OSError as error:
        why = Text(error.strerror or type(error).__name__, error.strerror or type(error).__name__)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        why = Text("点検結果の JSON ではありません", "it is no JSON of a check")
    raise CannotWork(
        Text(
            f"{path} を比較に使えません（{why.ja}）。"
            "前回 xltool check … -o FILE.json で書き出したファイルを指定してください。",
            f"{path} cannot be compared with ({why.en}); name a file that xltool check … -o FILE.json wrote.",
        )
    )


def _finding(shape: Mapping[str, Any]) -> Finding:
    if shape["severity"] not in SEVERITIES:
        raise ValueError(shape["severity"])
    texts = {key: _word(shape.get(key)) or "" for key in ("message", "remedy")}
    return Finding(
        id=_word(shape["id"]) or "",
        severity=shape["severity"],
        phase="committee" if shape.get("phase") == "committee" else "submission",
        message=Text(texts["message"], texts["message"]),
        remedy=Text(texts["remedy"], texts["remedy"]),
        places=tuple(
            Place(**{key: _word(place.get(key)) for key in ("sheet", "cell", "field", "value")})
            for place in shape.get("places") or ()
        ),
        **{
            key: _word(shape.get(key))
            for key in ("file", "project", "department", "expected", "actual", "explanation")
        },
    )


def _word(value: object) -> str | None:
    """Raises ValueError for what is no text."""
    if value is None or isinstance(value, str):
        return value
    raise ValueError(value)
