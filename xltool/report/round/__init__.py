"""What people and programs see of a round: screens, JSON shapes, pages to hand round."""

from xltool.report.round.applying import applied_lines, applied_shape
from xltool.report.round.collecting import collection_lines
from xltool.report.round.distributing import distribution_lines
from xltool.report.round.overview import status_lines
from xltool.report.round.reminding import reminded_lines
from xltool.report.round.shapes import (
    collect_shape,
    distribute_shape,
    doctor_shape,
    history_shape,
    remind_shape,
    status_shape,
)
from xltool.report.round.timeline import history_lines
from xltool.report.round.verdicts import verdict_lines

__all__ = [
    "applied_lines",
    "applied_shape",
    "collect_shape",
    "collection_lines",
    "distribute_shape",
    "distribution_lines",
    "doctor_shape",
    "history_lines",
    "history_shape",
    "remind_shape",
    "reminded_lines",
    "status_lines",
    "status_shape",
    "verdict_lines",
]
