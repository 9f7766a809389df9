"""``status`` and ``remind``: where every assignment stands, and who is asked for what."""

from __future__ import annotations

import datetime
import email
import email.policy

from tests.campaign.office import Round, filled, read_rows, refill, write_roster
from xltool.standing import STATES, Standing

FAULT = {"cost.budget[0]": None}
DOUBT = {"plan.planned[0]": "今年度の計画", "plan.actual[0]": "計画どおり開設している。"}
AFTER = datetime.date(2026, 8, 3)  # the deadline is the 31st of July


def standings(office: Round, as_of: datetime.date | None = None) -> dict[str, Standing]:
    return {one.project: one for one in office.campaign.status(as_of=as_of).standings}


def wave(office: Round) -> None:
    """One project for every state that departments bring about."""
    office.drop("1.xlsx", filled(office.issued("10001")))
    office.drop("2.xlsx", filled(office.issued("10002"), **FAULT))
    office.drop("3.xlsx", filled(office.issued("10003"), **DOUBT))
    office.drop("4.xlsx", office.issued("10004").read_bytes())
    office.drop("5.xlsx", filled(office.issued("10005"), **{"header.nothing": True}))
    office.drop("6.xlsx", filled(office.issued("10006"), header__phone="内線1"))
    office.drop("6'.xlsx", filled(office.issued("10006"), header__phone="内線2"))
    late = filled(office.issued("10007"))
    rows = read_rows(office.folder / "roster.xlsx")
    rows = [row for row in rows if row[0] != "10007"]
    rows.append(["10099", "追加事業", rows[0][2], None])
    rows[6][3] = "2026-08-31"  # 10008
    write_roster(office.folder / "roster.xlsx", rows)
    office.drop("7.xlsx", late)
    office.campaign.collect()


def test_every_state_and_its_facts(office: Round) -> None:
    wave(office)
    found = standings(office)
    assert {project: one.state for project, one in found.items()} == {
        "10001": "accepted",
        "10002": "errors",
        "10003": "queries",
        "10004": "untouched",
        "10005": "not_applicable",
        "10006": "sent",
        **dict.fromkeys(("10008", "10009", "10010", "10011", "10012"), "sent"),
        "10099": "not_sent",
        "10007": "withdrawn",
    }
    assert list(found)[-2:] == ["10099", "10007"]  # roster order, withdrawn ones last
    summary = office.campaign.status().summary
    assert tuple(summary) == tuple(STATES)
    assert sum(summary.values()) == len(found)
    assert found["10002"].findings.error == 1
    assert found["10003"].findings.query == 1
    assert (found["10001"].file, found["10001"].received_at) == ("inbox/1.xlsx", "2026-06-15T09:00:00+09:00")
    assert (found["10006"].conflict, found["10006"].submission) == (True, None)
    assert [one.issue for one in (found["10001"], found["10099"])] == [1, None]


def test_overdue_is_what_departments_owe_after_their_own_deadline(office: Round) -> None:
    wave(office)
    last = datetime.date(2026, 7, 31)
    assert not [one for one in standings(office, last).values() if one.overdue]
    late = {project for project, one in standings(office, AFTER).items() if one.overdue}
    assert late == {
        *("10002", "10003", "10004", "10006"),
        *("10009", "10010", "10011", "10012"),
    }
    assert standings(office, datetime.date(2026, 9, 1))["10008"].overdue


def test_a_query_that_is_explained_is_accepted(office: Round) -> None:
    asked = office.drop("a.xlsx", filled(office.issued("10001"), **DOUBT))
    office.campaign.collect()
    assert office.states()["10001"] == "queries"
    (finding,) = (one for one in office.campaign.records().judge() if one.severity == "query")
    asked.write_bytes(refill(asked, {}, {finding.id: "年度内に完了したため。"}))
    office.on(6, 16).campaign.collect()
    one = standings(office)["10001"]
    assert (one.state, one.findings.query, one.explained) == ("accepted", 1, 1)


def test_frames_for_notebooks(office: Round) -> None:
    wave(office)
    frame = office.campaign.status(as_of=AFTER).frame()
    assert len(frame) == 13
    assert {"project", "state", "overdue", "error", "query", "note"} <= set(frame.columns)
    assert frame.set_index("project").loc["10002", "error"] == 1


def test_looking_writes_nothing(office: Round) -> None:
    wave(office)
    ledger = office.folder / ".xltool" / "ledger.sqlite"
    before = (ledger.read_bytes(), ledger.stat().st_mtime_ns, sorted((office.folder / ".xltool").iterdir()))
    office.campaign.status()
    office.campaign.history("10001")
    office.campaign.doctor()
    office.campaign.distribute(dry_run=True)
    after = (ledger.read_bytes(), ledger.stat().st_mtime_ns, sorted((office.folder / ".xltool").iterdir()))
    assert after == before


def test_reminders_ask_for_exactly_what_is_owed(office: Round) -> None:
    wave(office)
    assert office.campaign.remind(days=7).reminders == ()  # too early
    assert not (office.folder / "reminders").exists()
    done = office.on(8, 3).campaign.remind(days=0)
    asked = {one.project for reminder in done.reminders for one in reminder.standings}
    assert asked == {"10002", "10003", "10004", "10009", "10010", "10011", "10012"}  # a conflict is ours
    for reminder in done.reminders:
        text, draft = (office.folder / name for name in sorted(reminder.files, reverse=True))
        body = text.read_text("utf-8-sig")
        assert all(one.project in body for one in reminder.standings)
        assert not any(project in body for project in asked - {one.project for one in reminder.standings})
        message = email.message_from_bytes(draft.read_bytes(), policy=email.policy.default)
        assert message["X-Unsent"] == "1"
        assert message["To"]
        assert body.startswith(f"件名: {message['Subject']}")
    assert "必ず記入する欄が1か所、空欄です" in "".join(
        path.read_text("utf-8-sig") for path in office.folder.glob("reminders/2026-08-03/*.txt")
    )
    soon = office.campaign.remind(days=28)
    assert "10008" in {one.project for reminder in soon.reminders for one in reminder.standings}
    assert office.campaign.history("10009").steps[-1].kind == "reminded"
