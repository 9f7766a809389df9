"""The check code: whether the identity of a sheet is still the one that it was issued with.

It guards against mix-ups, not against forgers: whoever has xltool can compute it.
"""

from __future__ import annotations

import base64
import hashlib

__all__ = ["check_code"]


def check_code(campaign: str, form: str, year: int, project: str, issue: int) -> str:
    """Six letters and digits over what the identity line says."""
    said = "\n".join((campaign, form, str(year), project, str(issue)))
    return base64.b32encode(hashlib.sha256(said.encode("utf-8")).digest()).decode("ascii")[:6]
