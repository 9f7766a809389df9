"""入力チェック as data: for every rule its verdicts, message and link as formulas in our own language.

One tree serves twice: written as Excel text it is the live check, evaluated over the sheet's values it is the
cached result that previews and phones show. Keys of cells: a field id is the field's value, ``@id`` the cell
as it looks,
``#v:rule:3`` the verdict of a rule's fourth repetition (1: broken), ``#mark:rule`` its ✔/✖, ``#why:rule`` the
explanation, ``#own:error`` how many findings of a sheet given back are still open, ``#open:error`` and
``#open:query`` the counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from xltool.book.wording import WORDS, Words
from xltool.finding import Severity
from xltool.form import BoundInstance, BoundRule, Edition, Field, Instance
from xltool.form.edition import PLACEHOLDER
from xltool.form.lint import labelled
from xltool.form.resolve import NoColumn, resolve
from xltool.formula import Area, Const, Name, Node, parse
from xltool.formula.tree import Binary, Call

__all__ = [
    "BROKEN",
    "CHOICES",
    "QUIET",
    "REQUIRED",
    "Check",
    "CheckSheet",
    "check_sheet",
    "explain_key",
    "verdict_key",
]

CHOICES = 29  # LibreOffice's CHOOSE takes 30 arguments
QUIET, BROKEN = "✔", "✖"
REQUIRED = "XL201"  # the built-in rule that the live row for required cells stands for


@dataclass(frozen=True, kw_only=True)
class Check:
    """One row of the sheet."""

    rule: str
    severity: Severity | None  # None: of many rules
    title: str
    verdicts: tuple[Node, ...]  # one per repetition; empty for what is judged after submission
    places: tuple[str, ...]  # field id that each repetition points at
    mark: Node
    message: Node

    @property
    def live(self) -> bool:
        return bool(self.verdicts)


@dataclass(frozen=True, kw_only=True)
class CheckSheet:
    checks: tuple[Check, ...]
    open_errors: Node
    open_queries: Node
    counter: Node  # shown on the form

    @property
    def widest(self) -> int:
        """Most repetitions of a rule: how many hidden columns the verdicts need."""
        return max((len(check.verdicts) for check in self.checks), default=0)

    def trees(self) -> Iterator[tuple[str, Node]]:
        """Every formula cell with its key, each after those that it looks at."""
        for check in self.checks:
            for i, verdict in enumerate(check.verdicts):
                yield verdict_key(check.rule, i), verdict
        for check in self.checks:
            yield f"#mark:{check.rule}", check.mark
            yield f"#text:{check.rule}", check.message
        yield "#open:error", self.open_errors
        yield "#open:query", self.open_queries
        yield "#counter", self.counter


def verdict_key(rule: str, i: int) -> str:
    return f"#v:{rule}:{i}"


def explain_key(rule: str) -> str:
    return f"#why:{rule}"


def check_sheet(edition: Edition) -> CheckSheet:
    words = WORDS[edition.form.language]
    checks = [_required(edition, words)] if edition.required else []
    checks += [_rule(edition, bound, words) for bound in edition.rules]
    checks.sort(key=lambda c: (not c.live, ("error", "query", "note").index(c.severity or "note")))
    checks += _beyond(edition, words)
    errors = [c for c in checks if c.live and c.severity == "error"]
    queries = [c for c in checks if c.live and c.severity == "query"]
    open_errors = _sum([*(_broken(c) for c in errors), _cell("#own:error")])
    open_queries = _sum(
        [
            _call("IF", _call("AND", _eq(_broken(c), 1.0), _eq(_cell(explain_key(c.rule)), "")), 1.0, 0.0)
            for c in queries
        ]
        + [_cell("#own:query")]
    )
    counts = _cell("#open:error"), _cell("#open:query")
    before, between, after = words.open
    counter = _call(
        "IF",
        _eq(Binary(op="+", left=counts[0], right=counts[1]), 0.0),
        words.clean,
        _join([Const(value=before), counts[0], Const(value=between), counts[1], Const(value=after)]),
    )
    return CheckSheet(
        checks=tuple(checks), open_errors=open_errors, open_queries=open_queries, counter=counter
    )


# -- rows ---------------------------------------------------------------------------------------------------


def _rule(edition: Edition, bound: BoundRule, words: Words) -> Check:
    rule = bound.rule
    later = rule.phase == "committee"
    verdicts = () if later else tuple(_verdict(edition, one) for one in bound.instances)
    return Check(
        rule=rule.id,
        severity=rule.severity,
        title=rule.title.pick(edition.form.language),
        verdicts=verdicts,
        places=() if later else tuple(_first_place(edition, one) for one in bound.instances),
        mark=_mark(rule.id, len(verdicts)),
        message=_message(edition, bound, words) if verdicts else Const(value=words.later if later else ""),
    )


def _required(edition: Edition, words: Words) -> Check:
    """All required cells of the department as one row."""
    form = edition.form
    wanted = [key for key in edition.required if form.fields[key].owner == "department"]
    verdicts = []
    for key in wanted:
        blank = _call("IF", _eq(_cell(key), ""), 1.0, 0.0)
        condition = edition.required[key]
        verdicts.append(_guarded(edition, blank if condition is None else _call("IF", condition, blank, 0.0)))
    count = len(wanted)
    labels: list[Node] = [Const(value=edition.label(form.fields[key])) for key in wanted]
    total = _call("SUM", _verdicts(REQUIRED, count)) if count else Const(value=0.0)
    more = _join(
        [
            Const(value=words.others[0]),
            Binary(op="-", left=total, right=Const(value=1.0)),
            Const(value=words.others[1]),
        ]
    )
    others = _call("IF", Binary(op=">", left=total, right=Const(value=1.0)), more, "")
    message = _when_broken(
        REQUIRED,
        count,
        _join([Const(value=words.required[1]), _pick(REQUIRED, labels), others]),
    )
    return Check(
        rule=REQUIRED,
        severity="error",
        title=words.required[0],
        verdicts=tuple(verdicts),
        places=tuple(wanted),
        mark=_mark(REQUIRED, count),
        message=message if count else Const(value=""),
    )


def _beyond(edition: Edition, words: Words) -> Iterator[Check]:
    """What the tool's own rules look at, a row for each kind: they need more than the sheet's cells."""
    fields, ends = edition.form.fields.values(), edition.form.lifecycle
    idle = set()
    if all(one.offset is None for one in fields):
        idle.add("XL3")
    if not any(one.carry for one in fields) and ends.new is None and ends.ended is None:
        idle.add("XL42")
    for kind, title in words.beyond.items():
        if kind not in idle:
            yield Check(
                rule=kind,
                severity=None,
                title=title,
                verdicts=(),
                places=(),
                mark=_mark(kind, 0),
                message=Const(value=words.later),
            )


def _verdict(edition: Edition, one: BoundInstance) -> Node:
    """1 where the rule is broken; an error in it (a broken input) is no verdict."""
    broken = _call("IF", one.expect, 0.0, 1.0)
    return _guarded(edition, broken if one.when is None else _call("IF", one.when, broken, 0.0))


def _guarded(edition: Edition, node: Node) -> Node:
    nothing = edition.form.identity.nothing
    if nothing is not None:
        node = _call("IF", _cell(nothing), 0.0, node)
    return _call("IFERROR", node, 0.0)


def _first_place(edition: Edition, one: BoundInstance) -> str:
    return one.places[0] if one.places else next(iter(edition.form.fields))


def _mark(rule: str, count: int) -> Node:
    if not count:
        return Const(value="－")
    return _call(
        "IF", Binary(op=">", left=_call("SUM", _verdicts(rule, count)), right=Const(value=0.0)), BROKEN, QUIET
    )


def _message(edition: Edition, bound: BoundRule, words: Words) -> Node:
    """The rule's message with live values; the years of all broken repetitions, the values of the first."""
    lang = edition.form.language
    rule, count = bound.rule, len(bound.instances)
    text = rule.message.pick(lang)
    pieces: list[Node] = []
    at = 0
    for match in PLACEHOLDER.finditer(text):
        if match.start() > at:
            pieces.append(Const(value=text[at : match.start()]))
        at = match.end()
        pieces.append(_placeholder(edition, bound, match.group(1), words))
    if at < len(text):
        pieces.append(Const(value=text[at:]))
    return _when_broken(rule.id, count, _join(pieces))


