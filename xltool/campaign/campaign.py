"""``Campaign``: everything that the commands do, for people who live in notebooks.

>>> import tempfile
>>> from xltool import Campaign
>>> folder = tempfile.mkdtemp()
>>> campaign = Campaign.create(folder, form="jimu-jigyo", year=2026, sample=True)
>>> campaign.distribute().summary["issued"]
12
>>> import shutil
>>> first, second = sorted(campaign.config.outbox.glob("*/*.xlsx"))[:2]
>>> _ = shutil.copy(first, campaign.config.inbox), shutil.copy(second, campaign.config.inbox)
>>> campaign.collect().summary["new"]
2
>>> status = campaign.status()
>>> {state: number for state, number in status.summary.items() if number}
{'sent': 10, 'untouched': 2}
>>> status.frame().groupby("state")["project"].count().to_dict()
{'sent': 10, 'untouched': 2}
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.api.inputs import Paths
from xltool.api.records import Records
from xltool.campaign.applying import apply
from xltool.campaign.checking import check
from xltool.campaign.collect import Choice, collect
from xltool.campaign.comparing import Prefer
from xltool.campaign.config import load_config
from xltool.campaign.consolidating import consolidate, matter
from xltool.campaign.create import create
from xltool.campaign.desk import Access, looking
from xltool.campaign.distribute import distribute, first_issues
from xltool.campaign.doctor import doctor
from xltool.campaign.giving_back import give_back
from xltool.campaign.history import history
from xltool.campaign.issuing import pressing
from xltool.campaign.last_records import records_of
from xltool.campaign.progress import progress
from xltool.campaign.remind import remind
from xltool.campaign.roster import read_roster
from xltool.campaign.settings import settings_of
from xltool.campaign.status import status
from xltool.rules import explain_config
from xltool.text import Lang

if TYPE_CHECKING:
    from xltool.campaign.model import Config, Roster, RosterProblem
    from xltool.campaign.progress import Moment
    from xltool.finding import Finding
    from xltool.report.master.applied import Applied
    from xltool.rules import InForce, Judged
    from xltool.standing import Collection, Distribution, History, Reminded, Status, Verdict

__all__ = ["Campaign"]

Progress = Callable[[int, int], None]


class Campaign:
    """One round of one form for one base fiscal year, in a folder with ``campaign.yaml``.

    Settings and roster are read anew by every method, so that what was edited meanwhile counts. Methods raise
    CannotWork with one sentence where they cannot do their work.
    """

    def __init__(self, folder: str | os.PathLike[str] = ".", *, access: Access | None = None) -> None:
        self.folder = Path(folder)
        self.access = access or Access()
        self.remarks: tuple[RosterProblem, ...] = ()  # what is odd about the roster, as it was read last
        load_config(self.folder)

    @classmethod
    def create(
        cls,
        folder: str | os.PathLike[str],
        *,
        form: str,
        year: int,
        lang: Lang = "ja",
        sample: bool = False,
    ) -> Campaign:
        """Make the folder of a new round; what is there already stays. See ``xltool init``."""
        create(Path(folder), form=form, year=year, lang=lang, sample=sample)
        return cls(folder)

    @property
    def config(self) -> Config:
        return load_config(self.folder)

    @property
    def roster(self) -> Roster:
        return self._read()[1]

    def _read(self, config: Config | None = None) -> tuple[Config, Roster]:
        config = config or self.config
        roster = read_roster(config)
        settings_of(config)  # mistakes in `rules:` are told by every command
        self.remarks = roster.remarks
        return config, roster

    def distribute(
        self,
        *,
        only: Iterable[str] = (),
        force: bool = False,
        dry_run: bool = False,
        jobs: int | None = None,
        progress: Progress | None = None,
    ) -> Distribution:
        """Issue what is new or has changed. See ``xltool distribute``."""
        config = self.config
        with pressing(config.outbox, jobs) as press:
            if not (dry_run or only):
                press.expect(first_issues(config))
            return distribute(
                *self._read(config),
                only=frozenset(only),
                force=force,
                dry_run=dry_run,
                access=self.access,
                press=press,
                progress=progress,
            )

    def collect(
        self,
        paths: Paths = (),
        *,
        take: Sequence[str] = (),
        without: Sequence[str] = (),
        restore: Sequence[str] = (),
        jobs: int | None = None,
        progress: Progress | None = None,
    ) -> Collection:
        """Take in whatever came back: the inbox, or the paths. See ``xltool collect``."""
        return collect(
            *self._read(),
            paths,
            choice=Choice(take=take, without=without, restore=restore),
            access=self.access,
            jobs=jobs,
            progress=progress,
        )

    def give_back(
        self,
        *,
        only: Iterable[str] = (),
        force: bool = False,
        dry_run: bool = False,
        jobs: int | None = None,
        progress: Progress | None = None,
    ) -> Distribution:
        """Give back what has errors or open queries, with its findings in it. See ``xltool return``."""
        return give_back(
            *self._read(),
            only=frozenset(only),
            force=force,
            dry_run=dry_run,
            access=self.access,
            jobs=jobs,
            progress=progress,
        )

    def status(self, *, as_of: datetime.date | None = None) -> Status:
        """Where every assignment stands, today unless another day is given."""
        with looking(*self._read()) as desk:
            return status(desk, as_of=as_of or self._today())

    def remind(self, *, days: int = 7, as_of: datetime.date | None = None) -> Reminded:
        """Write reminders to who is late or due within ``days``. See ``xltool remind``."""
        return remind(*self._read(), days=days, as_of=as_of or self._today(), access=self.access)

    def history(self, project: str) -> History:
        """Everything that happened to one assignment, oldest first."""
        with looking(*self._read()) as desk:
            return history(desk, project, as_of=self._today())

    def doctor(self) -> tuple[Verdict, ...]:
        """The ledger against the archive and the outbox; what is wrong, and how to repair it."""
        with looking(*self._read()) as desk:
            return doctor(desk)

    def records(self) -> Records:
        """The current submissions, as ``xltool.read`` gives them: ``.frame()``, ``.findings``, …"""
        with looking(*self._read()) as desk:
            found = tuple(records_of(desk))
        files = tuple(dict.fromkeys(one.file for one in found))
        return Records(files=files, records=found, unread=())

    def check(self, phase: Judged = "submission") -> tuple[Finding, ...]:
        """What the rules in force say of the current submissions: each sheet, and all of them together."""
        with looking(*self._read()) as desk:
            return check(desk, phase)

    def consolidate(
        self,
        out: str | os.PathLike[str] | None = None,
        *,
        phase: Judged = "submission",
        lang: Lang | None = None,
    ) -> Path:
        """Write the master workbook (``master.xlsx``). See ``xltool consolidate``."""
        config, roster = self._read()
        path = Path(out) if out is not None else None
        return consolidate(config, roster, path, phase=phase, lang=lang or config.lang, access=self.access)

    def export(
        self,
        folder: str | os.PathLike[str] | None = None,
        *,
        public: bool = False,
        phase: Judged = "submission",
        lang: Lang | None = None,
    ) -> tuple[Path, ...]:
        """Write a folder of data (``data/``). See ``xltool consolidate --to``."""
        from xltool.report.data import write_data  # databases are loaded where they are written

        config, roster = self._read()
        target = Path(folder) if folder is not None else config.folder / "data"
        with looking(config, roster) as desk:
            return write_data(target, matter(desk, phase), public=public, lang=lang or config.lang)

    def apply(
        self, master: str | os.PathLike[str], *, dry_run: bool = False, prefer: Prefer | None = None
    ) -> Applied:
        """Take over what was decided in a master. See ``xltool apply``.

        ``prefer``: field, sheet (list, status, explanations, corrections) or ``*`` -> master or campaign,
        which wins where both have changed.
        """
        return apply(*self._read(), Path(master), dry_run=dry_run, prefer=prefer, access=self.access)

    def progress(self) -> tuple[Moment, ...]:
        """The number of findings of the submissions that counted after every collect, oldest first."""
        with looking(*self._read()) as desk:
            return progress(desk)

    def rules_in_force(self) -> tuple[InForce, ...]:
        """Every rule as this campaign has it, and where that was said."""
        config, _ = self._read()
        return explain_config(settings_of(config), config.form)

    def _today(self) -> datetime.date:
        return self.access.clock().date()
