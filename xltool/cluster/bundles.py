"""The columns of many chunks in one file: what rules that compare sheets read, without their records.

Tasks here run on workers. What stands under one key is found as numbers of 64 bits, a pair (key, value) for
each; two keys that happen to have the same number only make a few sheets more to be looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from xltool.cluster.packing import edition_of, key_of, pack, slim
from xltool.cluster.sketch import word
from xltool.cluster.work import Job, library_for
from xltool.rules.across import fields_told
from xltool.rules.builtin import copied_prose, indicator_unit, outlier, same_project, unit_cost_differs
from xltool.rules.figures import unit_costs
from xltool.rules.group import Group
from xltool.rules.prose import alike

if TYPE_CHECKING:
    import pyarrow as pa

    from xltool.form import Edition, Form
    from xltool.formula.vec import Floats
    from xltool.rules.rule import Limits

__all__ = ["Bundle", "Chosen", "bundle", "choose", "merged", "near", "stands_under", "twice", "usual_of"]

Pairs = NDArray[np.int64]  # n x 2
Key = tuple[tuple[str, int], int, int]  # (rule, index of the sheet), key, value
_TEXTS = 200_000_000  # characters of prose that are compared with each other; they take some 10 bytes each


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """Some chunks, one after the other."""

    name: str
    chunks: tuple[str, ...]
    # pile -> the editions in it, in the order met, each with its first sheet (chunk, row)
    piles: Mapping[str, Mapping[str, tuple[int, int]]]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A sheet that a rule has to look at."""

    rule: str
    pile: str
    chunk: int  # in the bundle
    row: int
    edition: str
    packed: str
    told: frozenset[str]  # the fields that errors and queries are about


def bundle(chunks: Sequence[str], job: Job) -> Bundle:
    """Put the columns of chunks together; sheets that nobody can place are left out."""
    import pyarrow as pa
    import pyarrow.compute as pc

    name = hashlib.sha256("\n".join(chunks).encode()).hexdigest()[:32]
    tables = []
    for at, chunk in enumerate(chunks):
        table = job.folder.sketch(chunk)
        own = pa.table(
            {"chunk": pa.array([at] * len(table), pa.int32()), "row": pa.array(range(len(table)), pa.int32())}
        )
        for column in table.column_names:
            own = own.append_column(column, table[column])
        tables.append(own.replace_schema_metadata(None))
    whole = pa.concat_tables(tables, promote_options="default")
    whole = whole.filter(pc.is_valid(whole["pile"]))
    job.folder.write(f"bundles/{name}", whole)
    piles: dict[str, dict[str, tuple[int, int]]] = {}
    for pile, edition, chunk_at, row in zip(
        *(whole[column].to_pylist() for column in ("pile", "edition", "chunk", "row")), strict=True
    ):
        piles.setdefault(pile, {}).setdefault(edition, (chunk_at, row))
    return Bundle(name=name, chunks=tuple(chunks), piles=piles)


# -- what stands under a key --------------------------------------------------------------------------------


def number(*parts: str | bytes | float) -> int:
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        digest.update(part if isinstance(part, bytes) else str(part).encode())
        digest.update(b"\0")
    return int.from_bytes(digest.digest(), "little", signed=True)


def stands_under(own: Bundle, job: Job) -> Pairs:
    """(key, value): projects and their sheets, departments and unit costs, indicators and units, texts and
    whose they are."""
    table = _read(own.name, job)
    found = np.array([(key, value) for _, key, value in _keys(own, table, job)], np.int64).reshape(-1, 2)
    return np.unique(found, axis=0)


def merged(some: Sequence[Pairs]) -> Pairs:
    return np.unique(np.concatenate(some), axis=0)


def twice(pairs: Pairs) -> NDArray[np.int64]:
    """The keys under which more than one value stands."""
    keys, counts = np.unique(pairs[:, 0], return_counts=True)
    return np.asarray(keys[counts > 1])


def _keys(own: Bundle, table: pa.Table, job: Job) -> Iterator[Key]:
    read = _Columns(table)
    for i, project in read.standing("project"):
        sheet = number(own.name, read["chunk"][i], read["row"][i])
        yield (same_project.RULE.id, i), number("project", read["pile"][i], project), sheet
    for pile, keys in own.piles.items():
        editions = _editions(keys, job)
        inside = _Columns(table, pile)
        yield from _costs(pile, editions, inside)
        yield from _indicators(pile, editions, inside)
        for key in dict.fromkeys(field.id for one in editions for field in copied_prose.written(one.form)):
            for i, text in inside.standing(f"t:{key}"):
                whose = number(inside["whose"][i] or b"")
                yield (copied_prose.RULE.id, i), number("text", pile, text), whose


