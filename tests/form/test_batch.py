"""Many sheets at once: order of formulas, dates, boxes, cells that could not be read."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltool.form import Batch, Edition, Instance, Value, edition
from xltool.form.order import Circle, in_order
from xltool.formula import ExcelError, parse
from xltool.values import day_serial, serial_day

from .club import club, mistakes, spoiled

SINCE = "      - {id: since, label: Since, type: date, also: [未定]}\n"


def with_fields(*fields: str) -> Edition:
    lines = "".join(f"      - {{{field}}}\n" for field in fields)
    return edition(club(("      - {id: since, label: Since, type: date}\n", SINCE + lines)), 2026)


def column(
    one: Edition, key: str, *sheets: dict[str, Value], doubtful: tuple[set[str], ...] = ()
) -> list[object]:
    return list(Batch(edition=one, values=sheets, doubtful=doubtful).column(key).to_list())


def test_formulas_are_computed_in_the_order_that_they_need() -> None:
    one = with_fields(
        "id: c, label: C, type: integer, formula: b+1",
        "id: b, label: B, type: integer, formula: a*2",
        "id: a, label: A, type: integer, formula: mark+1",
    )
    order = list(one.formulas)
    assert order.index("a") < order.index("b") < order.index("c")
    assert column(one, "c", {"mark": 1}, {"mark": 2}) == [5.0, 7.0]


def test_a_computed_value_is_never_read_from_the_sheet() -> None:
    sheet: dict[str, Value] = {"cost.rent[0]": 3, "cost.food[0]": 4, "cost.total[0]": 100}
    assert column(edition(club(), 2026), "cost.total[0]", sheet) == [7.0]


def test_the_chain_of_a_circle() -> None:
    text = spoiled(
        (
            "      - {id: since, label: Since, type: date}\n",
            "      - {id: a, label: A, type: integer, formula: b+1}\n"
            "      - {id: b, label: B, type: integer, formula: c+1}\n"
            "      - {id: c, label: C, type: integer, formula: a+1}\n",
        )
    )
    (problem,) = mistakes(text)
    assert "a → b → c → a" in problem.text.en
    assert problem.line == 25
    tree = edition(club(), 2026).bind(parse("cost.rent[0]+1"), Instance())
    with pytest.raises(Circle) as told:
        in_order({"cost.rent[0]": tree})
    assert told.value.keys == ("cost.rent[0]", "cost.rent[0]")


def test_dates_are_serial_numbers_to_a_formula() -> None:
    one = with_fields(
        "id: days, label: Days, type: integer, formula: 'DATE(2026,4,1)-since'",
        "id: open, label: Open, type: text, formula: 'IF(ISNUMBER(since),\"\",since)'",
        "id: y, label: Y, type: integer, formula: YEAR(since)",
    )
    sheets: tuple[dict[str, Value], ...] = (
        {"since": "2025-04-01"},
        {"since": "未定"},
        {"since": "2025-02-30"},
        {},
    )
    assert column(one, "since", *sheets) == [45748.0, "未定", "2025-02-30", None]
    assert column(one, "days", *sheets)[:2] == [365.0, ExcelError.VALUE]
    assert column(one, "open", *sheets) == ["", "未定", "2025-02-30", 0.0]
    assert column(one, "y", sheets[0]) == [2025.0]


@given(st.dates(datetime.date(1900, 1, 1)))
def test_serial_numbers_come_back_as_the_same_day(day: datetime.date) -> None:
    serial = day_serial(day.isoformat())
    assert serial is not None
    assert serial_day(serial) == day


@pytest.mark.parametrize(
    "text", ["", "2025", "2025-4-1", "20250401", "2025-W01-1", "1899-12-31", "0000-01-01", "2025-13-01"]
)
def test_what_is_no_day_has_no_serial_number(text: str) -> None:
    assert day_serial(text) is None


@pytest.mark.parametrize(("day", "serial"), [("1900-01-01", 1.0), ("1900-02-28", 59.0), ("1900-03-01", 61.0)])
def test_the_first_days_of_excels_calendar(day: str, serial: float) -> None:
    assert day_serial(day) == serial


def test_an_unticked_box_is_no() -> None:
    one = edition(club(), 2026)
    assert column(one, "nothing", {}, {"nothing": True}, {"nothing": None}) == [False, True, False]
    assert column(one, "kind", {}, {"kind": "own"}) == [None, "own"]


def test_what_could_not_be_read_spoils_what_depends_on_it() -> None:
    one = edition(club(), 2026)
    sheet: dict[str, Value] = {"cost.rent[0]": 1, "cost.food[0]": 2}
    sheets = (sheet, sheet)
    spoilt = ({"cost.rent[0]"}, {"cost.rent[-1]"})
    assert column(one, "cost.rent[0]", *sheets, doubtful=spoilt) == [ExcelError.VALUE, 1.0]
    assert column(one, "cost.total[0]", *sheets, doubtful=spoilt) == [ExcelError.VALUE, 3.0]


def test_required_conditions() -> None:
    one = edition(club(), 2026)
    assert one.required["grade"] is None  # always
    condition = one.required["end"]
    assert condition is not None
    batch = Batch(edition=one, values=[{"name": "x"}, {}])
    assert list(batch.evaluate(condition).to_list()) == [True, False]


def test_defaults() -> None:
    one = with_fields(
        'id: a, label: A, value: "\\"w\\" & base_year"', "id: b, label: B, type: amount, value: price*2"
    )
    batch = Batch(edition=one, values=[{}])
    assert {key: batch.evaluate(node).to_list() for key, node in one.defaults.items()} == {
        "a": ["w2026"],
        "b": [200.0],
    }


def test_many_sheets_and_some_of_them_hold_what_each_holds_alone() -> None:
    one = with_fields("id: a, label: A, type: amount", "id: b, label: B", "id: c, label: C, formula: a*2")
    values: list[dict[str, Value]] = [{"a": n, "b": f"t{n}"} if n % 7 else {"b": None} for n in range(130)]
    doubtful = [{"a"} if n % 11 == 3 else set[str]() for n in range(130)]
    batch = Batch(edition=one, values=values, doubtful=doubtful)
    some = batch.part([129, 3, 0, 5])
    assert len(some) == 4
    for key in "abc":
        alone = [
            Batch(edition=one, values=[each], doubtful=[doubt]).column(key).to_list()[0]
            for each, doubt in zip(values, doubtful, strict=True)
        ]
        assert batch.column(key).to_list() == alone == list(map(batch.column(key).item, range(130)))
        assert some.column(key).to_list() == [alone[129], alone[3], alone[0], alone[5]]
    assert some.evaluate(one.formulas["c"]).to_list() == some.column("c").to_list()


def test_no_sheets() -> None:
    batch = Batch(edition=edition(club(), 2026), values=[])
    assert len(batch) == 0
    assert list(batch.column("cost.total[0]").to_list()) == []
