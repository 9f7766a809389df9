"""What a form file can get wrong beyond its spelling: each check is one function, all of them run."""

from __future__ import annotations

from collections.abc import Callable

from xltool.form.draft import Draft
from xltool.form.lint import attributes, fields, formulas, over_years, rules
from xltool.form.lint.advice import warnings
from xltool.form.lint.messages import labelled, message_names

__all__ = ["labelled", "lint", "message_names", "warnings"]

_CHECKS: tuple[Callable[[Draft], None], ...] = (
    fields.has_fields,
    attributes.check,
    fields.parents,
    fields.identity,
    fields.names,
    fields.parameters,
    formulas.check,
    over_years.check,
    rules.check,
)


def lint(draft: Draft) -> None:
    """Add every mistake of a form that was read; rules are told in their own file's problems."""
    for check in _CHECKS:
        check(draft)
