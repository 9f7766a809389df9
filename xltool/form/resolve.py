"""What a name in a formula means: a field, several of them, a parameter, a year.

Spelling (documented in README, "Formulas and rules"):

``cost.total[0]``                 one field
``cost.total``                    the same column as the cell or the instance of ``each``
``cost.national:cost.general``    all rows between the two, in that column (``[0]`` on both for a fixed one)
``cost.total[*]``                 every column of a row
``activity.*.target[0]``          every instance
``activity.target``               inside ``each: activity`` or the repeat itself: this instance
``year``, ``base_year``           western fiscal year of the column, of the sheet
``item``                          inside ``each: item``: which one it is, as a text ("improvement")
``population``, ``population[0]`` a parameter of the campaign
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xltool.errors import CannotWork
from xltool.form.model import Field, Form, Parameter, field_id
from xltool.form.source import hint
from xltool.formula import Area, Const, Name, Range
from xltool.text import Text

__all__ = ["Instance", "NoColumn", "UnknownName", "resolve", "unknown"]


class UnknownName(CannotWork):
    """A formula names something that the form does not have."""


class NoColumn(Exception):  # noqa: N818 - it reads as what it means
    """A row has no cell in the column looked at, as with PREV before the first one. Its text is the id."""


@dataclass(frozen=True, kw_only=True)
class Instance:
    """One repetition of a rule, or the place of a field that computes something."""

    offset: int | None = None
    scope: str | None = None  # activity
    child: str | None = None  # 3


def resolve(
    form: Form,
    reference: Name | Range,
    here: Instance,
    *,
    shift: int = 0,
    year: int | None = None,
    parameters: Mapping[str, float | str | None] | None = None,
) -> Const | Area:
    """What ``reference`` means at ``here``; ``shift`` is -1 inside PREV.

    ``year`` is the base year and ``parameters`` the campaign's values (``population[0]`` or ``population``);
    left out, their constants are 0: enough to check that every name is known. Raises UnknownName, NoColumn.
    """
    if isinstance(reference, Range):
        return _range(form, reference, here, shift)
    path = ".".join(reference.path)
    if path in ("year", "base_year"):
        if reference.offset is not None:
            raise UnknownName(
                Text(
                    f"「{path}」に [ ] は付けられません。year-1 のように計算してください。",
                    f"'{path}' takes no brackets; calculate, as in year-1.",
                )
            )
        offset = (here.offset or 0) + shift if path == "year" else 0
        return Const(value=float((year or 0) + offset))
    if path == here.scope and here.child is not None and path not in form.rows_of:
        return Const(value=here.child)
    rows = _rows(form, reference.path, here)
    if not rows:
        if path in form.parameters:
            return _parameter(form.parameters[path], reference, here, shift, parameters)
        known = set(form.rows_of) | set(form.parameters) | {"year", "base_year"}
        raise UnknownName(unknown(path, known))
    cells = [_columns(form.rows_of[row], reference, here, shift) for row in rows]
    if len({tuple(f.offset for f in row) for row in cells}) > 1:
        raise UnknownName(
            Text(
                f"「{reference}」に当たる行は年度の列が違うので、まとめて使えません。",
                f"The rows of '{reference}' have different columns and cannot be taken together.",
            )
        )
    return Area(rows=tuple(tuple(f.id for f in row) for row in cells))


def _rows(form: Form, path: tuple[str, ...], here: Instance) -> list[str]:
    """Row ids that a path means: as written, or with the children put in of the instances around."""
    spellings = [path]
    for scope, child in _around(form, here):
        if spellings[-1][: len(scope)] == scope:
            spellings.append((*scope, child, *spellings[-1][len(scope) :]))
    if "*" not in path:
        return next(([row] for row in map(".".join, spellings) if row in form.rows_of), [])
    split = {row: row.split(".") for row in form.rows_of}
    for pattern in reversed(spellings):  # a wildcard inside an instance means that instance's parts
        found = [row for row, parts in split.items() if _matches(parts, pattern)]
        if found:
            return found
    return []


def _around(form: Form, here: Instance) -> Iterator[tuple[tuple[str, ...], str]]:
    """The prefix and the child of every repetition that ``here`` stands in, outermost first."""
    if here.scope is None or here.child is None:
        return
    parts = tuple(here.scope.split("."))
    for depth in range(1, len(parts)):
        if ".".join(parts[:depth]) in form.repeats:
            yield parts[:depth], parts[depth]
    yield parts, here.child


def _matches(parts: list[str], pattern: tuple[str, ...]) -> bool:
    return len(parts) == len(pattern) and all(
        want in ("*", part) for part, want in zip(parts, pattern, strict=True)
    )


def _columns(fields: tuple[Field, ...], name: Name, here: Instance, shift: int) -> tuple[Field, ...]:
    row = fields[0].row
    if fields[0].offset is None:
        if name.offset is not None:
            raise UnknownName(
                Text(
                    f"「{row}」には年度の列がありません。[ ] を外してください。",
                    f"'{row}' has no year columns; leave out the brackets.",
                )
            )
        return fields
    if name.offset == "*":
        return fields
    offset = here.offset if name.offset is None else name.offset
    if offset is None:
        raise UnknownName(
            Text(
                f"「{row}」はどの年度の列か書いてください（例: {row}[0]、全部なら {row}[*]）。",
                f"Say which column of '{row}' is meant: {row}[0], or {row}[*] for all.",
            )
        )
    found = tuple(f for f in fields if f.offset == offset + shift)
    if not found:
        if shift or name.offset is None:
            raise NoColumn(field_id(row, offset + shift))
        raise UnknownName(
            Text(
                f"「{field_id(row, offset)}」という年度の列はありません（あるのは "
                f"{'、'.join(f.id for f in fields)}）。",
                f"There is no column '{field_id(row, offset)}' ({', '.join(f.id for f in fields)}).",
            )
        )
    return found


def _range(form: Form, reference: Range, here: Instance, shift: int) -> Area:
    """Rows between two ends in printed order, limited to the ends' columns."""
    start = _end(form, reference.first, here, shift)
    end = _end(form, reference.last, here, shift)
    order = list(form.rows_of)
    first, last = sorted((order.index(start[0].row), order.index(end[0].row)))
    if form.blocks.get(start[0].id) != form.blocks.get(end[0].id):
        raise UnknownName(
            Text(
                f"「{reference}」の両端が別のブロックにあります。同じ表の行にしてください。",
                f"The ends of '{reference}' stand in different sections; both must be rows of one table.",
            )
        )
    numbers = [f.offset for f in (*start, *end) if f.offset is not None]
    wanted: set[int | None] = set(range(min(numbers), max(numbers) + 1)) if numbers else {None}
    rows = [[f for f in form.rows_of[row] if f.offset in wanted] for row in order[first : last + 1]]
    if any({f.offset for f in row} != wanted for row in rows):
        lacking = next(
            row for row in order[first : last + 1] if {f.offset for f in form.rows_of[row]} & wanted != wanted
        )
        raise UnknownName(
            Text(
                f"「{reference}」の間にある「{lacking}」には同じ年度の列がありません。"
                "範囲を分けるか「*」を使ってください（例: activity.*.target）。",
                f"'{lacking}', between the ends of '{reference}', lacks these columns; "
                "name the rows, or use '*' (activity.*.target).",
            )
        )
    return Area(rows=tuple(tuple(f.id for f in row) for row in rows))


