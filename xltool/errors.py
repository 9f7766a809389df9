"""Exceptions: inability to work, said in one clear sentence. Bad data is a finding, never an exception."""

from __future__ import annotations

from dataclasses import dataclass

from xltool.text import Lang, Text

__all__ = ["CannotWork", "FormError", "Problem", "Unreadable"]


class CannotWork(Exception):  # noqa: N818 - it reads as what it means
    """The request cannot be carried out: what, where, and what to do. Exit code 2."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text

    def say(self, lang: Lang) -> str:
        return self.text.pick(lang)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One mistake in a form, at its line."""

    file: str
    line: int  # 1-based
    text: Text

    def say(self, lang: Lang) -> str:
        return f"{self.file}:{self.line}: {self.text.pick(lang)}"


class FormError(CannotWork):
    """A form has mistakes; carries all of them, in line order."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line)))
        super().__init__(
            Text(
                ja="\n".join(p.say("ja") for p in self.problems),
                en="\n".join(p.say("en") for p in self.problems),
            )
        )


class Unreadable(CannotWork):
    """A file that came back cannot be read: damaged, foreign, locked or over a limit.

    ``reason`` is a short stable word (``damaged``, ``limit``, ``locked``, ``not_a_workbook``, …).
    """

    def __init__(self, reason: str, text: Text) -> None:
        super().__init__(text)
        self.reason = reason
