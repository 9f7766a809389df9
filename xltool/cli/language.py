"""The language of the screen: Japanese, unless the locale clearly is another."""

from __future__ import annotations

import os
import sys

from xltool.text import Lang

__all__ = ["default_lang"]

_NO_LANGUAGE = frozenset({"", "c", "posix"})


def default_lang() -> Lang:
    """From XLTOOL_LANG, LC_ALL, LC_MESSAGES, LANG; on Windows from the user interface."""
    asked = os.environ.get("XLTOOL_LANG", "").lower()
    if asked in ("ja", "en"):
        return "en" if asked == "en" else "ja"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return _of(value)
    return _of(_windows()) if sys.platform == "win32" else "ja"


def _of(locale: str) -> Lang:
    language = locale.split(".", maxsplit=1)[0].split("_", maxsplit=1)[0].split("-", maxsplit=1)[0].lower()
    return "ja" if language in _NO_LANGUAGE or language.startswith("ja") else "en"


def _windows() -> str:
    import ctypes
    import locale

    windll = getattr(ctypes, "windll", None)
    if windll is None:
        return ""
    return locale.windows_locale.get(windll.kernel32.GetUserDefaultUILanguage(), "")
