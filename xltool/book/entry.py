"""What a cell accepts while somebody types: drop-downs, number checks, the message beside the cell, the IME.

This only helps the person who types; what counts is judged from the form after the sheet came back.
"""

from __future__ import annotations

from typing import Any

from xltool.book.a1 import address
from xltool.book.lists import ListSheet
from xltool.book.wording import WORDS
from xltool.form import NUMERIC, Edition, Field

__all__ = ["ime_mode", "input_message", "validation"]

_TITLE = 32  # characters that Excel allows
_MESSAGE = 255
_LIST_TYPES = frozenset({"choice", "tick", "score", "fiscal_year"})


def validation(
    edition: Edition, one: Field, lists: ListSheet, cells: dict[str, tuple[int, int]]
) -> dict[str, Any] | None:
    """XlsxWriter's options for a field that somebody may type into; None for a cell that is always locked."""
    if one.formula is not None:
        return None
    words = WORDS[edition.form.language]
    options: dict[str, Any] = {
        "ignore_blank": True,
        "input_title": _clip(edition.row_label(one), _TITLE),
        "input_message": _clip(input_message(edition, one), _MESSAGE),
        "error_title": _clip(edition.row_label(one), _TITLE),
        "error_message": _clip(f"{words.wrong_entry}\n{input_message(edition, one)}", _MESSAGE),
    }
    source = lists.source(edition, one, cells) if one.type in _LIST_TYPES else None
    if source is not None:
        return options | {
            "validate": "list",
            "source": source.strip('"').split(",") if one.is_box else f"={source}",
        }
    if one.type in NUMERIC:
        return options | _number(one, address(*cells[one.id]))
    if one.type == "code" and one.length:
        return options | {
            "validate": "length",
            "criteria": "==",
            "value": one.length,
            "error_type": "warning",
        }
    if one.length:
        return options | {"validate": "length", "criteria": "<=", "value": one.length}
    return options | {"validate": "any"}


def _number(one: Field, here: str) -> dict[str, Any]:
    """A number in its range, or one of the stand-ins."""
    parts = [f"ISNUMBER({here})"]
    if one.minimum is not None:
        parts.append(f"{here}>={one.minimum:g}")
    if one.maximum is not None:
        parts.append(f"{here}<={one.maximum:g}")
    if one.whole:
        parts.append(f"{here}=INT({here})")
    number = f"IF(ISNUMBER({here}),AND({','.join(parts[1:])}),FALSE)" if len(parts) > 1 else parts[0]
    stand_ins = ",".join(f'{here}="{word}"' for word in one.also)
    return {"validate": "custom", "value": f"=OR({number},{stand_ins})" if stand_ins else f"={number}"}


def input_message(edition: Edition, one: Field) -> str:
    """How to fill the cell in: the form's own help, the type, unit, range, stand-ins and scores."""
    ja = edition.form.language == "ja"
    words = WORDS[edition.form.language]
    lines = [edition.text(one.help)] if one.help else []
    kind = words.type_help[one.type]
    if one.is_box or (one.type == "choice" and edition.options(one) is None):
        kind = (
            words.type_help["text"] if one.type == "choice" else ("■ か □ を選択" if ja else "choose ■ or □")
        )
    if not one.help or one.type not in ("text", "code", "phone", "fiscal_year"):
        details = [one.unit] if one.unit else []
        if one.type == "amount" and one.whole:
            details.append(words.type_help["integer"])
        listed = "、".join(details) if ja else ", ".join(details)
        lines.append(kind + (f"（{listed}）" if ja and listed else f" ({listed})" if listed else ""))
    if one.type == "score" and one.choices:
        lines.append("、".join(f"{code} {label}" for code, label in one.choices.options))
    if one.minimum is not None and one.maximum is not None:
        lines.append(f"{one.minimum:g} ～ {one.maximum:g}" if ja else f"{one.minimum:g} to {one.maximum:g}")
    if one.also:
        quoted = "、".join(f"「{word}」" for word in one.also) if ja else ", ".join(one.also)
        lines.append(f"{quoted} も記入できます" if ja else f"also: {quoted}")
    return "\n".join(lines)


def ime_mode(one: Field) -> str | None:
    """The input method a cell switches to: off for figures, hiragana for prose, untouched for lists."""
    if one.type in NUMERIC | {"code", "phone", "date"}:
        return None if one.also else "off"
    return "hiragana" if one.type in ("text", "paragraph") else None


def _clip(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
