"""What is not to be published is in no file, in no form."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.report.data.folders import everything, matter
from tests.report.sheets import jimu, record
from xltool.book.record import Record, Unread
from xltool.errors import CannotWork
from xltool.finding import Finding, Place
from xltool.form import Form, edition, parse_form
from xltool.report.blocks import Spill
from xltool.report.data import write_data
from xltool.report.data.public import withheld
from xltool.report.master.matter import Candidate, Explanation, Matter, Slot
from xltool.standing import Standing
from xltool.text import Text

MARK = "ZQMARKQZ"
NUMBER = 987654321.125  # where only a number can stand
FORM = """\
form: hush
version: "1"
title: "{year} report"
language: ja
canvas: 40
label_width: 8
years: {offsets: [-1, 0]}
identity: {project: code, name: name, department: place}
choices:
  secret: {ZQMARKQZ1: ZQMARKQZ一, ZQMARKQZ2: ZQMARKQZ二}
sections:
  - title: Open
    rows:
      - {id: code, label: Code, type: code, length: 5}
      - {id: name, label: Name}
      - {id: place, label: Place}
      - {id: kind, label: Kind, type: choice, choices: {a: あ, b: い}, required: secret.text<>""}
      - {id: shown, label: Shown, type: amount, unit: 円, years: true}
      - {id: made, label: ZQMARKQZ made, formula: secret.text&""}
      - {id: made_of_it, label: ZQMARKQZ made of it, formula: made&""}
      - {id: total, label: ZQMARKQZ total, type: amount, years: true, formula: secret.amount+shown}
      - {id: carried, label: ZQMARKQZ carried, carry: secret.text}
      - {id: fine, label: Fine, formula: name&"!"}
  - id: secret
    title: ZQMARKQZ section
    rows:
      - {id: text, label: ZQMARKQZ text, internal: true, help: ZQMARKQZ help}
      - {id: prose, label: ZQMARKQZ prose, type: paragraph, internal: true}
      - {id: phone, label: ZQMARKQZ phone, type: phone, internal: true, prefill: editable}
      - {id: code, label: ZQMARKQZ code, type: code, internal: true}
      - {id: amount, label: ZQMARKQZ amount, type: amount, unit: ZQMARKQZ円, years: true, internal: true}
      - {id: also, label: ZQMARKQZ also, type: decimal, also: [ZQMARKQZなし], internal: true}
      - {id: pick, label: ZQMARKQZ pick, type: choice, choices: secret, internal: true}
      - {id: tick, label: ZQMARKQZ tick, type: tick, choices: secret, internal: true}
      - {id: box, label: ZQMARKQZ box, type: tick, internal: true}
      - {id: grade, label: ZQMARKQZ grade, type: choice, choices: secret, internal: true, owner: committee}
