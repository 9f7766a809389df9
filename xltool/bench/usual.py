"""What an office writes without xltool: openpyxl, pandas, cells by their address. Sixty lines or so.

It breaks when somebody inserts a row, takes １，２００ for text and trusts every formula; it is here to be
measured. ``python -m xltool.bench.usual FOLDER CELLS.csv MASTER.xlsx``; the CSV has a line ``id,cell`` each.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.utils import get_column_letter

__all__ = ["main"]

YEARS = ("[-1]", "[0]", "[+1]", "[+2]")
PARTS = ("national", "prefecture", "bond", "other", "general")
REQUIRED = ("header.code", "header.name", "header.department", "basic.start_year", "overview.purpose")


def read(path: Path, cells: dict[str, str]) -> dict[str, object]:
    book = openpyxl.load_workbook(path, data_only=True)
    sheet = book.worksheets[0]
    return {"file": path.name, **{key: sheet[cell].value for key, cell in cells.items()}}


def number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def check(row: dict[str, object]) -> list[tuple[str, str]]:
    wrong = [(key, "必須項目が空欄です") for key in REQUIRED if row[key] in (None, "")]
    for year in YEARS:
        total = sum(number(row[f"cost.{part}{year}"]) for part in PARTS)
        if abs(total - number(row[f"cost.budget{year}"])) > 1:
            wrong.append((f"cost.budget{year}", "財源の合計が事業費と一致しません"))
    if number(row["basic.end_year"]) and number(row["basic.end_year"]) < number(row["basic.start_year"]):
        wrong.append(("basic.end_year", "終了年度が開始年度より前です"))
    return wrong


def main(folder: Path, listed: Path, out: Path) -> None:
    with listed.open(encoding="utf-8") as file:
        cells = dict(csv.reader(file))
    rows = [read(path, cells) for path in sorted(folder.rglob("*.xlsx"))]
    wrong = [(row["file"], row["header.code"], *one) for row in rows for one in check(row)]
    data = pd.DataFrame(rows).sort_values("header.code")
    twice = data[data["header.code"].duplicated(keep=False)]
    wrong += [
        (row.file, row["header.code"], "header.code", "番号が重複しています") for _, row in twice.iterrows()
    ]
    findings = pd.DataFrame(wrong, columns=["file", "project", "field", "message"])
    with pd.ExcelWriter(out, engine="openpyxl") as writer:
        data.to_excel(writer, sheet_name="一覧", index=False, freeze_panes=(1, 2))
        findings.to_excel(writer, sheet_name="指摘", index=False, freeze_panes=(1, 0))
        for sheet in writer.sheets.values():
            sheet.auto_filter.ref = sheet.dimensions
            for at in range(1, sheet.max_column + 1):
                sheet.column_dimensions[get_column_letter(at)].width = 14


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
