"""Invented data for ``xltool init --sample``: the shipped round for its own form, else made from the form."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from xltool.api.filling import load_data
from xltool.api.taking import one_record, take
from xltool.form import Edition, Form, Reference, Value, edition, examples_folder
from xltool.report.roster import Contents, Listed, project_columns, reference_columns
from xltool.report.roster.examples import example_value
from xltool.text import Lang, Text

__all__ = ["OFFICE", "sample_contents"]

OFFICE: Mapping[str, Text] = {
    "name": Text("企画部企画課", "Planning Office"),
    "contact": Text("事業評価担当（内線1234）", "Evaluation desk (ext. 1234)"),
    "mail": Text("kikaku@example.lg.jp", "planning@example.org"),
}
_ROUND = "round"
_DEPARTMENTS = (
    Text("総務部総務課", "General Affairs"),
    Text("健康福祉部健康課", "Health"),
    Text("建設部都市整備課", "Urban Development"),
    Text("教育部学校教育課", "Schools"),
)
_NAMES = (
    Text("庁舎省エネルギー推進事業", "Town hall energy saving"),
    Text("職員研修事業", "Staff training"),
    Text("広報紙発行事業", "Town newsletter"),
    Text("健康診査事業", "Health check-ups"),
    Text("予防接種事業", "Vaccination"),
    Text("食育推進事業", "Healthy eating"),
    Text("公園再整備事業", "Park renewal"),
    Text("空き家対策事業", "Vacant houses"),
    Text("街路樹管理事業", "Street trees"),
    Text("学校図書充実事業", "School libraries"),
    Text("外国語指導助手配置事業", "Language assistants"),
    Text("通学路安全対策事業", "Safe ways to school"),
)
_LATER = datetime.timedelta(days=14)


def sample_contents(form: Form, year: int, lang: Lang, deadline: datetime.date) -> Contents:
    """Twelve projects of four departments."""
    known = load_data(examples_folder() / _ROUND / "campaign.json")
    shipped = known.get("form") == form.id and form.folder is not None
    return _of_round(form, year, lang, deadline, known) if shipped else _invented(form, year, lang, deadline)


def _of_round(
    form: Form, year: int, lang: Lang, deadline: datetime.date, known: Mapping[str, object]
) -> Contents:
    """The round in ``examples/``, with what an office knows of it before the sheets go out."""
    parameters = {
        str(key): float(value) if isinstance(value, int | float) else str(value)
        for key, value in dict(known["parameters"]).items()  # type: ignore[call-overload]
    }
    reference = {
        name: Reference(columns=tuple(sheet["columns"]), rows=tuple(tuple(row) for row in sheet["rows"]))
        for name, sheet in dict(known["reference"]).items()  # type: ignore[call-overload]
    }
    own = edition(form, year, parameters, reference)
    as_shipped = edition(form, int(str(known["year"])), parameters, reference)
    keys = [one.key for one in project_columns(own, lang)]
    files = sorted((examples_folder() / _ROUND / "projects").glob("*.json"))
    values = [take(as_shipped, one_record(load_data(file))).values for file in files]
    rows: list[dict[str, Listed]] = [
        {key: value for key in keys if (value := one.get(key)) is not None} for one in values
    ]
    rows[10]["#deadline"] = deadline + _LATER
    rows[2]["#previous"] = "10107"
    rows[2]["#memo"] = Text("道路維持管理事業との統合を検討中", "To be merged with road maintenance").pick(
        lang
    )
    names = dict.fromkeys(str(row[form.identity.department or ""]) for row in rows)
    return Contents(
        edition=own,
        lang=lang,
        rows=rows,
        departments=[
            (name, f"{mail}@example.lg.jp", Text("事業評価担当", "Evaluation desk").pick(lang))
            for name, mail in zip(names, ("doro", "hoiku", "gakushu", "kurashi"), strict=True)
        ],
        reference=reference,
        parameters=parameters,
    )


def _invented(form: Form, year: int, lang: Lang, deadline: datetime.date) -> Contents:
    """Plausible rows for a form that we know nothing of but its fields."""
    reference = {name: _table(columns) for name, columns in reference_columns(form).items()}
    own = edition(form, year, None, reference)
    words = form.language
    departments = [one.pick(words) for one in _DEPARTMENTS]
    rows: list[dict[str, Listed]] = []
    for i, name in enumerate(_NAMES):
        department = i // 3
        row: dict[str, Listed] = {}
        for column in project_columns(own, lang):
            one = column.field
            if column.key in ("#project", form.identity.project):
                row[column.key] = _number(own, department, i)
            elif column.key in ("#name", form.identity.name):
                row[column.key] = name.pick(words)
            elif column.key in ("#department", form.identity.department):
                row[column.key] = departments[department]
            elif one is not None and (value := example_value(own, one)) is not None:
                row[column.key] = value
        rows.append(row)
    rows[10]["#deadline"] = deadline + _LATER
    return Contents(
        edition=own,
        lang=lang,
        rows=rows,
        departments=[(name, f"office{i}@example.org", None) for i, name in enumerate(departments, start=1)],
        reference=reference,
    )


def _number(own: Edition, department: int, i: int) -> Value:
    one = own.form.fields.get(own.form.identity.project or "")
    width = one.length if one is not None and one.length else 4
    return f"{department + 1}{i % 3 + 1:02}"[-width:].zfill(width) if width >= 3 else str(i + 1).zfill(width)


def _table(columns: tuple[str, ...]) -> Reference:
    """Two entries in every column for each above it."""
    rows: list[tuple[str, ...]] = [()]
    for column in columns:
        rows = [
            (*row, f"{column}{'-'.join([*(one[-1] for one in row), str(n)])}") for row in rows for n in (1, 2)
        ]
    return Reference(columns=columns, rows=tuple(rows))
