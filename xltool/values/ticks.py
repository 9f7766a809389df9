"""Reading one tick box."""

from __future__ import annotations

from xltool.text import Text
from xltool.values.chars import TICKED, UNTICKED, unspaced
from xltool.values.reading import Raw, Reading, ambiguous, normalised, ok, quoted, unreadable

__all__ = ["read_tick"]

_YES = frozenset((*TICKED, *"○◯〇●◎レﾚVv√1", "true", "yes", "はい", "有", "あり", "該当", "該当する"))
_NO = frozenset((*UNTICKED, "0", "false", "no", "いいえ", "無", "なし", "非該当", "該当しない"))
_CROSS = frozenset("×✕✖✗✘xX")  # "wrong" in Japan, a ticked box elsewhere


def read_tick(raw: Raw) -> Reading:
    """True, False, or a blank box: empty and False.

    ``■``, ``□`` and truth values are what our sheets hold (ok). A cross alone is ambiguous. A printed label may
    follow the box.
    """
    if isinstance(raw, bool):
        return ok(raw)
    if isinstance(raw, (int, float)) and raw in (0, 1):
        return _as(raw, raw == 1)
    text = unspaced(raw) if isinstance(raw, str) else ""
    if raw is None or (isinstance(raw, str) and not text):
        return Reading(value=False, status="empty")
    if text in ("■", "□"):
        return ok(text == "■") if raw == text else _as(raw, text == "■")
    if text.lower() in _YES or text.lower() in _NO:
        return _as(raw, text.lower() in _YES)
    if text in _CROSS:
        return _either(raw)
    boxes = [ch for ch in text if ch in TICKED + UNTICKED]
    if len(boxes) == 1 and text[0] == boxes[0]:
        return _as(raw, boxes[0] in TICKED)
    if len(boxes) > 1:
        return _either(raw)
    return unreadable(
        Text(
            ja=f"「{quoted(raw)}」は印として読み取れません。■ または □ を選んでください。",
            en=f'"{quoted(raw)}" cannot be read as a tick. Please choose ■ or □.',
        )
    )


def _as(raw: Raw, ticked: bool) -> Reading:
    ja, en = ("■（印あり）", "ticked (■)") if ticked else ("□（印なし）", "not ticked (□)")
    return normalised(ticked, Text(ja=f"「{quoted(raw)}」を{ja}と読み取りました。", en=f'Read "{quoted(raw)}" as {en}.'))


def _either(raw: Raw) -> Reading:
    return ambiguous(
        (True, False),
        Text(
            ja=f"「{quoted(raw)}」は印があるのかないのか確定できません。■ または □ を選んでください。",
            en=f'"{quoted(raw)}" may or may not be a tick. Please choose ■ or □.',
        ),
    )
