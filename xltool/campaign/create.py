"""A new campaign's folder: settings, roster, inbox. What is there already is never overwritten."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from pathlib import Path

from xltool.api.filling import bind_form
from xltool.campaign.config import CONFIG
from xltool.campaign.letters import write_letters
from xltool.campaign.sample import OFFICE, sample_contents
from xltool.campaign.settings_text import settings_text
from xltool.form import Form, find_form, form_ids
from xltool.report.files import make_folder, write_file
from xltool.report.roster import Contents, draw_roster
from xltool.text import Lang

__all__ = ["Created", "create"]

_ROSTER = "roster.xlsx"
_WEEKS = 4  # that the invented departments have


@dataclass(frozen=True, kw_only=True)
class Created:
    """What ``init`` did, as names below the folder."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]  # were there already, and are as they were


def create(
    folder: str | os.PathLike[str],
    *,
    form: str | Path,
    year: int | None = None,
    lang: Lang = "ja",
    sample: bool = False,
    today: datetime.date | None = None,
) -> Created:
    """Make a campaign's folder, or what is missing of it.

    ``form`` is an id or a path, ``year`` the base fiscal year, the current one unless given. ``sample``
    fills in invented data, due four weeks after ``today``. Raises CannotWork for an unknown form, a year that
    cannot be used, and a place that cannot be written.
    """
    target = Path(folder)
    own = find_form(form)
    bound = bind_form(own, year)  # before anything is written: the year may be wrong
    deadline = (
        _workday((today or datetime.date.today()) + datetime.timedelta(weeks=_WEEKS)) if sample else None
    )
    office = {key: text.pick(lang) for key, text in OFFICE.items()} if sample else None
    name = _name(form, own, target)

    new: dict[str, bytes] = {}  # all of it, before anything is written
    if not (target / CONFIG).exists():
        text = settings_text(
            form=own, name=name, year=bound.year, lang=lang, deadline=deadline, office=office
        )
        new[CONFIG] = text.encode()
    if not (target / _ROSTER).exists():
        new[_ROSTER] = draw_roster(
            sample_contents(own, bound.year, lang, deadline)
            if deadline
            else Contents(edition=bound, lang=lang)
        )
    _folder(target)
    for file, data in new.items():
        write_file(target / file, data)
    written = list(new)
    kept = [file for file in (CONFIG, _ROSTER) if file not in new]
    (kept if _folder(target / "inbox") else written).append("inbox/")
    (written if write_letters(target, lang) else kept).append("letters/")
    return Created(folder=target, written=tuple(written), kept=tuple(kept))


def _name(form: str | Path, own: Form, target: Path) -> str:
    """The form as campaign.yaml names it: its id, or its path from the campaign's folder."""
    if isinstance(form, str) and form in form_ids():
        return form
    path = Path(form)
    if own.folder is not None and path.is_dir():
        path = path / "form.yaml"
    try:
        return Path(os.path.relpath(path.resolve(), target.resolve())).as_posix()
    except ValueError:  # on another drive
        return path.resolve().as_posix()


def _workday(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _folder(path: Path) -> bool:
    """Whether the folder was there; else it is made. Raises CannotWork."""
    if path.is_dir():
        return True
    make_folder(path)
    return False
