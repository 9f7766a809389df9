"""The folder as people and programs find it: whole, described, and the same every time."""

from __future__ import annotations

import gc
import io
import json
import random
import sqlite3
import sys
import weakref
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import openpyxl
import pandas as pd
import pytest

from tests.browser import axe, chromium, opened
from tests.report.data.folders import duck, in_blocks, matter, sqlite
from tests.report.sheets import any_record, finding, jimu, record
from tests.report.validity import valid
from xltool.errors import CannotWork
from xltool.finding import Finding
from xltool.form import edition, find_form
from xltool.report.data import left_out, write_data
from xltool.report.master.matter import Explanation, Matter
from xltool.standing import Counts, Standing

RNG = random.Random(3)
RECORDS = [any_record(jimu(), number, RNG) for number in range(1, 13)]
RECORDS += [any_record(edition(find_form("quarterly-review"), 2026), number, RNG) for number in range(13, 20)]
FINDINGS = [
    finding(RECORDS[0]),
    finding(RECORDS[1], "query", "XL301"),
    replace(finding(RECORDS[2], "query", "XL302"), explanation="確認済み"),
    finding(RECORDS[3], "note", "XL290"),
    replace(finding(RECORDS[4]), file=None, places=()),
]
ROUND: dict[str, Any] = {
    "as_of": "2026-06-01T09:00:00+09:00",
    "standings": (
        Standing(
            project="00007",
            name="道路",
            department="建設部",
            state="errors",
            findings=Counts(error=2),
            issue=1,
        ),
        Standing(project="00014", name="公園", department="建設部", state="sent", overdue=True),
    ),
    "explanations": (
        Explanation(
            project="00007", department="建設部", rule="XL301", text="工事", state="given", values={"x": "1"}
        ),
    ),
}
WHOLE = matter(RECORDS, FINDINGS, **ROUND)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "data"
    write_data(folder, WHOLE, public=False, lang="ja")
    return folder


@pytest.mark.parametrize("public", [False, True])
def test_frictionless_finds_nothing_wrong(tmp_path: Path, public: bool) -> None:
    write_data(tmp_path, WHOLE, public=public, lang="ja")
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])[:5]
    names = {task.name for task in report.tasks}
    assert {f"{name}.csv" for name in names} == {
        path.name for path in tmp_path.glob("*.csv") if not path.name.endswith(".excel.csv")
    }


def test_frictionless_sees_what_was_changed_behind_its_back(tmp_path: Path) -> None:
    write_data(tmp_path, WHOLE, public=False, lang="ja")
    path = tmp_path / "records.csv"
    path.write_bytes(path.read_bytes().replace("ソフト事業".encode(), "ソフト工事".encode()))
    errors = {kind for (kind,) in frictionless.validate(str(tmp_path / "datapackage.json")).flatten(["type"])}
    assert {"hash-count", "constraint-error"} & errors


def test_the_schema_knows_labels_units_choices_and_stand_ins(made: Path) -> None:
    package = json.loads((made / "datapackage.json").read_text("utf-8"))
    fields = {one["name"]: one for one in package["resources"][0]["schema"]["fields"]}
    cost = fields["cost.direct[0]"]
    assert (cost["type"], cost["title"], cost["unit"]) == ("number", "① 合計（平成29年度）", "千円")
    assert fields["header.code"]["type"] == "string"
    assert fields["basic.start_year"]["type"] == "integer"
    assert fields["basic.kind"]["constraints"] == {"enum": ["own", "delegated"]}
    assert fields["basic.kind"]["categories"][0] == {"value": "own", "label": "自治事務"}
    standin = fields["activity.1.target[0].standin"]
    assert standin["constraints"] == {"enum": ["設定困難", "－"]}
    assert package["created"] == "2026-06-01T09:00:00+09:00"


def test_a_value_outside_its_list_makes_no_false_promise(tmp_path: Path) -> None:
    odd = record(jimu(), 1, **{"basic.kind": "それ以外"})
    write_data(tmp_path, matter([odd, *RECORDS]), public=False, lang="ja")
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])[:5]
    fields = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["resources"][0]["schema"][
        "fields"
    ]
    (kind,) = (one for one in fields if one["name"] == "basic.kind")
    assert "constraints" not in kind


