"""The bench on a handful of sheets: that it runs, compares equals and says what it should. Never a figure."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import xltool
import xltool.bench
from xltool.bench import FULL, QUICK, Row, Target, measure
from xltool.bench.alone import alone
from xltool.bench.corpus import corpus, sheets, write_books
from xltool.bench.drawing import drawn
from xltool.bench.memory import watched
from xltool.bench.rows import ROWS
from xltool.bench.rows.stamping import stamping
from xltool.bench.sizes import Sizes
from xltool.cli import main as program
from xltool.errors import CannotWork
from xltool.text import Text

TINY = replace(
    QUICK,
    stamped=2,
    single=2,
    slow=2,
    records=12,
    round=6,
    jobs=6,
    few=4,
    many=8,
    rounds=1,
    again=1,
    large=1,
    starts=1,
)
ISSUE = (  # the rows that are asked for, by how their names begin, and how many of them there are
    ("stamp a prefilled workbook", 2),
    ("read one", 2),
    ("check 12 records, every rule", 1),
    ("master 12 x ", 2),
    ("collect + check + consolidate 6 sheets, end to end", 1),
    ("two jobs instead of one: ", 3),
    ("cost per sheet at 8 against 4: ", 3),
    ("collect again with nothing new, 8 files", 1),
    ("peak memory, collect + check + consolidate 8 sheets", 1),
    ("xltool --help", 1),
    ("xltool check of one sheet", 1),
)


@pytest.fixture(scope="module")
def shape(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What ``xltool bench --quick -o bench.json`` writes, of tiny sizes."""
    folder = tmp_path_factory.mktemp("bench")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xltool.bench, "QUICK", TINY)
        patch.setenv("PYTHONPATH", os.pathsep.join([str(Path(xltool.__file__).parent.parent)]))
        done = CliRunner().invoke(program, ["--lang", "en", "bench", "--quick", "-o", str(folder / "b.json")])
    assert done.exit_code == 0, done.output
    found = json.loads((folder / "b.json").read_text("utf-8"))
    assert len(done.stderr.splitlines()) == len(found["rows"])  # each is told as soon as it is known
    return found


def test_every_row_that_is_asked_for_is_there(shape: Any) -> None:
    names = [row["name"] for row in shape["rows"]]
    for begin, count in ISSUE:
        assert sum(name.startswith(begin) for name in names) == count, begin
    assert len(names) == sum(count for _, count in ISSUE)


def test_rows_have_the_shape_of_the_contract(shape: Any) -> None:
    for row in shape["rows"]:
        assert {"name", "ours", "other", "unit", "ratio", "target", "met"} <= row.keys()
        assert row["ours"] > 0
        assert row["other"] > 0
        assert row["ratio"] > 0
        assert row["met"] in (True, False)
        assert row["n"] >= 1
    targets = [row["target"] for row in shape["rows"]]
    assert targets.count(">= 80x") == targets.count(">= 600x") == targets.count("<= 700 MB") == 1


def test_machine_versions_and_sizes_are_told(shape: Any) -> None:
    assert shape["machine"]["cores"] >= 1
    assert {"xltool", "python", "openpyxl", "pandas", "XlsxWriter", "python-calamine"} <= shape[
        "versions"
    ].keys()
    assert shape["sizes"]["name"] == "quick"
    assert shape["workbook"]["fields"] == len(corpus().edition.form.fields)


def test_the_page_and_the_screen_hold_the_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xltool.bench, "QUICK", TINY)
    page = tmp_path / "BENCHMARKS.md"
    arguments = ["bench", "--quick", "--only", "starting"]
    assert CliRunner().invoke(program, ["--lang", "en", *arguments, "-o", str(page)]).exit_code == 0
    lines = page.read_text("utf-8").splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert len(table) == 4
    assert len({line.replace("\\|", "").count("|") for line in table}) == 1
    assert table[2].startswith('| xltool --help | python -c "import click" |')
    shown = CliRunner().invoke(program, ["--lang", "ja", *arguments], env={"COLUMNS": "140"})
    assert "比較の相手" in shown.stdout
    (wide,) = (line for line in shown.stdout.splitlines() if "import click" in line)
    assert "<= 3x" in wide
    narrow = CliRunner().invoke(program, ["--lang", "en", *arguments], env={"COLUMNS": "62"}).stdout
    lines = narrow.splitlines()
    at = lines.index('xltool --help | python -c "import click"')
    assert "<= 3x" in lines[at + 1]
    assert max(map(len, lines)) <= 62


def test_quick_and_whole_exclude_each_other() -> None:
    assert CliRunner().invoke(program, ["bench", "--quick", "--whole"]).exit_code == 2


