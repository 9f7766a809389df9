"""Pictures of a master workbook for the README: a round of 400 invented projects, half decided.

``master.png`` is the top of 概要; ``master-sheets.png`` has the grades in 一覧 beside a project's 個票.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

from PIL import Image, ImageChops

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from tests.faults.city import make_city  # noqa: E402
from tests.oracle import to_pdf, to_png  # noqa: E402
from tests.report.printing import only  # noqa: E402
from xltool.book import Record  # noqa: E402
from xltool.book.recompute import recompute  # noqa: E402
from xltool.finding import Finding  # noqa: E402
from xltool.report.blocks import whole  # noqa: E402
from xltool.report.master import write_master  # noqa: E402
from xltool.report.master.matter import Explanation, Matter, Slot  # noqa: E402
from xltool.rules import judge_all  # noqa: E402
from xltool.standing import Counts, Standing, State  # noqa: E402

QUERY = "jimu-jigyo/plan_actual_future"
REFORM = ("要検討", "見直し", "統合")
RNG = Random(8)  # noqa: S311 - which grades there are is no secret


def sheet(one: Record, at: int) -> Record:
    """As the department sent it, with what the committee has decided so far."""
    values = {key: value for key, value in one.values.items() if not key.startswith("eval.second.")}
    first = values.get("eval.first.grade")
    if at % 25 == 3 and not values.get("header.nothing"):
        values["cost.budget[0]"] = None
    if at % 25 == 7 and not values.get("header.nothing"):
        values |= {"plan.planned[0]": "今年度の計画", "plan.actual[0]": "計画どおり開設している。"}
    if first and at % 4:
        grade = first if RNG.random() < 0.75 else RNG.choice(("現状継続", *REFORM))
        values["eval.second.grade"] = grade
        if grade in REFORM or grade != first:
            values["eval.second.direction"] = "予算編成までに、実施方法と効果を整理すること。"
    issued = {key: value for key, value in one.issued.items() if not key.startswith("eval.second.")}
    return replace(one, values={**dict.fromkeys(one.values), **values}, issued=issued)


def standing(one: Record, found: Counter[str], number: int) -> Standing:
    state: State = "accepted"
    if one.values.get("header.nothing"):
        state = "not_applicable"
    elif found["error"]:
        state = "given_back" if number % 2 else "errors"
    elif found["query"]:
        state = "given_back" if number % 3 else "queries"
    return Standing(
        project=str(one.project),
        name=str(one.values["header.name"]),
        department=one.department or "",
        state=state,
        overdue=state in ("errors", "queries") and number % 2 == 0,
        issue=1,
        file=one.file,
        received_at="2026-07-20T10:11:00+09:00",
        findings=Counts(error=found["error"], query=found["query"], note=found["note"]),
    )


def explanation(one: Finding, number: int) -> Explanation:
    return Explanation(
        project=one.project or "",
        department=one.department or "",
        rule=one.id,
        text="四月に開設を終えたため。",
        state="accepted" if number % 2 else "given",
        values={place.field or "": place.value or "" for place in one.places},
    )


def matter() -> Matter:
    city = make_city("readme", 2026, 400)
    records = recompute(sheet(one, at) for at, one in enumerate(city.records()))
    sent = records[:380]
    findings = judge_all(sent, settings=city.settings, previous=city.previous())
    counts: dict[str | None, Counter[str]] = {}
    for one in findings:
        counts.setdefault(one.project, Counter())[one.severity] += 1
    back = [standing(one, counts.get(one.project, Counter()), n) for n, one in enumerate(sent)]
    due = [
        replace(standing(one, Counter(), 1), state="sent", file=None, received_at=None, overdue=True)
        for one in records[380:]
    ]
    said = [explanation(one, n) for n, one in enumerate([f for f in findings if f.id == QUERY][:12])]
    verdicts = {
        Slot("explanations", f"{one.project}|{one.rule}", "verdict"): "accept"
        for one in said
        if one.state == "accepted"
    }
    return Matter(
        blocks=whole(sent, findings),
        files=len(sent),
        campaign="jimu-jigyo-2026",
        as_of="2026-08-03T09:00:00+09:00",
        standings=(*back, *due),
        explanations=tuple(said),
        edits=verdicts,
        previous=city.previous(),
    )


def trimmed(path: Path, foot: float) -> Image.Image:
    """A page without its margins, its header and its footer."""
    image = Image.open(path).convert("RGB")
    head = 0.045 if image.width > image.height else 0  # 個票 has no header
    image = image.crop((0, int(image.height * head), image.width, int(image.height * (1 - foot))))
    box = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    left, top, right, bottom = box or (0, 0, image.width, image.height)
    return image.crop((max(0, left - 12), max(0, top - 12), right + 12, bottom + 12))


def graded(pdf: Path) -> int:
    """The page of 一覧 on which the committee's grades are."""
    program = shutil.which("pdftotext") or "pdftotext"
    said = subprocess.run([program, str(pdf), "-"], check=True, capture_output=True, text=True)  # noqa: S603
    texts = said.stdout.split("\f")
    return next(at for at, text in enumerate(texts) if "一覧" in text and "2次評価の方向性" in text)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        book = write_master(home / "master.xlsx", matter())
        shown = only(book, home / "shown.xlsx", "概要", "一覧", "個票", rows=13)
        (pdf,) = to_pdf([shown], home / "pdf")
        pages = to_png(pdf, home / "pdf", dpi=96)
        trimmed(pages[0], 0.07).quantize(160).save(HERE / "master.png", optimize=True)
        grades, view = trimmed(pages[graded(pdf)], 0.07), trimmed(pages[-1], 0.07)
        view = view.resize((round(view.width * grades.height / view.height), grades.height))
        both = Image.new("RGB", (grades.width + view.width + 24, grades.height), "white")
        both.paste(grades, (0, 0))
        both.paste(view, (grades.width + 24, 0))
        both.quantize(160).save(HERE / "master-sheets.png", optimize=True)


if __name__ == "__main__":
    main()
