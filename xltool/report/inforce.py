"""``check --explain-config``: which rules are in force, and where that was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xltool.report.text import SEVERITY_STYLES, SEVERITY_WORDS, Line
from xltool.report.typeset import pad, shorten
from xltool.rules import InForce
from xltool.text import Lang, Text, display_width
from xltool.values import format_number

__all__ = ["config_lines", "config_shape"]

_OFF = Text("停止", "off")
_USUAL = Text("（既定 {usual}）", " (usually {usual})")


def config_lines(rules: Sequence[InForce], *, lang: Lang, width: int = 100) -> Iterator[Line]:
    """A line per rule, what was changed first; below it the thresholds that it has."""
    changed = [one for one in rules if _changed(one)]
    as_usual = [one for one in rules if not _changed(one)]
    for heading, some in (
        (Text("変更されたルール", "Changed in this campaign"), changed),
        (Text("既定のままのルール", "As usual"), as_usual),
    ):
        title = f"{heading.pick(lang)} ({len(some)})" if lang == "en" else f"{heading.ja}（{len(some)} 件）"
        yield Line(((title, "bold"),))
        wide = max((len(one.id) for one in some), default=0)
        for one in some:
            yield from _rule(one, wide, lang, min(max(width, 60), 200))
        yield Line()


def config_shape(rules: Sequence[InForce], lang: Lang) -> dict[str, Any]:
    return {
        "rules": [
            {
                "id": one.id,
                "title": one.title.pick(lang),
                "off": one.off,
                "severity": one.severity,
                "usual": one.usual,
                "since": one.since.isoformat() if one.since else None,
                "why": one.why.pick(lang),
                "thresholds": [
                    {
                        "name": each.name,
                        "about": each.about.pick(lang),
                        "value": each.value,
                        "usual": each.usual,
                        "why": each.why.pick(lang),
                    }
                    for each in one.measures
                ],
            }
            for one in rules
        ]
    }


def _changed(one: InForce) -> bool:
    return bool(one.said) or any(each.said for each in one.measures)


def _rule(one: InForce, wide: int, lang: Lang, width: int) -> Iterator[Line]:
    word = _OFF.pick(lang) if one.off else SEVERITY_WORDS[one.severity].pick(lang)
    style = "dim" if one.off else SEVERITY_STYLES[one.severity]
    head = f"  {pad(one.id, wide)}  "
    why = f"  [{one.why.pick(lang)}]" if one.said else ""
    since = f"  {Text('適用日', 'since').pick(lang)} {one.since.isoformat()}" if one.since else ""
    room = width - display_width(head) - 8 - display_width(why) - display_width(since)
    yield Line(
        (
            (head, ""),
            (pad(word, 8), style),
            (shorten(one.title.pick(lang), max(room, 10)), ""),
            (since, ""),
            (why, "dim"),
        )
    )
    for each in one.measures:
        said = f"  [{each.why.pick(lang)}]" if each.said else ""
        usual = ""
        if each.value != each.usual:
            usual = (
                Text("（既定 {usual}）", " (usually {usual})")
                .format(usual=format_number(each.usual))
                .pick(lang)
            )
        text = f"{' ' * (wide + 4)}{each.name} = {format_number(each.value)}{usual}  "
        about = shorten(each.about.pick(lang), max(10, width - display_width(text) - display_width(said)))
        yield Line(((text, ""), (about, "dim"), (said, "dim")))
