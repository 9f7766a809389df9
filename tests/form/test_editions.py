"""A form at a base year: eras, placeholders, parameters, choices, carry."""

from __future__ import annotations

import pytest

from xltool.errors import CannotWork
from xltool.form import Edition, Reference, edition, find_form, read_parameters

from .club import club

SINCE = "      - {id: since, label: Since, type: date}\n"
PRICE = "  price: {label: Price, default: 100}\n"
PLAN = Reference(
    columns=("章", "節"),
    rows=(("1 まち", "1-1 道"), ("1 まち", "1-2 水"), ("2 ひと", "2-1 学び"), ("2 ひと", "")),
)


def club_with(*fields: str, year: int = 2026, **parameters: float | str) -> Edition:
    form = club((SINCE, SINCE + "".join(f"      - {{{field}}}\n" for field in fields)))
    return edition(form, year, parameters)


@pytest.mark.parametrize(
    ("year", "last", "this", "next_"),
    [
        (2017, "平成28年度", "平成29年度", "平成30年度"),
        (2018, "平成29年度", "平成30年度", "平成31年度"),  # nobody knew 令和 then
        (2019, "平成30年度", "令和元年度", "令和2年度"),
        (2020, "令和元年度", "令和2年度", "令和3年度"),
        (2026, "令和7年度", "令和8年度", "令和9年度"),
    ],
)
def test_years_are_named_by_the_eras_known_at_the_base_year(
    year: int, last: str, this: str, next_: str
) -> None:
    one = club_with('id: x, label: "{year-1} {year} {year+1}"', year=year)
    assert one.label(one.form.fields["x"]) == f"{last} {this} {next_}"
    assert one.title == f"{this} club report"
    assert [one.label(one.form.fields[f"cost.rent[{o}]"]) for o in ("-1", "0", "+1")] == [
        f"Rent（{label}）" for label in (last, this, next_)
    ]


def test_the_years_of_the_real_sheet() -> None:
    form = find_form("jimu-jigyo")
    for year, labels in (
        (2017, ("平成28年度", "平成29年度", "平成30年度", "平成31年度")),
        (2026, ("令和7年度", "令和8年度", "令和9年度", "令和10年度")),
    ):
        one = edition(form, year)
        assert tuple(one.year_label(year + offset) for offset in form.offsets) == labels
        assert one.text("{year}\n{basis}", -1) == f"{labels[0]}\n決算額"
        assert one.text("{year}\n{basis}", 2) == f"{labels[3]}\n推進計画額"


def test_placeholders_of_years_count_from_the_column() -> None:
    one = edition(club(), 2019)
    assert one.text("{yy-1}年度まで・{yy}年度") == "30年度まで・元年度"
    assert one.text("{year+1}", -1) == "令和元年度"
    assert one.text("{yy}", 1) == "2"
    assert one.text("no placeholder") == "no placeholder"
    assert one.text("{unknown} { {}") == "{unknown} { {}"


def test_an_english_form_names_western_years() -> None:
    one = edition(club(("language: ja", "language: en")), 2017)
    assert one.title == "FY2017 club report"
    assert one.label(one.form.fields["cost.rent[+1]"]) == "Rent (FY2018)"
    assert ("FY2017", 2017) in one.years


@pytest.mark.parametrize("year", [1899, 2201])
def test_no_edition_for_an_impossible_year(year: int) -> None:
    with pytest.raises(CannotWork, match=str(year)):
        edition(club(), year)


def test_years_to_choose_from() -> None:
    assert dict(edition(club(), 2017).years)["平成31年度"] == 2019
    assert dict(edition(club(), 2019).years)["令和元年度"] == 2019


def test_parameters_stand_in_labels() -> None:
    form = find_form("jimu-jigyo")
    row = form.fields["cost.prefecture[0]"]
    assert edition(form, 2017).row_label(row) == "道支出金"
    assert edition(form, 2017, {"prefecture": "県"}).row_label(row) == "県支出金"


def test_a_number_stands_in_a_label_in_full() -> None:
    one = club_with('id: x, label: "{price} {people}"', price=12345678.0, people=0.5)
    assert one.label(one.form.fields["x"]) == "12345678 0.5"


def test_a_parameter_may_differ_by_year() -> None:
    one = edition(club(), 2026, {"people": 10.0, "people[+1]": 12.0})
    people = one.form.parameters["people"]
    assert [one.parameter(people, offset) for offset in (-1, 0, 1)] == [10.0, 10.0, 12.0]
    assert one.parameter(one.form.parameters["price"], 1) == 100.0


