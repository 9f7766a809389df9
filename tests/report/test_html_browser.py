"""The HTML report in a real browser: used by mouse and keyboard, on a phone, on paper, in the dark."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

import xltool
from tests.browser import axe, chromium, opened
from tests.oracle import need
from xltool.form import lay_out
from xltool.report import check_html, compare

PROGRESS = [
    ("4/1", {"error": 22, "query": 14, "note": 3}),
    ("4/8", {"error": 9, "query": 8, "note": 1}),
    ("4/15", {"error": 5, "query": 6, "note": 1}),
]
PHONE = {"viewport": {"width": 375, "height": 812}, "is_mobile": True, "has_touch": True}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Twelve real workbooks, read and judged."""
    return xltool.demo(tmp_path_factory.mktemp("round") / "demo")


@pytest.fixture(scope="module")
def report(demonstration: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(demonstration, tmp_path_factory.mktemp("report"), "ja")


@pytest.fixture(scope="module", params=["ja", "en"])
def each_report(
    request: pytest.FixtureRequest, demonstration: Any, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    return written(demonstration, tmp_path_factory.mktemp("report"), request.param)


def written(demonstration: Any, folder: Path, lang: Any) -> Path:
    findings, pile = demonstration.findings, demonstration.pile
    path = folder / "report.html"
    data = check_html(
        findings,
        files=len(pile.files),
        records=pile.records,
        lang=lang,
        progress=PROGRESS,
        compare=compare(findings, findings[1:]),
    )
    path.write_bytes(data)
    return path


def language(report: Path) -> Any:
    found = re.search(r'<html lang="(\w+)">', report.read_text("utf-8"))
    assert found is not None
    return found[1]


def visible(page: Any, query: str) -> int:
    return sum(one.is_visible() for one in page.locator(query).all())


def test_it_opens_in_silence_and_shows_everything(
    browser: Any, each_report: Path, demonstration: Any
) -> None:
    lang = language(each_report)
    with opened(browser, each_report) as page:
        text = page.inner_text("main")
        for one in demonstration.findings:
            assert one.message.pick(lang).split("\n")[0] in text
        assert page.get_attribute("html", "lang") == lang
        assert visible(page, ".card") == len(demonstration.findings)
        assert page.locator(".tile-number").all_inner_texts()[:3] == ["5", "6", "1"]
        assert page.locator("#progress-head").count() == 1


def test_without_scripts_it_is_a_readable_document(
    browser: Any, each_report: Path, demonstration: Any
) -> None:
    with opened(browser, each_report, java_script_enabled=False) as page:
        assert visible(page, ".card") == len(demonstration.findings)
        assert visible(page, ".panel") == 3
        assert visible(page, "noscript p") == 1
        assert visible(page, "button, input, select") == 0


# -- filter, search, sort, group ----------------------------------------------------------------------------


def test_search_by_keyboard(browser: Any, report: Path) -> None:
    with opened(browser, report) as page:
        page.focus("#search")
        page.keyboard.type("ＸＬ２０２")  # full-width finds half-width
        expect(page.locator(".card:not([hidden])")).to_have_count(1)
        assert visible(page, ".group") == 1
        assert re.search(r"\b1\b", page.inner_text("#count"))
        page.keyboard.press("Control+A")
        page.keyboard.type("nothing like this")
        expect(page.locator(".card:not([hidden])")).to_have_count(0)
        page.keyboard.press("Tab")
        page.click("#reset")
        assert visible(page, ".card") == 12
        assert page.evaluate("document.activeElement.id") == "search"
        assert not page.is_visible("#reset")


def test_severities_and_lists_narrow_together(browser: Any, report: Path, demonstration: Any) -> None:
    with opened(browser, report) as page:
        page.focus("input[value=query]")
        page.keyboard.press("Space")
        assert visible(page, ".card") == 6
        page.select_option("#in-department", index=1)
        name = page.inner_text("#in-department option:checked").split(" (")[0]
        kept = [one for one in demonstration.findings if one.department == name and one.severity != "query"]
        assert visible(page, ".card") == len(kept)
        page.click("#reset")
        page.select_option("#in-state", "new")
        assert visible(page, ".card") == 1


def test_grouped_by_department_and_project_and_back(browser: Any, report: Path, demonstration: Any) -> None:
    with opened(browser, report) as page:
        departments = {one.department for one in demonstration.findings}
        page.select_option("#group", "department")
        assert set(page.locator(".group h3").all_inner_texts()) == departments
        page.select_option("#group", "project")
        assert page.locator(".group").count() == 6
        page.select_option("#group", "rule")
        assert page.locator(".group").count() == 12
        assert page.locator(".card").count() == 12


def test_sorting_by_mouse_and_keyboard(browser: Any, report: Path) -> None:
    def column(query: str) -> list[str]:
        return page.locator(f"#by-project tbody {query}").all_inner_texts()

    with opened(browser, report) as page:
        page.click("#tab-by-project")
        head = page.locator("#by-project thead th").nth(0)
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "ascending"
        codes = column("th .code")
        assert codes == sorted(codes)
        head.locator("button").focus()
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "descending"
        assert column("th .code") == codes[::-1]
        errors = page.locator("#by-project thead th").nth(2)
        errors.locator("button").focus()
        page.keyboard.press("Space")
        numbers = [int(text) for text in column("td:nth-child(3)")]
        assert numbers == sorted(numbers, reverse=True)
        assert head.get_attribute("aria-sort") is None


def test_tabs_follow_the_arrow_keys(browser: Any, report: Path) -> None:
    with opened(browser, report) as page:
        page.focus("#tab-by-rule")
        page.keyboard.press("ArrowRight")
        assert page.is_visible("#by-department")
        assert not page.is_visible("#by-rule")
        assert page.get_attribute("#tab-by-department", "aria-selected") == "true"
        page.keyboard.press("End")
        assert page.is_visible("#by-project")
        page.keyboard.press("ArrowRight")
        assert page.is_visible("#by-rule")


# -- from a rule to its sheets, and back --------------------------------------------------------------------


def test_from_a_rule_to_its_sheet_to_the_finding_by_mouse(browser: Any, report: Path) -> None:
    with opened(browser, report) as page:
        page.click("#by-rule tbody tr:nth-child(2) .drill summary")
        page.click("#by-rule tbody tr:nth-child(2) .drill a")
        sheet = page.locator("details.sheet[open]")
        assert sheet.count() == 1
        assert sheet.locator("td.marked.error").count() == 4  # three that cannot be read, one not in its list
        mark = sheet.locator("td.marked .mark.error", has_text="2")
        mark.click()
        assert page.evaluate("document.activeElement.id") == "f-2"
        page.go_back()
        assert page.locator("details.sheet[open]").count() == 1


def test_from_a_rule_to_its_sheet_to_the_finding_by_keyboard(browser: Any, report: Path) -> None:
    with opened(browser, report) as page:
        page.focus("#by-rule tbody tr:nth-child(3) th > a")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "findings"
        assert visible(page, ".card") == 1
        page.focus(".card:not([hidden]) .spots a")
        page.keyboard.press("Enter")
        cell = page.evaluate("document.activeElement.dataset.field")
        assert cell == "cost.budget[0]"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "f-3"


def test_a_finding_that_is_filtered_away_comes_back(browser: Any, report: Path) -> None:
    with opened(browser, report) as page:
        page.uncheck("input[value=error]")
        assert not page.is_visible("#f-1")
        page.locator("details.sheet summary").first.click()
        page.locator(".sheet-findings a[href='#f-1']").click()
        assert page.is_visible("#f-1")


def test_a_link_from_outside_opens_the_sheet(browser: Any, report: Path) -> None:
    with opened(browser, report) as page:
        first = page.locator("details.sheet").first.get_attribute("id")
        page.goto("about:blank")
        page.goto(f"{report.as_uri()}#{first}")
        assert page.locator(f"#{first} td").count() > 200


def test_the_picture_is_the_printed_form(browser: Any, report: Path, demonstration: Any) -> None:
    record = next(one for one in demonstration.pile.records if one.project == "10102")
    layout = lay_out(record.edition.form)
    number = demonstration.pile.records.index(record)
    with opened(browser, report) as page:
        page.click(f"#s-{number} summary")
        page.wait_for_selector(f"#s-{number} td")
        table = page.locator(f"#s-{number} table").first
        assert table.locator("tr").count() == layout.height
        assert table.locator("td").count() == len(layout.cells)
        covered = table.evaluate(
            "table => [...table.querySelectorAll('td')].reduce((n, one) => n + one.rowSpan * one.colSpan, 0)"
        )
        assert covered == layout.height * record.edition.form.canvas
        boxes = table.evaluate(
            """table => Array.from(table.querySelectorAll('td')).map(cell => {
                const box = cell.getBoundingClientRect();
                return [Math.round(box.left), Math.round(box.top), cell.textContent];
            })"""
        )
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        assert [left, top, "計画事業番号"] in boxes
        marked = table.locator("td.marked").all_inner_texts()
        assert sorted(text.split() for text in marked) == [["3", "62,000"], ["3", "63,000"]]
        width = table.evaluate("table => table.getBoundingClientRect().width") / record.edition.form.canvas
        for cell in layout.cells:
            if cell.row == 1:
                assert any(abs(box[0] - left - (cell.col - 1) * width) < 2 for box in boxes)


# -- looks --------------------------------------------------------------------------------------------------


def test_a_phone_shows_it_without_moving_sideways(browser: Any, each_report: Path) -> None:
    with opened(browser, each_report, **PHONE) as page:
        page.locator("details.sheet summary").first.click()
        for tab in ("by-department", "by-project", "by-rule"):
            page.click(f"#tab-{tab}")
            assert page.evaluate("document.documentElement.scrollWidth") == 375
        sizes = page.evaluate(
            "Array.from(document.querySelectorAll('button, select')).filter(e => e.offsetHeight)"
            ".map(e => e.getBoundingClientRect().height)"
        )
        assert min(sizes) >= 17


def test_on_paper(browser: Any, each_report: Path, tmp_path: Path, demonstration: Any) -> None:
    need(shutil.which("pdftotext"), "pdftotext is not installed: apt-get install poppler-utils")
    lang = language(each_report)
    pages = {}
    with opened(browser, each_report, color_scheme="dark") as page:
        for name in ("closed", "open"):
            if name == "open":
                page.locator("details.sheet summary").first.click()
                page.wait_for_selector("details.sheet td")
            pdf = tmp_path / f"{name}.pdf"
            page.pdf(path=pdf, prefer_css_page_size=True, print_background=True)
            done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True)
            pages[name] = done.stdout
    assert pages["open"].count("\f") > pages["closed"].count("\f") >= 3
    flat = re.sub(r"\s", "", pages["closed"])
    for one in demonstration.findings:
        assert re.sub(r"\s", "", one.remedy.pick(lang)) in flat
    assert "計画事業番号" not in flat
    assert "計画事業番号" in re.sub(r"\s", "", pages["open"])
    for record in demonstration.pile.records:  # all three tables are printed, to their last row
        assert record.values["header.name"] in flat
    assert flat.count("読み替えた値" if lang == "ja" else "Valuereadinanotherform") >= 2


def test_paper_is_white_in_the_dark(browser: Any, report: Path) -> None:
    with opened(browser, report, color_scheme="dark") as page:
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 20, 26)"
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(27, 36, 48)"
        assert visible(page, "#filter, nav, #theme, .tabs") == 0


