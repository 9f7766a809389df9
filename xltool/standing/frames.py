"""Standings as a table of pandas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from xltool.text import Text

if TYPE_CHECKING:
    import pandas as pd


__all__ = ["frame"]


def frame(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Texts in Japanese, dates and times as ISO texts."""
    import pandas as pd

    return pd.DataFrame(
        [{key: value.ja if isinstance(value, Text) else value for key, value in row.items()} for row in rows]
    ).convert_dtypes()
