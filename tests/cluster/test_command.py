"""extract, check and consolidate with ``--scheduler``, as typed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from tests.cli.test_commands import make, run
from xltool.cluster import crew

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with crew.connected("local", workers=1) as client:
        yield client.scheduler_info()["address"]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    make(folder / "a.xlsx")
    make(folder / "b.xlsx", code="0043", **{"kpi.1.target": "n/a"})
    make(folder / "c.xlsx", code="0043")
    (folder / "d.xlsx").write_bytes(b"no workbook")
    return folder


def test_check_says_what_check_says(inbox: Path, tmp_path: Path, scheduler: str) -> None:
    plain, wide = tmp_path / "plain.json", tmp_path / "wide.json"
    alone = run("check", inbox, "-o", plain)
    done = run("check", inbox, "--scheduler", scheduler, "-o", wide)
    assert (done.exit_code, alone.exit_code) == (1, 1), done.output
    assert wide.read_bytes() == plain.read_bytes()
    assert {one["id"] for one in json.loads(wide.read_bytes())["findings"]} >= {"XL101", "XL401"}
    assert "4 files, 3 sheets; of 1 chunks, 1 were read in this run." in done.output
    again = run("check", inbox, "--scheduler", scheduler, "-o", wide)
    assert "of 1 chunks, 0 were read in this run." in again.output


def test_extract_and_consolidate_write_parquet(inbox: Path, tmp_path: Path, scheduler: str) -> None:
    run("extract", inbox, "-o", tmp_path / "plain.parquet", "--raw")
    plain = pd.read_parquet(tmp_path / "plain.parquet")
    done = run("extract", inbox, "--scheduler", scheduler, "-o", tmp_path / "out", "--raw")
    assert done.exit_code == 1, done.output
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "out" / "records"), plain)
    done = run("consolidate", inbox.as_uri(), "--scheduler", scheduler, "--to", tmp_path / "data")
    assert done.exit_code == 1, done.output
    made = {one.name for one in (tmp_path / "data").iterdir() if not one.name.startswith(".")}
    assert made == {"records", "values", "findings.parquet", "fields.parquet", "manifest.json"}
    table = pd.read_parquet(tmp_path / "data" / "records")
    assert [*table["file"]] == [f"{inbox.as_uri()}/{name}.xlsx" for name in "abc"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("extract", "inbox"), "-o where to write"),
        (("extract", "inbox", "-o", "out.csv"), "Parquet"),
        (("extract", "inbox", "-o", "out", "--format", "json"), "Parquet"),
        (("extract", "-o", "out"), "Name workbooks or folders"),
        (("check", "inbox"), "-o where to write"),
        (("check", "inbox", "-o", "out.html"), ".parquet, .json or .csv"),
        (("check", "inbox", "-o", "out.json", "--compare", "old.json"), "--compare cannot be used"),
        (("consolidate", "inbox", "-o", "out.xlsx"), "-o cannot be used"),
        (("consolidate", "inbox", "--to", "out", "--public"), "--public cannot be used"),
        (("consolidate", "inbox"), "--to"),
    ],
)
def test_what_makes_no_sense_is_said(arguments: tuple[str, ...], says: str) -> None:
    done = run(*arguments, "--scheduler", "local")
    assert done.exit_code == 2
    assert says in done.output


def test_without_the_extra(inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = run("extract", inbox, "--scheduler", "local", "-o", tmp_path / "out")
    assert (done.exit_code, done.output) == (
        2,
        "--scheduler needs Dask and pyarrow; add them with: pip install 'xltool[cluster]'\n",
    )
    assert not (tmp_path / "out").exists()
