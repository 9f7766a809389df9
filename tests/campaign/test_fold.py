"""Which of several submissions counts."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from xltool.campaign.fold import Fate, fold
from xltool.campaign.ledger.submissions import Decision, DecisionKind, Submission


def sub(
    name: str, run: int, issue: int = 1, *, errors: int = 0, queries: int = 0, blank: bool = False
) -> Submission:
    return Submission(
        id=name,
        project="00832",
        issue=issue,
        run=run,
        received_at="2026-07-01T10:00:00+09:00",
        file=f"{name}.xlsx",
        untouched=blank,
        nothing=False,
        digest=name,
        department="総務課",
        errors=errors,
        queries=queries,
    )


def decision(kind: DecisionKind, name: str, run: int) -> Decision:
    return Decision(run=run, at="", who="", kind=kind, project="00832", submission=name)


def told(received: list[Submission], *decided: Decision) -> tuple[str | None, dict[str, Fate]]:
    found = fold(received, decided)
    return (found.current.id if found.current else None), found.fates


def test_nothing_came() -> None:
    assert told([]) == (None, {})
    assert fold([]).answered == 0


def test_the_only_one_counts_unless_it_is_set_aside() -> None:
    for only in (sub("a", 1), sub("a", 1, errors=2), sub("a", 1, issue=3, blank=True)):
        found = fold([only])
        assert (found.current, found.conflict, found.fates) == (only, (), {"a": "current"})
        assert found.answered == only.issue
        assert told([only], decision("set_aside", "a", 2)) == (None, {"a": "set_aside"})
        assert told([only], decision("set_aside", "a", 2), decision("restore", "a", 3))[0] == "a"


def test_a_later_run_replaces_an_earlier_one() -> None:
    assert told([sub("a", 1, errors=1), sub("b", 2, errors=3)]) == ("b", {"a": "superseded", "b": "current"})


def test_a_higher_issue_wins_whenever_it_comes() -> None:
    early, late = sub("a", 1, issue=2, errors=1), sub("b", 2, issue=1)
    assert told([early, late]) == ("a", {"a": "current", "b": "superseded"})
    assert told([sub("a", 1, issue=1), sub("b", 1, issue=2)])[0] == "b"
    assert fold([early, late]).answered == 2


def test_two_of_one_issue_in_one_run_are_a_conflict_that_nobody_wins() -> None:
    both = [sub("a", 1), sub("b", 1)]
    found = fold(both)
    assert found.current is None
    assert [one.id for one in found.conflict] == ["a", "b"]
    with_one_before = fold([sub("z", 1, errors=1), *(replace(one, run=2) for one in both)])
    assert with_one_before.current is not None
    assert with_one_before.current.id == "z"


def test_a_conflict_ends_when_the_department_sends_another() -> None:
    assert told([sub("a", 1), sub("b", 1), sub("c", 2)]) == (
        "c",
        {"a": "superseded", "b": "superseded", "c": "current"},
    )
    late = fold([sub("a", 1, issue=2), sub("b", 1, issue=2), sub("c", 2, issue=1)])
    assert late.fates["c"] == "superseded"
    assert len(late.conflict) == 2


def test_a_conflict_ends_by_taking_one_or_setting_one_aside() -> None:
    both = [sub("a", 1), sub("b", 1)]
    assert told(both, decision("take", "b", 2)) == ("b", {"a": "superseded", "b": "current"})
    assert told(both, decision("set_aside", "b", 2)) == ("a", {"a": "current", "b": "set_aside"})
    assert told(both, decision("set_aside", "b", 2), decision("restore", "b", 3))[0] is None


def test_blanks_beside_what_was_filled_in_are_no_conflict() -> None:
    assert told([sub("a", 1, blank=True), sub("b", 1)]) == ("b", {"a": "superseded", "b": "current"})


def test_a_worse_one_never_replaces_an_accepted_one() -> None:
    good = sub("a", 1)
    assert told([good, sub("b", 2, errors=1)]) == ("a", {"a": "current", "b": "held"})
    assert told([good, sub("b", 2, queries=1)])[1]["b"] == "held"
    assert told([good, sub("b", 2, issue=2, errors=1)])[1]["b"] == "held"
    assert told([good, sub("b", 2)])[0] == "b"
    explained = replace(sub("b", 2, queries=1), explained=1)
    assert told([good, explained])[0] == "b"
    assert told([good, sub("b", 2, errors=1)], decision("take", "b", 3))[0] == "b"


def test_a_blank_never_replaces_what_was_filled_in_unless_it_was_issued_later() -> None:
    half = sub("a", 1, errors=2)
    assert told([half, sub("b", 2, errors=9, blank=True)])[1]["b"] == "held"
    assert told([half, sub("b", 2, issue=2, errors=2, blank=True)])[0] == "b"


def test_what_was_taken_gives_way_to_what_comes_after_it() -> None:
    some = [sub("a", 1, errors=1), sub("b", 2, errors=1)]
    assert told(some, decision("take", "a", 3))[0] == "a"
    assert told([*some, sub("c", 4, errors=1)], decision("take", "a", 3))[0] == "c"


def test_a_choice_can_be_taken_back() -> None:
    some = [sub("a", 1), sub("b", 1)]
    taken = decision("take", "b", 2)
    assert told(some, taken)[0] == "b"
    assert told(some, taken, decision("restore", "b", 3))[0] is None
    assert told(some, taken, decision("take", "a", 3))[0] == "a"
    assert told(some, taken, decision("take", "a", 3), decision("restore", "a", 4))[0] == "b"


def test_setting_aside_brings_back_the_one_before() -> None:
    assert told([sub("a", 1, errors=1), sub("b", 2)], decision("set_aside", "b", 3)) == (
        "a",
        {"a": "current", "b": "set_aside"},
    )


def test_a_decision_about_what_is_not_there_changes_nothing() -> None:
    assert told([sub("a", 1)], decision("take", "gone", 2))[0] == "a"


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.integers(1, 2), st.integers(0, 1), st.booleans()),
        min_size=1,
        max_size=4,
    )
)
def test_the_order_inside_a_run_does_not_matter(spec: list[tuple[int, int, int, bool]]) -> None:
    every = [
        sub(f"s{i}", run, issue, errors=errors, blank=blank)
        for i, (run, issue, errors, blank) in enumerate(spec)
    ]
    results = {
        (found.current.id if found.current else None, frozenset(found.fates.items()))
        for order in permutations(every)
        for found in [fold(order)]
    }
    assert len(results) == 1
    ((_, fates),) = results
    assert {name for name, _ in fates} == {one.id for one in every}
