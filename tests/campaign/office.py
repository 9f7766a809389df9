"""An invented office with any number of projects, and departments that fill sheets in."""

from __future__ import annotations

import contextlib
import datetime
import io
import sqlite3
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import openpyxl

from tests.faults.sheet import clean_sheet
from tests.faults.words import PLAN
from xltool.book import Assignment, Record, draw, read_file, stamp
from xltool.campaign import Access, Campaign

__all__ = ["YEAR", "Round", "filled", "make_round", "open_round", "refill"]

YEAR = 2026
JST = datetime.timezone(datetime.timedelta(hours=9))
WORDS = ("公園", "図書館", "道路", "橋りょう", "防災", "保育", "健診", "観光", "農道", "下水", "学校", "消防")
_HEADINGS = ("計画事業番号", "事務事業名", "担当部署", "期限")
_PLAN = (("章", "節", "施策"), *PLAN)
_blanks: dict[object, Any] = {}  # drawing one takes long, and every round of a test has the same


@dataclass
class Round:
    """A campaign on disk, and the day that it takes it to be."""

    campaign: Campaign
    day: list[datetime.datetime] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.campaign.folder

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    def on(self, month: int, day: int, hour: int = 9) -> Round:
        """Go to a day of the year."""
        self.day[:] = [datetime.datetime(YEAR, month, day, hour, tzinfo=JST)]
        return self

    def issued(self, project: str) -> Path:
        """The newest workbook that was issued for a project."""
        with contextlib.closing(sqlite3.connect(self.folder / ".xltool" / "ledger.sqlite")) as ledger:
            query = "SELECT file FROM issue WHERE project = ? ORDER BY number DESC"
            return self.folder / str(ledger.execute(query, (project,)).fetchone()[0])

    def states(self) -> dict[str, str]:
        return {one.project: one.state for one in self.campaign.status().standings}

    def drop(self, name: str, data: bytes) -> Path:
        """Put something into the inbox."""
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path


def make_round(
    folder: Path, *, projects: int = 12, departments: int = 4, config: str = "", deadline: str = "2026-07-31"
) -> Round:
    """A round of jimu-jigyo; numbers are 10001, 10002, …, dealt to the departments in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "inbox").mkdir()
    (folder / "campaign.yaml").write_text(
        f"form: jimu-jigyo\nyear: {YEAR}\ndeadline: {deadline}\n"
        f"office: {{name: 企画課, contact: 内線100, mail: kikaku@example.jp}}\n{config}",
        "utf-8",
    )
    write_roster(folder / "roster.xlsx", rows(projects, departments))
    return open_round(folder)


def open_round(folder: Path) -> Round:
    """A round that is there already, on its first day."""
    day: list[datetime.datetime] = []
    one = Round(Campaign(folder, access=Access(clock=lambda: day[0], wait=0)), day)
    return one.on(6, 1)


def rows(projects: int, departments: int) -> list[list[Any]]:
    names = [
        f"{WORDS[i % len(WORDS)]}{'部' if i % 2 else '局'}第{i // len(WORDS) + 1}課"
        for i in range(departments)
    ]
    return [
        [f"{10001 + i}", f"{WORDS[i % len(WORDS)]}整備事業（その{i + 1}）", names[i % departments], None]
        for i in range(projects)
    ]


def write_roster(path: Path, some: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "対象事業一覧"
    sheet.append(_HEADINGS)
    for row in some:
        sheet.append(row)
    people = book.create_sheet("部署")
    people.append(("部署", "メールアドレス", "担当者"))
    for i, name in enumerate(dict.fromkeys(row[2] for row in some), start=1):
        people.append((name, f"dep{i:02}@example.jp", f"担当{i}"))
    plan = book.create_sheet("総合計画")
    for line in _PLAN:
        plan.append(line)
    book.save(path)


def read_rows(path: Path) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(path)["対象事業一覧"]
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def filled(path: Path, seed: int = 1, **changes: Any) -> bytes:
    """The workbook of one project, filled in without a fault; then the changes (``__`` for ``.`` in ids)."""
    values = clean_sheet(Random(f"{path.name}:{seed}"), YEAR, due=True)
    values |= {key.replace("__", "."): value for key, value in changes.items()}
    return refill(path, values)


def refill(path: Path, values: Mapping[str, Any], explanations: Mapping[str, str] | None = None) -> bytes:
    """The workbook with other values in the cells that a department may type in; identity and locks stay."""
    (record,) = read_file(path, file=path.name).records
    fields = record.edition.form.fields
    typed = {key: value for key, value in values.items() if not fields[key].locked}
    kept = {key: value for key, value in record.values.items() if fields[key].formula is None}
    return stamp(
        _blank(record), [_assignment(record, {**kept, **typed}, explanations or record.explanations)]
    )


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip file with these files in it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def _assignment(record: Record, values: Mapping[str, Any], explanations: Mapping[str, str]) -> Assignment:
    return Assignment(
        values={key: value for key, value in values.items() if value is not None},
        campaign=record.campaign,
        issue=record.issue or 1,
        check=record.check,
        explanations=explanations,
    )


def _blank(record: Record) -> Any:
    own = record.edition
    key = (own.form.digest, own.year, tuple(sorted(own.parameters.items())), tuple(own.reference))
    if key not in _blanks:
        _blanks[key] = draw(own)
    return _blanks[key]
