"""Names in formulas: columns, wildcards, ranges, repeats, PREV, ``each``; ids and what they become."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltool.errors import FormError
from xltool.form import Edition, Field, Instance, edition, field_id, find_form, parse_form, split_id
from xltool.form.each import instances
from xltool.form.resolve import NoColumn, UnknownName, resolve
from xltool.formula import Area, Name, Range, parse
from xltool.formula.tree import walk

from .club import club

GRID = """\
form: grid
version: "1"
title: Grid
canvas: 48
years: {offsets: [-1, 0, 1]}
parameters:
  price: {label: Price, default: 100}
  people: {label: People, per_year: true}
sections:
  - id: cost
    title: Cost
    rows:
      - {id: rent, name: Rent, type: amount, years: true}
      - {id: food, name: Food, type: amount, years: true}
      - {id: pay, name: Pay, type: amount, years: true, sub: {own: Own, other: Other}}
      - {id: once, name: Once, type: amount}
      - {id: late, name: Late, type: amount, years: [0, 1]}
      - {id: growth, name: Growth, type: amount, years: [0, 1], formula: cost.rent-PREV(cost.rent)}
      - {id: share, name: Share, type: amount, years: true, formula: "price*people*year", sub: {a: A, b: B}}
  - title: Goals
    rows:
      - repeat: goal
        of: {big: Big goal, small: Small goal}
        rows:
          - {id: name, name: "{mark}"}
          - {id: done, name: "{n} done", type: amount, years: true}
          - {id: sum, name: "{mark} sum", type: amount, formula: "SUM(goal.done[*])+LEN(goal.{n}.name)"}
          - repeat: step
            of: 2
            rows:
              - {id: text, label: "{n} {mark}", required: goal.name<>goal.step.text}
