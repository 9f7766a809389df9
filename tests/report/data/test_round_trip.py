"""Every format says the same as the records, value for value."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.faults.city import make_city, make_review_city
from tests.report.data.folders import duck, in_blocks, sqlite
from tests.report.sheets import any_record
from xltool.book.record import Record
from xltool.form.model import NUMERIC
from xltool.report.data import write_data
from xltool.report.frames import IDENTITY, STANDIN
from xltool.report.master.matter import Matter

SEED = random.Random(7)
Row = dict[str, Any]


def records() -> list[Record]:
    """Clean sheets of both forms, and made-up ones with something in every field and nasty texts."""
    city, reviews = make_city("data", 2026, 500), make_review_city("data", 500)
    made = [*city.records(), *reviews.records()]
    made += [any_record(city.edition, n, SEED) for n in range(1, 501)]
    made += [any_record(reviews.edition, n, SEED) for n in range(501, 1001)]
    for one, text in zip(made[1500:], NASTY, strict=False):
        one.values["name"] = text
    made[1200].values["cost.direct[0]"] = 0.1 + 0.2
    made[1201].values["cost.direct[0]"] = 1e21
    made[1202].values["cost.direct[0]"] = -1 / 3
    SEED.shuffle(made)
    return made


NASTY = [
    "=1+1",
    "+1",
    "a,b",
    'say "x"',
    "two\nlines",
    "\r\n",
    " ",
    "\ttab",
    "00832",
    "1e5",
    "NULL",
    "true",
    "吉𠮷",
]


@pytest.fixture(scope="module")
def piled(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Record], Path]:
    own = records()
    assert len(own) == 2000
    folder = tmp_path_factory.mktemp("data")
    write_data(folder, Matter(blocks=in_blocks(own, 300), files=0), public=False, lang="ja")
    return own, folder


def value_of(one: Record, row: Row) -> dict[str, Any]:
    """A row of the wide table as ``extract`` would say it."""
    fields = one.edition.form.fields
    return {
        key: row[f"{key}.standin"] if of.also and row[key] is None else row[key] for key, of in fields.items()
    }


def same(own: list[Record], rows: Iterator[Row]) -> None:
    for count, (one, row) in enumerate(zip(own, rows, strict=True), start=1):
        assert (row["record"], row["project"], row["file"]) == (count, one.project, one.file)
        got = value_of(one, row)
        assert got == one.values, {
            key: (got[key], one.values[key]) for key in got if got[key] != one.values[key]
        }
        numbers = [key for key, of in one.edition.form.fields.items() if of.type in (*NUMERIC, "fiscal_year")]
        assert not [key for key in numbers if isinstance(got[key], bool)]
        others = {key: row[key] for key in row.keys() - IDENTITY.keys() - {"record"}}
        assert not [
            key for key in others if key.removesuffix(STANDIN) not in one.values and others[key] is not None
        ]


def test_parquet(piled: tuple[list[Record], Path]) -> None:
    same(piled[0], iter(pq.read_table(piled[1] / "records.parquet").to_pylist()))


def test_duckdb(piled: tuple[list[Record], Path]) -> None:
    columns = [row[0] for row in duck(piled[1], "DESCRIBE records")]
    rows = duck(piled[1], "SELECT * FROM records ORDER BY record")
    same(piled[0], (dict(zip(columns, row, strict=True)) for row in rows))


def test_sqlite(piled: tuple[list[Record], Path]) -> None:
    columns = [row[1] for row in sqlite(piled[1], "PRAGMA table_info(records)")]
    rows = sqlite(piled[1], "SELECT * FROM records ORDER BY record")
    same(piled[0], (dict(zip(columns, row, strict=True)) for row in rows))


@pytest.mark.parametrize("name", ["records.csv", "records.excel.csv"])
def test_csv(piled: tuple[list[Record], Path], name: str) -> None:
    """Types come from the package's Table Schema, as any reader of the package would take them."""
    package = json.loads((piled[1] / "datapackage.json").read_text("utf-8"))
    types = {one["name"]: one["type"] for one in package["resources"][0]["schema"]["fields"]}
    excel = name == "records.excel.csv"

    def value(text: str, kind: str) -> Any:
        if text == "":
            return None
        if excel and text[:1] == "'":
            text = text[1:]
        read = {"integer": int, "number": float, "boolean": lambda word: {"true": True, "false": False}[word]}
        return read.get(kind, str)(text)

    encoding = "utf-8-sig" if excel else "utf-8"
    with (piled[1] / name).open(encoding=encoding, newline="") as file:
        rows = ({key: value(text, types[key]) for key, text in row.items()} for row in csv.DictReader(file))
        same(piled[0], rows)
    assert (piled[1] / name).read_bytes().startswith(b"\xef\xbb\xbf") == excel


def test_json_lines_are_the_records_of_extract(piled: tuple[list[Record], Path]) -> None:
    with (piled[1] / "records.jsonl").open(encoding="utf-8") as file:
        for one, line in zip(piled[0], file, strict=True):
            assert json.loads(line) == one.to_json()


@pytest.mark.parametrize("source", ["parquet", "duckdb", "sqlite"])
def test_the_long_table_has_every_value_with_its_year(piled: tuple[list[Record], Path], source: str) -> None:
    query = "SELECT record, field, number, standin, value, fiscal_year, series FROM cells ORDER BY record"
    if source == "parquet":
        table = pq.read_table(piled[1] / "cells.parquet").select(
            ["record", "field", "number", "standin", "value", "fiscal_year", "series"]
        )
        rows = list(zip(*table.to_pydict().values(), strict=True))
    else:
        rows = (duck if source == "duckdb" else sqlite)(piled[1], query)
    assert len(rows) == sum(len(one.values) for one in piled[0])
    for number, key, amount, standin, text, year, series in rows:
        one = piled[0][number - 1]
        of, expected = one.edition.form.fields[key], one.values[key]
        assert (series, year) == (of.row, None if of.offset is None else one.year + of.offset)
        if isinstance(expected, str):
            assert (text, standin) == (expected, expected if of.also else None)
        elif expected is None or isinstance(expected, bool):
            assert (amount, standin) == (None, None)
            assert text == (None if expected is None else str(expected).lower())
        else:
            assert (amount, standin) == (expected, None)


def test_a_number_keeps_all_its_digits_in_text(piled: tuple[list[Record], Path]) -> None:
    text = (piled[1] / "records.csv").read_text("utf-8")
    assert ",0.30000000000000004," in text
    assert ",1000000000000000000000," in text
