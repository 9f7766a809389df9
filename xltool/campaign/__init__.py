"""One round of a form: settings, roster, ledger, distribute, collect, remind."""

from xltool.campaign.campaign import Campaign
from xltool.campaign.desk import Access

__all__ = ["Access", "Campaign"]
