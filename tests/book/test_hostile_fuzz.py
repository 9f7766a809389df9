"""Mutated workbooks: whatever the bytes, the reader ends in a record or in one Unreadable, never in a surprise.

``XLTOOL_FUZZ=5000`` runs more cases; a case is its number, so that a failing one can be repeated alone.
"""

# ruff: noqa: E501 - tables of cases read better unbroken

from __future__ import annotations

import io
import os
import random
import re
import zipfile
import zlib
from functools import cache
from pyexpat import ExpatError
from xml.dom import minidom

import pytest

from tests.book import reader_files as make
from tests.book import test_reader_remarks as remarks
from tests.book import test_reader_struck as struck
from tests.book.test_reader_writers import by_openpyxl, by_xlsxwriter
from xltool.book.limits import LIMITS
from xltool.book.raw import CellError, RawBook
from xltool.book.reader import read_book
from xltool.errors import Unreadable

CASES = int(os.environ.get("XLTOOL_FUZZ", "500"))
REASONS = {"damaged", "limit", "locked", "old_format", "not_a_workbook", "refused"}
NASTY = [
    b"", b"\0", b"<", b">", b"&", b'"', b"/>", b"]]>", b"<!--", b"<![CDATA[", b"<!DOCTYPE x>", b"<?x?>", b"&#0;", b"&#xD800;",
    b"-1", b"99999999999999999999", b"1e999", b"NaN", b"XFE1048577", b"A0", b"\xff\xfe", b"\xed\xa0\x80", b"_x0000_", b"_xD800_",
    b"#REF!", b' r="A1"', b' t="s"', b' t="shared" si="0"', b' xmlns="urn:x"', b"<c><v>1</v></c>", b"<f>[[[</f>",
]  # fmt: skip


@cache
def seeds() -> tuple[bytes, ...]:
    rows = (
        '<row r="1"><c r="A1" s="1"/><c r="B1" t="s"><v>0</v></c><c r="C1"><f t="shared" si="0" ref="C1:C2">B1*2</f><v>7</v>'
        '</c></row><row><c t="inlineStr"><is><t>x_x000D_</t></is></c><c><f t="shared" si="0"/></c><c t="d"><v>2025-04-01</v>'
        '</c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>'
    )
    by_hand = make.book(
        rows,
        shared=("<t>あ</t>", "<r><t>い</t></r><rPh><t>う</t></rPh>"),
        names='<definedName name="a" localSheetId="0">\'S\'!$A$1</definedName>',
        before='<cols><col min="1" max="2" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
    )
    return (
        by_hand,
        by_xlsxwriter(),
        by_openpyxl(),
        remarks.by_xlsxwriter(),
        remarks.everything(),
        struck.by_openpyxl(),
    )


def mutated(case: int) -> bytes:
    rng = random.Random(case)
    data = rng.choice(seeds())
    kind = rng.randrange(8)
    if kind == 0:  # the container's bytes
        return spoil(rng, data)
    if kind == 1:  # the directory at the end
        return data[:-400] + spoil(rng, data[-400:])
    if kind == 2:  # cut off, or in two
        cut = rng.randrange(len(data))
        return data[:cut] if rng.random() < 0.5 else data[cut:]
    if kind == 3:  # noise, sometimes behind the right beginning
        return rng.choice([b"", b"PK\3\4", b"PK\5\6", data[:30]]) + rng.randbytes(rng.randrange(2000))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content: make.Parts = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in content if name.endswith((".xml", ".rels", ".vml"))]
    name = rng.choice(names)
    if kind == 4:  # a part is gone, empty, or another one
        content[name] = rng.choice([b"", content[rng.choice(names)]])
        if rng.random() < 0.3:
            del content[name]
    else:  # the XML itself
        part = content[name]
        assert isinstance(part, bytes)
        content[name] = spoil_xml(rng, part) if kind == 5 else spoil(rng, part)
    return make.zipped(content)


