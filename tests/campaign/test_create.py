"""A new campaign's folder: what it holds, that it works as it is, and that nothing is ever overwritten."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.campaign.rosters import mistakes, read
from xltool.campaign.config import load_config
from xltool.campaign.create import create
from xltool.campaign.model import Roster
from xltool.cli import main
from xltool.errors import CannotWork
from xltool.form import examples_folder, templates_folder
from xltool.text import Lang

FORMS = ("jimu-jigyo", "quarterly-review")
MAY = datetime.date(2026, 5, 1)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_a_sample_is_a_campaign_that_works(tmp_path: Path, form: str, lang: Lang) -> None:
    done = create(tmp_path / "round", form=form, year=2026, lang=lang, sample=True, today=MAY)
    assert done.written[:3] == ("campaign.yaml", "roster.xlsx", "inbox/")
    assert not done.kept
    assert not list((tmp_path / "round" / "inbox").iterdir())
    config = load_config(tmp_path / "round")
    assert (config.form.id, config.year, config.campaign, config.lang) == (form, 2026, f"{form}-2026", lang)
    assert config.deadline == datetime.date(2026, 5, 29)
    assert config.office.mail
    roster = read(tmp_path / "round")
    assert (len(roster.rows), len(roster.departments)) == (12, 4)
    assert all(one.mail for one in roster.departments)
    assert [one.project for one in roster.rows if one.deadline] == [roster.rows[10].project]
    assert not roster.remarks


def test_the_shipped_round_is_the_sample(tmp_path: Path) -> None:
    create(tmp_path, form="jimu-jigyo", year=2026, sample=True, today=MAY)
    roster: Roster = read(tmp_path)
    files = sorted((examples_folder() / "round" / "projects").glob("*.json"))
    assert [one.project for one in roster.rows] == [file.stem for file in files]
    first = roster.by_project["10103"]
    assert first.previous == "10107"
    assert first.values["eval.previous.grade"] == "統合"
    assert first.values["overview.policy"] == "施策3 交通安全の推進"
    assert roster.edition.parameters["prefecture"] == "県"
    assert roster.edition.parameters["population[+2]"] == 60600
    assert len(roster.edition.reference["総合計画"].rows) == 11


@pytest.mark.parametrize("day", range(1, 8))
def test_an_invented_deadline_is_a_working_day(tmp_path: Path, day: int) -> None:
    create(tmp_path, form="quarterly-review", year=2026, sample=True, today=datetime.date(2026, 5, day))
    deadline = load_config(tmp_path).deadline
    assert deadline is not None
    assert deadline.weekday() < 5
    assert 28 <= (deadline - datetime.date(2026, 5, day)).days <= 30


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_a_new_roster_lacks_nothing_but_projects(tmp_path: Path, form: str, lang: Lang) -> None:
    create(tmp_path, form=form, year=2026, lang=lang)
    assert load_config(tmp_path).deadline is None
    found = mistakes(tmp_path)
    assert list(found) == [f"{'対象事業一覧' if lang == 'ja' else 'Projects'}!A5"]
    assert "1 件もありません" in next(iter(found.values()))


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    create(tmp_path, form="jimu-jigyo", year=2026)
    (tmp_path / "campaign.yaml").write_text("mine", "utf-8")
    (tmp_path / "roster.xlsx").write_bytes(b"mine, too")
    (tmp_path / "inbox" / "a.xlsx").write_bytes(b"came back")
    again = create(tmp_path, form="quarterly-review", year=2030, sample=True)
    assert not again.written
    assert again.kept[:3] == ("campaign.yaml", "roster.xlsx", "inbox/")
    assert (tmp_path / "campaign.yaml").read_text("utf-8") == "mine"
    assert (tmp_path / "roster.xlsx").read_bytes() == b"mine, too"
    (tmp_path / "roster.xlsx").unlink()
    assert create(tmp_path, form="jimu-jigyo", year=2026).written[:1] == ("roster.xlsx",)


def test_the_same_campaign_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        create(tmp_path / name, form="jimu-jigyo", year=2026, sample=True, today=MAY)
    for file in ("campaign.yaml", "roster.xlsx"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_an_own_form_is_named_from_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(templates_folder() / "quarterly-review", tmp_path / "様式 1")
    monkeypatch.chdir(tmp_path)
    for form in ("様式 1", "様式 1/form.yaml", tmp_path / "様式 1"):
        shutil.rmtree(tmp_path / "rounds", ignore_errors=True)
        create("rounds/2026", form=form, year=2026, sample=True)
        assert load_config(tmp_path / "rounds" / "2026").form.folder == tmp_path / "様式 1"
        assert len(read(tmp_path / "rounds" / "2026").rows) == 12


FORM = """\
form: own
version: "1"
title: "{year} 調査"
years: {offsets: [0, 1]}
identity: {project: no, name: name}
parameters: {rate: {label: 率, default: 0.25}, word: {label: 呼び名, type: text}}
sections:
  - rows:
      - [{id: no, label: 番号, required: true}, {id: name, label: 名称, required: true}]
      - {id: field, label: 分野, type: choice, choices: {from: 分野 '1' 表, column: 大}}
      - {id: part, label: 小分野, type: choice, choices: {from: 分野 '1' 表, column: 小, parent: field}}
      - {id: other, label: 区分, type: choice, choices: {from: 区分, column: 区分}}
      - [{id: a.x, label: 同じ, prefill: editable}, {id: b.x, label: 同じ, prefill: editable}]
      - {id: since, label: 開始, type: fiscal_year, prefill: locked}
      - {id: day, label: 日, type: date, prefill: locked}
      - {id: share, label: 割合, type: percent, prefill: locked}
      - {id: heads, label: 人数, type: integer, years: true, prefill: locked, min: 1, max: 9}
      - {id: kind, label: 種別, type: tick, choices: {a: 甲, b: 乙}, prefill: locked}
      - {id: flag, label: 印, type: tick, prefill: locked}
      - {id: score, label: 評点, type: score, choices: {1: 低, 2: 高}, prefill: locked}
