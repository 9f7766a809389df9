"""Which columns the project list has: the form's fields under unique labels, block by block."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from xltool.finding import SEVERITIES
from xltool.form import NUMERIC, Edition, Field, split_id
from xltool.report.frames import fields_of
from xltool.report.master.listing import Column, Kind, Listing, Row, own_value
from xltool.report.master.words import SEVERITY, WORDS
from xltool.text import Lang, display_width

__all__ = ["list_of"]


def list_of(rows: Sequence[Row], sheet: str, lang: Lang) -> Listing:
    """The list of the sheets of one form."""
    edition = max((row.record.edition for row in rows), key=lambda e: (e.year, e.form.version))
    years = {row.record.year for row in rows}
    lead = _lead(rows, lang, several_years=len(years) > 1)
    identity = edition.form.identity
    shown = {identity.project, identity.name, identity.department}
    fields = [one for key, one in fields_of([row.record for row in rows]).items() if key not in shown]
    columns = [*lead, *_fields(edition, fields, lang, several_years=len(years) > 1), *_source(lang)]
    return Listing(
        sheet=sheet,
        form=edition.form.id,
        title=edition.title,
        edition=edition,
        rows=tuple(rows),
        columns=_unique(columns),
        lead=len(lead),
    )


def _lead(rows: Sequence[Row], lang: Lang, *, several_years: bool) -> list[Column]:
    names = [str(own_value(row, "#name") or "") for row in rows]
    departments = [str(own_value(row, "#department") or "") for row in rows]

    def own(key: str, word: str, kind: Kind, width: float) -> Column:
        return Column(key=key, header=WORDS[word].pick(lang), block="", kind=kind, width=width)

    return [
        Column(key="#no", header="No.", block="", kind="serial", width=6),
        own("#project", "project", "code", 10),
        own("#name", "name", "text", _between(18, 32, names)),
        own("#department", "department", "text", _between(12, 24, departments)),
        *([own("#year", "year", "year", 11)] if several_years else []),
        *(
            Column(key=f"#{one}", header=SEVERITY[one].pick(lang), block="", kind="count", width=8)
            for one in SEVERITIES
        ),
    ]


def _source(lang: Lang) -> list[Column]:
    block = WORDS["source"].pick(lang)
    return [
        Column(key="#file", header=WORDS["file"].pick(lang), block=block, kind="text", width=34),
        Column(key="#sheet", header=WORDS["sheet"].pick(lang), block=block, kind="text", width=18),
    ]


def _fields(edition: Edition, fields: Sequence[Field], lang: Lang, *, several_years: bool) -> list[Column]:
    columns: list[Column] = []
    block = WORDS["header"].pick(lang)
    for one in fields:
        title = edition.text(one.section).strip().strip("【】")
        if not title and columns and columns[-1].field and columns[-1].field.section:
            title = WORDS["other"].pick(lang)
        block = title or block
        kind = _kind(edition, one)
        labels = _labels(edition, one)
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
                width=_width(kind, labels, header),
                field=one,
                committee=one.owner == "committee",
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


def _labels(edition: Edition, one: Field) -> dict[str, str]:
    if one.choices is None or one.choices.sheet is not None or one.type == "score":
        return {}
    return {code: edition.text(label) for code, label in one.choices.options}


def _width(kind: Kind, labels: Mapping[str, str], header: str) -> float:
    match kind:
        case "long":
            return 42
        case "text":
            return 22
        case "choice":
            return _between(11, 20, labels.values())
        case "box":
            return _between(9, 12, [header[:6]])
        case "code":
            return 12
        case _:
            return 12


def _between(least: float, most: float, texts: Iterable[str]) -> float:
    return float(min(most, max([least, *(display_width(text) + 2.0 for text in texts)])))


def _unique(columns: Sequence[Column]) -> tuple[Column, ...]:
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
