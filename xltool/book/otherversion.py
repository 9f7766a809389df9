"""A sheet of a version of its form that nobody has: read by its names and labels as far as they go.

Its keys say nothing, because another version is laid out otherwise; names carry the ids themselves. Where no
name or label is found the field is in doubt, so that nothing that depends on it is judged. The one finding is
the version.
"""

from __future__ import annotations

from collections import Counter

from xltool.book.a1 import address
from xltool.book.identify import FormSheet
from xltool.book.keys import Names
from xltool.book.labels import find_labels
from xltool.book.normalise import raw_text, read_cell
from xltool.book.raw import RawBook
from xltool.book.record import Anomaly, Located, Record
from xltool.book.shape import shape_of
from xltool.form import Edition, Value
from xltool.text import Text

__all__ = ["read_across"]


def read_across(file: str, book: RawBook, one: FormSheet, present: Edition, names: Names) -> Record:
    """What can be read with the ``present`` version in hand."""
    places = _places(one, present, names)
    values: dict[str, Value] = {}
    raw: dict[str, str] = {}
    doubtful = set(present.form.fields) - set(places)
    for key, spec in present.form.fields.items():
        at = places[key][0] if key in places else None
        cell = one.sheet.cells.get(at) if at else None
        raw[key] = raw_text(cell.value) if cell else ""
        value, kind, _ = read_cell(present, spec, cell.value if cell else None, date1904=book.date1904)
        values[key] = None if spec.formula is not None else value
        if kind not in (None, "normalised"):
            doubtful.add(key)
    roles = present.form.identity
    return Record(
        file=file,
        sheet=one.sheet.name,
        edition=present,
        made_with=one.identity.version,
        campaign=one.identity.campaign,
        project=one.identity.project or _text(values.get(roles.project or "")),
        department=one.identity.department or _text(values.get(roles.department or "")),
        issue=one.identity.issue,
        values=values,
        raw=raw,
        cells={key: address(*at) for key, (at, _) in places.items()},
        located={key: how for key, (_, how) in places.items()},
        doubtful=frozenset(doubtful),
        anomalies=(_unknown(one, present, len(places)),),
    )


def _places(one: FormSheet, present: Edition, names: Names) -> dict[str, tuple[tuple[int, int], Located]]:
    own, book = names
    twice = Counter({**book, **own}.values())
    shape = shape_of(present)
    labels = find_labels(shape.labels, one.sheet)
    found: dict[str, tuple[tuple[int, int], Located]] = {}
    for key, drawn in shape.cells.items():
        name = present.form.fields[key].defined_name
        by_name = own.get(name) or book.get(name)
        if by_name is not None and twice[by_name] == 1:
            found[key] = by_name, "sheet-name" if name in own else "book-name"
        elif not own and not book and (by_label := labels.find(drawn)) is not None:
            found[key] = by_label, "label"
    return found


def _unknown(one: FormSheet, present: Edition, count: int) -> Anomaly:
    form, version = one.identity.form, one.identity.version
    return Anomaly(
        kind="unknown_version",
        sheet=one.sheet.name,
        value=version,
        expected=present.form.version,
        note=Text(
            f"様式「{form}」の第 {version} 版で作られたシートですが、"
            f"ここにあるのは第 {present.form.version} 版です。"
            f"名前と見出しの一致した {count} 項目だけを読み取りました。",
            f"The sheet was made with version {version} of '{form}', "
            f"but version {present.form.version} is here; "
            f"only the {count} fields whose names or labels agree were read.",
        ),
    )


def _text(value: Value) -> str | None:
    return None if value is None or value == "" else str(value)
