"""The sheets in which decisions are taken: 提出状況, 説明, 訂正候補."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from xltool.report.master.cells import fitted
from xltool.report.master.facts import About, Facts
from xltool.report.master.listing import Cell, Column, Kind, Table, Tinted
from xltool.report.master.matter import DECISIONS, VERDICTS, Candidate, Explanation, Matter, Shown, Slot
from xltool.report.master.remarks import Homes, rule_titles
from xltool.report.master.rows import in_blocks
from xltool.report.master.styles import COLOURS
from xltool.report.master.words import CHOICES, HINTS, SHEETS, WORDS
from xltool.report.typeset import shorten
from xltool.standing import STATES, Standing
from xltool.text import Lang, Text

__all__ = ["corrections_table", "explanations_table", "status_table"]

_EPOCH = datetime.date(1899, 12, 30).toordinal()  # day 0 of Excel's calendar, from March 1900 on
_MOST_PROJECTS = 12  # numbers of one group that are written out
_STATE_TINTS = {
    "accepted": "#D9F0E1",
    "not_applicable": "#E8EBF0",
    "errors": COLOURS["error"],
    "queries": COLOURS["query"],
    "given_back": "#E3DDF5",
    "withdrawn": "#E8EBF0",
}


def _column(key: str, word: str, width: float, lang: Lang, kind: Kind = "text") -> Column:
    return Column(key=f"#{key}", header=WORDS[word].pick(lang), kind=kind, width=width)


def _typed(key: str, word: str, width: float, lang: Lang) -> Column:
    return replace(_column(key, word, width, lang), input=True, hint=HINTS[word].pick(lang))


def _choice(key: str, word: str, codes: Sequence[str], width: float, lang: Lang) -> Column:
    labels = {code: CHOICES[code].pick(lang) for code in codes}
    header = WORDS[word].pick(lang)
    hint = HINTS[word].pick(lang)
    return Column(
        key=f"#{key}", header=header, kind="choice", width=width, labels=labels, input=True, hint=hint
    )


def _edit(matter: Matter, slot: Slot, column: Column) -> Shown:
    value = matter.edits.get(slot)
    return column.labels.get(value, value) if isinstance(value, str) else value


def _by_project(facts: Facts) -> dict[str | None, About]:
    return {one.whose.project: one for one in reversed(facts.records)}


def status_table(matter: Matter, facts: Facts, lang: Lang) -> Table:
    """Every assignment with what came in, what the rules make of it, and what was decided."""
    columns = (
        _column("project", "project", 10, lang, "code"),
        _column("name", "name", fitted(18, 32, (one.name for one in matter.standings)), lang),
        _column("department", "department", fitted(12, 26, (s.department for s in matter.standings)), lang),
        _column("state", "state", 12, lang, "choice"),
        _choice("decision", "decision", DECISIONS, 12, lang),
        _typed("reason", "decision_reason", 36, lang),
        replace(_column("overdue", "overdue", 8, lang), centred=True),
        replace(_column("conflict", "conflict", 8, lang), centred=True),
        _column("deadline", "deadline", 15, lang, "date"),
        _column("issue", "issue", 7, lang, "count"),
        _column("received", "received", 17, lang, "time"),
        _column("error", "error", 8, lang, "count"),
        _column("query", "query", 8, lang, "count"),
        _column("explained", "explained", 9, lang, "count"),
        _column("note_count", "note", 8, lang, "count"),
        _column("file", "file", fitted(24, 44, (s.file or "" for s in matter.standings)), lang),
    )

    def rows() -> Iterator[Sequence[Cell]]:
        for one in matter.standings:
            yield _status_row(one, matter, facts, columns, lang)

    return Table(
        name="status",
        sheet=SHEETS["status"].pick(lang),
        title=SHEETS["status"].pick(lang),
        note=WORDS["status_note"].pick(lang),
        columns=columns,
        count=len(matter.standings),
        blocks=lambda: in_blocks(rows(), columns),
        lead=2,
        aside=1,
        slots="status",
        keys=("#project",),
        looks={
            **{state: {"bg_color": tint, "align": "center"} for state, tint in _STATE_TINTS.items()},
            "alarm": {"font_color": COLOURS["error_ink"], "bold": True, "align": "center"},
        },
        colour=COLOURS["query_ink"],
    )


def _status_row(
    one: Standing, matter: Matter, facts: Facts, columns: Sequence[Column], lang: Lang
) -> Sequence[Cell]:
    decision, reason = (column for column in columns if column.input)
    state = STATES[one.state].pick(lang)
    cells: dict[str, Cell] = {
        "#project": one.project,
        "#name": one.name,
        "#department": one.department,
        "#state": Tinted(state, one.state) if one.state in _STATE_TINTS else state,
        "#decision": _edit(matter, Slot("status", one.project, "decision"), decision),
        "#reason": _edit(matter, Slot("status", one.project, "reason"), reason),
        "#overdue": Tinted(WORDS["late"].pick(lang), "alarm") if one.overdue else None,
        "#conflict": Tinted(WORDS["several"].pick(lang), "alarm") if one.conflict else None,
        "#deadline": one.deadline.toordinal() - _EPOCH if one.deadline else None,
        "#issue": one.issue,
        "#received": _moment(one.received_at) if one.received_at else None,
        "#error": one.findings.error,
        "#query": one.findings.query,
        "#explained": one.explained,
        "#note_count": one.findings.note,
        "#file": facts.short(one.file) if one.file else None,
    }
    return [cells[column.key] for column in columns]


def _moment(text: str) -> float:
    """A day and time of ISO 8601 as Excel's number, to the minute, where it was written down."""
    at = datetime.datetime.fromisoformat(text)
    return at.toordinal() - _EPOCH + (at.hour * 60 + at.minute) / (24 * 60)


