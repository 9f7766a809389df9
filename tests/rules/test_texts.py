"""What rules say about themselves, and that the registry is what lies on the disk."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.rules.sheets import FORM
from xltool.errors import CannotWork
from xltool.finding import SEVERITIES
from xltool.rules import builtin, catalogue, explain
from xltool.rules.builtin import BUILTIN

if TYPE_CHECKING:
    from xltool.rules.rule import Builtin

JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
TEXTS = ("title", "message", "why", "remedy", "bad", "good")


def test_ids_are_unique_and_in_order() -> None:
    ids = [rule.id for rule in BUILTIN]
    assert ids == sorted(set(ids))
    assert all(re.fullmatch("XL[0-4][0-9]{2}", one) for one in ids)


def test_the_registry_holds_every_module() -> None:
    folder = Path(builtin.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "facts"}
    assert len(modules) == len(BUILTIN)
    for rule in BUILTIN:
        named = [m for m in modules if f'id="{rule.id}"' in (folder / f"{m}.py").read_text(encoding="utf-8")]
        assert len(named) == 1, rule.id
        assert (folder / f"{named[0]}.py").read_text(encoding="utf-8").startswith(f'"""{rule.id}: ')


@pytest.mark.parametrize("rule", BUILTIN, ids=lambda rule: rule.id)
def test_texts_are_whole_in_both_languages(rule: Builtin) -> None:
    assert rule.severity in SEVERITIES
    for name in TEXTS:
        text = getattr(rule, name)
        assert text.ja and text.en, name
        if text.ja != "{items}":
            assert JAPANESE.search(text.ja), name
            assert not JAPANESE.search(text.en) or name == "bad", name
        for words in (text.ja, text.en):
            assert set(re.findall(r"\{(.*?)\}", words)) <= (
                {"items", "count"} if name == "message" else set()
            )
    assert "{items}" in rule.message.ja and "{items}" in rule.message.en
    for name in ("why", "remedy"):
        assert getattr(rule, name).ja.endswith("。") and getattr(rule, name).en.endswith("."), name


def test_exactly_one_way_to_check() -> None:
    for rule in BUILTIN:
        ways = (rule.sheets, rule.within, rule.across, rule.files)
        assert sum(way is not None for way in ways) == (0 if rule.id == "XL001" else 1)


def test_explain_a_built_in_rule() -> None:
    told = explain("xl201")
    assert (told.id, told.severity) == ("XL201", "error")
    assert (
        told.title.ja == "必須項目の空欄" and told.why.en and told.remedy.ja and told.bad.ja and told.good.en
    )


def test_explain_a_forms_rule() -> None:
    told = explain("quarterly-review/weights")
    assert told.title.en == "Weights add up to 100" and told.fails == {"kpi.1.weight": 50}
    assert explain("probe/end_cost", FORM).severity == "query"


def test_explain_an_office_s_rule() -> None:
    rule = replace(FORM.rules[0], id="office/own")
    assert explain("office/own", office=[rule]).severity == "query"
    with pytest.raises(CannotWork, match="did you mean 'office/own'"):
        explain("office/owm", office=[rule])


def test_thresholds_have_a_default_in_their_range_and_a_line_in_each_language() -> None:
    told = {one.name: one for one in explain("XL415").thresholds}
    assert told["threshold"].default == 0.8
    for one in (threshold for rule in BUILTIN for threshold in rule.thresholds):
        assert one.least <= one.default <= (one.default if one.most is None else one.most)
        assert JAPANESE.search(one.about.ja) and not JAPANESE.search(one.about.en)
        assert "\n" not in one.about.ja + one.about.en


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [("XL2011", "XL201"), ("quarterly-review/weight", "quarterly-review/weights"), ("nonsense", "XL201")],
)
def test_unknown_rules_say_what_was_meant(wrong: str, hint: str) -> None:
    with pytest.raises(CannotWork) as caught:
        explain(wrong)
    assert hint in caught.value.say("ja") and hint in caught.value.say("en")


def test_the_catalogue_lists_all() -> None:
    listed = [one.id for one in catalogue(FORM)]
    assert listed[: len(BUILTIN)] == [rule.id for rule in BUILTIN]
    assert listed[len(BUILTIN) :] == ["probe/end_cost", "probe/named", "probe/committee_grade"]
