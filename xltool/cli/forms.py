"""Commands about forms and rules: forms, fields, lint, schema, explain."""

from __future__ import annotations

import re

import click

from xltool.cli import choices
from xltool.cli.screen import give
from xltool.errors import FormError
from xltool.text import Lang, Text

__all__ = ["explain", "fields", "forms", "lint", "schema"]

_FORMAT = click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="表示形式",
)


@click.command(short_help="List the built-in forms. 様式の一覧")
@_FORMAT
@click.pass_obj
def forms(lang: Lang, kind: str) -> None:
    """List the built-in forms.

    使える様式の一覧です。
    """
    from xltool.api import bind_form
    from xltool.form import form_ids
    from xltool.report import to_bytes

    known = [bind_form(name) for name in form_ids()]
    if kind == "json":
        shape = [
            {
                "form": one.form.id,
                "version": one.form.version,
                "title": one.title,
                "fields": len(one.form.fields),
                "rules": len(one.form.rules),
            }
            for one in known
        ]
        give(to_bytes({"forms": shape}), None, lang)
        return
    wide = max(len(one.form.id) for one in known)
    for one in known:
        counts = Text(
            f"（{len(one.form.fields)} 項目、{len(one.form.rules)} ルール）",
            f" ({len(one.form.fields)} fields, {len(one.form.rules)} rules)",
        ).pick(lang)
        click.echo(f"{one.form.id.ljust(wide)}  {one.title}{counts}")


@click.command(short_help="List the fields of a form. 項目の一覧")
@click.argument("form")
@_FORMAT
@choices.year
@click.pass_obj
def fields(lang: Lang, form: str, kind: str, year: int | None) -> None:
    """List the fields of FORM: id, place, type, label.

    様式の項目を、id・セル・型・ラベルの順に表示します。
    """
    from xltool.api import bind_form
    from xltool.book import where
    from xltool.report import fields_shape, to_bytes
    from xltool.report.typeset import pad

    edition = bind_form(form, year)
    shape = fields_shape(edition, *where(edition))
    if kind == "json":
        give(to_bytes(shape), None, lang)
        return
    wide = max(len(one["id"]) for one in shape["fields"])
    for one in shape["fields"]:
        unit = f"（{one['unit']}）" if one["unit"] else ""
        click.echo(
            f"{pad(one['id'], wide)}  {pad(one['cell'] or '', 6)} {pad(one['type'], 11)} {one['label']}{unit}"
        )


@click.command(short_help="Check a form definition. 様式の定義を点検する")
@click.argument("form")
@click.pass_obj
def lint(lang: Lang, form: str) -> int:
    """Say everything that is wrong with the definition of FORM, with file and line.

    様式の定義の誤りを、ファイルと行を添えてすべて表示します。
    """
    from xltool.api import bind_form
    from xltool.form import find_form, warnings

    try:
        own = find_form(form, lint=True)
    except FormError as error:
        for problem in error.problems:
            click.echo(problem.say(lang))
        number = len(error.problems)
        click.echo(Text(f"誤りが {number} 件あります。", f"{number} mistake(s).").pick(lang), err=True)
        return 2
    warned = warnings(bind_form(own))
    for problem in warned:
        click.echo(Text("注意: ", "warning: ").pick(lang) + problem.say(lang))
    good = Text(
        "様式 {id} に誤りはありません（{fields} 項目、{rules} ルール、注意 {warned} 件）。",
        "The form {id} has no mistakes ({fields} fields, {rules} rules, {warned} warnings).",
    )
    good = good.format(id=own.id, fields=len(own.fields), rules=len(own.rules), warned=len(warned))
    click.echo(good.pick(lang))
    return 0


@click.command(short_help="Print the JSON Schema of form files. 様式ファイルの JSON Schema")
@click.pass_obj
def schema(lang: Lang) -> None:
    """Print the JSON Schema of form files, for editors.

    様式ファイルの JSON Schema を出力します（エディターの補完用）。
    """
    from xltool.form import json_schema
    from xltool.report import to_bytes

    give(to_bytes(json_schema()), None, lang)


@click.command(short_help="Explain a rule. ルールの説明")
@click.argument("rule", metavar="[ID]", required=False)
@click.pass_obj
def explain(lang: Lang, rule: str | None) -> None:
    """Explain the rule ID, such as XL201 or jimu-jigyo/end_year; without it, list all rules.

    ルールの内容と対応を説明します。
    """
    from xltool.form import find_form, form_ids
    from xltool.report import SEVERITY_WORDS
    from xltool.rules import catalogue
    from xltool.rules import explain as explained

    if rule is None:
        for one in catalogue(*(find_form(name) for name in form_ids())):
            word = SEVERITY_WORDS[one.severity].pick(lang)
            click.echo(f"{one.id}  [{word}] {one.title.pick(lang)}")
        return
    one = explained(rule)
    click.echo(f"{one.id}  [{SEVERITY_WORDS[one.severity].pick(lang)}] {one.title.pick(lang)}")
    for heading, text in (
        (Text("内容", "Says"), one.message),
        (Text("理由", "Why"), one.why),
        (Text("対応", "Remedy"), one.remedy),
        (Text("該当する例", "Found"), one.bad),
        (Text("該当しない例", "Fine"), one.good),
    ):
        if text.pick(lang):
            said = " ".join(_without_values(text.pick(lang), lang).split())
            if said != "…":
                click.echo(f"  {heading.pick(lang)}: {said}")
    for threshold in one.thresholds:
        word = Text("しきい値", "Threshold").pick(lang)
        click.echo(f"  {word} {threshold.name} = {threshold.default:g}: {threshold.about.pick(lang)}")


def _without_values(text: str, lang: Lang) -> str:
    """A message with gaps for what it shows: of which year, which figure."""
    gaps = {
        "{year}": Text("○年度", "a year"),
        "{base_year}": Text("今年度", "this year"),
        "{count}": Text("○", "so many"),
    }
    for word, gap in gaps.items():
        text = text.replace(word, gap.pick(lang))
    return re.sub(r"\{[^{}]*\}", "…", text)
