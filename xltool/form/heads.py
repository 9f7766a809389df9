"""What stands above the sections of a form file: years, parameters, identity, named choices."""

from __future__ import annotations

import re
from typing import cast

from xltool.form.choices import ChoiceReader
from xltool.form.keys import ID_PART, Keys, offset_of
from xltool.form.model import Identity, Indicator, Lifecycle, Parameter
from xltool.form.source import MapNode, Problems, Scalar
from xltool.form.take import take
from xltool.form.words import YEAR_WORD
from xltool.formula import Name

__all__ = [
    "read_choices",
    "read_id",
    "read_identity",
    "read_indicators",
    "read_lifecycle",
    "read_parameters",
    "read_years",
]

_FORM_ID = re.compile(r"[a-z][a-z0-9-]{0,30}\Z")  # 31: it may become a sheet's tab
_TAKEN = {"year", "yy", "base_year", "basis", "n", "mark", "sub"}  # mean something already


def read_id(keys: Keys) -> str:
    node = keys.scalar("form")
    if node is None or node.empty or _FORM_ID.match(node.value):
        return node.value if node is not None and not node.empty else "form"
    keys.problems.add(
        node.line,
        f"様式の id「{node.value}」は使えません。"
        "英小文字・数字・ハイフンで 31 文字以内にしてください（例: jimu-jigyo）。",
        f"The form's id '{node.value}' is not allowed; use a-z, 0-9 and hyphens, 31 at most (jimu-jigyo).",
    )
    return "form"


def read_years(keys: Keys) -> tuple[tuple[int, ...], dict[int, str]]:
    """The column offsets, and the basis of each that has one."""
    problems = keys.problems
    node = _map(keys, "years")
    if node is None:
        return (), {}
    years = take(node, "years", problems)
    assert years is not None
    offsets: list[int] = []
    for item in years.list("offsets"):
        offset = offset_of(item.value) if isinstance(item, Scalar) else None
        if offset is None or (offsets and offset != offsets[-1] + 1):
            problems.tear(
                item.line,
                "年度の列は、基準年度からの差を小さい順に続けて書いてください（例: [-1, 0, 1, 2]）。",
                "Columns are consecutive offsets from the base year, ascending: [-1, 0, 1, 2].",
            )
            break
        offsets.append(offset)
    problems.torn |= not offsets
    basis: dict[int, str] = {}
    basis_node = years.map("basis")
    for word, value in basis_node.entries.items() if basis_node else ():
        offset = offset_of(word)
        if offset is None or not isinstance(value, Scalar) or (offset not in offsets and not problems.torn):
            problems.add(
                value.line,
                f"basis の「{word}」は年度の列にないか、値が一つの文字ではありません。",
                f"basis names '{word}', which is no column of the form, or gives it no plain text.",
            )
        else:
            basis[offset] = value.value
    return tuple(offsets), basis


def read_parameters(keys: Keys) -> dict[str, Parameter]:
    node = _map(keys, "parameters")
    out: dict[str, Parameter] = {}
    for name, one in node.entries.items() if node else ():
        _check_name(name, node.lines[name] if node else one.line, keys.problems)
        parameter = take(one, "parameter", keys.problems)
        if parameter is not None:
            out[name] = _parameter(name, parameter, has_years="years" in keys.node.entries)
    return out


def _map(keys: Keys, key: str) -> MapNode | None:
    """A map whose loss loses columns or parameters."""
    before = keys.problems.times
    node = keys.map(key)
    keys.problems.torn |= keys.problems.times > before
    return node


def _check_name(name: str, line: int, problems: Problems) -> None:
    if not ID_PART.match(name):
        problems.tear(
            line,
            f"パラメータの名前「{name}」は使えません。英小文字・数字・_ で書いてください。",
            f"The parameter's name '{name}' is not allowed; use a-z, 0-9 and _.",
        )
    elif name in _TAKEN or YEAR_WORD.match(name):
        problems.add(
            line,
            f"パラメータの名前「{name}」は別の意味で使われています。ほかの名前にしてください。",
            f"The parameter's name '{name}' already means something else; choose another.",
        )


def _parameter(name: str, keys: Keys, *, has_years: bool) -> Parameter:
    text = keys.word("type") == "text"
    per_year = keys.flag("per_year")
    if per_year and not has_years:
        keys.problems.add(
            keys.at("per_year"),
            f"パラメータ「{name}」は年度ごとですが、様式に年度の列がありません。",
            f"The parameter '{name}' is per year, but the form has no year columns.",
        )
    return Parameter(
        id=name,
        label=keys.text("label"),
        type="text" if text else "number",
        default=(keys.text("default") or None) if text else keys.number("default"),
        per_year=per_year,
    )


def read_identity(keys: Keys) -> Identity:
    node = keys.map("identity")
    if node is None:
        return Identity()
    identity = cast(Keys, take(node, "identity", keys.problems))
    return Identity(
        project=identity.path("project"),
        name=identity.path("name"),
        department=identity.path("department"),
        nothing=identity.path("nothing"),
    )


def read_lifecycle(keys: Keys) -> Lifecycle:
    node = keys.map("lifecycle")
    if node is None:
        return Lifecycle()
    lifecycle = cast(Keys, take(node, "lifecycle", keys.problems))
    return Lifecycle(
        new=lifecycle.formula("new"),
        ended=lifecycle.formula("ended"),
        start_year=lifecycle.path("start_year"),
        end_year=lifecycle.path("end_year"),
    )


def read_indicators(keys: Keys) -> tuple[Indicator, ...]:
    found: list[Indicator] = []
    for item in keys.list("indicators"):
        one = take(item, "indicator", keys.problems)
        if one is None:
            continue
        name, unit = one.formula("name"), one.formula("unit")
        if isinstance(name, Name) and isinstance(unit, Name):
            found.append(Indicator(name=name, unit=unit))
        elif name is not None and unit is not None:
            keys.problems.add(
                one.line,
                "指標の name と unit には項目の id を書いてください（例: activity.*.name）。",
                "The name and the unit of an indicator are field ids, such as activity.*.name.",
            )
    return tuple(found)


def read_choices(keys: Keys, words: frozenset[str]) -> ChoiceReader:
    reader = ChoiceReader(keys.problems, words)
    node = keys.map("choices")
    for name, one in node.entries.items() if node else ():
        reader.named[name] = reader.read(one)
    return reader
