"""Names of files and folders: whatever a roster says, one safe path part comes out."""

from __future__ import annotations

import ntpath
import re
import sys
import unicodedata
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xltool.book.membername import member_name, shown
from xltool.book.noise import noise_file, noise_folder
from xltool.campaign.names import file_name, folder_name, unique
from xltool.report import names

NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from('<>:"/\\|?*.-~$ _\0\t\r\n\u3000\u200b\u202e\u2066\ufeff\ud800\u3099\u309a\u0301'),
        st.sampled_from("事業道路か゛がガｶﾞ髙﨑𠮟葛\U000e0100👨\u200d👩\U0001f3fd\ufe0f\ue000"),
    ),
    max_size=120,
)
DEVICES = st.builds(
    lambda device, tail: device + tail,
    st.sampled_from(["con", "PRN", "aux", "Nul", "com1", "LPT9", "COM²", "CONIN$"]),
    st.sampled_from(["", " ", ".", ".txt", " .x.y", "事業", "...", " . ."]),
)
ROSTER = NASTY | DEVICES | st.sampled_from(["", "..", "../../etc", "~$a", "C:\\Windows", "\\\\host\\x"])
PATTERNS = st.sampled_from(
    [
        "{project}_{name}",
        "{name}_{project}",
        "{department}/{name}{name}({project})",
        "..{name}",
        "{name}.{year}",
    ]
)


def reserved(name: str) -> bool:
    """What Python says of Windows' device names; the function moved in 3.13."""
    found = getattr(ntpath, "isreserved", None)
    return bool(found(name) if found else PureWindowsPath(name).is_reserved())


def made(pattern: str, project: str = "10101", name: str = "", department: str = "企画課") -> str:
    return file_name(
        pattern, project=project, name=name, department=department, year=2026, campaign="jimu-jigyo-2026"
    )


def check_part(name: str, most: int) -> None:
    """What must hold for every name on every system."""
    assert name
    assert len(name.encode()) <= most  # also: no half of a surrogate pair
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]', name)
    assert name[0] not in " .-~\u3000"
    assert name[-1] not in " .\u3000"
    assert unicodedata.normalize("NFC", name) == name
    assert shown(name) == name
    assert not unicodedata.combining(name[0])
    assert not reserved(name)
    assert PureWindowsPath(name).parts == (name,)
    assert Path(name).parts == (name,)
    assert member_name(name.encode(), is_utf8=True) == name


@given(PATTERNS, ROSTER, ROSTER, ROSTER)
@example("{name}_{project}", "00832", "橋" * 100, "")
@example("{name}", "", "con." + "a" * 300, "")
@example("{name}", "", "CON" + "." * 300 + "x", "")
@settings(max_examples=400, deadline=None)
def test_a_file_is_one_safe_part(pattern: str, project: str, name: str, department: str) -> None:
    found = made(pattern, project, name, department)
    check_part(found, 200)
    assert found.endswith(".xlsx")
    assert len(found) > len(".xlsx")
    assert noise_file(found) is None
    assert made(pattern, project, name, department) == found


@given(ROSTER)
@example("__MACOSX")
@example("課.{20D04FE0-3AEA-1069-A2D8-08002B30309D}")
@settings(max_examples=400, deadline=None)
def test_a_folder_is_one_safe_part(department: str) -> None:
    found = folder_name(department)
    check_part(found, 120)
    assert noise_folder(found) is None
    assert ".{" not in found
    assert folder_name(found) == found


@given(st.lists(ROSTER.map(folder_name) | ROSTER.map(lambda name: made("{name}", "", name)), max_size=12))
@settings(max_examples=300, deadline=None)
def test_unique_names_are_unique_everywhere_and_stay_safe(names: list[str]) -> None:
    found = unique([*names, *(unicodedata.normalize("NFD", name).upper() for name in names)])
    for form in ("NFC", "NFD"):
        assert len({unicodedata.normalize(form, name).casefold() for name in found}) == len(found)
        assert len({unicodedata.normalize(form, name.lower()) for name in found}) == len(found)
    assert unique(found) == found
    assert found[0:1] == tuple(names[0:1])
    for name in found:
        assert len(name.encode()) <= 200 or name in {unicodedata.normalize("NFD", n).upper() for n in names}
        assert not reserved(name)


