"""``consolidate --to`` on a cluster: a folder of Parquet."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.cluster.findings import write_findings
from xltool.cluster.parts import write_table
from xltool.cluster.running import Outcome, Plan, extract
from xltool.text import Lang

if TYPE_CHECKING:
    from xltool.form import Edition

__all__ = ["consolidate"]

_FIELDS = ("form", "version", "year", "field", "label", "section", "type", "unit", "owner")


def consolidate(places: Iterable[str], out: Path, plan: Plan, *, lang: Lang = "ja") -> Outcome:
    """Write ``records/`` (a row per sheet), ``values/`` (a row per value), ``findings.parquet``,
    ``fields.parquet`` (what every column means) and ``manifest.json``.

    Judged is every sheet alone, as by ``xltool consolidate --to``.
    """
    found = extract(places, out, plan, values=True)
    write_findings(found, out / "findings.parquet", lang=lang)
    _fields(found.editions, out / "fields.parquet")
    return found


def _fields(editions: Iterable[Edition], path: Path) -> None:
    import pyarrow as pa

    rows = [
        (
            *(own.form.id, own.form.version, own.year, one.id, own.label(one)),
            *(own.text(one.section) or None, one.type, one.unit, one.owner),
        )
        for own in editions
        for one in own.form.fields.values()
    ]
    columns = dict(zip(_FIELDS, map(list, zip(*rows, strict=True)), strict=True)) if rows else {}
    write_table(path, pa.table(columns))