def test_light_and_dark_by_button(browser: Any, report: Path) -> None:
    with opened(browser, report, color_scheme="light") as page:
        ground = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(ground) == "rgb(244, 246, 249)"
        page.focus("#theme")
        page.keyboard.press("Enter")
        assert page.evaluate(ground) == "rgb(16, 20, 26)"
        assert page.get_attribute("#theme", "aria-pressed") == "true"
        page.click("#theme")
        assert page.evaluate(ground) == "rgb(244, 246, 249)"


# -- for everyone -------------------------------------------------------------------------------------------

CONTRAST = """() => {
  const parse = (text) => {
    const [r, g, b, a] = text.match(/[\\d.]+/g).map(Number);
    return [r, g, b, a === undefined ? 1 : a];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((v) => {
      const c = v / 255;
      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const poor = [];
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility({ checkVisibilityCSS: true })) continue;
    if (element.closest("script, style, noscript, title, option")) continue;
    const style = getComputedStyle(element);
    const below = ground(element);
    const ink = over(parse(element.closest("svg") ? style.fill : style.color), below);
    const [a, b] = [light(ink), light(below)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    seen += 1;
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${element.className.baseVal ?? element.className} ${element.textContent.slice(0, 30)}`);
  }
  return [seen, poor];
}"""  # noqa: E501 - a program in another language


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(browser: Any, each_report: Path, scheme: str) -> None:
    with opened(browser, each_report, color_scheme=scheme) as page:
        page.click("#open-all")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        for tab in ("by-department", "by-project", "by-rule"):
            page.click(f"#tab-{tab}")
            page.fill("#search", "a" if tab == "by-rule" else "")
            seen, poor = page.evaluate(CONTRAST)
            assert seen > 1000
            assert poor == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(browser: Any, each_report: Path, scheme: str) -> None:
    with opened(browser, each_report, color_scheme=scheme) as page:
        page.locator("details.sheet summary").first.click()
        assert axe(page) == []
        page.click("#tab-by-project")
        page.select_option("#group", "department")
        assert axe(page) == []


