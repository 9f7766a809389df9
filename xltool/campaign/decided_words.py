"""How the history of a project tells what was decided in the master."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xltool.campaign.slots import CODES
from xltool.report.typeset import one_line, shorten
from xltool.standing import StepKind
from xltool.text import Text

__all__ = ["CENTRAL", "central_words"]

_LONGEST = 200  # characters of a value
_SAVED = Text("（ファイルの最終更新者: {saved_by}）", " (file last saved by: {saved_by})")
_WHY = Text("。理由: {why}", "; reason: {why}")
_OPEN = Text("取り消し（自動判定に戻す）", "taken back: as the rules say")
_BLANK = Text("（空欄）", "(blank)")

CENTRAL: dict[str, tuple[StepKind, Text]] = {
    "ruled": ("decided", Text("提出状況の決定: {verdict}{why}{saved}", "decision: {verdict}{why}{saved}")),
    "valued": (
        "decided",
        Text("{label} を {was} から {is_} にしました{saved}", "{label}: {was} became {is_}{saved}"),
    ),
    "corrected": (
        "decided",
        Text("{label} を {was} から {is_} に訂正しました{saved}", "{label} corrected: {was} to {is_}{saved}"),
    ),
    "uncorrected": (
        "decided",
        Text(
            "{label} の訂正を取り消しました（{was}）{saved}",
            "correction of {label} taken back ({was}){saved}",
        ),
    ),
    "declined": (
        "decided",
        Text(
            "{label} は {is_} ではなく {was} のままにしました{saved}",
            "{label}: {was} was kept, not {is_}{saved}",
        ),
    ),
    "correction_lapsed": (
        "decided",
        Text(
            "{label} に別の値 {is_} が届いたため、訂正は無効になりました",
            "{label}: another value came in, {is_}; the correction holds no more",
        ),
    ),
}


def central_words(said: Mapping[str, Any]) -> dict[str, object]:
    """The words of an event of ``apply``."""
    saved, why = said.get("saved_by"), said.get("reason")
    return {
        "label": said.get("label") or "",
        "was": _value(said.get("old")),
        "is_": _value(said.get("shown", said.get("new"))),
        "verdict": CODES["decision"].get(said.get("decision") or "", _OPEN),
        "why": _WHY.format(why=shorten(one_line(str(why)), _LONGEST)) if why else "",
        "saved": _SAVED.format(saved_by=one_line(str(saved))) if saved else "",
    }


def _value(value: object) -> Text:
    if value is None or value == "":
        return _BLANK
    text = shorten(" ".join(str(value).split("\n")), _LONGEST)  # spaces stay: they may be what was wrong
    return Text(f"「{text}」", f'"{text}"')
