"""Letters: what they say, the words of templates, and every way in which an office can break one."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from xltool.api import check, fill
from xltool.campaign.letters import (
    LETTERS,
    LetterContext,
    LetterFinding,
    LetterName,
    LetterProject,
    check_letters,
    letter_context,
    letter_findings,
    render,
    text_file,
    write_letters,
)
from xltool.campaign.model import Config, Department, Office, Roster
from xltool.errors import CannotWork
from xltool.finding import Finding, Place
from xltool.form import edition, find_form
from xltool.standing import Counts, Standing
from xltool.text import Lang, Text

FORM = find_form("jimu-jigyo")
DEADLINE, LATER = datetime.date(2026, 8, 31), datetime.date(2026, 9, 15)
PROJECTS = (
    LetterProject(number="10101", name="生活道路舗装補修事業", file="a.xlsx"),
    LetterProject(number="10102", name="橋りょう長寿命化事業", file="b.xlsx", deadline=LATER),
)


def config(folder: Path, lang: Lang = "ja", **more: object) -> Config:
    office = Office(name="総務部企画課", contact="行政評価係　山田（内線2345）", mail="kikaku@example.jp")
    known = Config(
        folder=folder,
        form=FORM,
        year=2026,
        campaign="jimu-jigyo-2026",
        lang=lang,
        deadline=DEADLINE,
        roster=folder / "roster.xlsx",
        office=office,
    )
    return replace(known, **more)  # type: ignore[arg-type]


def words(
    settings: Config,
    *projects: LetterProject,
    department: Department | None = None,
    today: datetime.date = datetime.date(2026, 7, 1),
) -> LetterContext:
    whom = department or Department(name="建設部道路河川課", contact="佐藤", mail="douro@example.jp")
    roster = Roster(edition=edition(FORM, 2026), rows=(), departments=(whom,))
    return letter_context(
        settings, roster, whom.name, projects or PROJECTS, today=today, archive=f"{whom.name}.zip"
    )


def said(
    settings: Config, source: str | bytes, name: LetterName = "mail", context: LetterContext | None = None
) -> str:
    """What CannotWork says of an office's template."""
    settings.letters.mkdir(exist_ok=True)
    path = settings.letters / "mail.txt"
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    with pytest.raises(CannotWork) as refused:
        render(settings, "mail", words(settings))
    text = refused.value.text
    assert text.ja.startswith(str(path))
    assert text.en.startswith(str(path))
    assert "。" in text.ja
    assert len(text.ja.splitlines()) <= 2
    return text.en.removeprefix(str(path)).splitlines()[0]


def own(settings: Config, source: str | bytes) -> str:
    settings.letters.mkdir(exist_ok=True)
    (settings.letters / "mail.txt").write_bytes(source if isinstance(source, bytes) else source.encode())
    letter = render(settings, "mail", words(settings))
    return f"{letter.subject}|{letter.body}"


# -- what the standard letters say --------------------------------------------------------------------------


def test_the_mail_asks_for_everything(tmp_path: Path) -> None:
    letter = render(config(tmp_path), "mail", words(config(tmp_path)))
    assert letter.subject == "【依頼・8月31日（月）まで】令和8年度 事務事業評価シートの作成について"
    for part in (
        "建設部道路河川課\n佐藤 様\n",
        "令和8年8月31日（月）までに",
        "・10101　生活道路舗装補修事業\n・10102　橋りょう長寿命化事業\n",
        "　　この事業の提出期限: 令和8年9月15日（火）",
        "添付の「建設部道路河川課.zip」",
        "「入力チェック」シート",
        "行や列の挿入・削除",
        "「該当なし」",
        "「記入要領」シート",
        "kikaku@example.jp 宛て",
        "総務部企画課\n行政評価係　山田（内線2345）\nkikaku@example.jp",
    ):
        assert part in letter.body, part


def test_the_note_carries_the_same_and_the_form_s_own_words(tmp_path: Path) -> None:
    letter = render(config(tmp_path), "covering_note", words(config(tmp_path)))
    assert letter.subject == ""
    assert "令和8年7月1日\n" in letter.body
    assert "１　提出期限\n　　令和8年8月31日（月）\n" in letter.body
    assert "　　計画事業番号　事務事業名\n　　10101       　生活道路舗装補修事業\n" in letter.body
    assert "［提出期限 令和8年9月15日（火）］" in letter.body
    assert "差し替え" not in letter.body


