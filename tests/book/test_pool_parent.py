"""When the process that runs the pool is interrupted, killed or badly written, nothing keeps running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.book.test_pool import pids_in

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")

SCRIPT = """
import sys
from functools import partial
from pathlib import Path
from tests.book.test_pool import note_pid
from xltool.book.pool import run_jobs

def main():
    folder, context, job = sys.argv[1:]
    for outcome in run_jobs(partial(note_pid, Path(folder)), [job] * 8, workers=2, context=context):
        print(outcome)
"""
GUARDED = SCRIPT + '\nif __name__ == "__main__":\n    main()\n'
UNGUARDED = SCRIPT + "\nmain()\n"


def start(folder: Path, script: str, context: str, job: str) -> subprocess.Popen[str]:
    """Run the script in a session of its own, so that all its processes can be found."""
    file = folder / "script.py"
    file.write_text(script, encoding="utf-8")
    (folder / "pids").mkdir()
    return subprocess.Popen(
        [sys.executable, str(file), str(folder / "pids"), context, job],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def session(leader: int) -> list[int]:
    """The living processes of a session: workers, and whatever multiprocessing itself starts."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, sid = entry.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(sid) == leader and state not in "ZX":
            found.append(int(entry.parent.name))
    return found


def all_gone(leader: int, seconds: float = 10.0) -> bool:
    until = time.monotonic() + seconds
    while session(leader) and time.monotonic() < until:
        time.sleep(0.02)
    return not session(leader)


@pytest.mark.parametrize(
    ("context", "job"),
    [("spawn", "sleep 600"), ("spawn", "spin"), ("fork", "spin"), ("forkserver", "sleep 600")],
)
def test_workers_end_when_the_parent_is_killed(tmp_path: Path, context: str, job: str) -> None:
    with start(tmp_path, GUARDED, context, job) as parent:
        pids = pids_in(tmp_path / "pids", 2)
        assert set(pids) < set(session(parent.pid))
        parent.kill()
    assert all_gone(parent.pid)


@pytest.mark.parametrize("context", ["spawn", "fork"])
def test_ctrl_c_ends_everything_with_one_traceback(tmp_path: Path, context: str) -> None:
    with start(tmp_path, GUARDED, context, "sleep 600") as parent:
        pids_in(tmp_path / "pids", 2)
        os.killpg(parent.pid, signal.SIGINT)  # as a terminal does: to every process
        errors = parent.communicate(timeout=20)[1]
    assert parent.returncode == -signal.SIGINT
    assert errors.count("Traceback") == 1
    assert errors.rstrip().endswith("KeyboardInterrupt")
    assert all_gone(parent.pid)


def test_ctrl_c_while_the_workers_start_is_as_quiet(tmp_path: Path) -> None:
    with start(tmp_path, GUARDED, "spawn", "sleep 600") as parent:
        until = time.monotonic() + 20
        while len(session(parent.pid)) < 3 and time.monotonic() < until:
            time.sleep(0.005)
        os.killpg(parent.pid, signal.SIGINT)
        errors = parent.communicate(timeout=20)[1]
    assert errors.count("Traceback") == 1
    assert all_gone(parent.pid)


def test_a_script_needs_no_main_guard(tmp_path: Path) -> None:
    with start(tmp_path, UNGUARDED, "spawn", "1") as parent:
        output, errors = parent.communicate(timeout=60)
    assert parent.returncode == 0, errors
    assert output.count("Outcome(") == 8  # the workers did not run the script again
    assert all_gone(parent.pid)


def test_an_iterator_left_open_does_not_keep_the_program_from_ending(tmp_path: Path) -> None:
    script = GUARDED.replace("    for outcome in run_jobs", "    global held\n    held = run_jobs").replace(
        "context=context):\n        print(outcome)", "context=context)\n    print(next(held).result)"
    )
    with start(tmp_path, script, "spawn", "sleep 0.1") as parent:
        output, errors = parent.communicate(timeout=20)
    assert (parent.returncode, output, errors) == (0, "sleep 0.1\n", "")
    assert all_gone(parent.pid)
