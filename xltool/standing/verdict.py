"""What doctor found."""

from __future__ import annotations

from dataclasses import dataclass

from xltool.text import Text

__all__ = ["Verdict"]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One thing that doctor looked at."""

    what: Text
    ok: bool
    text: Text  # what was found
    remedy: Text | None = None
