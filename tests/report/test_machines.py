"""SARIF and JUnit, which other programs read."""

from __future__ import annotations

import json
import os
import random
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.oracle import need
from tests.report.sheets import any_record, finding, jimu
from xltool.finding import Finding, Place
from xltool.report import CHECK, compare
from xltool.report.junit import junit_bytes
from xltool.report.sarif import sarif_shape
from xltool.rules import explain
from xltool.text import Text

RECORDS = [any_record(jimu(), number, random.Random(number)) for number in (1, 2, 3)]
FOUND = [
    finding(RECORDS[0]),
    finding(RECORDS[0], "query", "jimu-jigyo/end_year"),
    finding(RECORDS[1], "note", "office/own"),
    Finding(
        id="XL003",
        severity="error",
        message=Text("壊れています。", "It is damaged."),
        remedy=Text("", ""),
        file="受信 #1/a%b.zip!壊れた.xlsx",
    ),
]
NASTY = replace(
    FOUND[0],
    message=Text("a\x00b\x1b]]><x>&\ufffe\ud842", ""),
    file="\x07<&>.xlsx",
    project="\x01",
    places=(Place(sheet="\x02", cell=None, field=None, value="\x03"), Place()),
)

# -- SARIF ---------------------------------------------------------------------------------------------------


def valid(shape: Any) -> None:
    """The published schema finds nothing wrong with it."""
    home = Path(os.environ.get("XLTOOL_ORACLES", Path.home() / ".cache/xltool-oracles"))
    schema = home / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
    need(schema.exists(), "the schema of SARIF is not installed: npm install @microsoft/jest-sarif")
    import jsonschema

    checker = jsonschema.Draft4Validator(json.loads(schema.read_text("utf-8")))
    assert [f"{list(error.path)}: {error.message}" for error in checker.iter_errors(shape)] == []


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("findings", [[], FOUND, [NASTY], [*FOUND, NASTY]])
def test_sarif_is_valid(findings: list[Finding], lang: Any) -> None:
    valid(json.loads(CHECK["sarif"](findings, 3, RECORDS, lang)))
    known = compare(findings, FOUND[1:])
    valid(json.loads(CHECK["sarif"](findings, 3, RECORDS, lang, known)))


def test_sarif_says_where_and_how_serious() -> None:
    run = sarif_shape(FOUND, records=RECORDS, lang="en")["runs"][0]
    assert [(one["ruleId"], one["level"]) for one in run["results"]] == [
        ("XL201", "error"),
        ("jimu-jigyo/end_year", "warning"),
        ("office/own", "note"),
        ("XL003", "error"),
    ]
    rules = run["tool"]["driver"]["rules"]
    for one in run["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        uri = one["locations"][0]["physicalLocation"]["artifactLocation"]
        assert run["artifacts"][uri["index"]]["location"]["uri"] == uri["uri"]
    first = run["results"][0]
    assert first["message"]["text"] == "'Legal basis' is empty.\nPlease fill it in."
    assert first["locations"][0]["logicalLocations"] == [
        {"name": "C7", "fullyQualifiedName": "評価シート!C7", "kind": "cell"}
    ]
    assert first["locations"][0]["message"]["text"] == "根拠法令等"
    assert first["properties"]["fields"] == ["basic.law"]
    assert len(run["results"][3]["locations"]) == 1


def test_sarif_s_rules_help_in_the_chosen_language() -> None:
    def rule(lang: Any) -> dict[str, Any]:
        found: dict[str, Any] = sarif_shape(FOUND, records=RECORDS, lang=lang)["runs"][0]["tool"]["driver"][
            "rules"
        ][0]
        return found

    assert rule("ja")["shortDescription"]["text"] == "必須項目の空欄"
    assert "✖" in rule("ja")["help"]["text"]
    assert rule("en")["help"]["text"] != rule("ja")["help"]["text"]
    assert rule("en")["defaultConfiguration"] == {"level": "error"}


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("inbox/a b.xlsx", "inbox/a%20b.xlsx"),
        ("受信/#1%.xlsx", "%E5%8F%97%E4%BF%A1/%231%25.xlsx"),
        ("a.zip!b.xlsx", "a.zip!b.xlsx"),
        ("a:b.xlsx", "a%3Ab.xlsx"),
        ("/data/a.xlsx", "file:///data/a.xlsx"),
        ("C:\\data\\a b.xlsx", "file:///C:/data/a%20b.xlsx"),
        ("\\\\server\\share\\a.xlsx", "file://server/share/a.xlsx"),
    ],
)
def test_sarif_s_places_are_uris(file: str, uri: str) -> None:
    run = sarif_shape([replace(FOUND[0], file=file)])["runs"][0]
    assert run["artifacts"] == [{"location": {"uri": uri}}]


