"""What ``apply`` says on a terminal, in both languages and at every width."""

from __future__ import annotations

import pytest

from tests.report.round.test_table import wide
from xltool.report.master.applied import APPLIED, Applied, AppliedCell, AppliedOutcome
from xltool.report.master.copy import Problem
from xltool.report.master.matter import Slot
from xltool.report.round import applied_lines, applied_shape
from xltool.text import Lang, Text

LONG = "地域の防災力を高めるため、自主防災組織の育成と年2回の訓練を行い、資機材を整備する。\n続ける。"


def entry(number: int, outcome: AppliedOutcome, here: str = "拡大", reason: str = "") -> AppliedCell:
    return AppliedCell(
        slot=Slot("list", f"{10000 + number}", "eval.second.direction"),
        sheet="一覧",
        cell=f"AM{number}",
        project=f"{10000 + number}",
        label="2次評価に基づく今後の具体的な方向性",
        written=None,
        now="見直し",
        here=here,
        texts=(Text("", ""), Text("見直し", "review"), Text(here, here)),
        outcome=outcome,
        reason=Text(reason, reason) if reason else None,
    )


DONE = Applied(
    master="委員会/令和8年度 とりまとめ（第2回委員会後）master.xlsx",
    cells=(
        *(entry(number, "taken", LONG) for number in range(1, 41)),
        *(entry(50 + i, outcome, LONG, "理由の文章です。") for i, outcome in enumerate(APPLIED)),
    ),
    problems=(
        Problem(text=Text("「10001」の行が2つあります。", "There are two rows."), sheet="一覧", cell="B9"),
        Problem(text=Text("シートがありません。", "The sheet is gone."), sheet="説明"),
    ),
    missing=3,
    saved_by="委員長",
)


@pytest.mark.parametrize("width", [60, 80, 100, 200])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_line_is_too_long(lang: Lang, width: int) -> None:
    lines = [line.plain for line in applied_lines(DONE, lang=lang, width=width)]
    assert all(wide(line) <= width for line in lines), [line for line in lines if wide(line) > width]


def test_what_needs_somebody_comes_first() -> None:
    text = "\n".join(line.plain for line in applied_lines(DONE, lang="ja", width=100))
    order = ["反映できないもの", "どちらを採るか", "調査回の値を優先", "反映したもの（41 件）"]
    places = [text.index(word) for word in order]
    assert places == sorted(places)
    assert "ほか 11 か所" in text
    assert "一覧!B9: 「10001」の行が2つあります。" in text
    assert "消えている欄が 3 か所" in text
    assert text.count("理由の文章です。") == 2  # of the conflict and of what is no entry


def test_nothing_to_do() -> None:
    (title, said) = applied_lines(Applied(master="m.xlsx", cells=()), lang="en")
    assert (title.plain, said.plain) == ("Applied: m.xlsx", "  There is nothing to apply.")


@pytest.mark.parametrize(
    ("applied", "expected"),
    [
        (Applied(master="m", cells=(entry(1, "taken"), entry(2, "already"), entry(3, "kept"))), False),
        (Applied(master="m", cells=(entry(1, "conflict"),)), True),
        (Applied(master="m", cells=(entry(1, "invalid"),)), True),
        (Applied(master="m", cells=(), problems=DONE.problems[1:]), False),  # a sheet may be meant to be gone
        (Applied(master="m", cells=(), problems=DONE.problems[:1]), True),
    ],
)
def test_who_has_to_look(applied: Applied, expected: bool) -> None:
    assert applied.needs_attention is expected


def test_the_frame_has_a_row_per_cell() -> None:
    frame = DONE.frame()
    assert len(frame) == len(DONE.cells)
    assert frame["outcome"].value_counts()["taken"] == 41
    assert applied_shape(DONE, "en")["problems"][1] == {
        "sheet": "説明",
        "cell": None,
        "text": "The sheet is gone.",
    }