def test_a_replacement_says_so(tmp_path: Path) -> None:
    again = (PROJECTS[0], replace(PROJECTS[1], issue=2))
    for name in ("covering_note", "mail"):
        body = render(config(tmp_path), name, words(config(tmp_path), *again)).body  # type: ignore[arg-type]
        assert "生活道路舗装補修事業\n" in body
        assert "橋りょう長寿命化事業（差し替え）" in body
        assert "先にお送りしたもの" in body


def test_one_book_for_all_is_named(tmp_path: Path) -> None:
    together = tuple(replace(one, file="道路河川課.xlsx") for one in PROJECTS)
    for name in ("covering_note", "mail"):
        body = render(config(tmp_path), name, words(config(tmp_path), *together)).body  # type: ignore[arg-type]
        assert "ブック「道路河川課.xlsx」に、事業ごとのシートがあります" in body
        assert "事業ごとのシート" not in render(config(tmp_path), name, words(config(tmp_path))).body  # type: ignore[arg-type]


FINDINGS = tuple(
    LetterFinding(severity="error", word="エラー", place=f"表 C{n}", message=f"指摘{n}。", remedy="直す。")
    for n in range(1, 8)
)


def test_a_reminder_lists_what_is_missing_and_what_is_open(tmp_path: Path) -> None:
    settings = config(tmp_path)
    late = (
        replace(PROJECTS[0], state="sent", overdue=True),
        replace(PROJECTS[1], state="errors", errors=7, findings=FINDINGS),
    )
    letter = render(settings, "reminder", words(settings, *late, today=datetime.date(2026, 9, 2)))
    assert letter.subject == "【再依頼】令和8年度 事務事業評価シートの提出について"
    before, after = letter.body.split("■提出期限が近づいているもの（1件）")
    assert "■提出期限を過ぎているもの（1件）\n・10101　生活道路舗装補修事業\n" in before
    assert "ご提出を確認できていません" in before
    assert "・10102" not in before
    assert "エラーが 7 件あります" in after
    assert "［エラー］表 C5　指摘5。\n　　　→ 直す。" in after
    assert "指摘6" not in after
    assert "ほか 2 件" in after

    soon = render(settings, "reminder", words(settings, replace(PROJECTS[0], state="untouched")))
    assert soon.subject == "【8月31日（月）期限】令和8年度 事務事業評価シートの提出について（ご確認）"
    assert "お送りしたときのまま" in soon.body
    assert "過ぎて" not in soon.body


def test_a_deadline_that_is_past_is_not_asked_for_again(tmp_path: Path) -> None:
    settings = config(tmp_path)
    back = (replace(PROJECTS[0], state="given_back", errors=1, findings=FINDINGS),)
    for name in ("return_note", "return_mail"):
        early = render(settings, name, words(settings, *back))  # type: ignore[arg-type]
        late = render(settings, name, words(settings, *back, today=LATER))  # type: ignore[arg-type]
        assert "8月31日（月）" in early.subject + early.body
        assert "8月31日（月）" not in late.subject + late.body
        assert "指摘1" in late.body
    assert "指摘7" in render(settings, "return_note", words(settings, *back)).body


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", LETTERS)
def test_what_is_missing_leaves_no_trace(tmp_path: Path, lang: Lang, name: LetterName) -> None:
    """No office, no contact, no deadline, no zip: still a letter, without gaps, None or loose brackets."""
    settings = config(tmp_path, lang, office=Office(), deadline=None)
    context = replace(
        words(settings, replace(PROJECTS[0], deadline=None), department=Department(name="課")),
        archive="",
        nothing_label="",
    )
    letter = render(settings, name, context)
    whole = letter.subject + "\n" + letter.body
    assert "None" not in whole
    assert "「」" not in whole
    assert '""' not in whole
    assert "\n\n\n" not in letter.body
    assert all(line == line.rstrip() for line in letter.body.split("\n"))
    assert "10101" in whole
    assert "課" in whole


@pytest.mark.parametrize("name", LETTERS)
def test_english_letters_are_english(tmp_path: Path, name: LetterName) -> None:
    settings = config(tmp_path, "en", office=Office(name="Planning Office"))
    plain = replace(
        words(settings, replace(PROJECTS[0], name="Road repair", findings=FINDINGS[:1])),
        title="FY2026 review",
        department=Department(name="Roads"),
        check_sheet="Checks",
        guide_sheet="Instructions",
        nothing_label="Nothing to report",
        archive="Roads.zip",
        projects=(LetterProject(number="1", name="Road repair", deadline=DEADLINE),),
    )
    letter = render(settings, name, plain)
    assert not re.search("[\u3000-\u9fff\uff00-\uffef]", letter.subject + letter.body)
    assert "31 Aug" in letter.subject + letter.body or name in ("return_note", "return_mail")
    assert "Road repair" in letter.body