def test_sarif_s_fingerprint_outlives_moved_cells() -> None:
    def prints(one: Finding) -> Any:
        return sarif_shape([one])["runs"][0]["results"][0]["partialFingerprints"]

    moved = replace(FOUND[0], places=(replace(FOUND[0].places[0], cell="Z9", value="x"),), file="other.xlsx")
    assert prints(FOUND[0]) == prints(moved)
    assert prints(FOUND[0]) != prints(replace(moved, project="99999"))
    assert prints(FOUND[0]) != prints(replace(moved, id="XL202"))


def test_sarif_s_baseline() -> None:
    known = compare(FOUND[:2], [FOUND[0], FOUND[3]])
    results = sarif_shape(FOUND[:2], records=RECORDS, compare=known)["runs"][0]["results"]
    assert [(one["ruleId"], one["baselineState"]) for one in results] == [
        ("XL201", "unchanged"),
        ("jimu-jigyo/end_year", "new"),
        ("XL003", "absent"),
    ]
    plain = sarif_shape(FOUND, records=RECORDS)["runs"][0]["results"]
    assert not any("baselineState" in one for one in plain)


# -- JUnit ---------------------------------------------------------------------------------------------------


def parsed(findings: list[Finding], lang: Any = "en") -> ET.Element:
    return ET.fromstring(junit_bytes(findings, records=RECORDS, lang=lang))


def test_junit_has_a_suite_for_every_sheet_and_every_file_without_one() -> None:
    root = parsed(FOUND)
    assert [suite.get("name") for suite in root] == [
        "00001.xlsx!評価シート",
        "00002.xlsx!評価シート",
        "00003.xlsx!評価シート",
        "受信 #1/a%b.zip!壊れた.xlsx",
    ]
    assert [[case.get("name") for case in suite.iter("testcase")] for suite in root][2:] == [
        ["no findings"],
        ["XL003 " + str(root[3][0].get("name"))[6:]],
    ]
    assert root[0].find("properties/property[@name='project']").get("value") == RECORDS[0].project  # type: ignore[union-attr]


def test_junit_errors_fail_queries_are_skipped_notes_pass() -> None:
    root = parsed(FOUND)
    error, query = root[0].findall("testcase")
    note = root[1].find("testcase")
    assert note is not None
    assert [child.tag for one in (error, query, note) for child in one] == [
        "failure",
        "skipped",
        "system-out",
    ]
    failure = error[0]
    assert (failure.get("message"), failure.get("type")) == ("'Legal basis' is empty.", "XL201")
    assert failure.text == "'Legal basis' is empty.\nWhat to do: Please fill it in."
    assert "Please fill it in." in str(query[0].get("message"))
    assert error.get("name") == f"XL201 {explain('XL201').title.en} (C7)"


def test_junit_s_numbers_add_up() -> None:
    root = parsed([*FOUND, NASTY])
    for box in (root, *root):
        cases = list(box.iter("testcase"))
        assert box.get("tests") == str(len(cases))
        assert box.get("failures") == str(sum(case.find("failure") is not None for case in cases))
        assert box.get("skipped") == str(sum(case.find("skipped") is not None for case in cases))
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("6", "3", "1")


def test_junit_holds_no_character_that_xml_refuses() -> None:
    root = parsed([NASTY], "ja")
    failure = next(root.iter("failure"))
    assert failure.get("message") == "a\ufffdb\ufffd]]><x>&\ufffd\ufffd"
