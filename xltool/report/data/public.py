"""What may be published: the same data as if nobody had ever written the rest.

Withheld is every field that the form marks ``internal``, and whatever is made of one: a field that computes
with it, is issued with it or carries it over. Withheld is also what tells about persons, files and the work
on the sheets rather than about the projects: where a sheet lay and what its cells and texts were, the
campaign, findings, explanations and how far the round has come. What remains is put into editions that do
not know the withheld fields, so that no writer can forget to leave them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from xltool.book.record import Record
from xltool.formula import Area
from xltool.formula.tree import walk
from xltool.report.blocks import Blocks

if TYPE_CHECKING:
    from xltool.form import Edition
    from xltool.formula import Node
    from xltool.report.master.matter import Matter

__all__ = ["published", "withheld"]


def withheld(editions: Iterable[Edition]) -> dict[str, set[str]]:
    """Form -> the ids of the fields that are not published; what one version withholds, all of them do."""
    found: dict[str, set[str]] = {}
    editions = tuple(editions)
    before = -1
    while before != (before := sum(map(len, found.values()))):  # what is made of what is made of it, …
        for one in editions:
            gone = found.setdefault(one.form.id, set())
            gone.update(key for key, made in _made_of(one) if made is None or gone & made)
    return found


def _made_of(edition: Edition) -> Iterator[tuple[str, set[str] | None]]:
    """The internal fields, and for others the fields that they are made of."""
    for key, one in edition.form.fields.items():
        if one.internal:
            yield key, None
        elif one.carry:
            yield key, {one.carry}
    for key, node in (*edition.defaults.items(), *edition.formulas.items()):
        yield key, set(_named(node))


def _named(node: Node | None) -> Iterator[str]:
    for part in walk(node) if node is not None else ():
        if isinstance(part, Area):
            yield from part.keys


def published(matter: Matter) -> Matter:
    """The matter without anything that is not to be published."""
    gone = withheld(matter.blocks.editions)
    known: dict[int, Edition] = {}

    def open_to_all(edition: Edition) -> Edition:
        if id(edition) not in known:
            known[id(edition)] = _edition(edition, gone[edition.form.id])
        return known[id(edition)]

    def records() -> Iterator[Sequence[Record]]:
        for block in matter.blocks.records():
            yield [_record(one, open_to_all(one.edition)) for one in block]

    return replace(
        matter,
        blocks=Blocks(
            editions=[open_to_all(one) for one in matter.blocks.editions],
            count=matter.blocks.count,
            records=records,
            findings=lambda: iter(()),
        ),
        unread=(),
        campaign=None,
        standings=(),
        explanations=(),
        candidates=(),
        edits={},
        previous=None,
    )


def _edition(edition: Edition, gone: set[str]) -> Edition:
    form = edition.form
    kept = {
        key: replace(one, required=False, required_text=None)  # its condition would tell of them
        if gone & set(_named(edition.required.get(key)))
        else one
        for key, one in form.fields.items()
        if key not in gone
    }
    roles = {role: None if key in gone else key for role, key in vars(form.identity).items()}
    open_form = replace(form, fields=kept, identity=replace(form.identity, **roles), source="", folder=None)
    return replace(edition, form=open_form)


def _record(record: Record, edition: Edition) -> Record:
    was, now = record.edition.form.identity, edition.form.identity
    return Record(
        file="",
        sheet="",
        edition=edition,
        project=None if was.project and not now.project else record.project,
        department=None if was.department and not now.department else record.department,
        values={key: value for key, value in record.values.items() if key in edition.form.fields},
        raw={},
        cells={},
        located={},
    )
