"""What the READMEs say is what the tool does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from xltool.cli import main as program
from xltool.form import edition, lay_out, parse_form

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = (ROOT / "README.md").read_text("utf-8")
JAPANESE = (ROOT / "README.ja.md").read_text("utf-8")


def test_every_command_is_documented() -> None:
    for name in program.commands:
        assert f"xltool {name}" in ENGLISH
        assert re.search(rf"`(?:xltool )?{name}\b", JAPANESE), name


def test_no_command_is_documented_that_does_not_exist() -> None:
    named = set(re.findall(r"^\| `xltool ([a-z]+)", ENGLISH, re.MULTILINE))
    assert named == set(program.commands)


def test_options_in_the_table_exist() -> None:
    for row in re.findall(r"^\| `xltool ([^`]+)`", ENGLISH, re.MULTILINE):
        name, *words = shlex.split(row.replace("\\|", "|").replace("[", " ").replace("]", " "))
        known = {option for parameter in program.commands[name].params for option in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= known


def test_the_form_in_the_readme_loads() -> None:
    text = re.search(r"```yaml\n(form: .*?)```", ENGLISH, re.DOTALL)
    assert text is not None
    form = parse_form(text[1])
    assert len(form.fields) >= 10
    assert lay_out(form).height > 5
    assert edition(form, 2026).title == "Club report FY2026"


def test_both_languages_give_the_same_commands() -> None:
    commands = re.findall(r"^python3 -m venv .*$", ENGLISH, re.MULTILINE)
    assert len(commands) == 2
    assert commands == re.findall(r"^python3 -m venv .*$", JAPANESE, re.MULTILINE)


def test_the_seed_gives_its_five_findings_as_the_readme_says() -> None:
    command = re.search(r"^xltool (check examples/seed/\S+)$", ENGLISH, re.MULTILINE)
    assert command is not None
    arguments = [str(ROOT / word) if "/" in word else word for word in command[1].split()]
    done = CliRunner().invoke(program, ["--lang", "en", *arguments, "--format", "json"])
    assert done.exit_code == 0, done.output
    assert done.output.count('"id"') == 5


def test_pictures_exist() -> None:
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", ENGLISH + JAPANESE):
        assert (ROOT / picture).stat().st_size > 5_000


@pytest.mark.parametrize("document", ["README.md", "README.ja.md", "ARCHITECTURE.md"])
def test_links_lead_somewhere(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        if not link.startswith("http"):
            assert (ROOT / link).exists(), link


def test_files_named_in_the_architecture_exist() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    for name in re.findall(r"`((?:form|book|report|rules|values|formula|cli|api)/[\w/]+\.py)`", text):
        assert (ROOT / "xltool" / name).is_file(), name