def _costs(pile: str, editions: Sequence[Edition], read: _Columns) -> Iterator[Key]:
    for key in dict.fromkeys(key for one in editions for key in unit_costs(one.form)):
        for i, cost in read.standing(f"n:{key}"):
            department = read["department"][i]
            if department is not None and not read["silent"][i]:
                yield (unit_cost_differs.RULE.id, i), number("cost", pile, key, department), number(cost)


def _indicators(pile: str, editions: Sequence[Edition], read: _Columns) -> Iterator[Key]:
    for name in dict.fromkeys(key for one in editions for key in _group(one).indicators):
        for i, called in read.standing(f"i:{name}"):
            measured = number(read[f"u:{name}"][i])
            yield (indicator_unit.RULE.id, i), number("indicator", pile, called), measured


def _group(edition: Edition) -> Group:
    return Group(edition=edition, records=())


class _Columns:
    """Columns as lists, each made when it is asked for; one that is not there holds nothing."""

    def __init__(self, table: pa.Table, pile: str | None = None) -> None:
        """``pile``: standing tells its sheets only."""
        self._table = table
        self._pile = pile
        self._lists: dict[str, list[Any]] = {}

    def __getitem__(self, name: str) -> list[Any]:
        if name not in self._lists:
            there = name in self._table.column_names
            self._lists[name] = self._table[name].to_pylist() if there else [None] * len(self._table)
        return self._lists[name]

    def standing(self, name: str) -> Iterator[tuple[int, Any]]:
        """(sheet, value) of every value that there is."""
        piles = self["pile"]
        for i, value in enumerate(self[name]):
            if value is not None and self._pile in (None, piles[i]):
                yield i, value


# -- how figures usually change -----------------------------------------------------------------------------


def usual_of(
    kind: tuple[str, Sequence[tuple[str, str]]], bundles: Sequence[Bundle], job: Job, limits: Limits
) -> outlier.Usual | None:
    """How the cells of a kind change in a pile: (pile, pairs of fields), over all bundles."""
    pile, pairs = kind
    keys = dict.fromkeys(f"n:{key}" for pair in pairs for key in pair)
    changes: list[Floats] = []
    for one in bundles:
        if pile in one.piles:
            numbers = _numbers(_of(_read(one.name, job, ["pile", *keys]), pile))
            changes += (outlier.changes(numbers, *pair) for pair in pairs)
    return outlier.usual(changes, limits)


def _numbers(table: pa.Table) -> Callable[[str], Floats]:
    def numbers(key: str) -> Floats:
        if f"n:{key}" not in table.column_names:
            return np.full(len(table), np.nan)
        return np.array(table[f"n:{key}"].to_numpy(), np.float64)  # null becomes NaN

    return numbers


# -- texts that are nearly the same -------------------------------------------------------------------------


def near(
    pile: str, editions: Sequence[str], bundles: Sequence[Bundle], job: Job, threshold: float
) -> dict[str, dict[str, float]] | None:
    """Text -> the texts like it. None where there are more than one machine can compare."""
    fields = {key: [one.id for one in copied_prose.written(_form(key, job))] for key in editions}
    columns = dict.fromkeys(f"t:{one}" for some in fields.values() for one in some)
    texts: dict[tuple[str, str], list[bytes]] = {}
    for own in bundles:
        if pile not in own.piles:
            continue
        table = _of(_read(own.name, job, ["pile", "edition", *columns]), pile)
        read = _Columns(table)
        for key, some in fields.items():
            for one in some:
                found = (text for i, text in read.standing(f"t:{one}") if read["edition"][i] == key)
                texts.setdefault((key, one), []).extend(dict.fromkeys(found))
    distinct = [
        word(text)
        for text in dict.fromkeys(
            text for key, some in fields.items() for one in some for text in texts.get((key, one), ())
        )
    ]
    if sum(map(len, distinct)) > _TEXTS:
        return None
    return {
        distinct[i]: {distinct[j]: share for j, share in others.items()}
        for i, others in alike(distinct, threshold).items()
    }


# -- the sheets that matter ---------------------------------------------------------------------------------


