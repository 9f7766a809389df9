"""Block by block the outputs are the same as all at once."""

from __future__ import annotations

import io
import itertools
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.report.sheets import any_record, finding, jimu, record
from xltool.book.record import Record
from xltool.cli import extracting
from xltool.errors import CannotWork
from xltool.finding import Finding
from xltool.form import edition, find_form
from xltool.report import tables
from xltool.report.blocks import Blocks, Spill, whole
from xltool.report.files import replacing
from xltool.report.registry import DATA, WRITERS, Choices, format_of
from xltool.report.tables import csv_bytes

SMALL = edition(find_form("quarterly-review"), 2026)
RNG = random.Random(4)
RECORDS = [
    *(any_record(jimu(2017), number, RNG) for number in range(1, 10)),  # the other forms come late
    *(any_record(jimu(2018) if number % 2 else SMALL, number, RNG) for number in range(10, 30)),
]
FINDINGS = [finding(one) for one in RECORDS[::3]]
EVERY = [Choices(raw=True, lang="en"), Choices(safe=True)]


@pytest.fixture
def spill(tmp_path: Path) -> Iterator[Spill]:
    with Spill(tmp_path) as own:
        yield own


def written(given: Blocks, name: str, how: Choices) -> bytes:
    target = io.BytesIO()
    WRITERS[name](given, target, how)
    return target.getvalue()


def add_all(spill: Spill, records: Sequence[Record], findings: Sequence[Finding], size: int = 7) -> Blocks:
    for start in range(0, len(records), size):
        some = records[start : start + size]
        files = {one.file for one in some}
        spill.add(some, [one for one in findings if one.file in files])
    return spill.blocks


@pytest.mark.parametrize("how", EVERY)
@pytest.mark.parametrize("name", WRITERS)
def test_blocks_give_what_the_whole_gives(spill: Spill, name: str, how: Choices) -> None:
    there, here = add_all(spill, RECORDS, FINDINGS), whole(RECORDS, FINDINGS)
    assert there.count == len(RECORDS)
    pieces, once = written(there, name, how), written(here, name, how)
    if name.endswith("parquet"):
        left, right = (pd.read_parquet(io.BytesIO(data)) for data in (pieces, once))
        pd.testing.assert_frame_equal(left, right)
        assert left.attrs == right.attrs
    else:
        assert pieces == once


def test_what_is_in_memory_comes_in_blocks_too() -> None:
    """Ten thousand sheets as one block of cells took 600 MB when a master was written."""
    many = RECORDS * 20
    for _ in range(2):
        blocks = list(whole(many, ()).records())
        assert [one for block in blocks for one in block] == many
        assert max(len(block) for block in blocks) < len(many) / 2


@pytest.mark.parametrize("name", WRITERS)
def test_nothing_at_all_is_a_table_too(spill: Spill, name: str) -> None:
    spill.add([], [])
    assert written(spill.blocks, name, Choices()) == DATA[name]([], [], "ja")


def test_the_json_is_one_document_in_the_shape_of_the_contract(spill: Spill) -> None:
    shape = json.loads(written(add_all(spill, RECORDS, FINDINGS), "json", Choices()))
    assert shape == {
        "records": [one.to_json() for one in RECORDS],
        "findings": [one.to_json("ja") for one in FINDINGS],
    }


def test_the_types_of_columns_do_not_depend_on_what_a_block_holds(spill: Spill) -> None:
    filled = any_record(SMALL, 1, RNG)
    for one in (record(SMALL, 2), replace(filled, values={**filled.values, "weights": 99.5})):
        spill.add([one], [])
    back = pd.read_parquet(io.BytesIO(written(spill.blocks, "parquet", Choices())))
    assert str(back["weights"].dtype) == "Float64"  # computed
    assert back["weights"][1] == 99.5
    assert {str(back[key].dtype) for key, one in SMALL.form.fields.items() if one.type == "text"} == {
        "string"
    }


@pytest.mark.parametrize("number", [10**20, 10**400, 2**63])
def test_a_number_that_no_column_holds_is_na_and_kept_as_text(number: int) -> None:
    one = record(jimu(), 1, **{"item.validity.score": number, "cost.direct[0]": number})
    for name in ("csv", "parquet", "xlsx", "long.csv", "long.parquet"):
        assert DATA[name]([one], [], "ja")
    assert str(number) in csv_bytes([one], raw=True).decode()
    assert str(number) in csv_bytes([one], long=True).decode()


def test_half_a_surrogate_pair_is_written() -> None:
    one = record(jimu(), 1, **{"header.name": "吉\ud842"})
    for name in WRITERS:
        assert DATA[name]([one], [], "ja")
    back = pd.read_parquet(io.BytesIO(DATA["parquet"]([one], [], "ja")))
    assert back["header.name"][0] == "吉?"


def test_raw_stands_beside_its_value() -> None:
    one = replace(record(jimu(), 1, **{"activity.1.target[0]": "設定困難"}), raw={"cost.direct[0]": "４３７"})
    head, row = csv_bytes([one], raw=True).decode("utf-8-sig").splitlines()
    names = head.split(",")
    at = names.index("activity.1.target[0]")
    assert names[at + 1 : at + 3] == ["activity.1.target[0].raw", "activity.1.target[0].standin"]
    assert row.split(",")[names.index("cost.direct[0].raw")] == "４３７"


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_ROWS", 1000)
    many = [record(jimu(), 1)] * 6
    assert openpyxl.load_workbook(io.BytesIO(DATA["xlsx"](many, [], "ja")))["data"].max_row == 7
    with pytest.raises(CannotWork, match=r"1,074 rows .*999 .*\.csv or \.parquet"):
        DATA["long.xlsx"](many, [], "ja")


def test_the_ending_names_the_long_table() -> None:
    known = tuple(WRITERS)
    assert known == extracting._DATA
    assert format_of(Path("2026.07.LONG.Csv"), known) == "long.csv"
    assert format_of(Path("a.long.json"), known) == "json"
    assert format_of(Path("long.csv"), known) == "csv"


def test_a_full_disk_is_told(spill: Spill, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pickle.dump", full)
    with pytest.raises(CannotWork, match="No space left"):
        spill.add(RECORDS[:1], [])


@pytest.mark.parametrize("name", WRITERS)
def test_stopped_half_way_the_target_is_what_it_was(spill: Spill, tmp_path: Path, name: str) -> None:
    target = tmp_path / f"a.{name}"
    target.write_text("old")
    good = add_all(spill, RECORDS, FINDINGS)

    def broken() -> Iterator[Sequence[Record]]:
        yield from itertools.islice(good.records(), 2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), replacing(target) as file:
        WRITERS[name](replace(good, records=broken), file, Choices())
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]
