"""Sheets of another version of their form: read by their own, or as far as names go."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from xltool.book import Assignment, Library, draw, read_file, stamp
from xltool.form import Form, edition, find_form, templates_folder
from xltool.rules import judge

JIMU = templates_folder() / "jimu-jigyo"
VALUES = json.loads((JIMU / "clean.json").read_text("utf-8"))["values"]


def version(folder: Path, number: str, *changes: tuple[str, str]) -> Form:
    """A copy of the form under another version, some of its text changed."""
    shutil.copytree(JIMU, folder)
    text = (folder / "form.yaml").read_text("utf-8")
    for before, after in (('version: "1"', f'version: "{number}"'), *changes):
        assert before in text
        text = text.replace(before, after)
    (folder / "form.yaml").write_text(text, "utf-8")
    return find_form(folder)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A sheet of a version without the row of 該当なし: all below stands elsewhere."""
    lines = (JIMU / "form.yaml").read_text("utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if "id: nothing" in line)
    row = "".join(lines[at : at + 2])
    folder = tmp_path_factory.mktemp("forms") / "old"
    form = version(folder, "1-draft", (row, ""), ("  nothing: header.nothing\n", ""))
    return stamp(draw(edition(form, 2017)), [Assignment(values=VALUES)])


def test_an_unknown_version_is_one_finding_and_its_names_are_read(old: bytes) -> None:
    (record,) = read_file(old, file="old.xlsx").records
    assert record.version == "1-draft"
    assert record.project == VALUES["header.code"]
    read = {
        key: record.values[key] for key in record.cells if record.edition.form.fields[key].formula is None
    }
    assert "header.nothing" not in record.cells
    assert read == {key: VALUES.get(key, record.values[key]) for key in read}
    assert {"eval.first.grade", "cost.general[0]", "item.economy.comment"} <= set(read)
    findings = judge([record], phase="all")
    assert [one.id for one in findings] == ["XL104"]
    assert "1-draft" in findings[0].message.ja


def test_a_version_beside_is_read_by_its_own_definition(tmp_path: Path) -> None:
    present = version(tmp_path / "form", "2")
    older = version(
        tmp_path / "form" / "1a", "1a", ("{id: target, label: 2 対象", "{id: target, label: 2 対象者")
    )
    book = stamp(draw(edition(older, 2017)), [Assignment(values=VALUES)])
    library = Library(find=lambda _: present)
    (record,) = read_file(book, file="a.xlsx", library=library).records
    assert record.version == "1a"
    assert record.edition.label(record.edition.form.fields["overview.target"]) == "2 対象者"
    assert judge([record], phase="all") == ()
