"""Findings for a terminal: a summary of ten lines, then sheet by sheet, the most serious first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltool.finding import SEVERITIES, Finding, Place, Severity, rank
from xltool.report.compare import STATE_WORDS
from xltool.report.rulebook import rulebook, title_of
from xltool.report.typeset import one_line, pad, shorten, wrap
from xltool.text import Lang, Text, display_width

if TYPE_CHECKING:
    from xltool.book.record import Record
    from xltool.report.compare import Comparison, State

__all__ = ["SEVERITY_STYLES", "SEVERITY_WORDS", "Line", "check_lines", "check_text", "labels_of"]

SEVERITY_WORDS: dict[Severity, Text] = {
    "error": Text("エラー", "error"),
    "query": Text("確認", "query"),
    "note": Text("参考", "note"),
}
SEVERITY_STYLES: dict[Severity, str] = {"error": "bold red", "query": "yellow", "note": "cyan"}
_SUMMARY_RULES = 7  # with the count line, its heading and the line of what is left out: ten lines
_GONE = Text("解消した指摘", "Gone since then:")
_PLACES = 6  # cells of one finding that are written out


@dataclass(frozen=True)
class Line:
    """One line of the report in pieces of (text, style)."""

    pieces: tuple[tuple[str, str], ...] = ()

    @property
    def plain(self) -> str:
        return "".join(text for text, _ in self.pieces).rstrip()


def check_text(
    findings: Sequence[Finding],
    *,
    files: int,
    records: int,
    lang: Lang,
    width: int = 100,
    labels: Mapping[str, str] | None = None,
    compare: Comparison | None = None,
) -> str:
    """The report without colours."""
    lines = check_lines(
        findings, files=files, records=records, lang=lang, width=width, labels=labels, compare=compare
    )
    return "\n".join(line.plain for line in lines) + "\n"


def check_lines(
    findings: Sequence[Finding],
    *,
    files: int,
    records: int,
    lang: Lang,
    width: int = 100,
    labels: Mapping[str, str] | None = None,
    compare: Comparison | None = None,
) -> Iterator[Line]:
    """The report line by line. ``labels`` names fields by id; widths outside 60 to 200 are brought inside.

    Compared with an earlier check, new and changed findings say so, and those that are gone come last.
    """
    width = min(max(width, 60), 200)
    yield from _summary(findings, files, records, lang, width, compare)
    states = dict(zip(map(id, findings), compare.states, strict=True)) if compare else {}
    for (file, sheet), group in _groups(findings):
        yield Line()
        yield from _heading(file, sheet, group, lang, width)
        for one in group:
            yield from _finding(one, lang, width, labels or {}, states.get(id(one)))
    if compare and compare.gone:
        yield Line()
        yield Line(((f"■ {_GONE.pick(lang)} {len(compare.gone)}", "bold green"),))
        for one in compare.gone:
            yield from _gone(one, lang, width)


def labels_of(records: Iterable[Record]) -> dict[str, str]:
    """What the records' forms call their fields."""
    editions = {id(record.edition): record.edition for record in records}
    return {one.id: own.label(one) for own in editions.values() for one in own.form.fields.values()}


