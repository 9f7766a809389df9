"""The file of an assignment, named by the campaign's pattern out of what a roster says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from xltool.report.names import LONGEST, cut, folder_name, name_part, unique, visible

__all__ = ["WORD", "file_name", "folder_name", "unique"]

WORD = re.compile(r"\{([^{}]*)\}")  # a placeholder of a pattern


def file_name(
    pattern: str,
    *,
    project: str,
    name: str,
    department: str,
    year: int | str,
    campaign: str,
    ending: str = ".xlsx",
) -> str:
    """The file of one assignment by the campaign's pattern, which ``pattern`` has checked.

    At most 200 bytes: where it would be longer the name is cut, then the department, never the number.
    """
    words = {
        "project": visible(project),
        "name": visible(name),
        "department": visible(department),
        "year": visible(str(year)),
        "campaign": visible(campaign),
    }
    room = LONGEST - len(ending.encode())
    whole = _filled(pattern, words)
    for key in ("name", "department", "campaign"):
        over = len(whole.encode()) - room
        times = WORD.findall(pattern).count(key) if over > 0 else 0
        if times:
            words[key] = cut(words[key], len(words[key].encode()) - -(-over // times))
            whole = _filled(pattern, words)
    return name_part(whole, room) + ending


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    return unicodedata.normalize("NFC", WORD.sub(lambda found: words.get(found[1], found[0]), pattern))
