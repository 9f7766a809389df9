"""A sheet that somebody wants back: the reason of 提出状況, as a finding of the office's own."""

from __future__ import annotations

from collections.abc import Mapping

from xltool.campaign.status import Case
from xltool.finding import Finding
from xltool.form import Form
from xltool.rules import titles
from xltool.text import Text

__all__ = ["WANTED_BACK", "titles_with", "wanted_back"]

WANTED_BACK = "office/decision"  # stands for no rule: a person has decided it
_TITLE = Text("事務局からの差戻し", "Returned by the office")
_REMEDY = Text(
    "直したうえで、直した内容を説明欄に記入してください。",
    "Correct it, and say beside it what you have corrected.",
)


def wanted_back(case: Case) -> Finding | None:
    """The finding of a sheet that is to go back for a reason written down in the master."""
    current = case.folded.current
    if current is None or not case.wanted_back:
        return None
    return Finding(
        id=WANTED_BACK,
        severity="query",  # only the department can say that it is done: no formula can
        message=Text(case.ruling_reason, case.ruling_reason),
        remedy=_REMEDY,
        file=current.file,
        project=case.project,
        department=current.department or case.department,
    )


def titles_with(form: Form) -> Mapping[str, Text]:
    """The titles of all rules, and of this."""
    return {**titles(form), WANTED_BACK: _TITLE}