def _summary(
    findings: Sequence[Finding],
    files: int,
    records: int,
    lang: Lang,
    width: int,
    compare: Comparison | None,
) -> Iterator[Line]:
    counts = Counter(one.severity for one in findings)
    head = Text(
        "点検結果: {files} ファイル・{records} シート", "Checked: {files} file(s), {records} sheet(s)"
    )
    title = (head.format(files=files, records=records).pick(lang) + "  ", "bold")
    if not findings:
        yield Line((title, (Text("指摘はありません。", "Nothing to report.").pick(lang), "bold green")))
        if compare:
            yield _compared(compare, lang)
        return
    pieces = [_counted(severity, counts[severity], lang) for severity in SEVERITIES]
    if display_width(Line((title, *pieces)).plain) <= width:
        yield Line((title, *pieces))
    else:
        yield Line((title,))
        yield Line((("  ", ""), *pieces))
    if compare:
        yield _compared(compare, lang)
    most = _SUMMARY_RULES - bool(compare)
    rules = Counter((rank(one.severity), one.id) for one in findings)
    ranked = sorted(rules.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    book = rulebook(findings)
    samples = {(rank(one.severity), one.id): one for one in reversed(findings)}
    wide = max(display_width(SEVERITY_WORDS[s].pick(lang)) for s in SEVERITIES)
    id_wide = max(len(key[1]) for key, _ in ranked[:most])
    for key, number in ranked[:most]:
        sample = samples[key]
        word = SEVERITY_WORDS[sample.severity].pick(lang)
        start = f"{number:>5} × {pad(sample.id, id_wide)}  "
        room = width - wide - 4 - display_width(start)
        yield Line(
            (
                (f"  {pad(word, wide)}", SEVERITY_STYLES[sample.severity]),
                (start, ""),
                (shorten(title_of(sample, book).pick(lang), room), "dim"),
            )
        )
    if len(ranked) > most:
        rest, others = len(ranked) - most, sum(number for _, number in ranked[most:])
        words = Text(f"ほか {rest} 種類（{others} 件）", f"and {rest} more kinds ({others} findings)")
        yield Line(((f"  {words.pick(lang)}", "dim"),))


def _compared(compare: Comparison, lang: Lang) -> Line:
    head = Text("前回との比較: ", "Compared: ").pick(lang)
    unit = " 件" if lang == "ja" else ""
    counts = [f"{STATE_WORDS[key].pick(lang)} {number}{unit}" for key, number in compare.counts.items()]
    return Line((("  " + head + "  ".join(counts), ""),))


def _counted(severity: Severity, number: int, lang: Lang) -> tuple[str, str]:
    unit = " 件" if lang == "ja" else ""
    text = f"{SEVERITY_WORDS[severity].pick(lang)} {number}{unit}  "
    return text, SEVERITY_STYLES[severity] if number else "dim"


def _groups(findings: Iterable[Finding]) -> list[tuple[tuple[str, str | None], list[Finding]]]:
    """By file and sheet; groups with the most serious finding first, then by name."""
    groups: dict[tuple[str, str | None], list[Finding]] = {}
    for one in findings:
        sheet = one.own_places[0].sheet if one.own_places else None
        groups.setdefault((one.file or "", sheet), []).append(one)
    for group in groups.values():
        group.sort(key=lambda one: rank(one.severity))
    return sorted(groups.items(), key=lambda item: (rank(item[1][0].severity), item[0][0], item[0][1] or ""))


def _heading(file: str, sheet: str | None, group: list[Finding], lang: Lang, width: int) -> Iterator[Line]:
    first = group[0]
    owner = " ".join(one_line(part) for part in (first.project, first.department) if part)
    name = one_line(file) or Text("（ファイル共通）", "(across files)").pick(lang)
    title = name + (f" ・ {one_line(sheet)}" if sheet else "")
    counts = Counter(one.severity for one in group)
    tally = " ".join(f"{SEVERITY_WORDS[s].pick(lang)}{counts[s]}" for s in SEVERITIES if counts[s])
    lines = wrap(title, width - 2)
    for i, text in enumerate(lines):
        yield Line(((("■ " if i == 0 else "  "), "bold"), (text, "bold")))
    yield Line(
        ((f"  {shorten(owner, width - display_width(tally) - 4)}  " if owner else "  ", ""), (tally, "dim"))
    )


def _finding(
    one: Finding, lang: Lang, width: int, labels: Mapping[str, str], state: State | None
) -> Iterator[Line]:
    tag = pad(SEVERITY_WORDS[one.severity].pick(lang), 6)
    indent = " " * 10
    sentences = [one_line(part) for part in one.message.pick(lang).split("\n")]
    lines = [line for part in sentences for line in wrap(part, width - 10)]
    yield Line((("  ", ""), (tag, SEVERITY_STYLES[one.severity]), (f"  {lines[0]}", "")))
    for text in lines[1:]:
        yield Line(((indent + text, ""),))
    places = _places(one.own_places, lang, labels)
    if places:
        yield from _under(places, indent, width, "dim", first="")
    remedy = one_line(one.remedy.pick(lang))
    if remedy:
        yield from _under(remedy, indent, width, "green", first="→ ")
    if one.explanation:
        word = Text("説明: ", "Explanation: ").pick(lang)
        yield from _under(one_line(one.explanation), indent, width, "", first=word)
    known = f"  {STATE_WORDS[state].pick(lang)}" if state in ("new", "changed") else ""
    yield Line(((f"{indent}[{one.id}]", "dim"), (known, "bold")))


def _gone(one: Finding, lang: Lang, width: int) -> Iterator[Line]:
    """One line: where it was and what it said."""
    tag = pad(SEVERITY_WORDS[one.severity].pick(lang), 6)
    where = one_line(one.project or one.file or "")
    said = shorten(f"{where}  {one_line(one.message.pick(lang))}".strip(), width - 10)
    yield Line((("  ", ""), (tag, "dim"), (f"  {said}", "dim")))


def _under(text: str, indent: str, width: int, style: str, *, first: str) -> Iterator[Line]:
    hang = " " * display_width(first)
    for i, part in enumerate(wrap(text, width - len(indent) - len(hang))):
        yield Line(((indent + (hang if i else first) + part, style),))


def _places(places: Sequence[Place], lang: Lang, labels: Mapping[str, str]) -> str:
    shown = [text for place in places[:_PLACES] if (text := _place(place, labels))]
    if len(places) > _PLACES:
        rest = len(places) - _PLACES
        shown.append(Text(f"ほか {rest} か所", f"{rest} more").pick(lang))
    return ("、" if lang == "ja" else ", ").join(shown)


def _place(place: Place, labels: Mapping[str, str]) -> str:
    name = labels.get(place.field or "", place.field or "")
    value = f"={shorten(one_line(place.value), 24)}" if place.value else ""
    return " ".join(part for part in (place.cell or "", f"{name}{value}") if part)
