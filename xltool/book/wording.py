"""Fixed words of a workbook, in the form's language (the sheet is one language; reports choose theirs)."""

from __future__ import annotations

from dataclasses import dataclass

from xltool.text import Lang

__all__ = ["WORDS", "Words"]


@dataclass(frozen=True, kw_only=True)
class Words:
    check: str  # sheet names
    guide: str
    more: str
    notes: str
    form: str
    severity: dict[str, str]
    columns: tuple[str, ...]  # of the check sheet
    check_title: str
    check_lead: str
    later: str  # what no cell can show
    beyond: dict[str, str]  # the tool's own rules, by the beginning of their ids: what they check
    blank: str
    clean: str  # counter on the form
    open: tuple[str, str, str]  # counter: before the errors, between, after the queries
    go: str
    joined: str  # between the years of a message
    required: tuple[str, str]  # title and message of the live row for required cells
    others: tuple[str, str]  # and n more
    guide_title: str
    guide_columns: tuple[str, ...]
    guide_parameters: str
    needed: str
    sometimes: str
    computed: str
    issued: str
    committee: str
    more_title: str
    more_mark: str
    more_at: str  # where it goes on in print: {page}
    home: str  # link from a sheet of a booklet to its contents
    notes_title: str
    notes_lead: str
    notes_columns: tuple[str, str]
    returned: str  # heading of the findings of a sheet given back
    live: str  # heading of the live checks below them
    further: tuple[str, str]  # how many more findings there are
    changed: str  # marks of a finding: every flagged cell differs, the fresh workbook healed it
    healed: str
    moved: str  # what it is about is on the notes sheet
    see_notes: str
    remedy_healed: str
    remedy_moved: str  # what stood beside the form is on the notes sheet
    settled: str  # a finding that is no more, with the explanation that was given for it
    leftover: dict[str, str]  # what a left-over text was; {cell} {label} {about}
    type_help: dict[str, str]
    wrong_entry: str
    page: str


