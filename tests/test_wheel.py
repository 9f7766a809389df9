"""The wheel, not the checkout, is what people install: build it, install it elsewhere, run the main job."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from xltool.campaign.letters import LETTERS

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked as pip does it, without its dependencies (those of this interpreter serve)."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("xltool-*.whl")
    target = folder / "site"
    subprocess.run([*pip, "install", "--no-deps", "--target", str(target), str(wheel)], check=True)
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "xltool/_templates/jimu-jigyo/form.yaml" in names
    assert "xltool/_templates/jimu-jigyo/rules.yaml" in names
    letters = {f"xltool/campaign/letters/{lang}/{name}.txt" for lang in ("ja", "en") for name in LETTERS}
    assert letters <= set(names)
    return target


def run(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "xltool", "--lang", "en", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_forms_are_found_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "forms")
    assert done.returncode == 0, done.stderr
    assert "jimu-jigyo" in done.stdout
    assert "quarterly-review" in done.stdout


def test_the_wheel_runs_the_whole_cycle(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "demo", "round")
    assert done.returncode in (0, 1), done.stderr
    assert (tmp_path / "round" / "master.xlsx").stat().st_size > 10_000
    done = run(installed, tmp_path, "check", "round/inbox", "-o", "report.html")
    assert done.returncode == 1, done.stderr
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "<style>" in page
    assert page.count('class="card ') == 12
