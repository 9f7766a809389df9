"""The loop with jimu-jigyo: eight projects of two departments, a workbook for each."""

from __future__ import annotations

from random import Random

from tests.campaign.loop import Back, Script, Seen, Step
from tests.campaign.office import make_round
from tests.faults.words import PLAN, prose
from xltool.book import Record
from xltool.form import Value

__all__ = ["JIMU"]

# Whatever might be taken for a formula, markup, an escape or white space; it begins and ends with some.
NASTY = (
    " =1+1 から始まる文\n"
    "\tタブ、_x000D_ と \\n、全角　空白、NBSP\u00a0、髙橋・𠮷田・😀、ｶﾅ、①㈱\n"
    "\n"
    "<b>&amp;</b> ]]> \"引用\" 'ひと' {cost.budget} %s\n"
    "=SUM(A1:A9)  \n"
)
PROSE = "○一行目\n　二行目（字下げ）\n\n四行目で終わる。"
REPORTED = "年度の途中で前倒しに実施した。"  # in the column of a year that is not over: a query

FAULTS: dict[str, list[Step]] = {
    "10001": [
        ["fill", "Z30", None],  # a missing amount
        ["type_number", "Z40", 99999],  # a number typed over a formula
        ["fill", "J16", NASTY],
        ["fill", "P26", PROSE],
        ["fill", "AL45", "設定困難"],  # stand-ins where they are allowed
        ["fill", "AR45", "ー"],
    ],
    "10002": [
        ["fill", "AH30", "要求中"],  # no number, and no stand-in that is allowed
        ["fill", "Z35", "４，２００千円"],
        ["fill", "I8", "H21"],
        ["fill", "S10", "　一般会計 "],
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

FUTURE, CHANGE, OUTSIDE = "終わっていない年度の実績", "①合計の大きな増減", "欄外の記入"  # titles as printed
WHY = {
    "10002": "協議の経過を書いたもの。\n集計には不要です。",
    "10003": "四月に前倒しで実施したため。\n=1+1 ではない。",
    "10004": "施設の更新を予定しているため。",
    "10007": "九月に試行として実施したため。",
    "10008": "協定により四月に実施したため。",
}
CORRECTED: dict[str, list[Step]] = {
    "10001": [["fill", "Z30", 4200]],
    "10002": [["fill", "AH30", 4200], ["explain", "10002", OUTSIDE, WHY["10002"]]],
    "10003": [["explain", "10003", FUTURE, WHY["10003"]]],
    "10004": [["explain", "10004", CHANGE, WHY["10004"]]],
    "10005": [],  # opened and saved, nothing done
    "10007": [["explain", "10007", FUTURE, WHY["10007"]]],
    "10008": [["explain", "10008", FUTURE, WHY["10008"]]],
}
LAST: dict[str, list[Step]] = {
    "10004": [["fill", "AB60", "開設日数、講座の回数とも計画どおりである。"]],
    "10007": [],  # opened and saved, nothing done
    "10008": [["fill", "R30", 4000], ["fill", "T22", "別の内容を十月に実施した。"]],
}


def own(record: Record) -> dict[str, Value]:
    """Prose that no other project has, and the plan of this office."""
    rng = Random(record.project)
    fields = record.edition.form.fields
    keys = ["overview.purpose", "overview.means_before", "overview.means_now", "eval.first.direction"]
    keys += [key for key in fields if key.startswith("item.") and key.endswith(".comment")]
    plan = dict(zip(("overview.chapter", "overview.section", "overview.policy"), PLAN[2], strict=True))
    return plan | {key: prose(rng, f"第{record.project}号事業", 60, 200) for key in keys}


# -- what is seen -------------------------------------------------------------------------------------------

SENT = dict.fromkeys(FAULTS, "sent")
FIRST = dict.fromkeys(FAULTS, "errors") | {"10003": "queries", "10006": "accepted", "10007": "queries"}
_DONE = dict.fromkeys(("10001", "10002", "10003"), "accepted")  # corrected, corrected, explained
SECOND = FIRST | _DONE | {"10005": "untouched"}
_FUTURE, _CHANGE, _REASON = (
    f"jimu-jigyo/{rule}" for rule in ("plan_actual_future", "change_direct", "reason_missing")
)
FOUND = {
    "10001": {"XL201": "Z30", "XL223": "Z40"},
    "10002": {"XL202": "AH30", "XL121": "AZ30 R35 J15", "XL212": "I8 S10 Z35"},
    "10003": {_FUTURE: "T22"},
    "10004": {_REASON: "AB60", _CHANGE: "AP36"},
    "10005": {"XL201": "R30", _FUTURE: "T22"},
    "10007": {_CHANGE: "AP36", _FUTURE: "T22"},
    "10008": {"XL201": "R30", _FUTURE: "T22"},
}
LEFT = {project: rules for project, rules in FOUND.items() if project not in {"10001", "10002"}}
SAID = {
    "10002": {"XL121": (WHY["10002"], "idle")},  # the fresh workbook has nothing beside its fields
    "10003": {_FUTURE: (WHY["10003"], "given")},
    "10004": {_CHANGE: (WHY["10004"], "given")},
    "10007": {_FUTURE: (WHY["10007"], "given")},
    "10008": {_FUTURE: (WHY["10008"], "given")},
}
_GIVEN_BACK = {project: "given_back" for project, state in FIRST.items() if state != "accepted"}
_AGAIN = dict.fromkeys(LAST, "given_back")


def counter(errors: int, queries: int) -> str:
    if not errors and not queries:
        return "✔ 入力チェック：指摘はありません"
    return f"✖ 入力チェック：エラー {errors} 件・確認 {queries} 件"


JIMU = Script(
    form="jimu-jigyo",
    make=lambda folder: make_round(folder, projects=8, departments=2),
    own=own,
    typed=(FAULTS, CORRECTED, LAST),
    seen={
        "distributed": Seen(states=SENT),
        "collected": Seen(states=FIRST, findings=FOUND),
        "given back": Seen(states=FIRST | _GIVEN_BACK, findings=FOUND),
        "collected again": Seen(states=SECOND, findings=LEFT, explained=SAID),
        "given back again": Seen(states=SECOND | _AGAIN, findings=LEFT, explained=SAID),
        "collected at last": Seen(
            states=SECOND | {"10004": "accepted", "10007": "untouched", "10008": "queries"},
            findings=LEFT | {"10004": {_CHANGE: "AP36"}, "10008": {_FUTURE: "T22"}},
            explained=SAID | {"10008": {_FUTURE: (WHY["10008"], "lapsed")}},
        ),
    },
    back={
        ("10001", 2): Back(
            counter=counter(1, 0),
            notes=[("Z40 総事業費①+④（令和8年度）\n計算欄に入力されていた値", "99999")],
        ),
        ("10002", 2): Back(
            read={"Z35": 4200, "I8": "平成21年度", "S10": "一般会計"},
            counter=counter(1, 0),
            notes=[
                ("I8 事務事業開始年度\n読み替える前の記入", "H21"),
                ("S10 会計区分\n読み替える前の記入", "　一般会計 "),
                ("Z35 一般財源（令和8年度）\n読み替える前の記入", "４，２００千円"),
                ("AZ30\n様式の欄の外", "※県と協議中\n（六月に確定）"),
                ("J15\n図形の中の文字", "図形に書いた覚え書き"),
                ("R35\nコメント", "昨年の写し。\n要確認"),
            ],
        ),
        ("10003", 2): Back(counter=counter(0, 1)),
        ("10004", 2): Back(counter=counter(1, 1)),
        ("10005", 2): Back(counter=counter(1, 1)),
        ("10007", 2): Back(counter=counter(0, 2)),
        ("10008", 2): Back(counter=counter(1, 1)),
        ("10004", 3): Back(counter=counter(1, 0), explained={_CHANGE: WHY["10004"]}),
        ("10007", 3): Back(counter=counter(0, 1), explained={_FUTURE: WHY["10007"]}),
        ("10008", 3): Back(counter=counter(1, 0), explained={_FUTURE: WHY["10008"]}),
    },
    counters=(
        {
            "10001": counter(1, 0),  # the missing amount; the office sees what stands over a formula, too
            "10002": counter(1, 0),  # Excel does not add up what is no number to it; the office does
            "10003": counter(0, 1),
            "10004": counter(1, 1),
            "10005": counter(1, 1),
            "10006": counter(0, 0),
            "10007": counter(0, 2),
            "10008": counter(1, 1),
        },
        {
            "10001": counter(0, 0),
            "10002": counter(0, 0),
            "10003": counter(0, 0),
            "10004": counter(1, 0),
            "10005": counter(1, 1),
            "10007": counter(0, 1),
            "10008": counter(1, 0),
        },
        {"10004": counter(0, 0), "10007": counter(0, 1), "10008": counter(0, 0)},
    ),
)