WORDS: dict[Lang, Words] = {
    "ja": Words(
        check="入力チェック",
        guide="記入要領",
        more="続き",
        notes="欄外の記入",
        form="評価シート",
        severity={"error": "エラー", "query": "確認", "note": "参考"},
        columns=("判定", "区分", "チェックの内容", "結果", "該当欄", "説明（「確認」を直さない場合の理由）"),
        check_title="入力チェック",
        check_lead="✖ のエラーは必ず直してください。「確認」は、直すか、右端の欄に理由を記入してください。"
        "入力に応じて自動で判定します。",
        later="提出後に確認します",
        beyond={
            "XL1": "様式・番号・部署の一致、欄の移動や欄外の記入",
            "XL2": "値の読み取り、範囲や桁数、計算式の書き換え",
            "XL3": "ほかの年度と桁が違う数値",
            "XL4": "ほかの事業・対象事業一覧との比較",
            "XL42": "昨年度のシートとの比較",
        },
        blank="（空欄）",
        clean="✔ 入力チェック：指摘はありません",
        open=("✖ 入力チェック：エラー ", " 件・確認 ", " 件"),
        go="該当欄へ →",
        joined="、",
        required=("必須項目の記入", "記入されていない必須項目があります: "),
        others=("（ほか ", " 件）"),
        guide_title="記入要領",
        guide_columns=("項目", "記入のしかた", "単位", "必須"),
        guide_parameters="この調査の設定値",
        needed="必須",
        sometimes="条件により必須",
        computed="自動計算（記入不要）",
        issued="事務局が記入済み",
        committee="委員会・事務局の記入欄",
        more_title="続き（欄に収まらなかった文章）",
        more_mark="（続き）",
        more_at="→ {page}ページに続く",
        home="← 目次へ",
        notes_title="欄外の記入",
        notes_lead="提出されたブックのうち、様式の欄に入らない記入と、読み替える前の書き方を、そのまま写しています。"
        "必要なものは該当する欄に記入してください。このシートは集計されません。",
        notes_columns=("場所", "記入されていた内容"),
        returned="提出後に確認した指摘（値を直すと、判定が「変更済」に変わります）",
        live="入力に応じて自動で判定する項目",
        further=("ほか ", " 件の指摘は、ここに並べきれません。上の指摘を直して提出してください。"),
        changed="変更済",
        healed="復元済",
        moved="転記済",
        see_notes="転記先へ →",
        remedy_healed="このブックでは元に戻しました。値を確かめてください。",
        remedy_moved="内容はシート「欄外の記入」に移しました。必要なものは該当する欄に記入してください。",
        settled="この指摘はなくなりました。いただいた説明は残してあります。",
        leftover={
            "outside": "様式の欄の外",
            "comment": "コメント",
            "text_box": "図形の中の文字",
            "struck_through": "取り消し線の引かれた記入",
            "normalised": "読み替える前の記入",
            "overwritten_formula": "計算欄に入力されていた値",
            "altered_formula": "書き換えられていた計算式",
            "moved": "動かされたセルの内容",
            "locked": "配布時から変えられていた値",
            "removed_field": "なくなった欄の記入（様式の改訂）",
            "too_long": "セルに入りきらない記入の全文",
        },
        type_help={
            "text": "文字",
            "paragraph": "文章（改行できます。長くなってもかまいません）",
            "integer": "整数",
            "decimal": "数値",
            "amount": "金額",
            "percent": "割合（例: 12.5%）",
            "fiscal_year": "一覧から年度を選択",
            "date": "日付（例: 2026/4/1）",
            "code": "番号（先頭の0も記入）",
            "phone": "電話番号または内線",
            "choice": "一覧から選択",
            "tick": "一覧から ■ の付いたものを選択",
            "score": "評点を一覧から選択",
        },
        wrong_entry="この欄には記入できない値です。",
        page="ページ",
    ),
    "en": Words(
        check="Checks",
        guide="Instructions",
        more="Continued",
        notes="Notes",
        form="Sheet",
        severity={"error": "Error", "query": "Query", "note": "Note"},
        columns=(
            "Result",
            "Kind",
            "What is checked",
            "Finding",
            "Place",
            "Explanation (why a query is right as it is)",
        ),
        check_title="Checks",
        check_lead="Every error (✖) must be fixed. A query is fixed or explained in the last column. "
        "Results follow what you type.",
        later="checked after submission",
        beyond={
            "XL1": "Form and project as issued; cells moved",
            "XL2": "Values and their range; formulas changed",
            "XL3": "Figures off by 1,000 from other years",
            "XL4": "Other sheets and the roster",
            "XL42": "Last year's sheet",
        },
        blank="(blank)",
        clean="✔ Checks: nothing open",
        open=("✖ Checks: ", " errors, ", " queries"),
        go="go there →",
        joined=", ",
        required=("Required cells are filled in", "Still blank: "),
        others=(" (and ", " more)"),
        guide_title="Instructions",
        guide_columns=("Field", "How to fill it in", "Unit", "Required"),
        guide_parameters="Settings of this round",
        needed="required",
        sometimes="required if it applies",
        computed="computed (nothing to type)",
        issued="filled in by the office",
        committee="for the committee",
        more_title="Continued (text that did not fit its cell)",
        more_mark="(continued)",
        more_at="→ continued on page {page}",
        home="← contents",
        notes_title="Notes beside the form",
        notes_lead="What stood in the workbook that came back and fits no cell of the form, and how values "
        "were written before they were read another way, word for word. Put what is needed into the cells "
        "where it belongs; this sheet is not collected.",
        notes_columns=("Where", "What stood there"),
        returned="Found after submission (the result says 'changed' once you change the values)",
        live="Judged as you type",
        further=("There are ", " more findings than fit here; correct those above and send the sheet again."),
        changed="changed",
        healed="restored",
        moved="moved",
        see_notes="go there →",
        remedy_healed="It is restored in this workbook; check that the values are right.",
        remedy_moved="The content was moved to the sheet 'Notes'; put what is needed into the cells.",
        settled="There is no such finding any more; the explanation that you gave is kept.",
        leftover={
            "outside": "outside the form's cells",
            "comment": "comment",
            "text_box": "text box",
            "struck_through": "struck through",
            "normalised": "as it was written",
            "overwritten_formula": "typed over a formula",
            "altered_formula": "formula as it was changed",
            "moved": "content of a cell that was moved",
            "locked": "as a locked value was changed",
            "removed_field": "in a cell that the revised form no longer has",
            "too_long": "in full, too long for its cell",
        },
        type_help={
            "text": "text",
            "paragraph": "text; line breaks are fine, and so is length",
            "integer": "whole number",
            "decimal": "number",
            "amount": "amount",
            "percent": "percentage, such as 12.5%",
            "fiscal_year": "choose a fiscal year from the list",
            "date": "date, such as 2026-04-01",
            "code": "number, with its leading zeros",
            "phone": "telephone number",
            "choice": "choose from the list",
            "tick": "choose the entry with the ■ where it belongs",
            "score": "choose a score from the list",
        },
        wrong_entry="This cell cannot take that value.",
        page="page",
    ),
}
