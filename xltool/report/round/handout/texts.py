"""What the handed-round workbook and page say, in both languages."""

from __future__ import annotations

from xltool.text import Text

__all__ = ["SHEETS", "TEXTS"]

SHEETS: dict[str, Text] = {
    "overview": Text("提出状況", "Status"),
    "list": Text("一覧", "Projects"),
    "owed": Text("未提出", "Outstanding"),
    "chart": Text("グラフ", "Chart"),
}
TEXTS: dict[str, Text] = {
    "all": Text("対象", "Projects"),
    "share": Text("完了率", "Done"),
    "late_days": Text("超過日数", "Days late"),
    "overdue": Text("期限超過", "Overdue"),
    "by_department": Text("担当部署別", "By department"),
    "department": Text("担当部署", "Department"),
    "total": Text("計", "Total"),
    "project": Text("事業番号", "Project"),
    "name": Text("事業名", "Name"),
    "state": Text("状態", "State"),
    "deadline": Text("提出期限", "Due"),
    "issue": Text("発行", "Issue"),
    "received": Text("受付日時", "Received"),
    "error": Text("エラー", "Errors"),
    "query": Text("確認", "Queries"),
    "note": Text("参考", "Notes"),
    "explained": Text("うち説明あり", "Explained"),
    "conflict": Text("競合", "Conflict"),
    "file": Text("ファイル", "File"),
    "list_note": Text(
        "1行が1事業です。見出しの▼で絞り込めます。",
        "One row per project. Filter with the arrows in the heading.",
    ),
    "owed_note": Text(
        "担当部署の提出・修正・回答を待っている事業です。",
        "Projects for which a department still has to send, correct or answer something.",
    ),
    "owed_title": Text("未提出・対応待ちの事業", "Outstanding projects"),
    "nothing_owed": Text("未提出・対応待ちの事業はありません。", "Nothing is outstanding."),
    "empty": Text("対象事業がありません。", "There are no projects."),
    "chart": Text("担当部署別の進み具合", "Progress by department"),
    "all_projects": Text("全事業の一覧", "All projects"),
    "how_made": Text(
        "完了率は、受理と該当なしの合計が対象（対象外を除く）に占める割合です（1%未満切捨て）。",
        "Done: accepted and not applicable, as a share of all that were not withdrawn, rounded down.",
    ),
}