def choose(
    own: Bundle,
    job: Job,
    keys: NDArray[np.int64],
    texts: Mapping[str, frozenset[bytes]],
    usual: Mapping[str, tuple[outlier.Pairs, Mapping[outlier.Kind, outlier.Usual | None]]],
    first: Mapping[tuple[str, str], str],
) -> list[Chosen]:
    """The sheets of a bundle that rules have to look at.

    ``keys`` are those that hold more than one value, ``texts`` the texts of a pile that others are like,
    ``usual`` how its figures change, ``first`` (pile, edition) -> the bundle with its first sheet.
    """
    table = _read(own.name, job)
    read = _Columns(table)
    found = {who for who, key, _ in _keys(own, table, job) if _in(keys, key)}
    for pile, some in texts.items():
        for name in table.column_names if some else ():
            if name.startswith("t:"):
                inside = _Columns(table, pile)
                found |= {(copied_prose.RULE.id, i) for i, text in inside.standing(name) if text in some}
    numbers = _numbers(table)
    limits = job.settings.limits(outlier.RULE)
    for pile, (pairs, known) in usual.items():
        here = np.array([one == pile for one in read["pile"]], np.bool_)
        for kind, usually in known.items():
            if usually is None:
                continue
            for one, later in pairs[kind]:
                odd = outlier.odd(outlier.changes(numbers, one.id, later.id), usually, limits) & here
                found |= {(outlier.RULE.id, i) for i in np.flatnonzero(odd).tolist()}
    at = {(chunk, row): i for i, (chunk, row) in enumerate(zip(read["chunk"], read["row"], strict=True))}
    for pile, editions in own.piles.items():
        for edition, place in editions.items():
            if first.get((pile, edition)) == own.name:  # so that editions come in the order of all sheets
                found |= {(rule, at[place]) for rule in _NEEDS}
    return list(_chosen(own, job, read, found))


def _chosen(own: Bundle, job: Job, read: _Columns, found: Iterable[tuple[str, int]]) -> Iterator[Chosen]:
    rules: dict[int, list[str]] = {}
    for rule, i in sorted(found):
        rules.setdefault(i, []).append(rule)
    by_chunk: dict[int, list[int]] = {}
    for i in sorted(rules):
        by_chunk.setdefault(read["chunk"][i], []).append(i)
    _, library = library_for(job)
    for at, some in by_chunk.items():
        chunk = own.chunks[at]
        told = fields_told(one.finding for one in job.folder.told(chunk))
        rows: list[int] = [read["row"][i] for i in some]
        for i, row, record in zip(some, rows, job.folder.records(chunk, library, rows), strict=True):
            for rule in rules[i]:
                keys = _NEEDS[rule](record.edition)
                less = slim(record, keys) if keys is not None else record
                yield Chosen(
                    rule=rule,
                    pile=str(read["pile"][i]),
                    chunk=at,
                    row=row,
                    edition=key_of(record.edition),
                    packed=pack(less),
                    told=told.get((record.file, record.sheet), frozenset()),
                )


def _own(edition: Edition, *more: Iterable[str]) -> frozenset[str]:
    roles = edition.form.identity
    own = {roles.project, roles.name, roles.department, roles.nothing} - {None}
    return frozenset(str(key) for key in own).union(*more)


# rule -> the fields that it looks at; None: all of them
_NEEDS: Mapping[str, Callable[[Edition], frozenset[str] | None]] = {
    same_project.RULE.id: lambda _: None,
    unit_cost_differs.RULE.id: lambda own: _own(own, unit_costs(own.form)),
    indicator_unit.RULE.id: lambda own: _own(own, *(pair for pair in _group(own).indicators.items())),
    outlier.RULE.id: lambda own: _own(
        own, (key for key, one in own.form.fields.items() if one.offset is not None)
    ),
    copied_prose.RULE.id: lambda own: _own(own, (one.id for one in copied_prose.written(own.form))),
}


def _in(keys: NDArray[np.int64], key: int) -> bool:
    at = int(np.searchsorted(keys, key))
    return at < len(keys) and int(keys[at]) == key


def _read(name: str, job: Job, columns: Sequence[str] | None = None) -> pa.Table:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(job.folder.path / "bundles" / f"{name}.parquet")
    there = file.schema_arrow.names
    return file.read(columns=None if columns is None else [one for one in columns if one in there])


def _of(table: pa.Table, pile: str) -> pa.Table:
    import pyarrow.compute as pc

    return table.filter(pc.equal(table["pile"], pile))


def _editions(keys: Iterable[str], job: Job) -> list[Edition]:
    _, library = library_for(job)
    return [edition_of(key, library) for key in keys]


def _form(key: str, job: Job) -> Form:
    return _editions([key], job)[0].form
