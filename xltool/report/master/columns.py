"""Which columns the project list has: the form's fields under unique labels, block by block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from xltool.book.entry import input_message
from xltool.finding import SEVERITIES
from xltool.form import NUMERIC, Edition, Field, split_id
from xltool.report.frames import fields_of_editions
from xltool.report.master.cells import fitted
from xltool.report.master.facts import About
from xltool.report.master.listing import Column, Kind, labels_of
from xltool.report.master.words import SEVERITY, WORDS
from xltool.text import Lang, display_width

__all__ = ["LEAD", "columns_of", "unique"]

LEAD = 3  # number, project and name stay in sight, on every page too


def columns_of(
    editions: Sequence[Edition],
    rows: Sequence[About],
    lang: Lang,
    *,
    campaign: bool,
    longest: Mapping[str, int],
) -> tuple[Column, ...]:
    """The columns of the list of one form: who it is, where it stands, its fields, where it came from.

    ``longest``: field -> characters of its longest text.
    """
    newest = max(editions, key=lambda one: (one.year, one.form.version))
    several = len({one.year for one in editions}) > 1
    identity = newest.form.identity
    known = {identity.project, identity.name, identity.department}
    fields = [one for key, one in fields_of_editions(editions).items() if key not in known]
    return unique(
        [
            *_lead(rows, lang, several_years=several, campaign=campaign),
            *_fields(newest, fields, lang, several_years=several, longest=longest),
            *_source(lang),
        ]
    )


def _lead(rows: Sequence[About], lang: Lang, *, several_years: bool, campaign: bool) -> list[Column]:
    def own(key: str, word: str, kind: Kind, width: float) -> Column:
        return Column(key=key, header=WORDS[word].pick(lang), kind=kind, width=width)

    return [
        Column(key="#no", header="No.", kind="serial", width=6),
        own("#project", "project", "code", 10),
        own("#name", "name", "text", fitted(18, 32, (one.name for one in rows))),
        own("#department", "department", "text", fitted(12, 24, (one.department for one in rows))),
        *([own("#state", "state", "choice", 11)] if campaign else []),
        *([own("#year", "year", "year", 11)] if several_years else []),
        *(
            Column(key=f"#{one}", header=SEVERITY[one].pick(lang), kind="count", width=8)
            for one in SEVERITIES
        ),
    ]


def _source(lang: Lang) -> list[Column]:
    block = WORDS["source"].pick(lang)
    return [
        Column(key="#file", header=WORDS["file"].pick(lang), block=block, kind="text", width=34),
        Column(key="#sheet", header=WORDS["sheet"].pick(lang), block=block, kind="text", width=18),
    ]


def _fields(
    edition: Edition,
    fields: Sequence[Field],
    lang: Lang,
    *,
    several_years: bool,
    longest: Mapping[str, int],
) -> list[Column]:
    columns: list[Column] = []
    block = WORDS["header"].pick(lang)
    for one in fields:
        title = edition.text(one.section).strip().strip("【】")
        if not title and columns and columns[-1].field and columns[-1].field.section:
            title = WORDS["other"].pick(lang)
        block = title or block
        kind = _kind(edition, one)
        labels = labels_of(edition, one)
        header = edition.label(one)
        if several_years and one.offset is not None:
            base = WORDS["year"].pick(lang)
            header = f"{edition.row_label(one)}（{base}{split_id(one.id)[1] or 0:+d}）"
        columns.append(
            Column(
                key=one.id,
                header=header,
                block=block,
                kind=kind,
                width=_width(kind, one, labels, longest.get(one.id, 0)),
                field=one,
                input=one.owner == "committee" and one.formula is None,
                hint=input_message(edition, one),
                labels=labels,
            )
        )
    return columns


def _kind(edition: Edition, one: Field) -> Kind:  # noqa: PLR0911 - one line per type
    if one.is_box:
        return "box"
    if one.type in NUMERIC:
        return "number"
    if one.type == "fiscal_year":
        return "year"
    if one.type == "date":
        return "date"
    if one.type in ("code", "phone"):
        return "code"
    if one.type == "paragraph":
        return "long"
    if one.type == "choice" and edition.options(one) is None:
        return "text"
    return "choice" if one.choices else "text"


def _width(kind: Kind, one: Field, labels: Mapping[str, str], longest: int) -> float:
    match kind:
        case "long":
            return 42
        case "text":
            return float(min(22, max(11, 2 * longest + 2)))
        case "choice":
            return fitted(11, 20, labels.values()) if labels else 20
        case "box":
            return fitted(9, 12, [one.label[:6]])
        case "number" if one.type == "amount":
            return 11.0 + display_width(one.unit or "")  # 999,999,999 and its unit
        case _:
            return 12


def unique(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Headings that Excel's tables accept: none twice, none empty, none over 255 characters."""
    taken: set[str] = set()
    out = []
    for one in columns:
        base = one.header.strip()[:240] or one.key
        header, n = base, 1
        while header.casefold() in taken:
            n += 1
            header = f"{base} ({n})"
        taken.add(header.casefold())
        out.append(replace(one, header=header))
    return tuple(out)