# -- what goes into the words -------------------------------------------------------------------------------


def test_texts_of_the_roster_stay_on_their_line_and_are_not_templates(tmp_path: Path) -> None:
    odd = replace(PROJECTS[0], name="道路\r\nSubject: x\u202e　{{ office.mail }}\0")
    context = words(config(tmp_path), odd, department=Department(name="建設部\n道路課", contact=" \n"))
    assert context.projects[0].name == "道路 Subject: x　{{ office.mail }}"
    assert context.department == Department(name="建設部 道路課")
    assert "道路 Subject: x　{{ office.mail }}" in render(config(tmp_path), "mail", context).body


def test_the_deadline_on_top_is_one_that_holds_for_some_project(tmp_path: Path) -> None:
    settings = config(tmp_path)
    later = tuple(replace(one, deadline=LATER) for one in PROJECTS)
    assert words(settings).deadline == DEADLINE
    assert words(settings, *later).deadline == LATER
    assert "この事業の" not in render(settings, "mail", words(settings, *later)).body
    assert words(replace(settings, deadline=None), PROJECTS[0]).deadline is None


def test_an_assignment_s_standing_becomes_a_project() -> None:
    one = Standing(
        project="1",
        name="n",
        department="d",
        state="queries",
        overdue=True,
        deadline=DEADLINE,
        issue=3,
        findings=Counts(error=1, query=4, note=9),
        explained=3,
    )
    found = LetterProject.of(one, file="a.xlsx", findings=FINDINGS)
    assert found == LetterProject(
        number="1",
        name="n",
        file="a.xlsx",
        issue=3,
        deadline=DEADLINE,
        state="queries",
        overdue=True,
        errors=1,
        queries=1,
        findings=FINDINGS,
    )
    assert LetterProject.of(replace(one, issue=None)).issue == 1


def test_findings_are_errors_then_open_queries_of_a_real_sheet(tmp_path: Path) -> None:
    book = fill(
        "quarterly-review", {"values": {"code": "0042", "name": "Archive"}}, tmp_path / "a.xlsx", year=2026
    )
    findings = check(book)
    told = letter_findings(reversed(findings), "en")
    assert {one.severity for one in told} == {one.severity for one in findings} - {"note"}
    assert told[0].word == "Error"
    assert re.fullmatch(r"Sheet|.+ [A-Z]+[0-9]+", told[0].place)
    query = Finding(
        id="x/y", severity="query", message=Text("増減\nが大きい。", ""), remedy=Text("説明。", "")
    )
    at = replace(query, places=(Place(sheet="シート", cell="C3"),))
    (open_one,) = letter_findings([replace(at, explanation="工事のため"), replace(at, explanation=" ")], "ja")
    assert open_one == LetterFinding(
        severity="query", word="確認", place="シート C3", message="増減 が大きい。", remedy="説明。"
    )
    assert letter_findings([query], "ja")[0].place == ""


# -- the office's templates ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_copies_say_the_same_and_explain_every_word(tmp_path: Path, lang: Lang) -> None:
    settings = config(tmp_path, lang)
    standard = {name: render(settings, name, words(settings)) for name in LETTERS}
    written = write_letters(tmp_path, lang)
    assert [path.name for path in written] == [f"{name}.txt" for name in LETTERS]
    assert {name: render(settings, name, words(settings)) for name in LETTERS} == standard
    check_letters(settings)
    data = written[0].read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")  # Notepad knows it by that
    assert data.count(b"\n") == data.count(b"\r\n")
    head = data.decode("utf-8-sig").partition("#}")[0]
    explained = set(re.findall(r"^  ([a-z_.]+) ", head, re.MULTILINE))
    expected = set()
    for one in dataclasses.fields(LetterContext):
        parts = {"office": Office, "department": Department}.get(one.name)
        expected |= {f"{one.name}.{f.name}" for f in dataclasses.fields(parts)} if parts else {one.name}
    expected |= {f"project.{one.name}" for one in dataclasses.fields(LetterProject)}
    expected |= {f"finding.{one.name}" for one in dataclasses.fields(LetterFinding)}
    assert explained == expected


