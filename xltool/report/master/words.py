"""What the master workbook says, in both languages."""

from __future__ import annotations

from xltool.finding import Severity
from xltool.text import Text

__all__ = ["CHOICES", "HINTS", "SEVERITY", "SHEETS", "WORDS"]

SHEETS: dict[str, Text] = {
    "overview": Text("概要", "Overview"),
    "list": Text("一覧", "Projects"),
    "sheet": Text("個票", "Sheet"),
    "trend": Text("推移", "Trends"),
    "repeats": Text("指標", "Indicators"),
    "findings": Text("指摘", "Findings"),
    "explanations": Text("説明", "Explanations"),
    "corrections": Text("訂正候補", "Corrections"),
    "status": Text("提出状況", "Status"),
    "unread": Text("読めなかったファイル", "Unread files"),
}
SEVERITY: dict[Severity, Text] = {
    "error": Text("エラー", "Errors"),
    "query": Text("確認", "Queries"),
    "note": Text("参考", "Notes"),
}
CHOICES: dict[str, Text] = {  # what is chosen in the sheets where decisions are taken
    "accept": Text("認める", "accept"),
    "refuse": Text("認めない", "refuse"),
    "give_back": Text("差し戻す", "give back"),
    "not_applicable": Text("該当なし", "not applicable"),
}
HINTS: dict[str, Text] = {  # said beside a cell where something may be typed
    "decision": Text(
        "認める: エラーや未回答の確認があっても受理します。\n差し戻す: 次の差戻しの対象にします。\n"
        "該当なし: 評価の対象外とします。\n空欄: 指摘の有無で決まります。",
        "accept: even with findings. give back: with the next return. "
        "not applicable: nothing to report. Empty: the findings decide.",
    ),
    "decision_reason": Text("判定の理由を記入します。台帳に残ります。", "Why; it is kept in the ledger."),
    "verdict": Text(
        "認める: この指摘は解決済みになります。\n認めない: 差戻しの対象になります。\n"
        "空欄: 説明があるものとして扱います。",
        "accept: the query is settled. refuse: the sheet goes back. Empty: it stands as given.",
    ),
    "verdict_reason": Text(
        "認めない場合は、理由を記入すると担当部署に伝わります。", "Of a refusal the department is told why."
    ),
    "replacement": Text(
        "対象のシートの値を、ここに記入した値に置き換えます。空欄なら何も変えません。",
        "Replaces these values in all of the sheets; left empty, nothing is changed.",
    ),
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
    "list_foot": Text(
        "長い文章は途中までです。全文は「個票」またはセルで見られます。",
        "Long texts are cut off here; see them in the sheet, or in their cells.",
    ),
    "input_note": Text(
        "黄色の欄は委員会の記入欄です。", "The yellow columns are for the committee to fill in."
    ),
    "findings_note": Text(
        "「No.」を選ぶと「一覧」のその事業に移動します。重大なものから順に並んでいます。"
        "長い入力値は「…」までです（全文は「一覧」と提出ファイル）。",
        "Choose a No. to go to that project's row. The most serious come first. "
        "A long value ends in … (in full in the list and in the file).",
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
    "rule_id": Text("ルールID", "Rule ID"),
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
    "state": Text("提出状況", "State"),
    "progress": Text("対応状況", "Progress"),
    "finding_open": Text("未回答", "open"),
    "finding_given": Text("説明あり", "explained"),
    "finding_accepted": Text("説明を認定", "accepted"),
    "finding_refused": Text("説明を却下", "refused"),
    "finding_lapsed": Text("説明が失効", "lapsed"),
    "finding_idle": Text("指摘なし", "no finding"),
    "finding_gone": Text("（現在は指摘がありません）", "(no such finding any more)"),
    "late": Text("超過", "late"),
    "several": Text("要確認", "conflict"),
    "conflict": Text("競合", "Conflict"),
    "overdue": Text("期限超過", "Overdue"),
    "deadline": Text("提出期限", "Deadline"),
    "issue": Text("号", "Issue"),
    "received": Text("受付日時", "Received"),
    "error": Text("エラー", "Errors"),
    "query": Text("確認", "Queries"),
    "explained": Text("うち説明", "Explained"),
    "note": Text("参考", "Notes"),
    "decision": Text("判定", "Decision"),
    "decision_reason": Text("判定の理由", "Reason for the decision"),
    "verdict": Text("説明の可否", "Verdict"),
    "verdict_reason": Text("可否の理由", "Reason for the verdict"),
    "explained_values": Text("説明した時の値", "Values explained"),
    "spellings": Text("書かれている値と件数", "What stands there, and how often"),
    "suggestion": Text("置き換え案", "Suggestion"),
    "replacement": Text("置き換える値", "Replacement"),
    "projects": Text("対象の事業番号", "Projects"),
    "key": Text("整理キー", "Key"),
    "section": Text("区分", "Section"),
    "item": Text("事項", "Item"),
    "fiscal_year": Text("年度", "Fiscal year"),
    "basis": Text("金額の種類", "Basis"),
    "figure": Text("値", "Value"),
    "standin": Text("代替値", "Stand-in"),
    "unit": Text("単位", "Unit"),
    "long_note": Text(
        "記入のある値を1行に1件ずつ並べています。ピボットテーブルの元データとしてお使いください。",
        "One value per row, ready for a pivot table; empty cells are left out.",
    ),
    "too_long": Text(
        "Excel の行数の上限を超えるため、全 {all} 行のうち {n} 行を載せています。"
        "すべての行は {file}（xltool consolidate --to フォルダー で作成）にあります。",
        "Excel holds no more rows: {n} of {all} are shown; "
        "all are in {file}, which xltool consolidate --to FOLDER makes.",
    ),
    "status_note": Text(
        "黄色の「判定」を選ぶと、自動の判定より優先されます。空欄のままなら、指摘の有無で決まります。",
        "A decision in the yellow cells overrules what the rules say; left empty, the findings decide.",
    ),
    "explanations_note": Text(
        "担当部署の説明を認めるかどうかを、黄色の欄で選んでください。"
        "空欄のままなら、説明があるものとして扱われます。",
        "Accept or refuse each explanation in the yellow cells; left empty, it stands as given.",
    ),
    "no_explanations": Text("説明はまだありません。", "There are no explanations yet."),
    "corrections_note": Text(
        "同じ意味と思われる書き方の違いや、選択肢にない値をまとめています。"
        "「置き換える値」に正しい値を記入すると、対象のシートすべてに反映されます。",
        "Spellings that seem to mean the same, and values that no list has. "
        "A replacement typed in the yellow cells is put into all of these sheets.",
    ),
    "no_corrections": Text("訂正の候補はありません。", "There is nothing to correct."),
    "no_findings": Text("指摘はありません。", "There are no findings."),
    "view_hint": Text(
        "黄色の欄で{what}を選ぶと、その事業の様式を1枚で表示します。"
        "内容は「{list}」の数式です。委員会記入欄も「{list}」で記入してください。",
        "Choose a {what} in the yellow cell to see its whole sheet. "
        "All of it is formulas over {list}; fill in the committee's fields there, too.",
    ),
    "view_empty": Text("黄色の欄で{what}を選んでください。", "Please choose a {what} in the yellow cell."),
    "view_unknown": Text(
        "は「{list}」にありません。黄色の欄で{what}を選び直してください。",
        " is not in {list}. Please choose another {what} in the yellow cell.",
    ),
    "view_list": Text("「{list}」の行へ", "Row in {list}"),
    "view_findings": Text("「{findings}」へ", "Go to {findings}"),
    "view_more": Text("※ 枠に入りきらない項目（全文は「{list}」）: ", "* Cut off here (in full in {list}): "),
    "page": Text("ページ", "Page"),
}
