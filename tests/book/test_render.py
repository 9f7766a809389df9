"""Print loses nothing: every word that was typed stands in the PDF, however long the text."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.book import blanks
from tests.oracle import need, need_soffice, to_pdf
from xltool.book import Assignment, stamp
from xltool.book.heights import base_heights
from xltool.book.pages import page_breaks, page_room
from xltool.form import FieldBox, Section, lay_out


def words(mark: str, length: int, kind: str) -> str:
    """A text of numbered words, which no program breaks: ``a0000`` and on."""
    between = {
        "ja": "事業の説明を、くわしく書く。\n",
        "en": " is the word that follows ",
        "tight": "説明（算式）",
    }[kind]
    out = ""
    while len(out) < length:
        out += f"{mark}{out.count(mark):04d}" + between.replace("\n", "\n" if len(out) % 7 == 0 else "")
    return out


CASES: dict[str, tuple[str, dict[str, str]]] = {  # workbook -> edition, texts
    "wide": (
        "jimu",
        {"overview.purpose": words("q", 3000, "ja"), "item.validity.comment": words("w", 20_000, "ja")},
    ),
    "narrow": (
        "jimu",
        {"plan.planned[0]": words("q", 3000, "tight"), "plan.actual[-1]": words("w", 900, "ja")},
    ),
    "names": (
        "jimu",
        {"header.name": words("q", 600, "tight"), "activity.1.definition": words("w", 300, "tight")},
    ),
    "labels": ("jimu", {"basic.law": words("q", 700, "ja"), "basic.plans": words("w", 500, "tight")}),
    "latin": ("jimu", {"eval.first.direction": words("q", 2500, "en"), "basic.law": words("w", 900, "en")}),
    "third": ("third", {"comment": words("q", 20_000, "tight"), "name": words("w", 3000, "ja")}),
    "english": ("review", {"comment": words("q", 6000, "en"), "kpi.1.title": words("w", 400, "en")}),
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    need_soffice()
    program = shutil.which("pdftotext")
    need(program, "pdftotext is not installed: apt-get install poppler-utils")
    folder = tmp_path_factory.mktemp("print")
    for case, (name, values) in CASES.items():
        (folder / f"{case}.xlsx").write_bytes(blanks.filled(blanks.blank_of(name), dict(values)))
    three = [
        Assignment(values={"header.code": f"0000{i}"} | CASES[case][1])
        for i, case in enumerate(CASES)
        if i < 3
    ]
    (folder / "three.xlsx").write_bytes(stamp(blanks.blank_of("jimu", 3), three))
    pdfs = to_pdf(sorted(folder.glob("*.xlsx")), folder / "pdf")
    return {pdf.stem: _text(program or "", pdf) for pdf in pdfs}


def _text(program: str, pdf: Path) -> str:
    return subprocess.run(
        [program, str(pdf), "-"], capture_output=True, check=True, timeout=60
    ).stdout.decode()


@pytest.mark.parametrize("case", CASES)
def test_every_word_is_printed(case: str, printed: dict[str, str]) -> None:
    found = set(re.findall(r"[qw]\d{4}", printed[case]))
    wanted = {word for text in CASES[case][1].values() for word in re.findall(r"[qw]\d{4}", text)}
    assert wanted <= found, sorted(wanted - found)


def test_every_word_of_several_projects_is_printed(printed: dict[str, str]) -> None:
    found = printed["three"]
    for case in list(CASES)[:3]:
        for text in CASES[case][1].values():
            assert set(re.findall(r"[qw]\d{4}", text)) <= set(re.findall(r"[qw]\d{4}", found))


# -- page breaks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stretch", [1.0, 1.5, 3.0, 8.0])
@pytest.mark.parametrize("name", blanks.EDITIONS)
def test_pages_hold_what_they_are_given_and_tear_no_field(name: str, stretch: float) -> None:
    own = blanks.EDITIONS[name]
    layout = lay_out(own.form)
    heights = [min(409.0, h * stretch) for h in base_heights(layout)]
    room = page_room(own.form.canvas, landscape=own.form.landscape)
    starts = [1, *page_breaks(layout, heights, room)]
    assert starts == sorted(set(starts))
    fields = [c for c in layout.cells if isinstance(c.box, FieldBox)]
    titles = {c.row for c in layout.cells if isinstance(c.box, Section)}
    for first, after in zip(starts, [*starts[1:], layout.height + 1], strict=True):
        tall = sum(heights[first - 1 : after - 1])
        single = max((sum(heights[c.row - 1 : c.row + c.rows - 1]) for c in fields), default=0)
        assert tall <= room or single > room
        assert after - 1 not in titles, "a heading at the foot of a page"
        assert single > room or not [c.box for c in fields if c.row < first < c.row + c.rows]


def test_short_texts_make_two_full_pages() -> None:
    layout = lay_out(blanks.EDITIONS["jimu"].form)
    room = page_room(48, landscape=False)
    assert len(page_breaks(layout, base_heights(layout), room)) == 1
