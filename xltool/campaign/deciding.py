"""``collect --take``, ``--without``, ``--with``: which of several files counts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xltool.campaign.archive import digest_of
from xltool.campaign.desk import Desk
from xltool.campaign.ledger import Run
from xltool.campaign.ledger.submissions import DecisionKind, Submission, add_decision, submissions
from xltool.errors import CannotWork
from xltool.standing import Decided, DecidedKind
from xltool.text import Text

__all__ = ["decide", "find"]

_EVENTS: dict[DecisionKind, DecidedKind] = {"take": "taken", "set_aside": "set_aside", "restore": "restored"}


def decide(desk: Desk, run: Run, kind: DecisionKind, wanted: Sequence[str]) -> tuple[Decided, ...]:
    """Note a decision about each of the files; inside ``writing`` only.

    Raises CannotWork for one that gave no submission.

    ``wanted`` are paths, names as ``collect`` shows them, or ids of submissions; behind ``#`` a sheet's name.
    """
    found = [find(desk, one) for one in wanted]
    for one in found:
        add_decision(desk.ledger, run, kind, one)
        desk.ledger.event(run, _EVENTS[kind], project=one.project, submission=one.id, file=one.file)
    return tuple(
        Decided(kind=_EVENTS[kind], project=one.project, submission=one.id, file=one.file) for one in found
    )


def find(desk: Desk, wanted: str) -> Submission:
    """The submission that a word of the command line means."""
    every = [one for some in submissions(desk.ledger).values() for one in some]
    found = _matching(every, wanted)
    if not found and "#" in wanted:
        name, _, sheet = wanted.rpartition("#")
        found = [one for one in _matching(every, name) if one.id.partition("/")[2] == sheet]
    if len(found) == 1:
        return found[0]
    if not found:
        raise CannotWork(
            Text(
                f"「{wanted}」という提出はありません。"
                "xltool history 事業番号 に表示されるファイル名か提出 ID を指定してください。",
                f"There is no submission '{wanted}'; give a file or id that xltool history PROJECT shows.",
            )
        )
    names = [f"{wanted}#{one.id.partition('/')[2]}" for one in found]
    ids = [one.id for one in found]
    shown = names if len(set(names)) == len(names) else ids
    raise CannotWork(
        Text(
            f"「{wanted}」に当たる提出が {len(found)} 件あります。"
            f"{'、'.join(shown)} のいずれかで指定してください。",
            f"'{wanted}' is {len(found)} submissions; give one of {', '.join(shown)}.",
        )
    )


def _matching(every: Sequence[Submission], wanted: str) -> list[Submission]:
    """By id, by the content of a file that is there, by the name that it came under, by a part of that."""
    path = Path(wanted)
    tries = [[one for one in every if one.id == wanted]]
    try:
        if path.is_file():
            start = digest_of(path.read_bytes())[:12]
            tries.append([one for one in every if one.id.startswith(f"{start}/")])
    except OSError:
        pass
    name = path.as_posix()
    tries.append([one for one in every if one.file == name])
    tries.append([one for one in every if one.file.endswith((f"/{name}", f"!{name}"))])
    tries.append([one for one in every if name.endswith(f"/{one.file}")])  # as seen from another folder
    tries.append([one for one in every if f"/{one.file}".partition("!")[0].endswith(f"/{name}")])  # its zip
    return next((some for some in tries if some), [])
