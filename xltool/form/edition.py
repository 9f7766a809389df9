"""One form at one base year: labels with their eras, parameters and reference data put in, formulas bound to fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from xltool.errors import CannotWork
from xltool.form.model import Choices, Field, Form, Parameter, Rule, field_id
from xltool.form.resolve import Instance, NoColumn, instances, resolve
from xltool.form.source import nearest
from xltool.formula import Area, Const, Node, bind
from xltool.formula.tree import walk
from xltool.text import Text
from xltool.values import era_number, year_choices, year_label

__all__ = ["PLACEHOLDER", "BoundInstance", "BoundRule", "Edition", "Reference", "edition", "read_parameters"]

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_YEAR = re.compile(r"(year|yy)([+-][0-9]{1,2})?\Z")
_OLDEST_YEAR = 1945  # 昭和20年度: the present municipalities' projects begin after the war
_YEARS_AHEAD = 30


@dataclass(frozen=True, kw_only=True)
class Reference:
    """One reference sheet of the campaign: a header row of unique names and rows of text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def values(self, column: str, given: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """Distinct values of a column where the ``given`` columns hold the given values, in order."""
        at = self.columns.index(column)
        fixed = [(self.columns.index(name), value) for name, value in (given or {}).items()]
        found = (row[at] for row in self.rows if all(row[i] == value for i, value in fixed))
        return tuple(dict.fromkeys(value for value in found if value))


@dataclass(frozen=True, kw_only=True)
class BoundInstance:
    """One repetition of a rule with its cells."""

    here: Instance
    when: Node | None
    expect: Node
    places: tuple[str, ...]  # field ids


@dataclass(frozen=True, kw_only=True)
class BoundRule:
    rule: Rule
    instances: tuple[BoundInstance, ...]

    @cached_property
    def inputs(self) -> frozenset[str]:
        """Ids of every field that the verdict looks at."""
        found: set[str] = set()
        for one in self.instances:
            for node in (one.when, one.expect):
                for part in walk(node) if node else ():
                    if isinstance(part, Area):
                        found.update(part.keys)
        return frozenset(found)


@dataclass(frozen=True, kw_only=True, eq=False)
class Edition:
    form: Form
    year: int  # base fiscal year, western
    parameters: Mapping[str, float | str | None] = field(default_factory=dict)  # population or population[0]
    reference: Mapping[str, Reference] = field(default_factory=dict)  # sheet name -> its rows

    # -- texts ------------------------------------------------------------------------------------------

    def text(self, template: str, offset: int | None = None) -> str:
        """Fill ``{year} {year+1} {yy-1} {basis}`` and parameters; years count from the column, if there is one."""
        if "{" not in template:
            return template
        return PLACEHOLDER.sub(lambda m: self._word(m.group(1), offset), template)

    def _word(self, word: str, offset: int | None) -> str:
        match = _YEAR.match(word)
        if match:
            year = self.year + (offset or 0) + int(match.group(2) or 0)
            return self.year_label(year) if match.group(1) == "year" else era_number(year, self.year)
        if word == "basis":
            return self.form.basis.get(offset or 0, "")
        if word in self.form.parameters:
            value = self.parameter(self.form.parameters[word], offset)
            return "" if value is None else f"{value:g}" if isinstance(value, float) else value
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
        choices = one.choices
        if choices is None:
            return None
        if choices.sheet is None:
            if one.type == "tick":
                return tuple((code, self._ticked(choices, code)) for code, _ in choices.options)
            return choices.options
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
        """Field id -> the printed string of a one-of tick with no box ticked, which is how blanks are issued."""
        return {
            f.id: " ".join("□" + self.text(label) for _, label in f.choices.options)
            for f in self.form.fields.values()
            if f.type == "tick" and f.choices
        }

    @cached_property
    def years(self) -> tuple[tuple[str, int], ...]:
        """Label and western year that a fiscal_year field offers."""
        last = self.year + _YEARS_AHEAD
        if self.form.language == "en":
            return tuple((f"FY{year}", year) for year in range(_OLDEST_YEAR, last + 1))
        return year_choices(self.year, _OLDEST_YEAR, last)

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
            f.id: self.bind(f.formula, place_of(f)) for f in self.form.fields.values() if f.formula is not None
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
            f.id: self.bind(f.default, place_of(f)) for f in self.form.fields.values() if f.default is not None
        }

    @cached_property
    def rules(self) -> tuple[BoundRule, ...]:
        return tuple(
            BoundRule(
                rule=rule,
                instances=tuple(
                    bound
                    for here in instances(self.form, rule.each)
                    if (bound := self._instance(rule, here)) is not None
                ),
            )
            for rule in self.form.rules
        )

    def _instance(self, rule: Rule, here: Instance) -> BoundInstance | None:
        try:
            when = self.bind(rule.when, here) if rule.when is not None else None
            expect = self.bind(rule.expect, here)
        except NoColumn:
            return None
        places: dict[str, None] = {}
        for name in rule.at:
            area = resolve(self.form, name, here, year=self.year, parameters=self.parameters)
            if isinstance(area, Area):
                places.update(dict.fromkeys(area.keys))
        return BoundInstance(here=here, when=when, expect=expect, places=tuple(places))


def place_of(one: Field) -> Instance:
    """Where a field's own formula stands."""
    if one.scope is None:
        return Instance(offset=one.offset)
    child = one.row[len(one.scope) + 1 :].split(".")[0]
    return Instance(offset=one.offset, scope=one.scope, child=child)


def in_order(bound: Mapping[str, Node]) -> list[str]:
    """Keys so that each comes after those that it needs; ValueError with the chain where they run in a circle."""
    needs = {
        key: [
            needed
            for part in walk(node)
            if isinstance(part, Area)
            for needed in part.keys
            if needed in bound
        ]
        for key, node in bound.items()
    }
    done: dict[str, None] = {}
    trail: list[str] = []

    def visit(key: str) -> None:
        if key in done:
            return
        if key in trail:
            raise ValueError(" → ".join([*trail[trail.index(key) :], key]))
        trail.append(key)
        for needed in needs[key]:
            visit(needed)
        trail.pop()
        done[key] = None

    for key in bound:
        visit(key)
    return list(done)


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


def read_parameters(form: Form, given: Mapping[str, str]) -> dict[str, float | str | None]:
    """Type the ``--set name=value`` of a command line. Raises CannotWork for unknown names and non-numbers."""
    out: dict[str, float | str | None] = {}
    for name, value in given.items():
        row, _, column = name.partition("[")
        parameter = form.parameters.get(row)
        if parameter is None or (column and not parameter.per_year):
            close = nearest(row, form.parameters)
            raise CannotWork(
                Text(
                    f"様式 {form.id} に「{name}」というパラメータはありません。"
                    + (f"「{close}」ではありませんか。" if close else _known_ja(form)),
                    f"The form {form.id} has no parameter '{name}'; "
                    + (f"did you mean '{close}'?" if close else _known_en(form)),
                )
            )
        if parameter.type == "text":
            out[name] = value
            continue
        try:
            out[name] = float(value.replace(",", ""))
        except ValueError:
            raise CannotWork(
                Text(
                    f"パラメータ「{name}」には数値を指定してください（「{value}」は数値ではありません）。",
                    f"The parameter '{name}' takes a number; '{value}' is none.",
                )
            ) from None
    return out


def _known_ja(form: Form) -> str:
    return f"使えるのは {'、'.join(form.parameters)} です。" if form.parameters else "この様式にパラメータはありません。"


def _known_en(form: Form) -> str:
    return f"known: {', '.join(form.parameters)}." if form.parameters else "it has no parameters."
