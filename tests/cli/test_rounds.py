"""The daily commands of a round, in-process and as real processes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.campaign.office import Round, filled, make_round, open_round, read_rows, write_roster
from xltool.cli import main
from xltool.standing import ACTIONS, OUTCOMES, STATES

COMMANDS = ("distribute", "collect", "status", "remind", "history", "doctor")
JAPANESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four projects of two departments, handed out, one of each kind of answer in the inbox."""
    one = make_round(tmp_path_factory.mktemp("round") / "令和8年度", projects=4, departments=2)
    one.campaign.distribute()
    one.drop("良.xlsx", filled(one.issued("10001")))
    one.drop("誤.xlsx", filled(one.issued("10002"), **{"cost.budget[0]": None}))
    one.drop("破損.xlsx", b"PK nothing")
    return one.folder


@pytest.fixture
def office(sent: Path, tmp_path: Path) -> Round:
    folder = tmp_path / "調査回"
    shutil.copytree(sent, folder)
    return open_round(folder)


def run(office: Round, *args: str | Path, lang: str = "ja") -> Result:
    command, *more = map(str, args)
    return CliRunner().invoke(main, [f"--lang={lang}", command, "-C", str(office.folder), *more])


def process(
    folder: Path, *args: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """In the folder, its output in a pipe."""
    kept = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR")}
    return subprocess.run(
        [sys.executable, "-m", "xltool", *args],
        cwd=folder,
        env={**kept, "PYTHONPATH": os.pathsep.join(sys.path), **(env or {})},
        capture_output=True,
        check=False,
    )


def shape(done: Result) -> dict[str, object]:
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


# -- a day in the office ------------------------------------------------------------------------------------


def test_a_round_from_init_to_history(tmp_path: Path) -> None:
    folder = tmp_path / "令和8年度"
    runner = CliRunner()

    def xltool(*args: str) -> str:
        done = runner.invoke(main, ["--lang=ja", args[0], "-C", str(folder), *args[1:]])
        assert done.exit_code == 0, done.output
        assert done.stderr == ""  # nothing odd about the roster that init wrote, example row and all
        return done.stdout

    made = runner.invoke(
        main, ["--lang=ja", "init", str(folder), "--form", "jimu-jigyo", "--year", "2026", "--sample"]
    )
    assert made.exit_code == 0
    assert "12 件のシートを配布する予定です。" in xltool("distribute", "--dry-run")
    assert not (folder / "outbox").exists()
    said = xltool("distribute")
    assert "新規 12" in said
    assert "outbox の .eml ファイルをメールソフトで開き" in said
    for path in sorted(folder.glob("outbox/*/*.xlsx"))[:2]:
        (folder / "inbox" / path.name).write_bytes(filled(path, **{"header.nothing": True}))
    taken = runner.invoke(main, ["--lang=ja", "collect", "-C", str(folder)])
    assert "■ 新しく受け付けたもの（2 件）" in taken.stdout
    assert re.search(r"(完了|対応中) +2 ", xltool("status"))
    assert len(re.findall(r"^\d{5}  ", xltool("status", "--by", "project"), re.MULTILINE)) == 12
    assert "2099" in xltool("remind", "--today", "2099-01-01")
    project = sorted(folder.glob("outbox/*/*.xlsx"))[0].name[:5]
    assert "第1号を受け取りました" in xltool("history", project)
    assert "異常はありません" in xltool("doctor")


# -- shapes of JSON (DESIGN §10) ----------------------------------------------------------------------------


def test_collect_json(office: Round) -> None:
    done = run(office, "collect", "--format", "json")
    assert done.exit_code == 1
    found = shape(done)
    assert {"files", "summary"} <= set(found)
    assert set(found["summary"]) == set(OUTCOMES)  # type: ignore[call-overload]
    by_file = {one["file"]: one for one in found["files"]}  # type: ignore[attr-defined]
    for one in by_file.values():
        assert {"file", "sheet", "outcome", "project", "submission", "reason"} <= set(one)
    assert by_file["inbox/良.xlsx"]["outcome"] == "new"
    assert re.fullmatch(r"[0-9a-f]{12}/事務事業評価シート", by_file["inbox/良.xlsx"]["submission"])
    broken = by_file["inbox/破損.xlsx"]
    assert (broken["outcome"], broken["sheet"], broken["project"]) == ("unreadable", None, None)
    took = shape(run(office, "collect", "--without", "誤.xlsx", "--format", "json"))
    assert [one["kind"] for one in took["decided"]] == ["set_aside"]  # type: ignore[attr-defined]


def test_status_json(office: Round) -> None:
    run(office, "collect")
    done = run(office, "status", "--format", "json", "--today", "2026-08-03")
    assert done.exit_code == 0
    found = shape(done)
    assert set(found["summary"]) == set(STATES)  # type: ignore[call-overload]
    keys = {"project", "name", "department", "state", "overdue", "submission", "received_at", "findings"}
    for one in found["assignments"]:  # type: ignore[attr-defined]
        assert keys <= set(one)
        assert {"error", "query", "note"} <= set(one["findings"])
    first, second, third, _ = found["assignments"]  # type: ignore[misc]
    assert (first["state"], second["state"], third["state"]) == ("accepted", "errors", "sent")
    assert (third["submission"], third["received_at"], third["overdue"]) == (None, None, True)


def test_the_other_shapes(office: Round) -> None:
    sent = shape(run(office, "distribute", "--dry-run", "--format", "json"))
    assert set(sent["summary"]) == set(ACTIONS)  # type: ignore[call-overload]
    assert {one["action"] for one in sent["actions"]} == {"unchanged"}  # type: ignore[attr-defined]
    asked = shape(run(office, "remind", "--today", "2026-08-03", "--format", "json"))
    assert [len(one["assignments"]) for one in asked["reminders"]] == [2, 2]  # type: ignore[attr-defined]
    told = shape(run(office, "history", "10001", "--format", "json"))
    assert (told["project"], told["state"]) == ("10001", "sent")
    assert told["steps"]
    looked = shape(run(office, "doctor", "--format", "json"))
    assert looked["ok"] is True


# -- exit codes ---------------------------------------------------------------------------------------------


def test_exit_codes_of_collect_follow_what_came_and_fail_on(office: Round) -> None:
    assert run(office, "collect").exit_code == 1  # a damaged file, and a new one with an error
    (office.inbox / "破損.xlsx").unlink()
    assert run(office, "collect").exit_code == 0  # nothing new
    office.drop("誤2.xlsx", filled(office.issued("10004"), **{"cost.budget[0]": None}))
    assert run(office, "collect").exit_code == 1
    doubt = {"plan.planned[0]": "今年度の計画", "plan.actual[0]": "計画どおり開設している。"}
    office.drop("確認.xlsx", filled(office.issued("10003"), **doubt))
    assert run(office, "collect").exit_code == 0
    office.drop("確認2.xlsx", filled(office.issued("10003"), seed=2, **doubt))
    assert run(office, "collect", "--fail-on", "query").exit_code == 1


def test_doctor_exits_with_1_where_something_is_wrong(office: Round) -> None:
    office.issued("10001").unlink()
    done = run(office, "doctor")
    assert done.exit_code == 1
    assert "NG  配布ファイル" in done.stdout


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("collect", "nothere"), "nothere"),
        (("collect", "--take", "nothere.xlsx"), "nothere.xlsx"),
        (("history", "99999"), "99999"),
        (("distribute", "--only", "99999"), "99999"),
        (("status", "-o", "x.docx"), ".xlsx"),
    ],
)
def test_what_cannot_work_is_one_sentence_and_exit_2(
    office: Round, args: tuple[str, ...], words: str, lang: str
) -> None:
    done = run(office, *args, lang=lang)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.output
    assert bool(JAPANESE.search(done.stderr)) == (lang == "ja")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_is_no_campaign(tmp_path: Path, command: str) -> None:
    for folder in (tmp_path, tmp_path / "nothere", Path("nothere")):
        args = [command, "-C", str(folder), *(["10001"] if command == "history" else [])]
        done = CliRunner().invoke(main, ["--lang=ja", *args])
        assert done.exit_code == 2
        assert f"{folder.absolute()} に campaign.yaml がありません" in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_broken_campaign_or_roster_is_told_by_every_command(office: Round, command: str) -> None:
    more = ["10001"] if command == "history" else []
    rows = read_rows(office.folder / "roster.xlsx")
    write_roster(office.folder / "roster.xlsx", [*rows, rows[0]])
    done = run(office, command, *more)
    assert done.exit_code == 2
    assert "対象事業一覧!A6" in done.stderr
    (office.folder / "campaign.yaml").write_text("form: jimu-jigyo\nyaer: 2026\n", "utf-8")
    done = run(office, command, *more)
    assert done.exit_code == 2
    assert "campaign.yaml:2: 「yaer」という設定はありません。「year」ではありませんか。" in done.stderr


