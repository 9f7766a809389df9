"""Identity: what says whose sheet this is, carried several times over (DESIGN §6).

``_meta`` holds everything, one column per form sheet. The visible line under the title, the anchor of the
key row and the core description hold the part that finds the form, the year and the project again when
``_meta`` is lost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from xltool.form import Edition, Value

__all__ = ["META", "META_ROWS", "Identity", "identity_line", "issued_fields", "parse_anchor", "parse_line"]

META = "_meta"
META_ROWS = (
    "form",
    "version",
    "year",
    "digest",
    "campaign",
    "project",
    "name",
    "department",
    "issue",
    "check",
    "tint",
    "parameters",
)


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Whose sheet this is; None is what is not known (outside a campaign)."""

    form: str
    version: str
    year: int
    campaign: str | None = None
    project: str | None = None
    name: str | None = None
    department: str | None = None
    issue: int | None = None
    check: str | None = None
    digest: str | None = None  # of the form, as a workbook's ``_meta`` tells it
    parameters: Mapping[str, Value] = field(default_factory=dict)

    def rows(self, digest: str, *, tint: bool = False) -> dict[str, str | None]:
        """The head of a ``_meta`` column, as text."""
        return {
            "form": self.form,
            "version": self.version,
            "year": str(self.year),
            "digest": digest,
            "campaign": self.campaign,
            "project": self.project,
            "name": self.name,
            "department": self.department,
            "issue": None if self.issue is None else str(self.issue),
            "check": self.check,
            "tint": "1" if tint else None,  # tint what nobody has confirmed yet
            "parameters": _as_json(tuple((key, type(one), one) for key, one in self.parameters.items())),
        }


@lru_cache(maxsize=64)  # all sheets of a round have the same
def _as_json(parameters: tuple[tuple[str, type, Value], ...]) -> str:
    values = {key: value for key, _, value in parameters}  # the types, because 1 and TRUE are equal
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def issued_fields(edition: Edition) -> tuple[str, ...]:
    """Fields whose issued value ``_meta`` keeps: those that may not be changed, or may stay as they came."""
    return tuple(
        one.id
        for one in edition.form.fields.values()
        if one.formula is None and (one.locked or one.prefill or one.default is not None or one.carry)
    )


def identity_line(identity: Identity) -> str:
    """``jimu-jigyo@1 | 2017 | - | 00832 | #1 | -``: form, year, campaign, project, issue, check code."""
    parts = (
        f"{identity.form}@{identity.version}",
        str(identity.year),
        identity.campaign or "-",
        identity.project or "-",
        f"#{identity.issue or 1}",
        identity.check or "-",
    )
    return " | ".join(part.replace("|", "/") for part in parts)


def parse_line(text: str) -> Identity | None:
    """The reverse of :func:`identity_line`; None for any other text."""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) != 6 or "@" not in parts[0] or not parts[1].isdecimal() or not parts[4].startswith("#"):
        return None
    form, _, version = parts[0].rpartition("@")
    issue = parts[4][1:]
    return Identity(
        form=form,
        version=version,
        year=int(parts[1]),
        campaign=None if parts[2] == "-" else parts[2],
        project=None if parts[3] == "-" else parts[3],
        issue=int(issue) if issue.isdecimal() and len(issue) < 9 else None,
        check=None if parts[5] == "-" else parts[5],
    )


def parse_anchor(text: str) -> tuple[str, str, int] | None:
    """Form, version and year out of the anchor cell; None for any other text."""
    head, _, year = text.rpartition("|")
    form, _, version = head.removeprefix("xltool:").rpartition("@")
    if not head.startswith("xltool:") or not form or not year.isdecimal() or len(year) > 4:
        return None
    return form, version, int(year)
