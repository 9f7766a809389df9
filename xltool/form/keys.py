"""Reading one construct of a form file: unknown, missing and ill-typed keys become problems with their line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xltool.form.source import ListNode, MapNode, Problems, Scalar, SourceNode, nearest
from xltool.form.spec import SPEC
from xltool.formula import FormulaError, Node, parse
from xltool.text import Text

__all__ = ["ID_PART", "Keys", "formula_of", "take"]

ID_PART = re.compile(r"[a-z][a-z0-9_]*\Z")
_PATH = re.compile(r"[a-z][a-z0-9_]*(\.([a-z][a-z0-9_]*|[0-9]+))*\Z")
_FORM_ID = re.compile(r"[a-z][a-z0-9-]*\Z")


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

    def has(self, key: str) -> bool:
        return key in self.node.entries

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
            close = nearest(node.value, allowed)
            hint = f"「{close}」ではありませんか。" if close else f"{'、'.join(allowed)} のどれかを書いてください。"
            self.problems.add(
                node.line,
                f"「{key}: {node.value}」は使えません。{hint}",
                f"'{key}: {node.value}' is not known; "
                + (f"did you mean '{close}'?" if close else f"write one of {', '.join(allowed)}."),
            )
            return None
        return node.value

    def path(self, key: str) -> str | None:
        """An id: lower-case parts joined by dots."""
        node = self.scalar(key)
        if node is None or node.empty:
            return None
        pattern = _FORM_ID if (self.construct, key) == ("form", "form") else _PATH
        if not pattern.match(node.value):
            self.problems.add(
                node.line,
                f"id「{node.value}」は使えません。半角の英小文字で始め、英小文字・数字・_ で書いてください（例: cost.general）。",
                f"The id '{node.value}' is not allowed; start with a lower-case letter and use a-z, 0-9, _ "
                "(for example cost.general).",
            )
            return None
        return node.value

    def whole(self, key: str) -> int | None:
        node = self.scalar(key)
        if node is None or node.empty:
            return None
        if not re.fullmatch(r"[0-9]{1,6}", node.value):
            self.problems.add(
                node.line,
                f"「{key}: {node.value}」は 0 以上の整数で書いてください。",
                f"'{key}: {node.value}' must be a whole number, 0 or more.",
            )
            return None
        return int(node.value)

    def number(self, key: str) -> float | None:
        node = self.scalar(key)
        if node is None or node.empty:
            return None
        if not re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", node.value):
            self.problems.add(
                node.line,
                f"「{key}: {node.value}」は数値で書いてください（桁区切りなし）。",
                f"'{key}: {node.value}' must be a plain number, without separators.",
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
            values = {
                lang: one.value for lang, one in node.entries.items() if isinstance(one, Scalar)
            }
            for lang in ("ja", "en"):
                if not values.get(lang):
                    self.problems.add(
                        node.line,
                        f"「{key}」に {lang} の文がありません。",
                        f"'{key}' lacks its text in '{lang}'.",
                    )
            return Text(values.get("ja", ""), values.get("en", ""))
        self.problems.add(
            node.line, f"「{key}」は文か {{ja, en}} で書いてください。", f"'{key}' takes a text or {{ja, en}}."
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


def take(node: SourceNode, construct: str, problems: Problems) -> Keys | None:
    """View a map as one construct; None when it is no map at all."""
    if not isinstance(node, MapNode):
        problems.add(
            node.line,
            f"ここには「名前: 値」の組（{_names(construct)}）を書いてください。",
            f"Expected a map with {_names(construct)} here.",
        )
        return None
    keys = SPEC[construct]
    for name, line in node.lines.items():
        if name not in keys:
            close = nearest(name, keys)
            hint_ja = f"「{close}」ではありませんか。" if close else f"使えるのは {'、'.join(keys)} です。"
            hint_en = f"did you mean '{close}'?" if close else f"known here: {', '.join(keys)}."
            problems.add(line, f"「{name}」というキーはここでは使えません。{hint_ja}", f"Unknown key '{name}'; {hint_en}")
    for name, key in keys.items():
        value = node.get(name)
        if key.needed and (value is None or (isinstance(value, Scalar) and value.empty)):
            problems.add(
                node.line,
                f"「{name}」がありません（{_JA.get(construct, construct)}）。書き足してください。",
                f"'{name}' is missing in this {construct}: {key.doc}.",
            )
    return Keys(node, construct, problems)


_JA = {
    "form": "様式",
    "section": "ブロック",
    "field": "項目",
    "rule": "整合性ルール",
    "years": "年度の列",
    "parameter": "パラメータ",
    "repeat": "繰り返し",
    "group": "まとまり",
    "text": "文字",
    "choices_from": "参照する選択肢",
}


def _names(construct: str) -> str:
    return ", ".join(name for name, key in SPEC[construct].items() if key.needed) or construct
