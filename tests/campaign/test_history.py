"""``history``: everything that happened to one project, with what changed in between."""

from __future__ import annotations

import pytest

from tests.campaign.office import Round, filled, read_rows, refill, write_roster
from xltool.errors import CannotWork

DOUBT = {"plan.planned[0]": "今年度の計画", "plan.actual[0]": "計画どおり開設している。"}


def test_what_changed_between_two_submissions_field_by_field(office: Round) -> None:
    first = office.drop("a.xlsx", filled(office.issued("10001"), **{"cost.budget[0]": None}))
    office.campaign.collect()
    better = {"cost.budget[0]": 1200, "header.phone": "内線77", "basic.law": "一行目\n二行目"}
    second = refill(first, better)
    office.on(6, 20).drop("b.xlsx", second)
    office.campaign.collect()
    one, two = office.campaign.history("10001").steps_of("received")
    assert one.changes == ()
    assert [heard.id for heard in one.came if heard.severity == "error"] == ["XL201"]
    told = {change.field: (change.old, change.new) for change in two.changes}
    assert set(told) == {"cost.budget[0]", "header.phone", "basic.law"}
    assert told["cost.budget[0]"] == ("", "1,200")
    assert told["basic.law"][1] == "一行目\n二行目"
    assert all(change.sheet and change.cell and change.label for change in two.changes)
    assert "XL201" in [heard.id for heard in two.went]
    assert (one.file, two.file) == ("inbox/a.xlsx", "inbox/b.xlsx")
    assert (one.at[:10], two.at[:10]) == ("2026-06-15", "2026-06-20")
    assert {"field", "old", "new", "cell"} <= set(office.campaign.history("10001").frame().columns)


def test_an_explanation_is_a_change_and_a_step(office: Round) -> None:
    path = office.drop("a.xlsx", filled(office.issued("10001"), **DOUBT))
    office.campaign.collect()
    (rule,) = (one.id for one in office.campaign.records().judge() if one.severity == "query")
    office.drop("b.xlsx", refill(path, {}, {rule: "年度内に完了したため。"}))
    office.on(6, 20).campaign.collect()
    history = office.campaign.history("10001")
    (change,) = history.steps_of("received")[-1].changes
    assert (change.field, change.old, change.new) == (rule, "", "年度内に完了したため。")
    assert history.standing.state == "accepted"


def test_the_roster_in_the_story(office: Round) -> None:
    some = read_rows(office.folder / "roster.xlsx")
    office.drop("a.xlsx", filled(office.issued("10001"), **{"cost.budget[0]": None}))
    office.campaign.collect()
    write_roster(office.folder / "roster.xlsx", [["10001", "改名", "道路局第1課", "2026-08-31"], *some[1:]])
    office.on(6, 20).campaign.distribute()
    write_roster(office.folder / "roster.xlsx", some[1:])
    office.on(6, 21).campaign.distribute()
    write_roster(office.folder / "roster.xlsx", some)
    office.on(6, 22).campaign.collect()
    steps = office.campaign.history("10001").steps
    assert [step.kind for step in steps] == [
        *("added", "issued", "received"),
        *("moved", "moved", "moved", "issued"),  # department, name, deadline
        *("withdrawn", "readmitted", "moved", "moved", "moved"),
    ]
    said = [step.text.ja for step in steps]
    assert "担当部署が 公園局第1課 から 道路局第1課 に変わりました" in said
    assert "期限が （なし） から 2026-08-31 に変わりました" in said
    assert "第2号を作成しました（道路局第1課）" in said
    assert [step.issue for step in steps if step.kind == "issued"] == [1, 2]
    assert all(step.who and step.at for step in steps)
    assert sorted(step.at for step in steps) == [step.at for step in steps]


def test_after_a_lost_ledger_the_story_begins_with_what_lay_in_the_outbox(office: Round) -> None:
    import shutil

    shutil.rmtree(office.folder / ".xltool")
    office.campaign.collect()
    steps = office.campaign.history("10001").steps
    assert [step.kind for step in steps] == ["added", "issued"]
    assert steps[1].text.ja == "outbox にあったため、第1号を配布済みとして記録しました（公園局第1課）"


def test_a_number_that_nobody_knows(office: Round) -> None:
    with pytest.raises(CannotWork) as caught:
        office.campaign.history("1001")
    assert caught.value.say("ja").startswith("「1001」は対象事業一覧にも台帳にもありません。「")
    assert "ではありませんか" in caught.value.say("ja")
    assert office.campaign.history("10012").standing.state == "sent"
