"""What the overview of the master says, in both languages."""

from __future__ import annotations

from xltool.text import Text

__all__ = ["PURPOSES", "TOLD"]

PURPOSES: dict[str, Text] = {  # of the other sheets, by their key
    "projects": Text(
        "1行1事業の一覧です。黄色の欄は委員会の記入欄です。",
        "One row per project; the yellow cells are for the committee.",
    ),
    "sheet": Text(
        "事業を番号で選ぶと、1枚の評価シートの形で見られます。印刷もできます。",
        "Choose a project by its number to see and print its whole sheet.",
    ),
    "status": Text(
        "配布した事業ごとの提出状況です。受理・差戻しの判定を記入します。",
        "What became of every assignment; decide here to accept it or give it back.",
    ),
    "findings": Text(
        "整合性の確認で見つかった指摘です。番号から一覧のその事業へ移動できます。",
        "What the checks found; each number leads to its project.",
    ),
    "explanations": Text(
        "担当部署が記入した説明です。認めるかどうかを記入します。",
        "The departments' explanations; accept or refuse them here.",
    ),
    "corrections": Text(
        "書き方の違いなど、まとめて直せる値です。置き換える値を記入します。",
        "Values that can be put right in many sheets at once; type the replacement here.",
    ),
    "trend": Text(
        "年度ごとの金額などを縦に並べた、ピボットテーブル用の表です。",
        "Figures by fiscal year in long form, ready for a pivot table.",
    ),
    "repeats": Text(
        "指標を縦に並べた、ピボットテーブル用の表です。",
        "The indicators in long form, ready for a pivot table.",
    ),
    "unread": Text(
        "読み取れず、集計に含まれていないファイルです。",
        "Files that could not be read and are not part of the figures.",
    ),
}
TOLD: dict[str, Text] = {
    "campaign": Text("調査回 {campaign}　{as_of} 現在", "Campaign {campaign}, as of {as_of}"),
    "campaign_only": Text("調査回 {campaign}", "Campaign {campaign}"),
    "contents": Text("このブックのシート", "Sheets of this workbook"),
    "rows": Text("{n} 行", "{n} rows"),
    "of_which": Text(
        "全 {all} 行のうち載せられる分だけです（すべての行は {file}）。",
        "Only what fits of {all} rows (all of them: {file}).",
    ),
    "assignments": Text("対象事業", "Projects"),
    "done": Text("受理・該当なし", "Settled"),
    "graded": Text("{label}あり", "{label} given"),
    "overdue": Text("期限超過", "Overdue"),
    "cost": Text("{label} {year}（{unit}）", "{label} {year} ({unit})"),
    "cost_bare": Text("{label} {year}", "{label} {year}"),
    "states": Text("提出状況", "State of the projects"),
    "count": Text("件数", "Number"),
    "share": Text("割合", "Share"),
    "findings": Text("指摘の状況", "Findings"),
    "decisions": Text("判定の進み具合", "Decisions taken"),
    "subject": Text("判定するもの", "To decide"),
    "decided": Text("記入済み", "Decided"),
    "undecided": Text("未記入", "Open"),
    "split": Text("内訳", "Of which"),
    "of_status": Text("提出の判定", "Submissions"),
    "of_explanations": Text("説明の可否", "Explanations"),
    "of_corrections": Text("訂正候補", "Corrections"),
    "costs_by_year": Text("{label}の推移", "{label} by year"),
    "cost_part": Text("内訳", "Part"),
    "scores": Text("評点の内訳", "Scores"),
    "level": Text('0"点"', "0"),
    "mean": Text("平均", "Mean"),
    "grade_chart": Text("評価の分布", "Grades"),
    "link_tip": Text("「{sheet}」シートを開きます。", "Open the sheet {sheet}."),
    "unlisted": Text(
        "このほかに、選択肢にない値のある事業が {n} 件あります。",
        "Besides, {n} have a value that is not a choice.",
    ),
    "more_than_fits": Text(
        "指摘が Excel の行数の上限を超えるため、この表は数式ではなく集計時の件数です。",
        "There are more findings than Excel has rows: these are the numbers as counted, no formulas.",
    ),
}
