"""What sorting asks of a sheet: told while its record is there, so that it need not be opened again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xltool.book import Record
from xltool.campaign.diff import untouched
from xltool.campaign.ledger.issues import Issue
from xltool.form import Value

__all__ = ["Facts", "facts_of"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """Of one form sheet, as it was read by the form that it was made from."""

    typed: Value  # its number, where the form has a field for it
    check: str | None  # its check code
    nothing: bool  # the department has said that there is nothing to be evaluated
    untouched: bool
    explanations: Mapping[str, str]


def facts_of(record: Record, issued: Mapping[str, Sequence[Issue]]) -> Facts:
    """``issued``: project -> its issues."""
    identity, number = record.edition.form.identity, record.issue or 1
    own = next((one for one in issued.get(record.project or "", ()) if one.number == number), None)
    return Facts(
        typed=record.values.get(identity.project or ""),
        check=record.check,
        nothing=bool(identity.nothing and record.values.get(identity.nothing) is True),
        untouched=untouched(record, own),
        explanations=dict(record.explanations),
    )
