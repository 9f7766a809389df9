"""What rules that compare sheets need of a record, as columns: what is grouped, never the record itself.

A row per record. ``pile`` is the form and year (null: nobody can place the sheet, it is not compared),
``edition`` what it was made from, ``project`` and ``whose`` as in a Pile, ``department`` as it is compared.
``n:<field>`` are figures, ``i:<field>`` and ``u:<field>`` an indicator's name and unit, ``t:<field>``
prose that was written this year, letters and digits only. Texts are bytes: half a surrogate pair is no UTF-8.
"""

from __future__ import annotations

import json
from math import isnan
from typing import TYPE_CHECKING, Any

from xltool.cluster.packing import key_of
from xltool.rules.builtin import copied_prose
from xltool.rules.figures import COUNTED
from xltool.rules.pile import Pile, piles
from xltool.rules.settings import Settings
from xltool.rules.show import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from xltool.book.record import Record

__all__ = ["blob", "pile_key", "sketch", "word"]

Column = list[Any]


def blob(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def word(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def pile_key(form: str, year: int) -> str:
    return json.dumps([form, year])


def sketch(records: Sequence[Record], settings: Settings) -> pa.Table:
    """The columns of some records."""
    import pyarrow as pa

    size = len(records)
    columns: dict[str, Column] = {
        "pile": [None] * size,
        "edition": [key_of(one.edition) for one in records],
        "silent": [False] * size,
        **{name: [None] * size for name in ("project", "whose", "department")},
    }
    for indices, pile in piles(records, None, settings, {}):
        for own, i in enumerate(indices):
            columns["pile"][i] = pile_key(pile.records[own].form, pile.records[own].year)
            columns["silent"][i] = pile.silent[own]
            project, department = pile.projects[own], pile.records[own].department
            columns["project"][i] = blob(project) if project else None
            columns["whose"][i] = blob(json.dumps(pile.whose[own])) if pile.whose[own] else None
            columns["department"][i] = blob(plain(department)) if department else None
        for name, values in _columns(pile, settings):
            column = columns.setdefault(name, [None] * size)
            for own, i in enumerate(indices):
                column[i] = values[own]
    types = {name: _type(name) for name in columns}
    return pa.table({name: pa.array(values, types[name]) for name, values in columns.items()})


def _type(name: str) -> pa.DataType:
    import pyarrow as pa

    if name in ("pile", "edition"):
        return pa.string()
    if name == "silent":
        return pa.bool_()
    return pa.float64() if name.startswith("n:") else pa.binary()


def _columns(pile: Pile, settings: Settings) -> Iterator[tuple[str, Column]]:
    forms = [group.edition.form for _, group in pile.groups]
    for key in dict.fromkeys(one.id for form in forms for one in form.fields.values() if one.type in COUNTED):
        yield f"n:{key}", [None if isnan(value) else value for value in pile.numbers(key).tolist()]
    yield from _indicators(pile)
    yield from _prose(pile, settings)


def _indicators(pile: Pile) -> Iterator[tuple[str, Column]]:
    found: dict[str, Column] = {}
    for indices, group in pile.groups:
        for name, unit in group.indicators.items():
            names, units = pile.column(name), pile.column(unit)
            for i in indices:
                called, measured = names[i], units[i]
                if isinstance(called, str) and isinstance(measured, str) and len(plain(called)) > 1:
                    for key, text in ((f"i:{name}", called), (f"u:{name}", measured)):
                        found.setdefault(key, [None] * len(pile.records))[i] = blob(plain(text))
    yield from found.items()


def _prose(pile: Pile, settings: Settings) -> Iterator[tuple[str, Column]]:
    least = settings.limits(copied_prose.RULE)["length"]
    found: dict[str, Column] = {}
    for (i, key), said in copied_prose.texts_of(pile):
        if len(said) >= least:
            found.setdefault(f"t:{key}", [None] * len(pile.records))[i] = blob(said)
    yield from found.items()
