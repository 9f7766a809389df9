"""The sheets that are measured: the shipped round of projects, varied by a seed, as many as are wanted.

Most are without an error; every ninth lacks an answer and every eleventh has a total that is not its parts,
so that findings cost what they cost in an office. Same seed, same sheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from xltool.api.filling import bind_form, load_data
from xltool.api.taking import one_record, take
from xltool.book import Assignment
from xltool.book.press import stamp_all
from xltool.campaign import Campaign
from xltool.campaign.identity import check_code
from xltool.form import Edition, Reference, Value, examples_folder
from xltool.report.files import make_folder, write_file
from xltool.report.roster import Contents, draw_roster, project_columns

__all__ = ["Corpus", "answer", "corpus", "make_round", "sheets", "write_books"]

_SEED = "xltool bench"
_DEPARTMENT = 20  # projects of one department
_PLACES = ("中央", "東", "西", "南", "北", "港", "緑", "栄", "旭", "泉", "川上", "本町")
_MISSING, _WRONG = 9, 11  # every so many sheets


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """What all sheets are varied from."""

    edition: Edition
    parameters: Mapping[str, float | str | None]
    reference: Mapping[str, Reference]
    seeds: tuple[Mapping[str, Value], ...]  # the shipped projects
    sentences: tuple[str, ...]  # of their prose


@cache
def corpus() -> Corpus:
    """The form and the projects of ``examples/round``."""
    folder = examples_folder() / "round"
    known = load_data(folder / "campaign.json")
    reference = {
        name: Reference(columns=tuple(sheet["columns"]), rows=tuple(tuple(row) for row in sheet["rows"]))
        for name, sheet in known["reference"].items()
    }
    own = bind_form(known["form"], known["year"], known["parameters"], reference)
    files = sorted((folder / "projects").glob("*.json"))
    seeds = tuple(take(own, one_record(load_data(file))).values for file in files)
    prose = (str(one[key]) for one in seeds for key in one if own.form.fields[key].type == "paragraph")
    sentences = dict.fromkeys(part.strip() for text in prose for part in text.replace("。", "\n").split("\n"))
    return Corpus(
        edition=own,
        parameters=known["parameters"],
        reference=reference,
        seeds=seeds,
        sentences=tuple(one for one in sentences if one),
    )


def sheets(count: int) -> Iterator[dict[str, Value]]:
    """The values of so many projects, numbered from 1."""
    one = corpus()
    for number in range(1, count + 1):
        yield _varied(one, number)


def _varied(one: Corpus, number: int) -> dict[str, Value]:
    rng = Random(f"{_SEED} {number}")  # noqa: S311 - the same sheets every time
    form = one.edition.form
    roles = form.identity
    values = dict(rng.choice(one.seeds))
    times = rng.randint(1, 9)
    for key, value in values.items():
        spec = form.fields[key]
        if spec.type == "amount" and isinstance(value, int | float) and ".unit_cost." not in key:
            values[key] = value * times  # all alike, so that sums stay sums
        elif spec.type == "paragraph" and isinstance(value, str):
            values[key] = _prose(one, rng)
    values[roles.project or ""] = f"{number:05}"
    values[roles.name or ""] = f"{values[roles.name or '']}（{rng.choice(_PLACES)}第{number}）"
    values[roles.department or ""] = f"第{(number - 1) // _DEPARTMENT + 1}課"
    answers = [key for key in values if not form.fields[key].locked]
    amounts = [key for key in answers if form.fields[key].type == "amount"]
    if number % _MISSING == 0:
        del values[rng.choice(answers)]
    elif number % _WRONG == 0 and amounts:  # a project with nothing to report has none
        values[rng.choice(amounts)] = 123
    return values


def _prose(one: Corpus, rng: Random) -> str:
    """Sentences of the shipped projects, none of them to the letter: nobody copies from a neighbour."""
    chosen = rng.sample(one.sentences, rng.randint(2, 4))
    return "\n".join(f"{rng.choice(_PLACES)}地区の{rng.randint(2, 999)}件：{each}。" for each in chosen)


def write_books(folder: Path, count: int, *, workers: int | None = None) -> list[Path]:
    """Workbooks with sheets as they come back, outside a round."""
    make_folder(folder)
    books = ([Assignment(values=one)] for one in sheets(count))
    paths = [folder / f"{number:05}.xlsx" for number in range(1, count + 1)]
    for path, data in zip(paths, stamp_all(corpus().edition, books, workers=workers), strict=True):
        write_file(path, data)
    return paths


def make_round(folder: Path, count: int) -> Campaign:
    """A campaign with so many projects, nothing distributed yet."""
    one = corpus()
    roles = one.edition.form.identity
    columns = {"#project": roles.project, "#name": roles.name, "#department": roles.department}
    keys = [column.key for column in project_columns(one.edition, "ja")]
    rows = [
        {key: value for key in keys if (value := values.get(columns.get(key) or key)) is not None}
        for values in sheets(count)
    ]
    names = dict.fromkeys(str(values[roles.department or ""]) for values in sheets(count))
    contents = Contents(
        edition=one.edition,
        rows=rows,
        departments=[(name, f"d{at:04}@example.lg.jp", None) for at, name in enumerate(names, start=1)],
        reference=one.reference,
        parameters=one.parameters,
    )
    make_folder(folder)
    write_file(folder / "roster.xlsx", draw_roster(contents))
    return Campaign.create(folder, form=one.edition.form.id, year=one.edition.year)


def answer(campaign: Campaign, count: int, *, workers: int | None = None) -> None:
    """Put into the inbox what the departments send back."""
    config, form = campaign.config, corpus().edition.form
    project = form.identity.project or ""

    def book(values: Mapping[str, Value]) -> list[Assignment]:
        code = check_code(config.campaign, form.id, config.year, str(values[project]), 1)
        return [Assignment(values=values, campaign=config.campaign, check=code)]

    books = map(book, sheets(count))
    drawn = campaign.roster.edition
    for number, data in enumerate(stamp_all(drawn, books, workers=workers), start=1):
        write_file(config.inbox / f"{number:05}.xlsx", data)
