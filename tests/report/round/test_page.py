"""``status -o status.html``."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.oracle import need
from tests.report.round.rounds import every_state, large, standing, status
from xltool.report.round.handout import status_html
from xltool.standing import STATES, Status
from xltool.text import Lang

LARGE = large(12, 90)
ATTACK = "<script>document.title='stolen'</script><img src=x onerror=alert(1)>\"'&{{ 7*7 }}"


class Page(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def page(own: Status, lang: Lang = "ja") -> str:
    return status_html(own, lang).decode("utf-8")


def chromium() -> str:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    need(program, "a browser is not installed: apt-get install chromium")
    assert program is not None
    return program


def browse(tmp_path: Path, html: str, *options: str) -> str:
    source = tmp_path / "status.html"
    source.write_text(html, "utf-8")
    command = [chromium(), "--headless", "--no-sandbox", "--disable-gpu"]
    command += [f"--user-data-dir={tmp_path / 'profile'}", *options, source.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_needs_nothing_else(lang: Lang) -> None:
    made = Page(page(LARGE, lang))
    assert not {"script", "link", "img", "iframe", "object"} & set(made.tags)
    assert not [value for key, value in made.attributes if key in ("src", "srcset") or key.startswith("on")]
    assert {value for key, value in made.attributes if key == "href"} == {
        "#departments",
        "#owed",
        "#projects",
    }
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in made.attributes
    assert "url(" not in page(LARGE, lang)
    assert "@import" not in page(LARGE, lang)


def test_same_input_same_bytes() -> None:
    assert status_html(LARGE) == status_html(LARGE)


def test_says_everything() -> None:
    made = Page(page(LARGE))
    for one in LARGE.standings:
        assert one.project in made.text
        assert one.department in made.text
    for text in (LARGE.title, "2026年7月20日（月）現在", "3 日超過", "未提出・対応待ちの事業"):
        assert text in made.text
    every = Page(page(every_state(), "en")).text
    assert all(word.en in every for word in STATES.values())


def test_counts_by_department() -> None:
    rows = re.findall(r'<tr>\s*<th scope="row">(.*?)</th>(.*?)</tr>', page(LARGE), re.DOTALL)
    names = list(dict.fromkeys(one.department for one in LARGE.standings))
    assert [name for name, _ in rows[: len(names) + 1]] == [*names, "計"]
    for name, cells in rows[: len(names)]:
        own = [one for one in LARGE.standings if one.department == name]
        accepted = sum(one.state == "accepted" for one in own)
        assert f'data-word="受理">{accepted or "–"}<' in cells
        assert f'data-word="計">{len(own)}<' in cells


def test_an_empty_round_and_one_where_nothing_is_owed() -> None:
    assert "対象事業がありません。" in page(status())
    assert "<table" not in page(status())
    assert "未提出・対応待ちの事業はありません。" in page(status(standing("1", "accepted")))
    assert "no deadline" in page(status(standing(), deadline=None), "en")


def test_what_somebody_typed_is_text() -> None:
    own = standing(ATTACK, "errors", name=ATTACK, department=ATTACK, received_at=ATTACK, overdue=True)
    made = Page(page(status(own, title=ATTACK)))
    assert not {"script", "img"} & set(made.tags)
    assert made.text.count(ATTACK) >= 8
    assert "\ud800" not in page(status(standing("\ud800\x1b[31m")))


def test_a_browser_runs_nothing_of_it(tmp_path: Path) -> None:
    own = standing(ATTACK, "errors", name=ATTACK, department=ATTACK, overdue=True)
    seen = browse(tmp_path, page(status(own, title="題名" + ATTACK)), "--dump-dom")
    assert re.search(r"<title>題名&lt;script&gt;", seen)
    assert not {"script", "img"} & set(Page(seen).tags)


def test_a_browser_prints_it_on_a4(tmp_path: Path) -> None:
    need(shutil.which("pdftotext"), "pdftotext is not installed: apt-get install poppler-utils")
    target = tmp_path / "status.pdf"
    browse(tmp_path, page(large(50, 400)), "--no-pdf-header-footer", f"--print-to-pdf={target}")
    facts = subprocess.run(["pdfinfo", str(target)], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in facts
    pages = int(re.search(r"Pages:\s+(\d+)", facts)[1])  # type: ignore[index]
    assert pages <= 25  # names set one character a line would take sixty
    text = subprocess.run(
        ["pdftotext", "-layout", str(target), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert text.count("事業番号") >= 5  # headings come again on every page
    assert "こども部施設整備推進室" in text


def test_a_phone_need_not_scroll_sideways(tmp_path: Path) -> None:
    """Measured by the browser in a frame as wide as a phone."""
    own = large(4, 12)
    long = standing("x" * 60, "errors", name="y" * 120, department="z" * 90, overdue=True)
    inner = page(status(*own.standings, long)).replace('"', "&quot;")
    outer = f"""<!DOCTYPE html><iframe id="phone" style="width:360px;height:800px;border:0" srcdoc="{inner}">
</iframe><script>onload = () => {{
  const inner = document.getElementById("phone").contentDocument;
  const parts = [inner.documentElement, ...inner.querySelectorAll("section")];
  document.title = Math.max(...parts.map((part) => part.scrollWidth - part.clientWidth)) + " too wide";
}}</script>"""
    seen = browse(tmp_path, outer, "--dump-dom", "--virtual-time-budget=3000")
    found = re.search(r"<title>(-?\d+) too wide</title>", seen)
    assert found, seen[-500:]
    assert int(found[1]) <= 0
