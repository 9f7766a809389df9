"""Sheets, names and keys, other workbooks."""

from __future__ import annotations

from xltool.text import Text

from .scenario import Scenario, each, years

__all__ = ["SHEETS"]

SHEETS = (
    Scenario(
        id="saved",
        did=Text("LibreOffice で開いて保存した", "opened it in LibreOffice and saved it"),
        edit=(),
        located=frozenset({"book-name"}),
    ),
    Scenario(
        id="three-saved",
        did=Text("3事業のブックを LibreOffice で保存した", "saved a workbook of three projects"),
        edit=(),
        on="three",
        sheets=("00417", "00832", "00900"),
        located=frozenset({"sheet-name"}),
    ),
    Scenario(
        id="saved-as-ods",
        did=Text("LibreOffice の形式（.ods）で保存した", "saved it as .ods"),
        edit=(("insert_rows", 4, 1),),
        saved_as="ods",
        findings=(("XL226", ""),),
        located=frozenset({"key"}),
    ),
    Scenario(
        id="saved-as-xls",
        did=Text("古い Excel の形式（.xls）で保存した", "saved it in the old format .xls"),
        edit=(),
        saved_as="xls",
        findings=(("XL226", ""),),
        located=frozenset({"key"}),
    ),
    Scenario(
        id="renamed",
        did=Text("シートの名前を変えた", "renamed the sheet"),
        edit=(("rename_sheet", "R7 提出用 (最終)'s"),),
    ),
    Scenario(
        id="moved",
        did=Text("シートを最後に移動した", "moved the sheet to the end"),
        edit=(("move_sheet", 6),),
    ),
    Scenario(
        id="three-moved",
        did=Text("3事業のブックでシートの順番を変えた", "reordered the sheets of three projects"),
        edit=(("move_sheet", 3),),
        on="three",
        sheets=("00832", "00900", "00417"),
    ),
    Scenario(
        id="duplicated",
        did=Text("シートを複製し、写しを直した", "duplicated the sheet and edited the copy"),
        edit=(("copy_sheet", "写し", 1), ("go_to", 1), ("type_text", "AB59", "必要性は高い。")),
        sheets=("00417", "00417"),
        second={"item.validity.comment": "必要性は高い。"},
        findings=(("XL110", "写し"),),
    ),
    Scenario(
        id="new-book",
        did=Text("シートを新しいブックにコピーした", "copied the sheet to a new workbook"),
        edit=(("to_new_book",),),
        findings=(("XL132", ""),),
    ),
    Scenario(
        id="two-books-joined",
        did=Text(
            "別の事業のシートを自分のブックにコピーした", "copied another project's sheet into the workbook"
        ),
        edit=(("import_sheet", "@other", 1),),
        sheets=("00417", "00832"),
        also=(("XL132", ""),),
    ),
    Scenario(
        id="sheet-added",
        did=Text("参考資料のシートを追加した", "added a sheet of their own"),
        edit=(("add_sheet", "参考", "内訳"),),
        findings=(("XL134", "参考"),),
    ),
    Scenario(
        id="lists-deleted",
        did=Text("非表示のシート _lists を削除した", "deleted the hidden sheet _lists"),
        edit=(("delete_sheet", "_lists"),),
    ),
    Scenario(
        id="meta-deleted",
        did=Text("非表示のシート _meta を削除した", "deleted the hidden sheet _meta"),
        edit=(("delete_sheet", "_meta"),),
    ),
    Scenario(
        id="checks-deleted",
        did=Text("入力チェックと記入要領のシートを削除した", "deleted the check sheet and the instructions"),
        edit=(("delete_sheet", "入力チェック"), ("delete_sheet", "記入要領"), ("delete_sheet", "続き")),
    ),
    Scenario(
        id="key-row-deleted",
        did=Text("隠した1行目（キー行）を削除した", "deleted the hidden key row"),
        edit=(("delete_rows", 1, 1),),
    ),
    Scenario(
        id="key-column-deleted",
        did=Text("隠したA列（キー列）を削除した", "deleted the hidden key column"),
        edit=(("delete_columns", "A", 1),),
    ),
    Scenario(
        id="names-deleted",
        did=Text("名前の定義をすべて削除した", "deleted all defined names"),
        edit=(("delete_names",),),
        located=frozenset({"key"}),
    ),
    Scenario(
        id="names-and-keys-deleted",
        did=Text("名前もキーもすべて削除した", "deleted all names, the key row and the key column"),
        edit=(("delete_names",), ("delete_rows", 1, 1), ("delete_columns", "A", 1)),
        findings=(("XL113", "*"),),
        located=frozenset({"label"}),
    ),
    Scenario(
        id="labels-only-row-inserted",
        did=Text(
            "名前もキーもすべて削除し、行と列を挿入した",
            "deleted names and keys, then inserted rows and a column",
        ),
        edit=(
            *(("delete_names",), ("delete_rows", 1, 1), ("delete_columns", "A", 1)),
            *(("insert_rows", 30, 2), ("insert_rows", 10, 1), ("insert_columns", "A", 1)),
        ),
        findings=(("XL113", "*"),),
        located=frozenset({"label", "address"}),
    ),
    Scenario(
        id="labels-only-row-deleted",
        did=Text(
            "名前もキーもすべて削除し、地方債の行を削除した", "deleted names and keys, then the row of bonds"
        ),
        edit=(
            *(("delete_names",), ("clear", "A1:AX1"), ("clear", "A1:A65")),
            ("delete_rows", 33, 1),
        ),
        expect=dict.fromkeys((*years("cost.bond"), *years("cost.direct"), *years("cost.total"))),
        findings=(*each("XL111", *years("cost.bond")), ("XL113", "others")),
        located=frozenset({"label", "address"}),
    ),
    Scenario(
        id="keys-deleted-cell-cut",
        did=Text(
            "キーを削除し、予算額のセルを欄外に移した", "deleted the keys and dragged a cell into the margin"
        ),
        edit=(("clear", "A1:AX1"), ("clear", "A1:A65"), ("cut", "Z30:AG30", "BB30")),
        expect={"cost.budget[0]": None},
        findings=(("XL112", "cost.budget[0]"),),
    ),
    Scenario(
        id="three-names-deleted",
        did=Text(
            "3事業のブックで名前の定義をすべて削除した", "deleted all names in a workbook of three projects"
        ),
        edit=(("delete_names",),),
        on="three",
        sheets=("00417", "00832", "00900"),
        located=frozenset({"key"}),
    ),
    Scenario(
        id="all-marks-deleted",
        did=Text(
            "名前、キー、タイトル、識別番号の行をすべて削除した",
            "deleted names, keys, title and identity line",
        ),
        edit=(("delete_names",), ("delete_rows", 1, 3), ("delete_columns", "A", 1)),
        findings=(("XL113", "*"),),
        located=frozenset({"label"}),
    ),
    Scenario(
        id="every-mark-deleted",
        did=Text(
            "名前、キー、識別番号の行に加え、_meta も削除した",
            "deleted names, keys, identity line and _meta too",
        ),
        edit=(
            *(("delete_names",), ("delete_rows", 1, 3), ("delete_columns", "A", 1)),
            ("delete_sheet", "_meta"),
        ),
        findings=(("XL113", "*"),),
        located=frozenset({"label"}),
    ),
    Scenario(
        id="last-year",
        did=Text("昨年度のブックに書いて提出した", "sent last year's workbook"),
        edit=(),
        on="last",
        year=2017,
        findings=(("XL107", ""),),
    ),
    Scenario(
        id="other-sheet-pasted",
        did=Text(
            "別の事業のシートを、シート全体に貼り付けた", "pasted another project's whole sheet over this one"
        ),
        edit=(("paste", "@other", "A1:AX65", "A1"),),
        sheets=("00832",),
        findings=(("XL108", ""),),
        also=(("XL132", ""),),
    ),
    Scenario(
        id="other-header-pasted",
        did=Text("別の事業の見出し行と財源を貼り付けた", "pasted another project's header and costs"),
        edit=(("paste", "@other", "B4:AX4", "B4"), ("paste", "@other", "R30:AX35", "R30")),
        expect={
            "header.code": "00832",
            "header.name": "図書館の夜間開館",
            "header.department": "教育部図書館",
            "cost.budget[-1]": 3900,
            "cost.budget[0]": 4100,
            "cost.general[-1]": 3900,
            "cost.general[0]": 4100,
            "cost.direct[-1]": 3900,
            "cost.direct[0]": 4100,
            "cost.total[-1]": 8940,
            "cost.total[0]": 10040,
        },
        findings=each("XL109", "header.code", "header.department"),
    ),
)