"""
OPEN = {"code", "name", "place", "kind", "shown[-1]", "shown[0]", "fine"}


def form() -> Form:
    return parse_form(FORM)


def marked(number: int = 1) -> Record:
    own = edition(form(), 2026)
    values = {
        "code": f"{number:05}",
        "name": "公開事業",
        "place": "総務課",
        "kind": "a",
        "shown[0]": 12.5,
        "made": MARK,
        "made_of_it": MARK,
        "total[0]": NUMBER + 12.5,
        "carried": MARK,
        "fine": "公開事業!",
        "secret.text": MARK,
        "secret.prose": f"電話は{MARK}\nです",
        "secret.phone": MARK,
        "secret.code": MARK,
        "secret.amount[0]": NUMBER,
        "secret.also": f"{MARK}なし",
        "secret.pick": f"{MARK}1",
        "secret.tick": f"{MARK}2",
        "secret.box": True,
        "secret.grade": f"{MARK}1",
    }
    full = {key: values.get(key) for key in own.form.fields}
    return Record(
        file=f"/{MARK}/{number}.xlsx",
        sheet=f"{MARK}シート",
        edition=own,
        campaign=f"{MARK}-2026",
        project=f"{number:05}",
        department="総務課",
        issue=3,
        check=MARK,
        values=full,
        raw={key: f"{value} {MARK}" for key, value in full.items()},
        cells=dict.fromkeys(full, f"{MARK}1"),
        located=dict.fromkeys(full, "book-name"),
        issued={"name": MARK},
        explanations={"hush/rule": MARK},
        made_with=MARK,
    )


def whole_matter() -> Matter:
    """Everything that a matter can hold, all of it marked."""
    own = marked()
    found = Finding(
        id="XL201",
        severity="error",
        message=Text(f"「{MARK}」は読めません。", MARK),
        remedy=Text(MARK, MARK),
        file=own.file,
        project=own.project,
        department=own.department,
        places=(Place(sheet=own.sheet, cell="C7", field="kind", value=MARK, file=MARK),),
        expected=MARK,
        actual=MARK,
        explanation=MARK,
    )
    return matter(
        [own, marked(2)],
        [found],
        unread=(Unread(file=f"{MARK}.xlsx", reason="damaged", text=Text(MARK, MARK)),),
        campaign=MARK,
        as_of="2026-06-01T09:00:00+09:00",
        standings=(
            Standing(
                project="00001",
                name=MARK,
                department="総務課",
                state="errors",
                deadline=datetime.date(2026, 6, 30),
                submission=f"0123456789ab/{MARK}",
                file=f"{MARK}.xlsx",
            ),
        ),
        explanations=(
            Explanation(
                project="00001", department="総務課", rule=MARK, text=MARK, state="given", values={MARK: MARK}
            ),
        ),
        candidates=(
            Candidate(key=MARK, fields=("name",), spellings={MARK: 1}, projects=("00001",), suggestion=MARK),
        ),
        edits={Slot("list", "00001", "secret.grade"): MARK},
        previous={"00001": own},
    )


def leaks(folder: Path) -> list[str]:
    words = (MARK, MARK.lower(), "987654321", "987654333", "secret", str(folder), "ZFOLDERZ")
    return [
        f"{name}: {word} in …{text[max(0, text.find(word) - 60) : text.find(word) + 60]}"
        for name, text in everything(folder).items()
        for word in words
        if word in text
    ]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_mark_is_in_any_file(tmp_path: Path, lang: str) -> None:
    folder = tmp_path / "ZPATHZ" / "ZFOLDERZ"
    folder.parent.mkdir()
    written = write_data(folder, whole_matter(), public=True, lang=lang)  # type: ignore[arg-type]
    assert leaks(folder) == []
    assert sorted(folder.iterdir()) == sorted(written)
    names = {path.name for path in written}
    assert {"records.csv", "records.parquet", "data.sqlite", "data.duckdb", "codebook.xlsx"} <= names
    assert not [name for name in names if name.startswith(("findings", "finding_places", "assignments"))]
    said = everything(folder)
    assert all("公開事業" in said[name] for name in names if name.startswith(("records", "cells", "data.")))


def test_the_marks_are_found_where_nothing_is_withheld(tmp_path: Path) -> None:
    """Were the search blind in a format, the test above could not fail."""
    written = write_data(tmp_path / "data", whole_matter(), public=False, lang="ja")
    silent = {path.name for path in written} - {leak.split(":")[0] for leak in leaks(tmp_path / "data")}
    assert silent == set()


def test_blocks_that_were_spilled_are_published_alike(tmp_path: Path) -> None:
    with Spill(tmp_path) as spill:
        for number in (1, 2):
            spill.add([marked(number)], [])
        write_data(tmp_path / "a", Matter(blocks=spill.blocks, files=2), public=True, lang="ja")
    write_data(tmp_path / "b", matter([marked(1), marked(2)]), public=True, lang="ja")
    for name in ("records.csv", "cells.csv", "records.jsonl", "data.sqlite", "datapackage.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert leaks(tmp_path / "a") == []


def test_what_is_made_of_it_is_withheld_too() -> None:
    gone = withheld([edition(form(), 2026)])["hush"]
    assert form().fields.keys() - gone == OPEN


def test_what_one_version_withholds_all_of_them_do(tmp_path: Path) -> None:
    now = form()
    was = replace(now, fields={key: replace(one, internal=False) for key, one in now.fields.items()})
    old = replace(marked(), edition=edition(was, 2025))
    write_data(tmp_path / "data", matter([old, marked(2)]), public=True, lang="ja")
    assert leaks(tmp_path / "data") == []


def test_an_identity_that_is_internal_is_nobody_s(tmp_path: Path) -> None:
    own = parse_form(
        FORM.replace("{id: place, label: Place}", "{id: place, label: ZQMARKQZ, internal: true}")
    )
    one = replace(marked(), edition=edition(own, 2026), department=MARK)
    write_data(tmp_path / "data", matter([one]), public=True, lang="ja")
    assert leaks(tmp_path / "data") == []


def test_the_phone_of_the_seed_s_form_is_not_published(tmp_path: Path) -> None:
    one = record(jimu(), 1, **{"header.phone": "内線3504", "header.name": "事業"})
    write_data(tmp_path / "data", matter([one]), public=True, lang="ja")
    found = {
        name: word
        for name, text in everything(tmp_path / "data").items()
        for word in ("3504", "header.phone", "電話", "00001.xlsx")
        if word in text
    }
    assert found == {}


def test_records_keep_the_shape_of_extract(tmp_path: Path) -> None:
    write_data(tmp_path / "data", matter([marked()]), public=True, lang="ja")
    line = json.loads((tmp_path / "data" / "records.jsonl").read_text("utf-8"))
    assert line.keys() == marked().to_json().keys()
    assert line["values"].keys() == OPEN
    assert (line["file"], line["sheet"], line["campaign"]) == (None, None, None)
    assert (line["raw"], line["located"]) == ({}, {})


def test_a_folder_with_other_files_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "電話帳.xlsx").write_text("3504")
    with pytest.raises(CannotWork, match="電話帳"):
        write_data(tmp_path, matter([marked()]), public=True, lang="ja")
    assert [path.name for path in tmp_path.iterdir()] == ["電話帳.xlsx"]
    (tmp_path / "電話帳.xlsx").rename(tmp_path / ".gitkeep")
    write_data(tmp_path, matter([marked()]), public=True, lang="ja")


def test_what_an_earlier_private_run_wrote_is_gone(tmp_path: Path) -> None:
    left = tmp_path / ".xltool-data-killed.tmp"
    left.mkdir()
    (left / "records.csv").write_text(MARK)
    write_data(tmp_path, whole_matter(), public=False, lang="ja")
    write_data(tmp_path, whole_matter(), public=True, lang="ja")
    assert leaks(tmp_path) == []
