"""What the validator does not see and Excel refuses: lint a drawn form before anybody opens it."""

from __future__ import annotations

import re

from xltool.errors import CannotWork
from xltool.form import Edition
from xltool.text import Text

__all__ = ["check_names"]

_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+\Z|[rR][0-9]*[cC][0-9]*\Z")


def check_names(edition: Edition) -> None:
    """Raise CannotWork where a defined name looks like a cell address or repeats another, ignoring case."""
    seen: dict[str, str] = {}
    for one in edition.form.fields.values():
        name = one.defined_name
        if _CELL.match(name) or seen.setdefault(name.casefold(), one.id) != one.id:
            raise CannotWork(
                Text(
                    f"項目「{one.id}」から作られる Excel の名前 {name} は使えません。id を変えてください。",
                    f"The field '{one.id}' gives the name {name}, which Excel refuses; change its id.",
                )
            )
