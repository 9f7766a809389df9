"""Why a file or sheet does not count, each in one sentence with what to do."""

from __future__ import annotations

from xltool.text import Text

__all__ = ["REASONS"]

REASONS: dict[str, Text] = {
    "year": Text(
        "{actual}のシートです（今回は{expected}）。以前のブックに記入したものと思われます。"
        "今回配布したブックに記入して送ってもらってください。",
        "This is a sheet of {actual}, not of {expected}: probably an earlier year's workbook; "
        "ask for the one that was sent out this time.",
    ),
    "campaign": Text(
        "別の調査回（{actual}）のシートです。この調査回（{expected}）で配布したブックか確かめてください。",
        "This sheet belongs to another round ({actual}), not to {expected}; ask for this round's workbook.",
    ),
    "no_project": Text(
        "計画事業番号が分かりません。どの事業のシートか送り主に確かめ、"
        "配布したブックに記入し直してもらってください。",
        "The sheet does not say which project it is; ask the sender for the workbook that was sent out.",
    ),
    "not_on_roster": Text(
        "「{project}」は対象事業一覧にありません。{hint}"
        "対象の事業なら一覧（{roster}）に行を追加して、もう一度 collect を実行してください。",
        "'{project}' is not on the roster. {hint}If it takes part, add a row to {roster} and collect again.",
    ),
    "near": Text("「{close}」の誤りではありませんか。", "Was '{close}' meant? "),
    "other_number": Text(
        "「{own}」に配布したシートの事業番号が「{typed}」に書き換えられています。"
        "「{typed}」には「{typed}」のブックを使って送ってもらってください。",
        "The sheet issued for '{own}' was given the number '{typed}'; "
        "ask for '{typed}' in the workbook of '{typed}'.",
    ),
    "check": Text(
        "シートの識別情報が配布時と違います（「{project}」、第{issue}号）。"
        "配布したブックに記入し直してもらってください。",
        "The identity of the sheet is not the one it was issued with ('{project}', issue {issue}); "
        "ask for the workbook that was sent out.",
    ),
    "same_file": Text(
        "{file} と同じファイルです。対応は不要です。", "The same file as {file}; nothing to do."
    ),
    "same_values": Text(
        "内容が {file}（{when} 受領）と同じです。対応は不要です。",
        "Says the same as {file} (received {when}); nothing to do.",
    ),
    "late": Text(
        "第{issue}号ですが、すでに第{newer}号を受け取っているため採用しません。"
        "こちらを採用するときは collect --take を使ってください。",
        "This is issue {issue}, and issue {newer} is here already; to use this one, collect --take it.",
    ),
    "blank_beside": Text(
        "未記入のままのシートです。記入されたほうを採用しました。",
        "Nothing was filled in; the sheet that was filled in counts.",
    ),
    "held": Text(
        "受理済みのシートより指摘が増えているため保留しました（エラー {errors} 件、確認 {queries} 件）。"
        "置き換えるときは collect --take を使ってください。",
        "It has more findings than the accepted sheet and is held ({errors} errors, {queries} queries); "
        "to use it instead, collect --take it.",
    ),
    "held_blank": Text(
        "未記入のままのシートなので、記入済みのシートを残しました。"
        "置き換えるときは collect --take を使ってください。",
        "Nothing is filled in; the sheet that was filled in stays. To use this one, collect --take it.",
    ),
    "conflict": Text(
        "同じ事業（{project}）の内容の違うファイルが同時に届いています（{others}）。"
        "どちらが正しいか確かめ、collect --take ファイル で選んでください。",
        "Different files for {project} came in at once ({others}); "
        "find out which is right and choose it with collect --take FILE.",
    ),
    "withdrawn": Text(
        "「{project}」は対象事業一覧から外れています。受け取りましたが集計には入りません。",
        "'{project}' was taken off the roster; the sheet is kept and not counted.",
    ),
    "never_sent": Text(
        "「{project}」は配布の記録がありませんが、この調査回のシートなので受け取りました。",
        "'{project}' was never sent out by this ledger; it is a sheet of this round and was taken.",
    ),
    "blank": Text(
        "お送りしたときのままで、何も変わっていません。記入して送り直してもらってください。",
        "Nothing was filled in: it is as it was sent out; ask for it again.",
    ),
    "aside": Text(
        "取り除かれています（collect --with ファイル で戻せます）。",
        "Set aside (collect --with FILE brings it back).",
    ),
    "replaced": Text("後から届いたシートに置き換わっています。", "A newer sheet has taken its place."),
}
