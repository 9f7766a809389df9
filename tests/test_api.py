"""The Python front."""

from __future__ import annotations

import doctest
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import xltool
import xltool.api
from xltool.api.inputs import sources
from xltool.errors import CannotWork
from xltool.form import Reference, find_form

SMALL = {"values": {"code": "0042", "name": "Archive", "kpi.1.title": "Visits", "kpi.1.weight": 100}}


def fill(folder: Path, file: str = "a.xlsx", /, **values: Any) -> Path:
    data = {"values": {**SMALL["values"], **values}}
    return xltool.fill("quarterly-review", data, folder / file, year=2026)


def said(data: dict[str, Any], folder: Path, form: str = "jimu-jigyo") -> CannotWork:
    with pytest.raises(CannotWork) as refused:
        xltool.fill(form, data, folder / "a.xlsx", year=2017)
    assert not list(folder.iterdir())
    return refused.value


def test_the_examples_in_the_docstrings_run() -> None:
    done = doctest.testmod(xltool.api)
    assert done.attempted > 4
    assert done.failed == 0


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = "{'pandas', 'numpy', 'xlsxwriter', 'click', 'rich'}"
    code = f"import sys, xltool; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_reading_and_checking_does_not_load_pandas(tmp_path: Path) -> None:
    path = fill(tmp_path)
    code = "import sys, xltool; xltool.check(sys.argv[1]); print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_every_name_of_the_package_is_there() -> None:
    assert all(getattr(xltool, name) is not None for name in xltool.__all__)
    assert set(xltool.__all__) <= set(dir(xltool))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        xltool.nothing  # noqa: B018


# -- reading ------------------------------------------------------------------------------------------------


def test_folders_are_searched_and_noise_is_left_out(tmp_path: Path) -> None:
    for name in (
        "b.xlsx",
        "a/B.XLSM",
        "a/a.xlsx",
        "~$b.xlsx",
        ".~lock.b.xlsx#",
        "._b.xlsx",
        "notes.txt",
        "old.xls",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "empty.xlsx").touch()
    if os.name == "posix":
        (tmp_path / "a" / "link.xlsx").symlink_to(tmp_path / "b.xlsx")
    (tmp_path / "report.json").write_text("{}")
    found = {Path(one.name).relative_to(tmp_path).as_posix(): one for one in sources(tmp_path)}
    read = [name for name, one in found.items() if one.skipped is None]
    assert sorted(read, key=str.lower) == ["a/a.xlsx", "a/B.XLSM", "b.xlsx", "old.xls"]
    aside = {"~$b.xlsx", ".~lock.b.xlsx#", "._b.xlsx", "empty.xlsx", "notes.txt", "report.json"}
    assert set(found) - set(read) - {"a/link.xlsx"} == aside
    pile = xltool.read(tmp_path)
    assert {Path(name).name for name, _ in pile.skipped} >= {"report.json", "empty.xlsx"}
    assert len(pile.unread) == 4  # a letter each: no workbook, and said so


def test_a_file_named_twice_is_read_once_and_a_named_one_is_never_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"x")
    (tmp_path / "note.json").write_text("{}")
    found = sources([tmp_path / "note.json", tmp_path / "a.xlsx", tmp_path])
    assert [one.path for one in found] == [tmp_path / "note.json", tmp_path / "a.xlsx"]
    assert all(one.skipped is None for one in found)


def test_a_pile_read_by_workers_is_the_same_as_read_here(tmp_path: Path) -> None:
    for number in range(7):
        data = {"values": {"code": f"{number:04}", "name": "Archive", "kpi.1.target": number}}
        xltool.fill("quarterly-review", data, tmp_path / f"{number}.xlsx", year=2026)
    (tmp_path / "3a.xlsx").write_bytes(b"PK\3\4 no workbook")
    (tmp_path / "6a.json").write_text("{}")
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.write(tmp_path / "5.xlsx", "部署/5.xlsx")
    here, there = xltool.read(tmp_path, jobs=0), xltool.read(tmp_path, jobs=2)
    assert here.files == there.files
    assert [Path(name).name for name in there.files] == [
        *("0.xlsx", "1.xlsx", "2.xlsx", "3.xlsx", "3a.xlsx", "4.xlsx", "5.xlsx", "6.xlsx", "5.xlsx")
    ]
    assert there.files[-1].endswith("z.zip!部署/5.xlsx")
    assert [one.to_json() for one in here.records] == [one.to_json() for one in there.records]
    assert here.findings == there.findings
    assert (here.unread, here.skipped) == (there.unread, there.skipped)
    assert len({id(one.edition) for one in there.records}) == 1


