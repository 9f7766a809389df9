"""What the screens of a round say, in both languages."""

from __future__ import annotations

from typing import Literal

from xltool.standing import ActionKind, Outcome, State, StepKind
from xltool.text import Text

__all__ = [
    "ACTION_STYLES",
    "GROUPS",
    "GROUP_OF",
    "OUTCOME_HEADINGS",
    "OUTCOME_HINTS",
    "OUTCOME_STYLES",
    "SHORT_STATES",
    "STATE_STYLES",
    "STEPS",
    "WORDS",
    "Group",
]

Group = Literal["done", "open", "missing"]
GROUPS: dict[Group, Text] = {
    "done": Text("完了", "done"),
    "open": Text("対応中", "in work"),
    "missing": Text("未着", "not in"),
}
GROUP_OF: dict[State, Group | None] = {
    "not_sent": "missing",
    "sent": "missing",
    "untouched": "open",
    "errors": "open",
    "queries": "open",
    "given_back": "open",
    "accepted": "done",
    "not_applicable": "done",
    "withdrawn": None,  # nobody waits for it
}
SHORT_STATES: dict[State, Text] = {  # headings of narrow columns
    "not_sent": Text("未配", "unsent"),
    "sent": Text("未提", "sent"),
    "untouched": Text("未記", "blank"),
    "errors": Text("誤り", "error"),
    "queries": Text("確認", "query"),
    "given_back": Text("差戻", "back"),
    "accepted": Text("受理", "ok"),
    "not_applicable": Text("なし", "n/a"),
    "withdrawn": Text("除外", "off"),
}
STATE_STYLES: dict[State, str] = {
    "not_sent": "dim",
    "sent": "",
    "untouched": "yellow",
    "errors": "red",
    "queries": "yellow",
    "given_back": "magenta",
    "accepted": "green",
    "not_applicable": "green",
    "withdrawn": "dim",
}
STEPS: dict[StepKind, Text] = {
    "issued": Text("発行", "issued"),
    "given_back": Text("差戻し", "given back"),
    "received": Text("受付", "received"),
    "superseded": Text("旧版", "superseded"),
    "held": Text("保留", "held"),
    "conflict": Text("競合", "conflict"),
    "taken": Text("採用", "taken"),
    "set_aside": Text("除外", "set aside"),
    "restored": Text("復帰", "restored"),
    "moved": Text("所管替え", "moved"),
    "added": Text("追加", "added"),
    "withdrawn": Text("対象外", "withdrawn"),
    "readmitted": Text("再登録", "readmitted"),
    "reminded": Text("提出依頼", "reminded"),
    "explained": Text("説明", "explained"),
    "decided": Text("決定", "decided"),
}
OUTCOME_HEADINGS: dict[Outcome, Text] = {
    "conflict": Text("どちらを採るか決めてください", "Decide which one counts"),
    "unreadable": Text("読み取れないファイル", "Files that cannot be read"),
    "locked": Text("パスワードの付いたファイル", "Files with a password"),
    "foreign": Text("この調査回の対象ではないもの", "Not of this round"),
    "held": Text("受理済みを優先し、保留したもの", "Held back: worse than what was accepted"),
    "duplicate": Text("同じ内容が重複しているもの", "The same sheet once more"),
    "superseded": Text("より新しい提出があるもの", "Older than what is there already"),
    "new": Text("新しく受け付けたもの", "New submissions"),
    "ignored": Text("読み飛ばしたもの", "Left aside"),
}
OUTCOME_STYLES: dict[Outcome, str] = {
    "new": "green",
    "unchanged": "dim",
    "superseded": "cyan",
    "held": "yellow",
    "conflict": "magenta",
    "duplicate": "cyan",
    "foreign": "yellow",
    "unreadable": "red",
    "locked": "red",
    "ignored": "dim",
}
OUTCOME_HINTS: dict[Outcome, Text] = {  # where collect gave no reason of its own
    "conflict": Text(
        "同じ事業の内容の違うファイルが同時に届いています。どちらが正しいか担当部署に確かめ、"
        "「xltool collect --take ファイル」で選んでください。",
        "Different files for one project came in together: ask the department which one is right, "
        "and choose it with xltool collect --take FILE.",
    ),
    "unreadable": Text(
        "ブックとして読めません。担当部署に送り直しを依頼してください。",
        "It cannot be read as a workbook; ask the department to send it again.",
    ),
    "locked": Text(
        "パスワードを外して保存し直すよう、担当部署に依頼してください。",
        "Ask the department to save it again without a password.",
    ),
    "foreign": Text(
        "この調査回の事業ではありません。差出人に確認してください。",
        "It belongs to no project of this round; ask the sender.",
    ),
    "held": Text(
        "受理済みの提出より指摘が多いため、置き換えていません。"
        "採用する場合は「xltool collect --take ファイル」を実行してください。",
        "It has more findings than the accepted one and did not replace it; "
        "to use it, run xltool collect --take FILE.",
    ),
    "duplicate": Text("同じ内容なので、何もする必要はありません。", "It is the same sheet; nothing to do."),
    "superseded": Text(
        "より新しい提出を使います。何もする必要はありません。", "A newer one is in use; nothing to do."
    ),
}
ACTION_STYLES: dict[ActionKind, str] = {
    "issued": "green",
    "reissued": "cyan",
    "unchanged": "dim",
    "answered": "yellow",
    "withdrawn": "dim",
    "given_back": "cyan",
    "waiting": "dim",
    "undecided": "bold red",
    "skipped": "dim",
}
WORDS: dict[str, Text] = {
    "as_of": Text("{day}現在", "as of {day}"),
    "deadline": Text("提出期限 {day}", "due {day}"),
    "no_deadline": Text("提出期限なし", "no deadline"),
    "send": Text(
        "送信はしていません。{folder} の .eml ファイルをメールソフトで開き、内容を確かめて送信してください。",
        "Nothing was sent: open the .eml files of {folder} in your mail program, read them and send them.",
    ),
    "empty": Text(
        "対象事業がありません。対象事業一覧（roster.xlsx）に事業を記入してください。",
        "There are no projects; enter them in the roster (roster.xlsx).",
    ),
    "overdue": Text("期限超過", "overdue"),
    "late": Text("超過", "late"),
    "conflict": Text("競合", "conflict"),
    "total": Text("計", "total"),
    "department": Text("担当部署", "department"),
    "project": Text("番号", "no."),
    "name": Text("事業名", "name"),
    "state": Text("状態", "state"),
    "issue": Text("発行", "issue"),
    "received": Text("受付", "received"),
    "remarks": Text("備考", "remarks"),
    "share": Text("完了率", "done %"),
    "progress": Text("進捗", "progress"),
    "error": Text("エラー", "error"),
    "query": Text("確認", "query"),
    "note": Text("参考", "note"),
    "due": Text("期限 {day}", "due {day}"),
    "due_head": Text("期限", "due"),
    "file": Text("ファイル", "file"),
    "where": Text("場所", "where"),
    "field": Text("項目", "field"),
    "blank": Text("（空欄）", "(empty)"),
    "none": Text("（部署なし）", "(no department)"),
}
