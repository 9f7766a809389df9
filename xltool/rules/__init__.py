"""What counts as inconsistent: built-in rules, one module each, and the forms' own, many sheets at once."""

from xltool.rules.catalogue import HEALS, Explained, catalogue, explain, titles
from xltool.rules.engine import Judged, judge
from xltool.rules.settings import Settings

__all__ = ["HEALS", "Explained", "Judged", "Settings", "catalogue", "explain", "judge", "titles"]
