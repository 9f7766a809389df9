"""kill -9 at any moment, two commands at once, read-only and full disks: with real processes and mounts."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from tests.campaign.office import Round, filled, make_round
from tests.oracle import need
from xltool.errors import CannotWork

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and mounts of Linux")
SHM = Path("/dev/shm")


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Round:
    """A round with its answers in the inbox, not yet collected."""
    office = make_round(tmp_path_factory.mktemp("crash") / "r", projects=20, departments=4)
    office.campaign.distribute()
    for number in range(10001, 10021):
        path = office.issued(str(number))
        office.drop(path.name, filled(path))
    office.drop("b/10020.xlsx", filled(office.issued("10020"), 2))  # a conflict, which must stay one
    office.drop("b/copy.xlsx", (office.inbox / office.issued("10001").name).read_bytes())
    office.drop("bad.xlsx", b"PK\3\4 nothing")
    return office


def copy_of(office: Round, target: Path) -> Round:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(office.folder, target)
    return Round(type(office.campaign)(target, access=office.campaign.access), office.day)


def apart(work: Callable[[], object]) -> int:
    """Do something in a process of its own, as quick to start as can be."""
    child = os.fork()
    if child:
        return child
    with contextlib.suppress(BaseException):
        os.setpgid(0, 0)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        work()
        os._exit(0)
    os._exit(1)


def facts(office: Round) -> object:
    """Everything that a collect leaves behind, but for when."""
    with contextlib.closing(sqlite3.connect(office.folder / ".xltool" / "ledger.sqlite")) as ledger:
        rows = {
            table: sorted(map(str, ledger.execute(f"SELECT {columns} FROM {table}")))
            for table, columns in (
                ("submission", "id, project, issue, untouched"),
                ("sheet", "id, digest"),
                ("content", "sha256, archived"),
                ("issue", "project, number, sha256"),
                ("finding", "sheet, id"),
                ("assignment", "project, name, withdrawn"),
            )
        }
        events = ledger.execute("SELECT what, project, file FROM event WHERE what <> 'reminded'")
        rows["event"] = sorted(map(str, events))
    archive = sorted(path.name for path in (office.folder / ".xltool" / "archive").glob("*/*"))
    standings = [(s.project, s.state, s.conflict) for s in office.campaign.status().standings]
    return rows, archive, standings


def inside(office: Round, paths: object) -> object:
    """File names without the folder that a copy lies in."""
    return json.loads(json.dumps(paths, ensure_ascii=False).replace(str(office.folder), ""))


@pytest.mark.parametrize("where", ["disk", "memory"])
def test_collect_survives_kill_9_at_any_moment(pristine: Round, tmp_path: Path, where: str) -> None:
    home = tmp_path if where == "disk" else SHM / f"xltool-crash-{os.getpid()}"
    need(home.parent.is_dir(), "there is no tmpfs at /dev/shm")
    try:
        whole = copy_of(pristine, home / "whole")
        start = time.monotonic()
        assert os.waitpid(apart(lambda: whole.campaign.collect(jobs=0)), 0)[1] == 0
        seconds = time.monotonic() - start
        expected = inside(whole, facts(whole))
        rng = Random(where)
        killed = 0
        for i in range(25):
            office = copy_of(pristine, home / "part")
            child = apart(lambda o=office, i=i: o.campaign.collect(jobs=2 if i % 5 == 0 else 0))
            delay = seconds * (i + rng.random()) / 25
            time.sleep(delay)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            hit = os.waitpid(child, 0)[1] == signal.SIGKILL
            killed += hit
            if not hit:  # the machine has less to do by now
                seconds = min(seconds, delay)
            for _ in range(2):  # the second finds nothing more to do
                office.campaign.collect(jobs=0)
                assert inside(office, facts(office)) == expected
            assert [one for one in office.campaign.doctor() if not one.ok] == []
            assert not list(office.folder.rglob("*.tmp"))
        assert killed >= 10
    finally:
        if where == "memory":
            shutil.rmtree(home, ignore_errors=True)


def test_distribute_survives_kill_9_at_any_moment(tmp_path: Path) -> None:
    fresh = make_round(tmp_path / "fresh", projects=20, departments=10)
    whole = copy_of(fresh, tmp_path / "whole")
    start = time.monotonic()
    assert os.waitpid(apart(whole.campaign.distribute), 0)[1] == 0
    seconds = time.monotonic() - start
    files = {p.relative_to(whole.folder): p.read_bytes() for p in (whole.folder / "outbox").rglob("*.*")}
    killed = 0
    for i in range(20):
        office = copy_of(fresh, tmp_path / "part")
        child = apart(office.campaign.distribute)
        time.sleep(seconds * (i + Random(i).random()) / 20)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        killed += os.waitpid(child, 0)[1] == signal.SIGKILL
        for path in (office.folder / "outbox").rglob("*.xlsx"):
            assert path.read_bytes() == files[path.relative_to(office.folder)]  # whole files only
        office.campaign.distribute()
        found = {
            p.relative_to(office.folder): p.read_bytes()
            for p in (office.folder / "outbox").rglob("*.*")
            if not p.name.endswith(".tmp")
        }
        assert found == files
        assert office.campaign.distribute().summary["unchanged"] == 20
    assert killed >= 10


def test_two_collects_at_once(pristine: Round, tmp_path: Path) -> None:
    office = copy_of(pristine, tmp_path / "two")
    command = [sys.executable, "-m", "xltool", "--lang", "ja", "collect", "-C", str(office.folder)]
    both = [
        subprocess.Popen([*command, "--wait", "60", "--format", "json"], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    shapes = [json.loads(process.communicate(timeout=120)[0]) for process in both]
    assert sorted(shape["summary"]["new"] for shape in shapes) == [0, 19]
    assert sorted(shape["summary"]["conflict"] for shape in shapes) == [2, 2]


def test_the_second_says_who_is_at_work(pristine: Round, tmp_path: Path) -> None:
    office = copy_of(pristine, tmp_path / "held")
    code = "import sys, time, pathlib; from xltool.campaign.lock import locked\n"
    code += "with locked(pathlib.Path(sys.argv[1]), 'collect'): print('held', flush=True); time.sleep(60)"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(office.folder / ".xltool")], stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline()
        command = [sys.executable, "-m", "xltool", "--lang", "ja", "collect", "-C", str(office.folder)]
        done = subprocess.run([*command, "--wait", "0"], capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert str(holder.pid) in done.stderr
        assert "実行中です" in done.stderr
        assert "Traceback" not in done.stderr
    finally:
        holder.kill()
        holder.communicate()


# -- disks --------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def mounted(target: Path, *options: str) -> Iterator[Path]:
    target.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, str(target)], capture_output=True, check=False)
    need(done.returncode == 0, "file systems can be mounted by root on Linux only")
    try:
        yield target
    finally:
        subprocess.run(["umount", str(target)], check=False)


def test_an_inbox_that_cannot_be_written(pristine: Round, tmp_path: Path) -> None:
    office = copy_of(pristine, tmp_path / "ro")
    with mounted(office.inbox, "--bind", "-o", "ro", str(office.inbox)) as inbox:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(inbox)], check=True)
        with pytest.raises(OSError, match="Read-only"):
            (inbox / "x").touch()
        assert office.campaign.collect().summary["new"] == 19


@pytest.mark.parametrize("room", ["96k", "160k", "320k", "512k"])
def test_a_full_disk_is_said_and_leaves_nothing_half_written(
    pristine: Round, tmp_path: Path, room: str
) -> None:
    """Only the ledger and its archive lie on the small disk."""
    office = copy_of(pristine, tmp_path / "full")
    hidden = office.folder / ".xltool"
    ledger = (hidden / "ledger.sqlite").read_bytes()
    shutil.rmtree(hidden)
    small = f"size={max(int(room[:-1]), len(ledger) // 1024 + 64)}k"
    with mounted(hidden, "-t", "tmpfs", "-o", small, "tmpfs"):
        (hidden / "ledger.sqlite").write_bytes(ledger)
        command = [sys.executable, "-m", "xltool", "--lang", "ja", "collect", "-C", str(office.folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 2, done.stdout
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        assert "ディスクに空きがない" in done.stderr
        assert not list(hidden.rglob("*.tmp"))
        with contextlib.closing(sqlite3.connect(hidden / "ledger.sqlite")) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        subprocess.run(["mount", "-o", "remount,size=64m", str(hidden)], check=True)
        assert office.campaign.collect().summary["new"] == 19
        assert [one for one in office.campaign.doctor() if not one.ok] == []


def test_a_full_disk_while_distributing(tmp_path: Path) -> None:
    office = make_round(tmp_path / "r", projects=12, departments=3)
    outbox = office.folder / "outbox"
    with mounted(outbox, "-t", "tmpfs", "-o", "size=200k", "tmpfs"):
        with pytest.raises(CannotWork, match="disk is full"):
            office.campaign.distribute()
        assert not list(outbox.rglob("*.tmp"))
        subprocess.run(["mount", "-o", "remount,size=64m", str(outbox)], check=True)
        office.campaign.distribute()
        assert len(list(outbox.glob("*/*.xlsx"))) == 12
