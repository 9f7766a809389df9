"""The loop with quarterly-review: in English, and all sheets of a department in one workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.campaign.loop import Back, Script, Seen, Step
from tests.campaign.office import Round, open_round
from xltool.book import Record

__all__ = ["REVIEW"]

NASTY = '=HYPERLINK(1) is what it begins with.\n\n\tThen a tab, <i>&lt;</i>, it\'s "so", 100 %, ½.\n'
OTHERS = {
    "0413": "The club met every Thursday and read nine books.",
    "0414": "Two trainers were ill in June; four courses start later.",
    "0415": "Rain closed the pool for eleven days of the season.",
}


def make(folder: Path) -> Round:
    folder.joinpath("inbox").mkdir(parents=True)
    folder.joinpath("campaign.yaml").write_text(
        "form: quarterly-review\nyear: 2026\ndeadline: 2026-07-31\nbundle: department\n"
        "office: {name: Planning, contact: ext. 100, mail: plan@example.jp}\n",
        "utf-8",
    )
    book = openpyxl.Workbook()
    book.active.title = "Projects"
    for row in (
        ("Project no.", "Project name", "Unit"),
        ("0412", "Mobile library", "Library services"),
        ("0413", "Reading club", "Library services"),
        ("0414", "Swimming courses", "Pools"),
        ("0415", "Open-air pool", "Pools"),
    ):
        book.active.append(row)
    book.save(folder / "roster.xlsx")
    return open_round(folder)


def own(record: Record) -> dict[str, str]:
    return {"comment": OTHERS.get(record.project or "", NASTY)}


FAULTS: dict[str, list[Step]] = {
    "0412": [
        ["fill", "AQ9", None],  # a missing grade
        ["fill", "AJ11", "ca. 4"],  # no number
        ["fill", "AC10", "２４"],
        ["text_box", "J15", "Ask Ms. Brown"],
    ],
    "0413": [["fill", "AJ9", 50], ["type_number", "V12", 90]],  # grade A below its target; over a formula
    "0414": [["fill", "AJ9", 50]],
    "0415": [["fill", "AC11", "n/a"]],
}
TITLE, WHY = "Grade A against the actual", "Two tours were counted late;\nthe target is met."
CORRECTED: dict[str, list[Step]] = {
    "0412": [["fill", "AQ9", "B - on plan"], ["fill", "AJ11", 4.2]],
    "0413": [["explain", "0413", TITLE, WHY]],
    "0414": [],  # opened and saved
}

_GRADE = "quarterly-review/grade_against_actual"
FOUND = {
    "0412": {"XL201": "AQ9", "XL202": "AJ11", "XL121": "J15", "XL212": "AC10"},
    "0413": {"XL223": "V12", _GRADE: "AQ9 AJ9"},
    "0414": {_GRADE: "AQ9 AJ9"},
}
LEFT = {"0413": {_GRADE: "AQ9 AJ9"}, "0414": {_GRADE: "AQ9 AJ9"}}
FIRST = {"0412": "errors", "0413": "errors", "0414": "queries", "0415": "accepted"}
SECOND = {"0412": "accepted", "0413": "accepted", "0414": "untouched", "0415": "accepted"}
SAID = {"0413": {_GRADE: (WHY, "given")}}


CLEAN = "✔ Checks: nothing open"
NOTES = [  # of the department's workbook
    ("0412 AC10 Target 2\nas it was written", "２４"),
    ("0412 J15\ntext box", "Ask Ms. Brown"),
    ("0413 V12 Sum of weights\ntyped over a formula", "90"),
]

REVIEW = Script(
    form="quarterly-review",
    make=make,
    own=own,
    typed=(FAULTS, CORRECTED, {}),
    seen={
        "distributed": Seen(states=dict.fromkeys(FAULTS, "sent")),
        "collected": Seen(states=FIRST, findings=FOUND),
        "given back": Seen(states=dict.fromkeys(FOUND, "given_back") | {"0415": "accepted"}, findings=FOUND),
        "collected again": Seen(states=SECOND, findings=LEFT, explained=SAID),
        "given back again": Seen(states=SECOND, findings=LEFT, explained=SAID),
        "collected at last": Seen(states=SECOND, findings=LEFT, explained=SAID),
    },
    back={
        ("0412", 2): Back(read={"AC10": 24}, counter="✖ Checks: 2 errors, 0 queries", notes=NOTES),
        ("0413", 2): Back(counter="✖ Checks: 0 errors, 1 queries", notes=NOTES),
        ("0414", 2): Back(counter="✖ Checks: 0 errors, 1 queries"),
    },
    counters=(
        {
            "0412": "✖ Checks: 1 errors, 0 queries",  # what is no number is seen by the office only
            "0413": "✖ Checks: 1 errors, 1 queries",  # the sum that was typed over the formula is not 100
            "0414": "✖ Checks: 0 errors, 1 queries",
            "0415": CLEAN,
        },
        {"0412": CLEAN, "0413": CLEAN, "0414": "✖ Checks: 0 errors, 1 queries"},
        {},
    ),
)
