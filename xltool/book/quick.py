"""Plain cells, strings and names taken as they stand: what writers spell alike needs no XML parser.

expat calls back into Python six times for a cell, and that would be most of a collect. A pattern takes the
cells, strings and names whose spelling leaves nothing to decide; all else goes through expat, piece by piece
in the order of the file, to the same handlers, with the same limits counted. Between two cells that were
taken, rows that say nothing of their own (they end, begin and are not hidden) are not parsed either.

It works only where a tag is surely what it looks like: in UTF-8, under an unprefixed root with the only
default namespace, and until the first comment, CDATA section or processing instruction. Elsewhere expat reads
all.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from xltool.book.markup import MAIN
from xltool.book.thin import is_utf8

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = [
    "BORDER",
    "CELL",
    "NAME",
    "OFTEN",
    "STRING",
    "Quick",
    "Split",
    "attributes_of",
    "split_by",
    "split_names",
    "unescaped",
]

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

_IN_VALUE = r'[^"<&\x00-\x1f\ufffe\uffff]*+'
_VALUE = rf'"{_IN_VALUE}(?:&(?:amp|lt|gt|quot|apos|#10|#xA);{_IN_VALUE})*+"'
_ATTRIBUTES = rf"(?: [A-Za-z0-9:]++={_VALUE})*+"
# attributes, what a name stands for
NAME = re.compile(rf"<definedName((?: (?!xmlns)[A-Za-z]++={_VALUE})*+)>({_TEXT})</definedName>")
_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]++)="([^"]*+)"')

# An end of a row and the beginning of the next one, once or more often.
_PLAIN_ROW = rf'(?: (?:hidden="(?:0|false)"|(?!r=|hidden=|xmlns)[A-Za-z0-9:]++={_VALUE}))*+'
BORDER = re.compile(rf'(?:</row><row r="[1-9][0-9]{{0,5}}"{_PLAIN_ROW}>)++')

# Below the cells most is merged ranges, and validations and conditional formats, which say nothing to us.
_MERGE = re.compile(r'<mergeCell ref="([A-Z0-9:]++)"/>')
_IGNORED = re.compile(
    rf"<dataValidation{_ATTRIBUTES}(?:/>|>(?:<formula1>{_TEXT}</formula1>)?+"
    rf"(?:<formula2>{_TEXT}</formula2>)?+</dataValidation>)"
    rf"|<conditionalFormatting{_ATTRIBUTES}>"
    rf"(?:<cfRule{_ATTRIBUTES}>(?:<formula>{_TEXT}</formula>)*+</cfRule>)++</conditionalFormatting>"
)
_HEAD = re.compile(r"\ufeff?(<\?xml [^<>?]*+\?>)?\s*+<(?:worksheet|sst|workbook)(?: [^<>]*+)?>")
_ODD = re.compile(r"<[!?]")  # a comment, a CDATA section, a processing instruction
_DEFAULT = re.compile(r"xmlns\s*=")
_NAMESPACES = tuple(f' xmlns="{uri}"' for uri in MAIN)
_AREAS = {
    "sheetData": ("<sheetData>", "</sheetData"),
    "sst": ("", "</sst"),
    "definedNames": ("<definedNames>", "</definedNames"),
}
OFTEN = 1_000  # characters: texts that are no longer may be kept, because other workbooks have them too


Split = tuple[int, list[Any]]  # groups of each piece that may be taken; other text, groups, other text, …


def split_by(pattern: re.Pattern[str]) -> Callable[[str], Split]:
    """What a pattern makes of a text."""
    return lambda text: (pattern.groups, pattern.split(text))


class Quick:
    """Cuts a part into pieces for expat, and gives what it takes to ``take`` in between.

    ``split`` cuts text into other text, groups, other text, …, as a pattern does, and says how many groups.
    ``take`` gets the cells, strings or names that stand side by side, as one list for every group; ``merge``
    the merged ranges below the cells.
    """

    __slots__ = ("_area", "_border", "_end", "_held", "_merge", "_split", "_start", "_take")

    def __init__(
        self,
        area: Literal["sheetData", "sst", "definedNames"],
        split: Callable[[str], Split],
        take: Callable[..., None],
        merge: Callable[[list[str]], None] | None = None,
    ) -> None:
        self._start, self._end = _AREAS[area]
        self._border = BORDER if area == "sheetData" else None
        self._split, self._take, self._merge = split, take, merge
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
            groups, parts = self._split(text if end < 0 else text[:end])
            step = groups + 1
            between = "".join(parts[::step])
            if _ODD.search(between) or "xmlns" in between:
                yield self._give_up(text.encode())
                return
            yield from _between(parts, step, self._border, lambda some: self._give(some, step))
            if end < 0:
                return
            text, self._area = text[end:], "behind"
        if _ODD.search(text):
            yield self._give_up(text.encode())
            return
        text = _IGNORED.sub("", text)
        merge = self._merge
        if merge is not None and not _DEFAULT.search(text):
            yield from _between(_MERGE.split(text), 2, None, lambda some: merge(some[::2]))
        else:
            yield text.encode()

    def _give(self, some: list[Any], step: int) -> None:
        self._take(*(some[group::step] for group in range(step - 1)))


def _between(
    parts: list[Any], step: int, border: re.Pattern[str] | None, give: Callable[[list[Any]], None]
) -> Iterator[bytes]:
    """The text between what a pattern has split, in order; ``give`` gets the groups of what it took."""
    begin = 1
    for at in range(0, len(parts), step):
        if parts[at] and not (at and border is not None and border.fullmatch(parts[at])):
            if at > begin:
                give(parts[begin:at])
            begin = at + 1
            yield parts[at].encode()
    if len(parts) > begin:
        give(parts[begin:])


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
    return _often(text) if len(text) <= OFTEN else _unescaped(text)


def _unescaped(text: str) -> str:
    for name, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(name, char)
    return text


_often = lru_cache(maxsize=8192)(_unescaped)  # the sheets of one form all have the same formulas
split_names = lru_cache(maxsize=8)(split_by(NAME))  # and the workbooks the same names; it is only read


@lru_cache(maxsize=8192)
def attributes_of(text: str) -> Mapping[str, str] | None:
    """The attributes of a pattern's group as a parser gives them; None where one stands there twice."""
    pairs = [(name, unescaped(_LINE_END.sub("\n", value))) for name, value in _ATTRIBUTE.findall(text)]
    found = dict(pairs)
    return found if len(found) == len(pairs) else None


_LINE_END = re.compile("&#(?:10|xA);")
