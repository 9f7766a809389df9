"""What a command leaves behind does not depend on how many processes did it."""

from __future__ import annotations

import contextlib
import importlib
import json
import multiprocessing
import os
import pickle
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from tests.campaign.office import Round, filled, make_round, open_round
from tests.faults.sheet import clean_sheet
from xltool.book import Assignment, draw, line, press, presswork
from xltool.book.pool import run_jobs
from xltool.book.press import stamp_all
from xltool.campaign import issuing
from xltool.cli import main as program
from xltool.errors import CannotWork
from xltool.form import edition, find_form
from xltool.text import Text

FAULT = {"basic__start_year": 2026, "basic__end_year": 2020}
OWN_RULE = """rules:
  office:
    - id: old_law
      severity: query
      expect: basic.law<>"旧条例"
      at: basic.law
      title: 廃止された条例
      message: 根拠法令が「{basic.law}」です。
      remedy: 現在の条例名を記入してください。
"""


def left_behind(office: Round) -> tuple[dict[str, bytes], object]:
    """Every file but the ledger byte for byte, and every row of the ledger but for when."""
    files = {
        path.relative_to(office.folder).as_posix(): path.read_bytes()
        for path in office.folder.rglob("*")
        if path.is_file() and path.suffix not in (".sqlite", ".lock")
    }
    with contextlib.closing(sqlite3.connect(office.folder / ".xltool" / "ledger.sqlite")) as ledger:
        names = [name for (name,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: ledger.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    return files, rows


@pytest.mark.parametrize("bundle", ["project", "department"])
def test_a_whole_round_is_the_same_with_any_number_of_jobs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bundle: str
) -> None:
    monkeypatch.setattr(line, "GROUP", 4)  # so that few workbooks make many groups
    config = f"bundle: {bundle}\n{OWN_RULE}"
    fresh = make_round(tmp_path / "fresh", projects=22, departments=5, config=config)
    found = []
    for jobs in (1, 2, 3):
        folder = tmp_path / "r"
        shutil.copytree(fresh.folder, folder)
        office = open_round(folder)
        issued = office.campaign.distribute(jobs=jobs)
        after = [left_behind(office)]
        for path in sorted(office.folder.glob("outbox/*/*.xlsx")):
            data = filled(path, **FAULT) if bundle == "project" else path.read_bytes()
            office.drop(f"{path.parent.name}-{path.name}", data)
        office.drop("bad.xlsx", b"PK\3\4 nothing")
        office.on(6, 20)
        collected = office.campaign.collect(jobs=jobs)
        after.append(left_behind(office))
        office.on(6, 21)
        returned = office.campaign.give_back(jobs=jobs)
        after.append(left_behind(office))
        assert (issued.summary["issued"], collected.summary["new"]) == (22, 22)
        assert returned.summary["given_back"] == (22 if bundle == "project" else 0)
        found.append((after, issued, collected, returned))
        shutil.rmtree(folder)
    assert found[0] == found[1]
    assert found[0] == found[2]


def test_a_department_in_several_parcels_gets_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its letters are written when all of its workbooks are in place, not where they are stamped."""
    found = []
    for largest in (512, 3):
        monkeypatch.setattr(issuing, "_LARGEST", largest)
        office = make_round(tmp_path / f"{largest}", projects=22, departments=5)
        office.campaign.distribute(jobs=1)
        files = left_behind(office)[0]
        found.append({name: data for name, data in files.items() if name.startswith("outbox/")})
    assert found[0] == found[1]
    assert sum(name.endswith(".eml") for name in found[0]) == 5


def test_check_and_extract_say_the_same_with_any_number_of_jobs(office: Round, tmp_path: Path) -> None:
    for number in range(10001, 10011):
        path = office.issued(str(number))
        office.drop(path.name, filled(path, **FAULT))
    office.drop("bad.xlsx", b"PK\3\4 nothing")
    said = set()
    for jobs in ("1", "2", "3"):
        outputs = []
        for command in ("check", "extract"):
            arguments = ["--lang", "ja", command, str(office.inbox), "--jobs", jobs, "--format", "json"]
            done = CliRunner().invoke(program, arguments)
            assert done.exit_code == 1
            outputs.append(done.stdout)
        said.add(tuple(outputs))
    ((check, extract),) = said
    assert json.loads(check)["records"] == len(json.loads(extract)["records"]) == 10


@pytest.mark.parametrize("jobs", ["0", "-1", "two"])
def test_no_jobs_are_no_number_of_jobs(office: Round, jobs: str) -> None:
    done = CliRunner().invoke(program, ["collect", "-C", str(office.folder), "--jobs", jobs])
    assert done.exit_code == 2


@pytest.mark.parametrize("jobs", [0, 2])
def test_a_collect_that_is_interrupted_leaves_nothing_half_written(office: Round, jobs: int) -> None:
    for number in range(10001, 10007):
        office.drop(f"{number}.xlsx", filled(office.issued(str(number))))
    half = office.folder / ".xltool" / "archive" / "00" / ".xltool-half.tmp"

    def interrupted(*_: int) -> None:
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(b"PK")  # as a worker leaves it that is stopped
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.campaign.collect(jobs=jobs, progress=interrupted)
    assert not half.exists()
    assert office.campaign.collect(jobs=jobs).summary["new"] == 6


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_distribute_that_is_interrupted_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(line, "GROUP", 4)
    fresh = make_round(tmp_path / "r", projects=22, departments=5)

    def interrupted(done: int, _: int) -> None:
        if done >= 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fresh.campaign.distribute(jobs=jobs, progress=interrupted)
    outbox = fresh.folder / "outbox"
    assert list(outbox.rglob("*.tmp")) == []
    assert 0 < len(list(outbox.glob("*/*.xlsx"))) < 22
    fresh.campaign.distribute(jobs=jobs)
    assert len(list(outbox.glob("*/*.xlsx"))) == 22


# -- the press ----------------------------------------------------------------------------------------------


def books(texts: list[str]) -> list[list[Assignment]]:
    return [[Assignment(values={"basic.law": text})] for text in texts]


@pytest.mark.parametrize("workers", [1, 3])
def test_workbooks_before_one_that_cannot_be_made_are_made(
    monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(line, "GROUP", 2)
    own = edition(find_form("jimu-jigyo"), 2026)
    made = stamp_all(own, books(["a", "b", "c", "x" * 40_000, "e"]), workers=workers)
    assert len([next(made) for _ in range(3)]) == 3
    with pytest.raises(CannotWork) as caught:
        next(made)
    assert "40,000" in caught.value.say("ja")


class Deadly(dict[str, str]):
    """Values that end the worker which receives them."""

    def __reduce__(self) -> tuple[object, ...]:
        return die, ()


def die() -> dict[str, str]:
    if multiprocessing.parent_process() is not None:
        os._exit(1)
    return {}


def test_what_a_dying_worker_leaves_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "GROUP", 2)
    own = edition(find_form("quarterly-review"), 2026)
    some = [[Assignment(values=Deadly() if number == 4 else {}, issue=number)] for number in range(1, 8)]
    assert list(stamp_all(own, some, workers=2)) == list(stamp_all(own, some, workers=1))


@pytest.mark.parametrize("often", [0, 1])
def test_what_a_worker_without_the_edition_leaves_is_made_here(
    monkeypatch: pytest.MonkeyPatch, often: int
) -> None:
    monkeypatch.setattr(line, "GROUP", 2)
    monkeypatch.setattr(press, "_OFTEN", often)
    own = edition(find_form("quarterly-review"), 2026)
    some = [[Assignment(values={}, issue=number)] * (1 + number % 2) for number in range(1, 12)]
    assert list(stamp_all(own, some, workers=2)) == list(stamp_all(own, some, workers=1))


def test_a_worker_keeps_an_edition_and_misses_none() -> None:
    packed = pickle.dumps(edition(find_form("quarterly-review"), 2026))
    group = [([[Assignment(values={})]], "workbooks")]
    work = presswork.Work(edition="of this test", packed=None, group=group)
    assert presswork.on_worker(len_of, work) is None
    first = presswork.Work(edition="of this test", packed=packed, sheets=2)
    assert presswork.on_worker(len_of, first) == ([], None)
    assert set(presswork._received["of this test"].known) == {2}
    assert presswork.on_worker(len_of, work) == (["1 of workbooks"], None)


def test_groups_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Formulas are evaluated for a group at once; no workbook looks different for its neighbours."""
    own = edition(find_form("jimu-jigyo"), 2026)
    rng = Random(3)
    values = [clean_sheet(rng, 2026, due=True) for _ in range(9)]
    for one in values[::2]:
        one["basic.end_year"] = 2020
    said = {"jimu-jigyo/end_before_start": "説明"}
    some = [[Assignment(values=one, explanations=said)] for one in values]
    whole = list(stamp_all(own, some, workers=1))
    monkeypatch.setattr(line, "GROUP", 1)
    assert list(stamp_all(own, some, workers=1)) == whole


def test_workbooks_of_any_number_of_sheets_share_a_group() -> None:
    own = edition(find_form("quarterly-review"), 2026)
    counts = [1, 2, 1, 3, 2]
    numbers = iter(range(1, 10))
    books = [[Assignment(values={"name": f"Project {next(numbers)}"}) for _ in range(n)] for n in counts]
    alone = [one for book in books for one in stamp_all(own, [book], workers=1)]
    assert len(list(line.groups(([book], None) for book in books))) == 1
    assert list(stamp_all(own, books, workers=1)) == alone


def test_a_group_is_full_at_its_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "GROUP", 3)
    books = [[Assignment(values={})] * count for count in (1, 1, 2, 5, 3, 1)]
    groups = line.groups([([book], None) for book in books])
    assert [[len(book) for (book,), _ in group] for group in groups] == [[1, 1], [2], [5], [3], [1]]


