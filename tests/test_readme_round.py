"""The newcomer's path of the README, word for word, in a shell."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def test_the_round_of_the_readme_runs_as_it_stands(tmp_path: Path) -> None:
    if sys.platform == "win32" or shutil.which("bash") is None:
        pytest.skip("the README's commands are for a POSIX shell")
    text = (ROOT / "README.md").read_text("utf-8")
    block = re.search(r"<!-- round -->\n```sh\n(.*?)```", text, re.DOTALL)
    assert block is not None
    assert block[1] in (ROOT / "README.ja.md").read_text("utf-8")
    tools = tmp_path / "bin"
    tools.mkdir()
    program = tools / "xltool"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m xltool "$@"\n', "utf-8")
    program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    environment |= {"XLTOOL_LANG": "en", "LC_ALL": "C.UTF-8"}
    script = block[1].replace("xltool collect\n", "xltool collect || test $? = 1\n")  # blanks came back
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "issued 12" in done.stdout
    assert "new 2" in done.stdout
    assert re.search(r"untouched 2", done.stdout)
    assert done.stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_there_for_every_shell_that_the_readme_names(shell: str) -> None:
    environment = {**os.environ, "_XLTOOL_COMPLETE": f"{shell}_source", "PYTHONPATH": str(ROOT)}
    code = "from xltool.cli import main; main(prog_name='xltool')"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert "_XLTOOL_COMPLETE" in done.stdout, done.stderr
    assert f"_XLTOOL_COMPLETE={shell}_source" in (ROOT / "README.md").read_text("utf-8")