def test_a_held_lock_is_told_and_can_be_broken(office: Round) -> None:
    said = {"host": "fileserver", "user": "tanaka", "pid": 7, "since": "2026-06-16T09:00:00+09:00"}
    lock = office.folder / ".xltool" / "lock"
    for command in ("distribute", "collect", "remind"):
        lock.write_text(json.dumps({**said, "command": "collect", "token": "x"}), "utf-8")
        done = run(office, command, "--wait", "0")
        assert done.exit_code == 2
        assert "fileserver の tanaka さん（プロセス 7、2026-06-16 09:00 から）" in done.stderr
        assert run(office, command, "--wait", "0", "--break-lock").exit_code in (0, 1)
        assert not lock.exists()
    lock.write_text(json.dumps({**said, "command": "collect", "token": "x"}), "utf-8")
    assert run(office, "status").exit_code == 0  # looking needs no lock


# -- what is printed ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_nothing_is_wider_than_the_terminal(
    office: Round, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xltool.text import display_width

    monkeypatch.setenv("COLUMNS", str(width))
    for args in (
        ("collect",),
        ("distribute", "--force", "--dry-run"),
        ("status", "--today", "2026-08-03"),
        ("status", "--by", "project"),
        ("status", "--missing"),
        ("history", "10002"),
        ("remind", "--today", "2026-08-03"),
        ("doctor",),
    ):
        for lang in ("ja", "en"):
            for line in run(office, *args, lang=lang).stdout.splitlines():
                assert display_width(line) <= width, line


