"""From a form file to a Form: every mistake is named with its line, all of them in one run."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal, cast

from xltool.errors import CannotWork, FormError
from xltool.form.choices import read_choices
from xltool.form.keys import Keys, take
from xltool.form.lint import lint
from xltool.form.model import Choices, Form, Identity, Parameter, Rule, Section
from xltool.form.rows import Collector, Context, read_rows
from xltool.form.ruletext import read_rules
from xltool.form.source import ListNode, MapNode, Problems, Scalar, SourceNode, read_yaml
from xltool.text import Lang, Text

__all__ = ["load_form", "parse_form"]


def load_form(path: Path) -> Form:
    """Read ``form.yaml`` and the rules file that it names.

    Raises FormError with all mistakes, CannotWork when the file cannot be read.
    """
    return parse_form(_read(path), file=path.name, folder=path.parent)


def parse_form(text: str, *, file: str = "form.yaml", folder: Path | None = None) -> Form:
    """Read a form from its text; ``folder`` is where a rules file named in it lies."""
    problems = Problems(file)
    root = read_yaml(text, problems)
    if root is None:
        if not problems.found:
            problems.add(1, "ファイルが空です。", "The file is empty.")
        raise FormError(problems.found)
    keys = take(root, "form", problems)
    if keys is None:
        raise FormError(problems.found)
    form, rule_problems = _form(keys, problems, text, folder)
    found = problems.found + rule_problems.found
    if found:
        raise FormError(found)
    return form


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CannotWork(
            Text(
                f"{path} が見つかりません。ファイル名とフォルダーを確かめてください。",
                f"{path} does not exist; check the name and the folder.",
            )
        ) from None
    except UnicodeDecodeError:
        raise CannotWork(
            Text(
                f"{path} が UTF-8 ではありません。UTF-8 で保存し直してください。",
                f"{path} is not UTF-8; save it as UTF-8.",
            )
        ) from None
    except OSError as error:
        raise CannotWork(
            Text(f"{path} を開けません（{error.strerror}）。", f"{path} cannot be opened ({error.strerror}).")
        ) from None


def _form(keys: Keys, problems: Problems, text: str, folder: Path | None) -> tuple[Form, Problems]:
    form_id = keys.path("form") or "form"
    canvas = keys.whole("canvas") or 48
    if not 4 <= canvas <= 120:
        problems.add(
            keys.at("canvas"),
            f"方眼の列数 {canvas} は使えません。4 から 120 の間にしてください（A4 縦なら 48 が目安です）。",
            f"A canvas of {canvas} columns cannot be used; choose 4 to 120 (48 suits A4 portrait).",
        )
        canvas = 48
    offsets, basis = _years(keys, problems)
    collector = Collector(
        problems=problems, choices=_choices(keys, problems), offsets=offsets, fields={}, repeats={}
    )
    sections = tuple(
        section
        for node in keys.list("sections")
        if (section := _section(node, canvas, keys.whole("label_width") or max(4, canvas // 6), collector))
    )
    rules, rule_problems, rule_text = _rules(keys, form_id, problems, folder)
    form = Form(
        id=form_id,
        version=keys.text("version", "1"),
        title=keys.text("title"),
        language=cast(Lang, keys.word("language") or "ja"),
        canvas=canvas,
        offsets=offsets,
        basis=basis,
        sections=sections,
        fields=collector.fields,
        rules=rules,
        parameters=_parameters(keys, problems),
        identity=_identity(keys, problems),
        repeats=collector.repeats,
        guide=keys.words("guide"),
        landscape=keys.flag("landscape"),
        source=problems.file,
        digest=hashlib.sha256((text + "\0" + rule_text).encode()).hexdigest()[:16],
    )
    lint(form, keys.node, problems, rule_problems)
    return form, rule_problems if rule_problems is not problems else Problems(problems.file)


def _years(keys: Keys, problems: Problems) -> tuple[tuple[int, ...], dict[int, str]]:
    node = keys.map("years")
    if node is None:
        return (), {}
    years = take(node, "years", problems)
    assert years is not None
    offsets: list[int] = []
    for item in years.list("offsets"):
        try:
            offset = int(item.value) if isinstance(item, Scalar) else 999
        except ValueError:
            offset = 999
        if not -50 <= offset <= 50 or (offsets and offset != offsets[-1] + 1):
            problems.add(
                item.line,
                "年度の列は、基準年度からの差を小さい順に続けて書いてください（例: [-1, 0, 1, 2]）。",
                "Columns are consecutive offsets from the base year, ascending: [-1, 0, 1, 2].",
            )
            break
        offsets.append(offset)
    basis: dict[int, str] = {}
    basis_node = years.map("basis")
    for word, value in basis_node.entries.items() if basis_node else ():
        try:
            offset = int(word)
        except ValueError:
            offset = 999
        if offset not in offsets or not isinstance(value, Scalar):
            problems.add(
                value.line,
                f"basis の「{word}」は年度の列にありません。",
                f"basis names the column '{word}', which the form does not have.",
            )
            continue
        basis[offset] = value.value
    return tuple(offsets), basis


def _choices(keys: Keys, problems: Problems) -> dict[str, Choices]:
    node = keys.map("choices")
    named: dict[str, Choices] = {}
    for name, one in node.entries.items() if node else ():
        choices = read_choices(one, named, problems)
        if choices is not None:
            named[name] = choices
    return named


def _section(node: SourceNode, canvas: int, label_width: int, into: Collector) -> Section | None:
    keys = take(node, "section", into.problems)
    if keys is None:
        return None
    title = keys.text("title")
    context = Context(
        width=canvas,
        label_width=keys.whole("label_width") or label_width,
        section=title,
        prefix=keys.path("id") or "",
    )
    return Section(
        title=title,
        note=keys.text("note"),
        rows=read_rows(keys.list("rows"), context, into),
        page_break=keys.flag("page_break"),
    )


def _parameters(keys: Keys, problems: Problems) -> dict[str, Parameter]:
    node = keys.map("parameters")
    out: dict[str, Parameter] = {}
    for name, one in node.entries.items() if node else ():
        parameter = take(one, "parameter", problems)
        if parameter is None:
            continue
        kind = cast(Literal["number", "text"], parameter.word("type") or "number")
        default: float | str | None = parameter.text("default") or None
        if kind == "number" and default is not None:
            default = parameter.number("default")
        if parameter.flag("per_year") and not keys.has("years"):
            problems.add(
                one.line,
                f"パラメータ「{name}」は年度ごとですが、様式に年度の列がありません。",
                f"The parameter '{name}' is per year, but the form has no year columns.",
            )
        out[name] = Parameter(
            id=name,
            label=parameter.text("label"),
            type=kind,
            default=default,
            per_year=parameter.flag("per_year"),
        )
    return out


def _identity(keys: Keys, problems: Problems) -> Identity:
    node = keys.map("identity")
    if node is None:
        return Identity()
    identity = take(node, "identity", problems)
    assert identity is not None
    return Identity(
        project=identity.path("project"),
        name=identity.path("name"),
        department=identity.path("department"),
        nothing=identity.path("nothing"),
    )


def _rules(
    keys: Keys, form_id: str, problems: Problems, folder: Path | None
) -> tuple[tuple[Rule, ...], Problems, str]:
    """The rules, the problems they are told in, and their text."""
    node = keys.get("rules")
    if node is None:
        return (), problems, ""
    if isinstance(node, ListNode):
        return read_rules(node, form_id, problems), problems, ""
    if isinstance(node, MapNode):
        problems.add(
            node.line,
            "「rules」には一覧か、同じフォルダーのファイル名を書いてください。",
            "'rules' takes a list, or the name of a file beside this one.",
        )
        return (), problems, ""
    if folder is None or Path(node.value).name != node.value or not (folder / node.value).is_file():
        problems.add(
            node.line,
            f"整合性ルールのファイル「{node.value}」が同じフォルダーにありません。",
            f"The rules file '{node.value}' is not beside this file.",
        )
        return (), problems, ""
    text = _read(folder / node.value)
    rule_problems = Problems(node.value)
    root = read_yaml(text, rule_problems)
    if not isinstance(root, ListNode):
        if root is not None:
            rule_problems.add(
                1, "整合性ルールは一覧で書いてください（行頭に「- 」）。", "A rules file is a list of rules."
            )
        return (), rule_problems, text
    return read_rules(root, form_id, rule_problems), rule_problems, text
