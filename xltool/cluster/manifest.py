"""``manifest.json``: which files a run wrote, in the order of the sheets, and out of what."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.finding import SEVERITIES
from xltool.report.files import write_file
from xltool.version import __version__

if TYPE_CHECKING:
    from xltool.cluster.parts import Done

__all__ = ["read_manifest", "write_manifest"]

_NAME = "manifest.json"


def write_manifest(out: Path, done: Sequence[Done], *, columns: str, summary: Mapping[str, int]) -> None:
    kept = {
        "xltool": __version__,
        "files": sum(len(one.files) for one in done),
        "records": sum(one.records for one in done),
        "unreadable": sum(one.lost for one in done),
        "findings": {severity: summary.get(severity, 0) for severity in SEVERITIES},
        "columns": columns,
        "editions": [json.loads(key) for key in dict.fromkeys(key for one in done for key in one.editions)],
        "chunks": [
            {
                "name": one.name,
                "records": f"records/{one.name}.parquet" if one.records else None,
                "files": len(one.files),
                "first": one.files[0] if one.files else None,
                "rows": one.records,
                "bytes": one.bytes,
                "seconds": one.seconds,
            }
            for one in done
        ],
    }
    write_file(out / _NAME, json.dumps(kept, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n")


def read_manifest(out: Path) -> dict[str, str]:
    """Chunk -> the columns that it had at the end of the last run; nothing where there was none."""
    try:
        kept = json.loads((out / _NAME).read_bytes())
        return {one["name"]: kept["columns"] for one in kept["chunks"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
