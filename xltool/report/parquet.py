"""Records as Parquet, a row group per block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from xltool.errors import CannotWork
from xltool.report.frames import frame
from xltool.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from xltool.report.blocks import Blocks

__all__ = ["write_parquet"]


def write_parquet(blocks: Blocks, target: BinaryIO, *, long: bool = False, raw: bool = False) -> None:
    """The schema comes from the forms, so that it is the same for every block.

    Raises CannotWork where pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise CannotWork(
            Text(
                "Parquet の出力には pyarrow が必要です。pip install 'xltool[parquet]' で追加してください。",
                "Parquet needs pyarrow; add it with: pip install 'xltool[parquet]'",
            )
        ) from None

    def table(records: Any) -> pd.DataFrame:
        return frame(records, long=long, raw=raw, editions=blocks.editions)

    schema = pa.Schema.from_pandas(table(()), preserve_index=False)
    with pq.ParquetWriter(target, schema) as writer:
        for records in blocks.records():
            group = pa.Table.from_pandas(table(records), schema=schema, preserve_index=False)
            writer.write_table(group)
