"""Codes, telephone numbers, scores. Sources as in test_numbers."""

from __future__ import annotations

import re
from typing import Any

import pytest

from xltool.values import read_code, read_phone, read_score

from .outcomes import AMB, EMPTY, NORM, NOT, OK, outcome


@pytest.mark.parametrize(
    ("raw", "width", "pattern", "status", "value"),
    [
        # SEED: 計画事業番号 00832; Excel makes a number of it
        ("00832", 5, None, OK, "00832"),
        (832.0, 5, None, NORM, "00832"),
        ("832", 5, None, NORM, "00832"),
        ("００８３２", 5, None, NORM, "00832"),
        (" 00832\n", 5, None, NORM, "00832"),
        ("0 0 8 3 2", 5, None, NORM, "00832"),
        (832.0, None, None, NORM, "832"),
        ("00832", None, None, OK, "00832"),
        ("100832", 5, None, NOT, ()),
        (100832.0, 5, None, NOT, ()),
        (832.5, 5, None, NOT, ()),
        (-832.0, 5, None, NOT, ()),
        (1e18, None, None, NOT, ()),
        # USERS: two budget codes in one cell separated by a line break
        ("00832\n00833", 5, None, NOT, ("00832", "00833")),
        ("00832 00833", None, None, NOT, ("00832", "00833")),
        # codes with letters and hyphens
        ("Ａ－１２", None, None, NORM, "A-12"),
        ("A‐12", None, None, NORM, "A-12"),
        ("2-1-3", None, r"\d-\d-\d", OK, "2-1-3"),
        ("2ー1ー3", None, r"\d-\d-\d", NORM, "2-1-3"),
        ("2-1", None, r"\d-\d-\d", NOT, ()),
        ("－", None, None, NOT, ()),
        (True, None, None, NOT, ()),
        (None, 5, None, EMPTY, ()),
        ("", 5, None, EMPTY, ()),
    ],
)
def test_codes(raw: Any, width: int | None, pattern: str | None, status: str, value: Any) -> None:
    compiled = re.compile(pattern) if pattern else None
    assert outcome(read_code(raw, width=width, pattern=compiled)) == (status, value)


@pytest.mark.parametrize(
    ("raw", "status", "value"),
    [
        # SEED: 内線3504
        ("内線3504", OK, "内線3504"),
        ("内線３５０４", NORM, "内線3504"),
        ("内線 3504", NORM, "内線3504"),
        ("（内線）3504", NORM, "内線3504"),
        ("（内線3504）", NORM, "内線3504"),
        ("内線：3504", NORM, "内線3504"),
        ("ext. 3504", NORM, "内線3504"),
        ("内3504", NORM, "内線3504"),
        ("3504", OK, "3504"),
        (3504.0, NORM, "3504"),
        # outside lines
        ("03-1234-5678", OK, "03-1234-5678"),
        ("０３－１２３４－５６７８", NORM, "03-1234-5678"),
        ("03ー1234ー5678", NORM, "03-1234-5678"),
        ("(03)1234-5678", OK, "(03)1234-5678"),
        ("0138(21)3504", OK, "0138(21)3504"),
        ("0312345678", OK, "0312345678"),
        ("+81-3-1234-5678", OK, "+81-3-1234-5678"),
        ("TEL 03-1234-5678", NORM, "03-1234-5678"),
        ("03-1234-5678（内線3504）", NORM, "03-1234-5678 内線3504"),
        ("03-1234-5678 内線3504", OK, "03-1234-5678 内線3504"),
        ("内線3504・3505", NORM, "内線3504、3505"),
        ("内線3504\n内線3505", NORM, "内線3504、内線3505"),
        # Excel took it for a number
        (312345678.0, AMB, ("0312345678", "312345678")),
        ("不明", NOT, ()),
        ("総務課", NOT, ()),
        ("－", NOT, ()),
        (3504.5, NOT, ()),
        (True, NOT, ()),
        (None, EMPTY, ()),
        (" ", EMPTY, ()),
    ],
)
def test_phones(raw: Any, status: str, value: Any) -> None:
    assert outcome(read_phone(raw)) == (status, value)


SCALE = [(3, "妥当"), (2, "どちらかという妥当"), (1, "妥当でない")]


@pytest.mark.parametrize(
    ("raw", "status", "value"),
    [
        (3.0, OK, 3),
        ("3妥当", OK, 3),
        # issue 4: ３, 3点, 3妥当
        ("3", NORM, 3),
        ("３", NORM, 3),
        ("3点", NORM, 3),
        ("３ 点", NORM, 3),
        ("3 妥当", NORM, 3),
        ("3：妥当", NORM, 3),
        ("3（妥当）", NORM, 3),
        ("３妥当", NORM, 3),
        ("③", NORM, 3),
        ("評点３", NORM, 3),
        ("妥当", NORM, 3),
        ("妥当でない", NORM, 1),
        ("3妥当でない", AMB, (3, 1)),
        (4.0, NOT, ()),
        (2.5, NOT, ()),
        ("2.5", NOT, ()),
        ("2～3", NOT, (2, 3)),
        ("3よい", NOT, (3,)),
        ("4妥当", NOT, ()),
        ("－", NOT, ()),
        (True, NOT, ()),
        (None, EMPTY, ()),
        ("　", EMPTY, ()),
    ],
)
def test_scores(raw: Any, status: str, value: Any) -> None:
    assert outcome(read_score(raw, SCALE)) == (status, value)


def test_a_scale_may_have_no_wording() -> None:
    assert outcome(read_score("2", [(1, ""), (2, "")])) == (NORM, 2)
    assert outcome(read_score("A", [(1, ""), (2, "")])) == (NOT, ())
