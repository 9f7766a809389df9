"""One form at one base year: labels with eras, parameters and reference data, formulas bound to fields."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from xltool.errors import CannotWork
from xltool.form.bound import BoundInstance, BoundRule
from xltool.form.each import instances
from xltool.form.model import Choices, Field, Form, Parameter, Rule, field_id
from xltool.form.order import in_order, place_of
from xltool.form.parameters import read_parameters
from xltool.form.reference import Reference
from xltool.form.resolve import Instance, NoColumn, resolve
from xltool.form.words import PLACEHOLDER, YEAR_WORD
from xltool.formula import Area, Node, bind
from xltool.text import Text
from xltool.values import era_number, year_choices, year_label
from xltool.values.years import FIRST, LAST

__all__ = ["PLACEHOLDER", "BoundInstance", "BoundRule", "Edition", "Reference", "edition", "read_parameters"]

_OLDEST_YEAR = 1945  # 昭和20年度: the present municipalities' projects begin after the war
_YEARS_AHEAD = 30


@dataclass(frozen=True, kw_only=True, eq=False)
class Edition:
    """A form at one base year, with its parameters and reference data."""

    form: Form
    year: int  # base fiscal year, western
    parameters: Mapping[str, float | str | None] = field(default_factory=dict)  # population or population[0]
    reference: Mapping[str, Reference] = field(default_factory=dict)  # sheet name -> its rows

    # -- texts ------------------------------------------------------------------------------------------

    def text(self, template: str, offset: int | None = None) -> str:
        """Fill ``{year} {year+1} {yy-1} {basis}`` and parameters; years count from the column, if any."""
        if "{" not in template:
            return template
        return PLACEHOLDER.sub(lambda m: self._word(m.group(1), offset), template)

    def _word(self, word: str, offset: int | None) -> str:
        match = YEAR_WORD.match(word)
        if match:
            year = self.year + (offset or 0) + int(match.group(2) or 0)
            return self.year_label(year) if match.group(1) == "year" else era_number(year, self.year)
        if word == "basis":
            return self.form.basis.get(offset or 0, "")
        if word in self.form.parameters:
            value = self.parameter(self.form.parameters[word], offset)
            return "" if value is None else f"{value:.15g}" if isinstance(value, float) else value
        return "{" + word + "}"

    def year_label(self, year: int) -> str:
        return year_label(year, base_year=self.year, lang=self.form.language)

    def parameter(self, parameter: Parameter, offset: int | None = None) -> float | str | None:
        values = self.parameters
        if parameter.per_year:
            own = values.get(field_id(parameter.id, offset or 0))
            if own is not None:
                return own
        return values.get(parameter.id, parameter.default)

    def row_label(self, one: Field) -> str:
        """The label as printed, without its column."""
        label = " ".join(self.text(one.label, one.offset).split())
        return f"{label}・{one.sub}" if one.sub else label

    def label(self, one: Field) -> str:
        """The label with its fiscal year, for messages: ``国支出金（平成28年度）``."""
        label = self.row_label(one)
        if one.offset is None:
            return label
        year = self.year_label(self.year + one.offset)
        return f"{label}（{year}）" if self.form.language == "ja" else f"{label} ({year})"

    @property
    def title(self) -> str:
        return self.text(self.form.title)

    # -- choices ----------------------------------------------------------------------------------------

    def options(self, one: Field) -> tuple[tuple[str, str], ...] | None:
        """(code, label) of every choice of a field; None where anything may be written.

        A reference sheet that the campaign does not have leaves plain text.
        """
        if self.form.fields.get(one.id) is not one:
            return self._options(one)
        if one.id not in self._listed:
            self._listed[one.id] = self._options(one)
        return self._listed[one.id]

    @cached_property
    def _listed(self) -> dict[str, tuple[tuple[str, str], ...] | None]:
        """The options asked for so far, by field id: asked anew for every cell that is read or stamped."""
        return {}

    def _options(self, one: Field) -> tuple[tuple[str, str], ...] | None:
        choices = one.choices
        if choices is None:
            return None
        if choices.sheet is None:
            if one.type == "tick":
                return tuple((code, self._ticked(choices, code)) for code, _ in choices.options)
            return tuple((code, self.text(label)) for code, label in choices.options)
        sheet = self.reference.get(choices.sheet)
        if sheet is None or choices.column not in sheet.columns:
            return None
        return tuple((value, value) for value in sheet.values(choices.column))

    def ancestors(self, one: Field) -> tuple[Field, ...]:
        """The fields that narrow this one's list, nearest last."""
        parent = one.choices.parent if one.choices else None
        if parent is None:
            return ()
        above = self.form.fields[parent]
        return (*self.ancestors(above), above)

    def narrowed(self, one: Field, given: tuple[str, ...]) -> tuple[str, ...]:
        """The choices left when the :meth:`ancestors` hold the given values."""
        choices = one.choices
        assert choices and choices.sheet and choices.column
        columns = {
            above.choices.column: value
            for above, value in zip(self.ancestors(one), given, strict=True)
            if above.choices and above.choices.column
        }
        return self.reference[choices.sheet].values(choices.column, columns)

    def _ticked(self, choices: Choices, code: str) -> str:
        """The whole printed string: ``■自治事務 □法定受託事務``."""
        return " ".join(("■" if c == code else "□") + self.text(label) for c, label in choices.options)

    @cached_property
    def unticked(self) -> Mapping[str, str]:
        """Field id -> the printed string of a one-of tick with no box ticked, as blanks are issued."""
        return {
            f.id: " ".join("□" + self.text(label) for _, label in f.choices.options)
            for f in self.form.fields.values()
            if f.type == "tick" and f.choices
        }

    @cached_property
    def years(self) -> tuple[tuple[str, int], ...]:
        """Label and western year that a fiscal_year field offers."""
        last = self.year + _YEARS_AHEAD
        return tuple(pair for pair in self._readable_years if _OLDEST_YEAR <= pair[1] <= last)

    @cached_property
    def other_years(self) -> tuple[tuple[str, int], ...]:
        """Those that a fiscal_year field does not offer and that are read all the same."""
        return tuple(pair for pair in self._readable_years if pair not in self.years)

    @cached_property
    def _readable_years(self) -> tuple[tuple[str, int], ...]:
        if self.form.language == "en":
            return tuple((f"FY{year}", year) for year in range(FIRST, LAST + 1))
        return year_choices(self.year, FIRST, LAST)

    # -- formulas ---------------------------------------------------------------------------------------

    def bind(self, node: Node, here: Instance) -> Node:
        """Names become cells and constants. Raises NoColumn where PREV leaves the table."""
        return bind(
            node,
            lambda name, shift: resolve(
                self.form, name, here, shift=shift, year=self.year, parameters=self.parameters
            ),
        )

    @cached_property
    def formulas(self) -> Mapping[str, Node]:
        """Bound formula of every computing field, each after those that it needs."""
        bound = {
            f.id: self.bind(f.formula, place_of(f))
            for f in self.form.fields.values()
            if f.formula is not None
        }
        return {key: bound[key] for key in in_order(bound)}

    @cached_property
    def required(self) -> Mapping[str, Node | None]:
        """Field id -> None where it is always required, or the bound condition."""
        return {
            f.id: None if f.required is True else self.bind(f.required, place_of(f))
            for f in self.form.fields.values()
            if f.required
        }

    @cached_property
    def defaults(self) -> Mapping[str, Node]:
        """Bound expression of the value that a field is issued with."""
        return {
            f.id: self.bind(f.default, place_of(f))
            for f in self.form.fields.values()
            if f.default is not None
        }

    @cached_property
    def rules(self) -> tuple[BoundRule, ...]:
        return tuple(map(self.bound, self.form.rules))

    def bound(self, rule: Rule) -> BoundRule:
        """A rule, the form's own or another, with its cells. Raises UnknownName where the form lacks one."""
        return BoundRule(
            rule=rule,
            instances=tuple(
                bound
                for here in instances(self.form, rule.each)
                if (bound := self._instance(rule, here)) is not None
            ),
        )

    def _instance(self, rule: Rule, here: Instance) -> BoundInstance | None:
        try:
            when = self.bind(rule.when, here) if rule.when is not None else None
            expect = self.bind(rule.expect, here)
        except NoColumn:
            return None
        places: dict[str, None] = {}
        for name in rule.at:
            with suppress(NoColumn):  # another place may have one
                area = resolve(self.form, name, here)
                if isinstance(area, Area):
                    places.update(dict.fromkeys(area.keys))
        return BoundInstance(here=here, when=when, expect=expect, places=tuple(places))


def edition(
    form: Form,
    year: int,
    parameters: Mapping[str, float | str | None] | None = None,
    reference: Mapping[str, Reference] | None = None,
) -> Edition:
    """The form at one base year. Parameters left out take the form's defaults."""
    if not 1900 <= year <= 2200:
        raise CannotWork(
            Text(
                f"基準年度 {year} は使えません。西暦の年度（例: 2026）で指定してください。",
                f"The base year {year} cannot be used; give a western fiscal year such as 2026.",
            )
        )
    values: dict[str, float | str | None] = {p.id: p.default for p in form.parameters.values()}
    values.update(parameters or {})
    return Edition(form=form, year=year, parameters=values, reference=dict(reference or {}))
