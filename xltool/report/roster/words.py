"""Fixed words of the roster workbook: what is drawn, and what is understood when it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from xltool.text import Lang, Text

__all__ = [
    "DEPARTMENTS",
    "EXAMPLE",
    "EXAMPLE_MARK",
    "FIXED",
    "GUIDE",
    "PARAMETERS",
    "SHEETS",
    "WORDS",
    "FixedKey",
    "SheetKey",
]

SheetKey = Literal["projects", "departments", "parameters", "guide"]
SHEETS: Mapping[SheetKey, Text] = {
    "projects": Text("対象事業一覧", "Projects"),
    "departments": Text("部署", "Departments"),
    "parameters": Text("パラメータ", "Parameters"),
    "guide": Text("記入要領", "Instructions"),
}

FixedKey = Literal[
    "#project",  # these three where the form has no field for them
    "#name",
    "#department",
    "#deadline",
    "#previous",
    "#memo",
]
# The first one that no field of the form is called is drawn; all of them are understood.
FIXED: Mapping[FixedKey, Mapping[Lang, tuple[str, ...]]] = {
    "#project": {
        "ja": ("事業番号", "番号", "整理番号"),
        "en": ("Project no.", "Project number", "Number", "Project", "No."),
    },
    "#name": {"ja": ("事業名", "事務事業名", "名称"), "en": ("Project name", "Name", "Title")},
    "#department": {"ja": ("担当部署", "部署", "部署名", "担当課"), "en": ("Department", "Unit")},
    "#deadline": {"ja": ("期限", "提出期限", "締切"), "en": ("Deadline", "Due", "Due date")},
    "#previous": {
        "ja": ("前年度の番号", "前年度番号", "前年度の事業番号"),
        "en": ("Last year's number", "Previous number"),
    },
    "#memo": {"ja": ("備考", "メモ", "事務局メモ"), "en": ("Memo", "Remarks", "Office memo")},
}
EXAMPLE = Text("例", "e.g.")  # what the number of an example row begins with
DEPARTMENTS: Mapping[Literal["name", "mail", "contact"], tuple[str, ...]] = {  # Japanese, English, others
    "name": ("部署", "Department", "部署名", "担当部署", "Unit"),
    "mail": ("メールアドレス", "Mail address", "メール", "E-mail", "Mail", "Email", "Email address"),
    "contact": ("担当者", "Contact", "担当者名", "担当"),
}
PARAMETERS: Mapping[Literal["id", "label", "default", "common"], tuple[str, ...]] = {
    "id": ("ID", "ID", "パラメータ", "Parameter"),
    "label": ("項目", "Meaning"),
    "default": ("様式の既定値", "Form's default"),
    "common": ("共通", "All years", "全年度", "値", "Value"),
}
EXAMPLE_MARK = Text("例）", "e.g. ")  # before a name, where 例規集 might be one
WORDS: Mapping[str, Text] = {
    "projects_note": Text(
        "1行に1事業を記入します。見出しの名前で読み取るので、列の順序は自由です。"
        "様式のほかの項目も、見出しを書けば列を追加できます（「記入要領」）。"
        "番号が「例」で始まる行は読み取りません。",
        "One project per row. Columns are found by their headings, in any order; other fields of the form "
        "may be added as columns (see Instructions). Rows whose number begins with 'e.g.' are not read.",
    ),
    "band_needed": Text("必ず記入", "Required"),
    "band_known": Text(
        "シートにあらかじめ記入しておく内容（分かる範囲で）", "Filled in beforehand, as far as known"
    ),
    "band_office": Text("事務局用（任意）", "For the office (optional)"),
    "departments_note": Text(
        "送付先の部署を1行に1つ記入します。対象事業一覧の担当部署はここから選びます。",
        "One department per row; the list of projects chooses from here.",
    ),
    "reference_note": Text(
        "「{columns}」を1行に1組ずつ、上の区分も省略せずに記入します。シートの選択肢になります。",
        "One combination of {columns} per row, every cell filled; the sheets' drop-downs are made of it.",
    ),
    "parameters_note": Text(
        "調査回ごとの値です。年度で変わらない値は「共通」に、年度ごとの値は各年度の列に記入します"
        "（年度の列が優先されます）。空欄なら様式の既定値を使います。",
        "Values of this campaign: one for all years, or one per fiscal year (which goes first). "
        "An empty cell leaves the form's default.",
    ),
    "count": Text("事業数", "Projects"),
    "per_row": Text("{what}: 一覧から選択", "{what}: choose from the list"),
    "not_in_list": Text("一覧から選んでください。", "Please choose from the list."),
    "not_a_department": Text(
        "「部署」シートにない部署です。先に「部署」シートに書き足してください。",
        "This department is not on the sheet Departments; add it there first.",
    ),
    "not_a_date": Text("日付を入力してください（例: {example}）。", "Type a date, such as {example}."),
    "not_a_number": Text("数値を入力してください。", "Type a number."),
    "number_help": Text(
        "{digits}桁の番号です。先頭の 0 も入力します。同じ番号が二つあると赤くなります。",
        "The number, {digits} digits with leading zeros. A number that stands twice turns red.",
    ),
    "number_help_any": Text(
        "事業の番号です。同じ番号が二つあると赤くなります。",
        "The project's number. One that stands twice turns red.",
    ),
    "wrong_length": Text(
        "{digits}桁ではありません。このまま入力しますか。", "It has not {digits} digits. Keep it?"
    ),
    "name_help": Text("事業の名称です。", "The project's name."),
    "department_help": Text("「部署」シートの部署から選びます。", "Choose one from the sheet Departments."),
    "deadline_help": Text(
        "この事業だけ期限を変えるときに記入します。空欄なら調査回の期限です。",
        "Only where this project has a deadline of its own; else leave it empty.",
    ),
    "previous_help": Text(
        "前年度と番号が違う事業だけ記入します。前年度の内容を引き継ぐときに使います。",
        "Only where the number was another one last year; used to carry last year's values.",
    ),
    "memo_help": Text("事務局のメモです。読み取りません。", "The office's memo; it is not read."),
    "example_memo": Text(
        "この行は記入例です。読み取りません（消してもかまいません）。",
        "An example; this row is not read (you may delete it).",
    ),
    "mail_help": Text(
        "案内メールの宛先です。複数ならカンマで区切ります。", "Where letters go; several with commas."
    ),
    "contact_help": Text("文書の宛名に使います。", "Whom letters address."),
}
GUIDE: Mapping[str, Text] = {
    "title": Text("対象事業一覧の記入要領", "How to fill in the roster"),
    "sheet": Text("シート", "Sheet"),
    "what": Text("内容", "What it is for"),
    "heading": Text("見出し", "Heading"),
    "needed": Text("必須", "required"),
    "optional": Text("任意", "optional"),
    "status": Text("必須・任意", "Required?"),
    "how": Text("記入のしかた", "How to fill it in"),
    "id": Text("ID（見出しに使ってもよい）", "ID (may be the heading, too)"),
    "sheets": Text("シートの役割", "The sheets"),
    "columns": Text("対象事業一覧の列", "Columns of the list"),
    "more": Text(
        "追加できる列（様式の項目名をそのまま見出しにします）",
        "Columns that may be added (the field's name is the heading)",
    ),
    "projects": Text(
        "評価シートを配布する事業を1行に1つ。ここに書いた内容は、配布するシートにあらかじめ記入されます。",
        "One project per row; what is written here is filled in on the sheets that go out.",
    ),
    "departments": Text(
        "送付先。空のままなら、対象事業一覧に書かれた部署名をそのまま使います。",
        "Where sheets go. Left empty, the names in the list of projects are used as they are.",
    ),
    "reference": Text(
        "選択肢のもとになる表（{columns}）。空のままなら、その欄には何でも記入できます。",
        "What choices are taken from ({columns}). Left empty, anything may be written there.",
    ),
    "parameters": Text(
        "人口や単価など、調査回ごとの値。campaign.yaml の parameters に書いてもかまいません"
        "（両方に違う値があると誤りになります）。",
        "Values of this campaign. campaign.yaml may hold them instead; two different values are a mistake.",
    ),
    "memo": Text(
        "「例」で始まる行、空白だけの行、様式の項目でない見出しの列は読み取りません。"
        "非表示の行や列、取り消し線の行は読み取ります。セルは結合しないでください。",
        "Rows that begin with 'e.g.', rows of spaces and columns that are no field are not read. "
        "Hidden rows and columns and struck-through rows are. Do not merge cells.",
    ),
    "mistakes": Text(
        "xltool distribute を実行すると、番号の重複や一覧にない部署などの誤りが、"
        "セルの位置とともにすべて表示されます。誤りがある間は何も配布されません。",
        "xltool distribute tells every mistake with its cell, such as a number that stands twice or an "
        "unknown department. Nothing goes out while there are any.",
    ),
    "csv": Text(
        "一覧を CSV で用意することもできます（campaign.yaml に roster: roster.csv）。見出しは同じです。"
        "部署・参照表・パラメータは、同じフォルダーの roster.xlsx から読み取ります。",
        "The list may be a CSV file with the same headings (roster: roster.csv in campaign.yaml); the other "
        "sheets are read from roster.xlsx beside it.",
    ),
}
