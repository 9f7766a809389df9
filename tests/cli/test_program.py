"""Exit codes, languages, streams: what every command has in common."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import xltool
import xltool.api
from xltool.cli import main
from xltool.cli.language import default_lang
from xltool.cli.screen import prepare_streams


def spawn(*args: str | Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    clean = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("PYTHONIOENCODING", "XLTOOL_", "LC_", "LANG"))
    }
    command = [sys.executable, "-m", "xltool", *map(str, args)]
    return subprocess.run(command, capture_output=True, check=False, env={**clean, **env}, timeout=120)


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wrong") / "違う🏛.xlsx"
    data = {"values": {"code": "0001", "name": "資料館🏛", "kpi.1.title": "見学者", "kpi.1.weight": 50}}
    return xltool.fill("quarterly-review", data, path, year=2026)


def test_exit_codes_of_a_real_process(wrong: Path, tmp_path: Path) -> None:
    assert spawn("forms").returncode == 0
    assert spawn("check", wrong).returncode == 1
    assert spawn("check", tmp_path / "none.xlsx").returncode == 2
    assert spawn("frobnicate").returncode == 2
    assert spawn("template", "jimu-jigyo").returncode == 2


@pytest.mark.parametrize(
    "args",
    [
        ("check",),
        ("check", "none.xlsx"),
        ("template", "nothing", "-o", "a.xlsx"),
        ("template", "jimu-jigyo", "-o", "a.xls"),
        ("template", "jimu-jigyo", "-o", "none/a.xlsx"),
        ("template", "jimu-jigyo", "-o", "a.xlsx", "--year", "3"),
        ("template", "jimu-jigyo", "-o", "a.xlsx", "--set", "popluation=1"),
        ("template", "jimu-jigyo", "-o", "a.xlsx", "--set", "population"),
        ("template", "jimu-jigyo", "-o", "a.xlsx", "--reference", "none.xlsx"),
        ("fill", "jimu-jigyo", "none.json", "-o", "a.xlsx"),
        ("extract", ".", "-o", "a.doc"),
        ("explain", "XL999"),
    ],
)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_what_cannot_work_is_said_in_one_sentence(
    args: tuple[str, ...], lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["--lang", lang, *args])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.isascii() == (lang == "en")
    assert not list(tmp_path.iterdir())


def test_an_empty_folder_cannot_be_checked(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert done.exit_code == 2
    assert (
        "ブック（.xlsx、.xlsm）がありません"
        in CliRunner().invoke(main, ["--lang=ja", "check", str(tmp_path)]).stderr
    )


def test_a_bug_asks_to_be_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*args: object, **more: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(xltool.api, "read", broken)
    done = CliRunner().invoke(main, ["--lang=en", "check", str(tmp_path)])
    assert done.exit_code == 3
    assert "bug in xltool (ZeroDivisionError: division by zero)" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    done = CliRunner().invoke(main, ["--lang=en", "check", str(tmp_path)], env={"XLTOOL_DEBUG": "1"})
    assert "Traceback" in done.stderr


def test_interruption_is_130(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupted(*args: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(xltool.api, "read", interrupted)
    assert CliRunner().invoke(main, ["check", str(tmp_path)]).exit_code == 130


def test_pipes_have_no_colours_and_are_utf8(wrong: Path) -> None:
    done = spawn("--lang=ja", "check", wrong)
    assert b"\x1b" not in done.stdout
    assert "違う🏛.xlsx" in done.stdout.decode("utf-8")
    assert done.stderr == b""


def test_a_cp932_console_never_crashes(wrong: Path) -> None:
    done = spawn("--lang=ja", "check", wrong, PYTHONIOENCODING="cp932")
    assert done.returncode == 1
    assert "違う?.xlsx" in done.stdout.decode("cp932")
    assert spawn("--lang=ja", "--help", PYTHONIOENCODING="cp932").returncode == 0
    assert spawn("--lang=ja", "explain", PYTHONIOENCODING="ascii").returncode == 0


def test_a_pipe_is_utf8_in_an_old_locale(wrong: Path) -> None:
    old = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    assert "点検結果" in spawn("--lang=ja", "check", wrong, **old).stdout.decode("utf-8")


def test_json_in_a_pipe_is_utf8_whatever_the_console(wrong: Path) -> None:
    done = spawn("extract", wrong, PYTHONIOENCODING="cp932")
    assert "資料館🏛" in done.stdout.decode("utf-8")


def test_a_reader_that_stops_early_is_no_crash(wrong: Path) -> None:
    if os.name != "posix":
        pytest.skip("pipes close differently on Windows")
    command = [sys.executable, "-m", "xltool", "explain"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom xltool.cli import main\nmain(['--help'], standalone_mode=False)\n"
        "print(sorted({'pandas', 'numpy', 'xlsxwriter', 'yaml', 'rich', 'xltool.form'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_command_has_help_in_both_languages() -> None:
    for name, command in main.commands.items():
        done = CliRunner().invoke(main, [name, "--help"])
        assert done.exit_code == 0
        assert not (command.help or "").isascii()


@pytest.mark.parametrize(
    ("env", "lang"),
    [
        ({}, "ja"),
        ({"LANG": "C.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "de_DE", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"XLTOOL_LANG": "ja", "LANG": "en_US.UTF-8"}, "ja"),
        ({"XLTOOL_LANG": "en"}, "en"),
    ],
)
def test_language(env: dict[str, str], lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XLTOOL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    if sys.platform != "win32" or env:
        assert default_lang() == lang


def test_streams_that_are_no_files_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", object())
    prepare_streams()


@pytest.mark.parametrize(("told", "encoding"), [(None, "utf-8"), ("cp932", "cp932")])
def test_pipes_are_utf8_unless_python_is_told_otherwise(
    told: str | None, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="cp932")
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    if told:
        monkeypatch.setenv("PYTHONIOENCODING", told)
    prepare_streams()
    assert (stream.encoding, stream.errors) == (encoding, "replace")
