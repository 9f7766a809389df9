"""The text of a new ``campaign.yaml``: every key with what it means, in the office's language."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from xltool.form import Form, field_id
from xltool.text import Lang, Text
from xltool.values import year_label

__all__ = ["settings_text"]


def settings_text(
    *,
    form: Form,
    name: str,
    year: int,
    lang: Lang,
    deadline: datetime.date | None = None,
    office: Mapping[str, str] | None = None,
) -> str:
    """``name`` is the form as the file names it: its id, or its path from the campaign's folder."""
    lines = _lines(form, name, year, lang, deadline, office or {})
    return "\n".join(lines) + "\n"


def _lines(
    form: Form, name: str, year: int, lang: Lang, deadline: datetime.date | None, office: Mapping[str, str]
) -> Iterator[str]:
    def note(ja: str, en: str) -> Iterator[str]:
        yield from (f"# {line}" for line in Text(ja, en).pick(lang).split("\n"))

    yield from note(
        "調査回の設定です。「#」から後ろは説明で、読み取られません。\n"
        "書き換えたら保存し、xltool distribute を実行すると反映されます。",
        "The settings of this campaign. What follows a '#' is a comment.\n"
        "Save your changes; the next xltool command goes by them.",
    )
    yield ""
    yield from note(
        "様式: 組み込みの様式の名前か、このフォルダーから見た form.yaml のパス",
        "The form: the name of a built-in one, or the path of a form.yaml as seen from this folder.",
    )
    yield f"form: {_quoted(name)}"
    yield ""
    label = year_label(year, base_year=year, lang=lang)
    yield from note(
        f"基準年度（西暦）。{year} は{label}", f"The base fiscal year, western. {year} is {label}."
    )
    yield f"year: {year}"
    yield ""
    yield from note(
        "調査回の名前。配布するシートに記録され、戻ってきたときに照合します。配布を始めたら変えないでください。",
        "The campaign's name. Every sheet carries it; do not change it once sheets have gone out.",
    )
    yield f"campaign: {_quoted(f'{form.id}-{year}')}"
    yield ""
    yield from note(
        "案内文・督促・状況表の言語: ja か en", "The language of letters, reminders and status: ja or en."
    )
    yield f"language: {lang}"
    yield ""
    yield from note(
        f"提出期限。「{year}-06-30」のほか「令和{year - 2018}年6月30日」のようにも書けます。\n"
        "事業ごとに変えるときは roster.xlsx の「期限」の列に書きます。",
        f"When sheets are due, such as {year}-06-30.\n"
        "One for a single project goes into the column Deadline of roster.xlsx.",
    )
    yield f"deadline: {deadline.isoformat()}" if deadline else "deadline:"
    yield ""
    yield from note(
        "対象事業一覧のファイル。CSV（UTF-8 か Shift_JIS）でもかまいません: roster: roster.csv",
        "The roster. A CSV file (UTF-8 or cp932) will do, too: roster: roster.csv",
    )
    yield "roster: roster.xlsx"
    yield ""
    yield from note(
        "前年度の調査回のフォルダー、または前年度のシートの入ったフォルダー。前年度の内容を引き継ぎます。\n"
        f"例: previous: ../{year - 1}",
        "Last year's campaign, or a folder with last year's sheets; their values are carried over.\n"
        f"For example: previous: ../{year - 1}",
    )
    yield "previous:"
    yield ""
    yield from note(
        "配布するブック: project は1事業に1つ、department は1部署に1つ（事業ごとにシート）",
        "Workbooks: 'project' makes one per project, 'department' one per department with a sheet each.",
    )
    yield "bundle: project"
    yield ""
    yield from note(
        "ブックの名前。使える置き換え: {project} 番号、{name} 事業名、{department} 部署、"
        "{year} 年度、{campaign} 調査回の名前\n"
        'bundle: department のときは {department} を使います。例: file: "{department}"',
        "Names of the workbooks; {project} {name} {department} {year} {campaign} are filled in.\n"
        'With bundle: department use {department}, as in file: "{department}".',
    )
    yield 'file: "{project}_{name}"'
    yield ""
    yield from _parameters(form, year, lang)
    yield from note("案内文の差出人", "Who sends the letters.")
    yield "office:"
    for key, ja, en in (
        ("name", "部署名", "the office"),
        ("contact", "担当者・内線", "a person, an extension"),
        ("mail", "返信先のメールアドレス", "the address for answers"),
    ):
        value = _quoted(office[key]) if key in office else ""
        yield f"  {key}: {value}".rstrip() + f"  # {Text(ja, en).pick(lang)}"
    yield ""
    yield from note(
        "整合性ルールの設定（ルールの一覧は xltool explain）",
        "Settings of rules (xltool explain lists them).",
    )
    yield "rules:"


def _parameters(form: Form, year: int, lang: Lang) -> Iterator[str]:
    """The form's parameters as comments: their values stand in the roster, unless somebody likes it here."""
    if not form.parameters:
        return
    yield "# " + Text(
        "パラメータ。roster.xlsx の「パラメータ」シートか、ここに書きます（両方に違う値は書けません）。",
        "Parameters: on the sheet Parameters of roster.xlsx, or here (two different values are a mistake).",
    ).pick(lang)
    yield "parameters:"
    for one in form.parameters.values():
        default = (
            ""
            if one.default is None
            else f"{one.default:.15g}"
            if isinstance(one.default, float)
            else one.default
        )
        key = field_id(one.id, 0) if one.per_year else one.id
        when = year_label(year, base_year=year, lang=lang)
        label = f"{one.label}（{when}）" if one.per_year and lang == "ja" else one.label
        yield f"  # {key}: {default}".rstrip() + f"  # {label}"
    yield ""


def _quoted(text: str) -> str:
    """A scalar that YAML takes as this very text."""
    plain = text.replace("-", "").replace("_", "").replace("/", "").replace(".", "")
    if plain.isalnum() and plain.isascii() and not text.startswith(("-", ".")):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