@pytest.mark.parametrize(
    ("workers", "sheets", "started"),
    [(None, 385, 1), (None, 384, 0), (3, 1, 2), (2, 1, 1), (2, 0, 0), (1, 9999, 0), (0, 9999, 0)],
)
def test_workers_start_before_it_is_known_what_to_stamp_and_end_unused(
    monkeypatch: pytest.MonkeyPatch, workers: int | None, sheets: int, started: int
) -> None:
    monkeypatch.setattr(press, "processors", lambda: 2)
    begun: list[int] = []
    monkeypatch.setattr(
        press, "run_jobs", lambda *given, **how: begun.append(how["workers"]) or run_jobs(*given, **how)
    )
    threads = threading.active_count()
    with press.press(len_of, workers=workers) as own:
        own.expect(sheets)
        own.expect(sheets)  # they start once
        assert begun == [started] * bool(started)
    assert multiprocessing.active_children() == []
    assert threading.active_count() == threads


def test_workers_that_were_waiting_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "GROUP", 3)
    own = edition(find_form("quarterly-review"), 2026)
    parcels = [([[Assignment(values={})]] * count, f"{count} workbooks") for count in (2, 4, 1, 1)]
    with press.press(len_of, workers=2) as started:
        started.expect(8)
        found = list(started.stamp(own, parcels))
    assert found == ["2 of 2 workbooks", "4 of 4 workbooks", "1 of 1 workbooks", "1 of 1 workbooks"]
    with press.press(len_of, workers=3) as started:
        started.start()
        started.prepare(own, sheets=2)
        assert list(started.stamp(own, parcels)) == found
    with press.press(len_of, workers=2) as started:
        started.expect(8)
        assert list(started.stamp(own, [])) == []


