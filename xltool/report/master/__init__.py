"""The consolidated workbook: its layout, its writer and its reader."""

from xltool.report.master.book import consolidate, master_to, write_master
from xltool.report.master.reading import id_of, is_master, read_master

__all__ = ["consolidate", "id_of", "is_master", "master_to", "read_master", "write_master"]
