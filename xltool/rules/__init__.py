"""What counts as inconsistent: built-in rules, one module each, and the forms' own, many sheets at once."""

from xltool.rules.across import judge_across, judge_all
from xltool.rules.catalogue import HEALS, Explained, catalogue, explain, titles
from xltool.rules.config import read_settings
from xltool.rules.engine import Judged, judge
from xltool.rules.in_force import InForce, Measure, explain_config
from xltool.rules.kept import judge_blocks
from xltool.rules.settings import Listed, Settings, Total

__all__ = [
    "HEALS",
    "Explained",
    "InForce",
    "Judged",
    "Listed",
    "Measure",
    "Settings",
    "Total",
    "catalogue",
    "explain",
    "explain_config",
    "judge",
    "judge_across",
    "judge_all",
    "judge_blocks",
    "read_settings",
    "titles",
]
