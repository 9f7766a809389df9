"""Which sheets of a workbook are form sheets, and whose: the carriers of identity, compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from xltool.book.issued import MetaColumn, meta_columns
from xltool.book.keys import Names, form_of
from xltool.book.meta import META, Identity, parse_line
from xltool.book.raw import RawBook, RawSheet
from xltool.book.record import Anomaly
from xltool.book.wording import WORDS
from xltool.text import Text

__all__ = ["FormSheet", "form_sheets", "is_known", "is_ours", "unmarked_sheets"]

_LINE_ROWS = 20  # the identity line stands near the top, even after a few inserted rows


@dataclass(frozen=True, kw_only=True)
class FormSheet:
    sheet: RawSheet
    identity: Identity
    issued: Mapping[str, object]
    line_at: tuple[int, int] | None  # where the visible identity line stands
    number: int  # from 0: which of the workbook's form sheets it was when it was stamped
    anomalies: tuple[Anomaly, ...]


def is_ours(name: str) -> bool:
    """Whether a sheet of that name belongs to the workbook beside its form sheets."""
    return name.startswith(("_meta", "_lists")) or any(
        name == title
        for words in WORDS.values()
        for title in (words.check, words.guide, words.more, words.notes)
    )


def is_known(name: str) -> bool:
    """Whether a sheet of that name holds nobody's answers: the lists, the guide, what fitted nowhere."""
    return is_ours(name) and name != META and all(name != words.check for words in WORDS.values())


def form_sheets(book: RawBook, names: Mapping[str, Names]) -> Iterator[FormSheet]:
    """Every sheet that carries our keys, identity line or names, with the identity that its carriers give."""
    metas = meta_columns(book)
    some = []
    for sheet in book.sheets:
        if sheet.read and not is_ours(sheet.name):
            anchor, (line, line_at) = form_of(sheet), _line(sheet)
            if anchor is not None or line is not None or (metas and any(names[sheet.name])):
                some.append((sheet, anchor, line, line_at))
    columns = _matching([line for _, _, line, _ in some], metas)
    for i, (sheet, anchor, line, line_at) in enumerate(some):
        meta = columns[i]
        # A sheet that came from another workbook has no place in this one's checks.
        number = metas.index(meta) if meta is not None else i if not metas else -1
        yield _combine(sheet, anchor, line, line_at, meta, number)


def unmarked_sheets(book: RawBook) -> Iterator[FormSheet]:
    """Where no sheet carries a mark: sheets that may be the ones that ``_meta`` or the file speaks of."""
    metas = meta_columns(book)
    said = [m.identity for m in metas] or [
        line for text in (book.description or "").splitlines() if (line := parse_line(text)) is not None
    ]
    some = [sheet for sheet in book.sheets if sheet.read and not is_ours(sheet.name) and sheet.cells]
    for i, (sheet, identity) in enumerate(zip(some, said, strict=False)):
        yield FormSheet(
            sheet=sheet,
            identity=identity,
            issued=metas[i].issued if metas else {},
            line_at=None,
            number=i,
            anomalies=(),
        )


def _line(sheet: RawSheet) -> tuple[Identity | None, tuple[int, int] | None]:
    for at, cell in sheet.cells.items():
        if at[0] <= _LINE_ROWS and isinstance(cell.value, str) and cell.value.count("|") == 5:
            found = parse_line(cell.value)
            if found is not None:
                return found, at
    return None, None


def _matching(lines: Sequence[Identity | None], metas: Sequence[MetaColumn]) -> list[MetaColumn | None]:
    """The ``_meta`` column of each sheet: first by its line, then those that are left, in order.

    A sheet whose line no column knows takes one that no other sheet claims (and is at odds with it); where
    there is none, the sheet was copied from another workbook and has no column here.
    """
    found: list[MetaColumn | None] = [None] * len(lines)
    unused = list(metas)
    for i, line in enumerate(lines):
        if line is None:
            continue
        whose = line.form, line.year, line.project
        same = [m for m in metas if (m.identity.form, m.identity.year, m.identity.project) == whose]
        if same:
            issue = line.issue
            meta = min(same, key=lambda m: (m.identity.issue != issue, m not in unused))
            found[i] = meta
            if meta in unused:
                unused.remove(meta)
    for i, line in enumerate(lines):
        if found[i] is None and unused:
            found[i] = unused.pop(0)
        elif found[i] is None and line is None and len(metas) == 1:
            found[i] = metas[0]
    return found


def _disagreement(
    line: Identity | None, meta: MetaColumn | None, carried: Sequence[tuple[str, str, int]]
) -> Text:
    """Which mark says what."""
    ja, en = [], []
    if line is not None and meta is not None and meta.identity.project != line.project:
        ja.append(f"印刷された番号は {line.project}、ブックの記録は {meta.identity.project} です。")
        en.append(
            f"The printed number is {line.project}, the workbook's record says {meta.identity.project}."
        )
    marks = [f"{form} {version} {year}" for form, version, year in dict.fromkeys(carried)]
    if len(marks) > 1:
        ja.append(f"様式・版・年度は {'、'.join(marks)} の{len(marks)}通りあります。")
        en.append(f"Form, version and year are given as {', '.join(marks)}.")
    return Text("".join(ja), " ".join(en))


def _combine(
    sheet: RawSheet,
    anchor: tuple[str, str, int] | None,
    line: Identity | None,
    line_at: tuple[int, int] | None,
    meta: MetaColumn | None,
    number: int,
) -> FormSheet:
    """Line before anchor before ``_meta``: what stays on a copied sheet knows best whose it is."""
    carried = [
        c
        for c in (
            (line and (line.form, line.version, line.year)),
            anchor,
            meta and (meta.identity.form, meta.identity.version, meta.identity.year),
        )
        if c
    ]
    form, version, year = carried[0]
    base = meta.identity if meta else line or Identity(form=form, version=version, year=year)
    anomalies = []
    if len(set(carried)) > 1 or (meta and line and meta.identity.project != line.project):
        said = "、".join(dict.fromkeys(f"{f}@{v} {y}" for f, v, y in carried))
        projects = "、".join(
            dict.fromkeys(p for p in (line and line.project, meta and meta.identity.project) if p)
        )
        anomalies.append(
            Anomaly(
                kind="carriers_conflict",
                sheet=sheet.name,
                value=f"{said} {projects}".strip(),
                note=_disagreement(line, meta, carried),
            )
        )
    identity = replace(base, form=form, version=version, year=year)
    if (base.form, base.version) != (form, version):
        identity = replace(identity, digest=None)  # of another version
    if line is not None:
        identity = replace(
            identity,
            campaign=line.campaign,
            project=line.project,
            issue=line.issue,
            check=line.check,
        )
        if meta is not None and meta.identity.project != line.project:
            identity = replace(identity, name=None, department=None)  # another project's
    same = meta is not None and meta.identity.project == identity.project
    return FormSheet(
        sheet=sheet,
        identity=identity,
        issued=meta.issued if meta is not None and same else {},
        line_at=line_at,
        number=number,
        anomalies=tuple(anomalies),
    )
