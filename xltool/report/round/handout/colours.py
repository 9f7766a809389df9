"""Colours of states and groups on paper and screen; texts stand out from their ground by 4.5 to 1."""

from __future__ import annotations

from xltool.report.round.words import Group
from xltool.standing import State

__all__ = ["GROUP_COLOURS", "STATE_COLOURS"]

GROUP_COLOURS: dict[Group, str] = {"done": "#2F8F5B", "open": "#E3A008", "missing": "#C5CCD6"}
STATE_COLOURS: dict[State, tuple[str, str]] = {  # ground, ink
    "not_sent": ("#F4F5F7", "#667085"),
    "sent": ("#E6EAF0", "#1F2A37"),
    "untouched": ("#FFF4D1", "#7A5600"),
    "errors": ("#FBDAD7", "#A3190F"),
    "queries": ("#FFEFC2", "#7A5600"),
    "given_back": ("#F0E1F7", "#6B2A8A"),
    "accepted": ("#D8F0E1", "#14633A"),
    "not_applicable": ("#E3F3EC", "#2B6650"),
    "withdrawn": ("#F4F5F7", "#667085"),
}