def test_what_the_office_wrote_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mail.txt").write_text("mine")
    assert len(write_letters(tmp_path, "ja")) == len(LETTERS) - 1
    assert (tmp_path / "letters" / "mail.txt").read_text() == "mine"
    assert write_letters(tmp_path, "en") == ()


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("cp932"),
        lambda text: text.encode("utf-8"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode("cp932"),
        text_file,
    ],
)
def test_every_editor_s_encoding_is_read(tmp_path: Path, encode: Callable[[str], bytes]) -> None:
    source = "{# 説明 #}\n件名： 表 {{ title }}\n\nソ十能 {{ department.name }}へ。\n"
    assert own(config(tmp_path), encode(source)) == (
        "表 令和8年度 事務事業評価シート|ソ十能 建設部道路河川課へ。\n"
    )


def test_days_and_missing_values_print_themselves(tmp_path: Path) -> None:
    source = "subject: x\n{{ today }}/{{ today|date }}/{{ today|short_day }}/{{ office.contact }}/{{ none }}"
    settings = config(tmp_path, office=Office())
    assert own(settings, source) == "x|令和8年7月1日（水）/令和8年7月1日/7月1日（水）//\n"
    assert own(replace(settings, lang="en"), source).startswith(
        "x|Wednesday 1 July 2026/1 July 2026/Wed 1 Jul"
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("件名: x\n{{ titel }}", ":2: there is no word 'titel'; did you mean 'title'?"),
        (
            "件名: x\n{% if 0 %}\n{{ titel }}{% endif %}",
            ":3: there is no word 'titel'; did you mean 'title'?",
        ),
        ("件名: x\n\n{{ office.nmae }}", ":3: there is no word 'nmae'; did you mean 'name'?"),
        (
            "件名: x\n{% for project in projects %}\n{{ project.numer }}\n{% endfor %}",
            ":3: there is no word 'numer'; did you mean 'number'?",
        ),
        (
            "件名: x\n{{ 期限 }}",
            ":2: there is no word '期限'; the words that can be used stand at the head of the template.",
        ),
        ("件名: x\n{{ deadline|dat }}", ":2: there is no word 'dat'; did you mean 'date'?"),
        ("件名: x\n{{ title.__class__.__mro__ }}", ":2: there is no word '__class__'; the words"),
        ("件名: x\n{{ projects[9].name }}", ":2: there is no word '9'; the words"),
        (
            "件名: x\n{% if title %}\nなし",
            ":3: the template is not written correctly (Unexpected end of",
        ),
        ("件名: x\n{{ title", ":2: the template is not written correctly ("),
        ("件名: x\n\n{{ title + 1 }}", ":3: this line of the template fails (can only concatenate str"),
        ("件名: x\n{{ 1/0 }}", ":2: this line of the template fails (division by zero)"),
        ("件名: x\n{{ title|date }}", ":2: this line of the template fails"),
        ("件名: x\n{% include 'other.txt' %}", ":2: this line of the template fails"),
        ("件名: x\n{{ range(10**9)|list }}", ":2: this line of the template fails (Range too big"),
        ("本文だけ", ": the text does not begin with a line 'Subject: …'; add it."),
        ("件名:\n本文", ": the text does not begin with a line 'Subject: …'; add it."),
        ("", ": the text does not begin with a line 'Subject: …'; add it."),
        (b"\xe4\xbb\xb6\n\x82\n\xff\xff", ":2: the text is in no known encoding; save it as UTF-8."),
    ],
)
def test_every_mistake_has_its_line_and_a_remedy(tmp_path: Path, source: str | bytes, expected: str) -> None:
    assert said(config(tmp_path), source).startswith(expected)


def test_mistakes_in_rare_parts_are_found_beforehand(tmp_path: Path) -> None:
    settings = config(tmp_path)
    check_letters(settings)
    source = "件名: x\n{% for project in projects %}{% for finding in project.findings %}\n{{ finding.text }}"
    assert own(settings, source + "{% endfor %}{% endfor %}") == "x|\n"
    with pytest.raises(CannotWork, match=r"mail\.txt:3: there is no word 'text'"):
        check_letters(settings)


def test_a_template_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    (tmp_path / "letters" / "mail.txt").mkdir(parents=True)
    with pytest.raises(CannotWork, match="cannot be opened"):
        render(config(tmp_path), "mail", words(config(tmp_path)))
    other = tmp_path / "file"
    other.write_text("")
    with pytest.raises(CannotWork, match="cannot be made"):
        write_letters(other, "ja")
