"""Extract on a pile of workbooks: the same block by block as all at once."""

from __future__ import annotations

import io
import random
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

import xltool
from tests.report.sheets import any_record, jimu
from xltool.api import streaming
from xltool.api.records import Records, readings
from xltool.api.streaming import gather
from xltool.book import Assignment, draw, stamp
from xltool.cli import main
from xltool.form import edition, find_form
from xltool.report.blocks import whole
from xltool.report.registry import WRITERS, Choices
from xltool.rules import Judged

SMALL = edition(find_form("quarterly-review"), 2026)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty workbooks of two forms, one of them with two sheets, and files that are none."""
    folder = tmp_path_factory.mktemp("inbox")
    rng = random.Random(8)
    blanks = {id(own): (own, draw(own)) for own in (jimu(), SMALL)}
    (large, large_blank), (small, small_blank) = blanks.values()
    for number in range(40):
        own, blank = (large, large_blank) if number > 8 and number % 4 == 0 else (small, small_blank)
        values = any_record(own, number, rng).values
        kept = {key: value for key, value in values.items() if rng.random() < 0.9}
        (folder / f"{number:03}.xlsx").write_bytes(stamp(blank, [Assignment(values=kept)]))
    (folder / "005a.xlsx").write_bytes(b"PK\3\4 no workbook")
    (folder / "020a.json").write_text("{}")
    return folder


@pytest.fixture(scope="module")
def pile(inbox: Path) -> Records:
    return xltool.read(inbox, jobs=0)


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["--lang=en", *map(str, args)])


@pytest.mark.parametrize("phase", ["submission", "all"])
def test_parts_are_judged_as_the_whole(inbox: Path, pile: Records, phase: Judged) -> None:
    with gather(readings(inbox, jobs=0), phase=phase, block=7) as parts:
        found = tuple(parts.blocks.findings())
        assert found == pile.judge(phase, across=False)
        assert parts.severities == {one.severity for one in found}
        assert (parts.files, parts.unread, parts.skipped) == (41, pile.unread, pile.skipped)
        sheets = [len(records) for records in parts.blocks.records()]
        assert (sum(sheets), max(sheets)) == (40, 7)


@pytest.mark.parametrize("name", WRITERS)
def test_the_command_gives_the_same_in_parts(
    inbox: Path, pile: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(streaming, "BLOCK", 7)
    target = tmp_path / f"out.{name}"
    assert run("extract", inbox, "-o", target, "--raw", "--safe").exit_code == 1
    once = io.BytesIO()
    WRITERS[name](
        whole(pile.records, pile.judge(across=False)), once, Choices(lang="en", raw=True, safe=True)
    )
    if name.endswith("parquet"):
        left, right = pd.read_parquet(target), pd.read_parquet(once)
        pd.testing.assert_frame_equal(left, right)
    else:
        assert target.read_bytes() == once.getvalue()
    assert list(tmp_path.iterdir()) == [target]


def test_long_raw_and_safe(tmp_path: Path) -> None:
    data = {"values": {"code": "0042", "name": "=1+1", "kpi.1.weight": 100}}
    sheet = xltool.fill("quarterly-review", data, tmp_path / "a.xlsx", year=2026)
    long = pd.read_csv(io.BytesIO(run("extract", sheet, "--format", "long.csv").stdout_bytes), dtype="string")
    assert list(long.columns[:9]) == [
        *("file", "project", "department", "field", "value", "raw", "sheet", "cell", "located")
    ]
    row = long[long.field == "kpi.1.weight"].iloc[0]
    assert (row.project, row.value, row.raw) == ("0042", "100", "100")
    plain, safe = (run("extract", sheet, "--format", "csv", *more).stdout for more in ([], ["--safe"]))
    assert ",=1+1," in plain
    assert ",'=1+1," in safe
    wide = run("extract", sheet, "--format", "csv", "--raw").stdout
    assert ",name,name.raw," in wide


def test_parquet_into_a_pipe(tmp_path: Path) -> None:
    sheet = xltool.fill("quarterly-review", {"values": {"code": "0042"}}, tmp_path / "a.xlsx", year=2026)
    command = [sys.executable, "-m", "xltool", "extract", str(sheet), "--format", "long.parquet"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert pd.read_parquet(io.BytesIO(done.stdout))["project"][0] == "0042"


def test_a_folder_that_is_missing_is_told_before_anything_is_read(tmp_path: Path) -> None:
    done = run("extract", tmp_path / "nothing.xlsx", "-o", tmp_path / "none" / "a.csv")
    assert done.exit_code == 2
    assert "does not exist; create it first" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_killed_half_way_there_is_no_half_written_target(inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text("old")
    code = (
        "import sys, time\n"
        "from xltool.report import shapes\n"
        "from xltool.cli import main\n"
        "whole = shapes._dumped\n"
        "def slow(shape):\n"
        "    print('writing', flush=True); time.sleep(0.2); return whole(shape)\n"
        "shapes._dumped = slow\n"
        "if __name__ == '__main__': main()\n"
    )
    script = tmp_path / "slow.py"
    script.write_text(code)
    command = [sys.executable, str(script), "extract", *map(str, sorted(inbox.glob("00[0-3].xlsx")))]
    for way in (signal.SIGINT, signal.SIGKILL):
        with subprocess.Popen(
            [*command, "-o", str(tmp_path / "out.json")], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as child:
            assert child.stdout is not None
            child.stdout.readline()
            child.send_signal(way)
            child.wait(20)
        assert (tmp_path / "out.json").read_text() == "old"
