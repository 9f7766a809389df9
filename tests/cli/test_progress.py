"""Long work on a terminal says how far it is, how quick, and what is left; in a pipe it is silent."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.campaign.office import filled, make_round
from xltool.campaign import gathering

SCRIPT = """
import sys, time
from xltool.cli.screen import progress
from xltool.text import Text
with progress(Text("読み取り中", "Reading"), sys.argv[1]) as step:
    for done in range(1, 41):
        time.sleep(0.02)
        step(done, 40)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals of Unix")
@pytest.mark.parametrize(
    ("lang", "words"), [("ja", ("読み取り中", r"件/秒", "残り")), ("en", ("Reading", "/s", "left"))]
)
def test_a_terminal_shows_rate_and_time_left(lang: str, words: tuple[str, ...]) -> None:
    ours, theirs = os.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", SCRIPT, lang], stderr=theirs, env=environment) as child:
        os.close(theirs)
        said = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux says so at the end
                break
            if not piece:
                break
            said += piece
        assert child.wait() == 0
    os.close(ours)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said.decode())
    first, speed, left = words
    assert re.search(rf"{first} \S+ +\d+/40 \d+(\.\d)? ?{speed} {left} 00:0\d", text), text


def test_a_pipe_stays_silent() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "ja"], capture_output=True, env=environment, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_collect_counts_what_is_read_and_not_what_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_round(tmp_path / "r", projects=6, departments=2)
    office.campaign.distribute()
    for number in range(10001, 10007):
        path = office.issued(str(number))
        office.drop(path.name, filled(path))
    office.drop("twice.xlsx", filled(office.issued("10001")))
    office.drop("note.txt", b"note")
    read: list[str] = []

    steps: list[tuple[int, int]] = []

    def step(done: int, total: int) -> None:
        steps.append((done, total))
        assert done <= len(read) + 2  # one is there twice, and one is no workbook

    whole = gathering.read_with

    def counted(also: Any, sources: Iterator[Any], *args: Any, **more: Any) -> Iterator[Any]:
        for source, *found in whole(also, list(sources), *args, **more):  # as far ahead as can be
            read.append(source.name)
            yield source, *found

    monkeypatch.setattr(gathering, "read_with", counted)
    office.campaign.collect(progress=step, jobs=1)
    assert steps == [(number, 8) for number in range(1, 9)]
    assert len(read) == 6
