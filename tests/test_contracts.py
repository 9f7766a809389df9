"""Lint, types and the import contract are part of the tests: what they say holds for every commit."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_finds_nothing() -> None:
    run("ruff", "check", "--no-cache", ".")


def test_layout_is_ruff_s() -> None:
    run("ruff", "format", "--check", "--no-cache", "--exclude", "*.md", ".")


def test_mypy_finds_nothing() -> None:
    run("mypy")


def test_imports_go_one_way() -> None:
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_top_level_holds_nothing_else() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: the list of files is unknown")
    top = {name.split("/")[0] for name in listed.stdout.splitlines()}
    allowed = {"xltool", "templates", "examples", "tests", "pyproject.toml", "README.md", "README.ja.md"}
    allowed |= {"ARCHITECTURE.md", "CHANGELOG.md", "LICENSE", "BENCHMARKS.md"}
    assert {name for name in top if not name.startswith(".")} <= allowed


def test_no_machine_paths_in_the_repo() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: the list of files is unknown")
    pattern = re.compile(r"/work/|/root/|/home/[a-z]|https?://[^\s\"')]*(?:pypi|npmjs|debian)\.")
    found = []
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix in {".png", ".xlsx", ".svg"} or path == Path(__file__) or not path.is_file():
            continue
        lines = path.read_text("utf-8").splitlines()
        found += [f"{name}:{i}" for i, line in enumerate(lines, 1) if pattern.search(line)]
    assert not found