@pytest.mark.parametrize("ask", [duck, sqlite])
def test_views(made: Path, ask: Any) -> None:
    (count,) = ask(made, "SELECT COUNT(*) FROM costs WHERE form = 'jimu-jigyo'")[0]
    assert count == 12 * sum(one.type == "amount" for one in jimu().form.fields.values())
    one = RECORDS[0]
    query = "SELECT fiscal_year, basis, amount, name FROM costs WHERE record = 1 AND series = 'cost.total'"
    assert sorted(ask(made, query)) == [
        (
            2017 + offset,
            basis,
            one.values[f"cost.total[{offset:+d}]" if offset else "cost.total[0]"],
            "第1事業（試験）",
        )
        for offset, basis in ((-1, "決算額"), (0, "当初予算額"), (1, "推進計画額"), (2, "推進計画額"))
    ]
    sums = ask(
        made, "SELECT SUM(amount) FROM costs_by_department WHERE series = 'cost.total' AND fiscal_year = 2017"
    )
    assert sums == [(sum(float(r.values["cost.total[0]"]) for r in RECORDS[:12]),)]  # type: ignore[arg-type]
    query = (
        "SELECT number, standin, indicator, unit FROM indicators WHERE record = 1 AND instance = 'outcome.2' "
    )
    (row,) = ask(made, query + "AND part = 'target' AND fiscal_year = 2018")
    value = one.values["outcome.2.target[+1]"]
    expected = (None, value) if isinstance(value, str) else (value, None)
    assert row == (*expected, one.values["outcome.2.name"], one.values["outcome.2.unit"])
    grades = ask(made, "SELECT DISTINCT field FROM grades WHERE form = 'jimu-jigyo' ORDER BY 1")
    assert [name for (name,) in grades] == ["eval.first.grade", "eval.previous.grade", "eval.second.grade"]
    (label,) = ask(made, "SELECT label FROM fields WHERE field = 'cost.national[0]'")
    assert label == ("国支出金（平成29年度）",)
    found = ask(made, "SELECT rule, record, name FROM open_findings ORDER BY finding")
    assert found == [
        ("XL201", 1, "第1事業（試験）"),
        ("XL301", 2, "第2事業（試験）"),
        ("XL201", 5, "第5事業（試験）"),
    ]
    assert ask(made, "SELECT project, state, errors, issue FROM assignments ORDER BY project") == [
        ("00007", "errors", 2, 1),
        ("00014", "sent", 0, None),
    ]
    assert ask(made, "SELECT rule, text FROM explanations") == [("XL301", "工事")]


def test_duckdb_says_what_its_columns_are(made: Path) -> None:
    query = (
        "SELECT comment FROM duckdb_columns() WHERE table_name = 'records' AND column_name = 'cost.direct[0]'"
    )
    assert duck(made, query) == [("① 合計（平成29年度） [千円]",)]


def test_pandas_reads_parquet_with_its_types(made: Path) -> None:
    table = pd.read_parquet(made / "records.parquet")
    kinds = {name: str(table[name].dtype) for name in ("record", "year", "basic.start_year")}
    assert set(kinds.values()) == {"Int64"}
    assert str(table["cost.direct[0]"].dtype) == "Float64"
    assert table["header.code"][0] == "00007"


def test_the_same_matter_gives_the_same_bytes_in_blocks_of_any_size(made: Path, tmp_path: Path) -> None:
    other = replace(WHOLE, blocks=in_blocks(RECORDS, 5, FINDINGS))
    write_data(tmp_path, other, public=False, lang="ja")
    unlike = [
        path.name
        for path in sorted(made.iterdir())
        if path.suffix not in (".duckdb", ".parquet")
        and path.read_bytes() != (tmp_path / path.name).read_bytes()
    ]
    assert unlike == []
    write_data(tmp_path, WHOLE, public=False, lang="ja")  # row groups are blocks
    assert [
        p.name for p in made.glob("*.parquet") if p.read_bytes() != (tmp_path / p.name).read_bytes()
    ] == []


