"""A few sheets of a master on paper, without the hundreds of pages of the others."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

__all__ = ["only"]

_AREA = re.compile(
    r'<definedName name="_xlnm.Print_Area"[^>]*>([^<!]*)!(\$[A-Z]+\$\d+:\$[A-Z]+\$)\d+</definedName>'
)


def only(path: Path, target: Path, *sheets: str, rows: int | None = None) -> Path:
    """The workbook with all other sheets hidden: these alone are printed, of 一覧 perhaps only some rows.

    LibreOffice prints a hidden sheet all the same where it has a print area.
    """
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/workbook.xml":
                data = _changed(data.decode(), sheets, rows).encode()
            out.writestr(name, data)
    return target


def _changed(text: str, sheets: tuple[str, ...], rows: int | None) -> str:
    def hidden(found: re.Match[str]) -> str:
        return found[0] if found[1] in sheets else f'{found[0]} state="hidden"'

    def area(found: re.Match[str]) -> str:
        sheet = found[1].strip("'")
        if sheet not in sheets:
            return ""
        if rows is None or sheet != "一覧":
            return found[0]
        return f"{found[0][: found.end(2) - found.start()]}{rows + 4}</definedName>"

    text = re.sub(r'<sheet name="([^"]*)"(?! [^>]*state=)', hidden, text)
    return _AREA.sub(area, text)
