"""From a form file to a Form: every mistake is named with its line, all of them in one run."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import cast

from xltool.errors import CannotWork, FormError
from xltool.form.carry import carried
from xltool.form.compose import read_yaml
from xltool.form.context import Collector, Context
from xltool.form.draft import Draft
from xltool.form.heads import (
    read_choices,
    read_id,
    read_identity,
    read_indicators,
    read_lifecycle,
    read_parameters,
    read_years,
)
from xltool.form.keys import Keys
from xltool.form.lint import lint
from xltool.form.model import Form, Section
from xltool.form.rows import read_rows
from xltool.form.ruletext import RuleFile, read_rules
from xltool.form.source import ListNode, MapNode, Problems, Scalar, SourceNode
from xltool.form.take import take
from xltool.form.words import check_words
from xltool.text import Lang, Text

__all__ = ["load_form", "parse_form"]


def load_form(path: Path, *, proved: bool = False) -> Form:
    """Read ``form.yaml`` and the rules file that it names; one that is ``proved`` is not linted once more.

    Raises FormError with all mistakes, CannotWork when the file cannot be read.
    """
    return parse_form(_read(path), file=path.name, folder=path.parent, proved=proved)


def parse_form(
    text: str, *, file: str = "form.yaml", folder: Path | None = None, proved: bool = False
) -> Form:
    """Read a form from its text; ``folder`` is where a rules file named in it lies.

    Raises FormError with all mistakes, whatever the text is.
    """
    problems = Problems(file)
    root = read_yaml(text, problems)
    if root is None:
        if not problems.found:
            problems.add(1, "ファイルが空です。", "The file is empty.")
        raise FormError(problems.found)
    keys = take(root, "form", problems)
    if keys is None:
        raise FormError(problems.found)
    draft = _draft(keys, problems, text, folder)
    if not proved:
        lint(draft)
    form = carried(draft)
    found = list(problems.found)
    if draft.rule_problems is not problems:
        found += draft.rule_problems.found
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


def _draft(keys: Keys, problems: Problems, text: str, folder: Path | None) -> Draft:
    form_id = read_id(keys)
    canvas = keys.whole("canvas") or 48
    offsets, basis = read_years(keys)
    parameters = read_parameters(keys)
    words = frozenset(parameters) | ({"basis"} if basis else set())
    into = Collector(
        problems=problems,
        choices=read_choices(keys, words),
        offsets=offsets,
        words=words,
        widths=not problems.torn and (keys.whole("canvas") is not None or "canvas" not in keys.node.entries),
    )
    top = Context(width=canvas, label_width=keys.whole("label_width") or max(4, canvas // 6), section="")
    sections = tuple(one for node in keys.list("sections") if (one := _section(node, top, into)))
    rules = _rules(keys, form_id, problems, folder)
    form = Form(
        id=form_id,
        version=keys.text("version", "1"),
        title=top.printed(keys, "title", into),
        language=cast(Lang, keys.word("language") or "ja"),
        canvas=canvas,
        offsets=offsets,
        basis=basis,
        sections=sections,
        fields=into.fields,
        rules=rules.rules,
        parameters=parameters,
        identity=read_identity(keys),
        repeats=into.repeats,
        lifecycle=read_lifecycle(keys),
        indicators=read_indicators(keys),
        guide=_guide(keys, into),
        landscape=keys.flag("landscape"),
        source=problems.file,
        folder=folder,
        files=((problems.file, text), *([(rules.file, rules.text)] if rules.file else [])),
        digest=hashlib.sha256((text + "\0" + rules.text).encode()).hexdigest()[:16],
    )
    return Draft(
        form=form,
        root=keys.node,
        problems=problems,
        rule_problems=rules.problems,
        lines={**into.lines, **rules.lines},
        broken=frozenset(into.broken),
    )


def _section(node: SourceNode, top: Context, into: Collector) -> Section | None:
    keys = take(node, "section", into.problems)
    if keys is None:
        return None
    title = top.printed(keys, "title", into)
    context = Context(
        width=top.width,
        label_width=keys.whole("label_width") or top.label_width,
        section=title,
        prefix=keys.path("id") or "",
    )
    return Section(
        title=title,
        note=top.printed(keys, "note", into),
        rows=read_rows(keys.list("rows"), context, into),
        page_break=keys.flag("page_break"),
    )


def _guide(keys: Keys, into: Collector) -> tuple[str, ...]:
    for item in keys.list("guide"):
        if isinstance(item, Scalar):
            check_words(item.value, item.line, into.words, into.problems)
    return keys.words("guide")


def _rules(keys: Keys, form_id: str, problems: Problems, folder: Path | None) -> RuleFile:
    """The rules, from the form itself or from the file beside it."""
    node = keys.get("rules")
    if node is None or (isinstance(node, Scalar) and node.empty):
        return RuleFile(problems=problems)
    if isinstance(node, ListNode):
        return read_rules(node, form_id, problems)
    if isinstance(node, MapNode):
        problems.add(
            node.line,
            "「rules」には一覧か、同じフォルダーのファイル名を書いてください。",
            "'rules' takes a list, or the name of a file beside this one.",
        )
        return RuleFile(problems=problems)
    path = _beside(node.value, folder)
    if path is None:
        problems.add(
            node.line,
            f"整合性ルールのファイル「{node.value}」が同じフォルダーにありません。",
            f"The rules file '{node.value}' is not beside this file.",
        )
        return RuleFile(problems=problems)
    text = _read(path)
    # What was lost in the form is lost for its rules too.
    rule_problems = Problems(path.name, torn=problems.torn)
    root = read_yaml(text, rule_problems)
    if isinstance(root, ListNode):
        return replace(read_rules(root, form_id, rule_problems), file=path.name, text=text)
    if root is not None:
        rule_problems.add(
            1,
            "整合性ルールは一覧で書いてください（行頭に「- 」）。",
            "A rules file is a list of rules ('- id: …').",
        )
    return RuleFile(problems=rule_problems, text=text, file=path.name)


def _beside(name: str, folder: Path | None) -> Path | None:
    if folder is None or Path(name).name != name:
        return None
    try:
        return folder / name if (folder / name).is_file() else None
    except (OSError, ValueError):  # no system has such names
        return None
