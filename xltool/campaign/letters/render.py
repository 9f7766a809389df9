"""Letters out of templates: the office's where it has edited one, else those that ship with the tool."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path
from typing import Literal

from xltool.campaign.letters.context import LetterContext
from xltool.campaign.letters.engine import fill_template
from xltool.campaign.letters.sample import sample_contexts
from xltool.campaign.model import Config
from xltool.errors import CannotWork
from xltool.report.files import make_folder, write_file
from xltool.text import Lang, Text

__all__ = ["LETTERS", "NOTE_FILES", "Letter", "LetterName", "check_letters", "render"]
__all__ += ["text_file", "write_letters"]

LetterName = Literal["covering_note", "mail", "reminder", "return_note", "return_mail"]
LETTERS: tuple[LetterName, ...] = LetterName.__args__  # type: ignore[attr-defined]

# What a text is called beside the workbooks.
NOTE_FILES: dict[LetterName, Text] = {
    "covering_note": Text("はじめにお読みください.txt", "READ ME FIRST.txt"),
    "mail": Text("メール文.txt", "mail.txt"),
    "reminder": Text("督促文.txt", "reminder.txt"),
    "return_note": Text("修正のお願い.txt", "READ ME FIRST.txt"),
    "return_mail": Text("メール文.txt", "mail.txt"),
}
_MAILS = frozenset({"mail", "reminder", "return_mail"})
_SUBJECT = re.compile(r"\s*(?:件名|Subject)[ \t]*[:：][ \t]*(.*)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A text to be sent or put beside the workbooks."""

    subject: str  # empty for a note
    body: str  # lines end with \n


def write_letters(folder: Path, lang: Lang) -> tuple[Path, ...]:
    """Put the templates into ``letters/`` of a campaign's folder; one that is there stays as it is.

    Returns those that were written. They begin with a byte order mark, so that every editor knows UTF-8.
    """
    target = make_folder(folder / "letters")
    missing = [name for name in LETTERS if not (target / f"{name}.txt").exists()]
    words = _shipped("words", lang)
    return tuple(
        write_file(target / f"{name}.txt", text_file(words + _shipped(name, lang))) for name in missing
    )


def render(config: Config, name: LetterName, context: LetterContext) -> Letter:
    """One letter. Raises CannotWork for a mistake in the office's template, with file, line and remedy."""
    path = config.letters / f"{name}.txt"
    source = _read(path)
    file = str(path) if source is not None else f"{config.lang}/{name}.txt"
    words = {one.name: getattr(context, one.name) for one in fields(context)}
    template = _shipped(name, config.lang) if source is None else source
    return _letter(fill_template(template, file, words, config.lang), name, file)


def check_letters(config: Config) -> None:
    """Before long work: raises CannotWork for the first mistake in the office's templates.

    They are filled in for an invented department that has every kind of project, so that the parts which
    are rarely written are looked at too.
    """
    for name in LETTERS:
        if (config.letters / f"{name}.txt").exists():
            for context in sample_contexts(config):
                render(config, name, context)


def text_file(text: str) -> bytes:
    """A text as Windows' editors open it without a question: UTF-8 with its mark, CRLF."""
    return codecs.BOM_UTF8 + text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8", "replace")


def _letter(text: str, name: LetterName, file: str) -> Letter:
    lines = text.strip("\n").split("\n")
    subject = ""
    if match := _SUBJECT.fullmatch(lines[0]):
        subject, lines = " ".join(match[1].split()), lines[1:]
    if name in _MAILS and not subject:
        raise CannotWork(
            Text(
                f"{file} の本文の 1 行目に「件名: …」がありません。書き足してください。",
                f"{file}: the text does not begin with a line 'Subject: …'; add it.",
            )
        )
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n")
    return Letter(subject=subject, body=body + "\n")


def _shipped(name: str, lang: Lang) -> str:
    return (files("xltool.campaign.letters") / lang / f"{name}.txt").read_text(encoding="utf-8")


def _read(path: Path) -> str | None:
    """The office's template in UTF-8, UTF-16 or cp932, as editors save it; None where there is none."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotWork(
            Text(
                f"{path} を開けません（{error.strerror}）。ほかで開いていれば閉じてください。",
                f"{path} cannot be opened ({error.strerror}); close it elsewhere.",
            )
        ) from None
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    worst = 0
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            worst = max(worst, data.count(b"\n", 0, error.start) + 1)
    raise CannotWork(
        Text(
            f"{path}:{worst} 文字コードが分かりません。メモ帳などで UTF-8 で保存し直してください。",
            f"{path}:{worst}: the text is in no known encoding; save it as UTF-8.",
        )
    )
