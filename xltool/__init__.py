"""xltool: define an evaluation sheet once; generate, collect, check and consolidate its workbooks."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from xltool.version import __version__

if TYPE_CHECKING:
    from xltool.api import Records, booklet, check, consolidate, demo, fill, read, read_reference, template
    from xltool.campaign import Campaign
    from xltool.errors import CannotWork, FormError
    from xltool.finding import Finding, Place

__all__ = [
    "Campaign",
    "CannotWork",
    "Finding",
    "FormError",
    "Place",
    "Records",
    "__version__",
    "booklet",
    "check",
    "consolidate",
    "demo",
    "fill",
    "read",
    "read_reference",
    "template",
]

_HOMES = {
    "Campaign": "xltool.campaign",
    "CannotWork": "xltool.errors",
    "FormError": "xltool.errors",
    "Finding": "xltool.finding",
    "Place": "xltool.finding",
}


def __getattr__(name: str) -> Any:
    """Import the Python front when it is first used: ``import xltool`` alone stays quick."""
    if name not in __all__:
        raise AttributeError(f"module 'xltool' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES.get(name, "xltool.api")), name)


def __dir__() -> list[str]:
    return sorted(__all__)
