"""The hidden ``_lists`` sheet: every list that a cell may choose from, and what its entries mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from xltool.book.a1 import address, column_letters
from xltool.form import Edition, Field

__all__ = ["LISTS", "ListSheet", "list_sheet"]

LISTS = "_lists"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One list: entries as shown, and what each of them means (None: what it shows)."""

    at: int  # sheet column of the entries, from 1; their meanings stand right of them
    entries: tuple[str | int, ...]
    meanings: tuple[str | int, ...] | None
    keys: tuple[str, ...] | None = None  # dependent lists: the parents' values of each entry, joined by "|"
    unoffered: int = 0  # how many of the last entries have a meaning and no place in the drop-down

    def ref(self, offset: int = 0) -> str:
        """Absolute range of the entries, or of the column ``offset`` to the right."""
        return self._range(offset, len(self.entries))

    @property
    def offered(self) -> str:
        """Absolute range of what the drop-down shows."""
        return self._range(0, len(self.entries) - self.unoffered)

    def _range(self, offset: int, count: int) -> str:
        letters = column_letters(self.at + offset)
        return f"{LISTS}!${letters}$2:${letters}${count + 1}"


@dataclass(frozen=True, kw_only=True)
class ListSheet:
    columns: tuple[Column, ...]
    of_field: dict[str, int]  # field id -> index of its column

    def column(self, one: Field) -> Column | None:
        index = self.of_field.get(one.id)
        return None if index is None else self.columns[index]

    @cached_property
    def width(self) -> int:
        return max((c.at + 1 for c in self.columns), default=1)

    def value_text(self, one: Field) -> str | None:
        """Expression text with {ref} for the value behind a cell's label; None where the cell is the value.

        A blank stays blank: IF hands on the reference, as Excel and LibreOffice both do.
        """
        if one.is_box:
            return '({ref}="■")'
        column = self.column(one)
        if column is None or column.meanings is None:
            return None
        text = '&""' if one.type != "fiscal_year" else ""
        found = f"INDEX({column.ref(1)},MATCH({{ref}},{column.ref()},0)){text}"
        return f"IF(ISBLANK({{ref}}),{{ref}},IFERROR({found},{{ref}}))"

    def source(self, edition: Edition, one: Field, cells: dict[str, tuple[int, int]]) -> str | None:
        """The validation formula of a field's drop-down, without ``=``; None for a field without a list.

        A dependent list is the part of a column whose key is what the parents' cells hold.
        """
        column = self.column(one)
        if column is None:
            return '"■,□"' if one.is_box else None
        if column.keys is None:
            return column.offered if column.entries else None
        parents = '&"|"&'.join(address(*cells[above.id], absolute=True) for above in edition.ancestors(one))
        keys = column.ref(1)
        first = f"{LISTS}!${column_letters(column.at)}$2"
        return f"OFFSET({first},MATCH({parents},{keys},0)-1,0,SUMPRODUCT(--({keys}={parents})),1)"


def list_sheet(edition: Edition) -> ListSheet:
    """Lay out every list once; fields with the same list share it."""
    columns: list[Column] = []
    of_field: dict[str, int] = {}
    known: dict[object, int] = {}
    for one in edition.form.fields.values():
        found = _column(edition, one)
        if found is None:
            continue
        if found not in known:
            known[found] = len(columns)
            entries, meanings, keys = found
            others = len(edition.other_years) if one.type == "fiscal_year" else 0
            at = 2 * len(columns) + 1
            columns.append(Column(at=at, entries=entries, meanings=meanings, keys=keys, unoffered=others))
        of_field[one.id] = known[found]
    return ListSheet(columns=tuple(columns), of_field=of_field)


_Found = tuple[tuple[str | int, ...], tuple[str | int, ...] | None, tuple[str, ...] | None]


def _column(edition: Edition, one: Field) -> _Found | None:
    """(entries, meanings, keys) of a field's list."""
    if one.type == "fiscal_year":
        return (
            (*one.also, *(label for label, _ in (*edition.years, *edition.other_years))),
            (*one.also, *(year for _, year in (*edition.years, *edition.other_years))),
            None,
        )
    options = edition.options(one)
    if options is None:
        return None
    if one.type == "score":
        return tuple(int(code) for code, _ in options), None, None
    above = edition.ancestors(one)
    if above:
        pairs = _dependents(edition, one, above)
        return tuple(value for _, value in pairs), None, tuple(key for key, _ in pairs)
    labels = tuple(label for _, label in options)
    if one.type == "tick":
        return (*labels, edition.unticked[one.id]), (*(code for code, _ in options), ""), None
    plain = all(code == label for code, label in options)
    return labels, None if plain else tuple(code for code, _ in options), None


def _dependents(edition: Edition, one: Field, above: tuple[Field, ...]) -> list[tuple[str, str]]:
    """(parents' values joined, value), grouped by parent."""
    paths: list[tuple[str, ...]] = [()]
    for i, field in enumerate(above):
        assert field.choices and field.choices.sheet and field.choices.column
        paths = [
            (*path, value)
            for path in paths
            for value in (
                edition.narrowed(field, path)
                if i
                else edition.reference[field.choices.sheet].values(field.choices.column)
            )
        ]
    return [("|".join(path), value) for path in paths for value in edition.narrowed(one, path)]