def test_english_is_english(office: Round) -> None:
    """But for what the office itself wrote in Japanese."""
    own = re.compile("令和8年度|事務事業評価シート|[^ ]*(?:公園|図書館|道路|橋りょう)[^ ]*|inbox/[^ ]*")
    for command in ("collect", "status", "distribute", "doctor", "remind"):
        done = run(office, command, lang="en")
        left = JAPANESE.findall(own.sub("", done.output))
        assert not left, (command, done.output)


def test_status_to_files(office: Round, tmp_path: Path) -> None:
    run(office, "collect")
    for ending, start in ((".xlsx", b"PK"), (".html", b"<!"), (".json", b"{")):
        target = tmp_path / f"状況{ending}"
        done = run(office, "status", "-o", target)
        assert (done.exit_code, done.stdout) == (0, f"{target} に書き出しました。\n")
        assert target.read_bytes().startswith(start)


def test_real_processes_in_the_folder_and_in_a_pipe(office: Round) -> None:
    """No colours, no progress bar, UTF-8 unless told otherwise."""
    done = process(office.folder, "collect", "--jobs", "2")
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"\x1b" not in done.stdout
    assert "■ 新しく受け付けたもの（2 件）" in done.stdout.decode("utf-8")
    assert "inbox/良.xlsx" in process(office.folder, "history", "10001").stdout.decode("utf-8")
    done = process(office.folder, "distribute", "--force")
    assert (done.returncode, done.stderr) == (0, b"")
    done = process(office.folder, "status", env={"PYTHONIOENCODING": "cp932"})
    assert "担当部署" in done.stdout.decode("cp932")
    assert max(map(len, done.stdout.decode("cp932").splitlines())) <= 100
    done = process(office.folder.parent, "--lang", "en", "status", "-C", office.folder.name)
    assert done.stdout.decode("utf-8").splitlines()[-1].startswith("total")
    done = process(office.folder.parent, "status")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
@pytest.mark.parametrize("no_color", [False, True])
def test_colours_on_a_terminal_unless_told_otherwise(office: Round, no_color: bool) -> None:
    import pty

    read, write = pty.openpty()
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm-256color", "COLUMNS": "100"}
    env.pop("NO_COLOR", None)
    if no_color:
        env["NO_COLOR"] = "1"
    command = [sys.executable, "-m", "xltool", "status", "--today", "2026-08-03"]
    with subprocess.Popen(command, cwd=office.folder, env=env, stdout=write, stderr=write) as running:
        os.close(write)
        said = b""
        while True:
            try:
                piece = os.read(read, 4096)
            except OSError:
                break
            if not piece:
                break
            said += piece
    os.close(read)
    assert running.returncode == 0
    assert (b"\x1b[" in said) is not no_color
    assert "期限超過" in said.decode("utf-8")