def explanations_table(matter: Matter, facts: Facts, homes: Homes, lang: Lang) -> Table:
    """Every answer to a query, to be accepted or refused."""
    columns = (
        Column(key="#no", header="No.", kind="link", width=6),
        _column("project", "project", 10, lang, "code"),
        _column("name", "name", facts.name_width, lang),
        _column("department", "department", facts.department_width, lang),
        _column("rule_title", "rule", 22, lang),
        _column("message", "message", 48, lang),
        _column("explanation", "explanation", 40, lang),
        replace(_column("progress", "progress", 11, lang), centred=True),
        _choice("verdict", "verdict", VERDICTS, 11, lang),
        _typed("reason", "verdict_reason", 34, lang),
        _column("values", "explained_values", 26, lang),
        _column("rule", "rule_id", 28, lang),
    )
    known = _by_project(facts)

    def rows() -> Iterator[Sequence[Cell]]:
        said, called = _messages(matter, facts, lang), rule_titles(matter)
        for one in matter.explanations:
            title = called.get(one.rule, Text(one.rule, one.rule)).pick(lang)
            message = said.get((one.project, one.rule)) or WORDS["finding_gone"].pick(lang)
            about = known.get(one.project)
            yield _explanation_row(one, about, (title, message), matter, homes, columns, lang)

    return Table(
        name="explanations",
        sheet=SHEETS["explanations"].pick(lang),
        title=SHEETS["explanations"].pick(lang),
        note=WORDS["explanations_note" if matter.explanations else "no_explanations"].pick(lang),
        columns=columns,
        count=len(matter.explanations),
        blocks=lambda: in_blocks(rows(), columns),
        lead=3,
        aside=1,
        slots="explanations",
        keys=("#project", "#rule"),
        looks={"off": {"font_color": COLOURS["soft"], "align": "center"}},
        colour=COLOURS["query_ink"],
    )


