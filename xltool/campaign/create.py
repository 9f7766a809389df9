"""A new campaign's folder: settings, roster, inbox. What is there already is never overwritten."""

from __future__ import annotations

import datetime
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

from xltool.api.filling import bind_form
from xltool.campaign.config import CONFIG
from xltool.campaign.sample import OFFICE, sample_contents
from xltool.campaign.settings_text import settings_text
from xltool.errors import CannotWork
from xltool.form import Form, find_form, form_ids
from xltool.report.files import write_file
from xltool.report.roster import Contents, draw_roster
from xltool.text import Lang, Text

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
    _letters(target, lang, written, kept)
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
    try:
        path.mkdir(parents=True)
    except FileExistsError:
        raise CannotWork(
            Text(
                f"{path} はフォルダーではなくファイルです。別の名前を指定してください。",
                f"{path} is a file, not a folder; name another one.",
            )
        ) from None
    except OSError as error:
        raise CannotWork(
            Text(
                f"フォルダー {path} を作れません（{error.strerror}）。",
                f"The folder {path} cannot be made ({error.strerror}).",
            )
        ) from None
    return False


def _letters(target: Path, lang: Lang, written: list[str], kept: list[str]) -> None:
    """Templates of letters, where this version has them."""
    home = "xltool.campaign.letters"
    if importlib.util.find_spec(home) is None:
        return
    made = importlib.import_module(home).write_letters(target, lang)
    (written if made else kept).append("letters/")
