"""The page: data and templates become one file that nothing but its own style and script can act in."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from xltool.finding import SEVERITIES
from xltool.report.compare import STATE_WORDS
from xltool.report.html.charts import Series, bars, progress_chart
from xltool.report.html.drawn import Drawn, draw_sheets
from xltool.report.html.model import Report, build
from xltool.report.html.words import SCRIPT_WORDS, WORDS, words
from xltool.report.master.words import SEVERITY
from xltool.report.text import SEVERITY_WORDS

if TYPE_CHECKING:
    from jinja2 import Environment

    from xltool.book.record import Record
    from xltool.finding import Finding
    from xltool.report.compare import Comparison
    from xltool.text import Lang

__all__ = ["check_html"]

_MOST_TITLES = 3  # that the head of the page names
# characters that no page may hold, and those that turn the direction of what follows
_UNSEEN = {
    *range(0x20),
    0x7F,
    *range(0x80, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0xFFFE,
    0xFFFF,
}
_CLEAN = dict.fromkeys(_UNSEEN - {0x09, 0x0A}, "\ufffd")


def check_html(
    findings: Sequence[Finding],
    *,
    files: int,
    records: Sequence[Record],
    lang: Lang,
    title: str | None = None,
    progress: Series | None = None,
    compare: Comparison | None = None,
) -> bytes:
    """The report of a check as one HTML file; same input, same bytes.

    ``files`` is how many were read, ``progress`` the number of findings after every collect so far, oldest
    first: ``[(when, {"error": 3, "query": 5, "note": 1}), …]``.
    """
    report = build(findings, records, lang=lang, compare=compare)
    drawn = draw_sheets(report)
    style, script = _part("style.css"), _part("script.js")
    page = (
        _environment()
        .get_template("report.html")
        .render(
            lang=lang,
            title=title or WORDS["title"].pick(lang),
            scope=[*_forms(records), WORDS["scope"].format(files=files, sheets=len(records)).pick(lang)],
            w=words(lang),
            several={key: text.pick(lang) for key, text in SEVERITY.items()},
            severity={key: text.pick(lang) for key, text in SEVERITY_WORDS.items()},
            state={key: text.pick(lang) for key, text in STATE_WORDS.items()},
            severities=SEVERITIES,
            report=report,
            compare=compare,
            drawn=drawn,
            style=style,
            script=script,
            policy=_policy(style, script),
            rule_bars=bars([(i, one.counts) for i, one in enumerate(report.rules)]),
            department_bars=bars([(i, one.counts) for i, one in enumerate(report.departments)]),
            progress=progress_chart(progress or ()),
            data=_data(report, drawn, lang),
        )
    )
    return page.translate(_CLEAN).encode("utf-8", "replace")


def _forms(records: Sequence[Record]) -> list[str]:
    """What the sheets are called, if not too many things."""
    titles = list(dict.fromkeys(one.title for one in {id(r.edition): r.edition for r in records}.values()))
    return titles if len(titles) <= _MOST_TITLES else []


def _policy(style: str, script: str) -> str:
    """Nothing is loaded, nothing is sent, and only what we wrote ourselves runs or styles the page."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _data(report: Report, drawn: Drawn, lang: Lang) -> Mapping[str, Any]:
    """What the script needs besides the page."""
    return {
        "words": {key: text.pick(lang) for key, text in SCRIPT_WORDS.items()},
        "severity": {key: text.pick(lang) for key, text in SEVERITY_WORDS.items()},
        "severities": [card.finding.severity for card in report.cards],
        "ranks": SEVERITIES,
        "layouts": drawn.layouts,
    }


@cache
def _part(name: str) -> str:
    return _environment().get_template(name).render()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        autoescape=True,
        loader=PackageLoader("xltool.report.html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["embedded"] = lambda value: Markup(_embedded(value))  # noqa: S704 - holds no < and no &
    made.filters["ours"] = Markup  # style and script, as this package ships them
    made.filters["count"] = lambda number: f"{number:,}"
    made.filters["fill"] = lambda text, **values: text.format(**values)
    return made


def _embedded(value: object) -> str:
    """JSON that ends no script element, whatever somebody typed."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for ch in "<>&\u2028\u2029":
        text = text.replace(ch, f"\\u{ord(ch):04x}")
    return text
