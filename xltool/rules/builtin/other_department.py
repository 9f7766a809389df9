"""XL403: a sheet of another department than the roster says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import one_line, plain
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.pile import Pile
    from xltool.rules.rule import Limits

__all__ = ["RULE"]


def _check(pile: Pile, _: Limits) -> Iterator[Spot]:
    for i, project in enumerate(pile.projects if pile.settings.roster else ()):
        row = (pile.settings.roster or {}).get(project or "")
        says = pile.records[i].department
        if row is None or not row.department or not says or plain(says) == plain(row.department):
            continue
        key = pile.at[i][0].edition.form.identity.department
        if key is not None and pile.is_told(i, key):
            continue
        yield Spot(
            sheet=i,
            place=pile.place(i, key),
            says=Text(
                f"シートの部署は「{one_line(says)}」ですが、対象事業一覧では、"
                f"{project} は「{row.department}」の事業です。",
                f'The sheet says "{one_line(says)}", but on the roster {project} '
                f'belongs to "{row.department}".',
            ),
            expected=row.department,
            actual=says,
        )


RULE = Builtin(
    id="XL403",
    severity="query",
    title=Text("対象事業一覧と違う部署", "Another department than on the roster"),
    message=Text("{items}", "{items}"),
    why=Text(
        "部署ごとの集計や督促が、別の部署に対して行われてしまいます。",
        "Figures and reminders by department would go to the wrong one.",
    ),
    remedy=Text(
        "部署名を確かめてください。所管が変わったのであれば、説明欄にその旨を記入してください。",
        "Check the department; if the project has moved, say so in the explanation.",
    ),
    bad=Text("一覧では土木課の事業に、道路課と書かれている。", "Roads, where the roster says Civil Works."),
    good=Text("一覧と同じ部署名。", "The department as on the roster."),
    across=_check,
    phase="always",
    sentences=True,
)