def _messages(matter: Matter, facts: Facts, lang: Lang) -> dict[tuple[str, str], str]:
    wanted = {(one.project, one.rule) for one in matter.explanations}
    found: dict[tuple[str, str], str] = {}
    for finding, at in zip(matter.blocks.findings(), facts.owners, strict=True):
        project = finding.project or (facts.records[at].whose.project if at is not None else None) or ""
        if (project, finding.id) in wanted:
            found.setdefault((project, finding.id), finding.message.pick(lang))
    return found


def _explanation_row(
    one: Explanation,
    about: About | None,
    finding: tuple[str, str],
    matter: Matter,
    homes: Homes,
    columns: Sequence[Column],
    lang: Lang,
) -> Sequence[Cell]:
    """``finding``: what its rule is called, and what it says."""
    verdict, reason = (column for column in columns if column.input)
    key = f"{one.project}|{one.rule}"
    progress = WORDS[f"finding_{one.state}"].pick(lang)
    cells: dict[str, Cell] = {
        "#no": homes.link(about) if about else None,
        "#project": one.project,
        "#name": about.name if about else None,
        "#department": one.department,
        "#rule_title": finding[0],
        "#message": finding[1],
        "#explanation": one.text,
        "#progress": Tinted(progress, "off") if one.state in ("lapsed", "idle") else progress,
        "#verdict": _edit(matter, Slot("explanations", key, "verdict"), verdict),
        "#reason": _edit(matter, Slot("explanations", key, "reason"), reason),
        "#values": "\n".join(_value(place, value, about) for place, value in one.values.items()) or None,
        "#rule": one.rule,
    }
    return [cells[column.key] for column in columns]


def _value(place: str, value: str, about: About | None) -> str:
    field = about.edition.form.fields.get(place) if about else None
    label = about.edition.label(field) if about and field else place
    return f"{label}: {shorten(value.replace(chr(10), ' '), 40) or '–'}"


def corrections_table(matter: Matter, facts: Facts, lang: Lang) -> Table:
    """Equal wrong values over all sheets, each to be replaced everywhere at once."""
    columns = (
        _column("field", "field", 26, lang),
        _column("spellings", "spellings", 44, lang),
        _column("sheets", "sheets", 8, lang, "count"),
        _column("suggestion", "suggestion", 34, lang),
        _typed("replacement", "replacement", 34, lang),
        _column("projects", "projects", 34, lang),
        _column("key", "key", 26, lang),
    )
    labels = _labels(facts)

    def rows() -> Iterator[Sequence[Cell]]:
        for one in matter.candidates:
            yield _correction_row(one, labels, matter, columns)

    return Table(
        name="corrections",
        sheet=SHEETS["corrections"].pick(lang),
        title=SHEETS["corrections"].pick(lang),
        note=WORDS["corrections_note" if matter.candidates else "no_corrections"].pick(lang),
        columns=columns,
        count=len(matter.candidates),
        blocks=lambda: in_blocks(rows(), columns),
        lead=1,
        aside=1,
        slots="corrections",
        keys=("#key",),
        colour=COLOURS["query_ink"],
    )


def _labels(facts: Facts) -> dict[str, str]:
    editions = {id(one.edition): one.edition for one in facts.records}.values()
    return {key: own.row_label(field) for own in editions for key, field in own.form.fields.items()}


def _correction_row(
    one: Candidate, labels: dict[str, str], matter: Matter, columns: Sequence[Column]
) -> Sequence[Cell]:
    more = len(one.projects) - _MOST_PROJECTS
    names = ", ".join(one.projects[:_MOST_PROJECTS]) + (f" … +{more}" if more > 0 else "")
    cells: dict[str, Cell] = {
        "#field": "\n".join(dict.fromkeys(labels.get(key, key) for key in one.fields)),
        "#spellings": "\n".join(f"「{text}」 {n}" for text, n in one.spellings.items()),
        "#sheets": sum(one.spellings.values()),
        "#suggestion": one.suggestion,
        "#replacement": matter.edits.get(Slot("corrections", one.key, "replacement")),
        "#projects": names,
        "#key": one.key,
    }
    return [cells[column.key] for column in columns]
