"""2,000 sheets as careful employees fill them in: nothing to correct, nothing to ask about.

And they are as various as real ones, otherwise their silence would say little.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.city import REFERENCE, City, make_city, make_review_city
from tests.faults.project import SOURCES
from tests.faults.sheet import GRADES, ITEMS, OFFSETS, at
from xltool.book import Assignment, Library, draw, read_file, stamp_many
from xltool.form import Batch, find_form
from xltool.rules import judge, judge_across

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.book import Record
    from xltool.finding import Finding

YEARS = (2012, 2017, 2020, 2026)
CITIES = (*(f"{year}" for year in YEARS), "review")
ON_FILE = 150  # sheets of every pile that go through a workbook


@cache
def city(name: str) -> City:
    return make_review_city("clean") if name == "review" else make_city("clean", int(name))


def through_files(own: City, count: int) -> list[Record]:
    """Sheets stamped into workbooks and read back."""
    library = Library(find=find_form, reference=REFERENCE)
    some = list(own.now.items())[:count]
    files = stamp_many(draw(own.edition), [[Assignment(values=values)] for _, values in some])
    records = []
    for (code, _), data in zip(some, files, strict=True):
        reading = read_file(data, file=f"{code}.xlsx", library=library)
        assert not reading.unread
        records += reading.records
    return records


def told(findings: tuple[Finding, ...]) -> list[tuple[str | None, str, str]]:
    """What somebody would have to answer."""
    return [(f.file, f.id, f.message.ja) for f in findings if f.severity != "note"]


@pytest.mark.parametrize("name", CITIES)
def test_nothing_is_asked_about_a_careful_city(name: str) -> None:
    own = city(name)
    typed = through_files(own, ON_FILE)
    records = typed + own.records()[len(typed) :]
    assert len(records) == 400
    alone = judge(records, settings=own.settings)
    assert told(alone) == []
    across = judge_across(records, previous=own.previous() or None, settings=own.settings, told=alone)
    assert told(across) == []


@pytest.mark.parametrize("year", YEARS)
def test_nor_about_the_committee_s_part_where_it_has_met(year: int) -> None:
    own = city(str(year))
    done = [one for one in own.records() if one.values["eval.second.grade"] or one.values["header.nothing"]]
    assert len(done) >= 150
    assert told(judge(done, phase="all", settings=own.settings)) == []


@pytest.mark.parametrize("year", YEARS)
def test_nor_about_last_year_s_sheets(year: int) -> None:
    before = list(city(str(year)).previous().values())
    assert len(before) >= 350
    assert told(judge(before)) == []


# -- variety ------------------------------------------------------------------------------------------------


def sheets(name: str) -> list[dict[str, Any]]:
    return [dict(values) for values in city(name).now.values()]


def all_jimu() -> Iterator[tuple[int, dict[str, Any]]]:
    return ((year, values) for year in YEARS for values in sheets(str(year)))


def era(year: int) -> str:
    return "大正" if year < 1926 else "昭和" if year < 1989 else "平成" if year < 2019 else "令和"


def traits(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a sheet shows that must be seen often enough."""
    for key in ("kind", "soft_hard", "account", "funding", "novelty"):
        yield key, values.get(f"basic.{key}")
    yield "duty", values.get("law.duty")
    yield "private", values.get("private.possible")
    yield "nothing", values.get("header.nothing", False)
    for row in ("previous", "first", "second"):
        yield row, values.get(f"eval.{row}.grade")
    for item in ITEMS:
        yield item, values.get(f"item.{item}.score")
    end = values.get("basic.end_year")
    yield "end", era(end) if isinstance(end, int) else end
    if "basic.start_year" in values:
        yield "start", era(values["basic.start_year"])
        yield "mix", tuple(s for s in SOURCES if any(values.get(at(f"cost.{s}", o)) for o in OFFSETS))
    for kind in ("activity", "outcome"):
        cells = {value for key, value in values.items() if key.startswith(kind)}
        for word in ("設定困難", "－"):
            yield f"{kind} {word}", word in cells


