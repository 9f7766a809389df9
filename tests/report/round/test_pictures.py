"""Pictures of screens for the README: full-width text stays in its columns."""

from __future__ import annotations

import html
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from tests.report.round.rounds import large
from tests.report.round.test_table import wide
from xltool.report.round import status_lines
from xltool.report.text import Line

SOURCE = Path(__file__).resolve().parents[3] / ".readme" / "screens.py"
WORD = re.compile(r'<text class="[^"]*" x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"[^>]*>([^<]*)</text>')


@pytest.fixture(scope="module")
def screens() -> ModuleType:
    spec = importlib.util.spec_from_file_location("screens", SOURCE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_word_stands_in_its_column_and_is_as_wide_as_its_characters(screens: ModuleType) -> None:
    lines = list(status_lines(large(5, 30), lang="ja", width=100))
    lines.append(Line((("①→防災 x", "bold"), ("…ｱ終", ""))))
    svg = screens.capture(lines, "xltool status", 100)
    rows: dict[str, list[tuple[int, int, str]]] = {}
    for x, y, length, content in WORD.findall(svg):
        rows.setdefault(y, []).append(
            (round(float(x) / 10), round(float(length) / 10), html.unescape(content))
        )
    written = [line.plain for line in lines if line.plain]
    assert len(rows) == len(written)
    for (_, words), text in zip(sorted(rows.items(), key=lambda item: float(item[0])), written, strict=True):
        seen = ""
        for column, length, word in words:
            assert length == wide(word)
            seen += " " * (column - wide(seen)) + word
        assert seen == text


def test_is_a_picture_that_fetches_nothing(screens: ModuleType) -> None:
    svg = screens.capture([Line((("<防災> & 訓練", "green"),))], "status <1>", 60)
    ElementTree.fromstring(svg)
    assert set(re.findall(r"https?://[^\"' ]+", svg)) == {
        "http://www.w3.org/2000/svg",
        "https://www.textualize.io",
    }
    assert "@font-face" not in svg
    assert svg == screens.capture([Line((("<防災> & 訓練", "green"),))], "status <1>", 60)


def test_a_command_is_run_on_a_colour_terminal(screens: ModuleType) -> None:
    code = "import sys, shutil; print(sys.stdout.isatty(), shutil.get_terminal_size().columns); "
    code += "print('\\033[1;31m防災\\033[0m 訓練')"
    lines = screens.run([sys.executable, "-c", code], 72)
    assert [line.plain for line in lines[1:]] == ["True 72", "防災 訓練"]
    assert lines[0].plain.startswith("$ ")
    assert lines[2].pieces[0] == ("防災", "bold color(1)")
