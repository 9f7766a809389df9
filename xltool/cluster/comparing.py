"""What shows only when sheets are compared, over any number of chunks: the same findings as ``judge_across``.

No process ever holds all records. Columns are put together bundle by bundle; under a key (a project, a
department's unit cost, an indicator, a text) the values are reduced in a tree, figures kind by kind. What is
left are the sheets that a rule has to look at, those that it compares them with included: the rule itself
judges these, and says of them what it would say of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from xltool.cluster.bundles import (
    Bundle,
    Chosen,
    bundle,
    choose,
    merged,
    near,
    stands_under,
    twice,
    usual_of,
)
from xltool.cluster.crew import gathered
from xltool.cluster.packing import edition_of, unpack
from xltool.cluster.work import Job, library_for
from xltool.rules.across import told_across
from xltool.rules.builtin import (
    BUILTIN,
    appeared,
    carried_changed,
    copied_prose,
    end_year_later,
    indicator_unit,
    new_again,
    not_on_roster,
    other_department,
    outlier,
    restated_figure,
    same_project,
    settled_changed,
    slip_since_last_year,
    total_differs,
    unit_cost_differs,
    vanished,
)
from xltool.rules.pile import Pile, piles
from xltool.text import Text

if TYPE_CHECKING:
    from distributed import Client

    from xltool.rules.rule import AcrossCheck, Builtin, Limits, Spot
    from xltool.rules.tell import Told

__all__ = ["Compared", "compare_all", "not_compared"]

_CHUNKS = 64  # of a bundle
_FAN = 8  # results that are merged at once
_DONE = {one.RULE.id for one in (same_project, unit_cost_differs, indicator_unit, outlier, copied_prose)}
_OF_A_ROUND = {  # of these nothing can be said without a campaign: its roster, last year's sheets, its totals
    one.RULE.id
    for one in (
        *(not_on_roster, other_department, total_differs, restated_figure, settled_changed, carried_changed),
        *(slip_since_last_year, end_year_later, appeared, vanished, new_again),
    )
}
Usual = tuple[outlier.Pairs, Mapping[outlier.Kind, "outlier.Usual | None"]]
Fields = dict[tuple[str | None, str | None], frozenset[str]]
Near = Mapping[str, Mapping[str, float]]
Compared = tuple[dict[int, list["Told"]], tuple[Text, ...]]  # chunk -> what was told; what was left out


def not_compared() -> tuple[str, ...]:
    """The rules that compare sheets and are not judged on a cluster, though they could be without one."""
    return tuple(one.id for one in BUILTIN if one.across and one.id not in _DONE | _OF_A_ROUND)


def compare_all(client: Client, chunks: Sequence[str], job: Job) -> Compared:
    """What the rules say of the sheets of chunks that are done, and what could not be compared."""
    shared = client.submit(_as_it_is, job, pure=False)
    parts = [chunks[at : at + _CHUNKS] for at in range(0, len(chunks), _CHUNKS)]
    bundles = gathered(client, bundle, parts, shared)
    editions = _editions(bundles)
    limits = job.settings.limits(copied_prose.RULE)
    keys = _tree(client, [client.submit(stands_under, one, shared, pure=False) for one in bundles])
    usual = _usual(client, bundles, editions, job, shared)
    texts = {
        pile: client.submit(near, pile, tuple(some), bundles, shared, limits["threshold"], pure=False)
        for pile, some in editions.items()
    }
    alike = {pile: _unless_too_much(client, one) for pile, one in texts.items()}
    hot = {pile: frozenset(_blobs(some or {})) for pile, some in alike.items()}
    first = {(pile, key): name for pile, some in editions.items() for key, name in some.items()}
    chosen = gathered(client, choose, bundles, shared, keys, hot, usual, first)
    found: dict[int, list[Told]] = {}
    for at, told in _judged(_placed(chosen), editions, alike, usual, job):
        found.setdefault(at, []).append(told)
    left = [_LEFT_OUT.format(rule=one) for one in not_compared()]
    left += [_NO_NEAR.format(rule=copied_prose.RULE.id)] if None in alike.values() else []
    return found, tuple(left)


def _as_it_is(job: Job) -> Job:
    return job


def _unless_too_much(client: Client, future: Any) -> Near | None:
    """What texts are alike; None also where the workers have not the memory for it."""
    from distributed import KilledWorker

    try:
        found: Near | None = client.gather(future)
    except KilledWorker:
        return None
    return found


def _blobs(texts: Near) -> Iterator[bytes]:
    from xltool.cluster.sketch import blob

    return map(blob, texts)


def _editions(bundles: Sequence[Bundle]) -> dict[str, dict[str, str]]:
    """Pile -> its editions in the order met, each with the bundle that has its first sheet."""
    found: dict[str, dict[str, str]] = {}
    for one in bundles:
        for pile, editions in one.piles.items():
            for key in editions:
                found.setdefault(pile, {}).setdefault(key, one.name)
    return found


def _tree(client: Client, level: list[Any]) -> Any:
    """The keys that hold more than one value: merged some at a time, until one is left."""
    while len(level) > 1:
        level = [
            client.submit(merged, level[at : at + _FAN], pure=False) for at in range(0, len(level), _FAN)
        ]
    return client.submit(twice, level[0], pure=False)


def _usual(
    client: Client,
    bundles: Sequence[Bundle],
    editions: Mapping[str, Mapping[str, str]],
    job: Job,
    shared: Any,
) -> dict[str, Usual]:
    _, library = library_for(job)
    pairs = {
        pile: outlier.pairs_of([edition_of(key, library).form for key in some])
        for pile, some in editions.items()
    }
    kinds = [(pile, kind) for pile, some in pairs.items() for kind in some]
    asked = [(pile, [(one.id, later.id) for one, later in pairs[pile][kind]]) for pile, kind in kinds]
    limits = job.settings.limits(outlier.RULE)
    known = dict(zip(kinds, gathered(client, usual_of, asked, bundles, shared, limits), strict=True))
    return {pile: (some, {kind: known[pile, kind] for kind in some}) for pile, some in pairs.items()}


# -- judging ------------------------------------------------------------------------------------------------


def _placed(chosen: Sequence[Sequence[Chosen]]) -> Iterator[tuple[int, Chosen]]:
    """Every chosen sheet with its chunk among all."""
    for at, some in enumerate(chosen):
        for one in some:
            yield at * _CHUNKS + one.chunk, one


def _judged(
    chosen: Iterator[tuple[int, Chosen]],
    editions: Mapping[str, object],
    alike: Mapping[str, Near | None],
    usual: Mapping[str, Usual],
    job: Job,
) -> Iterator[tuple[int, Told]]:
    _, library = library_for(job)
    sorted_out: dict[tuple[str, str], list[tuple[int, Chosen]]] = {}
    for at, one in chosen:
        sorted_out.setdefault((one.pile, one.rule), []).append((at, one))
    for pile in editions:
        for rule in BUILTIN:
            some = sorted_out.get((pile, rule.id), ())
            if not some or (job.phase == "committee" and rule.phase == "submission"):
                continue
            records = [unpack(one.packed, edition_of(one.edition, library)) for _, one in some]
            told: Fields = {(r.file, r.sheet): one.told for r, (_, one) in zip(records, some, strict=True)}
            check = _check(rule, alike[pile] or {}, usual[pile])
            for indices, own in piles(records, None, job.settings, told):
                for found in told_across(own, rule, job.phase, check):
                    at, one = some[indices[found.record]]
                    yield at, replace(found, record=one.row)


def _check(rule: Builtin, alike: Near, usual: Usual) -> AcrossCheck | None:
    """The rule's check, told what it cannot see in a part of the sheets."""
    if rule.id == outlier.RULE.id:
        return partial(_outliers, usual)
    if rule.id == copied_prose.RULE.id:
        return partial(_copies, alike)
    return None


def _outliers(usual: Usual, pile: Pile, limits: Limits) -> Iterator[Spot]:
    pairs, known = usual
    return outlier.tell(pile, limits, pairs, known)


def _copies(alike: Near, pile: Pile, limits: Limits) -> Iterator[Spot]:
    def near_of(texts: Sequence[str]) -> dict[int, dict[int, float]]:
        at = {text: i for i, text in enumerate(texts)}
        return {
            at[text]: {at[other]: share for other, share in some.items()}
            for text, some in alike.items()
            if text in at
        }

    return copied_prose.tell(pile, limits, near_of)


_LEFT_OUT = Text(
    "{rule} はクラスターでは判定しません。--scheduler なしの xltool check で点検してください。",
    "{rule} is not judged on a cluster; run xltool check without --scheduler for it.",
)
_NO_NEAR = Text(
    "{rule} は、文章の量が多いため、一字一句同じ（記号・空白を除く）文章だけを判定しました。"
    "「ほぼ同じ」文章は判定していません。",
    "{rule}: there is too much prose to compare all of it; texts that are the same letter by letter are "
    "told, texts that are nearly the same are not.",
)
