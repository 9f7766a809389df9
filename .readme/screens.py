"""Pictures of terminal screens for the README: ``screens.py OUT.svg WIDTH COMMAND…`` runs and draws it.

The SVG is rich's, made fit for Japanese: every word stands at its own column and is as wide as a terminal
sets it, whatever fonts the reader has, and nothing is fetched from elsewhere.
"""

from __future__ import annotations

import fcntl
import html
import io
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import termios
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text as Styled

from xltool.report.text import Line
from xltool.text import char_width

FONTS = "'Noto Sans Mono CJK JP', 'BIZ UDGothic', 'MS Gothic', 'Osaka-Mono', 'Source Han Code JP', monospace"
THEME = TerminalTheme(
    (24, 28, 36),
    (214, 220, 229),
    [
        (24, 28, 36),
        (240, 98, 92),
        (76, 175, 120),
        (230, 176, 60),
        (92, 155, 235),
        (200, 130, 220),
        (84, 190, 200),
        (214, 220, 229),
    ],
    [
        (92, 102, 118),
        (255, 128, 120),
        (110, 205, 150),
        (250, 205, 100),
        (130, 180, 250),
        (220, 160, 240),
        (120, 215, 225),
        (255, 255, 255),
    ],
)
_TEXT = re.compile(
    r'<text class="([^"]*-r\d+)" x="([^"]*)" y="([^"]*)"[^>]*?clip-path="([^"]*)">([^<]*)</text>'
)
_CELL = 10.0  # pixels; half of rich's 20, as fonts with kanji have it


def capture(lines: Iterable[Line], title: str, width: int) -> str:
    """The lines on a terminal of ``width`` columns, as SVG."""
    console = Console(
        record=True, width=width, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    for line in lines:
        pieces = [(_spaced(text), style) for text, style in line.pieces]
        console.print(Styled.assemble(*pieces), soft_wrap=True, highlight=False)
    svg = console.export_svg(title=title, theme=THEME, font_aspect_ratio=_CELL / 20)
    svg = re.sub(r"\s*@font-face \{.*?\}\n", "\n", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", FONTS).replace("font-variant-east-asian: full-width;", "")
    svg = svg.replace("font-family: arial", "font-family: system-ui, 'Noto Sans CJK JP', sans-serif")
    svg = _TEXT.sub(lambda found: "".join(_words(*found.groups())), svg)
    return "\n".join(part.rstrip() for part in svg.splitlines()) + "\n"


def run(command: Sequence[str], width: int, cwd: Path | None = None) -> list[Line]:
    """What a command prints on a colour terminal of ``width`` columns, below the command itself."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(width)}
    for name in ("NO_COLOR", "COLORTERM"):
        environment.pop(name, None)
    with subprocess.Popen(  # noqa: S603 - the command is ours
        command, stdin=slave, stdout=slave, stderr=subprocess.DEVNULL, cwd=cwd, env=environment
    ) as process:
        os.close(slave)
        said = b"".join(iter(lambda: _read(master), b""))
        process.wait()
    os.close(master)
    shown = Line((("$ ", "bold green"), (shlex.join(command), "bold")))
    return [shown, *(_line(text) for text in said.decode("utf-8").splitlines())]


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # Linux: the other end was closed
        return b""


def _line(text: str) -> Line:
    segments = Styled.from_ansi(text).render(Console(width=1000), end="")
    return Line(tuple((segment.text, str(segment.style or "")) for segment in segments))


def _spaced(text: str) -> str:
    """rich takes ambiguous characters for narrow, we for wide: a space after them makes room."""
    return "".join(ch + " " * (char_width(ch) - cell_len(ch)) for ch in text)


def _words(style: str, x: str, y: str, clip: str, content: str) -> Iterator[str]:
    """One element per run of characters of equal width, without blanks."""
    text = html.unescape(content).replace("\xa0", " ")
    at, start, word, wide = float(x), 0.0, "", 0
    skip = 0
    for ch in [*text, " "]:
        if skip:  # the room made by _spaced
            skip -= 1
            continue
        size = char_width(ch)
        if word and size and (ch == " " or size != wide):
            length = f'textLength="{len(word) * wide * _CELL:g}" lengthAdjust="spacingAndGlyphs"'
            place = f'x="{start:g}" y="{y}" {length} clip-path="{clip}"'
            yield f'<text class="{style}" {place}>{html.escape(word)}</text>'
            word = ""
        if ch != " ":
            if not word:
                start, wide = at, size
            word += ch
        skip = size - cell_len(ch) if size > cell_len(ch) else 0
        at += size * _CELL


def main() -> None:
    target, width, *command = sys.argv[1:]
    title = shlex.join(command)
    Path(target).write_text(capture(run(command, int(width)), title, int(width)), "utf-8")


if __name__ == "__main__":
    main()
