"""``distribute``: workbooks, zips and letters; what is issued again, and what is left alone."""

from __future__ import annotations

import email
import email.policy
import io
import shutil
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.campaign.office import (
    Round,
    filled,
    make_round,
    open_round,
    read_rows,
    refill,
    rows,
    write_roster,
)
from xltool.book import read_file
from xltool.errors import CannotWork
from xltool.standing import Distribution

FIRST = "公園局第1課"  # 10001, 10005, 10009
SECOND = "図書館部第1課"  # 10002, 10006, 10010


def did(done: Distribution) -> dict[str, str]:
    """Project -> what happened to it, where anything did."""
    return {one.project: one.action for one in done.actions if one.action not in ("unchanged", "skipped")}


def change(office: Round, **changed: list[Any]) -> None:
    """``p10001=[name, department, deadline]``: None keeps what is there."""
    some = read_rows(office.folder / "roster.xlsx")
    for row in some:
        for at, value in enumerate(changed.get(f"p{row[0]}", ()), start=1):
            row[at] = value if value is not None else row[at]
    write_roster(office.folder / "roster.xlsx", some)


def in_zip(office: Round, department: str) -> dict[str, bytes]:
    with zipfile.ZipFile(office.folder / "outbox" / f"{department}.zip") as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def letter(office: Round, department: str) -> str:
    return (office.folder / "outbox" / f"{department} メール文.txt").read_text("utf-8-sig")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".xltool" not in path.parts
    }


# -- what is written ----------------------------------------------------------------------------------------


def test_every_department_gets_a_folder_a_zip_a_note_and_two_mail_texts(office: Round) -> None:
    outbox = office.folder / "outbox"
    assert sorted(path.name for path in outbox.iterdir() if FIRST in path.name) == [
        FIRST,
        f"{FIRST} メール文.txt",
        f"{FIRST}.eml",
        f"{FIRST}.zip",
    ]
    assert len(list(outbox.iterdir())) == 4 * 4
    there = {path.name: path.read_bytes() for path in (outbox / FIRST).iterdir()}
    assert in_zip(office, FIRST) == there
    assert set(there) == {
        "はじめにお読みください.txt",
        "10001_公園整備事業（その1）.xlsx",
        "10005_防災整備事業（その5）.xlsx",
        "10009_農道整備事業（その9）.xlsx",
    }
    note = there["はじめにお読みください.txt"].decode("utf-8-sig")
    assert all(word in note for word in ("令和8年7月31日（金）", "10001", "10009", "農道整備事業（その9）"))
    assert "10002" not in note


def test_a_workbook_carries_its_identity_and_what_the_roster_says(office: Round) -> None:
    (record,) = read_file(office.issued("10006"), file="x").records
    assert (record.project, record.department, record.issue) == ("10006", SECOND, 1)
    assert (record.campaign, record.year) == ("jimu-jigyo-2026", 2026)
    assert record.values["header.name"] == "保育整備事業（その6）"
    assert not record.anomalies


def test_the_mail_draft_is_read_by_other_programs(office: Round) -> None:
    data = (office.folder / "outbox" / f"{FIRST}.eml").read_bytes()
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert message["X-Unsent"] == "1"
    assert message["To"].addresses[0].addr_spec == "dep01@example.jp"
    assert message["From"].addresses[0].addr_spec == "kikaku@example.jp"
    assert message["Subject"].startswith("【依頼・7月31日（金）まで】令和8年度")
    assert not message.defects
    assert message["Date"] is None
    body = message.get_body(("plain",))
    assert body is not None
    text = body.get_content().replace("\r\n", "\n")
    assert letter(office, FIRST) == f"件名: {message['Subject']}\n\n{text}"
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == f"{FIRST}.zip"
    assert attached.get_content_type() == "application/zip"
    assert attached.get_payload(decode=True) == (office.folder / "outbox" / f"{FIRST}.zip").read_bytes()
    assert b"filename*=UTF-8''%E5" in data  # RFC 2231, not raw bytes or an encoded word
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) < 998


