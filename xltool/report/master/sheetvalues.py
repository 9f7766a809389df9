"""What stands in the cells of 個票: formulas over 一覧, with the results for the project shown at first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from xltool.book.cellxml import escape_controls
from xltool.book.record import Record
from xltool.form import Edition, Field
from xltool.report.master.drawing import Lists, span
from xltool.report.master.facts import Facts
from xltool.report.master.listing import Cell, Link, Listing, shown
from xltool.report.master.matter import Matter, Shown
from xltool.report.master.projects import cells_of
from xltool.report.master.sheetroom import Space
from xltool.report.master.streaming import fitting

__all__ = [
    "BASE_YEAR",
    "ROW",
    "View",
    "cached",
    "literal",
    "overflowing",
    "printed_text",
    "value_of",
    "view_of",
]

ROW = "$A$1"  # position of the project's row in the list, 0 for none
BASE_YEAR = "$A$2"  # its base year, where the list has several
_YEARS = range(1868, 2201)  # fiscal years that a sheet may name
_CHUNK = 120  # characters of a text in a formula; Excel allows 255
_ERROR = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)")
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class View:
    """The list that a sheet shows one row of."""

    listing: Listing
    editions: Mapping[int, Edition]  # base year -> its latest edition
    first: Record  # the record shown at first
    lengths: Mapping[str, Sequence[int]]  # of its texts, by field
    lists: Lists

    @property
    def edition(self) -> Edition:
        return self.listing.edition

    @property
    def several(self) -> bool:
        return self.listing.at("#year") is not None

    def of_year(self, what: Callable[[Edition], _T]) -> dict[int, _T]:
        """What differs from base year to base year; the year of the layout alone where nothing does."""
        newest = self.edition.year
        found = {year: what(one) for year, one in self.editions.items()} if self.several else {}
        found[newest] = what(self.edition)
        if all(own == found[newest] for own in found.values()):
            return {newest: found[newest]}
        return found


def view_of(listing: Listing, matter: Matter, facts: Facts, lists: Lists) -> View:
    """The view of a list that has one row at least."""
    editions = [one for one in matter.blocks.editions if one.form.id == listing.form]
    return View(
        listing=listing,
        editions={one.year: one for one in sorted(editions, key=lambda one: one.form.version)},
        first=facts.firsts[listing.form],
        lengths=facts.lengths.get(listing.form, {}),
        lists=lists,
    )


def literal(text: str) -> str:
    """A text inside a formula."""
    lines = []
    for line in text.split("\n"):
        chunks = [line[at : at + _CHUNK] for at in range(0, len(line), _CHUNK)] or [""]
        lines.append("&".join('"' + chunk.replace('"', '""') + '"' for chunk in chunks))
    return "&CHAR(10)&".join(lines)


def cached(value: Shown) -> Shown:
    """A result as XlsxWriter has to be given it."""
    if not isinstance(value, str):
        return "" if value is None else value
    text = _HALF_PAIR.sub("\ufffd", escape_controls(fitting(value)))
    return "" if _ERROR.fullmatch(text) else text  # would be taken for an error


def _chosen(cases: Mapping[int, str], newest: int) -> str:
    """One of several expressions, by the base year of the row."""
    text = cases[newest]
    for year, case in cases.items():
        if year != newest and case != cases[newest]:
            text = f"IF({BASE_YEAR}={year},{case},{text})"
    return text


def printed_text(view: View, what: Callable[[Edition], str]) -> str | Link:
    """A text of the form itself; a formula where it is another in another year's sheets."""
    texts = view.of_year(what)
    if len(texts) == 1:
        return texts[view.edition.year]
    formula = _chosen({year: literal(text) for year, text in texts.items()}, view.edition.year)
    return Link(formula, texts.get(view.first.edition.year, texts[view.edition.year]))


def value_of(view: View, one: Field) -> Link:
    """What the form shows in a field."""
    listed = _listed(view, one)
    if listed is None:
        return Link('""', "")
    cell, value = listed
    if one.type == "tick" and not one.is_box and one.choices:
        return _ticked(view, one, cell, value)
    if one.type == "fiscal_year":
        return _year(view, cell, value)
    return Link(_guarded(cell, cell), value)


def _guarded(cell: str, formula: str, blank: str = '""') -> str:
    """Nothing where no project is chosen, and a blank cell as a blank."""
    return f'IF({ROW}=0,"",IF({cell}="",{blank},{formula}))'


def _listed(view: View, one: Field) -> tuple[str, Shown] | None:
    """The expression that takes a field's cell out of the list, and what it gives at first."""
    roles = view.edition.form.identity
    own = {roles.project: "#project", roles.name: "#name", roles.department: "#department"}
    key = own.get(one.id, one.id)
    at, cells = view.listing.at(key), span(view.listing, key)
    if at is None or cells is None:
        return None
    column = view.listing.columns[at]
    value: Cell = view.listing.kept[key][0] if key.startswith("#") else cells_of(column, [view.first])[0]
    assert not isinstance(value, tuple)
    return f"INDEX({cells},{ROW})", value


def _ticked(view: View, one: Field, cell: str, value: Shown) -> Link:
    """``■自治事務 □法定受託事務`` of the label that the list shows."""
    assert one.choices
    labels = [view.edition.text(label) for _, label in one.choices.options]
    at = view.listing.at(one.id)
    assert at is not None
    listed = [shown(view.listing.columns[at], code) for code, _ in one.choices.options]
    boxes = [
        f'IF({cell}={literal(str(known))},"■","□")&{literal(label)}'
        for known, label in zip(listed, labels, strict=True)
    ]
    is_one = ",".join(f"{cell}={literal(str(known))}" for known in listed)
    drawn = '&" "&'.join(boxes)
    formula = f'IF({ROW}=0,"",IF(OR({cell}="",{is_one}),{drawn},{cell}))'
    if value not in (None, "", *listed):
        return Link(formula, value)
    ticked = " ".join(
        ("■" if known == value else "□") + label for known, label in zip(listed, labels, strict=True)
    )
    return Link(formula, ticked)


def _year(view: View, cell: str, value: Shown) -> Link:
    """A western year by its label, as the form's own list spells it."""
    labels = view.of_year(lambda edition: tuple(map(edition.year_label, _YEARS)))
    cases = {
        year: f"INDEX({view.lists.source(own).removeprefix('=')},{cell}-{_YEARS.start - 1})"
        for year, own in labels.items()
    }
    known = f"AND(ISNUMBER({cell}),{cell}>={_YEARS.start},{cell}<{_YEARS.stop})"
    named = _chosen(cases, view.edition.year)
    own = labels.get(view.first.edition.year, labels[view.edition.year])
    if isinstance(value, int | float) and value in _YEARS:
        value = own[int(value) - _YEARS.start]
    return Link(_guarded(cell, f"IF({known},{named},{cell})"), value)


def overflowing(cell: str, space: Space) -> str:
    """Whether the text of a cell may be longer than what is seen of it.

    Wide characters are counted one by one, because LENB counts bytes of the machine's own language. Half of a
    surrogate pair has no UNICODE: such a text counts as wide throughout.
    """
    each = f'MID({cell}&REPT(" ",{space.most}),ROW($1:${space.most}),1)'
    wide = f"IFERROR(SUMPRODUCT((_xlfn.UNICODE({each})>255)*1),{space.most})"
    breaks = f'LEN({cell})-LEN(SUBSTITUTE({cell},CHAR(10),""))'
    return f"INT((11*LEN({cell})+9*{wide}-1)/{10 * space.columns})+{breaks}+1>{space.lines}"
