"""The workbooks of the cross-reading tests: by Excel itself, and by seven other programs.

What no package manager installs is looked for in ``XLTOOL_ORACLES`` (``~/.cache/xltool-oracles``), where
``.ci/run`` puts it: exceljs and SheetJS from npm, and Debian's source package of Excel::Writer::XLSX, whose
tests hold 825 workbooks that Excel 2007 saved.
"""

# ruff: noqa: E501 - reasons and commands read better unbroken

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from tests.book.test_reader_writers import WRITERS, a_form
from tests.oracle import need, need_soffice, recalculate
from xltool.api.filling import fill
from xltool.form import templates_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Workbooks", "by_excel", "by_gnumeric", "by_libreoffice", "by_node", "by_openpyxl", "originals"]

Workbooks = dict[str, bytes]  # by a name for messages

ORACLES = Path(os.environ.get("XLTOOL_ORACLES") or Path.home() / ".cache" / "xltool-oracles")
# Excel's files that hold something about cells, for the programs that re-save them
SAMPLE = """
    array_formula01 autofilter03 comment02 data_validation02 date_1904_01 date_1904_02 date_examples01
    defined_name04 dynamic_array01 escapes01 escapes02 formula_results01 hide01 merge_range05 optimize06
    properties01 quote_name03 rich_string05 rich_string12 shape01 shared_strings01 simple04 table05
    tutorial03 types08 utf8_03 utf8_11
""".split()  # noqa: SIM905 - read like a text


@cache
def by_excel() -> Workbooks:
    """What Excel 2007 saved."""
    found = sorted(ORACLES.glob("libexcel-writer-xlsx-perl_*.orig.tar.gz"))
    need(
        found, f"no workbooks of Excel in {ORACLES}: apt-get source --download-only libexcel-writer-xlsx-perl"
    )
    with tarfile.open(found[-1]) as archive:
        members = [m for m in archive if "/xlsx_files/" in m.name and m.name.endswith((".xlsx", ".xlsm"))]
        content = {Path(m.name).name: archive.extractfile(m) for m in members}
        return {name: file.read() for name, file in content.items() if file is not None}


def ours(folder: Path) -> Iterator[tuple[str, bytes]]:
    """A filled sheet of every shipped form."""
    for form in sorted(path for path in templates_folder().iterdir() if (path / "clean.json").exists()):
        data = json.loads((form / "clean.json").read_text(encoding="utf-8"))
        path = fill(
            form, data, folder / f"{form.name}.xlsx", year=data["year"], parameters=data["parameters"]
        )
        yield form.name, path.read_bytes()


@cache
def originals() -> Workbooks:
    """What XlsxWriter, openpyxl and we write."""
    made = {
        name.replace(" ", "_").replace(",", ""): write()
        for name, write in WRITERS.items()
        if write is not a_form
    }
    with tempfile.TemporaryDirectory() as folder:
        return {**made, **dict(ours(Path(folder)))}


def to_resave(folder: Path) -> list[Path]:
    """The files that the other programs open and save."""
    excel = by_excel()
    chosen = {**originals(), **{name: excel[f"{name}.xlsx"] for name in SAMPLE}}
    source = folder / "in"
    source.mkdir(exist_ok=True)
    for name, data in chosen.items():
        (source / f"{name}.xlsx").write_bytes(data)
    return sorted(source.iterdir())


def by_node(script: str, folder: Path) -> Workbooks:
    """What exceljs or SheetJS makes, and makes of the others' files."""
    modules = ORACLES / "node_modules"
    package = {"exceljs": "exceljs", "sheetjs": "xlsx"}[script]
    need(shutil.which("node"), "node is not installed")
    need(
        (modules / package).is_dir(),
        f"no {package} in {ORACLES}: npm install --ignore-scripts --prefix {ORACLES} {package}",
    )
    run(
        ["node", str(Path(__file__).parent / "writers" / f"{script}.cjs"), str(folder / "out"), *map(str, to_resave(folder))],
        folder, NODE_PATH=str(modules), TZ="UTC",
    )  # fmt: skip
    return written(folder)


def by_gnumeric(folder: Path) -> Workbooks:
    need(
        shutil.which("ssconvert"),
        "gnumeric is not installed: apt-get install --no-install-recommends gnumeric",
    )
    files = to_resave(folder)
    for path in files:
        run(
            ["ssconvert", "--export-type=Gnumeric_Excel:xlsx", str(path), str(folder / "out" / path.name)],
            folder,
        )
    return written(folder)


def by_libreoffice(folder: Path) -> Workbooks:
    need_soffice()
    return {path.name: path.read_bytes() for path in recalculate(to_resave(folder), folder / "out")}


def by_openpyxl(folder: Path) -> Workbooks:
    """What openpyxl makes of the others' files."""
    made: Workbooks = {}
    for path in to_resave(folder):
        out = io.BytesIO()
        openpyxl.load_workbook(path).save(out)
        made[path.name] = out.getvalue()
    return made


def run(command: Sequence[str], folder: Path, **environment: str) -> None:
    (folder / "out").mkdir(exist_ok=True)
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, env={**os.environ, **environment}
    )
    assert done.returncode == 0, (command[:2], done.stderr[-2000:])


def written(folder: Path) -> Workbooks:
    return {path.name: path.read_bytes() for path in sorted((folder / "out").iterdir())}
