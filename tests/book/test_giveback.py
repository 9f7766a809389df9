"""What goes back to the department is what it sent: values, stand-ins, prose, unreadable and other text."""

from __future__ import annotations

import io
from random import Random
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.book import blanks
from tests.faults.sheet import clean_sheet
from xltool.book import Assignment, Record, give_back, read_file, stamp, where
from xltool.book.record import DOUBTFUL
from xltool.finding import Finding, Place
from xltool.rules import HEALS, judge, titles
from xltool.text import Text

ODD = (
    *("約100", "100～200", "１，２３４", "△5", "（５）", "R7", "平成30", "H29年度", "昭和のころ", "三千"),
    *(
        "?",
        "4/1",
        "12千円",
        " 12 ",
        "設 定 困 難",
        "（設定困難）",
        "ー",
        "-",
        "n/a",
        "N/A",
        "□",
        "■",
        "✓",
        "99",
    ),
    *("TRUE", "#N/A", "20240401", "=SUM(A1)", "2024-13-45", "a\nb", "_x000D_", "😀", "３", "own", "自治事務"),
    *("1e400", "nan"),
)
NUMBERS = st.floats(-1e6, 1e6).map(lambda x: round(x, 6))  # a raw text shows no more digits


def back(record: Record, findings: Any = (), **more: Any) -> Assignment:
    known = titles(record.edition.form)
    return give_back(record, list(findings), titles=known, heals=HEALS, **more)


def restamped(name: str, record: Record, findings: Any = (), **more: Any) -> tuple[Assignment, Record]:
    one = back(record, findings, **more)
    return one, blanks.read_one(stamp(blanks.blank_of(name), [one]), plan=name != "jimu")


def check_same(record: Record, again: Record, given: Assignment) -> None:
    """Equal values; everything typed stands in its cell or among the left-overs, character for character."""
    left = {one.text for one in given.leftovers}
    for one in blanks.inputs(record.edition):
        value, raw = record.values[one.id], record.raw[one.id]
        assert again.values[one.id] == value, one.id
        as_typed = (value is None or isinstance(value, str)) and one.type in ("text", "paragraph")
        as_typed |= value is None or value in one.also
        if as_typed and raw.strip():
            assert again.raw[one.id] == raw, one.id
        told = [a for a in record.anomalies if a.field == one.id and a.kind == "normalised"]
        assert not told or raw in left, one.id
    assert again.explanations == record.explanations
    before = {a.field for a in record.anomalies if a.kind in DOUBTFUL}
    assert {a.field for a in again.anomalies if a.kind in DOUBTFUL} == before
    assert {a.kind for a in again.anomalies} <= DOUBTFUL | {"normalised", "control_characters"}
    told = ({key: value for key, value in one.issued.items() if value is not None} for one in (record, again))
    assert next(told) == next(told)  # what holds but spaces was issued empty


