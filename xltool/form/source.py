"""YAML with lines: every scalar stays the string that was typed, and knows where it stands."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from xltool.errors import Problem
from xltool.text import Text

__all__ = ["ListNode", "MapNode", "Problems", "Scalar", "SourceNode", "nearest", "read_yaml"]


@dataclass(frozen=True)
class Scalar:
    value: str
    line: int
    quoted: bool = False

    @property
    def empty(self) -> bool:
        return not self.quoted and self.value in ("", "~", "null")


@dataclass(frozen=True)
class ListNode:
    items: tuple[SourceNode, ...]
    line: int

    def __iter__(self) -> Iterator[SourceNode]:
        return iter(self.items)


@dataclass(frozen=True)
class MapNode:
    entries: dict[str, SourceNode]
    lines: dict[str, int]  # the line of each key
    line: int

    def get(self, key: str) -> SourceNode | None:
        return self.entries.get(key)


SourceNode = Scalar | ListNode | MapNode


@dataclass
class Problems:
    """Collects every mistake of one form, so that all are told in one run."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, ja: str, en: str) -> None:
        problem = Problem(file=self.file, line=line, text=Text(ja, en))
        if problem not in self.found:
            self.found.append(problem)


def nearest(word: str, known: object) -> str | None:
    """The closest known word, for "did you mean"; None when nothing is near."""
    words = [str(k) for k in known] if hasattr(known, "__iter__") else []
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    return close[0] if close else None


def read_yaml(text: str, problems: Problems) -> SourceNode | None:
    """Compose the document; syntax errors, aliases and repeated keys become problems."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        if "\\t" in str(error):
            problems.add(
                line,
                "字下げにタブが使われています。半角スペースに直してください。",
                "A tab is used for indentation; use spaces.",
            )
        else:
            problems.add(
                line,
                f"YAML として読めません（{error.problem}）。字下げ、コロンの後の空白、引用符を確かめてください。",
                f"Not readable as YAML ({error.problem}); check indentation, the space after colons, and quotes.",
            )
        return None
    except yaml.reader.ReaderError as error:
        problems.add(1, f"使えない文字があります（{error}）。", f"The file holds an unusable character ({error}).")
        return None
    return _convert(node, problems, set()) if node is not None else None


def _convert(node: yaml.Node, problems: Problems, above: set[int]) -> SourceNode:
    line = node.start_mark.line + 1
    if id(node) in above:
        problems.add(
            line, "エイリアス（&, *）が自分自身を含んでいます。", "An alias (&, *) contains itself; write it out."
        )
        return Scalar("", line)
    above = above | {id(node)}
    if isinstance(node, yaml.ScalarNode):
        return Scalar(node.value, line, quoted=node.style in ("'", '"', "|", ">"))
    if isinstance(node, yaml.SequenceNode):
        return ListNode(tuple(_convert(child, problems, above) for child in node.value), line)
    assert isinstance(node, yaml.MappingNode)
    entries: dict[str, SourceNode] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        at = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            problems.add(at, "キーは文字列で書いてください。", "Keys must be plain words.")
            continue
        key = key_node.value
        if key in entries:
            problems.add(
                at,
                f"キー「{key}」が二度書かれています（最初は {lines[key]} 行目）。片方を消してください。",
                f"The key '{key}' is written twice (first in line {lines[key]}); remove one.",
            )
            continue
        entries[key] = _convert(value_node, problems, above)
        lines[key] = at
    return MapNode(entries, lines, line)
