"""Jinja2 for templates that an office edits: whatever is wrong with one is said with its line and a remedy.

Sandboxed, and strict: a word that does not exist is a mistake, not a gap in a letter. None prints as nothing,
a day with its weekday.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import TracebackType
from typing import Any

from jinja2 import (
    Environment,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    UndefinedError,
    meta,
    nodes,
)
from jinja2.sandbox import SandboxedEnvironment

from xltool.campaign.days import date_text, day_text, short_day
from xltool.errors import CannotWork
from xltool.form.source import nearest
from xltool.report.typeset import pad
from xltool.text import Lang, Text

__all__ = ["fill_template"]


def fill_template(source: str, file: str, words: Mapping[str, object], lang: Lang) -> str:
    """The text of a template with its words filled in. Raises CannotWork with file, line and what to do."""
    try:
        return _compiled(source, file, lang, frozenset(words)).render(words)
    except _UnknownWord as error:
        raise _mistake(file, _line_of(error.__traceback__, file), error.text) from None
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as error:
        what = " ".join(str(error).split()) or type(error).__name__
        raise _mistake(file, _line_of(error.__traceback__, file), _FAILED.format(what=what)) from None


@lru_cache(maxsize=16)  # one letter goes to many departments
def _compiled(source: str, file: str, lang: Lang, words: frozenset[str]) -> Template:
    engine = _engine(lang)
    try:
        tree = engine.parse(source, filename=file)
        _check_words(tree, words | engine.globals.keys(), file)
        code = engine.compile(tree, name=file, filename=file)
    except TemplateSyntaxError as error:
        raise _mistake(file, error.lineno, _syntax(error, engine)) from None
    return engine.template_class.from_code(engine, code, engine.make_globals(None))


class _UnknownWord(UndefinedError):  # noqa: N818 - it reads as what it means
    """A word or a part of one that does not exist."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class _Strict(StrictUndefined):
    """Says which word was meant, where Jinja names the Python class."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        raise _UnknownWord(_unknown(str(self._undefined_name), _parts(self._undefined_obj)))


def _engine(lang: Lang) -> Environment:
    engine = SandboxedEnvironment(
        undefined=_Strict,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # plain text, never HTML
        finalize=lambda value: _printed(value, lang),
    )
    engine.filters["pad"] = pad
    engine.filters["date"] = lambda day: "" if day is None else date_text(day, lang)
    engine.filters["short_day"] = lambda day: "" if day is None else short_day(day, lang)
    return engine


def _printed(value: object, lang: Lang) -> object:
    if value is None:
        return ""
    return day_text(value, lang) if isinstance(value, datetime.date) else value


def _check_words(tree: nodes.Template, known: frozenset[str], file: str) -> None:
    """Words at the top level are looked for in all branches, also those that this letter does not take."""
    unknown = meta.find_undeclared_variables(tree) - known
    found = sorted((one.lineno, one.name) for one in tree.find_all(nodes.Name) if one.name in unknown)
    if found:
        line, name = found[0]
        raise _mistake(file, line, _unknown(name, known))


def _parts(value: Any) -> tuple[str, ...]:
    if dataclasses.is_dataclass(value):
        return tuple(one.name for one in dataclasses.fields(value))
    return ()


def _unknown(name: str, known: Iterable[str]) -> Text:
    close = nearest(name, known)
    if close is not None:
        return Text(
            f"「{name}」という語はありません。「{close}」ではありませんか。",
            f"there is no word '{name}'; did you mean '{close}'?",
        )
    return Text(
        f"「{name}」という語はありません。使える語は、ひな形の先頭の説明をご覧ください。",
        f"there is no word '{name}'; the words that can be used stand at the head of the template.",
    )


def _syntax(error: TemplateSyntaxError, engine: Environment) -> Text:
    message = " ".join((error.message or "").split())
    if match := re.match(r"No (filter|test) named '(.+?)'", message):
        known = engine.filters if match[1] == "filter" else engine.tests
        return _unknown(match[2], known)
    return _SYNTAX.format(what=message.rstrip("."))


def _line_of(trace: TracebackType | None, file: str) -> int | None:
    """The line of the template that failed: Jinja puts frames of it into the traceback."""
    line = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _mistake(file: str, line: int | None, what: Text) -> CannotWork:
    at = f"{file}:{line}" if line else file
    return CannotWork(
        Text(
            f"{at} {what.ja}\n  直すか、このファイルを別の場所に移してください（標準の文面が使われます）。",
            f"{at}: {what.en}\n  Correct it, or move this file away; then the standard text is used.",
        )
    )


_SYNTAX = Text(
    "ひな形の書き方に誤りがあります（{what}）。{{{{ }}}} と {{% %}} の対応を確かめてください。",
    "the template is not written correctly ({what}); check that every {{{{ }}}} and {{% %}} is complete.",
)
_FAILED = Text("ひな形のこの行を処理できません（{what}）。", "this line of the template fails ({what}).")