def test_every_choice_grade_score_standin_era_and_mix_is_in_two_sheets_of_a_hundred() -> None:
    seen = Counter(trait for _, values in all_jimu() for trait in set(traits(values)))
    expected = {
        "kind": ("own", "delegated"),
        "soft_hard": ("ソフト事業", "ハード事業"),
        "account": ("一般会計", "特別会計", "企業会計"),
        "funding": ("補助", "単独"),
        "novelty": ("新規", "継続"),
        "duty": ("yes", "no"),
        "private": (True, False),
        "nothing": (True, False),
        "previous": (*GRADES, None),
        "first": GRADES,
        "second": (*GRADES, None),
        **dict.fromkeys(ITEMS, (1, 2, 3)),
        "end": ("平成", "令和", "未定", None),
        "start": ("大正", "昭和", "平成", "令和"),
        "mix": [tuple(s for i, s in enumerate(SOURCES) if bits >> i & 1) for bits in range(32)],
        **{f"{kind} {word}": (True,) for kind in ("activity", "outcome") for word in ("設定困難", "－")},
    }
    total = 400 * len(YEARS)
    rare = {
        (what, value): seen[what, value]
        for what, values in expected.items()
        for value in values
        if seen[what, value] < 0.02 * total
    }
    assert rare == {}


def test_half_of_the_indicators_have_numeric_targets() -> None:
    kinds: Counter[bool] = Counter()
    for _, values in all_jimu():
        for row in (*(f"activity.{n}" for n in range(1, 5)), *(f"outcome.{n}" for n in range(1, 4))):
            if len(values.get(f"{row}.name", "")) > 1:
                kinds[any(isinstance(values.get(at(f"{row}.target", o)), int | float) for o in OFFSETS)] += 1
    assert 0.45 <= kinds[True] / kinds.total() <= 0.55


def test_one_in_ten_is_at_or_past_its_end_year() -> None:
    over = [
        isinstance(v.get("basic.end_year"), int) and v["basic.end_year"] <= year for year, v in all_jimu()
    ]
    assert 0.08 <= sum(over) / len(over) <= 0.15


def test_prose_has_any_length_up_to_two_thousand_characters() -> None:
    for key in ("overview.purpose", "item.validity.comment", "eval.first.direction"):
        lengths = [len(values.get(key, "")) for _, values in all_jimu()]
        assert {min(length // 500, 3) for length in lengths} == {0, 1, 2, 3}
        assert max(lengths) <= 2000
    assert any("basic.law" not in values for _, values in all_jimu())


def test_the_piles_have_many_departments_and_ways_to_write() -> None:
    for year in YEARS:
        assert len({values["header.department"] for values in sheets(str(year))}) >= 20
    assert {type(values.get("cost.national[0]")) for _, values in all_jimu()} == {int, type(None)}


def test_reviews_are_as_various() -> None:
    seen = Counter(trait for values in sheets("review") for trait in set(_review_traits(values)))
    expected = [("overall", grade) for grade in "ABCD"] + [("grade", grade) for grade in "ABCD"]
    expected += [("n/a", True), ("kpis", 1), ("kpis", 2), ("kpis", 3), ("comment", True), ("comment", False)]
    assert {one: seen[one] for one in expected if seen[one] < 8} == {}
    assert len({values["unit"] for values in sheets("review")}) >= 5
    lengths = [len(values.get("comment", "")) for values in sheets("review")]
    assert {min(length // 500, 3) for length in lengths} == {0, 1, 2, 3} and max(lengths) <= 2000


def _review_traits(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "overall", values["overall"]
    yield "comment", "comment" in values
    yield "n/a", "n/a" in values.values()
    yield "kpis", sum(key.endswith(".title") for key in values)
    yield from (("grade", value) for key, value in values.items() if key.endswith(".grade"))


def test_every_rule_of_the_form_has_something_to_judge() -> None:
    own = city("2017")
    batch = Batch(edition=own.edition, values=[dict(values) for values in own.now.values()])
    for bound in own.edition.rules:
        judged = [batch.evaluate(one.when).num.any() for one in bound.instances if one.when is not None]
        assert not judged or any(judged), bound.rule.id
