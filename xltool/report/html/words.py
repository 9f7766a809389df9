"""What the HTML report says, in both languages."""

from __future__ import annotations

from xltool.text import Lang, Text

__all__ = ["SCRIPT_WORDS", "WORDS", "words"]

WORDS: dict[str, Text] = {
    "title": Text("点検レポート", "Check report"),
    "scope": Text("{files} ファイル・{sheets} シート", "Files: {files}, sheets: {sheets}"),
    "skip": Text("指摘へ移動", "Skip to the findings"),
    "theme": Text("表示を明るく／暗く切り替え", "Switch between light and dark"),
    "contents": Text("目次", "Contents"),
    # summary
    "summary": Text("概要", "Summary"),
    "clean": Text("指摘はありません。", "Nothing to report."),
    "headline": Text(
        "{sheets} シートのうち {hit} シートに指摘があります。",
        "{hit} of {sheets} sheets have findings.",
    ),
    "headline_files": Text("{hit} ファイルに指摘があります。", "Files with findings: {hit}."),
    "must": Text("エラー {n} 件は修正が必要です。", "Errors to be fixed: {n}."),
    "may": Text(
        "確認 {n} 件は、修正するか、理由の説明が必要です。", "Queries to be fixed or explained: {n}."
    ),
    "sheets_clean": Text("指摘のないシート", "Sheets without findings"),
    "compared": Text("前回との比較", "Compared with the earlier check"),
    "gone_list": Text("解消した指摘", "Findings that are gone"),
    "chart_rules": Text("ルール別の指摘", "Findings by rule"),
    "chart_departments": Text("部署別の指摘", "Findings by department"),
    "chart_progress": Text("収集ごとの推移", "Progress over collects"),
    "progress_note": Text(
        "その時点で有効だったシートの指摘を、現在のルールで数えています（事業間の比較を除く）。",
        "Findings of the sheets that counted then, by today's rules, without comparisons between sheets.",
    ),
    "others": Text("ほか {n} 件", "{n} more"),
    "other_rules": Text("ほか {n} 種類", "{n} more rules"),
    "other_departments": Text("ほか {n} 部署", "{n} more departments"),
    "legend": Text("凡例", "Legend"),
    "bar": Text("エラー {error}・確認 {query}・参考 {note}", "errors {error}, queries {query}, notes {note}"),
    # tables
    "tables": Text("集計", "Breakdown"),
    "by_rule": Text("ルール別", "By rule"),
    "by_department": Text("部署別", "By department"),
    "by_project": Text("事業別", "By project"),
    "by_sheet": Text("シート別", "By sheet"),
    "rule": Text("ルール", "Rule"),
    "severity": Text("重大度", "Severity"),
    "findings": Text("指摘", "Findings"),
    "sheets": Text("シート", "Sheets"),
    "department": Text("担当部署", "Department"),
    "project": Text("事業", "Project"),
    "no_department": Text("（部署不明）", "(department unknown)"),
    "no_project": Text("（ファイル共通）", "(across files)"),
    "drill": Text("該当シート {n} 件", "Sheets: {n}"),
    "why": Text("理由", "Why"),
    # findings
    "filter": Text("絞り込み", "Filter"),
    "search": Text("語句で探す", "Search"),
    "search_hint": Text("事業名・項目・値・ルールなど", "project, label, value, rule …"),
    "all": Text("すべて", "All"),
    "group": Text("並べ方", "Group"),
    "state": Text("前回との比較", "Compared"),
    "reset": Text("絞り込みを解除", "Clear filters"),
    "remedy": Text("対応", "What to do"),
    "explanation": Text("説明（担当部署）", "Explanation"),
    "expected": Text("期待される値", "Expected"),
    "more_places": Text("ほか {n} か所", "{n} more"),
    "empty": Text("（空欄）", "(blank)"),
    "capped": Text(
        "指摘が多いため、重大なものから {n} 件を表示しています。全 {all} 件は .xlsx か .csv に出力して"
        "ご覧ください。",
        "Only the {n} most serious findings of {all} are shown; write .xlsx or .csv for all of them.",
    ),
    # sheets
    "sheet": Text("シート", "Sheet"),
    "source": Text("ファイル", "File"),
    "picture": Text(
        "評価シートの内容。印の付いた欄に指摘があります。", "The sheet; marked cells have findings."
    ),
    "open_all": Text("指摘のあるシートをすべて開く", "Open all sheets with findings"),
    "close_all": Text("すべて閉じる", "Close all"),
    "outside": Text("様式の外にある内容", "Outside the form's cells"),
    "no_findings": Text("指摘はありません。", "No findings."),
    "noscript": Text(
        "このビューアではスクリプトが動かないため、シートの画面表示、絞り込み、並べ替えは使えません。"
        "指摘はすべてこのページに書かれています。",
        "Scripts do not run in this viewer: pictures of the sheets, filters and sorting are not available. "
        "Every finding is written on this page.",
    ),
    "not_drawn_clean": Text(
        "指摘のない {n} シートは画面表示を省いています。", "Sheets without findings are not drawn: {n}."
    ),
    "not_drawn_size": Text(
        "ファイルが大きくなりすぎるため、{n} シートの画面表示を省いています。",
        "Sheets that are not drawn, because the file would become too large: {n}.",
    ),
    "made_by": Text(
        "xltool が作成しました。このファイルは外部と通信しません。",
        "Made by xltool. This file does not use the network.",
    ),
}
SCRIPT_WORDS: dict[str, Text] = {  # what the script itself puts on the page
    "shown": Text("{all} 件中 {n} 件を表示", "{n} of {all} shown"),
    "sort": Text("並べ替え: ", "Sort by "),
    "mark": Text("指摘 {n}（{severity}）へ", "To finding {n} ({severity})"),
    "none": Text("条件に合う指摘はありません。", "No finding matches."),
    "broken": Text("このシートは表示できません。", "This sheet cannot be shown."),
}


def words(lang: Lang) -> dict[str, str]:
    """The words of one language, for the template."""
    return {key: text.pick(lang) for key, text in WORDS.items()}
