"""``carry``: which cell of last year's record a field repeats."""

from __future__ import annotations

from dataclasses import replace

from xltool.form.draft import Draft
from xltool.form.model import NUMERIC, Field, FieldType, Form, field_id, split_id
from xltool.form.source import hint
from xltool.text import Text

__all__ = ["carried"]

_KINDS: dict[FieldType, str] = {"text": "text", "paragraph": "text", "code": "text", "phone": "text"}


def carried(draft: Draft) -> Form:
    """The form with every ``carry`` as a field id: of a column, the same fiscal year's column a year ago.

    Last year's base year was one less, so this year's ``[0]`` stood in ``[+1]``; what had no column then is
    not carried.
    """
    form = draft.form
    fields = {
        key: replace(one, carry=_source(one, one.carry, draft)) if one.carry else one
        for key, one in form.fields.items()
    }
    return replace(form, fields=fields)


def _source(one: Field, wanted: str, draft: Draft) -> str | None:
    fields, rows = draft.form.fields, draft.form.rows_of
    name = wanted.partition("[")[0]
    source = fields.get(wanted) or (rows[name][0] if name in rows else None)
    problem: Text | None = None
    if source is None:
        if not draft.problems.torn:
            advice = hint(
                name, rows, Text("様式にある id を書いてください。", "give the id of a field of this form.")
            )
            problem = Text(
                f"carry の「{wanted}」という項目はありません。{advice.ja}",
                f"carry names '{wanted}', which is no field; {advice.en}",
            )
    elif one.offset is None:
        problem = _without_column(wanted, fields, source)
    elif source.offset is None or wanted != name:
        problem = Text(
            f"「{one.row}」には年度の列があるので、carry には列を書かずに、"
            "年度の列のある行の id を書いてください"
            f"（同じ年度の列が引き継がれます。「{wanted}」は使えません）。",
            f"'{one.row}' has year columns: its carry names a row with columns, without brackets "
            f"(each column repeats the same fiscal year); '{wanted}' is none.",
        )
    if problem is None and source is not None and _kind(one) not in (_kind(source), "text"):
        problem = Text(
            f"carry の「{wanted}」は {source.type} 型で、「{one.row}」の {one.type} 型に引き継げません。",
            f"carry takes '{wanted}' of type {source.type} into '{one.row}' of type {one.type}.",
        )
    if problem is not None:
        draft.problems.add(draft.at(one, "carry"), problem.ja, problem.en)
        return None
    if one.offset is None:
        return wanted
    last_year = field_id(name, one.offset + 1)
    return last_year if last_year in fields else None


def _without_column(wanted: str, fields: dict[str, Field], source: Field) -> Text | None:
    if wanted in fields:
        return None
    if source.offset is None:
        return Text(
            f"carry の「{wanted}」には年度の列がありません。[ ] を外してください。",
            f"carry names '{wanted}', but '{source.row}' has no year columns; leave out the brackets.",
        )
    example = field_id(source.row, split_id(source.id)[1])
    return Text(
        f"carry の「{wanted}」はどの年度の列か分かりません。「{example}」のように書いてください。",
        f"carry names '{wanted}', which has several columns; say which one, such as '{example}'.",
    )


def _kind(one: Field) -> str:
    if one.type in NUMERIC:
        return "number"
    return "box" if one.is_box else _KINDS.get(one.type, one.type)
