"""``distribute``: what was issued, department by department, and what was left as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.report.round.flow import flow, heading, sentences
from xltool.report.round.table import Cell, Column, Layout, Piece, cell, fitting, table
from xltool.report.round.words import ACTION_STYLES, WORDS
from xltool.report.text import Line
from xltool.standing import ACTIONS, Action, ActionKind, Distribution
from xltool.text import Lang, Text

__all__ = ["distribution_lines"]

_TITLE = Text("配布結果", "Distributed")
_DRY = Text("配布の予行（何も書き出していません）", "Dry run: nothing was written. What distribute would do:")
_BACK = Text("差戻し結果", "Given back")
_BACK_DRY = Text(
    "差戻しの予行（何も書き出していません）", "Dry run: nothing was written. What return would do:"
)
_WOULD_BACK = Text("{n} 件のシートを差し戻す予定です。", "{n} sheet(s) would be given back.")
_NONE_BACK = Text("差し戻すものはありません。", "There is nothing to give back.")
_WROTE = Text("{n} ファイルを書き出しました。", "{n} file(s) written.")
_WOULD = Text("{n} 件のシートを配布する予定です。", "{n} sheet(s) would be issued.")
_NOTHING = Text("配布するものはありません。", "There is nothing to issue.")
_REMARKS = Text("お知らせ", "Remarks")
_TOLD: dict[ActionKind, Text] = {  # actions that are listed one by one
    "reissued": Text("発行し直すもの", "Issued anew"),
    "answered": Text(
        "内容が変わったが、提出済みのもの（発行し直すには --force）",
        "Changed, but answered already (issue anew with --force)",
    ),
    "withdrawn": Text("対象から外れたもの", "No longer on the roster"),
    "given_back": Text("差し戻すもの", "Given back"),
    "waiting": Text(
        "差し戻し済みで、まだ戻っていないもの（もう一度作るには --force）",
        "Given back before and not returned yet (make them anew with --force)",
    ),
    "undecided": Text(
        "内容の違うファイルが届いているもの（collect --take で選んでください）",
        "Different files came in (choose one with collect --take)",
    ),
}


def distribution_lines(distribution: Distribution, *, lang: Lang, width: int = 100) -> Iterator[Line]:
    """One run line by line; widths outside 60 to 200 are brought inside."""
    width = min(max(width, 60), 200)
    back = distribution.kind == "return"
    titles = (_BACK, _BACK_DRY) if back else (_TITLE, _DRY)
    title = titles[distribution.dry_run].pick(lang)
    yield from sentences(title, width, indent=0, style="bold")
    summary = distribution.summary
    counts: list[Piece] = [
        (f"{ACTIONS[kind].pick(lang)} {number}", ACTION_STYLES[kind])
        for kind, number in summary.items()
        if number
    ]
    if counts:
        yield from flow(counts, width, head=[("  ", "")])
    touched = [one for one in distribution.actions if one.action in ("issued", "reissued", "given_back")]
    if not touched:
        said = _NONE_BACK if back else _NOTHING
    elif distribution.dry_run:
        said = (_WOULD_BACK if back else _WOULD).format(n=len(touched))
    else:
        said = _WROTE.format(n=len(distribution.files))
    yield Line(((f"  {said.pick(lang)}", ""),))
    if touched:
        yield Line()
        yield from _by_department(touched, lang, width)
    for kind, text in _TOLD.items():
        own = [one for one in distribution.actions if one.action == kind]
        if own:
            yield from heading(text, len(own), ACTION_STYLES[kind], lang, width)
            yield from _told(
                own, lang, width, reasons=kind in ("reissued", "given_back")
            )  # the others say the heading again
    if distribution.remarks:
        yield from heading(_REMARKS, 0, "yellow", lang, width)
        for remark in distribution.remarks:
            yield from sentences(remark.pick(lang), width, indent=2, first="- ")
    if distribution.files and any(file.endswith(".eml") for file in distribution.files):
        yield Line()
        yield from sentences(
            WORDS["send"].format(folder="returned" if back else "outbox").pick(lang), width, indent=0
        )


def _by_department(actions: Sequence[Action], lang: Lang, width: int) -> Iterator[Line]:
    groups: dict[str, list[Action]] = {}
    for one in actions:
        groups.setdefault(one.department, []).append(one)
    names = [cell(name or WORDS["none"].pick(lang)) for name in groups]
    rows = [*groups.values(), list(actions)]
    none = cell("･" if lang == "ja" else "-", "dim")
    columns = [
        Column(
            head=WORDS["department"].pick(lang),
            cells=[*names, cell(WORDS["total"].pick(lang), "bold")],
            least=16,
        )
    ]
    for kind, word in ACTIONS.items():
        numbers = [sum(one.action == kind for one in row) for row in rows]
        if numbers[-1]:
            cells = [cell(n, ACTION_STYLES[kind]) if n else none for n in numbers]
            columns.append(Column(head=word.pick(lang), cells=cells, right=True))
    layouts = [Layout(columns=columns, indent=2, gap=gap) for gap in (2, 1)]
    yield from table(fitting(layouts, width), width, total=True)


def _told(actions: Sequence[Action], lang: Lang, width: int, *, reasons: bool) -> Iterator[Line]:
    """Number, name, department, issue number; the reason below."""
    columns = [
        Column(head="", cells=[cell(one.project, "bold") for one in actions], least=12),
        Column(head="", cells=[cell(one.name) for one in actions], least=14),
        Column(head="", cells=[cell(one.department) for one in actions], least=12),
        Column(head="", cells=[_issue(one, lang) for one in actions]),
    ]
    rows = table(Layout(columns=columns, indent=2), width, heads=False)
    for one, row in zip(actions, rows, strict=True):
        yield row
        if one.reason and reasons:
            yield from sentences(one.reason.pick(lang), width, indent=4, first="→ ", style="dim")


def _issue(one: Action, lang: Lang) -> Cell:
    if one.issue is None:
        return cell("")
    return cell(Text(f"第{one.issue}号", f"issue {one.issue}").pick(lang))
