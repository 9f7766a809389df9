"""Reading one tick box."""

from __future__ import annotations

from xltool.text import Text
from xltool.values.chars import TICKED, UNTICKED, unspaced
from xltool.values.reading import Raw, Reading, ambiguous, blank, ok, read_as, shown, unreadable

__all__ = ["read_tick"]

_YES = (*TICKED, *"○◯〇●◎レﾚv√1", "true", "yes", "はい", "有", "あり", "該当", "該当する")
_NO = (*UNTICKED, "0", "false", "no", "いいえ", "無", "なし", "非該当", "該当しない")
_MEANING = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
_CROSSES = ("×", "✕", "✖", "✗", "✘", "x")  # "wrong" in Japan, a ticked box elsewhere

_EITHER = Text(
    ja="「{raw}」は印があるのかないのか確定できません。■ または □ を選んでください。",
    en='"{raw}" may or may not be a tick. Please choose ■ or □.',
)
_NEITHER = Text(
    ja="「{raw}」は印として読み取れません。■ または □ を選んでください。",
    en='"{raw}" cannot be read as a tick. Please choose ■ or □.',
)


def read_tick(raw: Raw) -> Reading:
    """True, False, or a blank box: empty and False.

    ``■``, ``□`` and truth values are what our sheets hold (ok). A cross alone is ambiguous. A printed label
    may follow the box.
    """
    text = unspaced(shown(raw)).lower()
    if not text:
        return Reading(value=False, status="empty") if blank(raw) else unreadable(raw, _NEITHER)
    boxes = [ch for ch in text if ch in TICKED + UNTICKED]
    if text in _CROSSES or len(boxes) > 1:
        return ambiguous(raw, _EITHER, (True, False))
    ticked = _MEANING.get(text[0] if boxes == [text[0]] else text)
    if ticked is None:
        return unreadable(raw, _NEITHER)
    if isinstance(raw, bool) or raw in ("■", "□"):
        return ok(ticked)
    return read_as(
        raw, ticked, Text(ja="■（印あり）" if ticked else "□（印なし）", en="■" if ticked else "□")
    )