def test_one_workbook_for_a_department_with_a_sheet_for_each_project(tmp_path: Path) -> None:
    office = make_round(tmp_path / "r", config="bundle: department\n")
    done = office.campaign.distribute()
    assert {one.file for one in done.actions if one.department == FIRST} == {f"outbox/{FIRST}/{FIRST}.xlsx"}
    book = read_file(office.issued("10001"), file="x").records
    assert [one.project for one in book] == ["10001", "10005", "10009"]
    assert set(in_zip(office, FIRST)) == {f"{FIRST}.xlsx", "はじめにお読みください.txt"}
    change(office, p10005=["改名", None, None])
    again = office.campaign.distribute()
    assert did(again) == {"10005": "reissued"}
    (record,) = read_file(office.issued("10005"), file="x").records
    assert (record.project, record.issue) == ("10005", 2)
    assert office.issued("10005") != office.issued("10001")  # whose sheets are still good
    assert set(in_zip(office, FIRST)) == {
        f"{FIRST}.xlsx",
        office.issued("10005").name,
        "はじめにお読みください.txt",
    }
    assert office.campaign.distribute().files == ()
    shared = office.issued("10001")
    assert shared.is_file()
    third = office.issued("10003").parent.name
    change(office, p10001=[None, SECOND, None], p10009=[None, third, None])
    office.campaign.distribute()
    assert not shared.exists()  # the two that were left in it have gone, each to another department


def test_names_are_safe_unique_and_short(tmp_path: Path) -> None:
    office = make_round(tmp_path / "r", config='file: "{name}_{project}"\n')
    some = rows(6, 1)
    some[0][1] = "../../etc/passwd: <a|b>?*"
    some[1][1] = "とても" * 100
    some[2][1] = "改行\nのある名前"
    some[3][1] = "CON"
    for row, department in zip(some, ("CON", "../外:へ|課", "同 課", "～課", "課.", "課"), strict=True):
        row[2] = department
    write_roster(office.folder / "roster.xlsx", some)
    done = office.campaign.distribute()
    files = [one.file for one in done.actions if one.file]
    assert len({name.casefold() for name in files}) == 6
    for name in files:
        path = office.folder / name
        assert path.is_file()
        assert path.resolve().is_relative_to((office.folder / "outbox").resolve())
        assert len(path.parts) == len((office.folder / "outbox").parts) + 2
        assert all(len(part.encode()) <= 200 for part in path.parts[-2:])
        assert name.endswith(".xlsx")
    assert "/_CON/" in files[0]
    assert not set('<>:"\\|?*\n') & set("".join(files))
    assert (office.folder / files[1]).name.endswith("_10002.xlsx")  # the name is cut, not the number


# -- again --------------------------------------------------------------------------------------------------


def test_nothing_changed_writes_nothing(office: Round) -> None:
    before = tree(office.folder)
    done = office.campaign.distribute()
    assert (did(done), done.files) == ({}, ())
    assert tree(office.folder) == before


def test_the_same_bytes_wherever_it_is_done(sent: Path, tmp_path: Path) -> None:
    other = make_round(tmp_path / "r")
    other.campaign.distribute()
    assert tree(other.folder / "outbox") == tree(sent / "outbox")


def test_only_and_force_and_a_dry_run(office: Round) -> None:
    change(office, p10001=["改名1", None, None], p10002=["改名2", None, None])
    before = tree(office.folder)
    plan = office.campaign.distribute(dry_run=True)
    assert (plan.dry_run, plan.files, did(plan)) == (True, (), {"10001": "reissued", "10002": "reissued"})
    assert tree(office.folder) == before
    one = office.campaign.distribute(only=[SECOND])
    assert did(one) == {"10002": "reissued"}
    assert one.summary["skipped"] == 9
    forced = office.campaign.distribute(only=["10003"], force=True)
    assert did(forced) == {"10003": "reissued"}
    assert [one.reason.ja for one in forced.actions if one.reason and one.project == "10003"] == [
        "指定により再発行"
    ]
    rest = office.campaign.distribute()
    assert did(rest) == {"10001": "reissued"}
    with pytest.raises(CannotWork) as caught:
        office.campaign.distribute(only=["図書館部"])
    assert f"「{SECOND}」ではありませんか" in caught.value.say("ja")
    with sqlite3.connect(office.folder / ".xltool" / "ledger.sqlite") as ledger:
        assert not ledger.execute("SELECT 1 FROM run WHERE finished IS NULL").fetchall()
    ledger.close()


