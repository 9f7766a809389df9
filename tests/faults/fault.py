"""What a fault is: in a clerk's words, planted into a clean sheet, told back by one rule at its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from tests.faults.sheet import OFFSETS, at, clean_sheet

if TYPE_CHECKING:
    from random import Random

    from xltool.form import Value

__all__ = ["Fault", "Places", "Sheet", "Unsuitable", "fault"]

Level = Literal["cell", "sheet", "file", "pile", "year"]
Places = Sequence[str]  # fields, or cells that belong to no field
Step = tuple[str | int | float, ...]
T = TypeVar("T")


class Unsuitable(Exception):
    """This clean sheet gives no occasion for the fault; another one is tried."""


@dataclass(frozen=True, kw_only=True)
class Fault(Generic[T]):
    id: str
    clerk: str  # what somebody did, in their own words
    rule: str  # what must tell it
    level: Level
    form: str  # jimu-jigyo or quarterly-review
    plant: Callable[[T], Any]  # changes what it is given; gives the places where it must be told
    also: tuple[str, ...] = ()  # rules that may tell consequences beside it
    committee: bool = False  # what only the committee's phase judges


def fault(
    rule: str, clerk: str, *, level: Level = "sheet", also: tuple[str, ...] = (), committee: bool = False
) -> Callable[[Callable[[T], Any]], Fault[T]]:
    """Make a fault of a function; its name is the id. Rules of the form go without the form's name."""

    def make(plant: Callable[[T], Any]) -> Fault[T]:
        form = "quarterly-review" if plant.__name__.startswith("review_") else "jimu-jigyo"
        return Fault(
            id=plant.__name__,
            clerk=clerk,
            rule=_full(rule, form),
            level=level,
            form=form,
            plant=plant,
            also=tuple(_full(one, form) for one in also),
            committee=committee,
        )

    return make


def _full(rule: str, form: str) -> str:
    return rule if rule.startswith("XL") else f"{form}/{rule}"


@dataclass(kw_only=True)
class Sheet:
    """A clean sheet that a fault is planted into; ``steps`` are done to its workbook afterwards."""

    values: dict[str, Value]
    rng: Random
    year: int
    cells: dict[str, str]  # field -> where it is drawn
    other: dict[str, Value] = field(
        default_factory=dict
    )  # another project's clean sheet, ``@other`` in steps
    steps: list[Step] = field(default_factory=list)

    def __getitem__(self, key: str) -> Any:
        """The value of a field that must be filled in."""
        self.need(self.values.get(key) is not None)
        return self.values[key]

    def __setitem__(self, key: str, value: Value) -> None:
        self.values[key] = value

    def get(self, key: str) -> Any:
        return self.values.get(key)

    def need(self, holds: object) -> None:
        if not holds:
            raise Unsuitable

    def do(self, verb: str, *arguments: str | float) -> None:
        """A step of the scripted user (tests/book/scenarios/user.py); field ids stand for their cells."""
        self.steps.append((verb, *(self.cells.get(str(one), one) for one in arguments)))

    def take_other(self) -> None:
        """Have another project's clean sheet at hand, as ``@other`` in steps."""
        self.other = clean_sheet(self.rng, self.year)
        self.need("eval.first.grade" in self.other)

    def pick(self, some: Sequence[T]) -> T:
        self.need(some)
        return self.rng.choice(some)

    # -- figures --------------------------------------------------------------------------------------------

    def number(self, key: str) -> float:
        """The number in a field; a blank cell is none."""
        value = self.values.get(key)
        return value if isinstance(value, int | float) else 0

    def paid(self, offset: int) -> dict[str, int]:
        """Cell -> amount, of the sources that pay in a year."""
        cells = (
            at(f"cost.{source}", offset) for source in ("national", "prefecture", "bond", "other", "general")
        )
        return {key: int(self.number(key)) for key in cells if self.number(key)}

    def direct(self, offset: int) -> int:
        return sum(self.paid(offset).values())

    def balance(self) -> None:
        """Budgets follow the sources, as they would where somebody thought about it."""
        for offset in OFFSETS:
            self[at("cost.budget", offset)] = self.direct(offset)

    def goes_on(self) -> None:
        """Only where the project goes on without an end."""
        self.need(not isinstance(self.get("basic.end_year"), int) and self.get("eval.first.grade"))
        self.need(all(self.direct(offset) for offset in (0, 1, 2)))

    def measured(self, kind: str = "activity") -> str:
        """The row of an indicator with numbers for last year."""
        rows = [f"{kind}.{n}" for n in range(1, 5 if kind == "activity" else 4)]
        return self.pick([row for row in rows if self.numbers(f"{row}.target[-1]", f"{row}.actual[-1]")])

    def numbers(self, *keys: str) -> bool:
        return all(isinstance(self.values.get(key), int | float) for key in keys)
