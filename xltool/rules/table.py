"""The table of rules that the README shows, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xltool.form import Form
    from xltool.rules.catalogue import Explained

__all__ = ["BEGIN", "END", "rule_table"]

BEGIN, END = "<!-- rules -->", "<!-- /rules -->"
_BLOCKS = {
    "XL0": "the tool itself",
    "XL1": "identity and structure",
    "XL2": "one cell",
    "XL3": "within one sheet",
    "XL4": "across sheets, files and years",
}


def rule_table(*forms: Form) -> str:
    """Everything between the two marks: the built-in rules in full, those of each form folded away."""
    known = catalogue(*forms)
    built_in = [one for one in known if one.id.startswith("XL")]
    lines = ["", *_table(built_in, _blocks(built_in)), ""]
    for form in forms:
        own = [one for one in known if one.id.startswith(form.id + "/")]
        heading = f"<details><summary>The {len(own)} rules of <code>{form.id}</code></summary>"
        lines += [heading, "", *_table(own, {}), "", "</details>", ""]
    return "\n".join(lines)


def _blocks(rules: Iterable[Explained]) -> dict[str, str]:
    """Id of the first rule of each block -> its heading."""
    first: dict[str, str] = {}
    for one in rules:
        first.setdefault(one.id[:3], one.id)
    return {id_: _BLOCKS[block] for block, id_ in first.items()}


def _table(rules: Iterable[Explained], headings: dict[str, str]) -> Iterator[str]:
    yield "| rule | severity | what is told | 指摘 |"
    yield "|---|---|---|---|"
    for one in rules:
        if one.id in headings:
            yield f"| | | **{headings[one.id]}** | |"
        yield f"| `{one.id}` | {one.severity} | {_cell(one.title.en)} | {_cell(one.title.ja)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
