"""XL426: a project that had no sheet last year does not say that it is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.lifecycle import fields_of, new, standing
from xltool.rules.rule import Builtin, Spot
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.pile import Pile
    from xltool.rules.rule import Limits

__all__ = ["RULE"]

_UNLISTED = "XL402"


def _check(pile: Pile, _: Limits) -> Iterator[Spot]:
    for i, said in new(pile) if pile.known is not None else ():
        project = pile.projects[i]
        if said or project is None or project in (pile.known or ()) or _unlisted(pile, project):
            continue
        keys = fields_of(pile.at[i][0], pile.at[i][0].edition.form.lifecycle.new)
        if any(pile.is_told(i, key) for key in keys):
            continue
        stands = standing(pile, i, keys)
        yield Spot(
            sheet=i,
            place=pile.place(i, keys[0]),
            says=Text(
                f"{stands.ja}ですが、昨年度のシートの中に {project} がありません。",
                f"{stands.en}, yet there is no sheet of {project} among last year's.",
            ),
        )


def _unlisted(pile: Pile, project: str) -> bool:
    """Whether the number is not on the roster, which is told: it has no sheet of last year then."""
    roster = pile.settings.roster
    return roster is not None and project not in roster and _UNLISTED not in pile.settings.off


RULE = Builtin(
    id="XL426",
    severity="query",
    title=Text("昨年度のシートがない継続事業", "Continued, yet without a sheet last year"),
    message=Text("{items}", "{items}"),
    why=Text(
        "新しい事業なのか、番号が変わった事業なのかが分からないと、昨年度と比べられません。",
        "Whether it is new or renumbered decides what it can be compared with.",
    ),
    remedy=Text(
        "新規の事業であれば区分を直してください。番号の変更や統合であれば、もとの番号を説明欄に記入してください。",
        "Mark it as new if it is; if it was renumbered or merged, name the former number in the explanation.",
    ),
    bad=Text("昨年度のシートがない事業が「継続」。", "Without a sheet last year, yet continued."),
    good=Text("昨年度のシートがない事業が「新規」。", "Without a sheet last year, and new."),
    across=_check,
    sentences=True,
)
