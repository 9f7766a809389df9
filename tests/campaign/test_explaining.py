"""Explanations of one project over its submissions: when they hold, lapse, come back, or stand idle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from xltool.campaign.explaining import Heard, explained
from xltool.campaign.ledger.explanations import Judgement, JudgementKind
from xltool.finding import Finding, Place, Severity
from xltool.text import Text

RULE, OTHER = "jimu-jigyo/change_direct", "XL214"
WHY = "大型工事のため"
A, B = {"cost.direct[0]": "9000"}, {"cost.direct[0]": "12000"}
Seen = tuple[str, str, str, str, Mapping[str, str]]


def finding(
    values: Mapping[str, str] | None, rule: str = RULE, severity: Severity = "query"
) -> list[Finding]:
    if values is None:
        return []
    text = Text("増減が大きい", "a large change")
    places = tuple(Place(field=key, value=value) for key, value in values.items())
    return [Finding(id=rule, severity=severity, message=text, remedy=text, places=places)]


def after(*came: tuple[Mapping[str, str] | None, str | None], judged: Sequence[Judgement] = ()) -> list[Seen]:
    """What holds after (values that the query is about, text beside it), submission by submission."""
    heard = [
        Heard(submission=f"s{i}", findings=finding(values), typed={} if text is None else {RULE: text})
        for i, (values, text) in enumerate(came, start=1)
    ]
    found = explained("10001", heard, judged)
    assert {(one.project, one.rule) for one in found} <= {("10001", RULE)}
    return [(one.submission, one.text, one.origin, one.state, one.values) for one in found]


def test_a_query_that_nobody_answered_has_none() -> None:
    assert after((A, None), (A, ""), (A, " \n")) == []


def test_what_is_typed_is_given_with_the_values_that_it_explains() -> None:
    assert after((A, f" {WHY}\n")) == [("s1", WHY, "typed", "given", A)]


def test_it_survives_a_resubmission_with_the_same_values_typed_again_or_not() -> None:
    assert after((A, WHY), (A, WHY), (A, None)) == [
        ("s1", WHY, "typed", "given", A),
        ("s2", WHY, "typed", "given", A),
        ("s3", WHY, "kept", "given", A),
    ]


@pytest.mark.parametrize(("text", "origin"), [(WHY, "typed"), (None, "kept")])
def test_it_lapses_when_the_values_change_and_says_what_it_explained(text: str | None, origin: str) -> None:
    """The workbook that was given back carries the text along: that it stands there makes it no new one."""
    assert after((A, WHY), (B, text))[1] == ("s2", WHY, origin, "lapsed", A)
    assert after((A, WHY), (B, text), (B, text))[2] == ("s3", WHY, origin, "lapsed", A)


def test_it_lapses_when_another_cell_is_told() -> None:
    wider = {**A, "cost.direct[+1]": "4000"}
    assert [one[3] for one in after((A, WHY), (wider, WHY))] == ["given", "lapsed"]


@pytest.mark.parametrize("text", [WHY, None])
def test_back_to_the_old_values_it_holds_again(text: str | None) -> None:
    assert [one[3:] for one in after((A, WHY), (B, text), (A, text))] == [
        ("given", A),
        ("lapsed", A),
        ("given", A),
    ]


def test_what_is_written_anew_explains_the_new_values() -> None:
    assert after((A, WHY), (B, WHY), (B, "単価の改定"), (B, None), (A, None))[2:] == [
        ("s3", "単価の改定", "typed", "given", B),
        ("s4", "単価の改定", "kept", "given", B),
        ("s5", "単価の改定", "kept", "lapsed", B),
    ]


def test_without_its_finding_it_is_kept_as_idle() -> None:
    assert after((A, WHY), (None, WHY))[1] == ("s2", WHY, "typed", "idle", A)
    assert after((None, WHY)) == [("s1", WHY, "typed", "idle", {})]


def test_a_finding_that_is_no_query_has_no_explanation_to_hold() -> None:
    some = [Heard(submission="s1", findings=finding(A, severity="error"), typed={RULE: WHY})]
    assert [(one.state, one.values) for one in explained("10001", some)] == [("idle", {})]


@pytest.mark.parametrize("text", [WHY, None])
@pytest.mark.parametrize(("values", "state"), [(A, "given"), (B, "lapsed")])
def test_a_finding_that_comes_back_meets_what_was_said_of_it(
    text: str | None, values: Mapping[str, str], state: str
) -> None:
    """Its silence in between makes it no explanation of other values, and loses it for none."""
    assert after((A, WHY), (None, WHY), (values, text))[2][3:] == (state, A)


def test_what_was_typed_before_any_finding_explains_the_first() -> None:
    assert [one[3:] for one in after((None, WHY), (A, WHY), (B, WHY))] == [
        ("idle", {}),
        ("given", A),
        ("lapsed", A),
    ]
    assert after((None, WHY), (A, None)) == [("s1", WHY, "typed", "idle", {})]


def test_a_submission_without_text_or_finding_forgets_nothing() -> None:
    assert after((A, WHY), (None, None), (A, None)) == [
        ("s1", WHY, "typed", "given", A),
        ("s3", WHY, "kept", "given", A),
    ]


@pytest.mark.parametrize(("kind", "state"), [("accept", "accepted"), ("refuse", "refused")])
def test_a_decision_holds_while_the_explanation_does(kind: JudgementKind, state: str) -> None:
    judged = [Judgement(kind=kind, rule=RULE, text=WHY, values=A)]
    found = after((A, WHY), (A, None), (B, WHY), (A, WHY), (None, WHY), judged=judged)
    assert [one[3] for one in found] == [state, state, "lapsed", state, "idle"]


def test_a_decision_is_about_one_text_and_the_last_one_counts() -> None:
    accepted = Judgement(kind="accept", rule=RULE, text=WHY, values=A)
    refused = replace(accepted, kind="refuse")
    assert [one[3] for one in after((A, WHY), (A, "別の理由"), judged=[refused])] == ["refused", "given"]
    assert after((A, WHY), judged=[accepted, refused])[0][3] == "refused"
    assert after((A, WHY), judged=[refused, accepted])[0][3] == "accepted"
    assert after((A, WHY), judged=[refused, replace(accepted, kind="reopen")])[0][3] == "given"
    assert after((A, WHY), judged=[replace(accepted, rule=OTHER)])[0][3] == "given"


def test_a_decision_is_about_the_values_that_were_explained() -> None:
    """The same words about other values are another explanation: nobody has accepted that."""
    accepted = [Judgement(kind="accept", rule=RULE, text=WHY, values=A)]
    assert [one[3] for one in after((A, WHY), (B, "単価の改定"), (B, WHY), judged=accepted)] == [
        *("accepted", "given", "given")
    ]
    assert after((B, WHY), judged=accepted)[0][3] == "given"
    assert after((A, WHY), (B, None), (A, None), judged=accepted)[2][3] == "accepted"


def in_issues(*came: tuple[int, Mapping[str, str], str | None, str | None]) -> list[str]:
    """States after (issue, values, text beside it, text that the issue went out with)."""
    heard = [
        Heard(
            submission=f"s{i}",
            findings=finding(values),
            typed={RULE: text} if text else {},
            issue=issue,
            given=None if given is None else {RULE: given} if given else {},
        )
        for i, (issue, values, text, given) in enumerate(came, start=1)
    ]
    return [one.state for one in explained("10001", heard)]


def test_the_same_words_in_a_cell_that_went_out_blank_are_written_anew() -> None:
    assert in_issues((1, A, WHY, ""), (2, B, WHY, "")) == ["given", "given"]
    assert in_issues((1, A, WHY, ""), (2, B, WHY, WHY)) == ["given", "lapsed"]  # carried along
    assert in_issues((1, A, WHY, ""), (1, B, WHY, "")) == ["given", "lapsed"]  # the same workbook, corrected
    assert in_issues((1, A, WHY, ""), (2, B, WHY, None)) == ["given", "lapsed"]  # nobody knows
    assert in_issues((1, A, WHY, ""), (2, B, WHY, ""), (2, B, None, "")) == ["given", "given", "given"]


def test_every_rule_has_its_own() -> None:
    both = [*finding(A), *finding({"basic.law": "旧法"}, OTHER)]
    some = [
        Heard(submission="s1", findings=both, typed={RULE: WHY}),
        Heard(submission="s2", findings=both, typed={OTHER: "取消済み"}),
    ]
    found = [(one.submission, one.rule, one.origin, one.state) for one in explained("10001", some)]
    assert found == [
        ("s1", RULE, "typed", "given"),
        ("s2", RULE, "kept", "given"),
        ("s2", OTHER, "typed", "given"),
    ]