def spoil(rng: random.Random, data: bytes) -> bytes:
    """Up to four edits anywhere: a bit, a piece gone, a piece twice, something nasty."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(out) + 1)
        length = rng.choice([1, 1, 4, 40])
        edit = rng.randrange(4)
        if edit == 0 and at < len(out):
            out[at] ^= 1 << rng.randrange(8)
        elif edit == 1:
            del out[at : at + length]
        elif edit == 2:
            out[at:at] = out[at : at + length]
        else:
            out[at:at] = rng.choice(NASTY)
    return bytes(out)


def spoil_xml(rng: random.Random, data: bytes) -> bytes:
    """One edit that mostly leaves the XML well-formed: an attribute, a text, or a whole tag."""
    spots = list(re.finditer(rb'"[^"<>]*"|>[^<>]+<|<[a-zA-Z][^<>]*/>', data))
    if not spots:
        return data
    spot = rng.choice(spots)
    nasty = rng.choice([word for word in NASTY if not set(word) & set(b'<>&"\0\xff\xed')])
    old = spot[0]
    if old.startswith(b"<"):
        new = rng.choice([b"", old + old])
    else:
        new = old[:1] + rng.choice([nasty, old[1:-1] + nasty, b""]) + old[-1:]
    return data[: spot.start()] + new + data[spot.end() :]


def outcome(data: bytes) -> RawBook | Unreadable:
    try:
        return read_book(data, limits=LIMITS)
    except Unreadable as error:
        assert error.reason in REASONS
        # the guard of last resort would hide a mistake of ours: only these causes are meant
        assert (
            error.__cause__ is None or isinstance(error.__cause__, ExpatError | zlib.error) or encoding(error)
        )
        return error


def encoding(error: Unreadable) -> bool:
    """Whether expat met an encoding that it does not know, or text that is no Unicode."""
    return isinstance(error.__cause__, LookupError | UnicodeError) or "multi-byte encodings" in str(
        error.__cause__
    )


def sound(book: RawBook) -> None:
    """What the reader promises about every record."""
    for sheet in book.sheets:
        for remark in sheet.remarks:
            assert remark.cell is None or (1 <= remark.cell[0] <= 1_048_576 and 1 <= remark.cell[1] <= 16_384)
            f"{remark.text}{remark.author}{remark.part}".encode()
        for place, runs in sheet.struck_runs.items():
            assert place in sheet.cells
            "".join(text for text, _ in runs).encode()
        for (row, col), cell in sheet.cells.items():
            assert 1 <= row <= 1_048_576
            assert 1 <= col <= 16_384
            assert cell.value is None or type(cell.value) in {float, str, bool, CellError}
            assert cell.value is not None or cell.formula is not None
            str(cell.value).encode()
            (cell.formula or "").encode()


@pytest.mark.parametrize("block", range(10))
def test_mutations(block: int) -> None:
    for case in range(block * CASES // 10, (block + 1) * CASES // 10):
        result = outcome(mutated(case))
        if isinstance(result, RawBook):
            sound(result)


def test_most_small_changes_still_give_a_record() -> None:
    """Of single edits that leave zip and XML well-formed, nine of ten are read all the same."""
    read = tried = 0
    for case in range(CASES):
        rng = random.Random(case)
        with zipfile.ZipFile(io.BytesIO(seeds()[case % len(seeds())])) as archive:
            content: make.Parts = {name: archive.read(name) for name in archive.namelist()}
        name = rng.choice([name for name in content if name.endswith((".xml", ".rels", ".vml"))])
        part = content[name]
        assert isinstance(part, bytes)
        content[name] = changed = spoil_xml(rng, part)
        try:
            minidom.parseString(changed)
        except (ExpatError, LookupError, ValueError):  # unknown encodings included
            continue
        tried += 1
        read += isinstance(outcome(make.zipped(content)), RawBook)
    assert tried > CASES / 2
    assert read / tried >= 0.9, (read, tried)