"""


def test_rows_are_invented_for_any_form(tmp_path: Path) -> None:
    (tmp_path / "form.yaml").write_text(FORM, "utf-8")
    create(tmp_path / "c", form=tmp_path / "form.yaml", year=2026, sample=True, today=MAY)
    roster = read(tmp_path / "c")
    assert len(roster.rows) == 12
    values = roster.rows[0].values
    assert values["since"] == 2021
    assert values["day"] == "2026-04-01"
    assert values["share"] == 0.5
    assert (values["heads[0]"], values["kind"], values["score"]) == (1, "a", 1)
    assert values["part"] in roster.edition.narrowed(
        roster.edition.form.fields["part"], (str(values["field"]),)
    )
    assert {one.department for one in roster.rows} == {one.name for one in roster.departments}


def test_sheets_that_a_roster_cannot_have(tmp_path: Path) -> None:
    (tmp_path / "form.yaml").write_text(FORM.replace("from: 区分", "from: 部署"), "utf-8")
    with pytest.raises(CannotWork, match="部署"):
        create(tmp_path / "c", form=tmp_path / "form.yaml", year=2026)
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize(
    ("form", "year", "words"), [("jimu-jigy", 2026, "jimu-jigyo"), ("jimu-jigyo", 26, "基準年度 26")]
)
def test_nothing_is_made_of_a_wrong_request(tmp_path: Path, form: str, year: int, words: str) -> None:
    with pytest.raises(CannotWork) as caught:
        create(tmp_path / "new", form=form, year=year)
    assert words in caught.value.say("ja")
    assert not (tmp_path / "new").exists()


def test_a_place_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("a file")
    with pytest.raises(CannotWork, match="a file, not a folder"):
        create(tmp_path / "x", form="jimu-jigyo", year=2026)


# -- the command --------------------------------------------------------------------------------------------


def test_init_says_what_it_made_and_what_comes_next(tmp_path: Path) -> None:
    target = tmp_path / "round"
    command = ["--lang=en", "init", str(target), "--form", "jimu-jigyo", "--year", "2026"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert f"Made in {target}: campaign.yaml, roster.xlsx, inbox/" in done.output
    assert f"list the projects in {target}/roster.xlsx" in done.output
    assert done.output.endswith(f"  xltool distribute -C {target}\n")
    again = CliRunner().invoke(main, command)
    assert (
        again.exit_code,
        again.output.startswith("Kept as they are: campaign.yaml, roster.xlsx, inbox/"),
    ) == (0, True)


def test_init_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["--lang=ja", "init", ".", "--form", "quarterly-review", "--sample"])
    assert done.exit_code == 0, done.output
    assert "架空の対象事業" in done.output
    assert done.output.endswith("  xltool distribute\n")
    assert load_config(tmp_path).lang == "ja"


def test_init_needs_a_form(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["init", str(tmp_path / "x")])
    assert (done.exit_code, "--form" in done.stderr) == (2, True)