def _end(form: Form, name: Name, here: Instance, shift: int) -> tuple[Field, ...]:
    """The cells of a range's end."""
    rows = [] if "*" in name.path else _rows(form, name.path, here)
    if not rows:
        raise UnknownName(unknown(".".join(name.path), form.rows_of))
    return _columns(form.rows_of[rows[0]], name, here, shift)


def _parameter(
    parameter: Parameter,
    name: Name,
    here: Instance,
    shift: int,
    values: Mapping[str, float | str | None] | None,
) -> Const:
    if name.offset is not None and not (parameter.per_year and isinstance(name.offset, int)):
        raise UnknownName(
            Text(
                f"「{name}」の [ ] は使えません"
                "（列を書けるのは per_year: true のパラメータだけで、一列ずつです）。",
                f"'{name}' cannot have these brackets;"
                " only a parameter with 'per_year: true' has columns, one each.",
            )
        )
    if values is None:
        return Const(value=0.0 if parameter.type == "number" else "")
    offset = name.offset if isinstance(name.offset, int) else (here.offset or 0) + shift
    value = values.get(field_id(parameter.id, offset)) if parameter.per_year else None
    if value is None:
        value = values.get(parameter.id, parameter.default)
    return Const(value=value)


def unknown(word: str, known: Iterable[object]) -> Text:
    """The sentence for a name that the form does not have."""
    advice = hint(
        word,
        known,
        Text("id を確かめてください（xltool fields で一覧できます）。", "see the ids with 'xltool fields'."),
    )
    return Text(
        f"「{word}」という項目もパラメータもありません。{advice.ja}",
        f"There is no field or parameter '{word}'; {advice.en}",
    )