def test_plain_names_are_kept() -> None:
    assert made("{project}_{name}", "00832", "市民活動センター運営事業（指定管理）") == (
        "00832_市民活動センター運営事業（指定管理）.xlsx"
    )
    assert folder_name("建設部　道路河川課") == "建設部　道路河川課"
    assert folder_name("髙﨑𠮟る外字\ue000課") == "髙﨑𠮟る外字\ue000課"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ('A/B: "何"?*<|>\\', "A／B： ”何”？＊＜｜＞＼"),
        ("道路\r\n橋りょう", "道路 橋りょう"),
        ("か\u3099くせい", "がくせい"),
        ("支\u200b援\u202e事業\ufeff", "支援事業"),
        ("葛\U000e0100城", "葛城"),
        ("事業。", "事業。"),
        ("事業. . ", "事業"),
        ("\u00a0計画\u00a0書", "計画 書"),
        ("con", "_con"),
        ("Aux .事業", "_Aux .事業"),
        ("com10", "com10"),
        ("constant", "constant"),
        ("~$一覧", "$一覧"),
        ("../../一覧", "／..／一覧"),
        ("-f", "f"),
        ("...", "_"),
        ("", "_"),
    ],
)
def test_what_is_replaced(name: str, expected: str) -> None:
    assert folder_name(name) == expected
    assert made("{name}", "", name) == f"{expected}.xlsx"


def test_words_of_a_value_are_not_filled_in() -> None:
    assert made("{project}_{name}", "1", "{project}{name.__class__}") == "1_{project}{name.__class__}.xlsx"


def test_an_empty_value_leaves_no_loose_ends() -> None:
    assert made("{project}_{name}", "10101", " ") == "10101.xlsx"


@pytest.mark.parametrize("pattern", ["{project}_{name}", "{name}_{project}", "{department}_{name}_{project}"])
def test_a_long_name_is_cut_and_the_number_kept(pattern: str) -> None:
    found = made(pattern, "00832", "橋りょう長寿命化修繕計画策定・推進事業" * 8, "建設部道路河川課")
    assert "00832" in found
    assert 195 <= len(found.encode()) <= 200
    assert "建設部道路河川課" in found or "{department}" not in pattern


def test_a_character_keeps_its_marks_or_goes() -> None:
    """か and a voiced mark are one character in NFC; others stay two and are cut together."""
    for marked in ("カ\u309a", "e\u0301\u0323", "👍\U0001f3fd"):
        one = unicodedata.normalize("NFC", marked)
        stem = made("{name}", "", one * 80).removesuffix(".xlsx")
        assert stem == one * (len(stem) // len(one))
        assert 200 - len(".xlsx") - len(one.encode()) < len(stem.encode()) <= 200 - len(".xlsx")


def test_doubles_are_numbered_and_the_others_left_alone() -> None:
    assert unique(["a.xlsx", "A.xlsx", "a_2.xlsx", "b.xlsx", "か\u3099.xlsx", "が.xlsx"]) == (
        "a.xlsx",
        "A_3.xlsx",
        "a_2.xlsx",
        "b.xlsx",
        "か\u3099.xlsx",
        "が_2.xlsx",
    )
    assert unique(["課.係", "課.係", "企画課", "企画課"]) == ("課.係", "課.係_2", "企画課", "企画課_2")
    long = "橋" * 65 + ".xlsx"
    assert [len(name.encode()) <= 200 for name in unique([long] * 12)] == [True] * 12


def test_ordinary_characters_need_no_cleaning() -> None:
    every = (chr(at) for at in range(sys.maxunicode + 1))
    ordinary = [ch for ch in every if names._ORDINARY.fullmatch(ch)]
    assert len(ordinary) > 20_000
    assert [ch for ch in ordinary if names._cleaned(ch) != ch] == []
    assert names._cleaned("".join(ordinary)) == "".join(ordinary)


@given(NASTY | st.text("事業 か゛\u3000\u3099aA1", max_size=9))
def test_what_looks_ordinary_is_what_cleaning_would_leave(text: str) -> None:
    assert names.visible(text) == names._cleaned(text)