def test_landmarks_headings_and_labels(browser: Any, each_report: Path) -> None:
    with opened(browser, each_report) as page:
        page.click("#open-all")
        for query, number in (("header", 1), ("nav", 1), ("main", 1), ("body > footer", 1), ("h1", 1)):
            assert page.locator(query).count() == number
        levels = page.evaluate(
            "Array.from(document.querySelectorAll('h1, h2, h3')).map(e => Number(e.tagName[1]))"
        )
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
        unnamed = page.evaluate(
            """Array.from(document.querySelectorAll('a, button, input, select, [role=region], svg[role=img]'))
            .filter(e => !(e.textContent.trim() || e.ariaLabel || e.getAttribute('aria-labelledby') || (e.labels && e.labels.length)))
            .map(e => e.outerHTML.slice(0, 100))"""  # noqa: E501
        )
        assert unnamed == []
        twice = page.evaluate(
            "(ids => ids.filter((id, at) => ids.indexOf(id) !== at))(Array.from(document.querySelectorAll('[id]')).map(e => e.id))"  # noqa: E501
        )
        assert twice == []


def test_who_tabs_through_sees_where_they_are(browser: Any, report: Path) -> None:
    with opened(browser, report) as page:
        seen = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            name, outline, inside = page.evaluate(
                """(() => {
                    const e = document.activeElement;
                    const box = e.getBoundingClientRect();
                    const inside = box.width > 0 && box.left < innerWidth;
                    return [e.id || e.className || e.textContent, getComputedStyle(e).outlineStyle, inside];
                })()"""
            )
            seen.add(name)
            assert outline != "none", name
            assert inside, name
        assert {"theme", "tab-by-rule", "search", "in-rule", "group"} <= seen
