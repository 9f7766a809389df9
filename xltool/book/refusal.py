"""The sentences for files that cannot be read: what is the matter, and what to do."""

from __future__ import annotations

from xltool.errors import Unreadable
from xltool.text import Text

__all__ = ["damaged", "locked", "no_access", "not_a_workbook", "old_format", "over_limit", "refused"]


def _unreadable(reason: str, text: Text, **values: object) -> Unreadable:
    return Unreadable(reason, text.format(**values))


def damaged(part: str | None = None) -> Unreadable:
    """Cut off, corrupted, or not what its place in the workbook says."""
    return _unreadable("damaged", _DAMAGED, part=_safe(f" ({part})") if part else "")


def over_limit(what: Text, bound: int) -> Unreadable:
    return _unreadable("limit", _LIMIT, what=what, bound=f"{bound:,}")


def refused(why: Text, **values: object) -> Unreadable:
    """Built in a way that no spreadsheet program writes, and that programs read differently."""
    return _unreadable("refused", _REFUSED, why=why.format(**{k: _safe(str(v)) for k, v in values.items()}))


def not_a_workbook(kind: Text) -> Unreadable:
    return _unreadable("not_a_workbook", _NOT_A_WORKBOOK, kind=kind)


def locked() -> Unreadable:
    return _unreadable("locked", _LOCKED)


def old_format() -> Unreadable:
    return _unreadable("old_format", _OLD_FORMAT)


def no_access(error: OSError) -> Unreadable:
    return _unreadable("no_access", _NO_ACCESS, error=error.strerror or type(error).__name__)


def _safe(text: str) -> str:
    """A name out of a hostile file, fit for a terminal: printable, short, no direction marks."""
    return "".join(ch if ch.isprintable() else "?" for ch in text[:120])


_DAMAGED = Text(
    ja="ファイルが壊れていて読めません{part}。Excel で保存し直すか、もう一度送ってもらってください。",
    en="The file is damaged and cannot be read{part}; please open and save it in Excel, or ask for it again.",
)
_LIMIT = Text(
    ja="{what}が上限（{bound}）を超えているため読みません。不要なシート、書式、画像を削除して保存し直してください。",
    en="The file exceeds the limit for {what} ({bound}); please remove unneeded sheets, formats and pictures"
    " and save it again.",
)
_REFUSED = Text(
    ja="安全のため読みません（{why}）。Excel で開いて新しい名前で保存し直してください。",
    en="The file is refused for safety ({why}); please open it in Excel and save it under a new name.",
)
_NOT_A_WORKBOOK = Text(
    ja="Excel ブックではなく、{kind}です。Excel ブック（.xlsx）を送ってもらってください。",
    en="This is not an Excel workbook but {kind}; please ask for the workbook (.xlsx).",
)
_LOCKED = Text(
    ja="パスワードで暗号化されているため読めません。パスワードを解除して保存し直したものを送ってもらってください。",
    en="The file is encrypted with a password; please ask for a copy that is saved without the password.",
)
_OLD_FORMAT = Text(
    ja="旧形式の Excel ブック（.xls）です。Excel で開き、.xlsx 形式で保存し直してください。",
    en="This is a workbook in the old Excel format (.xls); please open it in Excel and save it as .xlsx.",
)
_NO_ACCESS = Text(
    ja="ファイルを開けません（{error}）。場所とアクセス権を確かめ、ほかで開いていれば閉じてください。",
    en="The file cannot be opened ({error}); please check its place and permissions, and close it elsewhere.",
)
