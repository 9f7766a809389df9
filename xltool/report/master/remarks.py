"""The sheets 指摘 (findings with links into the list) and 読めなかったファイル."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from xltool.finding import SEVERITIES, Finding, Place
from xltool.report.master.drawing import quoted_name, span
from xltool.report.master.facts import About, Facts
from xltool.report.master.listing import Cell, Column, Link, Listing, Table, Tinted
from xltool.report.master.matter import Matter
from xltool.report.master.rows import beyond, fits, in_blocks, shortened
from xltool.report.master.styles import COLOURS
from xltool.report.master.words import SEVERITY, SHEETS, WORDS
from xltool.report.typeset import one_line, shorten
from xltool.rules import titles
from xltool.text import Lang, Text

if TYPE_CHECKING:
    from xltool.book.record import Unread

__all__ = [
    "Homes",
    "explained",
    "findings_table",
    "progress_of",
    "rule_titles",
    "unread_table",
]

_FILE = "findings.csv"  # of ``consolidate --to``
_PLACES = 6  # cells of one finding that are written out
_COLUMNS: tuple[tuple[str, float, bool], ...] = (  # word, width, centred
    ("severity", 9, True),
    ("progress", 10, True),
    ("project", 10, True),
    ("name", 20, False),
    ("department", 18, False),
    ("rule", 22, False),
    ("field", 22, False),
    ("cell", 8, True),
    ("value", 14, False),
    ("message", 48, False),
    ("remedy", 34, False),
    ("explanation", 28, False),
    ("rule_id", 24, False),
    ("file", 34, False),
    ("sheet", 20, False),
)
_ASIDE = 3  # of them, for looking things up


class Homes:
    """Where the row of every sheet is: a link that finds it, sorted or not."""

    def __init__(self, listings: Sequence[Listing]) -> None:
        self._of = {one.form: one for one in listings}

    def link(self, about: About, shown: str | int | None = None) -> Link:
        listing = self._of[about.edition.form.id]
        sheet = quoted_name(listing.sheet).replace('"', '""')
        row = f"MATCH({about.number},{span(listing, '#no')},0)+{listing.first}"
        text = about.number if shown is None else shown
        said = text if isinstance(text, int) else '"' + text.replace('"', '""') + '"'
        return Link(f'HYPERLINK("#{sheet}!A"&{row},{said})', text)


def findings_table(matter: Matter, facts: Facts, homes: Homes, lang: Lang) -> Table:
    """The most serious first; the number leads to the project's row."""
    widths = {"name": facts.name_width, "department": facts.department_width}
    columns = (
        Column(key="#no", header="No.", kind="link", width=6),
        *(
            Column(
                key=f"#{word}",
                header=WORDS[word].pick(lang),
                kind="text",
                width=widths.get(word, width),
                centred=centred,
            )
            for word, width, centred in _COLUMNS
        ),
    )
    count = sum(facts.totals.values())
    note = WORDS["findings_note" if count else "no_findings"].pick(lang)
    states = explained(matter)
    called = rule_titles(matter)
    return Table(
        name="findings",
        sheet=SHEETS["findings"].pick(lang),
        title=SHEETS["findings"].pick(lang),
        note=shortened(note, count, _FILE, lang),
        columns=columns,
        count=fits(count),
        blocks=lambda: in_blocks(_rows(matter, facts, homes, states, called, lang), columns),
        lead=5,
        aside=_ASIDE,
        whole=beyond(count),
        file=_FILE,
        looks={
            one: {"bg_color": COLOURS[one], "bold": True, "align": "center", "num_format": "@"}
            for one in SEVERITIES
        },
        colour=COLOURS["error_ink"],
    )


def _rows(
    matter: Matter,
    facts: Facts,
    homes: Homes,
    states: Mapping[tuple[str, str], str],
    called: Mapping[str, Text],
    lang: Lang,
) -> Iterator[Sequence[Cell]]:
    for severity in SEVERITIES:
        for finding, at in zip(matter.blocks.findings(), facts.owners, strict=True):
            if finding.severity == severity:
                about = facts.records[at] if at is not None else None
                title = called.get(finding.id, Text(finding.id, finding.id))
                yield _row(finding, about, facts, homes, states, title, lang)


def _row(
    one: Finding,
    about: About | None,
    facts: Facts,
    homes: Homes,
    states: Mapping[tuple[str, str], str],
    title: Text,
    lang: Lang,
) -> Sequence[Cell]:
    places = one.own_places
    project = (about.whose.project if about else None) or one.project
    state = progress_of(one, about, states)
    cells: dict[str, Cell] = {
        "severity": Tinted(SEVERITY[one.severity].pick(lang), one.severity),
        "progress": WORDS[f"finding_{state}"].pick(lang) if state else None,
        "project": project,
        "name": about.name if about else None,
        "department": one.department or (about.department if about else None),
        "field": _joined([_label(place, about) for place in places]),
        "cell": _joined([place.cell for place in places]),
        "value": _joined([place.value and one_line(place.value) for place in places]),
        "message": one.message.pick(lang),
        "remedy": one.remedy.pick(lang),
        "explanation": one.explanation,
        "rule": title.pick(lang),
        "rule_id": one.id,
        "file": facts.short(one.file) if one.file else None,
        "sheet": places[0].sheet if places else None,
    }
    return [homes.link(about) if about else None, *(cells[word] for word, _, _ in _COLUMNS)]


def rule_titles(matter: Matter) -> dict[str, Text]:
    """Rule id -> what it is called, of all rules that may have found something."""
    forms = {one.form.id: one.form for one in matter.blocks.editions}
    return {**titles(*forms.values()), **matter.titles}


def explained(matter: Matter) -> dict[tuple[str, str], str]:
    """Project and rule -> how far the explanation is."""
    return {(one.project, one.rule): one.state for one in matter.explanations}


def progress_of(one: Finding, about: About | None, states: Mapping[tuple[str, str], str]) -> str | None:
    """What has become of a query: open, given, accepted, refused, lapsed; None for the others."""
    if one.severity != "query":
        return None
    project = (about.whose.project if about else None) or one.project
    return states.get((project or "", one.id), "given" if one.explanation else "open")


def _label(place: Place, about: About | None) -> str | None:
    field = about.edition.form.fields.get(place.field or "") if about else None
    return about.edition.label(field) if about and field else place.field


def _joined(parts: Sequence[str | None]) -> str | None:
    """One part per line: field, cell and value stand side by side; a long list says what is left out."""
    if not any(parts):
        return None
    lines = [shorten(part or "–", 60) for part in parts[:_PLACES]]
    if len(parts) > _PLACES:
        lines.append(f"… +{len(parts) - _PLACES}")
    return "\n".join(lines)


def unread_table(unread: Sequence[Unread], facts: Facts, lang: Lang) -> Table:
    columns = tuple(
        Column(key=f"#{word}", header=WORDS[word].pick(lang), kind="text", width=width)
        for word, width in (("file", 44), ("sheet", 22), ("reason", 90))
    )
    rows = [(facts.short(one.file), one.sheet, one.text.pick(lang)) for one in unread]
    return Table(
        name="unread",
        sheet=SHEETS["unread"].pick(lang),
        title=SHEETS["unread"].pick(lang),
        note=WORDS["unread_note"].pick(lang),
        columns=columns,
        count=len(rows),
        blocks=lambda: in_blocks(rows, columns),
        colour=COLOURS["error_ink"],
    )
