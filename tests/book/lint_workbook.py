"""What Excel refuses and the Open XML SDK does not see: looked for in the parts of a workbook we drew."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LIKE_CELL = re.compile(r"([A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc]?[0-9]*|[Cc][0-9]*|true|false)\Z", re.IGNORECASE)
_NEW = "IFS|XLOOKUP|LET|TEXTJOIN|CONCAT|FILTER|UNIQUE|SORT|SWITCH|MAXIFS|MINIFS|XOR|IFNA|NUMBERVALUE|DAYS"
_NEW_FUNCTION = re.compile(rf"(?<![\w.])({_NEW})\(")
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


def lint(data: bytes) -> list[str]:
    """Every fault found, as a sentence."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert len(names) == len({name.casefold() for name in names})
        parts = {name: archive.read(name) for name in names if name.endswith(".xml")}
    found = list(_names(parts["xl/workbook.xml"]))
    for name, content in parts.items():
        if name.startswith("xl/worksheets/"):
            found += [f"{name}: {fault}" for fault in _sheet(ElementTree.fromstring(content))]
    return found


def _names(workbook: bytes) -> Iterator[str]:
    root = ElementTree.fromstring(workbook)
    sheets = list(root.iter(f"{_NS}sheet"))
    titles = [s.get("name", "") for s in sheets]
    if len({t.casefold() for t in titles}) != len(titles):
        yield f"sheets of one name: {titles}"
    for title in titles:
        if not 1 <= len(title) <= 31 or re.search(r"[\[\]:*?/\\]", title) or title.strip("'") != title:
            yield f"sheet name {title!r}"
    if not any(s.get("state", "visible") == "visible" for s in sheets):
        yield "all sheets are hidden"
    seen = set()
    for name in root.iter(f"{_NS}definedName"):
        text = name.get("name", "")
        key = text.casefold(), name.get("localSheetId")
        if key in seen:
            yield f"name twice: {text}"
        seen.add(key)
        if not text.startswith("_xlnm.") and (_LIKE_CELL.match(text) or len(text) > 255):
            yield f"name like a cell: {text}"


def _sheet(root: ElementTree.Element) -> Iterator[str]:
    yield from _cells(root)
    yield from _rest(root)
    merges = [_area(m.get("ref", "")) for m in root.iter(f"{_NS}mergeCell")]
    taken: set[tuple[int, int]] = set()
    for top, left, bottom, right in merges:
        cells = {(row, col) for row in range(top, bottom + 1) for col in range(left, right + 1)}
        if len(cells) == 1:
            yield f"one-cell merge at row {top}"
        if taken & cells:
            yield f"overlapping merge at row {top}"
        taken |= cells


def _rest(root: ElementTree.Element) -> Iterator[str]:
    for one in root.iter(f"{_NS}dataValidation"):
        for key, most in (("promptTitle", 32), ("errorTitle", 32), ("prompt", 255), ("error", 255)):
            if len(one.get(key, "")) > most:
                yield f"{key} of {one.get('sqref')} too long"
        for formula in one.findall(f"{_NS}formula1"):
            if len(formula.text or "") > 255:
                yield f"validation formula of {one.get('sqref')} too long"
    for one in root.iter(f"{_NS}headerFooter"):
        for text in one.itertext():
            if len(text) > 255:
                yield "header or footer too long"
    if sum(1 for _ in root.iter(f"{_NS}brk")) > 1023:
        yield "too many page breaks"


def _cells(root: ElementTree.Element) -> Iterator[str]:
    last_row = 0
    for row in root.iter(f"{_NS}row"):
        number = int(row.get("r", "0"))
        if number <= last_row:
            yield f"row {number} out of order"
        if float(row.get("ht", "0")) > 409.5:
            yield f"row {number} too tall"
        last_row, last_col = number, 0
        for cell in row:
            at, col = _address(cell.get("r", ""))
            if at != number or col <= last_col:
                yield f"cell {cell.get('r')} out of order"
            last_col = col
            formula = cell.findtext(f"{_NS}f") or ""
            text = "".join(t.text or "" for t in cell.iter(f"{_NS}t"))
            if len(formula) > 8192 or ";" in re.sub(r'"[^"]*"', "", formula):
                yield f"formula of {cell.get('r')}"
            if _NEW_FUNCTION.search(re.sub(r'"[^"]*"', "", formula).replace("_xlfn.", "._")):
                yield f"missing _xlfn. in {cell.get('r')}: {formula[:80]}"
            if len(text.encode("utf-16-le")) // 2 > 32_767:
                yield f"text of {cell.get('r')} too long"


def _address(ref: str) -> tuple[int, int]:
    match = _ADDRESS.fullmatch(ref)
    assert match, ref
    col = 0
    for ch in match[1]:
        col = col * 26 + ord(ch) - 64
    return int(match[2]), col


def _area(ref: str) -> tuple[int, int, int, int]:
    first, _, last = ref.partition(":")
    return *_address(first), *_address(last or first)
