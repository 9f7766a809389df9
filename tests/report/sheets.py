"""Records built in memory for the tests of reports: no workbook is read."""

from __future__ import annotations

import random
from typing import Any

from xltool.book.record import Record
from xltool.finding import Finding, Place
from xltool.form import Edition, edition, find_form
from xltool.text import Text

DEPARTMENTS = ("総務部行政管理課", "福祉部子育て支援課", "建設部道路課", "教育部生涯学習課")
PROSE = "地域の防災力を高めるため、自主防災組織の育成と訓練を行う。\n○訓練の実施\n○資機材の整備"


def jimu(year: int = 2017) -> Edition:
    return edition(find_form("jimu-jigyo"), year)


def record(own: Edition, number: int = 1, **values: Any) -> Record:
    """A sheet that holds exactly these values."""
    full = {key: values.get(key) for key in own.form.fields}
    return Record(
        file=f"{number:05d}.xlsx",
        sheet="評価シート",
        edition=own,
        project=full.get("header.code") or f"{number:05d}",
        department=full.get("header.department"),
        values=full,
        raw={key: str(value) for key, value in full.items() if value is not None},
        cells={key: f"C{row}" for row, key in enumerate(own.form.fields, start=5)},
        located=dict.fromkeys(own.form.fields, "book-name"),
    )


def any_record(own: Edition, number: int, rng: random.Random) -> Record:
    """A sheet with something of its type in nearly every field."""
    values: dict[str, Any] = {}
    for one in own.form.fields.values():
        options = own.options(one)
        if one.is_box:
            values[one.id] = rng.random() < 0.3
        elif one.type == "score":
            values[one.id] = rng.choice([1, 2, 3])
        elif one.choices and options:
            values[one.id] = rng.choice([code for code, _ in options])
        elif one.type in ("amount", "integer"):
            values[one.id] = rng.randrange(0, 90000)
        elif one.type in ("decimal", "percent"):
            values[one.id] = rng.choice([None, round(rng.random() * 100, 1), *one.also])
        elif one.type == "fiscal_year":
            values[one.id] = rng.choice([2003, 2017, 2020])
        elif one.type == "paragraph":
            values[one.id] = PROSE * rng.randrange(1, 4)
        else:
            values[one.id] = f"項目{number}"
    values.update(
        {
            "header.code": f"{number * 7:05d}",
            "header.name": f"第{number}事業（試験）",
            "header.department": rng.choice(DEPARTMENTS),
            "header.phone": "内線3504",
        }
    )
    return record(own, number, **{key: value for key, value in values.items() if key in own.form.fields})


def finding(one: Record, severity: str = "error", rule: str = "XL201", field: str = "basic.law") -> Finding:
    return Finding(
        id=rule,
        severity=severity,  # type: ignore[arg-type]
        message=Text("「根拠法令等」が空欄です。", "'Legal basis' is empty."),
        remedy=Text("根拠となる法令等を記入してください。", "Please fill it in."),
        file=one.file,
        project=one.project,
        department=one.department,
        places=(Place(sheet=one.sheet, cell="C7", field=field, value=None),),
    )
