"""Attributes of one field that do not go together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from xltool.form.draft import Draft
from xltool.form.model import NUMERIC, Field
from xltool.text import Text

__all__ = ["check"]

Misfit: TypeAlias = tuple[str, Text]  # the key whose line is meant, and what is wrong

_LONGEST_HELP = 255  # Excel's limit of an input message
_LONGEST_UNIT = 20
_NUMBER = re.compile(r"[-+]?[0-9０-９.,]+\Z")
_SCORE = re.compile(r"[0-9]{1,3}\Z")
_WRITTEN = frozenset({"text", "paragraph", "code", "phone"})


def check(draft: Draft) -> None:
    for row, (one, *_) in draft.form.rows_of.items():
        if row in draft.broken:
            continue  # told already; what follows from it would only confuse
        for misfits in (_choices, _ticks, _numbers, _standins, _lengths, _computed, _owners):
            for key, wrong in misfits(one):
                draft.problems.add(draft.at(one, key), wrong.ja, wrong.en)


def _choices(one: Field) -> Iterator[Misfit]:
    name, kind, choices = f"項目「{one.row}」", one.type, one.choices
    if choices is None:
        if kind in ("choice", "score"):
            yield (
                "type",
                Text(
                    f"{name}は {kind} 型なので choices が必要です。",
                    f"'{one.row}' is a {kind} and needs 'choices'.",
                ),
            )
    elif kind not in ("choice", "score", "tick"):
        yield (
            "choices",
            Text(
                f"{name}に choices がありますが {kind} 型です。type: choice にしてください。",
                f"'{one.row}' has choices but is of type {kind}; make it 'type: choice'.",
            ),
        )
    elif choices.sheet is not None and kind != "choice":
        yield (
            "choices",
            Text(
                f"{name}は {kind} 型なので参照シートからは選べません。"
                "選択肢を直接書くか type: choice にしてください。",
                f"'{one.row}' is a {kind}: only 'type: choice' can choose from a reference sheet;"
                " list the choices.",
            ),
        )
    elif kind == "score" and not all(_SCORE.match(code) for code, _ in choices.options):
        yield (
            "choices",
            Text(
                f"{name}の評点は「数字: 説明」で書いてください（例: {{3: 妥当, 2: どちらかといえば妥当}}）。",
                f"The scores of '{one.row}' are written as 'number: wording', such as {{3: good, 2: fair}}.",
            ),
        )


def _ticks(one: Field) -> Iterator[Misfit]:
    if one.type != "tick":
        return
    labels = [label for _, label in one.choices.options] if one.choices else []
    if any("■" in label or "□" in label for label in labels):
        yield (
            "choices",
            Text(
                f"項目「{one.row}」の選択肢に ■ や □ は書けません（印刷のときに付きます）。",
                f"The choices of '{one.row}' must not hold ■ or □; they are printed by themselves.",
            ),
        )
    if len(labels) == 1:
        yield (
            "choices",
            Text(
                f"項目「{one.row}」の選択肢が一つだけです。choices を消すと ■/□ の一つの箱になります。",
                f"'{one.row}' has a single box; leave out 'choices' for one box that is ticked or not.",
            ),
        )


def _numbers(one: Field) -> Iterator[Misfit]:
    name = f"項目「{one.row}」"
    if one.minimum is not None and one.maximum is not None and one.minimum > one.maximum:
        yield (
            "min",
            Text(
                f"{name}の min {one.minimum:g} が max {one.maximum:g} より大きくなっています。",
                f"'{one.row}' has min {one.minimum:g} above max {one.maximum:g}.",
            ),
        )
    if one.unit and ('"' in one.unit or len(one.unit) > _LONGEST_UNIT):
        yield (
            "unit",
            Text(
                f"{name}の単位「{one.unit}」は使えません。"
                f'「"」のない {_LONGEST_UNIT} 文字以内にしてください。',
                f"The unit {one.unit!r} of '{one.row}' cannot be "
                f"shown: no double quote, {_LONGEST_UNIT} characters.",
            ),
        )
    if one.type in NUMERIC:
        return
    if one.unit:
        yield (
            "unit",
            Text(
                f"{name}に単位がありますが {one.type} 型です。unit を消すか数値の型にしてください。",
                f"'{one.row}' has a unit but is of type {one.type}; remove it or use a numeric type.",
            ),
        )
    if one.decimals is not None:
        yield (
            "decimals",
            Text(
                f"{name}は数値ではないので decimals は使えません。",
                f"'{one.row}' is no number; remove 'decimals'.",
            ),
        )
    if one.minimum is not None or one.maximum is not None:
        yield (
            "min" if one.minimum is not None else "max",
            Text(
                f"{name}は数値ではないので min と max は使えません。",
                f"'{one.row}' is no number; remove 'min' and 'max'.",
            ),
        )
    if one.exact:
        yield (
            "exact",
            Text(
                f"{name}は数値ではないので exact（端数の許容なし）は意味がありません。",
                f"'{one.row}' is no number, so there is no rounding to allow for; remove 'exact'.",
            ),
        )


def _standins(one: Field) -> Iterator[Misfit]:
    if one.also and one.type not in NUMERIC | {"fiscal_year", "date"}:
        yield (
            "also",
            Text(
                f"項目「{one.row}」は数値や年度ではないので also（代替値）は使えません。",
                f"'{one.row}' takes text anyway; stand-ins ('also') are for numbers, years and dates.",
            ),
        )
        return
    for word in one.also:
        if not word.strip() or _NUMBER.match(word):
            yield (
                "also",
                Text(
                    f"項目「{one.row}」の代替値「{word}」は数値や空欄と区別できません。"
                    "文字にしてください（例: 設定困難）。",
                    f"The stand-in '{word}' of '{one.row}' cannot be told from a number or a blank;"
                    " use a word (n/a).",
                ),
            )
    if len(set(one.also)) < len(one.also):
        yield (
            "also",
            Text(
                f"項目「{one.row}」の代替値に同じものが二つあります。",
                f"A stand-in of '{one.row}' is listed more than once.",
            ),
        )


def _lengths(one: Field) -> Iterator[Misfit]:
    if one.length is not None and one.type not in _WRITTEN:
        yield (
            "length",
            Text(
                f"項目「{one.row}」は {one.type} 型なので length（文字数）は使えません。",
                f"'{one.row}' is of type {one.type};"
                " 'length' counts characters of a text, code or phone number.",
            ),
        )
    if len(one.help) > _LONGEST_HELP:
        yield (
            "help",
            Text(
                f"項目「{one.row}」の help は {len(one.help)} 文字あります。"
                f"Excel の制限は {_LONGEST_HELP} 文字です。",
                f"The help of '{one.row}' has {len(one.help)} characters; Excel allows {_LONGEST_HELP}.",
            ),
        )


def _computed(one: Field) -> Iterator[Misfit]:
    if one.formula is None:
        return
    name = f"項目「{one.row}」"
    if one.required:
        yield (
            "required",
            Text(
                f"{name}は計算式の項目なので required は書けません。",
                f"'{one.row}' is computed; remove 'required'.",
            ),
        )
    for key, given in (("value", one.default is not None), ("prefill", one.prefill), ("carry", one.carry)):
        if given:
            yield (
                key,
                Text(
                    f"{name}は計算式の項目なので {key} は書けません（値は計算で決まります）。",
                    f"'{one.row}' is computed, nothing else can fill it in; remove '{key}'.",
                ),
            )
    if one.type in ("tick", "choice", "fiscal_year"):
        yield (
            "formula",
            Text(
                f"{name}は {one.type} 型なので計算式は書けません。",
                f"'{one.row}' is a {one.type}; it cannot have a formula.",
            ),
        )


def _owners(one: Field) -> Iterator[Misfit]:
    if one.owner == "committee" and one.prefill:
        yield (
            "prefill",
            Text(
                f"項目「{one.row}」は委員会が記入するので prefill は書けません。"
                "owner か prefill の片方を消してください。",
                f"'{one.row}' is filled in by the committee, so the office does not prefill it; "
                "remove 'owner' or 'prefill'.",
            ),
        )
