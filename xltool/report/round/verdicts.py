"""``doctor``: what was looked at and how it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.report.round.flow import sentences
from xltool.report.text import Line
from xltool.report.typeset import one_line, wrap
from xltool.standing import Verdict
from xltool.text import Lang, Text

__all__ = ["verdict_lines"]

_WELL = Text("異常はありません（{n} 項目を確認）。", "All is well: {n} check(s).")
_ILL = Text("{n} 項目に異常があります（{all} 項目を確認）。", "{n} of {all} check(s) found something wrong.")


def verdict_lines(verdicts: Sequence[Verdict], *, lang: Lang, width: int = 100) -> Iterator[Line]:
    """One check after the other in the order given; widths outside 60 to 200 are brought inside."""
    width = min(max(width, 60), 200)
    ill = sum(not one.ok for one in verdicts)
    text = (_ILL if ill else _WELL).format(n=ill or len(verdicts), all=len(verdicts)).pick(lang)
    yield from sentences(text, width, indent=0, style="bold red" if ill else "bold green")
    if verdicts:
        yield Line()
    for one in verdicts:
        tag, style = ("OK", "bold green") if one.ok else ("NG", "bold red")
        first, *more = wrap(one_line(one.what.pick(lang)), width - 4)
        yield Line(((tag, style), ("  ", ""), (first, "bold" if not one.ok else "")))
        for part in more:
            yield Line(((f"    {part}", ""),))
        if one.text.pick(lang):
            yield from sentences(one.text.pick(lang), width, indent=4, style="dim" if one.ok else "")
        if one.remedy:
            yield from sentences(one.remedy.pick(lang), width, indent=4, first="→ ", style="green")
