"""The HTML report as text: what it holds, what it leaves out and says so, and what it lets through."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import random
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.report.sheets import any_record, finding, jimu, record
from xltool.finding import Finding, Place
from xltool.report import CHECK, check_html, compare
from xltool.report.html import drawn, model
from xltool.report.html.charts import bars, progress_chart
from xltool.text import Text

EDITION = jimu()
RECORDS = [any_record(EDITION, number, random.Random(number)) for number in range(1, 5)]
FOUND = [
    finding(RECORDS[0]),
    finding(RECORDS[0], "note", "XL310"),
    finding(RECORDS[1], "query", "office/own"),
]
UNREAD = Finding(
    id="XL003",
    severity="error",
    message=Text("壊れています。", "It is damaged."),
    remedy=Text("送り直してもらってください。", "Ask for it again."),
    file="壊れた.xlsx",
)


def page(findings: Any = FOUND, records: Any = RECORDS, lang: Any = "ja", **more: Any) -> str:
    data = check_html(findings, files=len(records), records=records, lang=lang, **more)
    return data.decode("utf-8")


def embedded(text: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


class Elements(HTMLParser):
    """Every start tag with its attributes, and the text outside of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.words += data


# -- what it holds ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_finding_stands_in_the_text(lang: Any) -> None:
    seen = Elements(page([*FOUND, UNREAD], lang=lang))
    for one in (*FOUND, UNREAD):
        assert one.message.pick(lang) in seen.words
        assert one.remedy.pick(lang) in seen.words
    assert "壊れた.xlsx" in seen.words
    assert ("html", {"lang": lang}) in seen.tags


def test_no_finding_at_all() -> None:
    seen = Elements(page([]))
    assert "指摘はありません。" in seen.words
    assert not [one for one in seen.tags if one[1].get("id") in ("findings", "tables")]
    assert page([], []).count("<h2") == 1


def test_a_title_of_its_own_and_no_other() -> None:
    assert "<title>A &amp; B</title>" in page(title="A & B")
    assert "<title>点検レポート</title>" in page()


def test_same_input_same_bytes() -> None:
    assert page() == page()
    assert CHECK["html"](FOUND, 4, RECORDS, "ja").decode() == page()


def test_cards_stand_by_rule_the_most_serious_first() -> None:
    report = model.build([*FOUND, UNREAD, finding(RECORDS[2])], RECORDS, lang="ja")
    assert [(one.severity, one.id, len(one.cards)) for one in report.rules] == [
        ("error", "XL201", 2),
        ("error", "XL003", 1),
        ("query", "office/own", 1),
        ("note", "XL310", 1),
    ]
    assert [card.number for card in report.cards] == [1, 2, 3, 4, 5]
    assert [card.finding.id for card in report.cards] == ["XL201", "XL201", "XL003", "office/own", "XL310"]
    assert report.cards[2].project == len(RECORDS)
    assert [(one.name, one.counts["error"]) for one in report.files] == [("壊れた.xlsx", 1)]
    assert sum(one.sheets for one in report.departments) == len(RECORDS)
    assert report.rules[0].sheets == [0, 2]


def test_a_sheet_s_values_follow_the_layout() -> None:
    text = page()
    layout = embedded(text, "data")["layouts"][0]
    sheet = embedded(text, "d-0")
    fields = [cell for cell in layout["c"] if len(cell) == 5]
    assert len(fields) == len(sheet["v"]) == len(EDITION.form.fields)
    place = sheet["f"]["basic.law"]
    assert sheet["m"] == [[place, [1, 3]]]
    assert sheet["v"][place] == RECORDS[0].values["basic.law"]


def test_one_layout_for_all_sheets_of_a_form_and_year() -> None:
    other = any_record(jimu(), 9, random.Random(9))  # an edition of its own, which prints the same
    later = any_record(jimu(2018), 10, random.Random(10))
    text = page(FOUND, [*RECORDS, other, later])
    assert len(embedded(text, "data")["layouts"]) == 2
    assert embedded(text, "d-4")["l"] == embedded(text, "d-0")["l"] != embedded(text, "d-5")["l"]


def test_what_could_not_be_read_is_shown_as_it_was_typed() -> None:
    one = record(EDITION, 1, **{"cost.budget[0]": None})
    one = replace(one, raw={"cost.budget[0]": "約五千"}, doubtful=frozenset({"cost.budget[0]"}))
    found = finding(one, field="cost.budget[0]")
    sheet = embedded(page([found], [one]), "d-0")
    assert sheet["v"][sheet["f"]["cost.budget[0]"]] == "約五千"


def test_content_outside_the_form_is_listed_below_the_sheet() -> None:
    place = Place(sheet=RECORDS[0].sheet, cell="BA3", value="欄外のメモ")
    text = page([replace(FOUND[0], places=(place,))])
    assert embedded(text, "d-0")["x"] == [["BA3", "欄外のメモ", [1]]]


def test_compared_with_an_earlier_check() -> None:
    gone = replace(FOUND[0], id="XL202", message=Text("前はありました。", "It was there."))
    text = page(compare=compare(FOUND, [*FOUND[1:], gone]))
    assert text.count('data-state="new"') == 1
    assert text.count('data-state="unchanged"') == 2
    assert "前はありました。" in text
    assert 'id="in-state"' in text
    assert 'id="in-state"' not in page()


def test_long_values_are_cut_in_the_list_but_not_in_the_sheet() -> None:
    long = "長い文" * 900
    one = record(EDITION, 1, **{"basic.law": long})
    found = replace(finding(one), places=(Place(sheet=one.sheet, cell="C7", field="basic.law", value=long),))
    text = page([found], [one])
    assert text.count(long) == 1
    assert "長い文" * 53 + "…" in text


# -- charts -------------------------------------------------------------------------------------------------


