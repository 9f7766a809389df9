"""Findings as a table, one row per place: CSV for programs and Excel, a workbook with filters for people."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from xltool.errors import CannotWork
from xltool.finding import Finding, Place, rank
from xltool.report.compare import STATE_WORDS
from xltool.report.master.cells import quoted, row_height
from xltool.report.master.page import set_page
from xltool.report.master.styles import COLOURS, styles
from xltool.report.master.tally import owners
from xltool.report.master.words import SEVERITY, SHEETS, WORDS
from xltool.report.rulebook import rulebook, title_of
from xltool.report.spreadsheet import CREATED, Sheet, put, workbook
from xltool.report.tables import harmless
from xltool.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.format import Format

    from xltool.book.record import Record
    from xltool.report.compare import Comparison

__all__ = ["findings_csv", "findings_xlsx"]

_COLUMNS: tuple[tuple[str, float, bool], ...] = (  # name, width in the workbook, centred
    ("severity", 9, True),
    ("project", 10, True),
    ("department", 20, False),
    ("label", 28, False),
    ("cell", 8, True),
    ("value", 20, False),
    ("message", 54, False),
    ("remedy", 38, False),
    ("expected", 16, False),
    ("actual", 16, False),
    ("explanation", 28, False),
    ("state", 9, True),
    ("id", 24, False),
    ("title", 26, False),
    ("file", 30, False),
    ("sheet", 16, False),
    ("field", 22, False),
    ("phase", 12, True),
)
_HEADS: dict[str, Text] = {
    **{
        key: WORDS[key] for key in ("severity", "project", "department", "cell", "value", "message", "remedy")
    },
    **{key: WORDS[key] for key in ("explanation", "file", "sheet")},
    "label": WORDS["field"],
    "expected": Text("期待される値", "Expected"),
    "actual": Text("実際の値", "Actual"),
    "state": Text("前回比", "Compared"),
    "id": WORDS["rule"],
    "title": Text("ルールの名称", "Rule title"),
    "field": Text("項目ID", "Field id"),
    "phase": Text("段階", "Phase"),
}
_PHASES: dict[str, Text] = {
    "submission": Text("提出", "submission"),
    "committee": Text("委員会", "committee"),
}
_OPTIONAL = ("expected", "actual", "explanation", "state")  # columns that people see only when they are used
_MOST_ROWS = 1_048_575  # of an Excel sheet below the heads
Row = dict[str, str]


def findings_csv(
    findings: Sequence[Finding],
    *,
    records: Sequence[Record] = (),
    lang: Lang = "ja",
    compare: Comparison | None = None,
) -> bytes:
    """UTF-8 with a byte order mark; heads and severities as in the JSON, and no text that Excel would run."""
    names = [name for name, _, _ in _COLUMNS if compare or name != "state"]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    for row in _rows(findings, records, lang, compare):
        writer.writerow([harmless(row[name]) for name in names])
    return codecs.BOM_UTF8 + text.getvalue().encode("utf-8", "replace")


def findings_xlsx(
    findings: Sequence[Finding],
    *,
    records: Sequence[Record] = (),
    lang: Lang = "ja",
    compare: Comparison | None = None,
) -> bytes:
    """A table with filters, the most serious first. Raises CannotWork for more rows than a sheet has."""
    rows = sorted(_rows(findings, records, lang, compare), key=lambda row: int(row["rank"]))
    _refuse_too_long(len(rows))
    idle = {"phase"} if all(row["phase"] == "submission" for row in rows) else set()
    idle |= {name for name in _OPTIONAL if not any(row[name] not in ("", row["value"]) for row in rows)}
    columns = [one for one in _COLUMNS if one[0] not in idle]
    title = SHEETS["findings"].pick(lang)
    with workbook() as (book, target):
        book.set_properties({"title": title, "created": CREATED})
        style = styles(book, lang)
        sheet = book.add_worksheet(title)
        sheet.set_row(0, 24)
        for at, row in enumerate(rows, start=1):
            _draw(sheet, at, row, columns, style, lang)
        heads = [
            {"header": _HEADS[name].pick(lang), "header_format": style("head")} for name, _, _ in columns
        ]
        if not rows:
            at = [name for name, _, _ in columns].index("message")
            put(sheet, 1, at, WORDS["no_findings"].pick(lang), style("cell"))
        options = {"name": "findings", "style": None, "columns": heads}
        sheet.add_table(0, 0, max(len(rows), 1), len(columns) - 1, options)
        for col, (_, width, _) in enumerate(columns):
            sheet.set_column(col, col, width)
        sheet.freeze_panes(1, 3)
        sheet.set_zoom(90)
        set_page(sheet, title=title, name="xltool check")
        sheet.repeat_rows(0)
    return target.getvalue()


def _draw(
    sheet: Sheet,
    at: int,
    row: Row,
    columns: Sequence[tuple[str, float, bool]],
    style: Callable[..., Format],
    lang: Lang,
) -> None:
    shown = {
        **row,
        "severity": SEVERITY[row["severity"]].pick(lang),  # type: ignore[index]
        "phase": _PHASES[row["phase"]].pick(lang),
        "state": STATE_WORDS[row["state"]].pick(lang) if row["state"] else "",
    }
    for col, (name, _, centred) in enumerate(columns):
        changes = {"bg_color": COLOURS[row["severity"]], "bold": True} if name == "severity" else {}
        changes |= quoted(shown[name]) | ({"align": "center"} if centred else {})
        put(sheet, at, col, shown[name], style("cell", num_format="@", **changes))
    sheet.set_row(at, row_height([(shown[name], width) for name, width, _ in columns], most_lines=12))


def _rows(
    findings: Sequence[Finding], records: Sequence[Record], lang: Lang, compare: Comparison | None
) -> Iterator[Row]:
    book = rulebook(findings, records)
    for at, (one, owner) in enumerate(zip(findings, owners(records, findings), strict=True)):
        record = records[owner] if owner is not None else None
        for place in one.places or (Place(),):
            known = record.edition.form.fields.get(place.field or "") if record else None
            yield {
                "rank": str(rank(one.severity)),
                "severity": one.severity,
                "id": one.id,
                "title": title_of(one, book).pick(lang),
                "phase": one.phase,
                "project": one.project or "",
                "department": one.department or "",
                "file": one.file or "",
                "sheet": place.sheet or "",
                "cell": place.cell or "",
                "field": place.field or "",
                "label": record.edition.label(known) if record and known else "",
                "value": place.value or "",
                "message": one.message.pick(lang),
                "remedy": one.remedy.pick(lang),
                "expected": one.expected or "",
                "actual": one.actual or "",
                "explanation": one.explanation or "",
                "state": compare.states[at] if compare else "",
            }


def _refuse_too_long(rows: int) -> None:
    if rows > _MOST_ROWS:
        raise CannotWork(
            Text(
                f"指摘の {rows:,} 行は Excel のシートに収まりません。.csv で出力してください。",
                f"{rows:,} rows of findings do not fit on an Excel sheet; write .csv instead.",
            )
        )
