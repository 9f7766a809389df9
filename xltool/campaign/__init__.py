"""One round of a form: settings, roster, ledger, distribute, collect, remind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.lazy import lazily

if TYPE_CHECKING:
    from xltool.campaign.campaign import Campaign
    from xltool.campaign.desk import Access

__all__ = ["Access", "Campaign"]

_HOMES = {"Access": "xltool.campaign.desk", "Campaign": "xltool.campaign.campaign"}

__getattr__ = lazily(__name__, _HOMES)
