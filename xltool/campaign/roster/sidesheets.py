"""The other sheets of the roster: departments, and what choices are taken from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xltool.book.normalise import raw_text
from xltool.campaign.model import Department
from xltool.campaign.roster.grid import Found, Grid, content, is_example, merged
from xltool.form import Form, Reference
from xltool.form.source import nearest
from xltool.report.roster.plan import reference_columns
from xltool.report.roster.words import DEPARTMENTS, SHEETS
from xltool.text import Text
from xltool.values import fold, half_width

__all__ = ["read_departments", "read_references"]

_DEEPEST_HEADER = 60
_CLOSE = 0.5  # headings are short words


def read_references(
    grids: Sequence[Grid], form: Form, found: Found, *, file: str, demanded: bool
) -> dict[str, Reference]:
    """The reference sheets of the form; ``demanded`` where a missing one is a mistake."""
    out: dict[str, Reference] = {}
    for name, columns in reference_columns(form).items():
        heads = Text("、".join(f"「{one}」" for one in columns), ", ".join(f"'{one}'" for one in columns))
        grid = _named(grids, Text(name, name))
        if grid is None:
            tell = found.wrong if demanded else found.remark
            tell(
                file,
                f"参照表のシート「{name}」がありません。見出し {heads.ja} のシートを"
                "roster.xlsx に作ってください。",
                f"The reference sheet '{name}' is missing; add it to roster.xlsx "
                f"with the headings {heads.en}.",
            )
            continue
        table = _reference(grid, columns, heads, found)
        if table is not None and table.rows:
            out[name] = table
        elif table is not None:
            found.remark(
                grid.name,
                "参照表が空なので、この表から選ぶ欄には何でも記入できます。",
                "The reference sheet is empty, so that anything may be written where it is chosen from.",
            )
    return out


def _reference(grid: Grid, columns: tuple[str, ...], heads: Text, found: Found) -> Reference | None:
    wanted = {fold(one): one for one in columns}
    header, at = _header(grid, wanted)
    missing = [one for one in columns if one not in at]
    if missing:
        unknown = (
            [text for text in grid.headings(header).values() if fold(text) not in wanted] if header else []
        )
        close = nearest(missing[0], unknown, cutoff=_CLOSE)
        found.wrong(
            f"{grid.name}!{header}" if header else grid.name,
            f"見出し {'、'.join(f'「{one}」' for one in missing)} がありません。"
            + (f"「{close}」を直してください。" if close else f"1 行に {heads.ja} を並べてください。"),
            f"The heading {', '.join(repr(one) for one in missing)} is missing; "
            + (f"correct '{close}'." if close else f"put {heads.en} into one row."),
        )
        return None
    places = [at[one] for one in columns]
    rows = grid.rows_with_content(header, places)
    swallowed = merged(grid, places, rows, found)
    out = []
    for row in rows:
        texts = [_text(grid, row, col, found) for col in places]
        if not any(texts) or is_example(texts[0]):
            continue
        last = max(i for i, text in enumerate(texts) if text)
        for i in range(last):
            if not texts[i] and (row, places[i]) not in swallowed:
                found.wrong(
                    grid.at(row, places[i]),
                    f"「{columns[i]}」が空欄です。上の行と同じでも、どの行にも書いてください。",
                    f"'{columns[i]}' is empty; write it in every row, also where it repeats.",
                )
        out.append(tuple(texts))
    return Reference(columns=columns, rows=tuple(out))


def read_departments(grids: Sequence[Grid], found: Found) -> tuple[Department, ...]:
    """The rows of the sheet 部署; none where there is no such sheet."""
    grid = _named(grids, SHEETS["departments"])
    if grid is None:
        return ()
    wanted = {fold(word): key for key, words in DEPARTMENTS.items() for word in words}
    header, at = _header(grid, wanted)
    if "name" not in at:
        found.wrong(
            grid.name,
            "見出し「部署」がありません。1 行に「部署」「メールアドレス」「担当者」を並べてください。",
            "The heading 'Department' is missing; put 'Department', 'Mail address', 'Contact' into one row.",
        )
        return ()
    rows = grid.rows_with_content(header, at.values())
    swallowed = merged(grid, at.values(), rows, found)
    out: dict[str, Department] = {}
    places: dict[str, str] = {}
    for row in rows:
        texts = {key: _text(grid, row, col, found) for key, col in at.items()}
        name, place = texts["name"], grid.at(row, at["name"])
        if not any(texts.values()) or is_example(name):
            continue
        if not name:
            if (row, at["name"]) not in swallowed:
                found.wrong(
                    place, "部署名が空欄です。入力してください。", "The department is empty; type it."
                )
        elif fold(name) in out:
            found.wrong(
                place,
                f"「{name}」は {places[fold(name)]} と重複しています。片方の行を削除してください。",
                f"'{name}' stands in {places[fold(name)]} already; delete one of the rows.",
            )
        else:
            mail = _mail(texts.get("mail", ""), grid.at(row, at.get("mail", at["name"])), found)
            out[fold(name)] = Department(name=name, mail=mail, contact=texts.get("contact") or None)
            places[fold(name)] = place.rpartition("!")[2]
    return tuple(out.values())


def _mail(text: str, at: str, found: Found) -> str | None:
    """One address or several, with commas between them."""
    parts = [part.strip() for part in half_width(text).replace("、", ",").replace(";", ",").split(",")]
    parts = [part for part in parts if part]
    for part in parts:
        local, _, host = part.rpartition("@")
        if not local or "." not in host.strip(".") or not part.isascii() or " " in part:
            found.wrong(
                at,
                f"「{part}」はメールアドレスではありません。直すか、空欄にしてください。",
                f"'{part}' is no mail address; correct it or leave it empty.",
            )
            return None
    return ", ".join(parts) or None


def _named(grids: Sequence[Grid], name: Text) -> Grid | None:
    names = (fold(name.ja), fold(name.en))
    return next((one for one in grids if fold(one.name) in names), None)


def _header(grid: Grid, wanted: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """The row with the most of the wanted headings (0: none) and where they stand."""
    best: dict[str, int] = {}
    where = 0
    for row in (one for one in grid.rows if one <= _DEEPEST_HEADER):
        at: dict[str, int] = {}
        for col, text in grid.headings(row).items():
            key = wanted.get(fold(text))
            if key is not None:
                at.setdefault(key, col)
        if len(at) > len(best):
            best, where = at, row
    return (grid.below_heading(where, best.values()) if where else 0), best


def _text(grid: Grid, row: int, col: int, found: Found) -> str:
    cell = content(grid, row, col, found)
    return " ".join(raw_text(cell.value).split()) if cell else ""
