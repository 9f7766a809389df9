"""Findings on a terminal."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.report.sheets import any_record, finding, jimu
from xltool.finding import Finding, Place
from xltool.report import check_lines, check_text, labels_of
from xltool.text import Text, display_width

ONE, TWO = (any_record(jimu(), number, random.Random(number)) for number in (1, 2))
FOUND = [finding(ONE, "note", "XL310"), finding(ONE, "query", "jimu-jigyo/end_year"), finding(TWO, "error")]


def test_nothing_found_is_one_line() -> None:
    assert (
        check_text([], files=3, records=4, lang="ja")
        == "点検結果: 3 ファイル・4 シート  指摘はありません。\n"
    )


def test_golden() -> None:
    text = check_text(FOUND[2:], files=1, records=1, lang="ja", labels=labels_of([TWO]))
    assert text.splitlines() == [
        "点検結果: 1 ファイル・1 シート  エラー 1 件  確認 0 件  参考 0 件",
        "  エラー    1 × XL201  必須項目の空欄",
        "",
        "■ 00002.xlsx ・ 評価シート",
        f"  00014 {TWO.department}  エラー1",
        "  エラー  「根拠法令等」が空欄です。",
        "          C7 根拠法令等",
        "          → 根拠となる法令等を記入してください。",
        "          [XL201]",
    ]


def test_most_serious_sheet_first_and_most_serious_finding_first() -> None:
    lines = check_text(FOUND, files=2, records=2, lang="ja").splitlines()
    assert [line for line in lines if line.startswith("■")] == [
        "■ 00002.xlsx ・ 評価シート",
        "■ 00001.xlsx ・ 評価シート",
    ]
    tags = [line.strip() for line in lines if line.strip().startswith("[")]
    assert tags == ["[XL201]", "[jimu-jigyo/end_year]", "[XL310]"]


def test_summary_is_ten_lines_at_most() -> None:
    many = [finding(ONE, "error", f"XL{number}") for number in range(200, 260)]
    lines = check_text(many, files=1, records=1, lang="en").splitlines()
    assert lines.index("") <= 10
    assert "and 53 more kinds" in lines[lines.index("") - 1]


@pytest.mark.parametrize("width", [1, 60, 80, 133, 200, 999])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_line_is_wider_than_the_terminal(width: int, lang: str) -> None:
    long = replace(
        FOUND[0],
        message=Text("長い説明" * 60, "long words " * 60),
        file="深い/" * 40 + "ファイル.xlsx",
        explanation="説明です。" * 40,
        places=tuple(
            Place(sheet="様式", cell=f"C{row}", field="basic.law", value="値" * 90) for row in range(20)
        ),
    )
    lines = check_lines([*FOUND, long], files=2, records=2, lang=lang, width=width)  # type: ignore[arg-type]
    assert all(display_width(line.plain) <= min(max(width, 60), 200) for line in lines)


def test_every_character_of_our_own_exists_in_cp932() -> None:
    text = check_text(FOUND, files=2, records=2, lang="ja")
    assert text.encode("cp932").decode("cp932") == text


def test_what_somebody_typed_cannot_steer_the_terminal() -> None:
    nasty: Finding = replace(FOUND[0], file="\x1b[31mbad\n.xlsx", explanation="a\x1b]0;title\x07b")
    assert "\x1b" not in check_text([nasty], files=1, records=1, lang="ja")


def test_several_sentences_keep_their_lines() -> None:
    two = replace(FOUND[0], message=Text("一つ目。\n二つ目。", "First.\nSecond."))
    lines = check_text([two], files=1, records=1, lang="ja").splitlines()
    assert "  参考    一つ目。" in lines
    assert "          二つ目。" in lines
