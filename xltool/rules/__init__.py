"""What counts as inconsistent: built-in rules, one module each, and the forms' own, many sheets at once."""

from xltool.rules.across import judge_across, judge_all
from xltool.rules.catalogue import Explained, catalogue, explain
from xltool.rules.engine import Judged, judge
from xltool.rules.settings import Listed, Settings, Total

__all__ = [
    "Explained",
    "Judged",
    "Listed",
    "Settings",
    "Total",
    "catalogue",
    "explain",
    "judge",
    "judge_across",
    "judge_all",
]