def test_this_process_stamps_beside_its_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "GROUP", 1)
    own = edition(find_form("quarterly-review"), 2026)
    parcels = [([[Assignment(values={})]], str(number)) for number in range(200)]
    with press.press(process_of, workers=2) as both:
        both.start()
        both.prepare(own, sheets=1)
        while not press_is_up(both):
            time.sleep(0.01)
        made = list(both.stamp(own, parcels))
    assert [number for number, _ in made] == [str(number) for number in range(200)]
    processes = {process for _, process in made}
    assert len(processes) == 2
    assert os.getpid() in processes


def test_a_blank_that_a_worker_has_drawn_is_as_good(monkeypatch: pytest.MonkeyPatch) -> None:
    own = edition(find_form("quarterly-review"), 2026)
    books = [[Assignment(values={"name": f"Project {number}"})] * 2 for number in range(4)]
    alone = list(stamp_all(own, books, workers=1))
    for drawn, here in ((own, None), (edition(find_form("jimu-jigyo"), 2026), draw)):
        with press.press(press._as_it_is, workers=2) as both:
            both.start()
            both.prepare(drawn, sheets=2)
            assert both.drawn is not None
            both.drawn.result()
            monkeypatch.setattr(importlib.import_module("xltool.book.draw"), "draw", here)
            assert list(both.stamp(own, (((book,), None) for book in books))) == alone


