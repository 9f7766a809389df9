"""The JSON Schema of form files: what the loader takes, it takes; what is misspelt, it finds."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from xltool.form import form_ids, json_schema, templates_folder
from xltool.form.spec import SPEC

from .club import CLUB

SCHEMA = json_schema()
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def is_a(value: object, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and not (isinstance(value, bool) and kind in ("integer", "number"))


def complaints(value: Any, schema: dict[str, Any], at: str = "") -> list[str]:
    """What the keywords that json_schema uses say about a value."""
    if "$ref" in schema:
        return complaints(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], at)
    if "anyOf" in schema:
        tries = [complaints(value, one, at) for one in schema["anyOf"]]
        return [] if [] in tries else [f"{at}: none fits"]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(is_a(value, kind) for kind in kinds):
        return [f"{at}: not {kinds}"]
    found = [f"{at}: not one of {schema['enum']}"] if "enum" in schema and value not in schema["enum"] else []
    if is_a(value, "number"):
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        found += [f"{at}: out of range"] if not low <= value <= high else []
    if isinstance(value, list):
        for i, item in enumerate(value):
            found += complaints(item, schema.get("items", {}), f"{at}[{i}]")
    if isinstance(value, dict):
        found += [f"{at}: lacks {key}" for key in schema.get("required", []) if key not in value]
        known, rest = schema.get("properties", {}), schema.get("additionalProperties", {})
        for key, item in value.items():
            if key in known or rest is not False:
                found += complaints(item, known.get(key, rest), f"{at}.{key}")
            else:
                found.append(f"{at}: unknown {key}")
    return found


def keywords(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(keywords, schema)) if schema else set()
    if not isinstance(schema, dict):
        return set()
    inner = [v for k, v in schema.items() if k not in ("properties", "$defs")]
    named = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
    return set(schema).union(*map(keywords, inner + named))


def test_this_test_knows_every_keyword() -> None:
    known = {"$ref", "anyOf", "type", "enum", "minimum", "maximum", "items", "required", "properties"}
    ignored = {"$schema", "title", "description", "$defs", "additionalProperties"}
    assert keywords(SCHEMA) <= known | ignored


@pytest.mark.parametrize("name", form_ids())
def test_shipped_forms_fit(name: str) -> None:
    folder = templates_folder() / name
    assert complaints(yaml.safe_load((folder / "form.yaml").read_text("utf-8")), SCHEMA) == []
    rules = yaml.safe_load((folder / "rules.yaml").read_text("utf-8"))
    assert complaints(rules, {"type": "array", "items": {"$ref": "#/$defs/rule"}}) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("canvas: 40", "canvas: 400", ".canvas: out of range"),
        ("canvas: 40", "canvas: wide", ".canvas: not ['integer']"),
        ("version:", "versoin:", ": lacks version"),
        ("language: ja", "language: fr", ".language: not one of ['ja', 'en']"),
        ("{id: name, label: Name}", "{id: name, lable: Name}", ".sections[0].rows[1]: none fits"),
        ("type: decimal", "type: decimla", ".sections[3].rows[0]: none fits"),
        ("severity: error", "severity: fatal", ".rules: none fits"),
        ("default: 100", "defualt: 100", ".parameters.price: unknown defualt"),
    ],
)
def test_misspelt_forms_do_not_fit(old: str, new: str, said: str) -> None:
    assert complaints(yaml.safe_load(CLUB), SCHEMA) == []
    assert said in complaints(yaml.safe_load(CLUB.replace(old, new)), SCHEMA)


def test_it_is_json_and_says_what_every_key_is() -> None:
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    for keys in SPEC.values():
        assert all(key.doc for key in keys.values())
