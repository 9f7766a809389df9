"""``collect``: what came in; first what somebody has to decide, then what is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.report.round.changes import change_lines
from xltool.report.round.flow import flow, heading, item, sentences
from xltool.report.round.table import Column, Layout, Piece, cell, fitting, table
from xltool.report.round.words import OUTCOME_HEADINGS, OUTCOME_HINTS, OUTCOME_STYLES, STEPS, WORDS
from xltool.report.text import Line
from xltool.report.typeset import one_line
from xltool.standing import OUTCOMES, Collected, Collection, Outcome
from xltool.text import Lang, Text

__all__ = ["collection_lines"]

_TITLE = Text("取込結果: {files} ファイル", "Collected: {files} file(s)")
_NOTHING = Text("取り込むファイルがありませんでした。", "There was nothing to collect.")
_NO_NEWS = Text("新しい提出はありません。", "Nothing new came in.")
_TROUBLE: tuple[Outcome, ...] = (
    "conflict",
    "unreadable",
    "locked",
    "foreign",
    "held",
    "duplicate",
    "superseded",
)
_MOST_IGNORED = 10
_MOST_CHANGES = 10
_DECIDED = Text("決めたこと", "Decided")
_ASIDE = Text("取り除いてあるもの", "Set aside")
_MORE = Text(
    "ほか {n} 項目（すべて見るには「xltool history {project}」）",
    "{n} more (xltool history {project} shows all)",
)
_CLEAN = Text("指摘なし", "No findings")


def collection_lines(collection: Collection, *, lang: Lang, width: int = 100) -> Iterator[Line]:
    """One run line by line; widths outside 60 to 200 are brought inside."""
    width = min(max(width, 60), 200)
    by_outcome: dict[Outcome, list[Collected]] = {outcome: [] for outcome in OUTCOMES}
    for one in collection.files:
        by_outcome[one.outcome].append(one)
    files = len({one.file for one in collection.files})
    yield Line(((_TITLE.format(files=files).pick(lang), "bold"),))
    if not collection.files:
        yield Line(((_NOTHING.pick(lang), ""),))
        yield from _decided(collection, lang, width)
        return
    counts: list[Piece] = [
        (f"{OUTCOMES[outcome].pick(lang)} {len(own)}", OUTCOME_STYLES[outcome])
        for outcome, own in by_outcome.items()
        if own
    ]
    yield from flow(counts, width, head=[("  ", "")])
    yield from _decided(collection, lang, width)
    if by_outcome["conflict"]:
        yield from heading(
            OUTCOME_HEADINGS["conflict"], len(by_outcome["conflict"]), OUTCOME_STYLES["conflict"], lang, width
        )
        yield from _conflicts(by_outcome["conflict"], lang, width)
    for outcome in _TROUBLE[1:]:
        if by_outcome[outcome]:
            yield from heading(
                OUTCOME_HEADINGS[outcome], len(by_outcome[outcome]), OUTCOME_STYLES[outcome], lang, width
            )
            yield from _told(by_outcome[outcome], lang, width)
    if by_outcome["new"]:
        yield from heading(
            OUTCOME_HEADINGS["new"], len(by_outcome["new"]), OUTCOME_STYLES["new"], lang, width
        )
        yield from _new(by_outcome["new"], lang, width)
    else:
        yield Line()
        yield Line(((_NO_NEWS.pick(lang), ""),))
    aside = [one for one in by_outcome["ignored"] if one.submission]
    if aside:
        yield from heading(_ASIDE, len(aside), "cyan", lang, width)
        yield from _told(aside, lang, width)
    ignored = [one for one in by_outcome["ignored"] if not one.submission]
    if ignored:
        yield from heading(OUTCOME_HEADINGS["ignored"], len(ignored), OUTCOME_STYLES["ignored"], lang, width)
        yield from _ignored(ignored, lang, width)


def _decided(collection: Collection, lang: Lang, width: int) -> Iterator[Line]:
    if collection.decided:
        yield from heading(_DECIDED, len(collection.decided), "cyan", lang, width)
    for one in collection.decided:
        yield from item(f"{STEPS[one.kind].pick(lang)}: {one.file}", one.project, None, width)


def _conflicts(entries: Sequence[Collected], lang: Lang, width: int) -> Iterator[Line]:
    """Project by project: the sentence once, the files by number, then how each differs from the first."""
    groups: dict[str, list[Collected]] = {}
    for one in entries:
        groups.setdefault(one.project or "", []).append(one)
    for project, own in groups.items():
        first, *others = sorted(own, key=lambda one: bool(one.changes))
        yield Line(((f"  {one_line(project)}", "bold"),))
        for number, one in enumerate([first, *others], start=1):
            yield from sentences(_name(one), width, indent=4, first=f"{number}: ", style="")
        yield from sentences(OUTCOME_HINTS["conflict"].pick(lang), width, indent=4, first="→ ", style="green")
        for number, one in enumerate(others, start=2):
            sides, shown = ("1", str(number)), one.changes[:_MOST_CHANGES]
            yield from change_lines(shown, lang=lang, width=width, indent=4, heads=sides)
            rest = len(one.changes) - len(shown)
            if rest:
                more = _MORE.format(n=rest, project=one_line(project)).pick(lang)
                yield from sentences(more, width, indent=4, style="dim")


def _told(entries: Sequence[Collected], lang: Lang, width: int) -> Iterator[Line]:
    for one in entries:
        reason = one.reason or OUTCOME_HINTS[one.outcome]
        yield from item(_name(one), one.project, reason.pick(lang), width)


def _new(entries: Sequence[Collected], lang: Lang, width: int) -> Iterator[Line]:
    """A row for each sheet with findings; of the others the numbers are enough."""
    clean = [one for one in entries if not _faulty(one)]
    faulty = [one for one in entries if _faulty(one)]
    if clean:
        head = f"  {_CLEAN.pick(lang)} {len(clean)}: "
        numbers: list[Piece] = [(one_line(one.project or one.file), "") for one in clean]
        yield from flow(numbers, width, head=[(head, "green")])
    if faulty:
        columns = [
            Column(
                head=WORDS["project"].pick(lang), cells=[cell(one.project or "?") for one in faulty], least=12
            ),
            *(
                Column(
                    head=WORDS[severity].pick(lang),
                    cells=[cell(getattr(one.findings, severity) or "", style) for one in faulty],
                    right=True,
                )
                for severity, style in (("error", "red"), ("query", "yellow"))
            ),
            Column(
                head=WORDS["file"].pick(lang), cells=[cell(_name(one), "dim") for one in faulty], least=20
            ),
        ]
        yield from table(fitting([Layout(columns=columns, indent=2)], width), width)
    told = [one for one in entries if one.reason]
    if told:
        yield Line()
        yield from _told(told, lang, width)


def _faulty(one: Collected) -> bool:
    return bool(one.findings and (one.findings.error or one.findings.query))


def _ignored(entries: Sequence[Collected], lang: Lang, width: int) -> Iterator[Line]:
    shown = entries[:_MOST_IGNORED]
    columns = [
        Column(head="", cells=[cell(_name(one)) for one in shown], least=24),
        Column(
            head="",
            cells=[cell(one.reason.pick(lang) if one.reason else "", "dim") for one in shown],
            least=24,
        ),
    ]
    yield from table(Layout(columns=columns, indent=2), width, heads=False)
    rest = len(entries) - _MOST_IGNORED
    if rest > 0:
        yield Line(((Text(f"  ほか {rest} 件", f"  and {rest} more").pick(lang), "dim"),))


def _name(one: Collected) -> str:
    return one.file if one.sheet is None else f"{one.file} [{one.sheet}]"
