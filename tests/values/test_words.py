"""Choices, ticks, stand-ins, keys, prose. Sources as in test_numbers."""

from __future__ import annotations

from typing import Any

import pytest

from xltool.values import clean_prose, fold, read_choice, read_standin, read_tick

from .outcomes import AMB, EMPTY, NORM, NOT, OK, outcome

GRADES = [(g, g) for g in ("拡大", "現状継続", "要検討", "見直し", "統合", "休止・廃止", "終了")]
FUNDING = [("1", "補助"), ("2", "単独"), ("3", "補助・単独併用")]
DUTIES = [("own", "■自治事務 □法定受託事務"), ("delegated", "□自治事務 ■法定受託事務")]
SIZES = [("a", "10人以上"), ("b", "サービス Ａ"), ("c", "20人以上")]
NEW = [("new", "新規"), ("cont", "継続"), ("asis", "現状継続")]


@pytest.mark.parametrize(
    ("raw", "options", "status", "value"),
    [
        # SEED: as printed
        ("現状継続", GRADES, OK, "現状継続"),
        ("休止・廃止", GRADES, OK, "休止・廃止"),
        ("単独", FUNDING, OK, "2"),
        ("2", FUNDING, OK, "2"),
        (None, GRADES, EMPTY, ()),
        ("　", GRADES, EMPTY, ()),
        # width, spaces, line breaks, brackets (the seed prints 「拡大」 in its legend)
        ("現状 継続", GRADES, NORM, "現状継続"),
        ("現状\n継続", GRADES, NORM, "現状継続"),
        (" 終了　", GRADES, NORM, "終了"),
        ("「拡大」", GRADES, NORM, "拡大"),
        ("（終了）", GRADES, NORM, "終了"),
        ("休止･廃止", GRADES, NORM, "休止・廃止"),
        ("ｻｰﾋﾞｽa", SIZES, NORM, "b"),
        ("サ－ビスＡ", SIZES, NORM, "b"),
        ("１０人以上", SIZES, NORM, "a"),
        # the code instead of the label
        ("２", FUNDING, NORM, "2"),
        (2.0, FUNDING, NORM, "2"),
        ("2 単独", FUNDING, NORM, "2"),
        ("2.単独", FUNDING, NORM, "2"),
        ("②単独", FUNDING, NORM, "2"),
        ("1 単独", FUNDING, AMB, ("1", "2")),
        # a unique beginning
        ("現状", GRADES, NORM, "現状継続"),
        ("休止", GRADES, NORM, "休止・廃止"),
        ("1", SIZES, NOT, ()),
        # a remark behind
        ("単独（国補助）", [("1", "国庫補助"), ("2", "単独")], NORM, "2"),
        ("単独（一部補助）", FUNDING, AMB, ("2", "1")),
        ("終了（平成29年度で終了）", GRADES, NORM, "終了"),
        ("終了 ※別紙のとおり", GRADES, NORM, "終了"),
        ("終了（予定）", GRADES, AMB, ("終了",)),
        ("拡大（しない）", GRADES, AMB, ("拡大",)),
        ("（たぶん）拡大", [*GRADES, ("", "")], NOT, ("拡大",)),
        ("終了、ただし継続協議", GRADES, NORM, "終了"),
        ("終了予定", GRADES, NOT, ("終了",)),
        ("見直しまたは統合", GRADES, AMB, ("見直し", "統合")),
        ("拡大・終了", GRADES, AMB, ("拡大", "終了")),
        ("現状継続（新規）", NEW, AMB, ("asis", "new")),
        ("現状継続（注）", NEW, NORM, "asis"),
        ("たぶん拡大", GRADES, NOT, ("拡大",)),
        # USERS: grades outside the list (1 in 407)
        ("Ａ", GRADES, NOT, ()),
        ("廃止", GRADES, NOT, ()),
        ("－", GRADES, NOT, ()),
        (True, GRADES, NOT, ()),
        (3.0, GRADES, NOT, ()),
        # one-of tick cells, whole printed strings
        ("■自治事務 □法定受託事務", DUTIES, OK, "own"),
        ("☑自治事務　☐法定受託事務", DUTIES, NORM, "own"),
        ("■自治事務\n□法定受託事務", DUTIES, NORM, "own"),
        ("自治事務", DUTIES, NORM, "own"),
        ("法定受託事務", DUTIES, NORM, "delegated"),
        ("■法定受託事務", DUTIES, NORM, "delegated"),
        ("□法定受託事務 ■自治事務", DUTIES, NORM, "own"),
        ("■自治事務 ■法定受託事務", DUTIES, AMB, ("own", "delegated")),
        ("□自治事務 □法定受託事務", DUTIES, EMPTY, ()),
        ("■その他", DUTIES, NOT, ()),
        ("■自治事務 ■その他", DUTIES, NOT, ("own",)),
    ],
)
def test_choices(raw: Any, options: list[tuple[str, str]], status: str, value: Any) -> None:
    assert outcome(read_choice(raw, options)) == (status, value)


