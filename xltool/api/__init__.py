"""The Python front: read, check, fill and consolidate workbooks. ``import xltool`` offers all of it.

>>> import tempfile, pathlib, xltool
>>> folder = pathlib.Path(tempfile.mkdtemp())
>>> data = {"values": {"code": "0042", "name": "Archive"}}
>>> made = xltool.fill("quarterly-review", data, folder / "a.xlsx", year=2026)
>>> records = xltool.read(folder)
>>> records.frame()[["project", "year", "name"]].to_dict("records")
[{'project': '0042', 'year': 2026, 'name': 'Archive'}]
>>> [one.severity for one in records.findings][:1]
['error']
"""

from xltool.api.booklets import booklet
from xltool.api.demonstration import demo
from xltool.api.filling import bind_form, fill, template
from xltool.api.inputs import sources
from xltool.api.records import Records, check, consolidate, read
from xltool.api.reference import read_reference

__all__ = [
    "Records",
    "bind_form",
    "booklet",
    "check",
    "consolidate",
    "demo",
    "fill",
    "read",
    "read_reference",
    "sources",
    "template",
]