"""


def grid() -> Edition:
    return edition(parse_form(GRID), 2026, {"people": 5.0, "people[+1]": 6.0})


def meaning(text: str, here: Instance | None = None, shift: int = 0) -> tuple[tuple[str, ...], ...] | object:
    """Cells that a name stands for, or its constant."""
    name = parse(text)
    assert isinstance(name, Name | Range)
    one = grid()
    found = resolve(one.form, name, here or Instance(), shift=shift, year=one.year, parameters=one.parameters)
    return found.rows if isinstance(found, Area) else found.value


NEXT = Instance(offset=1)
BIG = Instance(scope="goal", child="big")
STEP = Instance(scope="goal.big.step", child="2")
BIG_NOW = Instance(scope="goal", child="big", offset=0)


@pytest.mark.parametrize(
    ("text", "here", "shift", "cells"),
    [
        ("cost.rent[-1]", Instance(), 0, (("cost.rent[-1]",),)),
        ("cost.rent", NEXT, 0, (("cost.rent[+1]",),)),
        ("cost.rent", NEXT, -1, (("cost.rent[0]",),)),
        ("cost.rent[0]", NEXT, -1, (("cost.rent[-1]",),)),
        ("cost.rent[*]", Instance(), 0, (("cost.rent[-1]", "cost.rent[0]", "cost.rent[+1]"),)),
        ("cost.once", NEXT, 0, (("cost.once",),)),
        ("cost.once", NEXT, -1, (("cost.once",),)),
        ("cost.pay.own", NEXT, 0, (("cost.pay.own[+1]",),)),
        ("cost.pay.*", NEXT, 0, (("cost.pay.own[+1]",), ("cost.pay.other[+1]",))),
        ("cost.rent:cost.pay.own", NEXT, 0, (("cost.rent[+1]",), ("cost.food[+1]",), ("cost.pay.own[+1]",))),
        ("cost.food:cost.rent", NEXT, 0, (("cost.rent[+1]",), ("cost.food[+1]",))),
        (
            "cost.rent[-1]:cost.food[0]",
            Instance(),
            0,
            (("cost.rent[-1]", "cost.rent[0]"), ("cost.food[-1]", "cost.food[0]")),
        ),
        ("goal.*.name", Instance(), 0, (("goal.big.name",), ("goal.small.name",))),
        ("goal.*.done[0]", BIG, 0, (("goal.big.done[0]",), ("goal.small.done[0]",))),
        ("goal.name", BIG, 0, (("goal.big.name",),)),
        ("goal.done", BIG_NOW, 0, (("goal.big.done[0]",),)),
        ("goal.small.name", BIG, 0, (("goal.small.name",),)),
        ("goal.step.*.text", BIG, 0, (("goal.big.step.1.text",), ("goal.big.step.2.text",))),
        ("goal.name", STEP, 0, (("goal.big.name",),)),
        ("goal.step.text", STEP, 0, (("goal.big.step.2.text",),)),
        ("goal.step.*.text", STEP, 0, (("goal.big.step.1.text",), ("goal.big.step.2.text",))),
        ("year", NEXT, 0, 2027.0),
        ("year", NEXT, -1, 2026.0),
        ("year", Instance(), 0, 2026.0),
        ("base_year", NEXT, 0, 2026.0),
        ("price", NEXT, 0, 100.0),
        ("people", NEXT, 0, 6.0),
        ("people", NEXT, -1, 5.0),
        ("people[+1]", Instance(), 0, 6.0),
    ],
)
def test_what_a_name_means(text: str, here: Instance, shift: int, cells: object) -> None:
    assert meaning(text, here, shift) == cells


@pytest.mark.parametrize(
    ("text", "here", "said"),
    [
        ("cost.rend", NEXT, "did you mean 'cost.rent'"),
        ("cost.rent", Instance(), "Say which column of 'cost.rent'"),
        ("cost.rent[+2]", Instance(), "There is no column 'cost.rent[+2]'"),
        ("cost.once[0]", NEXT, "'cost.once' has no year columns"),
        ("cost.rent:cost.growth", Instance(offset=0), "'cost.once', between the ends"),
        ("cost.once:goal.big.sum", Instance(), "different sections"),
        ("cost.*[*]", Instance(), "leave out the brackets"),
        ("goal.name", Instance(), "There is no field or parameter 'goal.name'"),
        ("price[0]", NEXT, "only a parameter with 'per_year: true'"),
        ("people[*]", NEXT, "only a parameter with 'per_year: true'"),
        ("year[-1]", NEXT, "as in year-1"),
    ],
)
def test_what_a_name_cannot_mean(text: str, here: Instance, said: str) -> None:
    with pytest.raises(UnknownName) as told:
        meaning(text, here)
    assert said in told.value.say("en")


@pytest.mark.parametrize(
    ("text", "here", "shift", "missing"),
    [
        ("cost.rent", Instance(offset=-1), -1, "cost.rent[-2]"),
        ("cost.rent[-1]", Instance(), -1, "cost.rent[-2]"),
        ("cost.late", Instance(offset=-1), 0, "cost.late[-1]"),
    ],
)
def test_columns_that_are_not_there(text: str, here: Instance, shift: int, missing: str) -> None:
    with pytest.raises(NoColumn, match=missing.replace("[", r"\[")):
        meaning(text, here, shift)


def test_prev_counts_from_the_column() -> None:
    bound = grid().bind(parse("PREV(PREV(cost.rent))+PREV(cost.rent[0])"), NEXT)
    assert [area.rows for area in walk(bound) if isinstance(area, Area)] == [(("cost.rent[-1]",),)] * 2


@pytest.mark.parametrize(
    ("each", "found"),
    [
        (None, [(None, None, None)]),
        ("cost.year", [(-1, None, None), (0, None, None), (1, None, None)]),
        ("cost.late.year", [(0, None, None), (1, None, None)]),
        ("goal", [(None, "goal", "big"), (None, "goal", "small")]),
        ("goal.*.year", [(o, "goal", child) for child in ("big", "small") for o in (-1, 0, 1)]),
        ("goal.big.step", [(None, "goal.big.step", "1"), (None, "goal.big.step", "2")]),
        ("cost.pay", [(None, "cost.pay", "own"), (None, "cost.pay", "other")]),
    ],
)
def test_each(each: str | None, found: list[tuple[int | None, str | None, str | None]]) -> None:
    assert [(one.offset, one.scope, one.child) for one in instances(grid().form, each)] == found


@pytest.mark.parametrize(
    "each", ["gaol", "cost.once", "goal.big.step.year", "cost.pay.own", "year", ".year", "*"]
)
def test_each_of_nothing(each: str) -> None:
    with pytest.raises(UnknownName):
        instances(grid().form, each)


def test_a_repeat_fills_in_its_words() -> None:
    fields = grid().form.fields
    assert fields["goal.big.name"].label == "Big goal"
    assert fields["goal.small.done[0]"].label == "small done"
    assert fields["goal.small.step.2.text"].label == "2 ②"  # the inner repeat's words
    assert fields["goal.big.sum"].formula_text == "SUM(goal.done[*])+LEN(goal.big.name)"
    assert fields["goal.big.step.1.text"].required_text == "goal.name<>goal.step.text"
    assert grid().form.repeats["goal"].children == ("big", "small")


def test_formula_texts_are_as_typed() -> None:
    fields = find_form("jimu-jigyo").fields
    assert fields["cost.personnel.regular[0]"].formula_text == "cost.headcount.regular*cost.unit_cost.regular"
    assert fields["overview.means_before"].required_text == 'basic.novelty<>"新規"'
    assert (fields["header.code"].required, fields["header.code"].required_text) == (True, None)
    assert fields["header.code"].formula_text is None


def test_split_columns() -> None:
    fields = grid().form.fields
    assert [key for key in fields if key.startswith("cost.pay")] == [
        f"cost.pay.{sub}[{offset}]" for offset in ("-1", "0", "+1") for sub in ("own", "other")
    ]
    assert grid().label(fields["cost.pay.other[+1]"]) == "Pay・Other（令和9年度）"


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("cost.general[-1]", "F_cost__general__m1"),
        ("cost.general[0]", "F_cost__general__0"),
        ("plan.actual[+2]", "F_plan__actual__p2"),
        ("outcome.1.target[+10]", "F_outcome__1__target__p10"),
        ("header.code", "F_header__code"),
    ],
)
def test_defined_names(key: str, name: str) -> None:
    row, offset = split_id(key)
    assert field_id(row, offset) == key
    one = Field(id=key, row=row, label="", section="", type="text", line=1, offset=offset)
    assert one.defined_name == name


@given(
    st.from_regex(r"[a-z][a-z0-9_]{0,5}(\.[a-z0-9_]{1,5}){0,3}", fullmatch=True),
    st.none() | st.integers(-50, 50),
)
def test_ids_split_as_they_were_made(row: str, offset: int | None) -> None:
    assert split_id(field_id(row, offset)) == (row, offset)


def test_defined_names_of_shipped_forms_are_distinct() -> None:
    for name in ("jimu-jigyo", "quarterly-review"):
        fields = find_form(name).fields.values()
        assert len({field.defined_name.lower() for field in fields}) == len(fields)


def test_every_instance_of_a_rule_has_its_cells() -> None:
    bound = edition(club(), 2026).rules[0]
    assert [one.places for one in bound.instances] == [
        (f"cost.rent[{o}]", f"cost.total[{o}]") for o in ("-1", "0", "+1")
    ]
    assert bound.inputs == {f"cost.{row}[{o}]" for row in ("rent", "total") for o in ("-1", "0", "+1")}


def test_a_rule_leaves_out_the_columns_that_it_cannot_compare() -> None:
    one = edition(club(("expect: cost.rent<=cost.total", "expect: cost.rent>=PREV(cost.rent)")), 2026)
    assert [instance.here.offset for instance in one.rules[0].instances] == [0, 1]


def test_a_place_without_the_column_is_left_out() -> None:
    late = "      - {id: late, name: Late, type: amount, width: 20, years: [0, 1]}\n"
    form = club(
        ("  - title: Goals\n", late + "  - title: Goals\n"),
        ("at: [cost.rent, cost.total]", "at: [cost.rent, cost.late]"),
    )
    assert [one.places for one in edition(form, 2026).rules[0].instances] == [
        ("cost.rent[-1]",),
        ("cost.rent[0]", "cost.late[0]"),
        ("cost.rent[+1]", "cost.late[+1]"),
    ]


def test_all_problems_of_a_form_are_one_exception() -> None:
    with pytest.raises(FormError) as told:
        parse_form(GRID.replace("cost.rent-PREV", "cost.rend-PREV").replace("canvas: 48", "canvas: 8x"))
    assert [problem.line for problem in told.value.problems] == [4, 18]
    assert told.value.problems[0].file == "form.yaml"
