"""``history``: everything that happened to one project, oldest first."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.finding import SEVERITIES
from xltool.report.round.changes import change_lines
from xltool.report.round.days import day, moment
from xltool.report.round.flow import flow, sentences
from xltool.report.round.table import Piece
from xltool.report.round.words import STATE_STYLES, STEPS, WORDS
from xltool.report.text import SEVERITY_WORDS, Line
from xltool.report.typeset import one_line, pad, wrap
from xltool.standing import STATES, Heard, History, Standing, Step, StepKind
from xltool.text import Lang, Text, display_width

__all__ = ["history_lines"]

_CHANGED = Text("変わった項目 {n}", "Changed: {n} field(s)")
_CAME = Text("新しい指摘 {n}", "New findings: {n}")
_WENT = Text("解消した指摘 {n}", "Findings resolved: {n}")
_NOTHING = Text("記録はまだありません。", "Nothing happened yet.")
_STYLES: dict[StepKind, str] = {
    "issued": "cyan",
    "given_back": "magenta",
    "received": "green",
    "taken": "green",
    "conflict": "bold magenta",
    "held": "yellow",
    "withdrawn": "red",
    "reminded": "yellow",
}
_INDENT = 4


def history_lines(history: History, *, lang: Lang, width: int = 100) -> Iterator[Line]:
    """One assignment line by line; widths outside 60 to 200 are brought inside."""
    width = min(max(width, 60), 200)
    yield from _headline(history.standing, lang, width)
    if not history.steps:
        yield Line()
        yield Line(((_NOTHING.pick(lang), ""),))
    wide = max((display_width(STEPS[step.kind].pick(lang)) for step in history.steps), default=0)
    for step in history.steps:
        yield Line()
        yield from _step(step, wide, lang, width)


def _headline(one: Standing, lang: Lang, width: int) -> Iterator[Line]:
    title = f"{one_line(one.project)}  {one_line(one.name)}"
    for text in wrap(title, width):
        yield Line(((text, "bold"),))
    facts: list[Piece] = [
        (one_line(one.department) or WORDS["none"].pick(lang), ""),
        (STATES[one.state].pick(lang), f"bold {STATE_STYLES[one.state]}".strip()),
    ]
    if one.overdue:
        facts.append((WORDS["overdue"].pick(lang), "bold red"))
    if one.conflict:
        facts.append((WORDS["conflict"].pick(lang), "bold magenta"))
    if one.deadline:
        facts.append((WORDS["due"].format(day=day(one.deadline, lang)).pick(lang), ""))
    for severity in SEVERITIES:
        number = getattr(one.findings, severity)
        if number:
            facts.append((f"{SEVERITY_WORDS[severity].pick(lang)} {number}", ""))
    if one.explained:
        facts.append((Text(f"うち説明あり {one.explained}", f"explained {one.explained}").pick(lang), ""))
    yield from flow(facts, width)


def _step(step: Step, wide: int, lang: Lang, width: int) -> Iterator[Line]:
    """When and what, who; then the sentence, the file, and what changed."""
    kind = pad(STEPS[step.kind].pick(lang), wide)
    head: list[Piece] = [
        (f"{moment(step.at)}  ", "dim"),
        (kind, _STYLES.get(step.kind, "bold")),
        ("  ", ""),
    ]
    facts: list[Piece] = []
    if step.issue is not None:
        facts.append((Text(f"第{step.issue}号", f"issue {step.issue}").pick(lang), ""))
    if step.who:
        facts.append((one_line(step.who), "dim"))
    if facts:
        yield from flow(facts, width, head=head)
    else:
        yield Line(tuple(head))
    text = step.text.pick(lang)
    if text:
        yield from sentences(text, width, indent=_INDENT)
    if step.file:
        yield from sentences(step.file, width, indent=_INDENT, style="dim")
    if step.changes:
        yield Line(((" " * _INDENT + _CHANGED.format(n=len(step.changes)).pick(lang), "bold"),))
        yield from change_lines(step.changes, lang=lang, width=width, indent=_INDENT + 2)
    yield from _heard(_WENT, step.went, "+", "green", lang, width)
    yield from _heard(_CAME, step.came, "!", "red", lang, width)


def _heard(
    title: Text, findings: tuple[Heard, ...], mark: str, style: str, lang: Lang, width: int
) -> Iterator[Line]:
    if not findings:
        return
    yield Line(((" " * _INDENT + title.format(n=len(findings)).pick(lang), f"bold {style}"),))
    words = {str(severity): word.pick(lang) for severity, word in SEVERITY_WORDS.items()}
    for one in findings:
        word = words.get(one.severity, one.severity)
        text = f"{word}: {one_line(one.message.pick(lang))} [{one.id}]"
        yield from sentences(text, width, indent=_INDENT + 2, first=f"{mark} ", style="")
