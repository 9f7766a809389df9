"""Data for one sheet as programs hand it over, checked against the form: all mistakes are named at once."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xltool.errors import CannotWork
from xltool.form import NUMERIC, Edition, Field, Form
from xltool.form.source import nearest
from xltool.text import Text

if TYPE_CHECKING:
    from xltool.form import Value

__all__ = ["Taken", "one_record", "take", "year_of"]

_SHOWN = 30  # mistakes that are written out


@dataclass(frozen=True, kw_only=True)
class Taken:
    """The values of one sheet, of the types that the form asks for."""

    values: dict[str, Value]
    campaign: str | None = None


def one_record(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """``{"values": …}``, a record of ``extract``, or a whole ``extract`` of one record."""
    records = data.get("records")
    if isinstance(records, list) and len(records) == 1 and isinstance(records[0], Mapping):
        data = records[0]
    elif isinstance(records, list):
        raise CannotWork(
            Text(
                f"データにレコードが {len(records)} 件あります。1 件ずつ渡してください。",
                f"The data holds {len(records)} records; give one at a time.",
            )
        )
    if not isinstance(data.get("values"), Mapping):
        raise CannotWork(
            Text(
                'データに「values」がありません。{"values": {"項目id": 値}} の形で渡してください。',
                'The data has no "values"; it looks like {"values": {"field id": value}}.',
            )
        )
    return data


def year_of(data: Mapping[str, Any]) -> int | None:
    """The record's base year, if it says one."""
    year = data.get("year")
    if year is None:
        return None
    if isinstance(year, bool) or not isinstance(year, int):
        raise CannotWork(
            Text(
                f"データの year {year!r} は西暦の整数ではありません。",
                f"The data's year {year!r} is no whole number.",
            )
        )
    return year


def take(edition: Edition, data: Mapping[str, Any]) -> Taken:
    """Raises CannotWork naming every unknown field and every value of a wrong type."""
    form = edition.form
    wrong = [*_identity(form, data)]
    values: dict[str, Value] = {}
    for key, value in data["values"].items():
        one = form.fields.get(key)
        if one is None:
            wrong.append(_unknown(str(key), form))
        elif one.formula is None and value is not None:
            problem, taken = _typed(edition, one, value)
            values[key] = taken
            if problem is not None:
                wrong.append(Text(f"{key}: {problem.ja}", f"{key}: {problem.en}"))
    if wrong:
        raise CannotWork(_all(wrong))
    for key, word in ((form.identity.project, "project"), (form.identity.department, "department")):
        if key is not None and values.get(key) is None and isinstance(data.get(word), str):
            values[key] = data[word]
    campaign = data.get("campaign")
    return Taken(values=values, campaign=str(campaign) if campaign is not None else None)


def _identity(form: Form, data: Mapping[str, Any]) -> Iterator[Text]:
    for word, own in (("form", form.id), ("version", form.version)):
        if data.get(word) not in (None, own):
            yield Text(
                f"データの {word} は「{data[word]}」ですが、様式は「{own}」です。",
                f"The data's {word} is '{data[word]}', the form's is '{own}'.",
            )


def _unknown(key: str, form: Form) -> Text:
    close = nearest(key, form.fields)
    return Text(
        f"{key}: この項目は様式にありません。" + (f"「{close}」ではありませんか。" if close else ""),
        f"{key}: no such field" + (f"; did you mean '{close}'?" if close else "."),
    )


def _all(wrong: list[Text]) -> Text:
    more = len(wrong) - _SHOWN
    shown = wrong[:_SHOWN]
    if more > 0:
        shown.append(Text(f"ほか {more} 件", f"and {more} more"))
    return Text(
        f"データに誤りが {len(wrong)} 件あります。\n" + "\n".join(f"  {one.ja}" for one in shown),
        f"The data has {len(wrong)} mistake(s).\n" + "\n".join(f"  {one.en}" for one in shown),
    )


def _typed(edition: Edition, one: Field, value: Any) -> tuple[Text | None, Value]:
    """What is wrong with a value, and the value as the form keeps it."""
    if isinstance(value, str) and value in one.also:
        return None, value
    if one.is_box:
        return (
            (None, value)
            if isinstance(value, bool)
            else (_needs("true / false", "true or false", value), None)
        )
    if one.type in NUMERIC or one.type == "fiscal_year":
        return _number(edition, one, value)
    if not isinstance(value, str):
        return _needs('文字列（"…"）', 'text in quotes ("…")', value), None
    if one.type == "date":
        return _date(value)
    options = edition.options(one) if one.choices and one.choices.sheet is None else None
    return (None, value) if options is None else _choice(edition, one, options, value)


def _number(edition: Edition, one: Field, value: Any) -> tuple[Text | None, Value]:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        ja, en = (
            ("西暦の年度（例: 2026）", "a western year")
            if one.type == "fiscal_year"
            else ("数値", "a number")
        )
        if one.also:
            ja, en = f"{ja}または{'・'.join(one.also)}", f"{en} or {', '.join(one.also)}"
        return _needs(ja, en, value), None
    if one.type == "fiscal_year" and not (float(value).is_integer() and 1868 <= value <= 2200):
        return _needs("西暦の年度（例: 2026）", "a western year", value), None
    if one.type == "score" and str(int(value) if float(value).is_integer() else value) not in {
        code for code, _ in edition.options(one) or ()
    }:
        codes = [code for code, _ in edition.options(one) or ()]
        return _needs("・".join(codes), " or ".join(codes), value), None
    return None, int(value) if one.type in ("fiscal_year", "score") else value


def _date(value: str) -> tuple[Text | None, Value]:
    try:
        return None, datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        return _needs("日付（例: 2026-04-01）", "a date such as 2026-04-01", value), None


def _choice(
    edition: Edition, one: Field, options: Iterable[tuple[str, str]], value: str
) -> tuple[Text | None, Value]:
    assert one.choices
    for code, label in (*options, *one.choices.options):
        if value in (code, label, edition.text(label)):
            return None, code
    codes = [code for code, _ in one.choices.options]
    close = nearest(value, codes)
    if close:
        return Text(
            f"「{value}」は選択肢にありません。「{close}」ではありませんか。",
            f"'{value}' is not in the list; did you mean '{close}'?",
        ), None
    return _needs("・".join(codes), ", ".join(codes), value), None


def _needs(ja: str, en: str, value: Any) -> Text:
    shown = repr(value) if len(repr(value)) <= 40 else repr(value)[:39] + "…"
    return Text(f"{ja} を指定してください（{shown} は使えません）。", f"takes {en}, not {shown}.")
