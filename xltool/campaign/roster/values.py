"""One cell of the list to one value of its field, or the sentence that says why not."""

from __future__ import annotations

from dataclasses import dataclass

from xltool.book.normalise import raw_text, read_cell
from xltool.book.raw import CellValue
from xltool.form import NUMERIC, Edition, Field, Value
from xltool.form.source import nearest
from xltool.text import Text
from xltool.values import clean_prose, format_number, read_code, squeeze

__all__ = ["Given", "project_number", "read_value"]

_INTERPRETED = frozenset({"choice", "tick", "score", "fiscal_year", "date"})


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a cell says: a value, or what is wrong with it; a note where it was written in another way."""

    value: Value = None
    wrong: Text | None = None
    note: Text | None = None


def read_value(edition: Edition, one: Field, raw: CellValue, *, date1904: bool = False) -> Given:
    """The value that the sheet will be issued with."""
    if isinstance(raw, str):
        raw = clean_prose(raw) if one.type == "paragraph" else raw.strip()
    if one.type == "code":
        return project_number(one, raw)
    value, kind, note = read_cell(edition, one, raw, date1904=date1904)
    if kind == "control_characters":
        return Given(
            wrong=Text(
                "見えない制御文字が入っています。入力し直してください。",
                "The text holds invisible control characters; type it again.",
            )
        )
    if kind is not None and kind != "normalised":
        return Given(wrong=_advised(edition, one, raw, note))
    refused = _outside(one, value)
    if refused is not None:
        return Given(wrong=refused)
    return Given(value=value, note=note if one.type in _INTERPRETED else None)


def project_number(one: Field | None, raw: CellValue) -> Given:
    """A code: full-width digits and numbers are read; one that lost its zeros is told, not guessed."""
    width = one.length if one is not None and one.type == "code" else None
    text = squeeze(raw_text(raw))
    if not text:
        return Given()
    if width and text.isascii() and text.isdigit() and len(text) < width:
        full = text.zfill(width)
        return Given(
            wrong=Text(
                f"「{text}」は {width} 桁ではありません。先頭の 0 が失われた「{full}」ではありませんか。"
                "セルの表示形式を「文字列」にしてから入力し直してください。",
                f"'{text}' has not {width} digits; is it '{full}' that lost its zeros? "
                "Format the cell as text and type it again.",
            )
        )
    if width:
        reading = read_code(raw if isinstance(raw, str | float) else text, width=width)
        if not reading.clear:
            return Given(
                wrong=Text(
                    f"「{text}」は {width} 桁の番号ではありません。直してください。",
                    f"'{text}' is no number of {width} digits; correct it.",
                )
            )
        text = str(reading.value)
    if "|" in text or not text.isprintable():
        return Given(
            wrong=Text(
                f"番号「{text}」に使えない文字（「|」など）があります。",
                f"The number '{text}' holds '|' or the like.",
            )
        )
    return Given(value=text)


def _advised(edition: Edition, one: Field, raw: CellValue, note: Text | None) -> Text:
    text = note or Text("値として読み取れません。", "The value cannot be read.")
    options = edition.options(one)
    close = (
        nearest(raw_text(raw), [label for _, label in options]) if options and one.type == "choice" else None
    )
    if close is None:
        return text
    return Text(f"{text.ja}「{close}」ではありませんか。", f"{text.en} Did you mean '{close}'?")


def _outside(one: Field, value: Value) -> Text | None:
    """What the type alone does not say: range, whole numbers, length."""
    if isinstance(value, str):
        if one.length and len(value) > one.length and one.type in ("text", "paragraph"):
            return Text(
                f"{len(value)} 文字あります。{one.length} 文字以内にしてください。",
                f"{len(value)} characters; {one.length} at most.",
            )
        return None
    if value is None or isinstance(value, bool) or one.type not in NUMERIC:
        return None
    if one.type == "integer" and value != int(value):
        return Text(
            f"{format_number(value)} は整数ではありません。整数で入力してください。",
            f"{format_number(value)} is no whole number; type one.",
        )
    low, high = one.minimum, one.maximum
    if (low is None or value >= low) and (high is None or value <= high):
        return None
    shown = format_number(value)
    ja = "～".join(("" if low is None else format_number(low), "" if high is None else format_number(high)))
    en = " to ".join(
        ("…" if low is None else format_number(low), "…" if high is None else format_number(high))
    )
    return Text(
        f"{shown} は範囲外です（{ja}）。範囲内の値に直してください。",
        f"{shown} is out of range ({en}); correct it.",
    )
