"""What the rules behind findings are called, and why they are there, wherever the rule comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from xltool.errors import CannotWork
from xltool.report.typeset import one_line
from xltool.rules import explain
from xltool.text import Text

if TYPE_CHECKING:
    from xltool.book.record import Record
    from xltool.finding import Finding
    from xltool.form import Form
    from xltool.rules.catalogue import Explained

__all__ = ["rulebook", "title_of"]


def rulebook(findings: Iterable[Finding], records: Iterable[Record] = ()) -> Mapping[str, Explained | None]:
    """Every rule that found something, by id; None where nobody here knows more than the finding says."""
    forms = {f"{one.id}/": one for one in {id(r.edition): r.edition.form for r in records}.values()}
    known: dict[str, Explained | None] = {}
    for one in findings:
        if one.id not in known:
            prefix = one.id[: one.id.find("/") + 1]
            known[one.id] = _explained(one.id, forms.get(prefix))
    return known


def _explained(rule: str, form: Form | None) -> Explained | None:
    try:
        return explain(rule, form)
    except CannotWork:
        return None


def title_of(one: Finding, rules: Mapping[str, Explained | None]) -> Text:
    """What its rule is called; of a rule that nobody here knows, what the finding says."""
    rule = rules.get(one.id)
    return rule.title if rule else Text(one_line(one.message.ja), one_line(one.message.en))
