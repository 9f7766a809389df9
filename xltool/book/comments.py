"""Comments: the old ones (notes), and threads with the persons who wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.book.a1 import parse_address
from xltool.book.markup import Attributes, integer, parse_part, plain, qualify
from xltool.book.raw import Remark
from xltool.book.richtext import RichText

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from xltool.book.package import Package

__all__ = ["read_comments", "read_persons", "read_threads"]

_THREADS = ("http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments",)  # [MS-XLSX] 2.6.205


def read_comments(package: Package, part: str, *, without: Set[str]) -> list[Remark]:
    """Notes with their cells and authors; not the copies that a thread (by id) leaves for older programs."""
    found: list[Remark] = []
    authors: list[str] = []
    rich = RichText()
    pending: Attributes = {}

    def comment(attributes: Attributes) -> None:
        nonlocal pending
        pending = attributes
        rich.begin()

    def end_comment(_: str) -> None:
        index = integer(pending.get("authorId"), len(authors))
        author = authors[index].strip() or None if index < len(authors) else None
        if author is None or author.removeprefix("tc=") not in without:
            text = plain("".join(rich.texts))
            count(package, text)
            found.append(Remark(kind="comment", cell=_cell(pending), text=text, author=author, part=part))

    def end_author(text: str) -> None:
        authors.append(plain(text))
        package.meter.check("remarks", len(authors))

    parse_part(
        package,
        part,
        starts=qualify({"comment": comment, **rich.starts()}),
        ends=qualify({"author": end_author, "comment": end_comment, "t": rich.add, **rich.ends()}),
    )
    return found


def read_threads(package: Package, part: str, persons: Mapping[str, str]) -> tuple[list[Remark], set[str]]:
    """Threaded comments and answers in their order; the ids of all."""
    found: list[Remark] = []
    ids: set[str] = set()
    pending: Attributes = {}

    def comment(attributes: Attributes) -> None:
        nonlocal pending
        pending = attributes
        ids.add(attributes.get("id", ""))

    def end_text(text: str) -> None:
        count(package, text)
        found.append(
            Remark(
                kind="thread",
                cell=_cell(pending),
                text=plain(text),
                author=persons.get(pending.get("personId", "")),
                part=part,
            )
        )

    parse_part(
        package,
        part,
        starts=qualify({"threadedComment": comment}, _THREADS),
        ends=qualify({"text": end_text}, _THREADS),
    )
    return found, ids


def read_persons(package: Package, part: str) -> dict[str, str]:
    """Who wrote threads: id -> name."""
    persons: dict[str, str] = {}

    def person(attributes: Attributes) -> None:
        persons[attributes.get("id", "")] = plain(attributes.get("displayName", ""))
        package.meter.check("remarks", len(persons))

    parse_part(package, part, starts=qualify({"person": person}, _THREADS), ends={})
    return persons


def count(package: Package, text: str) -> None:
    """One more remark with that text; Unreadable where it is too much."""
    package.meter.check("text", len(text))
    package.meter.add("remarks", 1)
    package.meter.add("characters", len(text))


def _cell(attributes: Attributes) -> tuple[int, int] | None:
    return parse_address(attributes.get("ref", "").partition(":")[0])
