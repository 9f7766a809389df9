"""Central edits in force, told from the decisions of a project and never stored.

A committee value holds until another one is decided. A correction holds while the sheet still says what was
corrected; where the department has sent something else it has lapsed. A decision about the status holds for
the submission for which it was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xltool.campaign.ledger.central import Decided, decided_centrally
from xltool.campaign.ledger.ledger import Ledger, to_json
from xltool.form import Value

__all__ = ["NONE", "Edits", "Ruling", "edits_in_force", "edits_of"]


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What was decided about the status of a project that has sent nothing."""

    decision: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Edits:
    """What was decided about one project's sheet."""

    values: Mapping[str, Value] = field(default_factory=dict)  # committee field -> value; None: cleared
    corrections: Mapping[tuple[str, str], Value] = field(default_factory=dict)  # (field, text sent) -> value
    unsent: Ruling | None = None  # holds while there is no submission

    @property
    def print(self) -> str:
        """Equal for equal changes to a sheet; empty for none."""
        if not self.values and not self.corrections:
            return ""
        return to_json([dict(self.values), sorted([*key, new] for key, new in self.corrections.items())])


NONE = Edits()


def edits_in_force(decided: Iterable[Decided]) -> Edits:
    """The last word about everything; ``decided`` in the order of decision."""
    values: dict[str, Value] = {}
    corrections: dict[tuple[str, str], Value] = {}
    unsent: Ruling | None = None
    for one in decided:
        said = one.detail
        if one.kind == "value":
            values[said["field"]] = said["new"]
        elif one.kind == "correct":
            key = said["field"], said["old"]
            corrections.pop(key, None)
            if said["new"] is not None:
                corrections[key] = said["new"]
        elif one.kind == "status" and one.submission is None:
            word = said.get("decision")
            unsent = Ruling(decision=word, reason=said.get("reason") or "") if word else None
    return Edits(values=values, corrections=corrections, unsent=unsent)


def edits_of(ledger: Ledger, project: str | None = None) -> dict[str, Edits]:
    """Project -> what is in force; projects that nothing was decided about are left out."""
    return {one: edits_in_force(some) for one, some in decided_centrally(ledger, project).items()}
