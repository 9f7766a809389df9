"""campaign.yaml: what it says, and every mistake in it with its line."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from tests.campaign.rosters import campaign
from xltool.campaign.config import load_config
from xltool.campaign.model import Config, ConfigError
from xltool.errors import CannotWork
from xltool.form import templates_folder
from xltool.form.source import MapNode, Scalar


def told(folder: Path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(ConfigError) as caught:
        load_config(campaign(folder, text))
    assert all(one.file == "campaign.yaml" for one in caught.value.problems)
    return [(one.line, one.text.ja) for one in caught.value.problems]


def test_the_least_that_is_needed(tmp_path: Path) -> None:
    config = load_config(campaign(tmp_path))
    assert (config.form.id, config.year, config.campaign) == ("jimu-jigyo", 2026, "jimu-jigyo-2026")
    assert (config.lang, config.deadline, config.bundle) == ("ja", None, "project")
    assert config.file_name == "{project}_{name}"
    assert config.roster == tmp_path / "roster.xlsx"
    assert config.previous is None
    assert not config.parameters


def test_everything(tmp_path: Path) -> None:
    text = """\
form: quarterly-review
year: 令和8年度
campaign: 夏の調査
language: en
deadline: 令和8年6月30日
roster: list.csv
previous: ../2025
bundle: department
file: "{department}_{year}.xlsx"
office: {name: 企画課, contact: 内線1234, mail: kikaku@example.lg.jp}
rules:
  XL307: off
"""
    config = load_config(campaign(tmp_path, text))
    assert (config.year, config.campaign, config.lang) == (2026, "夏の調査", "en")
    assert config.deadline == datetime.date(2026, 6, 30)
    assert config.roster == tmp_path / "list.csv"
    assert config.previous == tmp_path / "../2025"
    assert (config.bundle, config.file_name) == ("department", "{department}_{year}")
    assert (config.office.name, config.office.contact) == ("企画課", "内線1234")
    assert isinstance(config.rules, MapNode)
    assert config.rules.entries["XL307"] == Scalar("off", 12)


def test_parameters_are_typed_by_the_form(tmp_path: Path) -> None:
    text = "form: jimu-jigyo\nyear: 2026\nparameters:\n  prefecture: 県\n  population[0]: 61,200\n"
    text += "  population:\n"
    assert dict(load_config(campaign(tmp_path, text)).parameters) == {
        "prefecture": "県",
        "population[0]": 61200.0,
    }


def test_a_form_beside_the_campaign(tmp_path: Path) -> None:
    shutil.copytree(templates_folder() / "quarterly-review", tmp_path / "forms" / "own")
    for path in ("../forms/own", "../forms/own/form.yaml"):
        config = load_config(campaign(tmp_path / "campaign", f"form: {path}\nyear: 2026\n"))
        assert config.form.folder == tmp_path / "forms" / "own"
        assert config.lang == "en"  # the form's, unless said


def test_mistakes_in_the_form_are_told_with_those_of_the_campaign(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "form.yaml").write_text("form: own\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(campaign(tmp_path, "form: own\nyear: x\n"))
    assert {one.file for one in caught.value.problems} == {"campaign.yaml", "form.yaml"}


def test_every_mistake_at_once(tmp_path: Path) -> None:
    text = """\
form: jimu-jigy
year: soon
dedline: 2026-06-30
campaign: a|b
language: fr
deadline: 6月末
bundle: dept
file: "{projct}/{name}"
parameters: 3
office: {nam: 企画課, mail: kikaku}
"""
    found = told(tmp_path, text)
    assert [line for line, _ in found] == [1, 2, 3, 4, 5, 6, 7, 8, 8, 9, 10, 10]
    said = "\n".join(text for _, text in found)
    for word in (
        "「jimu-jigyo」ではありませんか",
        "「deadline」ではありませんか",
        "「project」ではありませんか",
    ):
        assert word in said
    assert "「name」ではありませんか" in said
    assert "メールアドレスではありません" in said


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("file: x_{name}", "{project} を入れて"),
        ("file: '{project'", "組が合っていません"),
        ("file: '{project}:{name}'", "「:」はファイル名に使えません"),
        ("bundle: department\nfile: '{department}_{project}'", "複数の事業が入る"),
        ("bundle: department\nfile: '{year}'", "{department} を入れて"),
        ("parameters: {popul: 1}", "「population」ではありませんか"),
        ("parameters: {population: many}", "数値を指定"),
        ("parameters: {population: [1, 2]}", "一つの値"),
        ("deadline: [2026-06-30]", "一つの値"),
        ("rules: off", "「rules」は"),
        (f"campaign: {'x' * 41}", "40 文字以内"),
        ("year: 2026", "二度書かれています"),
        ("  indented: 1", "コロン"),
    ],
)
def test_one_mistake(tmp_path: Path, line: str, words: str) -> None:
    found = told(tmp_path, f"form: jimu-jigyo\nyear: 2026\n{line}\n")
    assert len(found) == 1
    assert words in found[0][1]
    assert found[0][0] >= 2


@pytest.mark.parametrize("text", ["", "# nothing\n", "- form: jimu-jigyo\n", "jimu-jigyo\n"])
def test_no_settings_at_all(tmp_path: Path, text: str) -> None:
    assert "form: 様式" in told(tmp_path, text)[0][1]


def test_what_is_missing(tmp_path: Path) -> None:
    assert [text for _, text in told(tmp_path, "language: ja\nyear:\n")] == [
        "「form」がありません。書き足してください。",
        "「year」がありません。書き足してください。",
    ]


@pytest.mark.parametrize("folder", [".", "nowhere"])
def test_a_folder_without_a_campaign(tmp_path: Path, folder: str) -> None:
    with pytest.raises(CannotWork) as caught:
        load_config(tmp_path / folder)
    assert "xltool init" in caught.value.say("ja")
    assert "-C" in caught.value.say("en")


def test_a_file_that_windows_saved(tmp_path: Path) -> None:
    path = campaign(tmp_path) / "campaign.yaml"
    path.write_bytes("form: jimu-jigyo\r\nyear: 2026\r\noffice: {name: 企画課}\r\n".encode("utf-8-sig"))
    assert isinstance(load_config(tmp_path), Config)
    path.write_bytes("form: jimu-jigyo\r\nyear: 2026\r\noffice: {name: 企画課}\r\n".encode("cp932"))
    with pytest.raises(CannotWork, match="UTF-8"):
        load_config(tmp_path)
