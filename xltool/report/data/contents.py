"""The tables of the folder, made from a matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from xltool.report.data.meaning import meanings
from xltool.report.data.remarks import about_findings, about_round
from xltool.report.data.table import DTYPES, Column, Table, Type, blocks_of
from xltool.report.data.words import COLUMNS, TABLES, WORDS
from xltool.report.frames import STANDIN, frame
from xltool.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from xltool.form import Value
    from xltool.report.blocks import Blocks
    from xltool.report.data.meaning import Meaning
    from xltool.report.master.matter import Matter
    from xltool.text import Lang

__all__ = ["PRIVATE", "Contents", "contents"]

PRIVATE = frozenset({"file", "sheet", "campaign", "raw", "cell", "located"})  # no columns of a public table
_EXCEL_ROWS = 1_048_575  # below the heads
_TYPES: dict[str, Type] = {dtype: name for name, dtype in DTYPES.items()}


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What is written, whatever the format."""

    matter: Matter
    public: bool
    lang: Lang
    fields: tuple[Meaning, ...] = field(default=())

    @property
    def blocks(self) -> Blocks:
        return self.matter.blocks

    @property
    def forms(self) -> str:
        """What the sheets are called: their titles."""
        mark = "、" if self.lang == "ja" else ", "
        return mark.join(dict.fromkeys(one.title for one in self.blocks.editions))

    @property
    def few(self) -> bool:
        """Whether a row for every value fits on an Excel sheet."""
        most = max((len(one.form.fields) for one in self.blocks.editions), default=0)
        return self.blocks.count * most <= _EXCEL_ROWS

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        always = (_records(self), _cells(self), _fields(self), _choices(self))
        if self.public:
            return always
        return (*always, *about_findings(self.matter, self.lang), *about_round(self.matter, self.lang))


def contents(matter: Matter, *, public: bool, lang: Lang) -> Contents:
    """``matter`` is what may be written: for publication, what is ``published`` of it."""
    return Contents(matter=matter, public=public, lang=lang, fields=tuple(meanings(matter.blocks.editions)))


# -- records ------------------------------------------------------------------------------------------------


def _records(own: Contents) -> Table:
    head = frame((), editions=own.blocks.editions)
    fields = {one.field.id: one for one in sorted(own.fields, key=lambda one: one.edition.year)}
    names = [name for name in head.columns if not (own.public and name in PRIVATE)]
    columns = [_column("record", "integer")]
    for name in names:
        columns.append(_record_column(name, _TYPES[str(head[name].dtype)], fields, own))
    return Table(
        name="records",
        title=TABLES["records"],
        columns=tuple(columns),
        frames=partial(_record_frames, own.blocks, names),
        key=("record",),
    )


def _record_frames(blocks: Blocks, names: list[str]) -> Iterator[pd.DataFrame]:
    done = 0
    for records in blocks.records():
        table = frame(records, editions=blocks.editions)[names]
        table.insert(0, "record", _numbers(done + 1, [1] * len(records)))
        done += len(records)
        yield table


def _numbers(first: int, times: Sequence[int]) -> pd.Series[Any]:
    """Counting from ``first``, each number as often as ``times`` says."""
    import pandas as pd

    numbers = [number for number, often in enumerate(times, start=first) for _ in range(often)]
    return pd.Series(numbers, dtype="Int64")


def _record_column(name: str, type_: Type, fields: dict[str, Meaning], own: Contents) -> Column:
    known = fields.get(name.removesuffix(STANDIN))
    if known is None:
        return _column(name, type_)
    one, label = known.field, Text(known.label, known.label)
    if name.endswith(STANDIN):
        return Column(
            name=name,
            type=type_,
            label=WORDS["standin_of"].format(label=label),
            options=tuple((text, text) for text in one.also),
            closed=_same_everywhere(own, one.id, lambda other: other.field.also),
        )
    options = tuple((_typed(code, type_), word) for code, word in known.options or ())
    return Column(
        name=name,
        type=type_,
        label=label,
        unit=one.unit,
        note=WORDS["not_number"].format(column=name + STANDIN) if one.also else None,
        options=options,
        closed=bool(options) and _same_everywhere(own, one.id, lambda other: other.options),
    )


def _same_everywhere(own: Contents, key: str, of: Any) -> bool:
    """Whether all forms and years that have the field say the same of it."""
    return len({of(one) for one in own.fields if one.field.id == key}) == 1


