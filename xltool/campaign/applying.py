"""``apply``: what was decided in a master goes into the ledger, each cell once, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xltool.campaign.central import edits_of
from xltool.campaign.comparing import Compared, Prefer, compare
from xltool.campaign.desk import Access, Desk, at_work, looking
from xltool.campaign.explaining import decide
from xltool.campaign.judging import rejudge
from xltool.campaign.ledger import Run
from xltool.campaign.ledger.central import add_decided
from xltool.campaign.ledger.explanations import JudgementKind
from xltool.campaign.masters import declined
from xltool.campaign.model import Config, Roster
from xltool.campaign.survey import Survey, survey
from xltool.campaign.sync import sync
from xltool.errors import CannotWork
from xltool.report.master import read_master
from xltool.report.master.applied import Applied, AppliedCell
from xltool.report.master.copy import MasterCopy
from xltool.report.master.matter import Slot
from xltool.text import Text

__all__ = ["apply", "apply_copy", "own_copy"]


def apply(
    config: Config,
    roster: Roster,
    master: Path,
    *,
    dry_run: bool = False,
    prefer: Prefer | None = None,
    access: Access | None = None,
) -> Applied:
    """Take over what somebody has changed in a master of this campaign.

    Raises CannotWork for what is no master, or one of another campaign.
    """
    copy = own_copy(config, master)
    if dry_run:
        with looking(config, roster) as desk:
            found = compare(desk, survey(desk), copy, prefer)
            return _applied(copy, found, _shown(config, master), dry_run=True)
    with at_work(config, roster, "apply", access) as (desk, run):
        return apply_copy(desk, run, copy, file=_shown(config, master), prefer=prefer)


def own_copy(config: Config, master: Path) -> MasterCopy:
    """What stands in a master of this campaign. Raises CannotWork for anything else."""
    copy = read_master(master)
    if copy.campaign != config.campaign:
        other = Text("調査回のものではないブック", "none") if copy.campaign is None else copy.campaign
        raise CannotWork(_ANOTHER.format(file=master.name, other=other, own=config.campaign))
    return copy


def apply_copy(desk: Desk, run: Run, copy: MasterCopy, *, file: str, prefer: Prefer | None = None) -> Applied:
    """The same, of what was read already."""
    with desk.ledger.writing():
        sync(desk, run)
        known = survey(desk)
        found = compare(desk, known, copy, prefer)
        clerk = _Clerk(desk=desk, run=run, known=known, copy=copy, file=file)
        clerk.write([one for one in found if one.cell.outcome == "taken"])
        clerk.decline(one.cell for one in found if one.cell.outcome == "kept")
    rejudge(desk, run)
    return _applied(copy, found, file, dry_run=False)


def _applied(copy: MasterCopy, found: Iterable[Compared], file: str, *, dry_run: bool) -> Applied:
    return Applied(
        master=file,
        cells=tuple(one.cell for one in found),
        missing=len(copy.missing),
        problems=copy.problems,
        saved_by=copy.saved_by,
        saved_at=copy.saved_at,
        dry_run=dry_run,
    )


def _shown(config: Config, master: Path) -> str:
    """The file as it is named in the trail."""
    try:
        return master.resolve().relative_to(config.folder.resolve()).as_posix()
    except ValueError:
        return master.as_posix()


@dataclass(frozen=True, kw_only=True)
class _Clerk:
    """Writes decisions and the trail of one master."""

    desk: Desk
    run: Run
    known: Survey
    copy: MasterCopy
    file: str

    def write(self, taken: Sequence[Compared]) -> None:
        """Inside ``writing`` only."""
        cells = {one.cell.slot: one for one in taken}
        for slot, one in cells.items():
            if slot.sheet == "list":
                self._value(slot, one)
            elif slot.sheet == "corrections":
                self._correct(slot, one)
        for sheet in ("status", "explanations"):
            for key in dict.fromkeys(slot.key for slot in cells if slot.sheet == sheet):
                word = "decision" if sheet == "status" else "verdict"
                slots = [Slot(sheet, key, column) for column in (word, "reason")]
                said = [cells[slot].value if slot in cells else self.known.edits.get(slot) for slot in slots]
                verdict, reason = (str(value) if value is not None else None for value in said)
                self._rule(key, verdict, reason) if sheet == "status" else self._judge(key, verdict, reason)

    def decline(self, kept: Iterable[AppliedCell]) -> None:
        """Note what was turned down, so that it stands in nobody's way; inside ``writing`` only."""
        known, lang = declined(self.desk.ledger, self.copy.id), self.desk.roster.edition.form.language
        for one in kept:
            if (one.slot, one.here) not in known:
                was, shown = one.texts[1].pick(lang), one.texts[2].pick(lang)
                said = {"label": one.label, "old": was, "shown": shown, "slot": one.slot, "new": one.here}
                self._tell("declined", one.project, said)

    def _value(self, slot: Slot, one: Compared) -> None:
        before = edits_of(self.desk.ledger, slot.key).get(slot.key)
        old = before.values.get(slot.column) if before is not None else None
        detail = {"field": slot.column, "old": old, "new": one.value}
        add_decided(self.desk.ledger, self.run, "value", slot.key, detail=detail)
        lang = self.desk.roster.edition.form.language
        was, now = one.cell.texts[1].pick(lang), one.cell.texts[2].pick(lang)
        said = {"field": slot.column, "label": one.cell.label, "old": was, "new": now}
        self._tell("valued", slot.key, said)

    def _correct(self, slot: Slot, one: Compared) -> None:
        edition = self.desk.roster.edition
        for met, new in one.corrects:
            detail = {"field": met.field, "old": met.text, "new": new, "candidate": slot.key}
            add_decided(self.desk.ledger, self.run, "correct", met.project, detail=detail)
            self._tell(
                "corrected" if new is not None else "uncorrected",
                met.project,
                {
                    "field": met.field,
                    "label": edition.label(edition.form.fields[met.field]),
                    "old": met.text,
                    "new": one.cell.here,
                },
            )

    def _rule(self, project: str, decision: str | None, reason: str | None) -> None:
        current = self.known.cases[project].folded.current
        submission = current.id if current is not None else None
        detail = {"decision": decision, "reason": reason or ""}
        add_decided(self.desk.ledger, self.run, "status", project, detail=detail, submission=submission)
        self._tell("ruled", project, detail, submission)

    def _judge(self, key: str, verdict: str | None, reason: str | None) -> None:
        project, _, rule = key.rpartition("|")
        current = self.known.cases[project].folded.current
        assert current is not None
        decide(self.desk, self.run, _KINDS[verdict], current, rule, reason or "", source=self._source)

    def _tell(
        self, what: str, project: str | None, said: Mapping[str, object], submission: str | None = None
    ) -> None:
        self.desk.ledger.event(
            self.run,
            what,
            project=project,
            submission=submission,
            file=self.file,
            detail={**said, **self._source},
        )

    @property
    def _source(self) -> Mapping[str, str | None]:
        """Who had the file last, as it says itself; who applies it, and when, is the run's."""
        copy = self.copy
        return {
            "file": self.file,
            "master": copy.id,
            "saved_by": copy.saved_by,
            "saved_at": copy.saved_at,
        }


_KINDS: Mapping[str | None, JudgementKind] = {"accept": "accept", "refuse": "refuse", None: "reopen"}
_ANOTHER = Text(
    "{file} は別の調査回のとりまとめブックです（{other}）。この調査回は {own} です。",
    "{file} is a master of another campaign ({other}); this one is {own}.",
)
