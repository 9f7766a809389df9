"""Parameters as a command line gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xltool.errors import CannotWork
from xltool.form.model import Form, field_id, split_id
from xltool.form.source import hint
from xltool.text import Text

__all__ = ["read_parameters"]

_NUMBER = re.compile(r"[-+]?([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,15})(\.[0-9]{1,15})?\Z")
_COLUMN = re.compile(r"[^\[]*\[(0|[-+]?[0-9]{1,2})\]\Z")


def read_parameters(form: Form, given: Mapping[str, str]) -> dict[str, float | str | None]:
    """The values of ``--set name=value``. Raises CannotWork for unknown names and for what is no number."""
    out: dict[str, float | str | None] = {}
    for name, value in given.items():
        row, bracket, _ = name.partition("[")
        parameter = form.parameters.get(row)
        if parameter is None or (bracket and not (parameter.per_year and _COLUMN.match(name))):
            advice = hint(row, form.parameters.keys() - {row}, _known(form))
            raise CannotWork(
                Text(
                    f"様式 {form.id} に「{name}」というパラメータはありません。{advice.ja}",
                    f"The form {form.id} has no parameter '{name}'; {advice.en}",
                )
            )
        key = field_id(*split_id(name))
        if parameter.type == "text":
            out[key] = value
        elif _NUMBER.match(value):
            out[key] = float(value.replace(",", ""))
        else:
            raise CannotWork(
                Text(
                    f"パラメータ「{name}」には数値を指定してください（「{value}」は数値ではありません）。",
                    f"The parameter '{name}' takes a number; '{value}' is none.",
                )
            )
    return out


def _known(form: Form) -> Text:
    if not form.parameters:
        return Text("この様式にパラメータはありません。", "it has no parameters.")
    names = [f"{p.id}[0]" if p.per_year else p.id for p in form.parameters.values()]
    return Text(f"使えるのは {'、'.join(names)} です。", f"known: {', '.join(names)}.")
