"""Every key of a form file, once: the loader checks against it and the JSON Schema is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from xltool.form.model import TYPES

__all__ = ["SPEC", "Key", "json_schema"]

Kind = Literal[
    "word",  # an identifier
    "text",
    "whole",
    "number",
    "flag",
    "formula",
    "bilingual",  # text, or {ja, en}
    "offsets",  # true, or a list of column offsets
    "list",
    "map",
    "any",
]


@dataclass(frozen=True)
class Key:
    """One key that a form file may hold."""

    kind: Kind
    doc: str
    needed: bool = False
    one_of: tuple[str, ...] = ()
    least: int = 1  # of a whole number
    most: int = 1000


SPEC: dict[str, dict[str, Key]] = {
    "form": {
        "form": Key("word", "id of the form: lower-case letters, digits, hyphens", needed=True),
        "version": Key("text", "version of the form, in quotes", needed=True),
        "title": Key("text", "title; {year} is the base year's label", needed=True),
        "language": Key("word", "language of the sheet", one_of=("ja", "en")),
        "canvas": Key(
            "whole",
            "number of columns that the cells are laid out on; 48 suits A4 portrait",
            least=4,
            most=120,
        ),
        "label_width": Key("whole", "columns that a field's label takes, unless said otherwise", most=120),
        "landscape": Key("flag", "print in landscape"),
        "guide": Key("list", "paragraphs that open the instructions sheet"),
        "years": Key("map", "the fiscal-year columns: offsets and their basis"),
        "identity": Key("map", "the fields that say whose sheet this is"),
        "lifecycle": Key("map", "what says that a project is new or over, and its last year"),
        "indicators": Key("list", "the fields that name an indicator and its unit: {name, unit}"),
        "parameters": Key("map", "values that belong to the campaign"),
        "choices": Key("map", "lists to choose from, by name"),
        "sections": Key("list", "the blocks of the sheet, top down", needed=True),
        "rules": Key("any", "rules, or the name of a file beside this one that holds them"),
    },
    "years": {
        "offsets": Key("list", "column offsets from the base year: [-1, 0, 1, 2]", needed=True),
        "basis": Key("map", "offset: basis of the figures; {basis} in labels"),
    },
    "identity": {
        "project": Key("word", "field with the project's number"),
        "name": Key("word", "field with the project's name"),
        "department": Key("word", "field with the department"),
        "nothing": Key("word", "the tick box for: nothing to report"),
    },
    "lifecycle": {
        "new": Key("formula", 'holds in the sheet of a project that begins: basic.novelty="新規"'),
        "ended": Key("formula", "holds in the last sheet of a project that is over: no sheet next year"),
        "start_year": Key("word", "field with the project's first fiscal year"),
        "end_year": Key("word", "field with the project's last fiscal year"),
    },
    "indicator": {
        "name": Key("formula", "the field, or with * the fields, of the name: activity.*.name", needed=True),
        "unit": Key("formula", "those of the unit, as many: activity.*.unit", needed=True),
    },
    "parameter": {
        "label": Key("text", "what it is", needed=True),
        "type": Key("word", "number or text", one_of=("number", "text")),
        "default": Key("text", "value where the campaign gives none"),
        "per_year": Key("flag", "one value for every fiscal-year column"),
    },
    "section": {
        "id": Key("word", "prefix of the ids in it"),
        "title": Key("text", "heading; left out for a block without one"),
        "note": Key("text", "small print beside the heading"),
        "label_width": Key("whole", "columns that a label takes in this section", most=120),
        "page_break": Key("flag", "start on a new page"),
        "rows": Key("list", "rows of boxes", needed=True),
    },
    "repeat": {
        "repeat": Key("word", "id prefix of the repeated rows", needed=True),
        "of": Key("any", "the instances: a number, a list of ids, or a map of id: label", needed=True),
        "rows": Key("list", "rows; {n} is the instance, {mark} its circled number or label", needed=True),
    },
    "group": {
        "group": Key("text", "label at the left that spans the rows", needed=True),
        "width": Key("whole", "columns that the label takes", needed=True, most=120),
        "rows": Key("list", "rows beside it", needed=True),
        "lines": Key("whole", "text lines to leave room for", most=100),
    },
    "stack": {
        "rows": Key("list", "rows inside a row", needed=True),
        "width": Key("whole", "columns", most=120),
    },
    "text": {
        "text": Key("text", "printed text; may hold {year} {yy-1} {basis} {n} {mark} {sub} and parameters"),
        "width": Key("whole", "columns", most=120),
        "style": Key("word", "how it looks", one_of=("label", "head", "note", "plain", "legend")),
        "align": Key("word", "where it stands", one_of=("left", "center", "right")),
        "years": Key("offsets", "once for every fiscal-year column"),
        "sub": Key("map", "split every column: id: label"),
        "lines": Key("whole", "text lines to leave room for", most=100),
    },
    "field": {
        "id": Key("word", "id within the section"),
        "label": Key("text", "printed before the field; left out where a text box names it"),
        "name": Key("text", "what messages call it, where no label is printed"),
        "type": Key("word", "type of value", one_of=TYPES),
        "width": Key("whole", "columns that the cell takes (each column's, with years)", most=120),
        "label_width": Key("whole", "columns that its label takes", most=120),
        "lines": Key("whole", "text lines to leave room for", most=100),
        "years": Key("offsets", "one cell for every fiscal-year column"),
        "sub": Key("map", "split every column: id: label"),
        "unit": Key("text", "unit of the number"),
        "decimals": Key("whole", "digits after the point", least=0, most=15),
        "choices": Key("any", "a list's name, a list, a map of code: label, or {from, column, parent}"),
        "also": Key("list", "stand-ins: literals allowed where a number is expected"),
        "required": Key("formula", "true, false, or a formula that says when"),
        "formula": Key("formula", "the cell computes this"),
        "value": Key("formula", "value that the blank is issued with"),
        "owner": Key("word", "who fills it in", one_of=("department", "committee")),
        "prefill": Key("word", "filled in by the office", one_of=("locked", "editable")),
        "carry": Key("word", "the id in last year's record that it repeats"),
        "internal": Key("flag", "never published"),
        "exact": Key("flag", "no rounding tolerance"),
        "min": Key("number", "smallest value"),
        "max": Key("number", "largest value"),
        "length": Key("whole", "most characters; of a code, its number of digits", most=32767),
        "help": Key("text", "shown when the cell is selected"),
    },
    "choices_from": {
        "from": Key("text", "reference sheet", needed=True),
        "column": Key("text", "its column", needed=True),
        "parent": Key("word", "field whose value narrows the list"),
    },
    "rule": {
        "id": Key("word", "id within the form", needed=True),
        "severity": Key("word", "how serious", needed=True, one_of=("error", "query", "note")),
        "phase": Key("word", "when it is judged", one_of=("submission", "committee")),
        "family": Key("text", "group for reports"),
        "each": Key("text", "repeat over: cost.year, activity, activity.*.year"),
        "when": Key("formula", "judged only where this holds"),
        "expect": Key("formula", "must hold", needed=True),
        "at": Key("any", "the field or fields to look at", needed=True),
        "title": Key("bilingual", "what is checked, in a few words", needed=True),
        "message": Key("bilingual", "what is wrong; {field} shows a value, {year} the year", needed=True),
        "remedy": Key("bilingual", "what to do", needed=True),
        "fails": Key("map", "changes to the clean sheet that break the rule"),
        "passes": Key("map", "changes to the clean sheet that do not"),
    },
}

_ROW = {
    "anyOf": [
        {"$ref": f"#/$defs/{name}"} for name in ("field", "text", "group", "stack", "repeat")
    ] + [{"type": "array", "items": {"$ref": "#/$defs/row"}}]
}  # fmt: skip
_JSON: dict[str, dict[str, Any]] = {
    "word": {"type": "string"},
    "text": {"type": ["string", "number", "boolean", "null"]},
    "whole": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "formula": {"type": ["string", "number", "boolean"]},
    "bilingual": {
        "anyOf": [
            {"type": "string"},
            {"type": "object", "properties": {"ja": {"type": "string"}, "en": {"type": "string"}}},
        ]
    },
    "offsets": {"anyOf": [{"type": "boolean"}, {"type": "array", "items": {"type": "integer"}}]},
    "list": {"type": "array"},
    "map": {"type": "object"},
    "any": {},
}
_ITEMS = {"sections": "section", "rows": "row", "indicators": "indicator"}
_MAPS = {"years": "years", "identity": "identity", "lifecycle": "lifecycle"}


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a form file, for editors that complete and check while typing."""
    defs: dict[str, Any] = {"row": _ROW}
    for construct, keys in SPEC.items():
        properties: dict[str, Any] = {}
        for name, key in keys.items():
            one = {**_JSON[key.kind], "description": key.doc}
            if key.kind == "whole":
                one |= {"minimum": key.least, "maximum": key.most}
            if key.one_of:
                one = {"enum": list(key.one_of), "description": key.doc}
            if key.kind == "list" and name in _ITEMS:
                one["items"] = {"$ref": f"#/$defs/{_ITEMS[name]}"}
            if construct == "form" and name in _MAPS:
                one = {"$ref": f"#/$defs/{_MAPS[name]}"}
            properties[name] = one
        defs[construct] = {
            "type": "object",
            "properties": properties,
            "required": [name for name, key in keys.items() if key.needed],
            "additionalProperties": False,
        }
    form = defs.pop("form")
    form["properties"]["parameters"] = {
        "type": "object",
        "additionalProperties": {"$ref": "#/$defs/parameter"},
    }
    form["properties"]["rules"] = {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/$defs/rule"}}]
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "xltool form",
        **form,
        "$defs": defs,
    }
