"""LibreOffice as judge: what it recalculates is what we stamped, and what it saves is read back."""

from __future__ import annotations

import contextlib
import json
import random
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.book import blanks
from tests.oracle import need, need_soffice, recalculate, soffice
from xltool.book import Assignment, Record, read_book, read_file, stamp
from xltool.book.raw import CellError

PER_BOOK, BOOKS = 20, 10  # 200 random records of every form


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Every workbook of these tests as we stamped it and as LibreOffice recalculated and saved it."""
    need_soffice()
    folder = tmp_path_factory.mktemp("stamped")
    rng = random.Random(20170401)
    for name, own in blanks.EDITIONS.items():
        write(folder / f"{name}-blank.xlsx", blanks.filled(blanks.blank_of(name), {}))
        form = {"jimu": "jimu-jigyo", "review": "quarterly-review"}.get(name)
        if form:
            write(folder / f"{name}-clean.xlsx", blanks.filled(blanks.blank_of(name), blanks.clean(form)))
        for i in range(BOOKS if form else 1):
            sheets = [Assignment(values=blanks.random_values(own, rng)) for _ in range(PER_BOOK)]
            write(folder / f"{name}-random{i}.xlsx", stamp(blanks.blank_of(name, PER_BOOK), sheets))
    write(folder / "third-one.xlsx", blanks.filled(blanks.blank_of("third"), THIRD_VALUES, campaign="R6"))
    ours = sorted(folder.glob("*.xlsx"))
    theirs = recalculate(ours, tmp_path_factory.mktemp("recalculated"))
    return {path.stem: (path, other) for path, other in zip(ours, theirs, strict=True)}


THIRD_VALUES = {
    "code": "00042",
    "name": "=1+1",
    "phone": "内線3504",
    "day": "2026-04-01",
    "share": 0.125,
    "end": 2025,
    "nothing": False,
    "way.own": True,
    "chapter": "福祉",
    "part": "児童",
    "amount[-1]": 6000,
    "amount[0]": "－",
    "people": 1234567,
    "comment": "_x000D_ と😀\n二行目\tタブ",
}


def write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def formulas(path: Path) -> dict[tuple[str, int, int], Any]:
    """Every formula cell's value; blank text is nothing, as LibreOffice saves it."""
    book = read_book(path)
    found: dict[tuple[str, int, int], Any] = {}
    for sheet in book.sheets:
        for (row, col), cell in sheet.cells.items():
            if cell.formula is not None:
                found[sheet.name, row, col] = cell.value if cell.value != "" else None
    return found


def test_every_formula_shows_what_libreoffice_computes(again: dict[str, tuple[Path, Path]]) -> None:
    compared, wrong = 0, []
    for name, (ours, theirs) in again.items():
        stamped, recalculated = formulas(ours), formulas(theirs)
        assert stamped.keys() == recalculated.keys(), name
        compared += len(stamped)
        for at, value in stamped.items():
            other = recalculated[at]
            if isinstance(value, CellError) or isinstance(other, CellError) or not same(value, other):
                wrong.append((name, *at, value, other))
    assert not wrong, (len(wrong), wrong[:10])
    assert compared > 80_000


def same(value: Any, other: Any) -> bool:
    if isinstance(value, float) and isinstance(other, float):
        return abs(value - other) <= 1e-9 * max(1.0, abs(value))
    return bool(value == other) and type(value) is type(other)


def test_what_libreoffice_saves_is_read_back(again: dict[str, tuple[Path, Path]]) -> None:
    for name, (ours, theirs) in again.items():
        if name[-1] in "23456789":
            continue  # the first of the random ones will do
        plan = not name.startswith("jimu-") or name.startswith("jimu-plan")
        before = read_file(ours, file=name, library=blanks.library(plan=plan)).records
        after = read_file(theirs, file=name, library=blanks.library(plan=plan)).records
        assert len(before) == len(after) > 0
        for one, two in zip(before, after, strict=True):
            assert one.values == two.values, name
            assert one.cells == two.cells
            assert one.issued == two.issued
            assert (one.project, one.campaign, one.issue) == (two.project, two.campaign, two.issue)
            assert set(two.located.values()) == ({"book-name"} if len(after) == 1 else {"sheet-name"})
            assert faults(one) == faults(two), name


def faults(record: Record) -> list[tuple[str, str | None]]:
    return [(a.kind, a.field) for a in record.anomalies]


