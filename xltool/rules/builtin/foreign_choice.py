"""XL206: a choice that does not belong to the one above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.rule import Builtin, Spot
from xltool.rules.show import joined, one_line
from xltool.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xltool.form import Field
    from xltool.rules.group import Group

__all__ = ["RULE"]

_OFFERED = 5  # choices named in the message


def _check(group: Group) -> Iterator[Spot]:
    for one in group.edition.form.fields.values():
        choices = one.choices
        if choices is None or choices.parent is None or group.edition.options(one) is None:
            continue
        chain = (*group.edition.ancestors(one), one)
        verdicts: dict[tuple[object, ...], tuple[str, ...] | None] = {}
        columns = [group.batch.column(part.id).to_list() for part in chain]
        for i, chosen in enumerate(zip(*columns, strict=True)):
            if chosen not in verdicts:
                verdicts[chosen] = _offered(group, one, chosen)
            offered = verdicts[chosen]
            if offered is not None:
                yield _spot(group, i, one, str(chosen[-1]), offered)


def _offered(group: Group, one: Field, chosen: tuple[object, ...]) -> tuple[str, ...] | None:
    """What the list offers where the choice is not in it; None where it is, or a parent is at fault."""
    if not all(isinstance(value, str) and value for value in chosen):
        return None
    given = tuple(str(value) for value in chosen)
    offered = group.edition.narrowed(one, given[:-1])
    return offered if offered and given[-1] not in offered else None


def _spot(group: Group, i: int, one: Field, value: str, offered: tuple[str, ...]) -> Spot:
    above = group.edition.ancestors(one)[-1]
    parent, above_it = group.labels[above.id], one_line(str(group.records[i].values.get(above.id)))
    shown = one_line(value)
    listed = joined(Text(one_line(o), one_line(o)) for o in offered[:_OFFERED])
    rest = Text("など", ", …") if len(offered) > _OFFERED else Text("", "")
    return group.spot(
        i,
        one.id,
        Text(
            f"「{shown}」は、{parent}「{above_it}」の中にありません（選べるのは {listed.ja}{rest.ja}）。",
            f'"{shown}" does not belong to {parent} "{above_it}" (choose from {listed.en}{rest.en}).',
        ),
        expected=listed.ja + rest.ja,
        actual=value,
    )


RULE = Builtin(
    id="XL206",
    severity="error",
    title=Text("上位の選択と合わない選択", "Choice does not belong to its parent"),
    message=Text("{items}", "{items}"),
    why=Text(
        "上位の選択を後から変えると、下位の選択は前のまま残ります。",
        "When the upper choice is changed later, the lower one stays behind.",
    ),
    remedy=Text("一覧から選び直してください。", "Choose from the list again."),
    bad=Text(
        "章を「福祉」に変えたが、節は「道路」のまま。",
        "The chapter became Welfare, the section is still Roads.",
    ),
    good=Text("章に属する節を選んだ。", "A section of that chapter."),
    sheets=_check,
    phase="field",
    sentences=True,
)
