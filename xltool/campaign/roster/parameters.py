"""The sheet パラメータ: one row per parameter, a value for all years and one per fiscal year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xltool.book.normalise import raw_text
from xltool.book.raw import CellValue
from xltool.campaign.roster.grid import Found, Grid, content, merged
from xltool.form import Form, field_id
from xltool.form.model import Parameter
from xltool.form.source import hint
from xltool.report.roster.words import PARAMETERS, SHEETS
from xltool.text import Text
from xltool.values import fold, format_number, read_number, read_year, year_label

__all__ = ["read_roster_parameters"]

_DEEPEST_HEADER = 60
Values = dict[str, float | str | None]


@dataclass(frozen=True, kw_only=True)
class _Table:
    grid: Grid
    header: int
    ids: int  # column
    common: int | None
    years: Mapping[int, int]  # offset -> column


def read_roster_parameters(
    grids: Sequence[Grid], form: Form, year: int, given: Mapping[str, float | str | None], found: Found
) -> Values:
    """The values of the sheet; ``given`` is what campaign.yaml says, which must not be contradicted."""
    names = (fold(SHEETS["parameters"].ja), fold(SHEETS["parameters"].en))
    grid = next((one for one in grids if fold(one.name) in names), None)
    if grid is None:
        return {}
    table = _table(grid, form, year, found)
    if table is None:
        return {}
    out: Values = {}
    columns = [one for one in (table.ids, table.common, *table.years.values()) if one is not None]
    rows = grid.rows_with_content(table.header, columns)
    merged(grid, columns, rows, found)
    for row in rows:
        for key, col, value in _row(table, form, row, found):
            own = given.get(key)
            if own is not None and own != value:
                found.wrong(
                    grid.at(row, col),
                    f"ここでは {_shown(value)} ですが、campaign.yaml の {key} は {_shown(own)} です。"
                    "どちらかを消すか、そろえてください。",
                    f"Here it is {_shown(value)}, in campaign.yaml {key} is {_shown(own)}; "
                    "remove one of them, or make them agree.",
                )
            out[key] = value
    return out


def _table(grid: Grid, form: Form, year: int, found: Found) -> _Table | None:
    known = {fold(word): key for key, words in PARAMETERS.items() for word in words}
    for row in (one for one in grid.rows if one <= _DEEPEST_HEADER):
        heads = {col: known.get(fold(text)) for col, text in grid.headings(row).items()}
        if "id" not in heads.values() or len(heads) < 2:
            continue
        by_key = {key: col for col, key in reversed(heads.items()) if key}
        return _Table(
            grid=grid,
            header=grid.below_heading(row, heads),
            ids=by_key["id"],
            common=by_key.get("common"),
            years=_years(grid, row, [col for col, key in heads.items() if key is None], form, year, found),
        )
    found.wrong(
        grid.name,
        "見出し「ID」「共通」の行が見つかりません。xltool init で作り直すと、正しい形のシートができます。",
        "There is no row with the headings 'ID' and 'All years'; xltool init makes the sheet anew.",
    )
    return None


def _years(
    grid: Grid, row: int, columns: Sequence[int], form: Form, year: int, found: Found
) -> dict[int, int]:
    """Offset -> column of the fiscal years; a year that the form does not have is told."""
    out: dict[int, int] = {}
    for col in columns:
        cell = grid.cell(row, col).value
        reading = read_year(cell if isinstance(cell, str | float) else None, base_year=year)
        if not reading.clear or not isinstance(reading.value, int):
            continue
        offset = reading.value - year
        if offset in form.offsets:
            out.setdefault(offset, col)
            continue
        labels = "、".join(year_label(year + one, base_year=year, lang=form.language) for one in form.offsets)
        found.wrong(
            grid.at(row, col),
            f"「{grid.text(row, col)}」は基準年度 {year} の様式の年度ではありません（{labels}）。"
            "年度の見出しと値を直してください。",
            f"'{grid.text(row, col)}' is no year of the form at base year {year} ({labels}); "
            "correct the heading and its values.",
        )
    return out


def _row(table: _Table, form: Form, row: int, found: Found) -> list[tuple[str, int, float | str]]:
    """(parameter, column, value) of every filled cell of a row."""
    grid = table.grid
    name = grid.text(row, table.ids)
    one = form.parameters.get(name)
    cells = [(None, table.common), *table.years.items()]
    filled = [(offset, col) for offset, col in cells if col is not None and grid.text(row, col)]
    if one is None:
        if name and filled:
            advice = hint(
                name,
                form.parameters,
                Text("行を削除してください。", "delete the row."),
            )
            found.wrong(
                grid.at(row, table.ids),
                f"様式 {form.id} に「{name}」というパラメータはありません。{advice.ja}",
                f"The form {form.id} has no parameter '{name}'; {advice.en}",
            )
        return []
    out: list[tuple[str, int, float | str]] = []
    for offset, col in filled:
        cell = content(grid, row, col, found)
        if cell is None:
            continue
        if offset is not None and not one.per_year:
            found.wrong(
                grid.at(row, col),
                f"「{one.label}」は年度によらない値です。「共通」の列に書いてください。",
                f"'{one.label}' has no value per year; write it into the column for all years.",
            )
            continue
        value = _value(one, cell.value, grid.at(row, col), found)
        if value is not None:
            out.append((one.id if offset is None else field_id(one.id, offset), col, value))
    return out


def _value(one: Parameter, raw: CellValue, at: str, found: Found) -> float | str | None:
    if one.type == "text":
        return " ".join(raw_text(raw).split())
    reading = read_number(raw if isinstance(raw, str | float) else None, unit=None, kind="decimal")
    if reading.clear and isinstance(reading.value, int | float):
        return float(reading.value)
    note = reading.note or Text("数値ではありません。", "This is no number.")
    found.wrong(at, f"{one.label}: {note.ja}", f"{one.label}: {note.en}")
    return None


def _shown(value: float | str) -> str:
    return format_number(value) if isinstance(value, float) else value