def _placeholder(edition: Edition, bound: BoundRule, word: str, words: Words) -> Node:
    rule, count = bound.rule, len(bound.instances)
    if word == "base_year":
        return Const(value=edition.year_label(edition.year))
    if word == "year":
        if count == 1:
            return Const(value=edition.year_label(edition.year + (bound.instances[0].here.offset or 0)))
        labels = dict.fromkeys(one.here.offset or 0 for one in bound.instances)
        listed = [
            _call(
                "IF",
                Binary(
                    op=">",
                    left=_sum(
                        [
                            _cell(verdict_key(rule.id, i))
                            for i, one in enumerate(bound.instances)
                            if (one.here.offset or 0) == offset
                        ]
                    ),
                    right=Const(value=0.0),
                ),
                words.joined + edition.year_label(edition.year + offset),
                "",
            )
            for offset in labels
        ]
        return _call("MID", _join(listed), float(len(words.joined) + 1), 999.0)
    label = labelled(word)
    if label is not None:
        shown = [_labelled(edition, parse(label), one.here, words) for one in bound.instances]
    else:
        shown = [_shown(edition, parse(word), one.here, words) for one in bound.instances]
    return shown[0] if all(node == shown[0] for node in shown) else _pick(rule.id, shown)


def _shown(edition: Edition, name: Node, here: Instance, words: Words) -> Node:
    """A field as people read it: thousands commas, labels, （空欄）."""
    assert isinstance(name, Name)
    try:
        meant = resolve(edition.form, name, here, year=edition.year, parameters=edition.parameters)
    except NoColumn:
        return Const(value=words.blank)
    if isinstance(meant, Const):
        return meant
    one = edition.form.fields[meant.keys[0]]
    looks = _cell("@" + one.id)
    return _call("IF", _eq(looks, ""), words.blank, _formatted(one, looks))


