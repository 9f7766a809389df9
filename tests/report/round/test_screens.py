"""What collect, distribute, history, remind and doctor say on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.report.round.rounds import TODAY, standing
from tests.report.round.test_table import wide
from xltool.report.round import (
    collection_lines,
    distribution_lines,
    history_lines,
    reminded_lines,
    verdict_lines,
)
from xltool.report.round.changes import excerpts
from xltool.report.text import Line
from xltool.standing import (
    OUTCOMES,
    Action,
    Change,
    Collected,
    Collection,
    Counts,
    Decided,
    Distribution,
    Heard,
    History,
    Reminded,
    Reminder,
    Step,
    Verdict,
)
from xltool.text import Lang, Text

LANGS: tuple[Lang, ...] = ("ja", "en")
LONG = "地域の防災力を高めるため、自主防災組織の育成と年{}回の訓練を行い、資機材を整備する。"
CHANGES = (
    Change(field="cost[0]", label="総事業費", old="1200", new="1350", sheet="評価シート", cell="F23"),
    Change(
        field="plan",
        label="事業の内容",
        old=LONG.format(2),
        new=LONG.format(3),
        sheet="評価シート",
        cell="C8",
    ),
    Change(
        field="basic.law", label="根拠法令等", old="", new="災害対策基本法", sheet="評価シート", cell="C7"
    ),
)
EMPTY = Heard(id="XL201", severity="error", message=Text("空欄です。", "It is empty."))
ENDED = Heard(id="jimu-jigyo/end_year", severity="query", message=Text("終了年度です。", "It has ended."))


def entry(name: str, outcome: str, project: str | None = None, **more: object) -> Collected:
    values = {"sheet": "評価シート" if project else None, "reason": None, **more}
    return Collected(file=f"inbox/{name}", outcome=outcome, project=project, **values)  # type: ignore[arg-type]


COLLECTION = Collection(
    run=5,
    files=(
        entry("a.xlsx", "new", "00011", findings=Counts()),
        entry("b.zip!b.xlsx", "new", "00018", findings=Counts(error=2, query=1)),
        entry("c.xlsx", "conflict", "00025"),
        entry("c (2).xlsx", "conflict", "00025", changes=CHANGES),
        entry("d.xlsx", "unreadable"),
        entry("e.xlsx", "locked"),
        entry("f.xlsx", "foreign", "00032", reason=Text("令和7年度のシートです。", "It is of FY2025.")),
        entry("g.xlsx", "held", "00039"),
        entry("h.xlsx", "duplicate", "00011"),
        entry("i.xlsx", "superseded", "00011"),
        *(entry(f"u{i}.xlsx", "unchanged", f"{i:05d}") for i in range(40)),
        *(entry(f"memo{i}.txt", "ignored", reason=Text("ブックではない。", "No book.")) for i in range(12)),
    ),
)
HISTORY = History(
    standing=standing(state="errors", overdue=True, findings=Counts(error=1, query=2), explained=1),
    steps=(
        Step(at="2026-06-01T09:00:12+09:00", who="pc12", kind="issued", text=Text("配布", "out"), issue=1),
        Step(
            at="2026-06-20T17:03:12+09:00",
            who="pc12",
            kind="received",
            text=Text("受け付けました。", "Received."),
            file="inbox/00832.xlsx",
            came=(EMPTY, ENDED),
        ),
        Step(
            at="2026-06-25T10:00:00+09:00",
            who="pc12",
            kind="received",
            text=Text("受け付けました。", "Received."),
            changes=CHANGES,
            went=(EMPTY,),
        ),
    ),
)
DISTRIBUTION = Distribution(
    actions=(
        Action(project="00011", name="広報紙発行", department="総務部広報課", action="issued", issue=1),
        Action(project="00018", name="子育て相談", department="福祉部", action="unchanged", issue=1),
        Action(
            project="00025",
            name="防災訓練",
            department="総務部広報課",
            action="reissued",
            issue=2,
            reason=Text("事業名が変わりました。", "The name changed."),
        ),
        Action(project="00032", name="統計調査", department="福祉部", action="answered"),
    ),
    files=("outbox/総務部広報課/00011.xlsx", "outbox/総務部広報課/00025.xlsx"),
    remarks=(Text("00011: 選択肢にない値です。", "00011: no choice any more."),),
)
REMINDED = Reminded(
    as_of=TODAY,
    reminders=(
        Reminder(
            department="総務部広報課",
            standings=(standing("1", overdue=True), standing("2", "errors")),
            files=("report/remind/a.txt", "report/remind/a.eml"),
        ),
    ),
)
VERDICTS = (
    Verdict(what=Text("台帳", "Ledger"), ok=True, text=Text("版 1", "version 1")),
    Verdict(
        what=Text("保管庫", "Archive"),
        ok=False,
        text=Text("提出が 1 件ありません。", "One submission is missing."),
        remedy=Text("取り込み直してください。", "Collect it again."),
    ),
)
Screen = Callable[[Lang, int], Iterator[Line]]
SCREENS: dict[str, Screen] = {
    "collect": lambda lang, width: collection_lines(COLLECTION, lang=lang, width=width),
    "history": lambda lang, width: history_lines(HISTORY, lang=lang, width=width),
    "distribute": lambda lang, width: distribution_lines(DISTRIBUTION, lang=lang, width=width),
    "remind": lambda lang, width: reminded_lines(REMINDED, lang=lang, width=width),
    "doctor": lambda lang, width: verdict_lines(VERDICTS, lang=lang, width=width),
}


def shown(name: str, lang: Lang = "ja", width: int = 80) -> list[str]:
    return [line.plain for line in SCREENS[name](lang, width)]


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("lang", LANGS)
def test_no_line_is_wider_than_the_terminal(name: str, lang: Lang) -> None:
    for width in range(60, 201):
        assert max(wide(line) for line in shown(name, lang, width)) <= width


@pytest.mark.parametrize("name", SCREENS)
def test_every_character_of_our_own_exists_in_cp932(name: str) -> None:
    text = "\n".join(shown(name))
    assert text.encode("cp932").decode("cp932") == text


# -- collect ------------------------------------------------------------------------------------------------


def test_collect_tells_outcomes_first_then_what_must_be_decided_then_what_is_new() -> None:
    lines = shown("collect", width=110)
    assert lines[:2] == [
        "取込結果: 62 ファイル",
        "  新規 2  変更なし 40  旧版 1  保留 1  競合 2  重複 1  対象外 1  読取不可 1  暗号化 1  読飛ばし 12",
    ]
    heads = [line for line in lines if line.startswith("■")]
    assert heads == [
        "■ どちらを採るか決めてください（2 件）",
        "■ 読み取れないファイル（1 件）",
        "■ パスワードの付いたファイル（1 件）",
        "■ この調査回の対象ではないもの（1 件）",
        "■ 受理済みを優先し、保留したもの（1 件）",
        "■ 同じ内容が重複しているもの（1 件）",
        "■ より新しい提出があるもの（1 件）",
        "■ 新しく受け付けたもの（2 件）",
        "■ 読み飛ばしたもの（12 件）",
    ]


def test_a_conflict_shows_the_files_the_sentence_and_the_difference() -> None:
    lines = shown("collect", "en", 120)
    at = lines.index("  00025")
    assert lines[at + 1 : at + 10] == [
        "    1: inbox/c.xlsx [評価シート]",
        "    2: inbox/c (2).xlsx [評価シート]",
        "    → Different files for one project came in together: ask the department which one is right, "
        "and choose it with",
        "       xltool collect --take FILE.",
        "    field       where  1                                                2",
        "    " + "-" * 115,
        "    総事業費    F23    1200                                             1350",
        "    事業の内容  C8     ..織の育成と年2回の訓練を行い、資機材を整備す..  "
        "..織の育成と年3回の訓練を行い、資機材を整備す..",
        "    根拠法令等  C7     (empty)                                          災害対策基本法",
    ]


def test_everything_that_needs_somebody_says_what_to_do() -> None:
    for lang in LANGS:
        lines = shown("collect", lang, 200)
        for name in ("d.xlsx", "e.xlsx", "f.xlsx", "g.xlsx", "h.xlsx", "i.xlsx"):
            at = next(i for i, line in enumerate(lines) if line.startswith(f"  inbox/{name}"))
            assert lines[at + 1].startswith("    → ")
        assert f"    → {Text('令和7年度のシートです。', 'It is of FY2025.').pick(lang)}" in lines


def test_new_ones_without_findings_are_numbers_the_others_rows() -> None:
    lines = shown("collect")
    assert "  指摘なし 1: 00011" in lines
    assert "  00018       2     1  inbox/b.zip!b.xlsx [評価シート]" in lines


def test_ignored_ones_are_listed_up_to_ten_and_unchanged_ones_only_counted() -> None:
    lines = shown("collect", "en")
    assert sum(line.startswith("  inbox/memo") for line in lines) == 10
    assert lines[-1] == "  and 2 more"
    assert not any("inbox/u" in line for line in lines)


def test_a_collection_without_files_or_without_news() -> None:
    nothing = [line.plain for line in collection_lines(Collection(run=1, files=()), lang="ja")]
    assert nothing == [
        "取込結果: 0 ファイル",
        "取り込むファイルがありませんでした。",
    ]
    same = Collection(run=2, files=tuple(one for one in COLLECTION.files if one.outcome == "unchanged"))
    lines = [line.plain for line in collection_lines(same, lang="en")]
    assert lines == ["Collected: 40 file(s)", "  unchanged 40", "", "Nothing new came in."]


def test_a_conflict_of_many_fields_shows_the_first_and_where_the_rest_is() -> None:
    reasons = [Text(f"理由{n}。", f"Reason {n}.") for n in (1, 2)]
    many = tuple(replace(CHANGES[0], field=f"f{n}", label=f"項目{n}") for n in range(25))
    files = (
        replace(entry("a.xlsx", "conflict", "00025"), reason=reasons[0]),
        replace(entry("b.xlsx", "conflict", "00025", changes=many), reason=reasons[1]),
    )
    lines = [line.plain for line in collection_lines(Collection(run=1, files=files), lang="ja")]
    assert [line.split()[0] for line in lines if line.startswith("    項目")][1:] == [
        f"項目{n}" for n in range(10)
    ]
    assert "    ほか 15 項目（すべて見るには「xltool history 00025」）" in lines
    assert sum("→" in line for line in lines) == 1  # the files say the same of each other


def test_what_was_decided_is_said_and_what_is_set_aside_can_be_brought_back() -> None:
    decided = (
        Decided(kind="taken", project="00025", submission="a/x", file="inbox/c.xlsx"),
        Decided(kind="set_aside", project="00026", submission="b/x", file="inbox/d.xlsx"),
        Decided(kind="restored", project="00027", submission="c/x", file="inbox/e.xlsx"),
    )
    reason = Text("取り除かれています（collect --with ファイル で戻せます）。", "Set aside.")
    files = (
        replace(entry("d.xlsx", "ignored", "00026"), submission="b/x", reason=reason),
        entry("~$d.xlsx", "ignored"),
    )
    lines = [
        line.plain
        for line in collection_lines(Collection(run=1, files=files, decided=decided), lang="ja", width=60)
    ]
    assert lines[3:7] == [
        "■ 決めたこと（3 件）",
        "  採用: inbox/c.xlsx  00025",
        "  除外: inbox/d.xlsx  00026",
        "  復帰: inbox/e.xlsx  00027",
    ]
    at = lines.index("■ 取り除いてあるもの（1 件）")
    assert "".join(line.strip() for line in lines[at + 2 : at + 4]).endswith("で戻せます）。")
    assert lines[lines.index("■ 読み飛ばしたもの（1 件）") + 1].startswith("  inbox/~$d.xlsx")


def test_each_outcome_alone_can_be_shown() -> None:
    for outcome in OUTCOMES:
        one = Collection(run=1, files=(entry("x.xlsx", outcome, "00001"),))
        assert [line.plain for line in collection_lines(one, lang="ja", width=60)]


# -- history ------------------------------------------------------------------------------------------------


def test_history_golden() -> None:
    assert shown("history", width=90) == [
        "00832  防災訓練事業",
        "総務部行政管理課  エラーあり  期限超過  期限 2026年7月17日（金）  エラー 1  確認 2",
        "うち説明あり 1",
        "",
        "2026-06-01 09:00  発行  第1号  pc12",
        "    配布",
        "",
        "2026-06-20 17:03  受付  pc12",
        "    受け付けました。",
        "    inbox/00832.xlsx",
        "    新しい指摘 2",
        "      ! エラー: 空欄です。 [XL201]",
        "      ! 確認: 終了年度です。 [jimu-jigyo/end_year]",
        "",
        "2026-06-25 10:00  受付  pc12",
        "    受け付けました。",
        "    変わった項目 3",
        "      総事業費    F23   1200                           →  1350",
        "      事業の内容  C8    ..の育成と年2回の訓練を行い..  →  ..の育成と年3回の訓練を行い..",
        "      根拠法令等  C7    （空欄）                       →  災害対策基本法",
        "    解消した指摘 1",
        "      + エラー: 空欄です。 [XL201]",
    ]


def test_long_changes_stand_below_each_other_on_narrow_terminals() -> None:
    lines = shown("history", "en", 60)
    at = lines.index("      事業の内容  C8")
    assert lines[at + 1 : at + 3] == [
        "        - ..織の育成と年2回の訓練を行い、資機材を整備する。",
        "        + ..織の育成と年3回の訓練を行い、資機材を整備する。",
    ]


def test_places_name_their_sheet_where_there_are_several() -> None:
    moved = replace(CHANGES[0], sheet="写し")
    last = replace(HISTORY.steps[-1], changes=(CHANGES[0], moved))
    lines = [line.plain for line in history_lines(replace(HISTORY, steps=(last,)), lang="ja", width=120)]
    assert any("評価シート!F23" in line for line in lines)
    assert any("写し!F23" in line for line in lines)


def test_a_difference_is_never_cut_away() -> None:
    for room in range(8, 90):
        old, new = excerpts(LONG.format(2), LONG.format(3), room)
        assert old != new
        assert max(wide(old), wide(new)) <= room
    assert excerpts("同じ", "同じ", 20) == ("同じ", "同じ")
    assert excerpts("", "x" * 30, 10) == ("", "xxxxxxxx..")
    assert excerpts("a\nb", "a b", 10) == ("a b", "a b")


def test_a_project_to_which_nothing_happened() -> None:
    lines = [line.plain for line in history_lines(History(standing=standing(), steps=()), lang="en")]
    assert lines[-1] == "Nothing happened yet."


# -- distribute, remind, doctor -----------------------------------------------------------------------------


def test_distribution_golden() -> None:
    assert shown("distribute") == [
        "配布結果",
        "  新規 1  再発行 1  変更なし 1  提出済み 1",
        "  2 ファイルを書き出しました。",
        "",
        "  担当部署      新規  再発行",
        "  --------------------------",
        "  総務部広報課     1       1",
        "  --------------------------",
        "  計               1       1",
        "",
        "■ 発行し直すもの（1 件）",
        "  00025  防災訓練  総務部広報課  第2号",
        "    → 事業名が変わりました。",
        "",
        "■ 内容が変わったが、提出済みのもの（発行し直すには --force）（1 件）",
        "  00032  統計調査  福祉部",
        "",
        "■ お知らせ",
        "  - 00011: 選択肢にない値です。",
    ]


def test_a_dry_run_says_that_nothing_was_written() -> None:
    dry = replace(DISTRIBUTION, dry_run=True)
    lines = [line.plain for line in distribution_lines(dry, lang="ja")]
    assert lines[0] == "配布の予行（何も書き出していません）"
    assert lines[2] == "  2 件のシートを配布する予定です。"
    assert [line.plain for line in distribution_lines(replace(dry, files=()), lang="ja")] == lines
    real = replace(DISTRIBUTION, files=("outbox/総務部広報課.eml",))
    assert [line.plain for line in distribution_lines(real, lang="ja")][-1].startswith(
        "送信はしていません。outbox の"
    )
    none = [line.plain for line in distribution_lines(Distribution(actions=(), files=()), lang="en")]
    assert none == ["Distributed", "  There is nothing to issue."]


def test_reminders_golden() -> None:
    assert shown("remind") == [
        "提出のお願いを 1 部署分作成しました（2026年7月20日現在）",
        "",
        "  担当部署      件数  期限超過  下書き",
        "  " + "-" * 49,
        "  総務部広報課     2         1  report/remind/a.eml",
        "  " + "-" * 49,
        "  計               2         1",
        "",
        "送信はしていません。report/remind の .eml ファイルをメールソフトで開き、内容を確",
        "かめて送信してください。",
    ]
    nobody = [line.plain for line in reminded_lines(replace(REMINDED, reminders=()), lang="en")]
    assert nobody == ["No department needs a reminder, as of 2026-07-20."]


def test_doctor_golden() -> None:
    assert shown("doctor", "en") == [
        "1 of 2 check(s) found something wrong.",
        "",
        "OK  Ledger",
        "    version 1",
        "NG  Archive",
        "    One submission is missing.",
        "    → Collect it again.",
    ]
    well = [line.plain for line in verdict_lines(VERDICTS[:1], lang="ja")]
    assert well[0] == "異常はありません（1 項目を確認）。"
    assert len(list(verdict_lines([], lang="ja"))) == 1


def test_what_somebody_typed_cannot_steer_the_terminal() -> None:
    nasty = "a\n\x1b[31mb\t\x07\x9bc\r\u202e"
    said = Text(nasty, nasty)
    change = Change(field=nasty, label=nasty, old=nasty, new=nasty + "d", sheet=nasty, cell=nasty)
    heard = Heard(id=nasty, severity=nasty, message=said)
    screens = [
        collection_lines(
            Collection(
                run=1,
                files=(
                    *(entry(nasty, outcome, nasty, reason=said) for outcome in OUTCOMES),
                    entry(nasty, "new", nasty, findings=Counts(error=1), sheet=nasty),
                    entry(nasty, "conflict", nasty, changes=(change,), sheet=nasty),
                ),
            ),
            lang="ja",
        ),
        history_lines(
            History(
                standing=standing(nasty, "errors", name=nasty, department=nasty),
                steps=(
                    Step(
                        at=nasty,
                        who=nasty,
                        kind="received",
                        text=said,
                        file=nasty,
                        changes=(change,),
                        came=(heard,),
                        went=(heard,),
                    ),
                ),
            ),
            lang="ja",
        ),
        distribution_lines(
            Distribution(
                actions=(
                    Action(project=nasty, name=nasty, department=nasty, action="reissued", reason=said),
                ),
                files=(nasty,),
                remarks=(said,),
            ),
            lang="ja",
        ),
        reminded_lines(
            Reminded(as_of=TODAY, reminders=(Reminder(department=nasty, standings=(), files=(nasty,)),)),
            lang="ja",
        ),
        verdict_lines([Verdict(what=said, ok=False, text=said, remedy=said)], lang="ja"),
    ]
    for lines in screens:
        assert all(line.plain.isprintable() for line in lines)
