"""The sheets beside the list: departments, reference sheets, parameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xltool.form import Reference, field_id
from xltool.form.model import Parameter
from xltool.report.master.cells import row_height
from xltool.report.master.page import set_page
from xltool.report.master.styles import COLOURS
from xltool.report.roster.examples import EXAMPLE_DEPARTMENT, EXAMPLE_MAIL, example_entry
from xltool.report.roster.plan import FIRST, HEADER, Pen, reference_columns
from xltool.report.roster.words import DEPARTMENTS, EXAMPLE, EXAMPLE_MARK, PARAMETERS, SHEETS, WORDS
from xltool.report.spreadsheet import Sheet, put
from xltool.text import Lang, Text

__all__ = ["draw_departments", "draw_parameters", "draw_reference"]

_A4 = 9
_LEAST_ROWS = 24
_SPARE = 8
_EXAMPLE_CONTACT = Text("庶務担当", "Front office")


def draw_departments(pen: Pen, sheet: Sheet, counted: tuple[str, str], owners: Sequence[str]) -> None:
    """``counted``: the ranges of departments and numbers in the list; ``owners``: the departments in it."""
    lang, contents = pen.lang, pen.contents
    heads = [_word(DEPARTMENTS[key], lang) for key in ("name", "mail", "contact")]
    mark = EXAMPLE_MARK.pick(contents.edition.form.language)
    example = (
        mark + EXAMPLE_DEPARTMENT.pick(contents.edition.form.language),
        EXAMPLE_MAIL.pick(contents.edition.form.language),
        _EXAMPLE_CONTACT.pick(contents.edition.form.language),
    )
    widths = (30.0, 36.0, 22.0, 10.0)
    name = SHEETS["departments"].pick(lang)
    pen.top(sheet, f"{contents.edition.title}　{name}", WORDS["departments_note"].pick(lang), sum(widths))
    rows = [example, *contents.departments]
    count = max(len(rows) + _SPARE, _LEAST_ROWS)
    others = "".join(f',{counted[1]},"<>{one}*"' for one in (EXAMPLE.ja, EXAMPLE.en))
    for at in range(count):
        row = rows[at] if at < len(rows) else ("", None, None)
        form = pen.cell(valign="vcenter", indent=1, **_example(at))
        for col, value in enumerate(row):
            put(sheet, FIRST + at, col, value, form)
        here = f"A{FIRST + at + 1}"
        total = sum(1 for one in owners if one == row[0])
        sheet.write_formula(
            FIRST + at,
            3,
            f'=IF({here}="","",COUNTIFS({counted[0]},{here}{others}))',
            pen.cell(valign="vcenter", align="center", bg_color=COLOURS["computed"], num_format="0;;"),
            total if row[0] else "",
        )
        sheet.set_row(FIRST + at, 20)
    _table(pen, sheet, "departments", [*heads, WORDS["count"].pick(lang)], widths, count)
    last = FIRST + count - 1
    for col, key in ((1, "mail_help"), (2, "contact_help")):
        sheet.data_validation(
            FIRST,
            col,
            last,
            col,
            {"validate": "any", "input_title": heads[col], "input_message": WORDS[key].pick(lang)},
        )
    _finish(pen, sheet, name)


def draw_reference(
    pen: Pen, sheet: Sheet, name: str, columns: tuple[str, ...], table: Reference | None
) -> None:
    lang = pen.contents.edition.form.language
    mark = EXAMPLE_MARK.pick(lang)
    example = tuple((mark if not i else "") + example_entry(one, lang) for i, one in enumerate(columns))
    widths = [40.0] * len(columns)
    note = WORDS["reference_note"].format(
        columns="・".join(columns) if pen.lang == "ja" else ", ".join(columns)
    )
    pen.top(sheet, f"{pen.contents.edition.title}　{name}", note.pick(pen.lang), sum(widths))
    rows = [example]
    if table is not None:
        places = [table.columns.index(one) for one in columns]
        rows += [tuple(row[place] for place in places) for row in table.rows]
    count = max(len(rows) + _SPARE, _LEAST_ROWS)
    for at in range(count):
        row = rows[at] if at < len(rows) else ("",) * len(columns)
        form = pen.cell(valign="vcenter", indent=1, num_format="@", **_example(at))
        for col, value in enumerate(row):
            put(sheet, FIRST + at, col, value, form)
        sheet.set_row(FIRST + at, max(20, row_height(zip(row, widths, strict=True))))
    _table(
        pen,
        sheet,
        f"reference_{list(reference_columns(pen.contents.edition.form)).index(name) + 1}",
        list(columns),
        widths,
        count,
    )
    _finish(pen, sheet, name)


def draw_parameters(pen: Pen, sheet: Sheet) -> None:
    lang, contents = pen.lang, pen.contents
    edition = contents.edition
    form = edition.form
    parameters = list(form.parameters.values())
    offsets = form.offsets if any(one.per_year for one in parameters) else ()
    heads = [_word(PARAMETERS[key], lang) for key in ("id", "label", "default", "common")]
    heads += [edition.year_label(edition.year + one) for one in offsets]
    widths = [26.0, 44.0, 14.0, 14.0, *(14.0 for _ in offsets)]
    name = SHEETS["parameters"].pick(lang)
    pen.top(sheet, f"{edition.title}　{name}", WORDS["parameters_note"].pick(lang), sum(widths))
    for at, one in enumerate(parameters, start=FIRST):
        fixed = pen.cell(valign="vcenter", indent=1, bg_color=COLOURS["computed"])
        put(sheet, at, 0, one.id, fixed)
        put(sheet, at, 1, one.label, fixed)
        put(
            sheet,
            at,
            2,
            one.default,
            pen.cell(valign="vcenter", bg_color=COLOURS["computed"], **_figure(one)),
        )
        put(sheet, at, 3, contents.parameters.get(one.id), _input(pen, one))
        for col, offset in enumerate(offsets, start=4):
            value = contents.parameters.get(field_id(one.id, offset))
            closed = pen.cell(bg_color="#E3E6EB")
            put(sheet, at, col, value if one.per_year else None, _input(pen, one) if one.per_year else closed)
        last = 3 + (len(offsets) if one.per_year else 0)
        if one.type == "number":
            sheet.data_validation(
                at,
                3,
                at,
                last,
                {
                    "validate": "decimal",
                    "criteria": "between",
                    "minimum": -1e15,
                    "maximum": 1e15,
                    "error_title": one.label[:32],
                    "error_message": WORDS["not_a_number"].pick(lang),
                },
            )
        sheet.set_row(at, 22)
    _table(pen, sheet, "parameters", heads, widths, len(parameters))
    _finish(pen, sheet, name, landscape=True)
    sheet.freeze_panes(FIRST, 2)


def _input(pen: Pen, one: Parameter) -> Any:
    return pen.cell(valign="vcenter", bg_color=COLOURS["input"], **_figure(one))


def _figure(one: Parameter) -> dict[str, Any]:
    if one.type == "text":
        return {"num_format": "@", "align": "center"}
    whole = not isinstance(one.default, float) or one.default.is_integer()
    return {"num_format": "#,##0" if whole else "#,##0.0###", "align": "right", "indent": 1}


def _example(at: int) -> dict[str, Any]:
    return {"italic": True, "font_color": COLOURS["soft"], "bg_color": COLOURS["computed"]} if at == 0 else {}


def _table(
    pen: Pen, sheet: Sheet, name: str, heads: Sequence[str], widths: Sequence[float], count: int
) -> None:
    for col, width in enumerate(widths):
        sheet.set_column(col, col, width)
    sheet.set_row(HEADER, 26)
    head = pen.style("head")
    sheet.add_table(
        HEADER,
        0,
        FIRST + count - 1,
        len(heads) - 1,
        {"name": name, "style": None, "columns": [{"header": one, "header_format": head} for one in heads]},
    )


def _finish(pen: Pen, sheet: Sheet, name: str, *, landscape: bool = False) -> None:
    set_page(sheet, title=pen.contents.edition.title, name=name)
    sheet.set_paper(_A4)
    if not landscape:
        sheet.set_portrait()
    sheet.repeat_rows(HEADER)
    sheet.freeze_panes(FIRST, 0)


def _word(words: tuple[str, ...], lang: Lang) -> str:
    return words[0 if lang == "ja" else 1]