def test_one_block_at_a_time_is_held(tmp_path: Path) -> None:
    """A block is gone before the next one is asked for."""
    alive: list[weakref.ref[Any]] = []
    most = 0

    def records() -> Any:
        nonlocal most
        for number in range(1, 9):
            gc.collect()
            most = max(most, sum(one() is not None for one in alive))
            block = [any_record(RECORDS[-1].edition, number, RNG)]
            alive.append(weakref.ref(block[0]))
            yield block
            del block

    blocks = replace(in_blocks(RECORDS[-1:], 1), count=8, records=records)
    write_data(tmp_path, Matter(blocks=blocks, files=8), public=True, lang="ja")
    assert len(alive) > 8
    assert most <= 2


def test_codebook(made: Path, tmp_path: Path) -> None:
    valid(made / "codebook.xlsx")
    book = openpyxl.load_workbook(made / "codebook.xlsx")
    assert book.sheetnames == ["ファイル", "項目", "選択肢", "表と列"]
    rows = {row[3]: row for row in book["項目"].iter_rows(min_row=5, values_only=True)}
    assert rows.keys() == {key for one in (RECORDS[0], RECORDS[-1]) for key in one.values}
    assert rows["cost.direct[0]"][4:7] == ("① 合計（平成29年度）", "金額", "千円")
    assert rows["cost.direct[0]"][9:12] == ("自動計算", None, "SUM(cost.national:cost.general)")
    assert rows["basic.kind"][7] == "own = 自治事務\ndelegated = 法定受託事務"
    assert rows["header.phone"][12] == "非公開"
    assert rows["header.code"][12] == "公開"
    listed = {row[0] for row in book["ファイル"].iter_rows(min_row=5, values_only=True)}
    assert {name for cell in listed for name in str(cell).split("\n")} == {
        path.name for path in made.iterdir()
    }


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_can_be_read_by_everybody(tmp_path: Path, lang: Any) -> None:
    write_data(tmp_path, WHOLE, public=lang == "en", lang=lang)
    with chromium() as browser:
        for scheme in ("light", "dark"):
            with opened(browser, tmp_path / "codebook.html", color_scheme=scheme) as page:
                assert axe(page) == []
                assert page.locator("code", has_text="outcome.3.actual[+2]").count() == 1


def test_what_a_form_says_is_text_on_the_page(tmp_path: Path) -> None:
    own = jimu()
    fields = {key: replace(one, label="<script>alert(1)</script>") for key, one in own.form.fields.items()}
    odd = replace(own, form=replace(own.form, fields=fields))
    write_data(tmp_path, matter([record(odd)]), public=False, lang="ja")
    assert "<script" not in (tmp_path / "codebook.html").read_text("utf-8")


# -- the folder ---------------------------------------------------------------------------------------------


def test_nothing_at_all_is_a_package_too(tmp_path: Path) -> None:
    written = write_data(tmp_path / "data", matter([]), public=False, lang="ja")
    assert frictionless.validate(str(tmp_path / "data" / "datapackage.json")).valid
    assert all(path.is_file() for path in written)


def test_what_lies_there_already_stays(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "assignments.csv").write_text("of an earlier run")
    write_data(tmp_path, matter(RECORDS), public=False, lang="ja")
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert not (tmp_path / "assignments.csv").exists()