def test_nothing_is_lost_of_the_third_form(again: dict[str, tuple[Path, Path]]) -> None:
    record = blanks.read_one(again["third-one"][1].read_bytes())
    assert {key: record.values[key] for key in THIRD_VALUES} == THIRD_VALUES
    assert record.values["twice[-1]"] == 6000
    assert record.values["twice[0]"] == "－"


# -- a user at the keyboard ---------------------------------------------------------------------------------

TYPED: dict[str, dict[str, tuple[str, Any]]] = {  # form -> field -> what is typed, what is meant
    "jimu": {
        "header.name": ("子育てひろば運営事業", "子育てひろば運営事業"),
        "header.phone": ("内線2215", "内線2215"),
        "basic.kind": ("■自治事務 □法定受託事務", "own"),
        "basic.start_year": ("平成15年度", 2003),
        "basic.end_year": ("未定", "未定"),
        "basic.funding": ("単独", "単独"),
        "overview.purpose": ("一行目\n=1+1 と _x000D_", "一行目\n=1+1 と _x000D_"),
        "eval.first.grade": ("見直し", "見直し"),
        "cost.budget[-1]": ("4000", 4000),
        "cost.general[-1]": ("4000", 4000),
        "cost.headcount.regular[-1]": ("0.6", 0.6),
        "activity.1.target[0]": ("設定困難", "設定困難"),
        "item.validity.score": ("3", 3),
        "private.possible": ("■", True),
    },
    "review": {
        "name": ("Mobile library", "Mobile library"),
        "kpi.1.title": ("Visitors", "Visitors"),
        "kpi.1.weight": ("40", 40),
        "kpi.1.target": ("n/a", "n/a"),
        "overall": ("B - on plan", "B"),
        "comment": ("=SUM(A1)", "=SUM(A1)"),
    },
}


@pytest.mark.parametrize("name", TYPED)
def test_what_a_libreoffice_user_types_is_read(name: str, tmp_path: Path) -> None:
    own = blanks.EDITIONS[name]
    locked = [key for key, one in own.form.fields.items() if one.formula or one.owner == "committee"]
    code = own.form.identity.project
    assert code is not None
    source, target = tmp_path / "sent.xlsx", tmp_path / "back.xlsx"
    source.write_bytes(blanks.filled(blanks.blank_of(name), {code: "0012" + "3" * (name == "jimu")}))
    keys = {own.form.fields[key].defined_name: text for key, (text, _) in TYPED[name].items()}
    forbidden = [own.form.fields[key].defined_name for key in (*locked, code)]
    seen = type_in(source, target, keys | dict.fromkeys(forbidden, "1"))
    assert set(seen["protected"]) == set(forbidden)
    assert all(seen["sheets"].values())
    for key in TYPED[name]:
        one = own.form.fields[key]
        kind, formula = seen["lists"][one.defined_name]
        if one.type in ("choice", "tick", "score", "fiscal_year") and own.options(one) is not None:
            assert kind == "LIST"
            assert "_lists" in formula or one.is_box
    record = blanks.read_one(target.read_bytes(), plan=False)
    assert {key: record.values[key] for key in TYPED[name]} == {key: v for key, (_, v) in TYPED[name].items()}
    assert set(record.located.values()) == {"book-name"}
    assert record.anomalies == ()
    assert record.project == "0012" + "3" * (name == "jimu")
    if name == "jimu":
        assert record.values["cost.total[-1]"] == record.cached["cost.total[-1]"] == 4000 + 0.6 * 8400


def type_in(source: Path, target: Path, typed: dict[str, str]) -> dict[str, Any]:
    """Let LibreOffice open a workbook, type and save it."""
    need_soffice()
    python = Path("/usr/bin/python3")
    has_uno = python.exists() and not subprocess.run([python, "-c", "import uno"], check=False).returncode
    need(has_uno, "UNO for the system's Python is not installed: apt-get install python3-uno")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    profile = target.parent / "profile"
    office = subprocess.Popen(
        [
            soffice() or "",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            f"--accept=socket,host=127.0.0.1,port={port};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        script = Path(__file__).with_name("libreoffice_user.py")
        done = subprocess.run(
            [python, script, str(port), source, target],
            input=json.dumps(typed),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    finally:
        with contextlib.suppress(subprocess.TimeoutExpired):
            office.wait(10)
        office.kill()
        office.wait()
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen
