"""Findings as JUnit XML, which every build server shows.

A test suite is a form sheet (or a file that gave none), a test case is a finding. An error is a failure.
A query is a skipped test with its text: somebody must look at it, but the build does not stop. A note
passes and says its text on system-out. A sheet without findings is one test that passes.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import TYPE_CHECKING

from xltool.finding import Finding
from xltool.report.master.tally import owners
from xltool.report.rulebook import rulebook, title_of
from xltool.text import Lang, Text

if TYPE_CHECKING:
    from xltool.book.record import Record
    from xltool.report.compare import Comparison

__all__ = ["junit_bytes"]

# what XML 1.0 cannot hold, not even escaped
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CLEAN = Text("指摘なし", "no findings")
_REMEDY = Text("対応: ", "What to do: ")
_EXPLANATION = Text("説明: ", "Explanation: ")
Suite = tuple[str, "str | None"]


def junit_bytes(
    findings: Sequence[Finding],
    *,
    records: Sequence[Record] = (),
    lang: Lang = "ja",
    compare: Comparison | None = None,
) -> bytes:
    """UTF-8; suites in the order of the records, then those of files and sheets that gave none."""
    book = rulebook(findings, records)
    suites: dict[Suite, list[int]] = {(record.file, record.sheet): [] for record in records}
    for at, (one, owner) in enumerate(zip(findings, owners(records, findings), strict=True)):
        if owner is not None:
            suites[records[owner].file, records[owner].sheet].append(at)
        else:
            suites.setdefault((one.file or "xltool", one.places[0].sheet if one.places else None), []).append(
                at
            )
    root = ET.Element("testsuites", {"name": "xltool check"})
    abouts: dict[Suite, Record] = {(record.file, record.sheet): record for record in records}
    for key, indices in suites.items():
        suite = ET.SubElement(root, "testsuite", _counts([findings[i] for i in indices], _name(key)))
        _properties(suite, abouts.get(key))
        if not indices:
            ET.SubElement(
                suite, "testcase", {"classname": _name(key), "name": _CLEAN.pick(lang), "time": "0"}
            )
        for i in indices:
            state = compare.states[i] if compare else None
            _case(suite, findings[i], _name(key), title_of(findings[i], book).pick(lang), lang, state)
    for name, number in _counts(findings, "").items():
        if name != "name":
            root.set(name, number)
    root.set("tests", str(sum(max(len(some), 1) for some in suites.values())))
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _name(key: Suite) -> str:
    return _clean("!".join(part for part in key if part))


def _counts(findings: Sequence[Finding], name: str) -> dict[str, str]:
    return {
        "name": name,
        "tests": str(max(len(findings), 1)),
        "failures": str(sum(one.severity == "error" for one in findings)),
        "errors": "0",
        "skipped": str(sum(one.severity == "query" for one in findings)),
        "time": "0",
    }


def _properties(suite: ET.Element, record: Record | None) -> None:
    if record is None:
        return
    known = {"project": record.project, "department": record.department, "form": record.form}
    properties = ET.SubElement(suite, "properties")
    for name, value in known.items():
        if value:
            ET.SubElement(properties, "property", {"name": name, "value": _clean(value)})


def _case(
    suite: ET.Element, one: Finding, class_name: str, title: str, lang: Lang, state: str | None
) -> None:
    cells = ", ".join(dict.fromkeys(place.cell for place in one.places if place.cell))
    name = f"{one.id} {title}" + (f" ({cells})" if cells else "")
    case = ET.SubElement(suite, "testcase", {"classname": class_name, "name": _clean(name), "time": "0"})
    message = _clean(one.message.pick(lang))
    lines = [message]
    if one.remedy.pick(lang):
        lines.append(_REMEDY.pick(lang) + one.remedy.pick(lang))
    if one.explanation:
        lines.append(_EXPLANATION.pick(lang) + one.explanation)
    if state is not None:
        lines.append(f"compare: {state}")
    text = _clean("\n".join(lines))
    if one.severity == "error":
        ET.SubElement(case, "failure", {"message": message, "type": one.id}).text = text
    elif one.severity == "query":
        ET.SubElement(case, "skipped", {"message": text})
    else:
        ET.SubElement(case, "system-out").text = text


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
