"""Plain cells and strings taken as they stand: what nearly all writers spell alike needs no XML parser.

expat calls back into Python six times for a cell, and that would be most of a collect. A pattern takes the
cells and strings whose spelling leaves nothing to decide; all else goes through expat, piece by piece in the
order of the file, to the same handlers, with the same limits counted.

It works only where a tag is surely what it looks like: in UTF-8, under an unprefixed root with the only
default namespace, and until the first comment, CDATA section or processing instruction. Elsewhere expat reads
all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from xltool.book.markup import MAIN
from xltool.book.thin import is_utf8

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["CELL", "STRING", "Quick", "unescaped"]

# Text that a parser neither changes (line ends) nor refuses (characters that XML has not, "]]>").
_CHARS = r"[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*+"
_TEXT = rf"{_CHARS}(?:&(?:amp|lt|gt|quot|apos);{_CHARS})*+"
_T = rf'<t(?: xml:space="preserve")?+>({_TEXT})</t>'

# column, row, style, type, formula, value, inline string
CELL = re.compile(
    r'<c r="([A-Z]{1,3}+)([1-9][0-9]{0,6}+)"(?: s="([0-9]{1,6}+)")?+(?: t="([a-zA-Z]{1,9}+)")?+>'
    rf'(?:(?:<f(?: aca="false")?+>({_TEXT})</f>)?+<v>({_TEXT})</v>|<is>{_T}</is>)</c>'
)
# whether in a run, text
STRING = re.compile(rf"<si>(<r>)?+{_T}(?(1)</r>)</si>")

# Below the cells most is validations and conditional formats, which say nothing to us.
_IN_VALUE = r'[^"<&\x00-\x1f\ufffe\uffff]*+'
_VALUE = rf'"{_IN_VALUE}(?:&(?:amp|lt|gt|quot|apos|#10|#xA);{_IN_VALUE})*+"'
_ATTRIBUTES = rf"(?: [A-Za-z0-9:]++={_VALUE})*+"
_IGNORED = re.compile(
    rf"<dataValidation{_ATTRIBUTES}(?:/>|>(?:<formula1>{_TEXT}</formula1>)?+"
    rf"(?:<formula2>{_TEXT}</formula2>)?+</dataValidation>)"
    rf"|<conditionalFormatting{_ATTRIBUTES}>"
    rf"(?:<cfRule{_ATTRIBUTES}>(?:<formula>{_TEXT}</formula>)*+</cfRule>)++</conditionalFormatting>"
)
_HEAD = re.compile(r"\ufeff?(<\?xml [^<>?]*+\?>)?\s*+<(?:worksheet|sst)(?: [^<>]*+)?>")
_ODD = re.compile(r"<[!?]")  # a comment, a CDATA section, a processing instruction
_DEFAULT = re.compile(r"xmlns\s*=")
_NAMESPACES = tuple(f' xmlns="{uri}"' for uri in MAIN)
_AREAS = {"sheetData": ("<sheetData>", "</sheetData"), "sst": ("", "</sst")}


class Quick:
    """Cuts a part into pieces for expat, and gives what it takes to ``take`` in between.

    ``take`` gets the cells or strings that stand side by side, as one list for every group of the pattern.
    """

    __slots__ = ("_area", "_end", "_held", "_pattern", "_start", "_take")

    def __init__(
        self, area: Literal["sheetData", "sst"], pattern: re.Pattern[str], take: Callable[..., None]
    ) -> None:
        self._start, self._end = _AREAS[area]
        self._pattern, self._take = pattern, take
        self._held = b""  # the end of a chunk, behind its last tag
        self._area: Literal["before", "in", "behind", "off"] = "before"

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """What expat has to parse, in order; iterate to the end."""
        if self._area == "off" or not chunk:
            yield chunk
            return
        cut = chunk.rfind(b">") + 1
        whole, self._held = (self._held + chunk[:cut], chunk[cut:]) if cut else (self._held + chunk, b"")
        try:
            text = whole.decode()
        except UnicodeDecodeError:
            text = None
        if not cut or text is None or (self._area == "before" and not is_utf8(chunk)):
            yield self._give_up(whole)
            return
        yield from self._walk(text)

    def rest(self) -> bytes:
        """What was held back; call it after the last chunk."""
        return self._held

    def _give_up(self, whole: bytes) -> bytes:
        """From here on expat reads all."""
        held, self._held, self._area = self._held, b"", "off"
        return whole + held

    def _walk(self, text: str) -> Iterator[bytes]:
        if self._area == "before":
            begin = _begin(text, self._start)
            if begin < 0:
                yield self._give_up(text.encode())
                return
            yield text[:begin].encode()
            text, self._area = text[begin:], "in"
        if self._area == "in":
            end = text.find(self._end)
            parts = self._pattern.split(text if end < 0 else text[:end])  # other text, groups, other text, …
            between = "".join(parts[:: self._pattern.groups + 1])
            if _ODD.search(between) or "xmlns" in between:
                yield self._give_up(text.encode())
                return
            yield from self._taken(parts)
            if end < 0:
                return
            text, self._area = text[end:], "behind"
        if _ODD.search(text):
            yield self._give_up(text.encode())
        else:
            yield _IGNORED.sub("", text).encode()

    def _taken(self, parts: list[str]) -> Iterator[bytes]:
        step = self._pattern.groups + 1
        begin = 1
        for at in range(0, len(parts), step):
            if parts[at]:
                if at > begin:
                    self._give(parts[begin:at], step)
                begin = at + 1
                yield parts[at].encode()
        if len(parts) > begin:
            self._give(parts[begin:], step)

    def _give(self, some: list[str], step: int) -> None:
        self._take(*(some[group::step] for group in range(step - 1)))


def _begin(text: str, start: str) -> int:
    """Where the area begins in a first chunk; -1 where it does not, or what precedes it is not plain."""
    head = _HEAD.match(text)
    if head is None:
        return -1
    begin = text.find(start, head.end())
    before = text[:begin]
    ours = _DEFAULT.findall(before) == ["xmlns="] and any(uri in head[0] for uri in _NAMESPACES)
    plain = "<!" not in before and before.count("<?") == (head[1] is not None)
    return begin + len(start) if begin >= 0 and ours and plain else -1


def unescaped(text: str) -> str:
    """Text of the patterns as a parser gives it."""
    if "&" not in text:
        return text
    for name, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(name, char)
    return text
