"""What the master workbook says, in both languages."""

from __future__ import annotations

from xltool.finding import Severity
from xltool.text import Text

__all__ = ["SEVERITY", "SHEETS", "WORDS"]

SHEETS: dict[str, Text] = {
    "overview": Text("概要", "Overview"),
    "list": Text("一覧", "Projects"),
    "findings": Text("指摘", "Findings"),
    "unread": Text("読めなかったファイル", "Unread files"),
}
SEVERITY: dict[Severity, Text] = {
    "error": Text("エラー", "Errors"),
    "query": Text("確認", "Queries"),
    "note": Text("参考", "Notes"),
}
WORDS: dict[str, Text] = {
    "master": Text("とりまとめブック", "Master workbook"),
    "read": Text(
        "{files} ファイルから {sheets} シートを読み取りました。",
        "{sheets} sheet(s) were read from {files} file(s).",
    ),
    "unread": Text(
        "読めなかったファイルが {n} 件あります（「{sheet}」シート）。",
        "{n} file(s) could not be read: see the sheet {sheet}.",
    ),
    "how": Text(
        "件数と金額は「{sheet}」の数式です。黄色の欄（委員会記入欄）を変更すると、すぐに反映されます。",
        "Counts and sums are formulas over {sheet} and follow what the committee enters in the yellow cells.",
    ),
    "how_plain": Text(
        "件数と金額は「{sheet}」の数式で、一覧を直すとすぐに反映されます。",
        "Counts and sums are formulas over {sheet} and follow every change made there.",
    ),
    "list_note": Text(
        "1行が1事業です。見出しの▼で絞り込めます。左上の 1・2 と列の上の［＋］［－］で、"
        "ブロックごとに開閉できます。"
        "行に収まらない文章も、セルを選ぶと全文が見えます。",
        "One row per project. Filter with the arrows in the heading; "
        "fold blocks with 1, 2 and [+] [-] above the columns. "
        "Select a cell to see a text that is longer than its row.",
    ),
    "input_note": Text(
        "黄色の欄は委員会の記入欄です。", "The yellow columns are for the committee to fill in."
    ),
    "findings_note": Text(
        "「No.」を選ぶと「一覧」のその事業に移動します。重大なものから順に並んでいます。",
        "Choose a No. to go to that project's row. The most serious come first.",
    ),
    "unread_note": Text(
        "次のファイルは集計に含まれていません。", "The following files are not part of the figures."
    ),
    "sheets": Text("シート", "Sheets"),
    "files": Text("ファイル", "Files"),
    "unread_files": Text("読めなかった", "Unread"),
    "severity": Text("重大度", "Severity"),
    "project": Text("事業番号", "Project"),
    "name": Text("事業名", "Name"),
    "department": Text("担当部署", "Department"),
    "year": Text("基準年度", "Base year"),
    "file": Text("ファイル", "File"),
    "sheet": Text("シート名", "Sheet"),
    "cell": Text("セル", "Cell"),
    "field": Text("項目", "Field"),
    "value": Text("入力値", "Value"),
    "message": Text("指摘", "Finding"),
    "remedy": Text("対応", "What to do"),
    "explanation": Text("説明（担当部署）", "Explanation"),
    "rule": Text("ルール", "Rule"),
    "reason": Text("理由", "Reason"),
    "by_department": Text("担当部署別", "By department"),
    "cross": Text("{rows} × {columns}", "{rows} by {columns}"),
    "distribution": Text("評価の分布", "Distribution of grades"),
    "total": Text("計", "Total"),
    "none": Text("（未記入）", "(blank)"),
    "source": Text("提出ファイル", "Source"),
    "header": Text("基本", "Header"),
    "other": Text("その他", "Other"),
    "not_in_list": Text("一覧から選んでください。", "Please choose from the list."),
    "no_findings": Text("指摘はありません。", "There are no findings."),
}
