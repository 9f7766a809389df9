"""Every output by its name; a file's ending names its format."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from xltool.errors import CannotWork
from xltool.report import junit, rows, sarif, shapes, tables, text
from xltool.report.blocks import Blocks, whole
from xltool.report.html import check_html
from xltool.report.parquet import write_parquet
from xltool.report.round.shapes import status_shape
from xltool.text import Lang, Text

if TYPE_CHECKING:
    from xltool.book.record import Record
    from xltool.finding import Finding
    from xltool.report.compare import Comparison
    from xltool.report.html.charts import Series
    from xltool.standing import Status

__all__ = ["CHECK", "DATA", "STATUS", "WRITERS", "CheckWriter", "Choices", "format_of"]


@dataclass(frozen=True, kw_only=True)
class Choices:
    """How data is written, as far as a format has the choice."""

    lang: Lang = "ja"  # of findings
    raw: bool = False  # the text as it stood, beside each value; JSON and the long table always have it
    safe: bool = False  # CSV that a spreadsheet runs no formula of


Writer = Callable[[Blocks, BinaryIO, Choices], None]
DataWriter = Callable[["Sequence[Record]", "Sequence[Finding]", Lang], bytes]
StatusWriter = Callable[["Status", Lang], bytes]


class CheckWriter(Protocol):
    """A check as bytes; ``compare`` where it was compared with an earlier one, ``progress`` in a round."""

    def __call__(
        self,
        findings: Sequence[Finding],
        files: int,  # how many were read
        records: Sequence[Record],
        lang: Lang,
        compare: Comparison | None = None,
        progress: Series | None = None,
        /,
    ) -> bytes: ...


WRITERS: dict[str, Writer] = {
    "json": lambda blocks, to, how: shapes.write_extract(blocks, to, how.lang),
    "csv": lambda blocks, to, how: tables.write_csv(blocks, to, raw=how.raw, safe=how.safe),
    "xlsx": lambda blocks, to, how: tables.write_xlsx(blocks, to, raw=how.raw),
    "parquet": lambda blocks, to, how: write_parquet(blocks, to, raw=how.raw),
    "long.csv": lambda blocks, to, how: tables.write_csv(blocks, to, long=True, safe=how.safe),
    "long.xlsx": lambda blocks, to, _: tables.write_xlsx(blocks, to, long=True),
    "long.parquet": lambda blocks, to, _: write_parquet(blocks, to, long=True),
}


def _in_memory(writer: Writer, records: Sequence[Record], findings: Sequence[Finding], lang: Lang) -> bytes:
    target = io.BytesIO()
    writer(whole(records, findings), target, Choices(lang=lang))
    return target.getvalue()


DATA: dict[str, DataWriter] = {name: partial(_in_memory, writer) for name, writer in WRITERS.items()}


class _RecordsWriter(Protocol):
    """A writer to which the number of files does not matter."""

    def __call__(
        self,
        findings: Sequence[Finding],
        *,
        records: Sequence[Record],
        lang: Lang,
        compare: Comparison | None,
    ) -> bytes: ...


def _without_files(writer: _RecordsWriter) -> CheckWriter:
    return lambda found, _, records, lang, compare=None, __=None: writer(
        found, records=records, lang=lang, compare=compare
    )


CHECK: dict[str, CheckWriter] = {
    "text": lambda found, files, records, lang, compare=None, _=None: text.check_text(
        found, files=files, records=len(records), lang=lang, labels=text.labels_of(records), compare=compare
    ).encode("utf-8", "replace"),
    "json": lambda found, files, records, lang, compare=None, _=None: shapes.to_bytes(
        shapes.check_shape(found, files=files, records=len(records), lang=lang, compare=compare)
    ),
    "sarif": _without_files(sarif.sarif_bytes),
    "junit": _without_files(junit.junit_bytes),
    "csv": _without_files(rows.findings_csv),
    "xlsx": _without_files(rows.findings_xlsx),
    "html": lambda found, files, records, lang, compare=None, progress=None: check_html(
        found, files=files, records=records, lang=lang, compare=compare, progress=progress
    ),
}


def _status_xlsx(status: Status, lang: Lang) -> bytes:
    from xltool.report.round.handout import status_xlsx  # drawing libraries are loaded where they are used

    return status_xlsx(status, lang)


def _status_html(status: Status, lang: Lang) -> bytes:
    from xltool.report.round.handout import status_html

    return status_html(status, lang)


STATUS: dict[str, StatusWriter] = {
    "xlsx": _status_xlsx,
    "html": _status_html,
    "json": lambda status, lang: shapes.to_bytes(status_shape(status, lang)),
}
_ENDINGS = {"txt": "text", "xml": "junit"}
_ALSO = {"sarif.json": "sarif", "htm": "html"}  # understood, but not offered


def format_of(path: Path, known: Sequence[str]) -> str:
    """The format that a file name asks for. Raises CannotWork naming those that there are."""
    for length in (2, 1):
        ending = "".join(path.suffixes[-length:]).lower().removeprefix(".")
        name = (_ENDINGS | _ALSO).get(ending, ending)
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