def test_parameters_of_a_command_line() -> None:
    form = club((PRICE, PRICE + "  word: {label: W, type: text}\n"))
    given = {"price": "1,200", "people[1]": "-0.5", "people[0]": "7", "word": "1_000"}
    assert read_parameters(form, given) == {
        "price": 1200.0,
        "people[+1]": -0.5,
        "people[0]": 7.0,
        "word": "1_000",
    }


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("prize", "1", "did you mean 'price'"),
        ("price[0]", "1", "has no parameter 'price[0]'"),
        ("people[x]", "1", "known: price, people[0]"),
        ("people[", "1", "has no parameter 'people['"),
        ("price", "1_000", "'1_000' is none"),
        ("price", "nan", "'nan' is none"),
        ("price", "1e3", "'1e3' is none"),
        ("price", "12,34", "'12,34' is none"),
    ],
)
def test_wrong_parameters_of_a_command_line(name: str, value: str, said: str) -> None:
    with pytest.raises(CannotWork) as told:
        read_parameters(club(), {name: value})
    assert said in told.value.say("en")


def test_a_form_without_parameters_says_so() -> None:
    with pytest.raises(CannotWork, match="it has no parameters"):
        read_parameters(find_form("quarterly-review"), {"zzz": "1"})


def test_dependent_choices() -> None:
    one = edition(club(), 2026, reference={"Plan": PLAN})
    chapter, policy = one.form.fields["chapter"], one.form.fields["policy"]
    assert one.options(chapter) == (("1 まち", "1 まち"), ("2 ひと", "2 ひと"))
    assert one.ancestors(policy) == (chapter,)
    assert one.narrowed(policy, ("1 まち",)) == ("1-1 道", "1-2 水")
    assert one.narrowed(policy, ("2 ひと",)) == ("2-1 学び",)
    assert one.narrowed(policy, ("3",)) == ()


@pytest.mark.parametrize("reference", [{}, {"Plan": Reference(columns=("章",), rows=())}])
def test_without_reference_data_there_is_no_list(reference: dict[str, Reference]) -> None:
    assert edition(club(), 2026, reference=reference).options(club().fields["policy"]) is None


def test_three_levels_narrow_by_both_above() -> None:
    form = find_form("jimu-jigyo")
    one = edition(form, 2017)
    names = [field.id for field in one.ancestors(form.fields["overview.policy"])]
    assert names == ["overview.chapter", "overview.section"]


def test_a_parent_inside_a_repeat_is_of_the_same_instance() -> None:
    old = '            - {id: target, name: "Target {mark}", type: decimal, also: [n/a]}\n'
    rows = "            - {id: a, name: A, type: choice, choices: {from: Plan, column: 章}}\n"
    rows += "            - {id: b, name: B, type: choice,"
    rows += ' choices: {from: Plan, column: 節, parent: "goal.{n}.a"}}\n'
    one = edition(club((old, rows)), 2026)
    assert [field.id for field in one.ancestors(one.form.fields["goal.2.b"])] == ["goal.2.a"]


def test_ticks_and_labels_of_choices() -> None:
    one = club_with(
        'id: x, label: X, type: choice, choices: {now: "{year}から", later: "{year+1}から"}', year=2017
    )
    kind = one.form.fields["kind"]
    assert one.options(kind) == (("own", "■自治 □法定"), ("law", "□自治 ■法定"))
    assert one.unticked == {"kind": "□自治 □法定"}
    assert one.options(one.form.fields["x"]) == (("now", "平成29年度から"), ("later", "平成30年度から"))
    assert one.options(one.form.fields["name"]) is None


def test_carry_names_the_cell_of_last_year() -> None:
    """Last year's base year was one less: what is [0] now stood in [+1] then."""
    food = "{id: food, label: Food, type: amount, width: 10, years: true"
    fields = club(
        (SINCE, SINCE + "      - {id: a, label: A, carry: name}\n"),
        (food, food + ", carry: cost.rent"),
        ("type: score, choices: {2: good, 1: bad}", "type: amount, carry: 'cost.rent[+1]'"),
    ).fields
    assert fields["a"].carry == "name"
    assert fields["mark"].carry == "cost.rent[+1]"
    assert [fields[f"cost.food[{o}]"].carry for o in ("-1", "0", "+1")] == [
        "cost.rent[0]",
        "cost.rent[+1]",
        None,
    ]
    assert [fields[f"goal.{n}.name"].carry for n in (1, 2)] == ["goal.1.name", "goal.2.name"]
