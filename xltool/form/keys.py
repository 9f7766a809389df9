"""The values of one map by their kind: an ill-typed one becomes a problem with its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from xltool.form.source import ListNode, MapNode, Problems, Scalar, SourceNode, hint
from xltool.form.spec import SPEC
from xltool.formula import FormulaError, Node, parse
from xltool.text import Text

__all__ = ["ID_PART", "Keys", "formula_of", "offset_of"]

_OFFSET = re.compile(r"[-+]?[0-9]{1,2}\Z")
ID_PART = re.compile(r"[a-z][a-z0-9_]*\Z")
_PATH = re.compile(r"[a-z][a-z0-9_]*(\.([a-z][a-z0-9_]*|[0-9]+))*\Z")


@dataclass(frozen=True)
class Keys:
    """The keys of one map, already known to be allowed there."""

    node: MapNode
    construct: str
    problems: Problems

    @property
    def line(self) -> int:
        return self.node.line

    def at(self, key: str) -> int:
        return self.node.lines.get(key, self.node.line)

    def get(self, key: str) -> SourceNode | None:
        return self.node.entries.get(key)

    def scalar(self, key: str) -> Scalar | None:
        node = self.get(key)
        if node is None or isinstance(node, Scalar):
            return node
        self.problems.add(
            node.line,
            f"「{key}」には一つの値を書いてください（一覧や入れ子は書けません）。",
            f"'{key}' takes a single value, not a list or a map.",
        )
        return None

    def text(self, key: str, default: str = "") -> str:
        node = self.scalar(key)
        return default if node is None or node.empty else node.value

    def word(self, key: str) -> str | None:
        node = self.scalar(key)
        if node is None or node.empty:
            return None
        allowed = SPEC[self.construct][key].one_of
        if allowed and node.value not in allowed:
            advice = hint(
                node.value,
                allowed,
                Text(
                    f"{'、'.join(allowed)} のどれかを書いてください。", f"write one of {', '.join(allowed)}."
                ),
            )
            self.problems.add(
                node.line,
                f"「{key}: {node.value}」は使えません。{advice.ja}",
                f"'{key}: {node.value}' is not known; {advice.en}",
            )
            return None
        return node.value

    def path(self, key: str, fill: Callable[[str], str] = str) -> str | None:
        """An id, lower-case parts joined by dots, after ``fill`` has put in the {n} of a repeat."""
        node = self.scalar(key)
        if node is None or node.empty:
            return None
        value = fill(node.value)
        if not _PATH.match(value):
            self.problems.tear(
                node.line,
                f"id「{node.value}」は使えません。"
                "半角の英小文字で始め、英小文字・数字・_ で書いてください（例: cost.general）。",
                f"The id '{node.value}' is not allowed; start with a lower-case letter and use a-z, 0-9, _ "
                "(for example cost.general).",
            )
            return None
        return value

    def whole(self, key: str) -> int | None:
        node = self.scalar(key)
        if node is None or node.empty:
            return None
        if not re.fullmatch(r"[0-9]{1,6}", node.value):
            self.problems.add(
                node.line,
                f"「{key}: {node.value}」は桁区切りのない整数で書いてください。",
                f"'{key}: {node.value}' must be a whole number, without separators.",
            )
            return None
        number, spec = int(node.value), SPEC[self.construct][key]
        if not spec.least <= number <= spec.most:
            self.problems.add(
                node.line,
                f"「{key}: {node.value}」は {spec.least} から {spec.most} の間にしてください。",
                f"'{key}: {node.value}' must lie between {spec.least} and {spec.most}.",
            )
            return None
        return number

    def number(self, key: str) -> float | None:
        node = self.scalar(key)
        if node is None or node.empty:
            return None
        if not re.fullmatch(r"[-+]?[0-9]{1,15}(\.[0-9]{1,15})?", node.value):
            self.problems.add(
                node.line,
                f"「{key}: {node.value}」は数値で書いてください（桁区切りや指数のない半角数字）。",
                f"'{key}: {node.value}' must be a plain number such as 1000 or 0.5.",
            )
            return None
        return float(node.value)

    def flag(self, key: str) -> bool:
        node = self.scalar(key)
        if node is None or node.empty:
            return False
        if node.value not in ("true", "false"):
            self.problems.add(
                node.line,
                f"「{key}: {node.value}」は true か false で書いてください。",
                f"'{key}: {node.value}' must be true or false.",
            )
        return node.value == "true"

    def list(self, key: str) -> tuple[SourceNode, ...]:
        node = self.get(key)
        if node is None or (isinstance(node, Scalar) and node.empty):
            return ()
        if not isinstance(node, ListNode):
            self.problems.add(
                node.line,
                f"「{key}」は一覧で書いてください（行頭に「- 」、または [ , ]）。",
                f"'{key}' must be a list (lines starting with '- ', or [ , ]).",
            )
            return ()
        return node.items

    def words(self, key: str) -> tuple[str, ...]:
        """A list of plain values."""
        out = []
        for item in self.list(key):
            if isinstance(item, Scalar):
                out.append(item.value)
            else:
                self.problems.add(
                    item.line, f"「{key}」の中は値だけを並べてください。", f"'{key}' takes plain values only."
                )
        return tuple(out)

    def map(self, key: str) -> MapNode | None:
        node = self.get(key)
        if node is None or isinstance(node, MapNode):
            return node
        if not (isinstance(node, Scalar) and node.empty):
            self.problems.add(
                node.line,
                f"「{key}」は「名前: 値」の組で書いてください。",
                f"'{key}' must be a map of 'name: value'.",
            )
        return None

    def formula(self, key: str) -> Node | None:
        node = self.scalar(key)
        return None if node is None or node.empty else formula_of(node, self.problems)

    def bilingual(self, key: str) -> Text:
        """Text for both languages; a single text serves both."""
        node = self.get(key)
        if node is None:
            return Text("", "")
        if isinstance(node, Scalar):
            return Text(node.value, node.value)
        if isinstance(node, MapNode):
            for other in node.entries.keys() - {"ja", "en"}:
                self.problems.add(
                    node.lines[other],
                    f"「{key}」に書ける言語は ja と en です（「{other}」は使えません）。",
                    f"'{key}' takes the languages ja and en, not '{other}'.",
                )
            values = {lang: one.value for lang, one in node.entries.items() if isinstance(one, Scalar)}
            for lang in ("ja", "en"):
                if not values.get(lang):
                    self.problems.add(
                        node.line,
                        f"「{key}」に {lang} の文がありません。",
                        f"'{key}' lacks its text in '{lang}'.",
                    )
            return Text(values.get("ja", ""), values.get("en", ""))
        self.problems.add(
            node.line,
            f"「{key}」は文か {{ja, en}} で書いてください。",
            f"'{key}' takes a text or {{ja, en}}.",
        )
        return Text("", "")


def formula_of(node: Scalar, problems: Problems, text: str | None = None) -> Node | None:
    """Parse a formula where it stands; ``text`` when placeholders were filled in."""
    try:
        return parse(node.value if text is None else text)
    except FormulaError as error:
        problems.add(
            node.line,
            f"計算式「{node.value.strip()}」が読めません。{error.text.ja}",
            f"The formula '{node.value.strip()}' cannot be read: {error.text.en}",
        )
        return None


def offset_of(word: str) -> int | None:
    """``-1``, ``0``, ``+2`` or ``2`` as a column's offset; None for anything else."""
    return int(word) if _OFFSET.match(word) else None
