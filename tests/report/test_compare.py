"""Findings beside those of an earlier check."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import xltool
from xltool.cli import main
from xltool.errors import CannotWork
from xltool.finding import Finding, Place
from xltool.report import check_shape, check_text, compare, read_earlier, to_bytes
from xltool.text import Text, display_width

CLEAN = {"code": "0042", "unit": "Port", "name": "Archive", "overall": "B", "kpi.1.title": "Visits"}
CLEAN |= {"kpi.1.weight": 100, "kpi.1.grade": "B"}  # type: ignore[dict-item]


def one(*fields: str, cell: str = "C7", **more: Any) -> Finding:
    full: dict[str, Any] = {
        "id": "XL201",
        "severity": "error",
        "message": Text("空欄です。", "It is blank."),
        "remedy": Text("記入してください。", "Fill it in."),
        "file": "inbox/a.xlsx",
        "project": "00832",
        "places": tuple(Place(sheet="評価シート", cell=cell, field=field) for field in fields),
    }
    return Finding(**{**full, **more})


BASE = one("basic.law", "basic.plans")


def states(now: list[Finding], then: list[Finding]) -> tuple[list[str], int]:
    found = compare(now, then)
    assert len(found.new) + len(found.changed) + found.unchanged == len(now) == len(found.states)
    assert len(found.gone) + len(found.changed) + found.unchanged == len(then)
    return list(found.states), len(found.gone)


@pytest.mark.parametrize(
    "then",
    [
        one("basic.law", "basic.plans", cell="Z99"),  # the cells have moved
        one("basic.plans", "basic.law"),
        replace(BASE, file="C:\\returned\\b.xlsx"),  # the same project in another file
        replace(BASE, message=Text("x", "x"), severity="query", explanation="説明"),
        replace(BASE, places=tuple(replace(place, sheet="評価シート (2)") for place in BASE.places)),
        replace(BASE, places=tuple(replace(place, value="前の値") for place in BASE.places)),
    ],
)
def test_the_same_finding(then: Finding) -> None:
    assert states([BASE], [then]) == (["unchanged"], 0)
    assert states([BASE], [then, then]) == (["unchanged"], 1)


@pytest.mark.parametrize(
    "then",
    [
        replace(BASE, id="XL202"),
        replace(BASE, project="00833"),
        replace(BASE, project=None),
        one("basic.target"),
    ],
)
def test_another_finding(then: Finding) -> None:
    assert states([BASE], [then]) == (["new"], 1)


@pytest.mark.parametrize("then", [one("basic.law"), one("basic.law", "basic.plans", "basic.target")])
def test_a_finding_that_lost_or_gained_cells_is_changed(then: Finding) -> None:
    assert states([BASE], [then]) == (["changed"], 0)


def test_files_without_a_project_are_known_by_their_names() -> None:
    now = replace(BASE, project=None)
    assert states([now], [replace(now, file="/elsewhere/a.xlsx")]) == (["unchanged"], 0)
    assert states([now], [replace(now, file="/elsewhere/b.xlsx")]) == (["new"], 1)


def test_of_two_alike_each_keeps_its_own_file() -> None:
    a, b = replace(BASE, project=None, file="x/a.xlsx"), replace(BASE, project=None, file="y/a.xlsx")
    assert states([a, b], [b, a]) == (["unchanged", "unchanged"], 0)
    found = compare([a], [b, a])
    assert found.gone == (b,)


def test_what_has_no_field_is_known_by_its_text() -> None:
    def remark(text: str, cell: str) -> Finding:
        return replace(BASE, id="XL120", places=(Place(sheet="評価シート", cell=cell, value=text),))

    assert states([remark("メモ", "AZ3")], [remark("メモ", "AZ9")]) == (["unchanged"], 0)
    assert states([remark("メモ", "AZ3")], [remark("別のメモ", "AZ3")]) == (["new"], 1)


def test_the_json_of_a_check_can_be_read_again(tmp_path: Path) -> None:
    file = tmp_path / "old.json"
    file.write_bytes(to_bytes(check_shape([BASE, one()], files=1, records=1, lang="ja")))
    read = read_earlier(file)
    assert [found.to_json("ja") for found in read] == [found.to_json("ja") for found in (BASE, one())]
    assert states([BASE, one()], list(read)) == (["unchanged", "unchanged"], 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"findings": {"id": 3}}',
        '{"findings": [{"id": "XL201"}]}',
        '{"findings": [{"id": 7, "severity": "error"}]}',
        '{"findings": [{"id": "XL201", "severity": "fatal"}]}',
        '{"findings": [{"id": "XL201", "severity": "error", "places": [3]}]}',
        '{"findings": [{"id": "XL201", "severity": "error", "file": ["a"]}]}',
        "[" * 100_000,
        "\ud800".encode("utf-16-le", "surrogatepass").decode("latin-1"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "old.json"
    file.write_text(text, "utf-8")
    with pytest.raises(CannotWork, match=r"old\.json"):
        read_earlier(file)
    with pytest.raises(CannotWork, match=r"none\.json"):
        read_earlier(tmp_path / "none.json")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_text_says_what_is_new_and_what_is_gone(lang: Any) -> None:
    now = [BASE, one("basic.target", id="XL202"), one("basic.law", id="XL203")]
    then = [BASE, one("basic.law", "basic.plans", id="XL203"), one("basic.law", id="XL204")]
    lines = check_text(now, files=1, records=1, lang=lang, width=80, compare=compare(now, then)).splitlines()
    words = {"ja": ("新規 1 件  解消 1 件  変化 1 件  継続 1 件", "新規", "変化", "■ 解消した指摘 1")}
    words |= {"en": ("new 1  gone 1  changed 1  unchanged 1", "new", "changed", "■ Gone since then: 1")}
    summary, new, changed, gone = words[lang]
    assert lines[1].endswith(summary)
    assert f"          [XL202]  {new}" in lines
    assert f"          [XL203]  {changed}" in lines
    assert "          [XL201]" in lines
    assert lines[-2] == gone
    assert "00832" in lines[-1]
    assert all(display_width(line) <= 80 for line in lines)


def test_the_summary_is_ten_lines_at_most() -> None:
    now = [one("basic.law", id=f"XL{number}") for number in range(200, 260)]
    many = {"files": 10_000, "records": 10_000, "width": 60}
    lines = check_text(now, **many, lang="ja", compare=compare(now, [])).splitlines()  # type: ignore[arg-type]
    assert "エラー" not in lines[0]  # the counts need a line of their own
    assert lines.index("") == 10
    none = check_text([], files=1, records=1, lang="ja", compare=compare([], now)).splitlines()
    assert none[1].endswith("新規 0 件  解消 60 件  変化 0 件  継続 0 件")


def test_from_one_check_to_the_next(tmp_path: Path) -> None:
    """Two real rounds: one fault healed, one planted, one left."""

    def check(*arguments: str) -> Any:
        return CliRunner().invoke(main, ["--lang=en", "check", str(tmp_path / "in"), *arguments])

    def make(name: str, **values: Any) -> None:
        xltool.fill("quarterly-review", {"values": {**CLEAN, **values}}, tmp_path / "in" / name, year=2026)

    (tmp_path / "in").mkdir()
    make("healed.xlsx", code="0001", **{"kpi.1.weight": 50})
    make("left.xlsx", code="0002", **{"kpi.1.weight": 40})
    make("planted.xlsx", code="0003")
    assert check("-o", str(tmp_path / "old.json")).exit_code == 1
    make("healed.xlsx", code="0001")
    make("left.xlsx", code="0002", **{"kpi.1.weight": 30})
    make("planted.xlsx", code="0003", **{"kpi.1.weight": 20})
    done = check("--compare", str(tmp_path / "old.json"), "--format", "json")
    assert done.exit_code == 1
    shape = json.loads(done.stdout)
    assert list(shape) == ["files", "records", "findings", "summary", "compare"]
    assert [found["project"] for found in shape["compare"]["new"]] == ["0003"]
    assert [found["project"] for found in shape["compare"]["gone"]] == ["0001"]
    assert (shape["compare"]["changed"], shape["compare"]["unchanged"]) == ([], 1)
    assert "compare" not in json.loads(check("--format", "json").stdout)
    assert "new 1  gone 1" in check("--compare", str(tmp_path / "old.json")).stdout
    page = tmp_path / "new.html"
    assert check("--compare", str(tmp_path / "old.json"), "-o", str(page)).exit_code == 1
    assert 'data-state="new"' in page.read_text("utf-8")
    wrong = check("--compare", str(page))
    assert (wrong.exit_code, "it is no JSON of a check" in wrong.stderr) == (2, True)