def _typed(code: str, type_: Type) -> Value:
    return int(code) if type_ == "integer" else float(code) if type_ == "number" else code


def _column(name: str, type_: Type = "string") -> Column:
    return Column(name=name, type=type_, label=COLUMNS[name])


# -- cells --------------------------------------------------------------------------------------------------

_CELLS: tuple[tuple[str, Type], ...] = (
    ("record", "integer"),
    ("project", "string"),
    ("department", "string"),
    ("form", "string"),
    ("year", "integer"),
    ("field", "string"),
    ("series", "string"),
    ("fiscal_year", "integer"),
    ("label", "string"),
    ("value", "string"),
    ("number", "number"),
    ("standin", "string"),
    ("unit", "string"),
    ("raw", "string"),
    ("file", "string"),
    ("sheet", "string"),
    ("cell", "string"),
    ("located", "string"),
)


def _cells(own: Contents) -> Table:
    columns = [_column(name, kind) for name, kind in _CELLS if not (own.public and name in PRIVATE)]
    return Table(
        name="cells",
        title=TABLES["cells"],
        columns=tuple(columns),
        frames=partial(_cell_frames, own.blocks, [one.name for one in columns]),
        key=("record", "field"),
        refers=(("record", "records"),),
    )


def _cell_frames(blocks: Blocks, names: list[str]) -> Iterator[pd.DataFrame]:
    import pandas as pd

    done = 0
    for records in blocks.records():
        table = frame(records, long=True, editions=blocks.editions)
        fields = [one for record in records for one in record.edition.form.fields.values()]
        years = [
            None if one.offset is None else record.year + one.offset
            for record in records
            for one in record.edition.form.fields.values()
        ]
        times = [len(record.edition.form.fields) for record in records]
        standins = pd.Series([bool(one.also) for one in fields], dtype=bool)
        table["record"] = _numbers(done + 1, times)
        table["series"] = pd.Series([one.row for one in fields], dtype="string")
        table["fiscal_year"] = pd.Series(years, dtype="Int64")
        table["standin"] = table["value"].where(standins & table["number"].isna())
        done += len(records)
        yield table[names]


# -- fields and choices -------------------------------------------------------------------------------------

_FIELDS: tuple[tuple[str, Type], ...] = (
    ("form", "string"),
    ("year", "integer"),
    ("field", "string"),
    ("position", "integer"),
    ("section", "string"),
    ("label", "string"),
    ("series", "string"),
    ("series_label", "string"),
    ("year_offset", "integer"),
    ("fiscal_year", "integer"),
    ("basis", "string"),
    ("type", "string"),
    ("unit", "string"),
    ("owner", "string"),
    ("required", "string"),
    ("standins", "string"),
    ("formula", "string"),
    ("role", "string"),
    ("instance", "string"),
    ("part", "string"),
    ("name_field", "string"),
    ("unit_field", "string"),
    ("grade", "boolean"),
    ("public", "boolean"),
)


def _fields(own: Contents) -> Table:
    columns = [_column(name, kind) for name, kind in _FIELDS if not (own.public and name == "public")]

    def row(one: Meaning) -> list[object]:
        plain = one.field
        cells: dict[str, object] = {
            "form": one.edition.form.id,
            "year": one.edition.year,
            "field": plain.id,
            "series": plain.row,
            "series_label": one.edition.row_label(plain),
            "year_offset": plain.offset,
            "unit": plain.unit,
            "standins": " | ".join(plain.also) or None,
            "formula": plain.formula_text,
        }
        return [cells[name] if name in cells else getattr(one, name) for name in (c.name for c in columns)]

    return Table(
        name="fields",
        title=TABLES["fields"],
        columns=tuple(columns),
        frames=lambda: blocks_of(columns, map(row, own.fields)),
        key=("form", "year", "field"),
    )


def _choices(own: Contents) -> Table:
    columns = (
        _column("form"),
        _column("year", "integer"),
        _column("field"),
        _column("position", "integer"),
        _column("code"),
        _column("label"),
    )
    rows = (
        (one.edition.form.id, one.edition.year, one.field.id, position, code, label)
        for one in own.fields
        for position, (code, label) in enumerate(one.options or (), start=1)
    )
    made = list(rows)
    return Table(
        name="choices",
        title=TABLES["choices"],
        columns=columns,
        frames=lambda: blocks_of(columns, made),
        key=("form", "year", "field", "position"),
    )
