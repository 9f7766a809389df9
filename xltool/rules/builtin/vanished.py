"""XL427: a project of last year's sheets is on the roster no more, and was not to end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.lifecycle import ended, fields_of, standing
from xltool.rules.rule import Absent, Builtin
from xltool.rules.show import one_line
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.rules.pile import Pile
    from xltool.rules.rule import Limits

__all__ = ["RULE"]


def _check(pile: Pile, _: Limits) -> Iterator[Absent]:
    roster, before = pile.settings.roster, pile.before
    if roster is None or before is None:
        return
    here = {*roster, *(project for project in pile.projects if project)}
    for j, over in ended(before):
        project, record = before.projects[j], before.records[j]
        if over or project is None or project in here:
            continue
        form = record.edition.form
        keys = fields_of(before.at[j][0], form.lifecycle.ended)
        name = one_line(str(record.values.get(form.identity.name or "") or ""))
        stood = standing(before, j, keys)
        yield Absent(
            project=project,
            department=record.department,
            says=Text(
                f"昨年度のシートにあった {project}「{name}」が、今年度の対象事業一覧にありません。"
                f"昨年度のシートでは、{stood.ja}でした。",
                f'{project} "{name}", of which there was a sheet last year, is not on the roster any more. '
                f"Last year's sheet said: {stood.en}.",
            ),
            others=(before.elsewhere(j, keys[0] if keys else None),),
        )


RULE = Builtin(
    id="XL427",
    severity="query",
    title=Text("終了していないのになくなった事業", "Gone without having ended"),
    message=Text("{items}", "{items}"),
    why=Text(
        "終了と判定されていない事業が対象から外れると、評価されないまま続くおそれがあります。",
        "A project that drops out without having ended may go on without being reviewed.",
    ),
    remedy=Text(
        "対象事業一覧への載せ忘れでないか確かめてください。番号の変更・統合・終了であれば、控えておいてください。",
        "See whether the roster lacks it; if it was renumbered, merged or ended, keep a note of it.",
    ),
    bad=Text(
        "昨年度「現状継続」だった 00417 が、今年度の一覧にない。",
        "00417, which was to continue, is not on this year's roster.",
    ),
    good=Text("昨年度「終了」だった 00417 が、今年度の一覧にない。", "00417, which has ended, is not on it."),
    across=_check,
    sentences=True,
)
