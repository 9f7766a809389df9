"""Choice lists as written: a list, a map of code to label, a name, or a column of a reference sheet."""

from __future__ import annotations

from collections.abc import Callable

from xltool.form.model import Choices
from xltool.form.source import ListNode, MapNode, Problems, Scalar, SourceNode, hint
from xltool.form.take import take
from xltool.form.words import check_words
from xltool.text import Text

__all__ = ["ChoiceReader"]

_LONGEST = 255  # characters of one entry


class ChoiceReader:
    """Reads lists; ``named`` grows with those under the form's ``choices:``."""

    def __init__(self, problems: Problems, known_words: frozenset[str]) -> None:
        self.problems = problems
        self.known_words = known_words
        self.named: dict[str, Choices | None] = {}  # None: defined, but with mistakes

    def read(self, node: SourceNode, fill: Callable[[str], str] = str) -> Choices | None:
        """The list at ``node``; a plain word refers to a named one. ``fill`` puts {n} into a parent's id.

        None where it has mistakes, which are told then.
        """
        before = self.problems.times
        if isinstance(node, Scalar):
            return self._by_name(node)
        if isinstance(node, MapNode) and "from" in node.entries:
            keys = take(node, "choices_from", self.problems)
            assert keys is not None
            parent = keys.path("parent", fill)
            return Choices(sheet=keys.text("from"), column=keys.text("column"), parent=parent)
        options = self._options(node)
        if not node.items if isinstance(node, ListNode) else not node.entries:
            self.problems.add(node.line, "選択肢が一つもありません。", "The list of choices is empty.")
        return Choices(options=tuple(options)) if self.problems.times == before else None

    def _by_name(self, node: Scalar) -> Choices | None:
        if node.value not in self.named:
            advice = hint(
                node.value,
                self.named,
                Text(
                    "choices: に定義するか、[ , ] で直接並べてください。",
                    "define them under choices: or list them with [ , ].",
                ),
            )
            self.problems.add(
                node.line,
                f"選択肢「{node.value}」は定義されていません。{advice.ja}",
                f"The choices '{node.value}' are not defined; {advice.en}",
            )
        return self.named.get(node.value)

    def _options(self, node: ListNode | MapNode) -> list[tuple[str, str]]:
        options: list[tuple[str, str]] = []
        if isinstance(node, ListNode):
            pairs = [(item, item) for item in node]
        else:
            pairs = [(Scalar(code, node.lines[code]), label) for code, label in node.entries.items()]
        for code, label in pairs:
            if isinstance(code, Scalar) and isinstance(label, Scalar):
                if self._usable(code.value, label, options):
                    options.append((code.value, label.value))
            else:
                self.problems.add(
                    code.line,
                    "選択肢は文字だけで並べてください。",
                    "Choices must be plain words, without nesting.",
                )
        return options

    def _usable(self, code: str, label: Scalar, before: list[tuple[str, str]]) -> bool:
        text, line = label.value, label.line
        check_words(text, line, self.known_words, self.problems)
        if not text.strip() or not code.strip():
            self.problems.add(line, "空の選択肢があります。消してください。", "An empty choice; remove it.")
        elif any(code == c or text == t for c, t in before):
            self.problems.add(
                line,
                f"選択肢「{text}」が二度あります。片方を消してください。",
                f"The choice '{text}' is listed twice; remove one.",
            )
        elif any(text == c or code == t for c, t in before):
            self.problems.add(
                line,
                f"選択肢「{code}: {text}」は、別の選択肢のコードと表示が入れ違っています。"
                "コードか表示を変えてください。",
                f"The choice '{code}: {text}' has the code or the label of another one crosswise; change it.",
            )
        elif len(text) > _LONGEST:
            self.problems.add(
                line,
                f"選択肢が長すぎます（{len(text)} 文字）。{_LONGEST} 文字以内にしてください。",
                f"A choice of {len(text)} characters is too long; {_LONGEST} at most.",
            )
        elif "\n" in text or text != text.strip():
            self.problems.add(
                line,
                f"選択肢「{text}」の前後の空白と改行を取ってください。",
                f"The choice '{text}' holds a line break or outer spaces; remove them.",
            )
        else:
            return True
        return False
