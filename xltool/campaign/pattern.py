"""The pattern of file names in ``campaign.yaml``: ``{project}_{name}``."""

from __future__ import annotations

import re

from xltool.campaign.names import WORD
from xltool.form.source import Problems, Scalar, hint
from xltool.text import Text

__all__ = ["PLACEHOLDERS", "file_pattern"]

PLACEHOLDERS = ("project", "name", "department", "year", "campaign")
_OF_ONE_PROJECT = ("project", "name")
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')  # no file on Windows has these in its name


def file_pattern(node: Scalar, bundle: str, problems: Problems) -> str | None:
    """The pattern without its ``.xlsx``; None where it has mistakes, which are told then."""
    before = problems.times
    pattern = node.value.strip().removesuffix(".xlsx")
    named = WORD.findall(pattern)
    rest = WORD.sub("", pattern)
    for word in named:
        _check(word, bundle, node, problems)
    if "{" in rest or "}" in rest:
        problems.add(
            node.line,
            f"「file: {node.value}」の {{ }} の組が合っていません。",
            f"The braces of 'file: {node.value}' do not match.",
        )
    bad = _UNSAFE.search(rest)
    if bad:
        problems.add(
            node.line,
            f"「file: {node.value}」の「{bad[0]}」はファイル名に使えません。別の文字にしてください。",
            f"'file: {node.value}' holds '{bad[0]}', which no file name may; use another character.",
        )
    needed = "project" if bundle == "project" else "department"
    if needed not in named and problems.times == before:
        problems.add(
            node.line,
            f"「file: {node.value}」に {{{needed}}} を入れてください。同じ名前のファイルができてしまいます。",
            f"'file: {node.value}' needs {{{needed}}}, or files would get the same name.",
        )
    return pattern if problems.times == before else None


def _check(word: str, bundle: str, node: Scalar, problems: Problems) -> None:
    if word not in PLACEHOLDERS:
        known = "、".join(f"{{{one}}}" for one in PLACEHOLDERS)
        advice = hint(
            word, PLACEHOLDERS, Text(f"使えるのは {known} です。", f"known: {known.replace('、', ', ')}.")
        )
        problems.add(
            node.line,
            f"「file」の {{{word}}} は使えません。{advice.ja}",
            f"'file' has no placeholder {{{word}}}; {advice.en}",
        )
    elif bundle == "department" and word in _OF_ONE_PROJECT:
        problems.add(
            node.line,
            f"bundle: department では 1 ファイルに複数の事業が入るため、{{{word}}} は使えません。",
            f"With bundle: department one file holds several projects, so {{{word}}} cannot be used.",
        )
