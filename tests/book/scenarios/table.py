"""The README's table of what people do and what xltool makes of it, written from the scenarios.

Run ``python -m tests.book.scenarios.table`` after a change: it rewrites README.md between the markers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.book import blanks
from tests.book.scenarios import SCENARIOS
from tests.book.scenarios.scenario import Scenario
from xltool.rules.builtin import BUILTIN
from xltool.text import Lang, Text

__all__ = ["BEGIN", "END", "README", "section", "with_table"]

README = Path(__file__).resolve().parents[3] / "README.md"
BEGIN, END = "<!-- survives -->", "<!-- /survives -->"

RULES = {rule.id: rule for rule in BUILTIN}
SEVERITY = {
    "ja": {"error": "エラー", "query": "照会", "note": "参考"},
    "en": {"error": "error", "query": "query", "note": "note"},
}
FINE = {"ja": "すべての値を読む", "en": "every value is read"}
NO_TRACE = {
    "ja": "ファイルに跡が残らない：今の値を読む",
    "en": "leaves no trace in the file: the values as they now stand",
}
HEAD = {"ja": "したこと | xltool の扱い", "en": "what they did | what xltool makes of it"}
MORE = {"ja": " ほか{n}か所", "en": " and {n} more"}
WHOLE = {"*": Text("すべての項目", "all fields"), "others": Text("ほかの項目", "the others")}
INTRO = (
    "Whatever people do to a workbook: its values are read, or a finding says where and what to do.",
    "Each line is done to a filled workbook by a scripted LibreOffice user, saved, read and judged",
    "in the tests (`tests/book/scenarios/`), where nothing else may be told.",
)


def section() -> str:
    """Everything between the markers."""
    return "\n".join(
        (
            "## What survives",
            "",
            *INTRO,
            "",
            *table("en"),
            "",
            "<details><summary>日本語</summary>",
            "",
            *table("ja"),
            "",
            "</details>",
        )
    )


def table(lang: Lang) -> Iterator[str]:
    yield f"| {HEAD[lang]} |"
    yield "|---|---|"
    for one in SCENARIOS:
        yield f"| {one.did.pick(lang)} | {said(one, lang)} |"


def said(one: Scenario, lang: Lang) -> str:
    if one.no_trace:
        return NO_TRACE[lang]
    rules = dict.fromkeys(rule for rule, _ in one.findings)
    return "; ".join(_finding(one, rule, lang) for rule in rules) or FINE[lang]


def _finding(one: Scenario, rule: str, lang: Lang) -> str:
    known = RULES[rule]
    places = [_place(place, lang) for own, place in one.findings if own == rule]
    places = [place for place in dict.fromkeys(places) if place]
    told = ", ".join(places[:2]) + (MORE[lang].format(n=len(places) - 2) if len(places) > 2 else "")
    return f"{SEVERITY[lang][known.severity]} {rule} {known.title.pick(lang)}" + (f": {told}" if told else "")


def _place(place: str, lang: Lang) -> str:
    form = blanks.EDITIONS["jimu"]
    one = form.form.fields.get(place)
    if place in WHOLE:
        return WHOLE[place].pick(lang)
    if one is not None and lang == "ja":
        return f"「{form.label(one)}」"
    return f"`{place}`" if place else ""


def with_table(text: str) -> str:
    """The README with the present table."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{section()}\n{END}{tail}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text("utf-8")), "utf-8")
