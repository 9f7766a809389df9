"""One construct of a form file as its keys: unknown and missing ones become problems with their line."""

from __future__ import annotations

from xltool.form.keys import Keys
from xltool.form.source import ListNode, MapNode, Problems, Scalar, SourceNode, hint
from xltool.form.spec import SPEC
from xltool.text import Text

__all__ = ["take"]

_JA = {
    "form": "様式",
    "section": "ブロック",
    "field": "項目",
    "rule": "整合性ルール",
    "years": "年度の列",
    "parameter": "パラメータ",
    "repeat": "繰り返し",
    "group": "まとまり",
    "stack": "箱の中の行",
    "text": "文字",
    "identity": "識別",
    "lifecycle": "開始と終了",
    "indicator": "指標",
    "choices_from": "参照する選択肢",
}
_HOLD_FIELDS = ("years", "section", "repeat", "group", "stack")
_ROWS_OF_THEIR_OWN = ("group", "repeat")


def take(node: SourceNode, construct: str, problems: Problems) -> Keys | None:
    """View a map as one construct; None when it is no map at all."""
    keys = SPEC[construct]
    if not isinstance(node, MapNode):
        needed = ", ".join(name for name, key in keys.items() if key.needed) or construct
        problems.tear(
            node.line,
            f"ここには「名前: 値」の組（{_JA[construct]}: {needed}）を書いてください。",
            f"Expected a map with {needed} here.",
        )
        return None
    whole = _joined(node, construct, problems)
    for name, line in whole.lines.items():
        if name not in keys:
            _unknown(name, line, construct, problems)
    for name, key in keys.items():
        if key.needed and _empty(node.entries.get(name)):
            problems.torn |= construct in _HOLD_FIELDS or name == "sections"
            problems.add(
                node.lines.get(name, node.line),
                f"「{name}」がありません（{_JA[construct]}）。書き足してください。",
                f"'{name}' is missing in this {construct}: {key.doc}.",
            )
    return Keys(whole, construct, problems)


def _joined(node: MapNode, construct: str, problems: Problems) -> MapNode:
    """Without the pieces of a value that commas cut up: ``{formula: MAX(a, b)}`` has the key ``b)``."""
    known = SPEC[construct]
    whole: dict[str, SourceNode] = {}
    cut: dict[str, None] = {}
    for name, value in node.entries.items():
        if name not in known and whole and isinstance(value, Scalar) and value.empty:
            cut[list(whole)[-1]] = None
        else:
            whole[name] = value
    for name in cut:
        problems.add(
            node.lines[name],
            f"「{name}」の値がコンマで切れています。値の全体を引用符 ' ' で囲んでください。",
            f"The value of '{name}' is cut at a comma; put the whole value into quotes.",
        )
        del whole[name]
    return MapNode(whole, {name: node.lines[name] for name in whole}, node.line)


def _empty(value: SourceNode | None) -> bool:
    if isinstance(value, Scalar):
        return value.empty or not value.value.strip()
    return value is None or not (value.items if isinstance(value, ListNode) else value.entries)


def _unknown(name: str, line: int, construct: str, problems: Problems) -> None:
    if name in _ROWS_OF_THEIR_OWN:
        problems.tear(
            line,
            f"「{name}」はそれだけで行になります。ほかの箱と同じ行には並べられません。",
            f"'{name}' makes rows of its own; it cannot stand in a row with other boxes.",
        )
        return
    keys = SPEC[construct]
    advice = hint(name, keys, Text(f"使えるのは {'、'.join(keys)} です。", f"known here: {', '.join(keys)}."))
    problems.add(
        line, f"「{name}」というキーはここでは使えません。{advice.ja}", f"Unknown key '{name}'; {advice.en}"
    )
