"""XL402: a project number that is not on the roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import one_line
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xltool.rules.pile import Pile
    from xltool.rules.rule import Limits
    from xltool.rules.settings import Listed

__all__ = ["RULE"]

_LOOKED_UP = 50  # numbers for which the roster is searched for a similar one


def _check(pile: Pile, _: Limits) -> Iterator[Spot]:
    roster = pile.settings.roster
    if roster is None:
        return
    plain = {_bare(number): number for number in roster}
    searched = 0
    for i, project in enumerate(pile.projects):
        if not project or project in roster:
            continue
        searched += 1
        meant = plain.get(_bare(project)) or (_mistyped(project, roster) if searched <= _LOOKED_UP else None)
        hint = _hint(roster, meant)
        yield Spot(
            sheet=i,
            place=pile.place(i, pile.at[i][0].edition.form.identity.project),
            says=Text(
                f"番号「{one_line(project)}」は対象事業一覧にありません。{hint.ja}",
                f'The project number "{one_line(project)}" is not on the roster.{hint.en}',
            ),
            expected=meant,
            actual=project,
        )


def _bare(number: str) -> str:
    """Without leading zeros, which Excel likes to lose."""
    return number.strip().lstrip("0")


def _mistyped(project: str, roster: Iterable[str]) -> str | None:
    """The one number that is this one but for a digit, or for two that changed places; no wilder guess."""
    near = [number for number in roster if _one_slip(project, number)]
    return near[0] if len(near) == 1 else None


def _one_slip(one: str, other: str) -> bool:
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    apart = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) == 2:
        i, j = apart
        return j == i + 1 and one[i] == other[j] and one[j] == other[i]
    return len(apart) == 1


def _hint(roster: Mapping[str, Listed], meant: str | None) -> Text:
    if meant is None:
        return Text("", "")
    row = roster[meant]
    who = "・".join(part for part in (row.name, row.department) if part)
    ja, en = (f"（{who}）", f" ({who})") if who else ("", "")
    return Text(f"一覧には「{meant}」{ja}があります。", f' The roster has "{meant}"{en}.')


RULE = Builtin(
    id="XL402",
    severity="query",
    title=Text("対象事業一覧にない番号", "Number not on the roster"),
    message=Text("{items}", "{items}"),
    why=Text(
        "一覧にない事業のシートは、どこからも求めておらず、集計にも入りません。",
        "Nobody asked for a sheet of this project, and it would not be counted.",
    ),
    remedy=Text(
        "番号を確かめてください。対象に加えるべき事業であれば、事務局にお知らせください。",
        "Check the number; if the project ought to be on the roster, tell those who sent the sheet.",
    ),
    bad=Text("一覧に 00832 があるのに、シートの番号は 832。", "832, where the roster has 00832."),
    good=Text("一覧にある 00832。", "00832, as on the roster."),
    across=_check,
    phase="always",
    sentences=True,
)
