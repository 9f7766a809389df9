"""A folder of data for programs and for an open-data page: ``write_data``."""

from xltool.report.data.folder import left_out, write_data

__all__ = ["left_out", "write_data"]
