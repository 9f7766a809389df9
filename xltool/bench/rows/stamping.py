"""One workbook made: stamped by us, drawn by XlsxWriter, loaded, set and saved by openpyxl."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path

from xltool.bench.corpus import corpus, sheets
from xltool.bench.drawing import contents, drawing_of, drawn, set_and_saved
from xltool.bench.measure import agree, alternately
from xltool.bench.model import Row, Target
from xltool.bench.sizes import Sizes
from xltool.book import Assignment, draw, read_book, stamp, stamp_many
from xltool.text import Text

__all__ = ["stamping"]

_NAME = Text(
    "記入済みブックの作成（数式の値も計算）",
    "stamp a prefilled workbook, formula values computed",
)


def stamping(sizes: Sizes, folder: Path) -> Iterator[Row]:  # noqa: ARG001 - nothing is written
    """Formulas, values and the look are the same; openpyxl computes no formula."""
    own = corpus().edition
    blank = draw(own)
    books = [[Assignment(values=values)] for values in sheets(sizes.stamped)]
    made = list(stamp_many(blank, books))
    few = range(min(sizes.stamped, _DRAWN))
    drawings = [drawing_of(made[at]) for at in few]
    for at in few:
        agree("XlsxWriter", contents(made[at]), contents(drawn(drawings[at])))

    empty = stamp(blank, [Assignment(values={})])
    places = {
        blank.cells[one.id]: blank.addresses[one.id]
        for one in own.form.fields.values()
        if one.formula is None
    }
    values = [_inputs(made[at], places) for at in few]
    for given in values:
        agree("openpyxl", given, _inputs(set_and_saved(empty, given), places))

    ours, theirs, saved = alternately(
        lambda: deque(stamp_many(blank, books), maxlen=0),  # kept as little as those of the others
        lambda: [drawn(one) for one in drawings],
        lambda: [set_and_saved(empty, given) for given in values],
        rounds=sizes.rounds,
    )
    for against, other, least in (
        (Text("XlsxWriter で同じものを描く", "XlsxWriter drawing the same"), theirs, 80),
        (Text("openpyxl で開いて記入し保存", "openpyxl load, set, save"), saved, 600),
    ):
        yield Row(
            name=_NAME,
            against=against,
            ours=ours / len(books) * 1000,
            other=other / len(few) * 1000,
            unit="ms",
            target=Target(least=True, value=least, unit="x"),
            n=len(books),
            n_other=len(few),
            runs=sizes.rounds,
        )


_DRAWN = 10  # workbooks that the others make in a run


def _inputs(workbook: bytes, places: Mapping[tuple[int, int], str]) -> dict[str, object]:
    """What stands in the input cells of the first sheet, by address; empty ones left out."""
    cells = read_book(workbook).sheets[0].cells
    return {ref: cells[at].value for at, ref in places.items() if at in cells and cells[at].value is not None}