def test_without_the_peers_it_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xltool.bench.machine.find_spec", lambda _: None)
    done = CliRunner().invoke(program, ["--lang", "ja", "bench", "--quick"])
    assert done.exit_code == 2
    assert "pip install 'xltool[bench]'" in done.stderr


def test_a_peer_that_gives_something_else_is_not_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = sys.modules["xltool.bench.rows.stamping"]  # the package has a function of that name
    monkeypatch.setattr(module, "drawn", lambda one: drawn(replace(one, names=one.names[1:])))
    with pytest.raises(CannotWork) as caught:
        next(stamping(TINY, tmp_path))
    assert "XlsxWriter" in caught.value.say("en")


def two_rows(sizes: Sizes, folder: Path) -> Iterator[Row]:
    for unit in ("s", str(os.getpid())):
        text = Text(sizes.name, folder.name)
        yield Row(
            name=text,
            against=text,
            ours=1,
            other=2,
            unit=unit,
            target=Target(least=True, value=1, unit="x"),
            n=1,
        )


def no_rows(sizes: Sizes, folder: Path) -> Iterator[Row]:
    yield from two_rows(sizes, folder)
    raise CannotWork(Text("できません。", "It does not work."))


def gone(sizes: Sizes, folder: Path) -> Iterator[Row]:
    yield from two_rows(sizes, folder)
    os._exit(3)


def test_a_group_is_measured_by_a_process_of_its_own(tmp_path: Path) -> None:
    first, second = alone(two_rows, TINY, tmp_path)
    assert (first.name, first.unit) == (Text(TINY.name, tmp_path.name), "s")
    assert int(second.unit) != os.getpid()


@pytest.mark.parametrize(("group", "says"), [(no_rows, "It does not work."), (gone, "exit code 3")])
def test_what_ends_early_is_told(group: Any, says: str, tmp_path: Path) -> None:
    seen = []
    with pytest.raises(CannotWork) as caught:
        seen.extend(alone(group, TINY, tmp_path))
    assert says in caught.value.say("en")


# -- the parts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "ours", "other", "ratio", "met"),
    [
        (Target(least=True, value=80, unit="x"), 2.0, 160.0, 80.0, True),
        (Target(least=True, value=80, unit="x"), 2.0, 159.0, 79.5, False),
        (Target(least=False, value=10, unit="%"), 1.0, 10.0, 0.1, True),
        (Target(least=False, value=10, unit="%"), 1.1, 10.0, 0.11, False),
        (Target(least=False, value=1.15, unit="x"), 1.2, 1.0, 1.2, False),
        (Target(least=False, value=700, unit="MB"), 700.0, None, None, True),
        (Target(least=False, value=700, unit="MB"), 701.0, 1.0, 701.0, False),
        (Target(least=False, value=1, unit="x"), 1.0, None, None, None),
    ],
)
def test_ratio_and_target(
    target: Target, ours: float, other: float | None, ratio: float | None, met: bool | None
) -> None:
    row = Row(name=Text("", ""), against=Text("", ""), ours=ours, other=other, unit="s", target=target, n=1)
    assert row.ratio == (pytest.approx(ratio) if ratio is not None else None)
    assert row.met is met


def test_what_is_compared_runs_in_turn_after_it_is_warm() -> None:
    ran: list[str] = []
    found = measure.alternately(
        lambda: ran.append("a"), lambda: ran.append("b"), rounds=2, between=lambda: ran.append("-")
    )
    assert "".join(ran) == "-a-b" * 3
    assert len(found) == 2


def test_memory_counts_the_processes_below(tmp_path: Path) -> None:
    half = "block = bytearray(60_000_000); import time; time.sleep(1.5)"
    both = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {half!r}]); {half}; p.wait()"
    said, peak = watched("-c", f"print('x'); {both}")
    assert said == "x\n"
    assert peak > 120_000_000
    with pytest.raises(CannotWork, match="no such thing"):
        watched("-c", "raise SystemExit('no such thing')")


def test_the_corpus_is_the_same_every_time_and_mostly_clean(tmp_path: Path) -> None:
    assert list(sheets(30)) == list(sheets(30))
    values = list(sheets(30))
    numbers = [one["header.code"] for one in values]
    assert len(set(numbers)) == 30
    assert len({str(one) for one in values}) == 30
    write_books(tmp_path, 30)
    found = xltool.read(tmp_path, reference=corpus().reference)
    assert len(found) == 30
    wrong = {one.file for one in found.findings if one.severity == "error"}
    assert 3 <= len(wrong) <= 15


def test_full_sizes_are_those_of_the_table() -> None:
    assert (FULL.records, FULL.round, FULL.few, FULL.many, FULL.slow) == (10_000, 2_000, 1_000, 20_000, 100)
    assert len(ROWS) == 7