def test_a_dry_run_is_what_the_run_does_even_without_a_ledger(office: Round) -> None:
    shutil.rmtree(office.folder / ".xltool")
    plan = office.campaign.distribute(dry_run=True)
    assert did(plan) == {}
    assert not (office.folder / ".xltool").exists()
    assert office.campaign.distribute().actions == plan.actions


def test_a_renamed_project_leaves_no_stale_file_and_says_what_changed(office: Round) -> None:
    old = office.issued("10001")
    change(office, p10001=["新しい名前", None, None])
    done = office.campaign.distribute()
    (reason,) = (one.reason for one in done.actions if one.project == "10001")
    assert reason is not None
    assert reason.ja == "配布内容の変更（事務事業名）"
    assert not old.exists()
    assert office.issued("10001").name == "10001_新しい名前.xlsx"
    assert set(in_zip(office, FIRST)) == {path.name for path in (office.folder / "outbox" / FIRST).iterdir()}
    assert "・10001　新しい名前（差し替え）" in letter(office, FIRST)
    assert "・10005　防災整備事業（その5）\n" in letter(office, FIRST)


def test_changed_parameters_reach_everybody_who_has_not_answered(office: Round) -> None:
    office.drop("a.xlsx", filled(office.issued("10001")))
    office.campaign.collect()
    settings = office.folder / "campaign.yaml"
    settings.write_text(settings.read_text("utf-8") + "parameters: {prefecture: 県}\n", "utf-8")
    done = office.campaign.distribute()
    assert {kind: n for kind, n in done.summary.items() if n} == {"reissued": 11, "answered": 1}
    assert {one.reason.ja for one in done.actions if one.reason and one.action == "reissued"} == {
        "様式・パラメータ・参照シートなどの変更"
    }


def test_a_moved_project_goes_to_its_new_department_and_leaves_the_old_zip(office: Round) -> None:
    old = office.issued("10001")
    change(office, p10001=[None, SECOND, None])
    done = office.campaign.distribute()
    assert did(done) == {"10001": "reissued"}
    assert not old.exists()
    new = office.issued("10001")
    assert new.parent.name == SECOND
    assert new.name in in_zip(office, SECOND)
    assert "・10001　公園整備事業（その1）\n" in letter(office, SECOND)  # they never had it: no replacement
    assert "差し替え" not in letter(office, SECOND)
    assert letter(office, SECOND).index("10001") < letter(office, SECOND).index("10002")  # roster order
    assert old.name not in in_zip(office, FIRST)
    assert "10001" not in letter(office, FIRST)
    assert any(FIRST in remark.ja for remark in done.remarks)
    assert office.campaign.distribute().files == ()


def test_a_department_that_has_lost_all_its_projects_has_no_letters_any_more(office: Round) -> None:
    some = [row for row in read_rows(office.folder / "roster.xlsx") if row[2] != FIRST]
    write_roster(office.folder / "roster.xlsx", some)
    office.campaign.distribute()
    left = [path.name for path in (office.folder / "outbox").glob(f"{FIRST}*")]
    assert left == [FIRST]
    assert {path.suffix for path in (office.folder / "outbox" / FIRST).iterdir()} == {".xlsx"}
    assert office.campaign.distribute().files == ()


def test_a_move_after_the_answer_takes_the_answer_along(office: Round) -> None:
    data = filled(office.issued("10001"), **{"cost.budget[0]": None})
    office.drop("a.xlsx", data)
    office.campaign.collect()
    assert office.states()["10001"] == "errors"
    change(office, p10001=[None, SECOND, None])
    done = office.campaign.distribute()
    (action,) = (one for one in done.actions if one.project == "10001")
    assert action.reason is not None
    assert "提出済みの内容を記入済み" in action.reason.ja
    (was,) = read_file(data, file="a").records
    (record,) = read_file(office.issued("10001"), file="b").records
    fields = record.edition.form.fields
    typed = {k: v for k, v in was.values.items() if not fields[k].locked and v not in (None, False)}
    assert typed.items() <= record.values.items()
    assert record.department == SECOND


def test_what_was_accepted_is_not_issued_anew_without_force(office: Round) -> None:
    office.drop("a.xlsx", filled(office.issued("10001")))
    office.campaign.collect()
    change(office, p10001=["改名", None, None])
    assert did(office.campaign.distribute()) == {"10001": "answered"}
    assert did(office.campaign.distribute(only=["10001"], force=True)) == {"10001": "reissued"}
    assert office.states()["10001"] == "sent"
    office.drop("b.xlsx", office.issued("10001").read_bytes())
    office.on(6, 20).campaign.collect()
    assert office.states()["10001"] == "accepted"  # as it went, and it went with the accepted answers


