"""``doctor``: the ledger against the archive and the outbox, and how to repair what is wrong."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.campaign.office import Round, filled
from xltool.campaign import Access, Campaign
from xltool.campaign.ledger.schema import MIGRATIONS
from xltool.errors import CannotWork
from xltool.standing import Verdict


@pytest.fixture
def full(office: Round) -> Round:
    for number in (10001, 10002):
        office.drop(f"{number}.xlsx", filled(office.issued(str(number))))
    office.campaign.collect()
    return office


def ledger_of(office: Round) -> Path:
    return office.folder / ".xltool" / "ledger.sqlite"


def archived(office: Round) -> list[Path]:
    return sorted(path for path in (office.folder / ".xltool" / "archive").rglob("*") if path.is_file())


def bad(office: Round) -> list[Verdict]:
    return [one for one in office.campaign.doctor() if not one.ok]


def only(office: Round) -> Verdict:
    (found,) = bad(office)
    assert found.remedy is not None
    assert found.remedy.ja.endswith(("。", "）。"))
    return found


def test_all_is_well(full: Round) -> None:
    said = {one.what.ja: one.text.ja for one in full.campaign.doctor()}
    assert bad(full) == []
    assert said["台帳"].startswith(f"版 {len(MIGRATIONS)}、配布 12 件、提出 2 件")
    assert said["保管ファイル"] == "2 件すべて受領時のまま"
    assert said["配布ファイル"] == "12 件すべて配布時のまま"


def test_before_anything_was_done(full: Round) -> None:
    shutil.rmtree(full.folder / ".xltool")
    assert bad(full) == []
    assert not (full.folder / ".xltool").exists()


def test_a_deleted_and_an_altered_file_of_the_archive(full: Round) -> None:
    first, second = archived(full)
    first.chmod(0o644)
    first.unlink()
    second.chmod(0o644)
    data = bytearray(second.read_bytes())
    data[-1] ^= 1  # of the same size
    second.write_bytes(data)
    lost, changed = bad(full)
    assert first.name in lost.text.ja
    assert second.name in changed.text.ja
    second.unlink()  # as it is told
    full.campaign.collect()
    assert bad(full) == []


def test_a_changed_and_a_deleted_workbook_of_the_outbox(full: Round) -> None:
    full.issued("10003").write_bytes(filled(full.issued("10003")))
    assert full.issued("10003").name in only(full).text.ja
    shutil.move(full.issued("10003"), full.inbox)
    full.issued("10004").unlink()
    full.on(6, 20).campaign.collect()
    found = only(full)
    assert found.text.ja.startswith("見つからないファイル 2 件")
    full.campaign.distribute(only=["10003", "10004"], force=True)
    assert bad(full) == []


def test_a_lost_ledger_beside_its_archive(full: Round) -> None:
    before = full.states()
    ledger_of(full).unlink()
    shutil.rmtree(full.inbox)
    full.inbox.mkdir()
    found = only(full)
    assert "保管ファイルが 2 件あるのに" in found.text.ja
    full.campaign.collect([full.inbox, full.folder / ".xltool" / "archive"])  # as it is told
    assert bad(full) == []
    assert full.states() == before


def test_what_a_crash_leaves_behind(full: Round) -> None:
    with sqlite3.connect(ledger_of(full)) as ledger:
        ledger.execute(
            "INSERT INTO run (at, who, command, version) VALUES ('2026-06-16T09:00', 'x', 'collect', '0')"
        )
    ledger.close()
    assert only(full).text.ja == "2026-06-16 09:00 の collect が途中で終わっています"
    full.campaign.collect()
    (full.folder / "outbox" / ".xltool-abc.tmp").write_bytes(b"half")
    assert ".xltool-abc.tmp" in only(full).text.ja


def test_a_lock_that_somebody_holds_and_one_of_a_dead_process(full: Round) -> None:
    lock = full.folder / ".xltool" / "lock"
    said = {"user": "tanaka", "since": "2026-06-16T09:00:00+09:00", "command": "collect", "token": "x"}
    lock.write_text(json.dumps({**said, "host": "fileserver", "pid": 77}), "utf-8")
    found = only(full)
    assert (
        found.text.ja == "fileserver の tanaka さん（プロセス 77）が 2026-06-16 09:00 から collect を実行中"
    )
    with pytest.raises(CannotWork, match="fileserver"):
        full.campaign.collect()
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    lock.write_text(json.dumps({**said, "host": socket.gethostname(), "pid": int(dead.stdout)}), "utf-8")
    assert bad(full) == []
    assert any(one.what.ja == "ロック" for one in full.campaign.doctor())
    full.campaign.collect()
    assert not lock.exists()
    lock.write_text("junk", "utf-8")
    with pytest.raises(CannotWork, match="--break-lock"):
        full.campaign.collect()
    Campaign(full.folder, access=Access(break_lock=True)).collect()
    assert not lock.exists()


def damage(ledger: Path) -> None:
    data = bytearray(ledger.read_bytes())
    data[8192:40000] = bytes(40000 - 8192)
    ledger.write_bytes(data)


def junk(ledger: Path) -> None:
    ledger.write_bytes(b"no database at all, but long enough to be looked at" * 40)


@pytest.mark.parametrize("spoil", [damage, junk])
def test_a_damaged_ledger_is_said_and_made_anew(full: Round, spoil: object) -> None:
    before = full.states()
    assert callable(spoil)
    spoil(ledger_of(full))
    for command in (
        full.campaign.status,
        full.campaign.collect,
        full.campaign.distribute,
        full.campaign.remind,
    ):
        with pytest.raises(CannotWork) as caught:
            command()
        assert "台帳を作り直せます" in caught.value.say("ja")
    try:
        assert "壊れています" in only(full).text.ja
    except CannotWork as error:
        assert "台帳を作り直せます" in error.say("ja")
    (full.folder / ".xltool").rename(full.folder / "old")  # as it is told
    full.campaign.collect()
    assert full.states() == before
    assert bad(full) == []


def test_a_ledger_of_a_newer_xltool_is_left_alone(full: Round) -> None:
    with sqlite3.connect(ledger_of(full)) as ledger:
        ledger.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    ledger.close()
    before = ledger_of(full).read_bytes()
    for command in (full.campaign.status, full.campaign.collect, full.campaign.doctor):
        with pytest.raises(CannotWork, match="newer xltool"):
            command()
    assert ledger_of(full).read_bytes() == before


def test_looking_at_a_ledger_of_an_older_xltool_leaves_it_as_it_is(
    full: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = (*MIGRATIONS, "CREATE TABLE later (id INTEGER);")
    monkeypatch.setattr("xltool.campaign.ledger.ledger.MIGRATIONS", later)
    before = ledger_of(full).read_bytes()
    full.campaign.status()
    assert ledger_of(full).read_bytes() == before
    full.campaign.collect()
    with sqlite3.connect(ledger_of(full)) as ledger:
        assert ledger.execute("PRAGMA user_version").fetchone() == (len(later),)
        assert ledger.execute("SELECT count(*) FROM later").fetchone() == (0,)
    ledger.close()
