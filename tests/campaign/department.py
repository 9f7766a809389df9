"""What the departments of the loop type into LibreOffice: careful sheets, the faults, what they do about them.

Cells are written as the eye sees them, in A1 notation; every edit is a step of tests/book/scenarios/user.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from tests.faults.words import PLAN, prose
from xltool.book import Record, read_file
from xltool.book.celltext import cell_value
from xltool.form import Value, templates_folder

__all__ = [
    "CORRECTED",
    "EXPLANATIONS",
    "FAULTS",
    "LAST",
    "NASTY",
    "PROSE",
    "REVIEW",
    "REVIEW_CORRECTED",
    "REVIEW_FAULTS",
    "careful",
]

Step = list[Any]  # verb and arguments
Steps = Mapping[str, list[Step]]  # by project

# Whatever might be taken for a formula, markup, an escape or white space; it begins and ends with some.
NASTY = (
    " =1+1 から始まる文\n"
    "\tタブ、_x000D_ と \\n、全角　空白、NBSP\u00a0、髙橋・𠮷田・😀、ｶﾅ、①㈱\n"
    "\n"
    "<b>&amp;</b> ]]> \"引用\" 'ひと' {cost.budget} %s\n"
    "=SUM(A1:A9)  \n"
)
PROSE = "○一行目\n　二行目（字下げ）\n\n四行目で終わる。"

# -- round one ----------------------------------------------------------------------------------------------

REPORTED = "年度の途中で前倒しに実施した。"  # in the column of a year that is not over: a query

FAULTS: Steps = {
    "10001": [
        ["fill", "Z30", None],  # a missing amount
        ["type_number", "Z40", 99999],  # a number typed over a formula
        ["fill", "J16", NASTY],
        ["fill", "P26", PROSE],
        ["fill", "AL45", "設定困難"],  # stand-ins where they are allowed
        ["fill", "AR45", "ー"],
    ],
    "10002": [
        ["fill", "AH30", "要求中"],  # no number
        ["fill", "Z35", "４，２００千円"],  # read as 4200
        ["fill", "I8", "H21"],  # read as 平成21年度
        ["fill", "S10", "　一般会計 "],  # read as the choice
        ["type_text", "AZ30", "※県と協議中\n（六月に確定）"],  # a remark beside the number
        ["comment", "R35", "昨年の写し。\n要確認"],
        ["text_box", "J15", "図形に書いた覚え書き"],
        ["fill", "AB61", PROSE],
    ],
    "10003": [["fill", "T22", REPORTED]],
    "10004": [
        ["fill", "AB60", None],  # a score without its reason
        ["fill", "AP30", 8400],  # twice the year before: a query
        ["fill", "AP35", 8400],
    ],
    "10005": [["fill", "R30", None], ["fill", "T22", REPORTED]],
    "10006": [],
    "10007": [["fill", "T22", REPORTED], ["fill", "AP30", 8400], ["fill", "AP35", 8400]],
    "10008": [["fill", "R30", None], ["fill", "T22", REPORTED]],
}

# -- round two: half is corrected, half is explained --------------------------------------------------------

FUTURE, CHANGE, OUTSIDE = "終わっていない年度の実績", "①合計の大きな増減", "欄外の記入"  # titles as printed
EXPLANATIONS = {
    "10002": "協議の経過を書いたもの。\n集計には不要です。",
    "10003": "四月に前倒しで実施したため。\n=1+1 ではない。",
    "10004": "施設の更新を予定しているため。",
    "10007": "九月に試行として実施したため。",
    "10008": "協定により四月に実施したため。",
}

CORRECTED: Steps = {
    "10001": [["fill", "Z30", 4200]],
    "10002": [["fill", "AH30", 4200], ["explain", "10002", OUTSIDE, EXPLANATIONS["10002"]]],
    "10003": [["explain", "10003", FUTURE, EXPLANATIONS["10003"]]],
    "10004": [["explain", "10004", CHANGE, EXPLANATIONS["10004"]]],
    "10005": [],  # opened and saved, nothing done
    "10007": [["explain", "10007", FUTURE, EXPLANATIONS["10007"]]],
    "10008": [["explain", "10008", FUTURE, EXPLANATIONS["10008"]]],
}

# -- round three --------------------------------------------------------------------------------------------

LAST: Steps = {
    "10004": [["fill", "AB60", "開設日数、講座の回数とも計画どおりである。"]],
    "10007": [],  # opened and saved, nothing done
    "10008": [["fill", "R30", 4000], ["fill", "T22", "別の内容を十月に実施した。"]],
}

# -- the English form, two projects in one workbook ---------------------------------------------------------

REVIEW: Mapping[str, Mapping[str, Value]] = {
    "0412": {"comment": "One tour was cancelled.\nSnow; made up for in May. <i>&</i> =A1\n"},
    "0413": {"comment": "All tours took place.", "kpi.3.target": "n/a"},
}
REVIEW_FAULTS: list[Step] = []
REVIEW_CORRECTED: list[Step] = []


# -- careful sheets -----------------------------------------------------------------------------------------


def careful(workbook: Path, changes: Mapping[str, Mapping[str, Value]] | None = None) -> list[Step]:
    """Fill in every form sheet of an issued workbook so that nothing can be said against it."""
    steps: list[Step] = []
    for number, record in enumerate(read_file(workbook, file=workbook.name).records):
        steps += [["go_to", number], *_sheet(record, (changes or {}).get(record.project or "", {}))]
    return [*steps, ["go_to", 0]]


def _sheet(record: Record, changes: Mapping[str, Value]) -> Iterator[Step]:
    form = record.edition.form
    known = json.loads((templates_folder() / form.id / "clean.json").read_text("utf-8"))["values"]
    own = {**known, **(_own_words(record) if form.id == "jimu-jigyo" else {}), **changes}
    for key, value in own.items():
        if not form.fields[key].locked:
            yield ["fill", record.cells[key], cell_value(record.edition, form.fields[key], value)]


def _own_words(record: Record) -> dict[str, Value]:
    """Prose that no other project has, and the office's own plan."""
    rng = Random(record.project)
    fields = record.edition.form.fields
    keys = ("overview.purpose", "overview.means_before", "overview.means_now", "eval.first.direction")
    keys += tuple(key for key in fields if key.startswith("item.") and key.endswith(".comment"))
    plan = dict(zip(("overview.chapter", "overview.section", "overview.policy"), PLAN[2], strict=True))
    return plan | {key: prose(rng, f"第{record.project}号事業", 60, 200) for key in keys}
