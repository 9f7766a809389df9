"""Valid for Excel: the Open XML SDK finds nothing, nor does our own lint of what it misses."""

from __future__ import annotations

from pathlib import Path

from tests.book import blanks
from tests.book.lint_workbook import lint
from tests.oracle import validate
from xltool.book import Assignment, stamp

LONG = "市民の安全を守るため、消防団員の訓練と装備の充実を図る。(Phase 2/3: 2,345件)\n" * 60


def workbooks() -> dict[str, bytes]:
    clean = blanks.clean("jimu-jigyo")
    over = clean | {"overview.purpose": LONG, "item.validity.comment": LONG * 7}
    over["header.name"] = "長い名前" * 60
    review = blanks.clean("quarterly-review")
    out = {f"{name}-blank": blanks.filled(blanks.blank_of(name), {}) for name in blanks.EDITIONS}
    out["clean"] = blanks.filled(blanks.blank_of("jimu"), clean)
    out["over"] = blanks.filled(blanks.blank_of("jimu"), over)
    out["nasty"] = blanks.filled(
        blanks.blank_of("third"),
        {"code": "0&<>1", "name": "]]>&\x01", "comment": "\n".join(blanks.NASTY)},
        explanations={"third/late": "=1+1 <b>"},
    )
    three = [Assignment(values=one) for one in (clean, over, {"header.code": "a'b<c>&[1]"})]
    out["three"] = stamp(blanks.blank_of("jimu", 3), three)
    out["english"] = blanks.filled(blanks.blank_of("review"), review)
    out["english-two"] = stamp(blanks.blank_of("review", 2), [Assignment(values=review)] * 2)
    return out


def test_the_validator_finds_nothing(tmp_path: Path) -> None:
    paths = []
    for name, data in workbooks().items():
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(data)
    assert {name: errors for name, errors in validate(paths).items() if errors} == {}


def test_our_own_lint_finds_nothing() -> None:
    assert {name: faults for name, data in workbooks().items() if (faults := lint(data))} == {}