def _labelled(edition: Edition, name: Node, here: Instance, words: Words) -> Node:
    """What a field is called."""
    assert isinstance(name, Name)
    try:
        meant = resolve(edition.form, name, here, year=edition.year, parameters=edition.parameters)
    except NoColumn:
        return Const(value=words.blank)
    assert isinstance(meant, Area)
    return Const(value=edition.label(edition.form.fields[meant.keys[0]]))


def _formatted(one: Field, looks: Node) -> Node:
    if one.type in ("amount", "integer") or (one.type == "decimal" and one.decimals is not None):
        form = "#,##0" + ("." + "0" * one.decimals if one.decimals else "")
    elif one.type == "percent":
        form = "0" + ("." + "0" * one.decimals if one.decimals else "") + "%"
    elif one.type == "date":
        form = "yyyy/m/d"
    else:
        return Binary(op="&", left=looks, right=Const(value=""))
    return _call("IF", _call("ISNUMBER", looks), _call("TEXT", looks, form), looks)


# -- building trees -----------------------------------------------------------------------------------------


def _cell(key: str) -> Area:
    return Area(rows=((key,),))


def _verdicts(rule: str, count: int) -> Area:
    return Area(rows=(tuple(verdict_key(rule, i) for i in range(count)),))


def _call(name: str, *args: Node | float | str) -> Call:
    return Call(name=name, args=tuple(Const(value=a) if isinstance(a, float | str) else a for a in args))


def _eq(left: Node, right: Node | float | str) -> Binary:
    return Binary(op="=", left=left, right=Const(value=right) if isinstance(right, float | str) else right)


def _broken(check: Check) -> Node:
    return _call("IF", _eq(_cell(f"#mark:{check.rule}"), BROKEN), 1.0, 0.0)


def _sum(nodes: Sequence[Node]) -> Node:
    if not nodes:
        return Const(value=0.0)
    return reduce(lambda left, right: Binary(op="+", left=left, right=right), nodes)


def _join(nodes: Sequence[Node]) -> Node:
    if not nodes:
        return Const(value="")
    return reduce(lambda left, right: Binary(op="&", left=left, right=right), nodes)


def _when_broken(rule: str, count: int, message: Node) -> Node:
    return _call("IF", _eq(_call("SUM", _verdicts(rule, count)), 0.0), "", message)


def _pick(rule: str, nodes: list[Node]) -> Node:
    """The node of the first broken repetition."""
    if len(nodes) == 1:
        return nodes[0]
    first = _call("MATCH", 1.0, _verdicts(rule, len(nodes)), 0.0)
    node: Node = Const(value="")
    for start in reversed(range(0, len(nodes), CHOICES)):
        some = tuple(nodes[start : start + CHOICES])
        index = Binary(op="-", left=first, right=Const(value=float(start))) if start else first
        chosen = Call(name="CHOOSE", args=(index, *some)) if len(some) > 1 else some[0]
        last = start + CHOICES >= len(nodes)
        node = (
            chosen
            if last
            else _call(
                "IF", Binary(op="<=", left=first, right=Const(value=float(start + CHOICES))), chosen, node
            )
        )
    return node
