"""``status`` on a terminal."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from typing import Literal

import pytest

from tests.report.round.rounds import DEADLINE, every_state, large, standing, status
from tests.report.round.test_table import wide
from xltool.report.round import status_lines
from xltool.standing import STATES, Counts, Status
from xltool.text import Lang

View = Literal["department", "project", "missing"]
LANGS: tuple[Lang, ...] = ("ja", "en")
VIEWS: tuple[View, ...] = ("department", "project", "missing")
WIDTHS = range(60, 201)
_HEADS = r"done %|in work|not (?:in|sent|applicable)|given back|\S+"
SMALL = status(
    standing("00011", "accepted", name="広報紙発行事業", department="総務部広報課"),
    standing(
        "00018",
        "errors",
        name="子育て相談事業",
        department="福祉部こども課",
        overdue=True,
        findings=Counts(error=2, query=1),
    ),
    standing("00025", department="福祉部こども課", overdue=True),
    standing("00032", "queries", department="総務部広報課", deadline=datetime.date(2026, 7, 31)),
)


def shown(own: Status, lang: Lang = "ja", width: int = 80, view: View = "department") -> list[str]:
    by: Literal["department", "project"] = "project" if view == "project" else "department"
    return [
        line.plain for line in status_lines(own, lang=lang, width=width, by=by, missing=view == "missing")
    ]


def body(lines: list[str]) -> list[str]:
    """The table: from its headings on."""
    rule = next(i for i, line in enumerate(lines) if re.fullmatch("-+", line))
    return lines[rule - 1 :]


def test_golden_by_department() -> None:
    assert shown(SMALL) == [
        "令和8年度 事務事業評価シート",
        "2026年7月20日現在  提出期限 2026年7月17日（金）  3 日超過",
        "",
        "#" * 20 + "=" * 40 + "." * 20,
        "",
        "## 完了   1  25%  受理 1",
        "== 対応中 2  50%  エラーあり 1  確認あり 1",
        ".. 未着   1  25%  未提出 1",
        "   期限超過 2",
        "",
        "担当部署        計  未提出  エラーあり  確認あり  受理  超過  完了率  進捗",
        "-" * 80,
        "総務部広報課     2       ･           ･         1     1     ･     50%  #####=====",
        "福祉部こども課   2       1           1         ･     ･     2      0%  =====.....",
        "-" * 80,
        "計               4       1           1         1     1     2     25%  ###=====..",
    ]


def test_golden_by_project() -> None:
    assert body(shown(SMALL, "en", 100, "project")) == [
        "no.    name            department      state     issue  received     error  query  remarks",
        "-" * 97,
        "00011  広報紙発行事業  総務部広報課    accepted      1  07-03 17:20",
        "00018  子育て相談事業  福祉部こども課  errors        1  07-03 17:20      2      1  3 d late",
        "00025  防災訓練事業    福祉部こども課  sent          1                             3 d late",
        "00032  防災訓練事業    総務部広報課    queries       1  07-03 17:20                due 2026-07-31",
    ]


def test_golden_missing() -> None:
    assert shown(SMALL, "ja", 90, "missing")[10:] == [
        "総務部広報課  1 件",
        "  00032  防災訓練事業    確認あり    2026年7月31日（金） あと 11 日",
        "",
        "福祉部こども課  2 件  期限超過 2",
        "  00018  子育て相談事業  エラーあり  2026年7月17日（金） 3 日超過    エラー 2 確認 1",
        "  00025  防災訓練事業    未提出      2026年7月17日（金） 3 日超過",
    ]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("view", VIEWS)
def test_no_line_is_wider_than_the_terminal(lang: Lang, view: View) -> None:
    long = replace(standing("0" * 40), department="とても長い名前の部署" * 12, name="長い事業名" * 40)
    own = large(6, 40)
    own = replace(own, title="長い題名" * 60, standings=(*own.standings, *every_state().standings, long))
    for width in WIDTHS:
        assert max(wide(line) for line in shown(own, lang, width, view)) <= width


@pytest.mark.parametrize("lang", LANGS)
def test_figures_of_departments_stand_under_the_end_of_their_headings(lang: Lang) -> None:
    for own in (large(9, 70), every_state()):
        for width in WIDTHS:
            head, _, *rows = body(shown(own, lang, width))
            ends = [wide(head[: found.end()]) for found in re.finditer(_HEADS, head)]
            figures = ends[1:] if re.search("進捗|progress", head) is None else ends[1:-1]
            for row in rows:
                if set(row) == {"-"}:
                    continue
                for end in figures[:-1]:  # the last is the share, which withdrawn ones have none of
                    last = next(ch for i, ch in enumerate(row) if wide(row[: i + 1]) == end)
                    assert last in "0123456789･-", (width, head, row)


@pytest.mark.parametrize("lang", LANGS)
def test_columns_of_projects_start_at_the_same_place(lang: Lang) -> None:
    own = large(9, 70)
    for width in WIDTHS:
        head, _, *rows = body(shown(own, lang, width, "project"))
        word = "状態" if lang == "ja" else "state"
        start = wide(head[: head.index(word)])
        words = {STATES[state].pick(lang) for state in STATES}
        assert len(rows) == len(own.standings)
        for row in rows:
            at = next(i for i in range(len(row) + 1) if wide(row[:i]) == start)
            assert any(row[at:].startswith(state) for state in words), (width, head, row)


def test_only_states_that_occur_have_a_column() -> None:
    head = body(shown(SMALL, width=200))[0]
    assert "未配布" not in head
    assert "該当なし" not in head
    assert all(STATES[state].ja in body(shown(every_state(), width=200))[0] for state in STATES)


def test_rows_come_in_roster_order_and_the_sum_last() -> None:
    own = large(12, 60)
    rows = body(shown(own, width=120))[2:]
    names = list(dict.fromkeys(one.department for one in own.standings))
    assert [row.split()[0] for row in rows if set(row) != {"-"}] == [*names, "計"]
    numbers = [int(row.split()[1]) for row in rows if set(row) != {"-"}]
    assert numbers[-1] == sum(numbers[:-1]) == 60


def test_the_figures_of_a_row_add_up_on_narrow_terminals_too() -> None:
    """A withdrawn project has no column there, so it is not in the total."""
    own = every_state()
    _, _, *rows = body(shown(own, width=60))
    numbers = [int(figure) for figure in rows[-1].replace("･", "0").split()[1:5]]
    assert numbers[0] == sum(numbers[1:]) == len(own.standings) - own.summary["withdrawn"]


def test_overdue_is_red_and_nothing_else_is_bold_red() -> None:
    lines = list(status_lines(SMALL, lang="ja", width=100, by="project"))
    red = {text for line in lines for text, style in line.pieces if style == "bold red"}
    assert red == {"3 日超過", "期限超過 2", "エラーあり", "未提出", "3日超過"}
    calm = replace(SMALL, standings=(SMALL.standings[0],), as_of=DEADLINE)
    assert not [
        text
        for line in status_lines(calm, lang="ja", width=100, by="project")
        for text, style in line.pieces
        if "red" in style
    ]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("view", VIEWS)
def test_an_empty_roster_says_what_to_do(lang: Lang, view: View) -> None:
    lines = shown(status(), lang, 80, view)
    assert "roster.xlsx" in lines[-1]
    assert len(lines) == 4


def test_withdrawn_ones_are_not_counted_on() -> None:
    lines = shown(status(standing("00001", "withdrawn"), standing("00002", "accepted")))
    assert "## 完了   1 100%  受理 1" in lines
    only = shown(status(standing("00001", "withdrawn")))
    assert "   対象外 1" in only
    assert body(only)[-1].split() == ["計", "1", "1"]


def test_missing_tells_what_only_the_office_can_do() -> None:
    own = status(standing("1", "not_sent", department="未配布の課"), standing("2", "errors", conflict=True))
    lines = shown(own, view="missing")
    assert not any("未配布の課" in line for line in lines)
    assert any("xltool distribute" in line for line in lines)
    assert any("--take" in line for line in lines)
    assert "提出を待っている事業はありません。" in shown(status(standing("1", "accepted")), view="missing")


def test_deadlines_are_said_day_by_day() -> None:
    def said(day: datetime.date, lang: Lang = "ja") -> str:
        return shown(replace(SMALL, as_of=day), lang)[1]

    assert said(datetime.date(2026, 7, 10)).endswith("あと 7 日")
    assert said(datetime.date(2026, 7, 16), "en").endswith("1 day left")
    assert said(DEADLINE).endswith("本日が期限")
    assert shown(replace(SMALL, deadline=None))[1] == "2026年7月20日現在  提出期限なし"


def test_what_somebody_typed_cannot_steer_the_terminal_or_break_a_row() -> None:
    nasty = "a\n\x1b[31mb\t\x07\x9bc\r\u202e"
    bad = standing(nasty, "errors", name=nasty, department=nasty, received_at=nasty, overdue=True)
    for view in VIEWS:
        lines = shown(status(bad, title=nasty), "ja", 120, view)
        clean = shown(status(standing("abc", "errors", overdue=True)), "ja", 120, view)
        assert len(lines) == len(clean)
        assert all(line.isprintable() for line in lines)


def test_every_character_of_our_own_exists_in_cp932() -> None:
    for view in VIEWS:
        text = "\n".join(shown(large(9, 70), view=view))
        assert text.encode("cp932").decode("cp932") == text


def test_of_our_own_only_full_width_punctuation_has_a_disputed_width() -> None:
    """What Unicode calls ambiguous is one column wide on some terminals: it would break rows."""
    import unicodedata

    for lang in LANGS:
        for view in VIEWS:
            for line in shown(every_state(), lang, 80, view):
                assert not [ch for ch in line if unicodedata.east_asian_width(ch) == "A"], line
