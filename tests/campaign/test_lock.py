"""One writer at a time, with real processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from xltool.campaign import lock
from xltool.errors import CannotWork

HOLD = """
import sys, time, pathlib
from xltool.campaign.lock import locked
with locked(pathlib.Path(sys.argv[1]), "collect"):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""
COUNT = """
import sys, pathlib, time
from xltool.campaign.lock import locked
folder = pathlib.Path(sys.argv[1])
for _ in range(10):
    with locked(folder, "count", wait=60):
        file = folder / "number"
        number = int(file.read_text()) if file.exists() else 0
        time.sleep(0.001)
        file.write_text(str(number + 1))
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )


def holding(folder: Path, seconds: float = 60) -> subprocess.Popen[str]:
    process = start(HOLD, folder, seconds)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_it_is_gone_afterwards(tmp_path: Path) -> None:
    with lock.locked(tmp_path, "collect"):
        held = lock.holder(tmp_path / "lock")
        assert held is not None
        assert (held.pid, held.host, held.command) == (os.getpid(), socket.gethostname(), "collect")
    assert list(tmp_path.iterdir()) == []


def test_the_second_says_who_holds_it(tmp_path: Path) -> None:
    process = holding(tmp_path)
    try:
        with pytest.raises(CannotWork) as caught, lock.locked(tmp_path, "collect", wait=0.3):
            pass
        said = caught.value.say("ja")
        for word in (socket.gethostname(), str(process.pid), "collect", "--break-lock"):
            assert word in said
    finally:
        process.kill()
        process.communicate()


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    process = holding(tmp_path, 1)
    with lock.locked(tmp_path, "collect", wait=60):
        assert process.poll() is not None or process.wait(5) == 0
    process.communicate()


def test_what_a_killed_process_left_of_its_lock_goes(tmp_path: Path) -> None:
    (tmp_path / "lock.0123456789abcdef.tmp").write_text("{", encoding="utf-8")
    with lock.locked(tmp_path, "collect", wait=0):
        assert [one.name for one in tmp_path.iterdir()] == ["lock"]
    assert list(tmp_path.iterdir()) == []


def test_whose_lock_vanishes_while_it_is_made_waits_as_others_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def swept(given: Path, path: Path) -> None:
        given.unlink()
        link(given, path)

    with lock.locked(tmp_path, "collect"):
        monkeypatch.setattr(os, "link", swept)
        with pytest.raises(CannotWork, match="collect"), lock.locked(tmp_path, "return", wait=0):
            pass


def test_a_killed_process_leaves_a_lock_that_the_next_breaks(tmp_path: Path) -> None:
    process = holding(tmp_path)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert (tmp_path / "lock").exists()
    with lock.locked(tmp_path, "collect", wait=0):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_of_another_host_is_broken_only_when_told_to(tmp_path: Path) -> None:
    other = {"host": "fileserver-7", "user": "sato", "pid": 1, "since": "2026-07-01", "command": "collect"}
    (tmp_path / "lock").write_text(json.dumps({**other, "token": "x"}), "utf-8")
    with pytest.raises(CannotWork, match="fileserver-7"), lock.locked(tmp_path, "collect", wait=0):
        pass
    assert (tmp_path / "lock").exists()
    with lock.locked(tmp_path, "collect", wait=0, break_lock=True):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", '{"host": "a"}', '{"pid": "many"}'])
def test_a_lock_that_says_nothing_is_not_broken_by_itself(tmp_path: Path, content: str) -> None:
    (tmp_path / "lock").write_text(content, "utf-8")
    with pytest.raises(CannotWork, match="--break-lock"), lock.locked(tmp_path, "collect", wait=0):
        pass
    assert (tmp_path / "lock").read_text("utf-8") == content


def test_many_processes_never_hold_it_together(tmp_path: Path) -> None:
    processes = [start(COUNT, tmp_path) for _ in range(4)]
    time.sleep(0.5)
    victim = holding(tmp_path / "other")  # and a lock elsewhere is another lock
    for process in processes:
        assert process.wait(60) == 0
        process.communicate()
    victim.kill()
    victim.communicate()
    assert (tmp_path / "number").read_text() == "40"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWork, match="cannot be written"), lock.locked(tmp_path / "file", "collect"):
        pass


def test_alive() -> None:
    assert lock.alive(os.getpid())
    process = start("pass")
    process.communicate()
    assert not lock.alive(process.pid)
