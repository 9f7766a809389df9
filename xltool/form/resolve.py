"""What a name in a formula means: a field, several of them, a parameter, a year.

Spelling (documented in README, "Formulas and rules"):

``cost.total[0]``                 one field
``cost.total``                    the same column as the cell or the instance of ``each``
``cost.national:cost.general``    all rows between the two, in that column (``[0]`` on both for a fixed one)
``cost.total[*]``                 every column of a row
``activity.*.target[0]``          every instance
``activity.target``               inside ``each: activity`` or the repeat itself: this instance
``year``, ``base_year``           western fiscal year of the column, of the sheet
``population``, ``population[0]`` a parameter of the campaign
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xltool.errors import CannotWork
from xltool.form.model import Field, Form, Parameter, field_id
from xltool.form.source import nearest
from xltool.formula import Area, Const, Name, Range
from xltool.text import Text

__all__ = ["Instance", "NoColumn", "UnknownName", "instances", "resolve"]


class UnknownName(CannotWork):
    """A formula names something that the form does not have."""


class NoColumn(Exception):  # noqa: N818
    """PREV looked before the first column: this instance is not judged."""


@dataclass(frozen=True, kw_only=True)
class Instance:
    """One repetition of a rule, or the place of a field that computes something."""

    offset: int | None = None
    scope: str | None = None  # activity
    child: str | None = None  # 3


def instances(form: Form, each: str | None) -> tuple[Instance, ...]:
    """Expand ``each``: ``P.year`` over the columns of P, ``P`` over its children, ``P.*.year`` over both.

    Raises UnknownName where P is no prefix of any field.
    """
    if not each:
        return (Instance(),)
    prefix, by_year = (each[:-5], True) if each.endswith(".year") else (each, False)
    by_child = not by_year
    if by_year and prefix.endswith(".*"):
        prefix, by_child = prefix[:-2], True
    inside = [f for f in form.fields.values() if f.row == prefix or f.row.startswith(prefix + ".")]
    if not inside or (by_child and all(f.row == prefix for f in inside)):
        raise UnknownName(_unknown(each, {part for row in form.rows_of for part in _prefixes(row)}))
    offsets: list[int | None] = sorted({f.offset for f in inside if f.offset is not None}) if by_year else [None]  # type: ignore[assignment]
    if not offsets:
        raise UnknownName(
            Text(
                f"「{prefix}」には年度の列がないので「{each}」は使えません。",
                f"'{prefix}' has no year columns, so '{each}' cannot repeat over them.",
            )
        )
    if not by_child:
        return tuple(Instance(offset=offset) for offset in offsets)
    depth = prefix.count(".") + 1
    children = dict.fromkeys(f.row.split(".")[depth] for f in inside if f.row != prefix)
    return tuple(
        Instance(offset=offset, scope=prefix, child=child) for child in children for offset in offsets
    )


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
        offset = (here.offset or 0) + shift if path == "year" else 0
        return Const(value=float((year or 0) + offset))
    rows = _rows(form, reference.path, here)
    if not rows:
        if path in form.parameters:
            return _parameter(form.parameters[path], reference, here, shift, parameters)
        known = {row for row in form.rows_of} | set(form.parameters) | {"year", "base_year"}
        raise UnknownName(_unknown(path, known))
    if "*" not in reference.path:
        rows = rows[:1]
    return Area(
        rows=tuple(tuple(f.id for f in _columns(form.rows_of[row], reference, here, shift)) for row in rows)
    )


def _rows(form: Form, path: tuple[str, ...], here: Instance) -> list[str]:
    """Row ids that a path means: as written, or with this instance's child put in."""
    if "*" in path:
        pattern = _inside(path, here) if here.scope and _starts(path, here.scope) else path
        found = [row for row in form.rows_of if _matches(row.split("."), pattern)]
        return found or [row for row in form.rows_of if _matches(row.split("."), path)]
    row = ".".join(path)
    if row in form.rows_of:
        return [row]
    if here.scope and _starts(path, here.scope):
        inner = ".".join(_inside(path, here))
        if inner in form.rows_of:
            return [inner]
    return []


def _starts(path: tuple[str, ...], scope: str) -> bool:
    parts = tuple(scope.split("."))
    return path[: len(parts)] == parts


def _inside(path: tuple[str, ...], here: Instance) -> tuple[str, ...]:
    assert here.scope and here.child
    depth = here.scope.count(".") + 1
    return (*path[:depth], here.child, *path[depth:])


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
            raise NoColumn
        raise UnknownName(
            Text(
                f"「{field_id(row, offset)}」という年度の列はありません（あるのは "
                f"{'、'.join(f.id for f in fields)}）。",
                f"There is no column '{field_id(row, offset)}' ({', '.join(f.id for f in fields)}).",
            )
        )
    return found


def _range(form: Form, reference: Range, here: Instance, shift: int) -> Area:
    """Rows between two ends in printed order, limited to the ends' block and the ends' columns."""
    ends = []
    for name in (reference.first, reference.last):
        rows = _rows(form, name.path, here)
        if not rows or "*" in name.path:
            raise UnknownName(_unknown(".".join(name.path), form.rows_of))
        ends.append(rows[0])
    order = list(form.rows_of)
    first, last = sorted((order.index(ends[0]), order.index(ends[1])))
    start, end = form.rows_of[ends[0]][0], form.rows_of[ends[1]][0]
    if start.section != end.section or (start.offset is None) != (end.offset is None):
        raise UnknownName(
            Text(
                f"「{ends[0]}:{ends[1]}」の両端は同じ表の行にしてください。",
                f"Both ends of '{ends[0]}:{ends[1]}' must be rows of one table.",
            )
        )
    columns = [
        [f.offset for f in _columns(form.rows_of[row], name, here, shift)]
        for row, name in zip(ends, (reference.first, reference.last), strict=True)
    ]
    offsets = {offset for column in columns for offset in column}
    numbers = sorted(offset for offset in offsets if offset is not None)
    wanted = set(range(numbers[0], numbers[-1] + 1)) if numbers else {None}
    return Area(
        rows=tuple(
            tuple(f.id for f in form.rows_of[row] if f.offset in wanted) for row in order[first : last + 1]
        )
    )


def _parameter(
    parameter: Parameter,
    name: Name,
    here: Instance,
    shift: int,
    values: Mapping[str, float | str | None] | None,
) -> Const:
    if values is None:
        return Const(value=0.0 if parameter.type == "number" else "")
    offset = name.offset if isinstance(name.offset, int) else (here.offset or 0) + shift
    value = values.get(field_id(parameter.id, offset)) if parameter.per_year else None
    if value is None:
        value = values.get(parameter.id, parameter.default)
    return Const(value=value)


def _prefixes(row: str) -> Iterator[str]:
    parts = row.split(".")
    for end in range(1, len(parts)):
        yield ".".join(parts[:end])


def _unknown(word: str, known: object) -> Text:
    close = nearest(word, known)
    return Text(
        f"「{word}」という項目もパラメータもありません。"
        + (f"「{close}」ではありませんか。" if close else "id を確かめてください（xltool fields で一覧できます）。"),
        f"There is no field or parameter '{word}'; "
        + (f"did you mean '{close}'?" if close else "see the ids with 'xltool fields'."),
    )
