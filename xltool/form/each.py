"""``each``: the instances that a rule is judged for."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.form.model import Form
from xltool.form.resolve import Instance, UnknownName, unknown
from xltool.text import Text

__all__ = ["instances"]


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
    if inside and by_child and all(f.row == prefix for f in inside):
        raise UnknownName(
            Text(
                f"「{prefix}」の下に項目がないので、繰り返せません。"
                "「activity」のように、まとまりの id を書いてください。",
                f"Nothing stands below '{prefix}' to repeat over;"
                " name a repeat or a prefix, such as activity.",
            )
        )
    if not inside:
        raise UnknownName(unknown(each, {part for row in form.rows_of for part in _prefixes(row)}))
    offsets: list[int | None] = [None]
    if by_year:
        offsets = [*sorted({f.offset for f in inside if f.offset is not None})]
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


def _prefixes(row: str) -> Iterator[str]:
    parts = row.split(".")
    for end in range(1, len(parts)):
        yield ".".join(parts[:end])
