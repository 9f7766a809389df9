"""What somebody typed can never run: every text of a report is an attack here, and the browser is real."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import xltool
from tests.browser import chromium, opened
from tests.report.sheets import any_record, jimu
from xltool.finding import Finding, Place
from xltool.report import check_html, compare
from xltool.text import Text

ATTACKS = (
    "<script>window.broken = 1</script>",
    "</script><script>window.broken = 1</script>",
    "<!--<script>",
    '"><img src=x onerror="window.broken = 1">',
    "'><svg onload='window.broken = 1'>",
    "javascript:window.broken=1",
    '" onmouseover="window.broken = 1" x="',
    "</title></style></textarea></template><iframe srcdoc='<script>top.broken=1</script>'>",
    "{{ 7*7 }}{% raw %}${alert(1)}",
    "</details></section><form action=https://example.invalid><input autofocus onfocus='window.broken=1'>",
    "\u2028window.broken=1//\u2029]]>",
    "&lt;script&gt;window.broken=1&lt;/script&gt;",
    '<meta http-equiv="refresh" content="0;url=https://example.invalid">',
    "<base href=https://example.invalid><link rel=stylesheet href=https://example.invalid/a.css>",
    "__proto__",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


def poisoned(attack: str) -> tuple[list[Finding], list[Any]]:
    """Two sheets whose every text is the attack, and findings that are made of nothing else."""
    own = jimu()
    records = []
    for number in (1, 2):
        one = any_record(own, number, random.Random(number))
        values = {
            key: attack if own.form.fields[key].type in ("text", "paragraph", "phone") else value
            for key, value in one.values.items()
        }
        values |= {"header.code": attack, "header.name": attack, "header.department": attack}
        raw = dict.fromkeys(one.raw, attack)
        records.append(
            replace(
                one,
                file=f"{attack}{number}.xlsx",
                sheet=attack,
                project=attack if number == 1 else None,
                department=attack,
                values=values,
                raw=raw,
                doubtful=frozenset({"cost.budget[0]"}),
            )
        )
    places = tuple(
        Place(sheet=attack, cell=attack, field=field, value=attack)
        for field in ("basic.law", "cost.budget[0]", attack, None)
    )
    findings = [
        Finding(
            id=rule,
            severity=severity,  # type: ignore[arg-type]
            message=Text(attack, attack),
            remedy=Text(attack, attack),
            file=file,
            project=attack,
            department=attack,
            places=places,
            expected=attack,
            actual=attack,
            explanation=attack,
        )
        for rule, severity, file in (
            ("XL201", "error", records[0].file),
            (attack, "query", records[1].file),
            (f"office/{attack}", "note", None),
        )
    ]
    return findings, records


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_runs(browser: Any, tmp_path: Path, attack: str) -> None:
    findings, records = poisoned(attack)
    data = check_html(
        findings,
        files=2,
        records=records,
        lang="ja",
        title=attack,
        progress=[(attack, {"error": 1}), (attack, {"error": 2})],
        compare=compare(findings, [replace(findings[0], id=attack + "x")]),
    )
    path = tmp_path / "report.html"
    path.write_bytes(data)
    with opened(browser, path) as page:
        page.click("#open-all")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        for by in ("department", "project", "rule"):
            page.select_option("#group", by)
        page.fill("#search", attack)
        page.select_option("#in-rule", index=1)
        page.locator(".list thead button").first.click()
        page.hover("h1")
        assert page.locator("td.marked").count() >= 4
        assert attack in page.evaluate("document.querySelector('td.p-input.prose').textContent")
        assert page.evaluate("window.broken") is None
        assert page.locator("iframe, img, form:not(#filter), base, meta[http-equiv=refresh]").count() == 0
        assert page.locator("script:not([type])").count() == 1


def test_the_policy_stops_a_script_that_gets_in(browser: Any, tmp_path: Path) -> None:
    """The second wall: even unescaped markup would not run. This is seen to be true, not believed."""
    findings, records = poisoned("harmless")
    data = check_html(findings, files=2, records=records, lang="en")
    hole = b"<script>window.broken = 1</script><img src=x onerror='window.broken = 1'>"
    path = tmp_path / "report.html"
    path.write_bytes(data.replace(b"<main", hole + b"<main", 1))
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(path.as_uri())
    assert page.evaluate("window.broken") is None
    assert page.evaluate("document.documentElement.classList.contains('js')")
    assert any("Content Security Policy" in text for text in refused)
    page.close()


def test_a_real_workbook_with_markup_in_it(browser: Any, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from xltool.cli import main

    attack = ATTACKS[1]
    values = {"code": "0042", "name": attack, "unit": attack, "overall": "B", "kpi.1.title": attack}
    folder = tmp_path / "inbox"
    folder.mkdir()
    xltool.fill("quarterly-review", {"values": values}, folder / "a <b>&'.xlsx", year=2026)
    done = CliRunner().invoke(main, ["check", str(folder), "-o", str(tmp_path / "report.html")])
    assert done.exit_code == 1, done.output
    with opened(browser, tmp_path / "report.html") as page:
        page.click("#open-all")
        assert page.evaluate("window.broken") is None
        assert json.dumps(attack)[1:-1] in json.dumps(page.inner_text("main"))
        assert "a <b>&'.xlsx" in page.inner_text(".source")