@pytest.mark.parametrize("name", blanks.EDITIONS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_sheet_goes_back_as_it_came(name: str, data: st.DataObject) -> None:
    own = blanks.EDITIONS[name]
    values = data.draw(blanks.any_values(own))
    keys = [one.id for one in blanks.inputs(own) if not one.locked]
    content = st.one_of(st.sampled_from((*ODD, *blanks.NASTY)), NUMBERS, st.booleans())
    typed = data.draw(st.dictionaries(st.sampled_from(keys), content, max_size=12))
    said = data.draw(
        st.dictionaries(st.sampled_from([r.id for r in own.form.rules]), blanks._WORDS, max_size=2)
    )
    sent = Assignment(values=values, typed=typed, explanations=said, campaign="R6", issue=3, check="ab12")
    record = blanks.read_one(stamp(blanks.blank_of(name), [sent]), plan=name != "jimu")
    one, again = restamped(name, record, judge([record]))
    check_same(record, again, one)
    assert (again.issue, again.project, again.campaign) == (4, record.project, "R6")
    healed = {finding.id for finding in judge([record])} - HEALS
    assert {finding.id for finding in judge([again])} - HEALS == healed


def test_careful_sheets_go_back_without_findings() -> None:
    rng = Random(832)
    for _ in range(20):
        record = blanks.read_one(
            blanks.filled(blanks.blank_of("jimu"), clean_sheet(rng, 2017, due=True)), plan=False
        )
        one, again = restamped("jimu", record, judge([record]))
        check_same(record, again, one)
        assert one.leftovers == ()
        assert one.typed == {}


# -- a sheet with everything that goes wrong ----------------------------------------------------------------

_, CELLS = where(blanks.EDITIONS["jimu"])
SENT = Assignment(values=blanks.clean("jimu-jigyo"), campaign="r29", issue=1, check="ab12")


def edited(data: bytes, change: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def messed(book: Any) -> None:
    sheet = book.worksheets[0]
    for key, content in {
        "cost.budget[0]": "約4,000千円",
        "cost.general[0]": "１，２３４千円",
        "cost.total[0]": 12345,
        "cost.total[-1]": "=1+1",
        "basic.start_year": "昭和のころ",
        "activity.1.target[0]": "（設定困難）",
        "item.validity.score": 7,
        "basic.law": "消防組織法（旧）",
        "header.code": "99999",
        "eval.first.direction": "一行目\n=1+1 と 😀\n",
        "eval.previous.grade": "拡大",
    }.items():
        sheet[CELLS[key]] = content
    sheet[CELLS["basic.law"]].font = Font(strike=True)
    sheet[CELLS["overview.purpose"]].comment = Comment("昨年の写し。\n要確認", "課長")
    sheet["BB20"] = "※県と協議中\n（六月に確定）"


LEFT = {
    "１，２３４千円": "読み替える前の記入",
    "12345": "計算欄に入力されていた値",
    "=1+1": "書き換えられていた計算式",
    "消防組織法（旧）": "取り消し線の引かれた記入",
    "※県と協議中\n（六月に確定）": "様式の欄の外",
    "昨年の写し。\n要確認": "コメント",
    "99999": "配布時から変えられていた値",
    "拡大": "配布時から変えられていた値",
}


def messy() -> Record:
    return blanks.read_one(edited(stamp(blanks.blank_of("jimu"), [SENT]), messed), plan=False)


def sheets_of(data: bytes, *, values: bool = True) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def checks_of(data: bytes, title: str = "入力チェック") -> dict[str, list[Any]]:
    """Rule -> what its own row shows: mark, kind, title, message, link, explanation."""
    rows = sheets_of(data)[title].iter_rows(max_col=7, values_only=True)
    return {
        row[6].partition(":")[2]: list(row[:6]) for row in rows if isinstance(row[6], str) and ":" in row[6]
    }


def test_nothing_that_fits_no_cell_vanishes() -> None:
    record = messy()
    one, again = restamped("jimu", record, judge([record]))
    assert {left.text: left.where.splitlines()[-1] for left in one.leftovers} == LEFT
    data = stamp(blanks.blank_of("jimu"), [one])
    notes = sheets_of(data)["欄外の記入"]
    assert notes.sheet_state == "visible"
    rows = [row for row in notes.iter_rows(min_row=4, max_col=2, values_only=True) if row[1]]
    assert {text: where.splitlines()[-1] for where, text in rows} == LEFT
    assert rows[0][0].startswith(record.cells["cost.general[0]"])
    assert not [a for a in again.anomalies if a.kind not in DOUBTFUL]
    assert again.raw["cost.budget[0]"] == "約4,000千円"
    assert again.raw["activity.1.target[0]"] == "（設定困難）"
    assert again.values["eval.first.direction"] == "一行目\n=1+1 と 😀\n"
    assert (again.project, again.values["header.code"]) == ("00417", "00417")
    assert again.values["eval.previous.grade"] == record.issued["eval.previous.grade"] != "拡大"


def test_without_leftovers_there_is_no_notes_sheet_to_see() -> None:
    assert sheets_of(stamp(blanks.blank_of("jimu"), [SENT]))["欄外の記入"].sheet_state == "hidden"


def test_findings_stand_in_the_check_sheet() -> None:
    record = messy()
    found = judge([record])
    data = stamp(blanks.blank_of("jimu"), [back(record, found)])
    rows = checks_of(data)
    live = {rule.id for rule in record.edition.form.rules} | {"XL201"}
    open_, healed, notes = (
        ["XL202", "XL205", "XL214"],
        ["XL109", "XL221", "XL222", "XL223", "XL121"],
        ["XL212"],
    )
    assert list(rows) == [*open_, *healed, *notes]
    assert set(rows) == {one.id for one in found} - live
    marks = {rule: row[0] for rule, row in rows.items()}
    assert marks["XL202"] == marks["XL205"] == marks["XL214"] == "✖"
    assert marks["XL221"] == marks["XL222"] == marks["XL223"] == marks["XL109"] == "復元済"
    assert (marks["XL121"], marks["XL212"]) == ("転記済", "－")
    assert [rows["XL202"][i] for i in (1, 2, 4)] == ["エラー", "読み取れない値", "該当欄へ →"]
    assert "「約4,000千円」" in rows["XL202"][3]
    assert rows["XL202"][3].endswith("\n→ その欄の種類に合う値を入力し直してください。")
    link = [
        c.value for row in sheets_of(data, values=False)["入力チェック"].iter_rows(max_col=5) for c in row
    ]
    assert '=HYPERLINK("#F_basic__start_year","該当欄へ →")' in link
    assert '=HYPERLINK("#\'欄外の記入\'!A1","転記先へ →")' in link


def test_only_queries_can_be_explained() -> None:
    record = messy()
    data = stamp(blanks.blank_of("jimu"), [back(record, judge([record]))])
    sheet = sheets_of(data)["入力チェック"]
    unlocked = {
        row[6].value[2:]
        for row in sheet.iter_rows()
        if row[6].value and row[6].value.startswith("1:") and not row[5].protection.locked
    }
    assert unlocked == {"XL121", "XL214"}


def test_explanations_beside_findings_come_back_and_stay() -> None:
    record = messy()
    data = stamp(blanks.blank_of("jimu"), [back(record, judge([record]))])

    def explain(book: Any) -> None:
        for row in book["入力チェック"].iter_rows():
            if row[6].value in ("1:XL214", "1:XL121", "jimu-jigyo/change_direct"):
                row[5].value = f"理由 {row[6].value}\n=1"

    second = blanks.read_one(edited(data, explain), plan=False)
    said = {
        rule: f"理由 {cell}\n=1"
        for rule, cell in {
            "XL214": "1:XL214",
            "XL121": "1:XL121",
            "jimu-jigyo/change_direct": "jimu-jigyo/change_direct",
        }.items()
    }
    assert second.explanations == said
    found = judge([second])
    assert {"XL214", "XL121"}.isdisjoint({one.id for one in found})  # healed; what was said of them stays
    one, third = restamped("jimu", second, found)
    assert third.explanations == said
    rows = checks_of(stamp(blanks.blank_of("jimu"), [one]))
    assert rows["XL214"][:3] == ["✔", "－", "取り消し線"]
    assert rows["XL214"][5] == said["XL214"]


def test_what_was_given_back_and_comes_back_untouched_is_the_same_record() -> None:
    record = messy()
    _, again = restamped("jimu", record, judge([record]))
    found = judge([again])
    second, third = restamped("jimu", again, found)
    assert (
        third.values
        == again.values
        == record.values | {key: again.values[key] for key in ("header.code", "eval.previous.grade")}
    )
    assert third.raw | {} == again.raw
    assert [one.id for one in judge([third])] == [one.id for one in found]
    assert second.leftovers == ()
    assert (again.issue, third.issue) == (2, 3)


def test_the_same_findings_give_the_same_bytes() -> None:
    record = messy()
    one, two = (stamp(blanks.blank_of("jimu"), [back(messy(), judge([record]))]) for _ in range(2))
    assert one == two


# -- several sheets, many findings, long texts --------------------------------------------------------------


def finding(rule: str, severity: str = "query", *keys: str) -> Finding:
    places = tuple(Place(field=key) for key in keys)
    text = Text(f"{rule} の指摘", f"finding {rule}")
    return Finding(id=rule, severity=severity, message=text, remedy=text, places=places)  # type: ignore[arg-type]


def test_findings_and_explanations_belong_to_their_sheet() -> None:
    sent = [Assignment(values={"code": code, "people": 5}) for code in ("00001", "00002", "00003")]
    records = read_file(
        stamp(blanks.blank_of("third", 3), sent), file="a.xlsx", library=blanks.library()
    ).records
    some = [[], [finding("office/one", "query", "people")], [finding("office/one", "query", "people")]]
    given = [back(record, found) for record, found in zip(records, some, strict=True)]
    data = stamp(blanks.blank_of("third", 3), given)

    def explain(book: Any) -> None:
        for row in book["入力チェック"].iter_rows():
            if row[6].value == "3:office/one":
                row[5].value = "三番目"

    again = read_file(edited(data, explain), file="a.xlsx", library=blanks.library()).records
    assert [one.explanations for one in again] == [{}, {}, {"office/one": "三番目"}]
    counters = [sheets_of(data).worksheets[i].cell(2, 24).value for i in range(3)]
    assert counters[0] == "✖ 入力チェック：エラー 1 件・確認 0 件"
    assert counters[1] == counters[2] == "✖ 入力チェック：エラー 1 件・確認 1 件"

    def drop(book: Any) -> None:
        explain(book)
        del book["00001"]

    kept = read_file(edited(data, drop), file="a.xlsx", library=blanks.library()).records
    assert {one.project: one.explanations for one in kept} == {"00002": {}, "00003": {"office/one": "三番目"}}


def test_what_does_not_fit_is_said() -> None:
    record = blanks.read_one(blanks.filled(blanks.blank_of("third"), {"code": "00001", "people": 5}))
    many = [finding(f"office/rule{i:02}", "error", "people") for i in range(63)]
    data = stamp(blanks.blank_of("third"), [back(record, many)])
    assert len(checks_of(data)) == 60
    texts = [row[0] for row in sheets_of(data)["入力チェック"].iter_rows(max_col=1, values_only=True)]
    assert "ほか 3 件の指摘は、ここに並べきれません。上の指摘を直して提出してください。" in texts
    assert sheets_of(data).worksheets[0].cell(2, 24).value == "✖ 入力チェック：エラー 61 件・確認 0 件"


def test_rows_for_findings_are_hidden_until_there_are_some() -> None:
    record = blanks.read_one(blanks.filled(blanks.blank_of("third"), {"code": "00001", "people": 5}))
    for found in ([], [finding("office/a", "error", "people"), finding("office/b")]):
        sheet = sheets_of(stamp(blanks.blank_of("third"), [back(record, found)]))["入力チェック"]
        hidden = [row for row in range(1, 80) if sheet.row_dimensions[row].hidden]
        assert len(hidden) == 63 - (2 + len(found) if found else 0)


def test_a_text_longer_than_a_cell_goes_on_in_the_notes() -> None:
    text = "".join(f"第{i}項😀の説明である。\n" for i in range(4000))
    record = blanks.read_one(blanks.filled(blanks.blank_of("third"), {"code": "00001"}))
    record.values["comment"] = record.raw["comment"] = text
    one = back(record)
    data = stamp(blanks.blank_of("third"), [one])
    shown = blanks.read_one(data).values["comment"]
    assert isinstance(shown, str)
    assert text.startswith(shown)
    assert len(shown.encode("utf-16-le")) // 2 in (32_766, 32_767)
    pieces = [
        row[1] for row in sheets_of(data)["欄外の記入"].iter_rows(min_row=4, max_col=2, values_only=True)
    ]
    assert "".join(piece or "" for piece in pieces) == text


def test_a_sheet_that_lost_what_it_was_issued_with_is_given_it_again() -> None:
    data = edited(
        stamp(blanks.blank_of("third"), [Assignment(values={"code": "00042"})]),
        lambda book: book.__delitem__("_meta"),
    )
    record = blanks.read_one(data)
    assert record.issued == {}
    _, again = restamped("third", record)
    assert again.issued["code"] == "00042"
    one, again = restamped("third", record, issued={"code": "00043"})
    assert again.values["code"] == "00043"
    assert [left.text for left in one.leftovers] == ["00042"]


def test_a_text_dragged_out_of_the_form_is_listed() -> None:
    def drag(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet["BD30"] = "動かした\n文章"
        sheet[CELLS["overview.target"]] = None
        name = book.defined_names["F_overview__target"]
        name.value = name.value.rpartition("!")[0] + "!$BD$30"

    record = blanks.read_one(edited(stamp(blanks.blank_of("jimu"), [SENT]), drag), plan=False)
    assert [a.kind for a in record.anomalies] == ["moved"]
    one, again = restamped("jimu", record, judge([record]))
    assert [(left.where.splitlines()[-1], left.text) for left in one.leftovers] == [
        ("動かされたセルの内容", "動かした\n文章")
    ]
    assert again.anomalies == ()
