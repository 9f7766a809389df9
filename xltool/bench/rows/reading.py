"""One workbook read: located and normalised by us, every cell of it by others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from xltool.bench.corpus import corpus, write_books
from xltool.bench.measure import agree, alternately
from xltool.bench.model import Row, Target
from xltool.bench.reading import Cells, Sheets, with_calamine, with_openpyxl
from xltool.bench.sizes import Sizes
from xltool.book import Library, Record, read_file
from xltool.book.a1 import parse_address
from xltool.text import Text

__all__ = ["plain_text", "reading"]

_NAME = Text(
    "ブック1件の読み取り（値・数式・名前・識別情報、項目の位置の特定と正規化まで）",
    "read one: values, formulas, names, identity, located and normalised",
)


def reading(sizes: Sizes, folder: Path) -> Iterator[Row]:
    """All have to find what stands in the cells of the fields."""
    paths = write_books(folder / "one", sizes.single, workers=1)
    library = Library(reference=corpus().reference)

    def ours() -> list[Record]:
        return [read_file(path, file=path.name, library=library).records[0] for path in paths]

    few = paths[: sizes.slow or len(paths)][:_SLOW]
    records = ours()
    agree(
        "openpyxl",
        _texts(records[: len(few)]),
        [_found(r, with_openpyxl(p)[0]) for r, p in zip(records, few, strict=False)],
    )
    agree(
        "python-calamine",
        _texts(records),
        [_listed(r, with_calamine(p)) for r, p in zip(records, paths, strict=True)],
    )

    mine, slow, quick = alternately(
        ours,
        lambda: [with_openpyxl(path) for path in few],
        lambda: [with_calamine(path) for path in paths],
        rounds=sizes.rounds,
    )
    for against, other, n, least in (
        (
            Text(
                "openpyxl の読み取り専用を2回（値と数式、位置の特定なし）",
                "openpyxl read-only twice (values + formulas), no locating",
            ),
            slow,
            len(few),
            10.0,
        ),
        (Text("python-calamine、値だけ", "python-calamine, values only"), quick, len(paths), 0.25),
    ):
        yield Row(
            name=_NAME,
            against=against,
            ours=mine / len(paths) * 1000,
            other=other / n * 1000,
            unit="ms",
            target=Target(least=True, value=least, unit="x"),
            n=len(paths),
            n_other=n,
            runs=sizes.rounds,
        )


_SLOW = 20  # workbooks that openpyxl reads in a run


def _texts(records: Sequence[Record]) -> list[dict[str, str]]:
    """What stood in the cells; a form that says nothing of a cell says an empty text."""
    return [{key: plain_text(one.raw.get(key)) for key in one.cells} for one in records]


def _found(record: Record, cells: Cells) -> dict[str, str]:
    return {key: plain_text(cells.get((record.sheet, cell))) for key, cell in record.cells.items()}


def _listed(record: Record, sheets: Sheets) -> dict[str, str]:
    """The same of calamine, whose rows and columns are counted from 0."""
    rows = sheets[record.sheet]
    found = {}
    for key, cell in record.cells.items():
        row, col = parse_address(cell) or (0, 0)
        inside = row <= len(rows) and col <= len(rows[row - 1])
        found[key] = plain_text(rows[row - 1][col - 1] if inside else None)
    return found


def _number(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text


def plain_text(value: object) -> str:
    """One spelling for what libraries return as int, float or text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    number = _number(value) if isinstance(value, str) else value
    return f"{number:.12g}" if isinstance(number, int | float) else str(number).replace("\r\n", "\n")
