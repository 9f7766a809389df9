"""xltool: define an evaluation sheet once; generate, collect, check and consolidate its workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.lazy import lazily
from xltool.version import __version__

if TYPE_CHECKING:
    from xltool.api import (
        Records,
        booklet,
        check,
        consolidate,
        demo,
        export,
        fill,
        read,
        read_reference,
        template,
    )
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
    "export",
    "fill",
    "read",
    "read_reference",
    "template",
]

_HOMES = dict.fromkeys(__all__, "xltool.api") | {
    "Campaign": "xltool.campaign",
    "CannotWork": "xltool.errors",
    "FormError": "xltool.errors",
    "Finding": "xltool.finding",
    "Place": "xltool.finding",
}

__getattr__ = lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
