"""``consolidate --to``: a folder of data, and what the command says of it."""

from __future__ import annotations

import sys
from pathlib import Path

import frictionless
import pytest

import xltool
from tests.cli.test_commands import make, run
from tests.report.data.folders import duck, sqlite

SHOWN = "records.csv"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    make(folder / "a.xlsx")
    make(folder / "b.xlsx", code="0043", **{"kpi.1.target": "n/a"})
    return folder


def test_to_a_folder(inbox: Path, tmp_path: Path) -> None:
    done = run("consolidate", inbox, "--to", tmp_path / "data", lang="ja")
    assert (done.exit_code, done.output) == (0, f"{tmp_path / 'data'} に書き出しました。\n")
    assert frictionless.validate(str(tmp_path / "data" / "datapackage.json")).valid
    for ask in (duck, sqlite):
        assert ask(tmp_path / "data", "SELECT project, name FROM projects ORDER BY 1") == [
            ("0042", "Archive"),
            ("0043", "Archive"),
        ]
        query = 'SELECT "kpi.1.target", "kpi.1.target.standin" FROM records WHERE project = \'0043\''
        assert ask(tmp_path / "data", query) == [(None, "n/a")]


def test_both_the_workbook_and_the_data(inbox: Path, tmp_path: Path) -> None:
    done = run("consolidate", inbox, "-o", tmp_path / "m.xlsx", "--to", tmp_path / "data")
    assert done.output == f"Wrote {tmp_path / 'm.xlsx'}\nWrote {tmp_path / 'data'}\n"
    assert done.exit_code == 0
    assert (tmp_path / "m.xlsx").is_file()
    assert (tmp_path / "data" / SHOWN).is_file()


def test_public(inbox: Path, tmp_path: Path) -> None:
    done = run("consolidate", inbox, "--to", tmp_path / "open", "--public")
    assert done.exit_code == 0
    assert "before you publish, read it for names" in done.stderr
    assert "a.xlsx" not in (tmp_path / "open" / SHOWN).read_text("utf-8")
    assert not (tmp_path / "open" / "findings.csv").exists()
    again = run("consolidate", inbox, "--to", inbox, "--public")
    assert again.exit_code == 2
    assert "holds a.xlsx, which xltool did not write" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--to for a folder of data"),
        (("-o", "m.xlsx", "--public"), "--public goes with --to"),
    ],
)
def test_what_must_go_together(inbox: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("consolidate", inbox, *arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_findings_and_unread_files_give_1_and_are_tables(inbox: Path, tmp_path: Path) -> None:
    make(inbox / "c.xlsx", code="0044", overall=None)
    (inbox / "bad.xlsx").write_bytes(b"PK nothing")
    assert run("consolidate", inbox, "--to", tmp_path / "data").exit_code == 1
    found = sqlite(tmp_path / "data", "SELECT record, severity, project FROM open_findings ORDER BY 1")
    assert (3, "error", "0044") in found
    assert sqlite(tmp_path / "data", "SELECT reason FROM unread") == [("damaged",)]
    bad = sqlite(tmp_path / "data", "SELECT record FROM findings WHERE file LIKE '%bad.xlsx'")
    assert bad == [(None,)]


def test_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    assert run("consolidate", tmp_path / "inbox", "--to", tmp_path / "data").exit_code == 2
    assert not (tmp_path / "data").exists()


def test_what_is_left_out_is_said(inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    done = run("consolidate", inbox, "--to", tmp_path / "data")
    assert done.exit_code == 0
    assert done.stderr == "Left out: DuckDB; add with: pip install 'xltool[data]'\n"


def test_python_writes_the_same(inbox: Path, tmp_path: Path) -> None:
    read = xltool.read(inbox)
    ways = {"paths": inbox, "read": read, "records": read.records}
    for name, given in ways.items():
        written = xltool.export(given, tmp_path / name)
        assert written[-1] == tmp_path / name / "datapackage.json"
    for name in ("records.csv", "cells.csv", "records.jsonl"):
        one, *others = [(tmp_path / way / name).read_bytes() for way in ways]
        assert others == [one, one]
    xltool.export(inbox, tmp_path / "open", public=True, lang="en")
    assert not (tmp_path / "open" / "findings.csv").exists()
    with pytest.raises(xltool.CannotWork, match="no workbooks"):
        xltool.export([], tmp_path / "none")
