"""One headless office session that does all the edits of all scenarios."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.book import blanks
from tests.book.scenarios.scenario import Scenario
from tests.oracle import need, need_soffice, soffice
from xltool.book import Assignment, draw, stamp
from xltool.form import edition, find_form

__all__ = ["BOOKS", "CODES", "Job", "edit", "original", "perform"]

Job = dict[str, Any]  # source, target, steps of user.py

CODES = ("00417", "00832", "00900")
OTHER = {
    "header.name": "図書館の夜間開館",
    "header.department": "教育部図書館",
    "eval.first.grade": "要検討",
    "cost.budget[-1]": 3900,
    "cost.budget[0]": 4100,
    "cost.general[-1]": 3900,
    "cost.general[0]": 4100,
    "activity.1.name": "夜間の開館日数",
}


@cache
def original(code: str) -> dict[str, object]:
    """What project ``code`` filled in."""
    values = {**blanks.clean("jimu-jigyo"), "header.code": code}
    return values if code == CODES[0] else {**values, **OTHER}


@cache
def _book(codes: tuple[str, ...], year: int = 2017) -> bytes:
    blank = draw(edition(find_form("jimu-jigyo"), year), sheets=len(codes))
    return stamp(blank, [Assignment(values=original(code), campaign=f"H{year - 1988}") for code in codes])  # type: ignore[arg-type]


BOOKS = {
    "one": lambda: _book(CODES[:1]),
    "three": lambda: _book(CODES),
    "other": lambda: _book(CODES[1:2]),
    "last": lambda: _book(CODES[:1], 2016),
}


def perform(scenarios: Sequence[Scenario], folder: Path) -> dict[str, Path]:
    """Scenario id -> the workbook after the edit, as LibreOffice saved it."""
    for name, make in BOOKS.items():
        folder.joinpath(f"_{name}.xlsx").write_bytes(make())
    jobs = [
        {
            "source": str(folder / f"_{one.on}.xlsx"),
            "target": str(folder / f"{one.id}.{one.saved_as}"),
            "steps": [[_file(folder, word) for word in step] for step in one.edit],
        }
        for one in scenarios
    ]
    edit(jobs, folder)
    return {one.id: folder / f"{one.id}.{one.saved_as}" for one in scenarios}


def edit(jobs: Sequence[Job], folder: Path) -> None:
    """Let one office, with a profile of its own in ``folder``, do all the jobs."""
    need_soffice()
    python = Path("/usr/bin/python3")
    has_uno = python.exists() and not subprocess.run([python, "-c", "import uno"], check=False).returncode
    need(has_uno, "UNO for the system's Python is not installed: apt-get install python3-uno")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    office = subprocess.Popen(
        [
            *(soffice() or "", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
            *("--norestore", "--nologo", f"--accept=socket,host=127.0.0.1,port={port};urp;"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        done = subprocess.run(
            [python, Path(__file__).with_name("user.py"), str(port)],
            input=json.dumps(jobs),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    finally:
        with contextlib.suppress(subprocess.TimeoutExpired):
            office.wait(10)
        office.kill()
        office.wait()
    assert done.returncode == 0, done.stderr
    wrong = json.loads(done.stdout)
    assert wrong == {}, wrong


def _file(folder: Path, word: str | float) -> str | float:
    """``@other`` in a step is the workbook of that name."""
    return str(folder / f"_{word[1:]}.xlsx") if isinstance(word, str) and word.startswith("@") else word
