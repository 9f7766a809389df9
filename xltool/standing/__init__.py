"""Where a round stands, as plain data: what commands say and reports show. DESIGN §9 and §10."""

from xltool.standing.collection import OUTCOMES, Collected, Collection, Decided, DecidedKind, Outcome
from xltool.standing.distribution import ACTIONS, Action, ActionKind, Distribution
from xltool.standing.history import Change, Heard, History, Step, StepKind
from xltool.standing.reminder import Reminded, Reminder
from xltool.standing.status import OWED, SETTLED, STATES, Counts, Standing, State, Status, count
from xltool.standing.verdict import Verdict

__all__ = [
    "ACTIONS",
    "OUTCOMES",
    "OWED",
    "SETTLED",
    "STATES",
    "Action",
    "ActionKind",
    "Change",
    "Collected",
    "Collection",
    "Counts",
    "Decided",
    "DecidedKind",
    "Distribution",
    "Heard",
    "History",
    "Outcome",
    "Reminded",
    "Reminder",
    "Standing",
    "State",
    "Status",
    "Step",
    "StepKind",
    "Verdict",
    "count",
]
