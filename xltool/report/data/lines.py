"""JSON Lines: one record per line, in the shape of ``extract`` (DESIGN §10)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xltool.report.blocks import Blocks

__all__ = ["write_lines"]


def write_lines(path: Path, blocks: Blocks, *, public: bool) -> None:
    """For publication file, sheet and campaign are null, as whatever is not known."""
    with path.open("wb") as file:
        for records in blocks.records():
            for one in records:
                shape = one.to_json()
                if public:
                    shape |= {"file": None, "sheet": None, "campaign": None}
                text = json.dumps(shape, ensure_ascii=False, allow_nan=False)
                file.write(text.encode("utf-8", "backslashreplace") + b"\n")
