"""The one exception of the formula language."""

from __future__ import annotations

from xltool.errors import CannotWork
from xltool.text import Text

__all__ = ["FormulaError"]


class FormulaError(CannotWork):
    """A formula cannot be understood or written: what is wrong, and what to write instead.

    ``position`` is the index (from 0) of the offending character in the text given to ``parse``.
    """

    def __init__(self, text: Text, position: int = 0) -> None:
        super().__init__(text)
        self.position = position