def test_a_blank_that_does_not_come_is_drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    own = edition(find_form("quarterly-review"), 2026)
    books = [[Assignment(values={"name": f"Project {number}"})] for number in range(4)]
    monkeypatch.setattr(press, "_DRAWING", 0.01)
    with press.press(press._as_it_is, workers=2) as both:
        both.start()
        both.prepare(own, sheets=1)
        both.drawn = Unheard()
        assert len(list(both.stamp(own, (((book,), None) for book in books)))) == 4


class Unheard(Future[presswork.Drawn]):
    """What a worker that has died would have said."""

    def set_result(self, result: presswork.Drawn) -> None:
        """It does not come."""


def test_workers_start_by_the_size_of_a_roster_that_nobody_has_read(
    office: Round, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = make_round(tmp_path / "fresh", projects=22, departments=5)
    said: list[int] = []
    monkeypatch.setattr(press.Press, "expect", lambda _, sheets: said.append(sheets))
    fresh.campaign.distribute(jobs=1)
    assert said == [fresh.campaign.config.roster.stat().st_size // 100, 22, 22]
    said.clear()
    office.campaign.distribute(jobs=1)  # what has changed cannot be told by a size
    assert said[0] == 0


def press_is_up(own: press.Press[str, tuple[str, int]]) -> bool:
    """Whether its worker has been given the edition: the thread that feeds it waits for more to do."""
    return own.work.empty()


def process_of(_: Sequence[bytes], about: str) -> tuple[str, int]:
    return about, os.getpid()


def test_a_line_is_taken_in_order_and_not_far_ahead_of_a_worker() -> None:
    groups = [[([[Assignment(values={})]], number)] for number in range(6)]
    own: line.Line[int, None] = line.Line(groups=iter(groups), others=1)
    theirs = own.take(here=False)
    mine = [own.take(here=True) for _ in range(2)]
    assert own.take(here=True) is None  # a worker has not answered yet, what comes after it waits
    assert list(own.ready) == groups[3:5]  # the next is made before anybody asks
    assert list(own.taken) == [theirs, *mine]
    own.taken.popleft()
    own.taken.popleft()
    rest = [own.take(here=True), own.take(here=False), own.take(here=False)]
    assert [turn and turn.group for turn in (theirs, *mine, *rest)] == groups
    assert own.take(here=False) is None


@pytest.mark.parametrize("good", [0, 1, 40])
@pytest.mark.parametrize("workers", [1, 2])
def test_what_goes_wrong_between_parcels_is_told(
    monkeypatch: pytest.MonkeyPatch, workers: int, good: int
) -> None:
    monkeypatch.setattr(line, "GROUP", 1)

    def parcels() -> Iterator[line.Parcel[str]]:
        for _ in range(good):
            yield [[Assignment(values={})]], "workbooks"
        raise CannotWork(Text("手紙を作れません。", "No letter."))

    with press.press(len_of, workers=workers) as some:
        made = some.stamp(edition(find_form("quarterly-review"), 2026), parcels())
        with pytest.raises(CannotWork, match="No letter"):
            list(made)


def test_a_line_that_fails_fails_for_everybody() -> None:
    def groups() -> Iterator[line.Group[int]]:
        raise CannotWork(Text("手紙を作れません。", "No letter."))
        yield []

    own: line.Line[int, None] = line.Line(groups=groups(), others=1)
    for here in (False, True):
        with pytest.raises(CannotWork):
            own.take(here=here)


def test_groups_are_made_in_spare_time_but_not_all() -> None:
    groups = [[([[Assignment(values={})]], number)] for number in range(20)]
    own: line.Line[int, None] = line.Line(groups=iter(groups), others=1)
    while own.prepare():
        pass
    assert list(own.ready) == groups[: line._READY]
    turns = list(iter(lambda: own.take(here=False), None))
    assert [turn.group for turn in turns if turn] == groups
    assert not own.prepare()


def test_the_last_group_is_shared() -> None:
    parcels = [([[Assignment(values={})]], number) for number in range(8)]
    for others, sizes in ((0, [3, 5]), (1, [3, 3, 1, 1])):
        own: line.Line[int, None] = line.Line(groups=iter([parcels[:3], parcels[3:]]), others=others)
        turns = list(iter(lambda one=own: one.take(here=False), None))
        assert [len(turn.group) for turn in turns if turn] == sizes
        assert [parcel for turn in turns if turn for parcel in turn.group] == parcels


def len_of(workbooks: Sequence[bytes], about: str) -> str:
    return f"{len(workbooks)} of {about}"
