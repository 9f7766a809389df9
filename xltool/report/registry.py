"""Every output by its name; a file's ending names its format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.errors import CannotWork
from xltool.report import shapes, tables, text
from xltool.text import Lang, Text

if TYPE_CHECKING:
    from xltool.book.record import Record
    from xltool.finding import Finding

__all__ = ["CHECK", "DATA", "format_of"]

DataWriter = Callable[["Sequence[Record]", "Sequence[Finding]", Lang], bytes]
CheckWriter = Callable[["Sequence[Finding]", int, "Sequence[Record]", Lang], bytes]  # the number: files

DATA: dict[str, DataWriter] = {
    "json": lambda records, findings, lang: shapes.to_bytes(shapes.extract_shape(records, findings, lang)),
    "csv": lambda records, _, __: tables.csv_bytes(records),
    "xlsx": lambda records, _, __: tables.xlsx_bytes(records),
    "parquet": lambda records, _, __: tables.parquet_bytes(records),
}
CHECK: dict[str, CheckWriter] = {
    "text": lambda findings, files, records, lang: text.check_text(
        findings, files=files, records=len(records), lang=lang, labels=text.labels_of(records)
    ).encode("utf-8", "replace"),
    "json": lambda findings, files, records, lang: shapes.to_bytes(
        shapes.check_shape(findings, files=files, records=len(records), lang=lang)
    ),
}
_ENDINGS = {"txt": "text"}


def format_of(path: Path, known: Sequence[str]) -> str:
    """The format that a file name asks for. Raises CannotWork naming those that there are."""
    ending = path.suffix.lower().removeprefix(".")
    name = _ENDINGS.get(ending, ending)
    if name in known:
        return name
    endings = [f".{next((e for e, n in _ENDINGS.items() if n == one), one)}" for one in known]
    raise CannotWork(
        Text(
            f"{path.name} の拡張子からは出力形式が分かりません。"
            f"{'、'.join(endings)} のいずれかにしてください。",
            f"The ending of {path.name} names no output format; use one of {', '.join(endings)}.",
        )
    )
