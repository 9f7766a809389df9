"""Progress over collects: the findings of what counted after each of them, told by the ledger."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from click.testing import CliRunner

from tests.campaign.office import Round, filled, read_rows, write_roster
from xltool.cli import main

FAULT = {"cost.budget[0]": None}  # an error
DOUBT = {"plan.planned[0]": "今年度の計画", "plan.actual[0]": "年度の途中で実施した。"}  # a query


def none_to_some(office: Round) -> None:
    """Three come in, one is corrected and one comes anew, one is made worse and held, one is set aside."""
    for project, change in (("10001", FAULT), ("10002", {**FAULT, **DOUBT}), ("10003", {})):
        office.drop(f"a/{project}.xlsx", filled(office.issued(project), **change))
    office.on(6, 15).campaign.collect()
    office.on(6, 16).campaign.collect()  # nothing new: no moment
    office.campaign.give_back()
    office.drop("b/10001.xlsx", filled(office.issued("10001")))
    office.drop("b/10004.xlsx", filled(office.issued("10004"), **DOUBT))
    office.drop("b/10003.xlsx", filled(office.issued("10003"), seed=2, **FAULT))
    office.on(6, 22).campaign.collect()
    office.on(7, 1).campaign.collect(without=["b/10004.xlsx"])


def serious(office: Round) -> list[tuple[datetime.date, int, int]]:
    """Day, errors, queries; notes are in clean sheets too."""
    return [(when, counts["error"], counts["query"]) for when, counts in office.campaign.progress()]


def test_the_findings_after_every_collect(office: Round) -> None:
    none_to_some(office)
    assert serious(office) == [
        (datetime.date(2026, 6, 15), 2, 1),
        (datetime.date(2026, 6, 22), 1, 2),
        (datetime.date(2026, 7, 1), 1, 1),
    ]
    some = read_rows(office.folder / "roster.xlsx")
    write_roster(office.folder / "roster.xlsx", [row for row in some if row[0] != "10002"])
    assert [numbers for _, *numbers in serious(office)] == [[1, 0], [0, 1], [0, 0]]


def test_two_collects_of_the_only_day_are_told_apart(office: Round) -> None:
    assert office.campaign.progress() == ()
    for hour, project in ((9, "10001"), (15, "10002")):
        office.drop(f"{project}.xlsx", filled(office.issued(project), **FAULT))
        office.on(6, 15, hour).campaign.collect()
    moments = [(f"{when:%d %H}", counts["error"]) for when, counts in office.campaign.progress()]
    assert moments == [("15 09", 1), ("15 15", 2)]
    office.drop("10001.xlsx", filled(office.issued("10001")))
    office.on(6, 16).campaign.collect()
    assert [one[:2] for one in serious(office)] == [
        (datetime.date(2026, 6, 15), 2),
        (datetime.date(2026, 6, 16), 1),
    ]


def test_the_report_of_a_round_draws_it(office: Round, tmp_path: Path) -> None:
    none_to_some(office)

    def page(*words: str) -> str:
        out = tmp_path / "report.html"
        done = CliRunner().invoke(main, ["check", *words, "-o", str(out)])
        assert done.exit_code == 1, done.output
        return out.read_text("utf-8")

    titles = re.findall(r"<g><title>(.*?)・参考 \d</title>", page("-C", str(office.folder)))
    assert titles == [
        "2026-06-15: エラー 2・確認 1",
        "2026-06-22: エラー 1・確認 2",
        "2026-07-01: エラー 1・確認 1",
    ]
    assert "progress-head" not in page("-C", str(office.folder), "--phase", "all")
    assert "progress-head" not in page(str(office.inbox))


def test_a_round_without_findings_shows_how_it_came_to_that(office: Round, tmp_path: Path) -> None:
    office.drop("a.xlsx", filled(office.issued("10003"), **FAULT))
    office.on(6, 15).campaign.collect()
    office.drop("b.xlsx", filled(office.issued("10003")))
    office.on(6, 22).campaign.collect()
    out = tmp_path / "report.html"
    done = CliRunner().invoke(main, ["check", "-C", str(office.folder), "-o", str(out)])
    assert done.exit_code == 0, done.output
    text = out.read_text("utf-8")
    assert "headline good" in text
    assert "progress-head" in text