@pytest.mark.parametrize("after", [0, 3, 9, 30])
def test_a_file_that_is_held_open_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Windows refuses to move a file that somebody has open."""
    write_data(tmp_path, WHOLE, public=False, lang="ja")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    moves = 0
    real = Path.replace

    def refusing(self: Path, target: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves == after + 1:
            raise PermissionError(13, "Permission denied")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(CannotWork, match="close its files"):
        write_data(tmp_path, matter(RECORDS[:2]), public=False, lang="ja")
    assert moves > after + 1 or after == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_interrupted_while_writing_the_folder_is_what_it_was(tmp_path: Path) -> None:
    target = tmp_path / "data"

    def broken() -> Any:
        yield RECORDS[:2]
        raise KeyboardInterrupt

    blocks = replace(in_blocks(RECORDS, 5), records=broken)
    with pytest.raises(KeyboardInterrupt):
        write_data(target, Matter(blocks=blocks, files=1), public=False, lang="ja")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = sqlite3.connect

    def small(*given: Any, **more: Any) -> sqlite3.Connection:
        database = real(*given, **more)
        database.execute("PRAGMA max_page_count = 20")
        return database

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(CannotWork, match="disk is full"):
        write_data(tmp_path / "data", WHOLE, public=False, lang="ja")
    assert list(tmp_path.iterdir()) == []


def test_any_name_of_a_folder_will_do(tmp_path: Path) -> None:
    """Such as one that is a pattern or a quotation to a database."""
    folder = tmp_path / "令和8年度 [案] 'x' {a,b} #1 %41"
    write_data(folder, WHOLE, public=False, lang="ja")
    assert duck(folder, "SELECT COUNT(*) FROM records") == [(len(RECORDS),)]
    assert duck(folder, "SELECT typeof(deadline) FROM assignments LIMIT 1") == [("DATE",)]


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    for public in (False, True):
        with pytest.raises(CannotWork, match="is a file"):
            write_data(tmp_path / "data", WHOLE, public=public, lang="ja")


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("duckdb", "Left out: DuckDB;"),
        ("pyarrow", "Left out: Parquet and DuckDB;"),
    ],
)
def test_without_the_extra_the_rest_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str, said: str
) -> None:
    assert left_out() is None
    monkeypatch.setitem(sys.modules, gone, None)
    if gone == "pyarrow":
        monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    missing = left_out()
    assert missing is not None
    assert missing.en.startswith(said)
    assert "pip install 'xltool[data]'" in missing.ja
    names = {path.name for path in write_data(tmp_path, WHOLE, public=False, lang="ja")}
    assert "data.duckdb" not in names
    assert ("records.parquet" in names) == (gone == "duckdb")
    assert {"records.csv", "data.sqlite", "codebook.html"} <= names
    page = (tmp_path / "codebook.html").read_text("utf-8")
    assert "data.duckdb" not in page
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_excel_s_csv_runs_no_formula(tmp_path: Path) -> None:
    odd = record(jimu(), 1, **{"header.name": "=1+1"})
    write_data(tmp_path, matter([odd]), public=False, lang="ja")
    plain = pd.read_csv(tmp_path / "records.csv", dtype="string")
    assert plain["header.name"][0] == "=1+1"
    data = (tmp_path / "records.excel.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert pd.read_csv(io.BytesIO(data), dtype="string", encoding="utf-8-sig")["header.name"][0] == "'=1+1"


def test_half_a_surrogate_pair_is_written(tmp_path: Path) -> None:
    odd = record(jimu(), 1, **{"header.name": "吉\ud842"})
    told = Finding(
        id="XL201", severity="note", message=finding(odd).message, remedy=finding(odd).remedy, actual="\ud842"
    )
    write_data(tmp_path, matter([odd], [told]), public=False, lang="ja")
    for ask in (duck, sqlite):
        assert ask(tmp_path, "SELECT name FROM projects") == [("吉?",)]
    assert json.loads((tmp_path / "records.jsonl").read_text("utf-8"))["values"]["header.name"] == "吉\ud842"


def test_half_a_surrogate_pair_is_written_without_pyarrow_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then pandas keeps texts as they are, where Arrow would have refused them."""
    for name in ("pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, name, None)
    odd = record(jimu(), 1, **{"header.name": "吉\ud842"})
    with pd.option_context("mode.string_storage", "python"):
        write_data(tmp_path, matter([odd]), public=False, lang="ja")
    assert sqlite(tmp_path, "SELECT name FROM projects") == [("吉?",)]
    assert "吉?" in (tmp_path / "records.csv").read_text("utf-8")
