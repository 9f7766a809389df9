"""What ``examples/`` is to show: the real sheet's five findings, and a round with instructive faults."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import xltool
from tests.templates.seed import FINDINGS, YEAR, seed_text, seed_values
from xltool.api.taking import one_record, take
from xltool.book import Assignment, Library, draw, read_file, stamp
from xltool.form import Edition, Reference, edition, examples_folder, find_form, form_ids
from xltool.rules import judge

if TYPE_CHECKING:
    from pathlib import Path

    from xltool.book import Blank
    from xltool.finding import Finding

SEED = examples_folder() / "seed" / "00832.json"
ROUND = examples_folder() / "round"
PROJECTS = sorted((ROUND / "projects").glob("*.json"))

# Project -> rule -> the first cells that it lists. What is not here is clean.
ROUND_FINDINGS: dict[str, dict[str, list[str]]] = {
    "10102": {"jimu-jigyo/budget_total": ["cost.budget[0]", "cost.direct[0]"]},
    "10103": {"jimu-jigyo/end_year_cost": ["cost.direct[+1]", "cost.direct[+2]"]},
    "20102": {
        "jimu-jigyo/reason_missing": ["item.achievement.comment", "item.economy.comment"],
        "jimu-jigyo/low_score": ["eval.first.grade", "item.achievement.score"],
    },
    "30101": {
        "XL205": ["eval.first.grade"],
        "XL202": ["activity.1.actual[-1]", "activity.2.target[+2]", "outcome.1.actual[-1]"],
        "XL212": ["basic.start_year", "cost.budget[0]", "cost.general[0]"],
    },
    "40101": {
        "jimu-jigyo/plan_actual_future": ["plan.actual[0]"],
        "jimu-jigyo/achievement_target": [
            "item.achievement.score",
            "activity.1.target[-1]",
            "activity.1.actual[-1]",
        ],
    },
    "40102": {
        "jimu-jigyo/private_boxes": ["private.possible", "private.impossible"],
        "jimu-jigyo/subsidy_without_grant": ["basic.funding", "cost.national[-1]", "cost.national[0]"],
        "jimu-jigyo/change_direct": ["cost.direct[0]"],
    },
}


def load(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def campaign() -> tuple[Edition, Blank]:
    own = load(ROUND / "campaign.json")
    reference = {
        name: Reference(columns=tuple(sheet["columns"]), rows=tuple(map(tuple, sheet["rows"])))
        for name, sheet in own["reference"].items()
    }
    of = edition(find_form(own["form"]), own["year"], own["parameters"], reference)
    return of, draw(of)


def returned(path: Path) -> tuple[Finding, ...]:
    """The findings in the workbook that comes back: filled in, with what was typed as text."""
    of, blank = campaign()
    data = load(path)
    workbook = stamp(blank, [Assignment(values=take(of, one_record(data)).values)])
    library = Library(reference=of.reference)
    if "typed" in data:
        cells = read_file(workbook, file=path.name, library=library).records[0].cells
        book = openpyxl.load_workbook(io.BytesIO(workbook))
        for key, text in data["typed"].items():
            book.worksheets[0][cells[key]].value = text
        saved = io.BytesIO()
        book.save(saved)
        workbook = saved.getvalue()
    reading = read_file(workbook, file=path.name, library=library)
    assert not reading.unread
    return judge(reading.records)


@pytest.mark.parametrize("path", PROJECTS, ids=lambda path: path.stem)
def test_each_project_of_the_round(path: Path) -> None:
    found = {f.id: [place.field for place in f.places] for f in returned(path)}
    expected = ROUND_FINDINGS.get(path.stem, {})
    assert {rule: fields[: len(expected.get(rule, fields))] for rule, fields in found.items()} == expected


def test_the_round_is_twelve_projects_of_four_departments() -> None:
    own = load(ROUND / "campaign.json")
    assert own["form"] in form_ids()
    assert own["year"] == 2026
    records = [load(path) for path in PROJECTS]
    assert len(records) == 12
    assert Counter(Counter(one["department"] for one in records).values()) == {3: 4}
    for path, one in zip(PROJECTS, records, strict=True):
        assert one["project"] == path.stem == one["values"]["header.code"]
        assert one["department"] == one["values"]["header.department"]
        assert (one["form"], one["year"], one["campaign"]) == (own["form"], own["year"], None)


def test_the_seed_example_gives_the_five_findings() -> None:
    of = edition(find_form("jimu-jigyo"), YEAR)
    workbook = stamp(draw(of), [Assignment(values=take(of, one_record(load(SEED))).values)])
    found = judge(read_file(workbook, file="00832.xlsx").records)
    assert {f.id: (f.severity, [p.field for p in f.places]) for f in found} == FINDINGS


def test_the_seed_example_keeps_the_figures_and_retells_the_prose() -> None:
    real = seed_values(seed_text())
    ours = load(SEED)["values"]
    computed = {key for key, one in find_form("jimu-jigyo").fields.items() if one.formula is not None}
    assert ours.keys() == real.keys() - computed
    retold = {key for key in ours if ours[key] != real[key]}
    fields = find_form("jimu-jigyo").fields
    assert {fields[key].type for key in retold} == {"paragraph"}
    assert all(key in retold for key in ours if fields[key].type == "paragraph" and len(str(real[key])) > 12)
    for key in retold:
        own, theirs = str(ours[key]), str(real[key])
        assert 0.6 < len(own) / len(theirs) < 1.5, key
        same = SequenceMatcher(None, own, theirs, autojunk=False).find_longest_match()
        assert same.size < 14, own[same.a : same.a + same.size]
    for written in ("planned", "actual"):
        assert len({ours[f"plan.{written}[{offset}]"] for offset in ("-1", "0", "+1", "+2")}) == 1


def parts(workbook: Path) -> list[tuple[str, bytes]]:
    """Names and contents in their order; how they are packed depends on the zlib at hand."""
    with zipfile.ZipFile(workbook) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def test_the_seed_s_workbook_is_made_again_byte_for_byte(tmp_path: Path) -> None:
    seed = examples_folder() / "seed"
    made = xltool.fill("jimu-jigyo", seed / "00832.json", tmp_path / "again.xlsx")
    assert parts(made) == parts(seed / "jimu-jigyo-00832.xlsx")
