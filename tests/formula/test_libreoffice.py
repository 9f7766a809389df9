"""Both back ends against LibreOffice: the Excel text, recalculated there, gives what our evaluation gives."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.formula.generator import FIELDS, LABELS, Generator, address, record
from tests.oracle import need_soffice, recalculate
from xltool.formula import (
    FUNCTIONS,
    Area,
    Const,
    ExcelError,
    Name,
    Node,
    Range,
    Scalar,
    Vec,
    bind,
    evaluate,
    parse,
    to_excel,
)
from xltool.formula.tree import Binary, Call, Missing, Unary, walk

SEED = 832
EXPRESSIONS = 3000
GROUPS = 4  # workbooks; each has a share of the expressions
RECORDS = 6  # sheets in each workbook
RESULTS = 40  # the column of the formulas


def resolve(name: Name | Range, shift: int) -> Const | Area:
    if isinstance(name, Name):
        return Area(rows=((name.path[0],),))
    first, last = name.first.path[0], name.last.path[0]
    return Area(rows=tuple((f"{first[0]}{i}",) for i in range(int(first[1:]), int(last[1:]) + 1)))


def test_random_expressions_equal_libreoffice(tmp_path: Path) -> None:
    need_soffice()
    formulas = _formulas()
    rng = random.Random(SEED)
    groups = [[record(rng) for _ in range(RECORDS)] for _ in range(GROUPS)]
    shares = [formulas[i::GROUPS] for i in range(GROUPS)]
    paths = [tmp_path / f"group{i}.xlsx" for i in range(GROUPS)]
    for path, records, share in zip(paths, groups, shares, strict=True):
        _write(path, records, [to_excel(node, address) for _, node in share])
    differences: list[str] = []
    results: list[Scalar] = []
    for path, records, share in zip(recalculate(paths, tmp_path / "out"), groups, shares, strict=True):
        theirs = _read(path, len(share))
        columns = {key: Vec.of([_converted(key, values[key]) for values in records]) for key in FIELDS}
        for row, (text, node) in enumerate(share):
            ours = evaluate(node, columns.__getitem__, RECORDS).to_list()
            results.extend(ours)
            for i in range(RECORDS):
                if not same(ours[i], theirs[i][row]) and not _excused(
                    node, columns, i, ours[i], theirs[i][row]
                ):
                    used = {key: records[i][key] for key in FIELDS if re.search(rf"\b{key}\b", text)}
                    differences.append(
                        f"{text} over {used}: ours {ours[i]!r}, LibreOffice {theirs[i][row]!r}"
                    )
    assert not differences, f"{len(differences)} of {len(results)}:\n" + "\n".join(differences[:40])
    errors = sum(isinstance(result, ExcelError) for result in results)
    assert errors < len(results) / 2, f"{errors} of {len(results)} results are errors"


def test_every_function_and_operator_occurs() -> None:
    seen: Counter[str] = Counter()
    for _, node in _formulas():
        for part in walk(node):
            if isinstance(part, Call):
                seen[part.name] += 1
            elif isinstance(part, Unary | Binary):
                seen[f"{type(part).__name__} {part.op}"] += 1
    wanted = set(FUNCTIONS) - {"PREV"} | {f"Unary {op}" for op in "-%"}
    wanted |= {f"Binary {op}" for op in ("+", "-", "*", "/", "^", "&", "=", "<>", "<", ">", "<=", ">=")}
    assert {name: seen[name] for name in wanted if seen[name] < 20} == {}


def _excused(node: Node, columns: dict[str, Vec], i: int, ours: Scalar, theirs: object) -> bool:
    """Where Excel's documentation leaves it open: which of several errors wins, and the last bits of large
    terms.

    LibreOffice adds with compensation, so 1E+200 - 1E+200 + 3 is not the same everywhere; the tolerance is
    relative to the largest value on the way.
    """
    found: list[Scalar] = []
    for part in walk(node):
        if isinstance(part, Area):
            found.extend(columns[key].to_list()[i] for key in part.keys)
        elif not isinstance(part, Missing):
            found.extend(evaluate(part, columns.__getitem__, RECORDS).to_list()[i : i + 1])
    largest = max((abs(value) for value in found if isinstance(value, float)), default=0.0)
    if isinstance(ours, ExcelError):
        errors = [value for value in found if isinstance(value, ExcelError)]
        return any(same(error, theirs) for error in errors) or (theirs == "#NUM!" and largest > 1e100)
    return (
        isinstance(ours, float)
        and isinstance(theirs, int | float)
        and abs(ours - theirs) <= largest * 2.0**-50
    )


def _formulas() -> list[tuple[str, Node]]:
    generator = Generator(SEED)
    texts: dict[str, None] = {}  # no two the same
    while len(texts) < EXPRESSIONS:
        texts[generator.any()] = None
    return [(text, bind(parse(text), resolve)) for text in texts]


def _converted(key: str, value: Scalar) -> Scalar:
    return LABELS.get(value, value) if key[0] == "k" and isinstance(value, str) else value


def _write(path: Path, records: list[dict[str, Scalar]], formulas: list[str]) -> None:
    book = xlsxwriter.Workbook(path)
    plain = book.add_format({"num_format": "0.00"})  # else LibreOffice makes dates of the results of DATE
    for values in records:
        sheet = book.add_worksheet()
        for key, value in values.items():
            at = address(key)
            match value:
                case None:
                    pass
                case bool():
                    sheet.write_boolean(at.row, at.col, value)
                case ExcelError():
                    sheet.write_formula(
                        at.row, at.col, "=NA()" if value is ExcelError.NA else "=1/0", None, value.value
                    )
                case "":
                    sheet.write_formula(at.row, at.col, '=""', None, "")
                case str():
                    sheet.write_string(at.row, at.col, value)
                case _:
                    sheet.write_number(at.row, at.col, value)
        for row, formula in enumerate(formulas):
            sheet.write_formula(row, RESULTS, "=" + formula, plain)
    lists = book.add_worksheet("_lists")
    for row, (label, code) in enumerate(LABELS.items()):
        lists.write(row, 0, label)
        lists.write(row, 1, code)
    book.close()


def _read(path: Path, count: int) -> list[list[object]]:
    book = openpyxl.load_workbook(path, data_only=True)
    sheets = book.worksheets[:RECORDS]
    return [[sheet.cell(row + 1, RESULTS + 1).value for row in range(count)] for sheet in sheets]


def same(ours: Scalar, theirs: object) -> bool:
    """Equal up to what LibreOffice cannot say: booleans are numbers, "" is empty, most of its errors are
    #VALUE!."""
    if isinstance(ours, ExcelError):
        vague = ("#VALUE!", "#NUM!", "#REF!")
        return theirs == ours.value or (ours.value in vague and theirs in vague)
    if isinstance(ours, str):
        return (theirs or "") == ours
    if ours is None or not isinstance(theirs, bool | int | float):
        return False
    return math.isclose(ours, theirs, rel_tol=1e-12, abs_tol=1e-12)