def test_a_label_that_is_another_options_code_is_never_guessed() -> None:
    assert outcome(read_choice("2", [("1", "2"), ("2", "1")])) == (AMB, ("1", "2"))


@pytest.mark.parametrize("raw", [*"■☑☒✔✓✅レﾚ○◯〇●◎V√1１", "☑\ufe0f", "TRUE", "true", "はい", "有", "該当"])
def test_ticked(raw: str) -> None:
    assert read_tick(raw).value is True
    assert read_tick(raw).status == (OK if raw == "■" else NORM)


@pytest.mark.parametrize("raw", [*"□☐0０無", "FALSE", "いいえ", "なし"])
def test_not_ticked(raw: str) -> None:
    assert read_tick(raw).value is False
    assert read_tick(raw).status == (OK if raw == "□" else NORM)


@pytest.mark.parametrize(
    ("raw", "status", "value"),
    [
        (True, OK, True),
        (False, OK, False),
        (1.0, NORM, True),
        (0.0, NORM, False),
        (" ■ ", NORM, True),
        ("☑ 法律の義務付けあり", NORM, True),
        ("□法律の義務付けなし", NORM, False),
        ("×", AMB, (True, False)),
        ("X", AMB, (True, False)),
        ("■□", AMB, (True, False)),
        (2.0, NOT, ()),
        (float("nan"), NOT, ()),
        ("要確認", NOT, ()),
        ("－", NOT, ()),
        ("#N/A", NOT, ()),
    ],
)
def test_other_ticks(raw: Any, status: str, value: Any) -> None:
    assert outcome(read_tick(raw)) == (status, value)


@pytest.mark.parametrize("raw", [None, "", "  ", "\u3000"])
def test_a_blank_box_is_empty_and_false(raw: Any) -> None:
    assert (read_tick(raw).status, read_tick(raw).value) == (EMPTY, False)


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("設定困難", "設定困難"),
        ("設定 困難", "設定困難"),
        ("設　定　困　難", "設定困難"),
        ("設定\n困難", "設定困難"),
        ("（設定困難）", "設定困難"),
        # USERS: five dash glyphs standing for "none"
        *((dash, "－") for dash in (*"-－―ー–—‐−─", "--")),
        (" - ", "－"),
        ("設定困難（理由は別紙）", None),
        ("困難", None),
        ("未定", None),
        ("", None),
        ("-5", None),
        (None, None),
        (0.0, None),
    ],
)
def test_standins(raw: Any, meant: str | None) -> None:
    assert read_standin(raw, ["設定困難", "－"]) == meant


def test_a_dash_needs_a_dash_among_the_standins() -> None:
    assert read_standin("－", ["設定困難"]) is None
    assert read_standin("－", []) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("カ\u3099イド", "ガイド"),  # voiced marks apart, as macOS writes file names
        ("決算額 、当初", "決算額、当初"),
        ("（A）", "(a)"),
        ("5－9", "5-9"),
        ("☑可 ☐否", "■可□否"),
        ("葛\U000e0100城", "葛城"),
    ],
)
def test_fold_makes_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_fold_keeps_apart() -> None:
    keys = {fold(text) for text in ("①", "1", "㎡", "m2", "がい", "ガイ", "実績", "計画")}
    assert len(keys) == 8


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("\n\u3000\n　市が保有する ① ㎡ ｶﾅ Ａ \n\n", "　市が保有する ① ㎡ ｶﾅ Ａ "),
        ("一\n\n二", "一\n\n二"),
        (" \n ", ""),
        ("=1+1", "=1+1"),
        ("\ttab\t", "\ttab\t"),
    ],
)
def test_prose_stays_what_was_typed(typed: str, kept: str) -> None:
    assert clean_prose(typed) == kept
