"""Text to tokens, with an answer to the usual slips (full-width signs, ``;``, ``==``, cell addresses)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from xltool.formula.errors import FormulaError
from xltool.text import Text

__all__ = ["Kind", "Token", "tokens"]

Kind = Literal["number", "text", "error", "name", "function", "bool", "op", "end"]


@dataclass(frozen=True, kw_only=True)
class Token:
    """One token; ``text`` is as written, for strings already without quotes."""

    kind: Kind
    text: str
    pos: int  # index of its first character


_PART = r"(?:[a-z][a-z0-9_]*|[0-9]+|\*)"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("space", r"[ \t\r\n]+"),
    ("text", r'"(?:[^"]|"")*"'),
    ("error", r"#(?:N/A|DIV/0!|VALUE!|REF!|NAME\?|NUM!|NULL!)"),
    ("address", r"\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}(?![A-Za-z0-9_.(])"),
    ("word", r"[A-Za-z][A-Za-z0-9_]*(?=\s*\()"),
    ("name", rf"[a-z][a-z0-9_]*(?:\.{_PART})*(?:\[\s*(?:[+-]?[0-9]+|\*)\s*\])?"),
    ("upper", r"[A-Za-z][A-Za-z0-9_.]*"),
    ("number", r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"),
    ("op", r"<=|>=|<>|[-+*/^&=<>%(),:]"),
)
_TOKEN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS))
_SLIPS: tuple[tuple[str, str, str], ...] = (  # what people write, what is wrong, in ja and en
    ("==", "「==」は使えません。等しいかどうかは「=」と書いてください", "== is not an operator: write ="),
    ("!=", "「!=」は使えません。等しくないときは「<>」と書いてください", "!= is not an operator: write <>"),
    ("=<", "「=<」は使えません。「<=」と書いてください", "=< is not an operator: write <="),
    ("=>", "「=>」は使えません。「>=」と書いてください", "=> is not an operator: write >="),
    ("&&", "「&&」は使えません。AND(…,…) と書いてください", "&& is not an operator: write AND(…,…)"),
    ("||", "「||」は使えません。OR(…,…) と書いてください", "|| is not an operator: write OR(…,…)"),
    ("**", "「**」は使えません。べき乗は「^」と書いてください", "** is not an operator: write ^"),
    (";", "引数の区切りは「;」ではなく「,」です", "arguments are separated by a comma, not by a semicolon"),
    ("'", "文字列は「\"」で囲んでください", 'text stands in double quotes: "…"'),
    ("{", "{ } の配列は使えません。範囲を書いてください", "no arrays in { }: write a range of fields"),
    ("!", "「シート名!」は使えません。項目の id を書いてください", "no sheet references: write a field id"),
    ("$", "セル番地は使えません。項目の id を書いてください", "no cell addresses: write a field id"),
)  # fmt: skip


def tokens(text: str) -> list[Token]:
    """All tokens and an ``end``; a leading ``=`` is skipped. Raises FormulaError at the first bad
    character."""
    found: list[Token] = []
    pos = len(text) - len(text.lstrip())
    if text[pos : pos + 1] == "=" and text[pos + 1 : pos + 2] != "=":
        pos += 1
    while pos < len(text):
        _reject_slips(text, pos)
        match = _TOKEN.match(text, pos)
        if match is None:
            raise _bad_character(text, pos)
        if match.lastgroup != "space":
            found.append(_token(match))
        pos = match.end()
    found.append(Token(kind="end", text="", pos=len(text)))
    return found


def _token(match: re.Match[str]) -> Token:
    word, pos = match.group(), match.start()
    match match.lastgroup:
        case "text":
            return Token(kind="text", text=word[1:-1].replace('""', '"'), pos=pos)
        case "number":
            return Token(kind="number", text=word, pos=pos)
        case "error":
            return Token(kind="error", text=word, pos=pos)
        case "op":
            return Token(kind="op", text=word, pos=pos)
        case "word":
            return Token(kind="function", text=word.upper(), pos=pos)
        case "address":
            raise FormulaError(
                Text(
                    ja=f"セル番地「{word}」は使えません。項目の id を書いてください(例: cost.total[0])",
                    en=f"{word} is a cell address: write the id of the field instead, such as cost.total[0]",
                ),
                pos,
            )
        case _:
            return _name(word, pos)


def _name(word: str, pos: int) -> Token:
    if word.upper() in ("TRUE", "FALSE"):
        return Token(kind="bool", text=word.upper(), pos=pos)
    if re.fullmatch(_PATTERNS[5][1], word):
        return Token(kind="name", text=word, pos=pos)
    if word.isupper():
        raise FormulaError(
            Text(
                ja=f'「{word}」は関数なら {word}(…) と括弧を付け、文字列なら「"」で囲み、'
                "項目なら小文字で書いてください",
                en=f'{word}: write {word}(…) if it is a function, "{word}" if it is text, lower '
                "case if it is a field",
            ),
            pos,
        )
    raise FormulaError(
        Text(
            ja=f"「{word}」は項目の id になりません。id は小文字の英字で始まる英数字と「.」です(例: "
            f"{word.lower().strip('.')})",
            en=f"{word} is no field id: ids are lower case letters, digits, _ and dots, such as "
            f"{word.lower().strip('.')}",
        ),
        pos,
    )


def _reject_slips(text: str, pos: int) -> None:
    for slip, ja, en in _SLIPS:
        if text.startswith(slip, pos):
            raise FormulaError(Text(ja=ja, en=en), pos)


def _bad_character(text: str, pos: int) -> FormulaError:
    char = text[pos]
    if char == '"':
        return FormulaError(
            Text(
                ja='文字列の終わりの「"」がありません。文字としての「"」は「""」と書きます',
                en='a closing " is missing; a quote inside text is written ""',
            ),
            pos,
        )
    if char == "[":
        return FormulaError(
            Text(
                ja="[ ] の中は基準年度からの年数(例: [-1] [0] [+2])か [*] です",
                en="inside [ ] stands a distance in years from the base year, such as [-1] [0] [+2], or [*]",
            ),
            pos,
        )
    half = {
        "“": '"',
        "”": '"',
        "、": ",",
        "，": ",",
        "：": ":",
        "≦": "<=",
        "≧": ">=",
        "≠": "<>",
        "×": "*",
        "÷": "/",
    }.get(char, unicodedata.normalize("NFKC", char))
    if half != char and half.isascii():
        return FormulaError(
            Text(
                ja=f"「{char}」は全角です。半角の「{half}」で書いてください",
                en=f"{char} is a full-width character: write {half}",
            ),
            pos,
        )
    return FormulaError(
        Text(
            ja=f'「{char}」は式に使えない文字です。文字列なら「"」で囲んでください',
            en=f'{char} has no meaning in a formula; text stands in double quotes: "…"',
        ),
        pos,
    )
