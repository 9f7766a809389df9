"""The campaign's history in one SQLite file."""

from xltool.campaign.ledger.ledger import Ledger, Run, now, open_ledger, whoami

__all__ = ["Ledger", "Run", "now", "open_ledger", "whoami"]