def test_a_workbook_that_somebody_typed_into_is_kept_aside(office: Round) -> None:
    path = office.issued("10001")
    for number, name in enumerate(("（変更あり）", "（変更あり）2"), start=1):
        typed = refill(path, {"header.phone": f"内線{number}"})
        path.write_bytes(typed)
        done = office.campaign.distribute(only=["10001"], force=True)
        aside = path.with_name(f"{path.stem}{name}.xlsx")
        assert aside.read_bytes() == typed
        assert any(aside.name in remark.ja for remark in done.remarks)
        assert aside.name not in in_zip(office, FIRST)
    assert read_file(path, file="x").records[0].issue == 3


def test_a_stale_workbook_that_somebody_typed_into_stays(office: Round) -> None:
    path = office.issued("10001")
    typed = refill(path, {"header.phone": "内線1"})
    path.write_bytes(typed)
    change(office, p10001=["改名", None, None])
    office.campaign.distribute()
    assert path.read_bytes() == typed
    assert path.name not in in_zip(office, FIRST)


def test_a_row_deadline_is_in_the_letters_and_issues_nothing(office: Round) -> None:
    change(office, p10001=[None, None, "2026-08-31"])
    assert did(office.campaign.distribute()) == {}
    office.campaign.distribute(only=["10001"], force=True)
    assert "8月31日" in letter(office, FIRST)


def test_bad_letters_stop_it_before_anything_is_written(tmp_path: Path) -> None:
    office = make_round(tmp_path / "r")
    (office.folder / "letters").mkdir()
    (office.folder / "letters" / "mail.txt").write_text("件名: x\n\n{{ nobody.knows }}\n", "utf-8")
    with pytest.raises(CannotWork, match=r"mail\.txt"):
        office.campaign.distribute()
    assert not (office.folder / "outbox").exists()


# -- last year ----------------------------------------------------------------------------------------------


def test_last_year_is_carried_over_from_its_campaign(office: Round, tmp_path: Path) -> None:
    """Two campaign folders: what was answered in the first stands in the sheets of the second."""
    office.drop("a.xlsx", filled(office.issued("10001"), basic__law="△△条例"))
    office.drop("b.xlsx", filled(office.issued("10002")))
    office.campaign.collect(without=["b.xlsx"])
    this = tmp_path / "令和9年度"
    (this / "inbox").mkdir(parents=True)
    shutil.copy(office.folder / "roster.xlsx", this)
    settings = f"form: jimu-jigyo\nyear: 2027\ndeadline: 2027-07-31\nprevious: ../{office.folder.name}\n"
    (this / "campaign.yaml").write_text(settings, "utf-8")
    new = open_round(this)
    before = tree(office.folder)
    new.campaign.distribute()
    (old,) = read_file(office.inbox / "a.xlsx", file="a").records
    (record,) = read_file(new.issued("10001"), file="b").records
    assert record.values["basic.law"] == "△△条例"
    assert record.values.get("header.phone") is None  # what is not declared is not carried
    carry = {key: one.carry for key, one in record.edition.form.fields.items() if one.carry}
    given = {key: record.values[key] for key in carry if record.values.get(key) not in (None, "", False)}
    assert len(given) > 5
    assert given == {key: old.values[carry[key] or ""] for key in given}
    (other,) = read_file(new.issued("10002"), file="c").records
    assert other.values.get("basic.law") is None  # it was set aside
    assert tree(office.folder) == before  # last year's is only read
    shutil.copy(office.inbox / "a.xlsx", this / "inbox" / "去年の.xlsx")
    (told,) = new.campaign.collect().files
    assert told.outcome == "foreign"
    assert did(new.campaign.distribute()) == {}
    (office.folder / "roster.xlsx").unlink()
    with pytest.raises(CannotWork) as caught:
        new.campaign.distribute()
    assert caught.value.say("ja").startswith("前年度の調査回（")


def test_zips_open_in_a_spreadsheet_program(office: Round) -> None:
    for name, data in in_zip(office, FIRST).items():
        if name.endswith(".xlsx"):
            assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames[0] == "事務事業評価シート"