def test_bars_are_parts_of_the_longest() -> None:
    first, second = bars([(7, {"error": 0, "query": 1, "note": 1}), (8, {"error": 1, "query": 2, "note": 5})])
    assert (first.key, first.total) == (8, 8)
    assert [(one.severity, one.start, one.size) for one in first.pieces] == [
        ("error", 0, 12.5),
        ("query", 12.5, 25),
        ("note", 37.5, 62.5),
    ]
    assert [(one.severity, one.start, one.size) for one in second.pieces] == [
        ("query", 0, 12.5),
        ("note", 12.5, 12.5),
    ]
    assert len(bars([(key, {"error": key}) for key in range(40)])) == 10
    assert bars([(1, {"error": 0})]) == ()


def test_progress_needs_two_moments() -> None:
    assert progress_chart([]) is None
    assert progress_chart([("4/1", {"error": 3})]) is None
    assert "progress-head" not in page(progress=[("4/1", {"error": 3})])
    chart = progress_chart([("4/1", {"error": 30, "query": 10, "note": 0}), ("4/8", {"error": 0})])
    assert chart is not None
    full, none = chart.columns
    assert (full.total, full.top, sum(one.size for one in full.pieces)) == (40, 0, chart.height)
    assert (none.total, none.pieces, none.top) == (0, (), chart.height)
    assert [number for _, number in chart.lines] == [0, 10, 20, 30, 40]


def test_many_moments_are_not_written_over_each_other() -> None:
    """All columns stand right of the lines' numbers; of many only some have words and a number."""
    first = datetime.date(2026, 6, 1)
    days = [(first + datetime.timedelta(days=at), {"error": 9}) for at in range(45)]
    few, many = progress_chart(days[:12]), progress_chart(days)  # type: ignore[arg-type]
    assert few is not None and many is not None
    assert [one.counted for one in few.columns] == [True] * 12
    assert [one.short for one in many.columns if one.shown] == [
        *("06-01", "06-09", "06-17", "06-25", "07-03", "07-11"),
    ]
    assert [one.shown for one in many.columns] == [one.counted for one in many.columns]
    assert all(one.x > 6 and one.x + one.width < 100 for one in many.columns)
    assert (many.columns[0].label, many.columns[-1].label) == ("2026-06-01", "2026-07-15")
    hours = progress_chart([(datetime.datetime(2026, 6, 1, 9), {}), (datetime.datetime(2026, 6, 1, 15), {})])
    assert hours is not None
    assert [(one.short, one.label) for one in hours.columns] == [
        ("09:00", "2026-06-01 09:00"),
        ("15:00", "2026-06-01 15:00"),
    ]


@pytest.mark.parametrize("most", [1, 4, 5, 6, 19, 99, 100, 101, 12_345])
def test_a_chart_has_a_handful_of_lines(most: int) -> None:
    chart = progress_chart([("a", {"error": most}), ("b", {"error": 0})])
    assert chart is not None
    assert 2 <= len(chart.lines) <= 6
    assert all(0 <= height <= chart.height for height, _ in chart.lines)


# -- what it leaves out -------------------------------------------------------------------------------------


def test_of_many_sheets_only_those_with_findings_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    assert page().count('class="picture"') == 4
    monkeypatch.setattr(drawn, "ALL", 3)
    text = page()
    assert text.count('class="picture"') == 2
    assert "指摘のない 2 シートは画面表示を省いています。" in text


def test_the_most_serious_sheets_are_drawn_when_there_is_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "ROOM", len(json.dumps(embedded(page(), "d-0"), ensure_ascii=False)) + 10)
    text = page()
    assert text.count('class="picture"') == 1
    assert "3 シートの画面表示を省いています。" in text
    assert 'id="d-0"' in text
    assert 'href="#s-1"' not in text


def test_too_many_findings_are_counted_but_not_all_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "MOST_CARDS", 2)
    text = page()
    assert text.count('class="card ') == 2
    assert "重大なものから 2 件を表示しています。全 3 件は" in text
    assert "office/own" in text
    assert "XL310" not in text


def test_four_hundred_sheets_stay_below_six_megabytes() -> None:
    rng = random.Random(1)
    records = [any_record(EDITION, number, rng) for number in range(400)]
    found = [
        finding(records[number % 400], ("error", "query", "note")[number % 3], f"XL{200 + number % 7}")
        for number in range(1200)
    ]
    data = check_html(found, files=400, records=records, lang="ja")
    assert data.count(b'class="picture"') == 400
    assert len(data) < 6_000_000


# -- what it lets through -----------------------------------------------------------------------------------


def test_the_policy_names_exactly_our_own_style_and_script() -> None:
    text = page()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    rules = dict(one.split(" ", 1) for one in policy[1].replace("&#39;", "'").split("; "))

    def digest(pattern: str) -> str:
        (part,) = re.findall(pattern, text, re.DOTALL)
        return f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'"

    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == digest(r"<script>(.*?)</script>")
    assert rules["style-src"] == digest(r"<style>(.*?)</style>")
    assert text.index("Content-Security-Policy") < text.index("<style>")


def test_nothing_is_loaded_from_anywhere() -> None:
    for tag, attributes in Elements(page()).tags:
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            assert name not in ("style", "src", "srcset", "action", "formaction"), (tag, name)
            if name in ("href", "xlink:href"):
                assert str(value).startswith("#") or value == "data:,", (tag, value)
    assert not re.search(r"@import|url\(|https?://", page())


def test_what_no_page_may_hold_is_replaced() -> None:
    odd = replace(FOUND[0], message=Text("a\x00b\x1bc\u202ed\ud842e", ""), file="x\x07.xlsx")
    text = page([odd])
    assert "a\ufffdb\ufffdc\ufffdd?e" in text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
