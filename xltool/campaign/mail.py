"""Mail drafts: .eml files that open in a mail program ready to be looked at and sent. Nothing is sent by us.

``X-Unsent: 1`` makes Outlook open a draft instead of a received mail. Written here rather than by Python's
email package, whose folding differs from release to release: same input, same bytes, without date or id.
Sources: RFC 5322, RFC 2047 (encoded words), RFC 2231 (file names).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from urllib.parse import quote

import numpy as np

from xltool.errors import CannotWork
from xltool.text import Lang, Text
from xltool.values.chars import half_width

__all__ = ["addresses", "draft"]

_MOST = 20_000_000  # bytes of attachments; a third more on the way, which most servers still take
_LINE = 76  # characters of base64
_LINES = 800  # that are made at once: pieces of memory that Python has at hand
_SEPARATORS = re.compile(r"[,;、；，\r\n\t]+")
# The unquoted form of RFC 5322, which every mail server takes; what is stranger is asked about.
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
_BRACKETED = re.compile(r"[^<>]*<([^<>]+)>")
_TYPES = {
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".txt": "text/plain; charset=utf-8",
}


def addresses(cell: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The mail addresses of a cell, each once, and what stands there but is none.

    They are parted by commas, semicolons, spaces or lines, also full-width ones; of ``課 <a@example.jp>`` the
    address counts.
    """
    good: dict[str, None] = {}
    wrong: dict[str, None] = {}
    for piece in _SEPARATORS.split(cell or ""):
        text = half_width(piece).strip()
        bracketed = _BRACKETED.fullmatch(text)
        for word in [bracketed[1].strip()] if bracketed else text.split():
            fine = _ADDRESS.fullmatch(word) is not None and len(word) <= 254
            (good if fine else wrong)[word] = None
    return tuple(good), tuple(wrong)


def draft(
    *,
    to: str | None,
    sender: str | None,
    subject: str,
    body: str,
    attachments: Sequence[tuple[str, bytes]] = (),
    lang: Lang = "ja",
) -> Iterable[bytes]:
    """An .eml with plain text in UTF-8, in pieces. ``to`` and ``sender`` are cells, see ``addresses``.

    Attachments beyond 20 MB together are left out, and the text says so. Raises CannotWork for what is no
    address; line breaks and control characters never reach a header. Names of attachments come from
    ``xltool.campaign.names``: a line has room for 300 bytes of them.
    """
    taken, left = _weighed(attachments)
    for name, size in left:
        said = _TOO_LARGE.format(name=_one_line(name), size=f"{size / 1_000_000:.0f} MB").pick(lang)
        body = f"{body.rstrip()}\n\n{said}\n"
    headers = [
        *_header_of("From", sender),
        *_header_of("To", to),
        f"Subject: {_words(_one_line(subject), len('Subject: '))}",
        "X-Unsent: 1",
        "MIME-Version: 1.0",
    ]
    text = tuple(_part("text/plain; charset=utf-8", _crlf(body).encode("utf-8", "replace")))
    if not taken:
        return (_bytes(headers), *text)
    parts = [text, *(_part(_type_of(name), data, name) for name, data in taken)]
    mark = hashlib.sha256(b"".join((_bytes(headers), *text))).hexdigest()[:32]
    boundary = f"=_xltool_{mark}"  # "=_" stands in no line of base64, whatever is attached
    first = _bytes([*headers, f'Content-Type: multipart/mixed;\r\n boundary="{boundary}"', ""])
    between = _bytes([f"--{boundary}"])
    return chain([first], *(chain([between], part) for part in parts), [_bytes([f"--{boundary}--"])])


def _weighed(
    attachments: Sequence[tuple[str, bytes]],
) -> tuple[list[tuple[str, bytes]], list[tuple[str, int]]]:
    taken, left, size = [], [], 0
    for name, data in attachments:
        if size + len(data) > _MOST:
            left.append((name, len(data)))
        else:
            taken.append((name, data))
            size += len(data)
    return taken, left


def _header_of(key: str, cell: str | None) -> Iterator[str]:
    """One address a line: folded, so that no line grows long. No header without an address."""
    good, wrong = addresses(cell)
    if wrong:
        raise CannotWork(_NO_ADDRESS.format(what="、".join(_one_line(one)[:60] for one in wrong)))
    if good:
        yield f"{key}: " + ",\r\n ".join(good)


def _part(kind: str, data: bytes, name: str | None = None) -> Iterable[bytes]:
    lines = [f"Content-Type: {kind}", "Content-Transfer-Encoding: base64"]
    if name is not None:
        lines.append(f"Content-Disposition: attachment;\r\n {_file_name(_one_line(name))}")
    return chain([_bytes([*lines, ""])], _base64(data))


def _base64(data: bytes) -> Iterator[bytes]:
    """In lines, many at once, since there are hundreds of thousands; but never all: new memory takes time."""
    given, step = memoryview(data), _LINES * _LINE * 3 // 4
    for start in range(0, max(1, len(data)), step):
        text = binascii.b2a_base64(given[start : start + step], newline=False)
        whole = len(text) // _LINE
        rows = np.empty((whole, _LINE + 2), np.uint8)
        rows[:, :_LINE] = np.frombuffer(text, np.uint8, whole * _LINE).reshape(whole, _LINE)
        rows[:, _LINE:] = (13, 10)
        yield rows.tobytes()
        rest = text[whole * _LINE :]
        if rest or not data:
            yield rest + b"\r\n"


def _file_name(name: str) -> str:
    """On one line: the form with numbered pieces is what older mail programs do not know."""
    if re.fullmatch(r"[A-Za-z0-9 ._()+-]+", name):
        return f'filename="{name}"'
    return f"filename*=UTF-8''{quote(name.encode('utf-8', 'replace'), safe='')}"


def _type_of(name: str) -> str:
    ending = name[name.rfind(".") :].casefold() if "." in name else ""
    return _TYPES.get(ending, "application/octet-stream")


def _words(text: str, used: int) -> str:
    """A header's text: as it is where it is plain and short, else in encoded words of 75 characters."""
    if text.isascii() and len(text) + used <= 76 and "=?" not in text:
        return text
    pieces: list[bytes] = []
    piece = b""
    for ch in text:
        one = ch.encode("utf-8", "replace")
        if len(piece) + len(one) > 45 - (used if not pieces else 0):
            pieces.append(piece)
            piece = b""
        piece += one
    pieces.append(piece)
    return "\r\n ".join(f"=?UTF-8?B?{base64.b64encode(one).decode('ascii')}?=" for one in pieces)


def _one_line(text: str) -> str:
    """Line breaks of every kind become spaces; other control characters vanish."""
    return "".join(ch for ch in " ".join(text.splitlines()) if ch.isprintable() or ch == "\u3000").strip()


def _crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


def _bytes(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


_TOO_LARGE = Text(
    "※「{name}」（{size}）は容量が大きいため、このメールには添付しておりません。別の方法でお渡しします。",
    'Note: "{name}" ({size}) is too large to be attached; it will reach you another way.',
)
_NO_ADDRESS = Text(
    "メールアドレスとして読めません: {what}。"
    "対象事業一覧の「部署」シート（差出人は campaign.yaml の office）を直してください。",
    "This is no mail address: {what}. Correct it in the roster's sheet of departments"
    " (the sender's: office in campaign.yaml).",
)
