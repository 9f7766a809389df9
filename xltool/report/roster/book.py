"""The roster workbook: the list of projects, and what it is filled in from."""

from __future__ import annotations

from dataclasses import replace

from xlsxwriter.utility import xl_col_to_name

from xltool.errors import CannotWork
from xltool.report.master.styles import COLOURS, styles
from xltool.report.roster.columns import project_columns
from xltool.report.roster.guide import draw_guide
from xltool.report.roster.lists import LISTS, Followed, Lists
from xltool.report.roster.plan import FIRST, Contents, Pen, reference_columns
from xltool.report.roster.projects import LAST_ROW, Follows, draw_projects
from xltool.report.roster.sidesheets import draw_departments, draw_parameters, draw_reference
from xltool.report.roster.words import SHEETS
from xltool.report.spreadsheet import CREATED, workbook
from xltool.text import Text
from xltool.values import fold

__all__ = ["draw_roster"]

_FORBIDDEN = frozenset("[]:*?/\\")


def draw_roster(contents: Contents) -> bytes:
    """The workbook; same input, same bytes. Raises CannotWork for a reference sheet no workbook can have."""
    edition, lang = contents.edition, contents.lang
    references = reference_columns(edition.form)
    _check_names(references)
    if contents.reference:
        edition = replace(edition, reference=dict(contents.reference))
        contents = replace(contents, edition=edition)
    columns = project_columns(edition, lang)
    department = columns[2].key
    with workbook() as (book, target):
        book.set_properties({"title": SHEETS["projects"].pick(lang), "created": CREATED})
        pen = Pen(book=book, contents=contents, style=styles(book, lang), lists=Lists())
        projects = book.add_worksheet(SHEETS["projects"].pick(lang))
        departments = book.add_worksheet(SHEETS["departments"].pick(lang))
        counted = (_column(SHEETS["projects"].pick(lang), 2), _column(SHEETS["projects"].pick(lang), 0))
        draw_departments(pen, departments, counted, [str(row.get(department) or "") for row in contents.rows])
        for name, own in references.items():
            sheet = book.add_worksheet(name)
            sheet.set_tab_color(COLOURS["head_committee"])
            draw_reference(pen, sheet, name, own, contents.reference.get(name))
        draw_projects(pen, projects, _follows(pen, references))
        if edition.form.parameters:
            parameters = book.add_worksheet(SHEETS["parameters"].pick(lang))
            parameters.set_tab_color(COLOURS["head_committee"])
            draw_parameters(pen, parameters)
        guide = book.add_worksheet(SHEETS["guide"].pick(lang))
        guide.set_tab_color(COLOURS["soft"])
        draw_guide(pen, guide)
        pen.lists.write(book.add_worksheet(LISTS))
        projects.set_tab_color(COLOURS["head"])
        departments.set_tab_color(COLOURS["head_committee"])
        projects.activate()
    return target.getvalue()


def _column(sheet: str, col: int) -> str:
    letters = xl_col_to_name(col)
    return f"'{sheet}'!${letters}${FIRST + 1}:${letters}${LAST_ROW + 1}"


def _follows(pen: Pen, references: dict[str, tuple[str, ...]]) -> Follows:
    """The lists of departments, and of every column that a reference sheet fills."""
    contents = pen.contents
    edition = contents.edition
    names = [(name,) for name, _, _ in contents.departments]
    departments = pen.lists.followed(SHEETS["departments"].pick(pen.lang), ("#",), (0,), names)
    fields: dict[str, Followed] = {}
    for column in project_columns(edition, pen.lang):
        one = column.field
        if one is None or one.choices is None or one.choices.sheet is None:
            continue
        chain = [*edition.ancestors(one), one]
        path = tuple(
            field.choices.column
            for field in chain
            if field.choices and field.choices.column and field.choices.sheet == one.choices.sheet
        )
        if len(path) < len(chain):
            continue  # parents on another sheet: typed, and judged when it is read
        sheet = one.choices.sheet
        places = [references[sheet].index(part) for part in path]
        table = contents.reference.get(sheet)
        rows = [tuple(row[table.columns.index(part)] for part in path) for row in table.rows] if table else []
        fields[column.key] = pen.lists.followed(sheet, path, places, rows)
    return Follows(departments=departments, fields=fields)


def _check_names(references: dict[str, tuple[str, ...]]) -> None:
    """Sheets of the form's choices must be possible beside ours."""
    taken = {fold(name) for text in SHEETS.values() for name in (text.ja, text.en)} | {fold(LISTS), "history"}
    for name in references:
        if len(name) > 31 or _FORBIDDEN & set(name) or name.strip("'") != name or fold(name) in taken:
            raise CannotWork(
                Text(
                    f"様式の選択肢が参照する「{name}」は、対象事業一覧のブックのシート名にできません。"
                    "様式で別の名前（31 文字以内、記号なし）にしてください。",
                    f"The form's choices come from '{name}', which cannot be a sheet of the roster; "
                    "give it another name in the form (at most 31 characters, no signs).",
                )
            )
