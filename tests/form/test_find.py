"""Forms by id and by path."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from xltool.errors import CannotWork, FormError
from xltool.form import examples_folder, find_form, find_version, form_ids, templates_folder

from .club import CLUB, spoiled

if TYPE_CHECKING:
    from pathlib import Path


def test_built_in_forms() -> None:
    assert set(form_ids()) >= {"jimu-jigyo", "quarterly-review"}
    for name in form_ids():
        assert find_form(name, lint=True).id == name
        assert (templates_folder() / name / "clean.json").is_file()
    assert examples_folder().name in ("examples", "_examples")


def test_by_path(tmp_path: Path) -> None:
    file = tmp_path / "form.yaml"
    file.write_text("\ufeff" + CLUB, "utf-8")  # as an editor on Windows saves it
    assert find_form(tmp_path).id == find_form(file).id == find_form(str(file)).id == "club"
    assert find_form(file).digest == find_form(tmp_path).digest != ""
    assert find_form(templates_folder() / "jimu-jigyo") is find_form("jimu-jigyo")


def test_what_ships_is_linted_where_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "club" / "form.yaml"
    file.parent.mkdir()
    file.write_text(spoiled(("cost.rent<=cost.total", "cost.rent<=cost.sum")), "utf-8")
    with pytest.raises(FormError):
        find_form(file)
    monkeypatch.setattr("xltool.form.find.templates_folder", lambda: tmp_path)
    assert find_form("club").id == "club"
    with pytest.raises(FormError, match=r"cost\.sum"):
        find_form("club", lint=True)


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    file = tmp_path / "form.yaml"
    file.write_text(CLUB, "utf-8")
    first = find_form(file)
    file.write_text(CLUB.replace('version: "1"', 'version: "2"'), "utf-8")
    os.utime(file, ns=(1, 1))
    assert (first.version, find_form(file).version) == ("1", "2")
    assert first.digest != find_form(file).digest


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("jimu-jigyou", "did you mean 'jimu-jigyo'"),
        ("zzz", "jimu-jigyo, quarterly-review, or the path of a form.yaml"),
        ("", "There is no form ''"),
        ("none.yaml", "none.yaml does not exist"),
        ("a\x00b", "There is no form"),
    ],
)
def test_no_such_form(name: str, said: str) -> None:
    with pytest.raises(CannotWork) as told:
        find_form(name)
    assert said in told.value.say("en")


def test_files_that_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "form.yaml"
    file.write_bytes("様式".encode("cp932"))
    with pytest.raises(CannotWork, match="is not UTF-8"):
        find_form(file)
    folder = tmp_path / "folder.yaml"
    folder.mkdir()
    with pytest.raises(CannotWork, match="cannot be opened"):
        find_form(folder)


def test_a_form_with_mistakes_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text(CLUB.replace("canvas: 40", "canvas: 1"), "utf-8")
    with pytest.raises(FormError, match=r"^own\.yml:5: "):
        find_form(tmp_path / "own.yml")


def test_versions_lie_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "form.yaml").write_text(CLUB.replace('version: "1"', 'version: "2"'), "utf-8")
    for folder, version in (("1", "1"), ("0", "1")):  # the second says another version than its folder
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "form.yaml").write_text(
            CLUB.replace('version: "1"', f'version: "{version}"'), "utf-8"
        )
    present = find_form(tmp_path)
    assert find_version(present, "2") is present
    older = find_version(present, "1")
    assert older is not None
    assert older.version == "1"
    assert find_version(older, "2") is present
    assert find_version(present, "0") is None
    assert find_version(present, "3") is None
    assert find_version(present, "../1") is None
