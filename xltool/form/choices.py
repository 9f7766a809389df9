"""Choice lists as a form writes them: a list, a map of code to label, a name, or a reference sheet's column."""

from __future__ import annotations

from xltool.form.keys import take
from xltool.form.model import Choices
from xltool.form.source import ListNode, MapNode, Problems, Scalar, SourceNode, nearest

__all__ = ["read_choices"]


def read_choices(node: SourceNode, named: dict[str, Choices], problems: Problems) -> Choices | None:
    """The list at ``node``; a plain word refers to one of ``named``."""
    if isinstance(node, Scalar):
        if node.value in named:
            return named[node.value]
        close = nearest(node.value, named)
        problems.add(
            node.line,
            f"選択肢「{node.value}」は定義されていません。"
            + (f"「{close}」ではありませんか。" if close else "choices: に定義するか、[ , ] で直接並べてください。"),
            f"The choices '{node.value}' are not defined; "
            + (f"did you mean '{close}'?" if close else "define them under choices: or list them with [ , ]."),
        )
        return None
    if isinstance(node, MapNode) and "from" in node.entries:
        keys = take(node, "choices_from", problems)
        assert keys is not None
        return Choices(sheet=keys.text("from"), column=keys.text("column"), parent=keys.path("parent"))
    options: list[tuple[str, str]] = []
    pairs = (
        [(item, item) for item in node.items] if isinstance(node, ListNode) else _pairs(node)
    )
    for code, label in pairs:
        if not isinstance(code, Scalar) or not isinstance(label, Scalar):
            problems.add(
                code.line, "選択肢は文字だけで並べてください。", "Choices must be plain words, without nesting."
            )
            continue
        if not label.value.strip():
            problems.add(label.line, "空の選択肢があります。消してください。", "An empty choice; remove it.")
            continue
        if any(code.value == c or label.value == text for c, text in options):
            problems.add(
                label.line,
                f"選択肢「{label.value}」が二度あります。片方を消してください。",
                f"The choice '{label.value}' is listed twice; remove one.",
            )
            continue
        if len(label.value) > 255:
            problems.add(
                label.line,
                f"選択肢が長すぎます（{len(label.value)} 文字）。255 文字以内にしてください。",
                f"A choice of {len(label.value)} characters is too long; 255 at most.",
            )
        options.append((code.value, label.value))
    if not options:
        problems.add(node.line, "選択肢が一つもありません。", "The list of choices is empty.")
        return None
    return Choices(options=tuple(options))


def _pairs(node: MapNode) -> list[tuple[SourceNode, SourceNode]]:
    return [(Scalar(code, node.lines[code]), label) for code, label in node.entries.items()]
