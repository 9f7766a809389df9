"""Streaming XML for workbook parts: expat with the reader's limits, handlers instead of a tree.

expat is used knowingly: any DOCTYPE is refused (no entities, no external access), and depth, tags, tokens,
texts and names are bounded while the bytes flow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pyexpat import ExpatError, ParserCreate, XMLParserType
from typing import TYPE_CHECKING, TypeVar

from xltool.book.refusal import damaged, refused
from xltool.text import Text

if TYPE_CHECKING:
    from xltool.book.limits import Meter
    from xltool.book.package import Package
    from xltool.book.quick import Quick

__all__ = ["MAIN", "Ends", "Starts", "flag", "integer", "parse_part", "plain", "qualify"]

Attributes = dict[str, str]
Starts = Mapping[str, Callable[[Attributes], None]]  # tag -> what to do with its attributes
Ends = Mapping[str, Callable[[str], None]]  # tag -> what to do with the text since the last tag

_Handler = TypeVar("_Handler")

# SpreadsheetML, Transitional and Strict (ISO/IEC 29500-1 annex A)
MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)


def qualify(handlers: Mapping[str, _Handler], namespaces: Iterable[str] = MAIN) -> dict[str, _Handler]:
    """The same handlers under the full name that expat reports, for every namespace."""
    return {f"{uri} {tag}": handler for uri in namespaces for tag, handler in handlers.items()}


def parse_part(
    package: Package,
    name: str,
    *,
    starts: Starts,
    ends: Ends,
    thin: Callable[[bytes], bytes] | None = None,
    quick: Quick | None = None,
    loose: Callable[[str], None] | None = None,
) -> None:
    """Run a part through the handlers (keys as from ``qualify``).

    ``thin`` may drop bytes unread, ``quick`` may take some itself; ``loose`` gets the text that no handler of
    ``ends`` gets (mixed content).
    """
    entry = package.find(name)
    if entry is None:
        raise damaged(name)
    texts: list[str] = []
    parser = _parser(starts, ends, texts, package.meter, loose)
    fed = 0
    try:
        for inflated in package.chunks(entry):
            chunk = thin(inflated) if thin else inflated
            package.meter.add("tags", chunk.count(b"<"))
            for piece in quick.pieces(chunk) if quick else (chunk,):
                fed += len(piece)
                parser.Parse(piece, False)
            _check(parser, fed, texts, package.meter)
        parser.Parse(quick.rest() if quick else b"", True)
    except (
        ExpatError,
        LookupError,
        ValueError,
    ) as error:  # the latter two: encodings that expat does not know
        raise damaged(name) from error


def _parser(
    starts: Starts, ends: Ends, texts: list[str], meter: Meter, loose: Callable[[str], None] | None
) -> XMLParserType:
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0
    deepest = meter.limits.depth
    find_start, find_end = starts.get, ends.get

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > deepest:
            meter.check("depth", depth)
        if texts:
            if loose is not None:
                loose("".join(texts))
            texts.clear()
        handler = find_start(tag)
        if handler is not None:
            handler(attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        handler = find_end(tag)
        if handler is not None:
            handler("".join(texts))
        elif loose is not None and texts:
            loose("".join(texts))
        if texts:
            texts.clear()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = texts.append
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _check(parser: XMLParserType, fed: int, texts: list[str], meter: Meter) -> None:
    # What expat holds back is one unfinished tag, which it scans anew with every chunk.
    meter.check("token", fed - parser.CurrentByteIndex)
    meter.check("text", sum(map(len, texts)))
    meter.check("vocabulary", len(parser.intern))


def _refuse_doctype(*_: object) -> None:
    raise refused(_DOCTYPE)


_DOCTYPE = Text(ja="DOCTYPE（実体定義）を含んでいます", en="it contains a DOCTYPE")

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def plain(text: str) -> str:
    """An ST_Xstring as a person sees it: ``_xHHHH_`` decoded, line ends ``\\n``, no half surrogates."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
        if not text.isascii():
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def flag(value: str | None) -> bool:
    """An xsd:boolean attribute."""
    return value in {"1", "true", "on"}


def integer(value: str | None, default: int = 0) -> int:
    """A non-negative decimal attribute, or the default where it is absent or no such number."""
    if value is not None and value.isascii() and value.isdigit() and len(value) <= 10:
        return int(value)
    return default
