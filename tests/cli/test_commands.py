"""Every command, in-process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

import xltool
from xltool.cli import main

ROOT = Path(__file__).resolve().parents[2]
CLEAN = {"code": "0042", "unit": "Port", "name": "Archive", "overall": "B", "kpi.1.title": "Visits"}
CLEAN |= {"kpi.1.weight": 100, "kpi.1.grade": "B"}  # type: ignore[dict-item]


def run(*args: str | Path, lang: str = "en") -> Result:
    return CliRunner().invoke(main, [f"--lang={lang}", *map(str, args)])


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return make(tmp_path / "clean.xlsx")


def make(path: Path, **values: Any) -> Path:
    return xltool.fill("quarterly-review", {"values": {**CLEAN, **values}}, path, year=2026)


def test_template(tmp_path: Path) -> None:
    done = run(
        "template", "jimu-jigyo", "--year", "2017", "--set", "prefecture=県", "-o", tmp_path / "b.xlsx"
    )
    assert (done.exit_code, done.output) == (0, f"Wrote {tmp_path / 'b.xlsx'}\n")
    record = xltool.read(tmp_path / "b.xlsx").records[0]
    assert record.year == 2017
    assert record.edition.label(record.edition.form.fields["cost.prefecture[0]"]) == "県支出金（平成29年度）"


def test_fill(tmp_path: Path) -> None:
    data = tmp_path / "data.json"
    data.write_text(json.dumps({"year": 2026, "values": CLEAN}), "utf-8")
    assert run("fill", "quarterly-review", data, "-o", tmp_path / "a.xlsx").exit_code == 0
    assert xltool.read(tmp_path / "a.xlsx").records[0].values["name"] == "Archive"


def test_fill_names_every_mistake_and_writes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data.json"
    data.write_text('{"values": {"nam": "x", "kpi.1.weight": "heavy"}}', "utf-8")
    done = run("fill", "quarterly-review", data, "-o", tmp_path / "a.xlsx", lang="ja")
    assert done.exit_code == 2
    assert "「name」ではありませんか" in done.stderr
    assert "kpi.1.weight: 数値 を指定" in done.stderr
    assert not (tmp_path / "a.xlsx").exists()


def test_extract_to_standard_output_is_json(sheet: Path) -> None:
    done = run("extract", sheet)
    assert done.exit_code == 0
    shape = json.loads(done.stdout)
    assert shape["records"][0]["values"]["kpi.1.weight"] == 100
    assert shape["findings"] == []


@pytest.mark.parametrize("ending", ["json", "csv", "xlsx", "parquet"])
def test_extract_to_files(sheet: Path, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"out.{ending}"
    assert run("extract", sheet, "-o", target).exit_code == 0
    data = target.read_bytes()
    assert data.startswith({"json": b"{", "csv": b"\xef\xbb\xbf", "xlsx": b"PK", "parquet": b"PAR1"}[ending])


def test_extract_format_without_a_file(sheet: Path) -> None:
    assert run("extract", sheet, "--format", "csv").stdout_bytes.startswith(b"\xef\xbb\xbffile,sheet,form")


def test_check_text_and_json(sheet: Path, tmp_path: Path) -> None:
    assert run("check", sheet).stdout == "Checked: 1 file(s), 1 sheet(s)  Nothing to report.\n"
    make(tmp_path / "wrong.xlsx", **{"kpi.1.weight": 50, "code": "0043"})
    done = run("check", tmp_path, "--format", "json")
    shape = json.loads(done.stdout)
    assert (done.exit_code, shape["files"], shape["records"]) == (1, 2, 2)
    assert [one["id"] for one in shape["findings"]] == ["quarterly-review/weights"]
    assert shape["summary"] == {"error": 1, "query": 0, "note": 0}
    text = run("check", tmp_path).stdout
    assert "[quarterly-review/weights]" in text
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("report.json", b'{\n  "files": 1'),
        ("report.txt", b"Checked: 1"),
        ("report.html", b"<!DOCTYPE html>"),
        ("report.HTM", b"<!DOCTYPE html>"),
        ("findings.csv", b"\xef\xbb\xbfseverity,"),
        ("findings.xlsx", b"PK"),
        ("findings.sarif", b'{\n  "$schema"'),
        ("findings.sarif.json", b'{\n  "$schema"'),
        ("findings.xml", b"<?xml"),
    ],
)
def test_check_writes_reports(sheet: Path, tmp_path: Path, name: str, start: bytes) -> None:
    assert run("check", sheet, "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_check_prints_every_format_that_is_text(sheet: Path) -> None:
    for kind, start in {"sarif": "{", "junit": "<?xml", "csv": "\ufeffsev", "html": "<!DOC"}.items():
        assert run("check", sheet, "--format", kind).stdout.startswith(start)
    assert run("check", sheet, "--format", "junit", "-o", sheet.parent / "a.sarif").exit_code == 0
    assert (sheet.parent / "a.sarif").read_bytes().startswith(b"<?xml")


def test_check_refuses_an_ending_it_does_not_know(sheet: Path, tmp_path: Path) -> None:
    done = run("check", sheet, "-o", tmp_path / "report.pdf")
    assert done.exit_code == 2
    assert ".html" in done.stderr
    assert ".xml" in done.stderr
    assert run("check", sheet, "-o", tmp_path / "no" / "report.html").exit_code == 2


@pytest.mark.parametrize(("severity", "code"), [("error", 0), ("query", 1), ("note", 1)])
def test_fail_on(tmp_path: Path, severity: str, code: int) -> None:
    path = make(tmp_path / "q.xlsx", **{"kpi.1.target": 5, "kpi.1.actual": 1, "kpi.1.grade": "A"})
    assert [one.severity for one in xltool.check(path)] == ["query"]
    for command in (["check", path], ["extract", path], ["consolidate", path, "-o", tmp_path / "m.xlsx"]):
        assert run(*command, "--fail-on", severity).exit_code == code


def test_an_unreadable_file_among_others_gives_1(sheet: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK nothing")
    done = run("extract", sheet, bad)
    assert done.exit_code == 1
    assert len(json.loads(done.stdout)["records"]) == 1
    assert run("consolidate", sheet, bad, "-o", tmp_path / "m.xlsx").exit_code == 1
    assert "Unread files" in openpyxl.load_workbook(tmp_path / "m.xlsx").sheetnames


def test_an_unreadable_file_counts_whatever_the_rules_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"PK nothing")
    monkeypatch.setattr("xltool.api.records.judge_all", lambda *_, **__: ())
    assert run("check", tmp_path).exit_code == 1


def test_consolidate(sheet: Path, tmp_path: Path) -> None:
    done = run("consolidate", sheet, "-o", tmp_path / "m.xlsx", lang="ja")
    assert (done.exit_code, done.output) == (0, f"{tmp_path / 'm.xlsx'} に書き出しました。\n")


def test_forms() -> None:
    assert run("forms").stdout.startswith("jimu-jigyo")
    shape = json.loads(run("forms", "--format", "json").stdout)
    assert {one["form"] for one in shape["forms"]} >= {"jimu-jigyo", "quarterly-review"}


def test_fields_name_cells_of_the_blank(tmp_path: Path) -> None:
    shape = json.loads(run("fields", "quarterly-review", "--format", "json", "--year", "2026").stdout)
    assert (shape["form"], shape["year"]) == ("quarterly-review", 2026)
    book = openpyxl.load_workbook(xltool.template("quarterly-review", tmp_path / "b.xlsx", year=2026))
    for one in shape["fields"]:
        assert book.defined_names[one["name"]].attr_text.replace("$", "") in (
            f"'{one['sheet']}'!{one['cell']}",
            f"{one['sheet']}!{one['cell']}",
        )
    text = run("fields", "quarterly-review").stdout
    assert all(one["id"] in text for one in shape["fields"])


def test_lint(tmp_path: Path) -> None:
    assert "no mistakes" in run("lint", "quarterly-review").stdout
    form = tmp_path / "form.yaml"
    form.write_text(
        "form: x\nversion: '1'\ntitle: T\nsections:\n  - rows:\n      - {id: a, tpye: text}\nfoo: 1\n"
    )
    done = run("lint", form)
    assert done.exit_code == 2
    lines = done.stdout.splitlines()
    assert len(lines) > 1
    assert all(line.startswith("form.yaml:") for line in lines)
    assert any("tpye" in line for line in lines)


def test_schema() -> None:
    assert json.loads(run("schema").stdout)["title"] == "xltool form"


def test_explain() -> None:
    assert run("explain", "XL201", lang="ja").stdout.startswith("XL201  [エラー]")
    assert "quarterly-review/weights" in run("explain", "quarterly-review/weights").stdout
    every = run("explain").stdout.splitlines()
    assert len(every) > 20
    assert run("explain", "XL999").exit_code == 2


def test_demo(tmp_path: Path) -> None:
    if not (ROOT / "examples" / "round" / "campaign.json").is_file():
        pytest.skip("examples/round is not there yet")
    done = run("demo", tmp_path / "d")
    assert done.exit_code == 0, done.output
    assert f"{tmp_path / 'd'}/master.xlsx" in done.stdout
    assert f"{tmp_path / 'd'}/report.html" in done.stdout
    assert len(xltool.read(tmp_path / "d" / "inbox")) == 12


def test_every_command_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    if "template" not in text:
        pytest.skip("the README has no command table yet")
    missing = [name for name in main.commands if f"xltool {name}" not in text and f"`{name}" not in text]
    assert not missing
