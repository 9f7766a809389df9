"""The charts of the overview: their look, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from xltool.report.master.board import COLUMN, FIRST, LINE, WIDE, Board
from xltool.report.master.drawing import quoted_name
from xltool.report.master.figures import LEFT, cells
from xltool.report.master.styles import COLOURS, font_name

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart

__all__ = ["CHART_ROWS", "axes", "band", "chart", "place", "ramp", "series", "set_legend", "shades", "told"]

CHART_ROWS = 11
_GAP = 14  # pixels between two charts
_SHADES = ("#E9B44C", "#C3CCD8", "#5B8DB8", "#24476B")  # light to dark, told apart in grey as well
_RAMP = ("#24476B", "#5B8DB8", "#B9CDE2", "#F3D08A", "#D98E2B")  # best to worst
_DARK = ("#24476B", "#5B8DB8")  # labels on them are white
_NO_ZEROS = "#,##0;-#,##0;;"


def shades(n: int) -> list[str]:
    """Colours of series in order, the last one the darkest."""
    return [_SHADES[at % len(_SHADES)] for at in range(-min(n, len(_SHADES)), n - min(n, len(_SHADES)))]


def ramp(n: int) -> list[str]:
    """Colours of levels, the best first."""
    last = len(_RAMP) - 1
    return [_RAMP[round(at * last / max(n - 1, 1))] for at in range(n)]


def chart(board: Board, kind: Mapping[str, str], name: str, *, legend: bool = True) -> Chart:
    """An empty chart in the look of the book."""
    made = board.book.add_chart(dict(kind))
    assert made is not None
    font = _font(board)
    made.set_title({"name": name, "name_font": {**font, "size": 12, "bold": True, "color": COLOURS["head"]}})
    if legend:
        set_legend(board, made)
    else:
        made.set_legend({"none": True})
    made.set_chartarea({"border": {"color": COLOURS["line"]}, "fill": {"color": "#FFFFFF"}})
    made.set_plotarea({"fill": {"none": True}})
    return made


def set_legend(board: Board, made: Chart, without: Sequence[int] = ()) -> None:
    """Below, perhaps without some series."""
    made.set_legend({"position": "bottom", "font": _font(board), "delete_series": list(without)})


def axes(
    board: Board,
    made: Chart,
    *,
    unit: str | None = None,
    bars: bool = False,
    percent: bool = False,
    values_shown: bool = True,
) -> None:
    """The axis of names plain; that of values light, with its unit."""
    font = _font(board)
    quiet = {"line": {"none": True}, "major_tick_mark": "none", "minor_tick_mark": "none"}
    names = {"num_font": font, "line": {"color": COLOURS["line"]}, "major_tick_mark": "none"}
    values: dict[str, Any] = {
        **quiet,
        "num_font": {**font, "color": COLOURS["soft"]},
        "num_format": "0%" if percent else "#,##0",
        "major_gridlines": {"visible": True, "line": {"color": "#E4E7EC", "width": 0.75}},
        "min": 0,
    }
    if unit:
        values |= {"name": unit, "name_font": {**font, "bold": False, "color": COLOURS["soft"]}}
    if bars:  # the first name on top; the values all the same below
        made.set_y_axis(
            {**names, "reverse": True, "crossing": "max"} if values_shown else {**names, "reverse": True}
        )
        made.set_x_axis(
            values if values_shown else {"visible": False, "major_gridlines": {"visible": False}, "min": 0}
        )
    else:
        made.set_x_axis(names)
        made.set_y_axis(values)


def series(
    board: Board,
    names: tuple[int, int, int, int],
    values: tuple[int, int, int, int],
    called: tuple[int, int] | None,
    colour: str,
    *,
    labels: bool = True,
    inside: bool = False,
    **more: Any,
) -> dict[str, Any]:
    """One series: where its names and values stand, and the cell with its own name."""
    sheet = quoted_name(board.sheet.name)
    label_font = {**_font(board), "color": "#FFFFFF" if inside and colour in _DARK else COLOURS["ink"]}
    return {
        "categories": f"={sheet}!{cells(*names)}",
        "values": f"={sheet}!{cells(*values)}",
        **({"name": f"={sheet}!{cells(*called, *called).split(':')[0]}"} if called else {}),
        "fill": {"color": colour},
        "border": {"color": "#FFFFFF", "width": 0.75},
        **({"data_labels": {"value": True, "font": label_font, "num_format": _NO_ZEROS}} if labels else {}),
        **more,
    }


def band(count: int) -> int:
    """Rows that so many charts take, two beside each other."""
    return (count + 1) // 2 * CHART_ROWS + (1 if count else 0)


def place(board: Board, at: int) -> None:
    """All charts from this row on; the last of an odd number is as wide as two."""
    room = _pixels(FIRST) + (WIDE - 1) * _pixels(COLUMN)
    half = (room - _GAP) // 2
    tall = round(CHART_ROWS * LINE * 96 / 72) - _GAP
    for n, one in enumerate(board.pictures):
        alone = n % 2 == 0 and n == len(board.pictures) - 1
        one.chart.set_size({"width": room if alone else half, "height": tall})
        where = {"x_offset": (n % 2) * (half + _GAP), "y_offset": 2, "description": one.words}
        board.sheet.insert_chart(at + n // 2 * CHART_ROWS, LEFT, one.chart, where)


def told(name: str, pairs: Sequence[tuple[str, object]]) -> str:
    """A chart in words."""
    return f"{name}: " + ", ".join(f"{label} {value}" for label, value in pairs)


def _font(board: Board) -> dict[str, Any]:
    return {"name": font_name(board.lang), "size": 9, "color": COLOURS["ink"]}


def _pixels(width: float) -> int:
    return int(width * 7 + 0.5) + 5