def test_a_form_of_one_s_own_is_named(tmp_path: Path) -> None:
    form = tmp_path / "own-form" / "form.yaml"
    form.parent.mkdir()
    form.write_text(
        "form: own-form\nversion: '1'\ntitle: T\nsections:\n  - rows:\n      - {id: a, label: A}\n"
    )
    made = xltool.fill(form, {"values": {"a": "x"}}, tmp_path / "a.xlsx", year=2026)
    assert xltool.read(made).unread[0].reason == "unknown_form"
    assert xltool.read(made, forms=[form]).records[0].values == {"a": "x"}


def test_a_missing_path_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CannotWork, match="does not exist"):
        xltool.read(tmp_path / "none.xlsx")


def test_damaged_files_are_listed_beside_the_others(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 not really")
    seen: list[tuple[int, int]] = []
    pile = xltool.read(tmp_path, progress=lambda done, total: seen.append((done, total)))
    assert len(pile) == 1
    assert [Path(one.file).name for one in pile.unread] == ["b.xlsx"]
    assert any(one.file == pile.unread[0].file for one in pile.findings)
    assert seen == [(1, 2), (2, 2)]


def test_frames_and_findings(tmp_path: Path) -> None:
    pile = xltool.read([fill(tmp_path), fill(tmp_path, "b.xlsx", name="=1+1")])
    assert pile.frame()["name"].tolist() == ["Archive", "=1+1"]
    assert set(pile.frame(long=True)["field"]) == set(find_form("quarterly-review").fields)
    assert pile.raw["weights"].tolist() == ["100", "100"]
    assert pile.findings == xltool.check(tmp_path)
    assert {one.id for one in pile.findings} == {"XL201", "XL401"}  # two files of one project


# -- filling ------------------------------------------------------------------------------------------------


def test_what_is_extracted_can_be_filled_in_again(tmp_path: Path) -> None:
    record = xltool.read(fill(tmp_path)).records[0]
    again = xltool.read(xltool.fill("quarterly-review", record.to_json(), tmp_path / "b.xlsx")).records[0]
    assert (again.values, again.year, again.project) == (record.values, 2026, "0042")
    (tmp_path / "all.json").write_text(json.dumps({"records": [record.to_json()], "findings": []}), "utf-8")
    same = xltool.fill("quarterly-review", tmp_path / "all.json", tmp_path / "c.xlsx")
    assert same.read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_project_and_department_of_a_record_are_filled_in(tmp_path: Path) -> None:
    data = {"project": "0007", "department": "Harbour", "campaign": "c1", "values": {"name": "x"}}
    record = xltool.read(xltool.fill("quarterly-review", data, tmp_path / "a.xlsx")).records[0]
    assert (record.project, record.department, record.campaign) == ("0007", "Harbour", "c1")
    assert (record.values["code"], record.values["unit"]) == ("0007", "Harbour")


def test_the_year_given_beats_the_record_s(tmp_path: Path) -> None:
    data = {"year": 2020, "values": {}}
    assert xltool.read(xltool.fill("jimu-jigyo", data, tmp_path / "a.xlsx")).records[0].year == 2020
    assert (
        xltool.read(xltool.fill("jimu-jigyo", data, tmp_path / "a.xlsx", year=2017)).records[0].year == 2017
    )


def test_computed_fields_are_computed(tmp_path: Path) -> None:
    record = xltool.read(fill(tmp_path, weights=7)).records[0]
    assert record.values["weights"] == 100
    assert xltool.read(fill(tmp_path, weights="whatever")).records[0].values["weights"] == 100


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    values = {
        "header.cod": "1",
        "cost.national[0]": "12",
        "basic.start_year": "平成29年度",
        "basic.soft_hard": "ソフト事",
        "item.validity.score": 5,
        "header.code": 832,
        "private.possible": "■",
        "activity.1.target[0]": "不明",
        "cost.bond[0]": True,
        "activity.2.target[0]": "設定困難",
    }
    refused = said({"values": values}, tmp_path)
    lines = refused.say("ja").splitlines()
    assert lines[0] == "データに誤りが 9 件あります。"
    assert any("header.cod:" in line and "「header.code」ではありませんか" in line for line in lines)
    assert any("basic.soft_hard" in line and "「ソフト事業」ではありませんか" in line for line in lines)
    assert any("activity.1.target[0]" in line and "設定困難" in line for line in lines)
    assert any("item.validity.score" in line and "3・2・1" in line for line in lines)
    assert all(key in refused.say("en") for key in values if key != "activity.2.target[0]")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, 'no "values"'),
        ({"values": []}, 'no "values"'),
        ({"records": []}, "0 records"),
        ({"values": {}, "form": "other"}, "form is 'other'"),
        ({"values": {}, "version": "9"}, "version is '9'"),
        ({"values": {}, "year": "2017"}, "year '2017' is no whole number"),
        ({"values": {"cost.bond[0]": float("nan")}}, "takes a number, not nan"),
    ],
)
def test_data_of_another_shape(data: dict[str, Any], words: str, tmp_path: Path) -> None:
    with pytest.raises(CannotWork, match=words):
        xltool.fill("jimu-jigyo", data, tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_label_stands_for_its_code(tmp_path: Path) -> None:
    record = xltool.read(fill(tmp_path, overall="A - ahead of plan")).records[0]
    assert record.values["overall"] == "A"


def test_json_that_is_none_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text('{\n"values": ', "utf-8")
    with pytest.raises(CannotWork, match=r"data\.json:2:11"):
        xltool.fill("jimu-jigyo", path, tmp_path / "a.xlsx")


def test_template_is_blank(tmp_path: Path) -> None:
    record = xltool.read(xltool.template("quarterly-review", tmp_path / "a.xlsx", year=2026)).records[0]
    assert record.values["name"] is None
    assert record.year == 2026


def test_reference_sheets_come_from_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "総合計画"
    for row in (["章", "節", "番号"], ["第1章", "第1節", 1], [None, None, None], ["第2章", "第2節", 2.5]):
        sheet.append(row)
    book.create_sheet("空")
    book.save(tmp_path / "ref.xlsx")
    assert xltool.read_reference(tmp_path / "ref.xlsx") == {
        "総合計画": Reference(
            columns=("章", "節", "番号"), rows=(("第1章", "第1節", "1"), ("第2章", "第2節", "2.5"))
        )
    }
    (tmp_path / "bad.xlsx").write_bytes(b"x")
    with pytest.raises(CannotWork, match=r"Reference .*bad\.xlsx"):
        xltool.read_reference(tmp_path / "bad.xlsx")


def test_consolidate(tmp_path: Path) -> None:
    fill(tmp_path)
    made = xltool.consolidate(tmp_path, tmp_path / "out.xlsx", lang="en")
    assert openpyxl.load_workbook(made).sheetnames[:2] == ["Overview", "Projects"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(CannotWork, match="no workbooks"):
        xltool.consolidate(tmp_path / "empty", tmp_path / "o.xlsx")


# -- the demonstration --------------------------------------------------------------------------------------


def round_of(folder: Path, count: int = 3) -> Path:
    """A small invented round."""
    (folder / "projects").mkdir(parents=True)
    campaign = {"form": "quarterly-review", "year": 2026, "parameters": {}}
    (folder / "campaign.json").write_text(json.dumps(campaign), "utf-8")
    for number in range(count):
        values = {**SMALL["values"], "code": f"{number:04d}", "unit": "Harbour/Port"}
        typed = {"kpi.1.actual": "１２ 件"}
        (folder / "projects" / f"{number}.json").write_text(
            json.dumps({"values": values, "typed": typed}), "utf-8"
        )
    return folder


def test_demo_runs_the_whole_cycle(tmp_path: Path) -> None:
    steps: list[str] = []
    target = tmp_path / "demo"
    source = round_of(tmp_path / "round")
    done = xltool.demo(target, source=source, say=lambda text: steps.append(text.en))
    assert [step[:2] for step in steps] == ["1.", "2.", "3.", "4.", "5."]
    assert sorted(path.name for path in (target / "inbox" / "Harbour_Port").iterdir()) == [
        *("0000_Archive.xlsx", "0001_Archive.xlsx", "0002_Archive.xlsx")
    ]
    sent = xltool.read(target / "outbox").records
    assert {one.values["kpi.1.weight"] for one in sent} == {None}
    assert {one.values["unit"] for one in sent} == {"Harbour/Port"}
    assert {one.values["kpi.1.actual"] for one in done.pile.records} == {12}
    assert {one.raw["kpi.1.actual"] for one in done.pile.records} == {"１２ 件"}
    report = json.loads((target / "findings.json").read_text("utf-8"))
    assert report["records"] == 3
    assert report["findings"][0]["file"].startswith("inbox/")
    assert len(done.findings) == len(report["findings"])
    page = (target / "report.html").read_text("utf-8")
    assert page.count('class="card ') == len(done.findings) > 0
    first = {path.name: path.read_bytes() for path in target.glob("*.*")}
    xltool.demo(target, source=source)
    assert first == {path.name: path.read_bytes() for path in target.glob("*.*")}


def test_demo_never_touches_a_folder_of_somebody_else(tmp_path: Path) -> None:
    mine = tmp_path / "work" / "inbox" / "mine.xlsx"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    with pytest.raises(CannotWork, match="did not make"):
        xltool.demo(tmp_path / "work", source=round_of(tmp_path / "round"))
    assert mine.read_text() == "mine"


def test_the_examples_of_the_python_api_run() -> None:
    import doctest

    from xltool.campaign import campaign

    done = doctest.testmod(campaign, raise_on_error=False)
    assert done.attempted > 8
    assert done.failed == 0
