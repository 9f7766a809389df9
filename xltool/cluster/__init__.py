"""More sheets than one machine reads in an evening: the same work in chunks, on a Dask cluster."""

from xltool.cluster.findings import write_findings
from xltool.cluster.folder import consolidate
from xltool.cluster.running import Outcome, Plan, check, extract

__all__ = ["Outcome", "Plan", "check", "consolidate", "extract", "write_findings"]
