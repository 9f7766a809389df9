"""What a letter can say: the words of its template, as plain data.

The head comment of every template explains the same words to whoever edits it; a test compares the two.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from xltool.book.wording import WORDS
from xltool.campaign.model import Config, Department, Office, Roster
from xltool.finding import Finding
from xltool.report.typeset import one_line
from xltool.standing import Standing, State
from xltool.text import Lang

__all__ = ["LetterContext", "LetterFinding", "LetterProject", "letter_context", "letter_findings"]


@dataclass(frozen=True, kw_only=True)
class LetterFinding:
    """One open finding of a sheet that came back."""

    severity: str  # error or query
    word: str  # エラー, 確認
    place: str  # sheet and cell: 評価シート C12; empty where it has none
    message: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class LetterProject:
    """One project of the department, and how far its sheet has come."""

    number: str
    name: str
    file: str = ""  # name of its workbook, without folders
    issue: int = 1  # 2 and more: it replaces one that the department was sent before
    deadline: datetime.date | None = None  # its own, or else the round's
    state: State = "not_sent"
    overdue: bool = False
    errors: int = 0
    queries: int = 0
    findings: tuple[LetterFinding, ...] = ()

    @classmethod
    def of(
        cls, standing: Standing, *, file: str | None = None, findings: tuple[LetterFinding, ...] = ()
    ) -> LetterProject:
        """An assignment as it stands; queries that were explained are not asked for again."""
        return cls(
            number=standing.project,
            name=standing.name,
            file=file or "",
            issue=standing.issue or 1,
            deadline=standing.deadline,
            state=standing.state,
            overdue=standing.overdue,
            errors=standing.findings.error,
            queries=max(0, standing.findings.query - standing.explained),
            findings=findings,
        )


@dataclass(frozen=True, kw_only=True)
class LetterContext:
    """The words of a template. Every text is one line; a day prints itself with era and weekday."""

    office: Office  # name, contact, mail; each may be None
    department: Department  # name, contact, mail
    title: str  # of the form: 令和8年度 事務事業評価シート
    campaign: str  # id of the round
    year: str  # 令和8年度
    today: datetime.date
    deadline: datetime.date | None  # of the projects of this letter; those with another one say so
    projects: tuple[LetterProject, ...]
    archive: str  # name of the zip with all workbooks; empty without one
    number_label: str  # what the form calls a project's number: 計画事業番号
    name_label: str  # and its name: 事務事業名
    nothing_label: str  # the box for "nothing to report"; empty where the form has none
    check_sheet: str  # names of sheets in every workbook: 入力チェック
    guide_sheet: str  # 記入要領


def letter_context(
    config: Config,
    roster: Roster,
    department: str,
    projects: Iterable[LetterProject],
    *,
    today: datetime.date,
    archive: str | None = None,
) -> LetterContext:
    """The words of one department's letter; projects without a deadline of their own take the round's."""
    own, form = roster.edition, roster.edition.form
    listed = tuple(
        replace(one, number=_line(one.number), name=_line(one.name), deadline=one.deadline or config.deadline)
        for one in projects
    )
    whom = roster.by_department.get(department) or Department(name=department)

    def label(key: str | None, otherwise: str) -> str:
        return _line(own.row_label(form.fields[key])) if key is not None else otherwise

    ja = config.lang == "ja"
    return LetterContext(
        office=Office(
            name=_maybe(config.office.name),
            contact=_maybe(config.office.contact),
            mail=_maybe(config.office.mail),
        ),
        department=Department(name=_line(whom.name), contact=_maybe(whom.contact), mail=_maybe(whom.mail)),
        title=_line(own.title),
        campaign=config.campaign,
        year=own.year_label(own.year),
        today=today,
        deadline=_headline(listed, config.deadline),
        projects=listed,
        archive=archive or "",
        number_label=label(form.identity.project, "番号" if ja else "Number"),
        name_label=label(form.identity.name, "名称" if ja else "Name"),
        nothing_label=label(form.identity.nothing, ""),
        check_sheet=WORDS[form.language].check,
        guide_sheet=WORDS[form.language].guide,
    )


def letter_findings(findings: Iterable[Finding], lang: Lang) -> tuple[LetterFinding, ...]:
    """What the department still has to do: errors, then queries that nobody explained."""
    open_ones = [
        one
        for severity in ("error", "query")
        for one in findings
        if one.severity == severity and (severity == "error" or not (one.explanation or "").strip())
    ]
    return tuple(
        LetterFinding(
            severity=one.severity,
            word=WORDS[lang].severity[one.severity],
            place=_place(one),
            message=_line(one.message.pick(lang)),
            remedy=_line(one.remedy.pick(lang)),
        )
        for one in open_ones
    )


def _place(one: Finding) -> str:
    first = one.places[0] if one.places else None
    return _line(f"{first.sheet or ''} {first.cell}") if first and first.cell else ""


def _headline(projects: Sequence[LetterProject], usual: datetime.date | None) -> datetime.date | None:
    """The round's deadline if it is any project's, else the first that comes."""
    days = [one.deadline for one in projects if one.deadline is not None]
    return usual if usual in days or not days else min(days)


def _line(text: str) -> str:
    """On one line, without what nobody sees; the wide space stays."""
    return "　".join(map(one_line, text.split("　"))).strip()


def _maybe(text: str | None) -> str | None:
    return _line(text) or None if text is not None else None
