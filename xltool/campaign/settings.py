"""Which rules are in force in a campaign: ``rules:`` in campaign.yaml changes those of form and tool."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

from xltool.campaign.config import CONFIG
from xltool.campaign.ledger.ledger import to_json
from xltool.campaign.model import Config, Roster
from xltool.errors import FormError
from xltool.form import Edition
from xltool.form.source import Problems
from xltool.rules import Listed, Settings, read_settings
from xltool.version import __version__

__all__ = ["drawn_edition", "print_of", "settings_of"]


def settings_of(
    config: Config, roster: Roster | None = None, accepted: Mapping[str, datetime.date] | None = None
) -> Settings:
    """What the coordinator has set, with what the roster says. Raises FormError naming file and line.

    ``accepted``: project -> day of acceptance; rules that came later are notes there.
    """
    problems = Problems(CONFIG)
    listed = None
    if roster is not None:
        listed = {row.project: Listed(department=row.department, name=row.name) for row in roster.rows}
    given = Settings(form=config.form.id, year=config.year, roster=listed, accepted=dict(accepted or {}))
    settings = read_settings(config.rules, config.form, problems, given=given)
    if problems.found:
        raise FormError(problems.found)
    return settings


def drawn_edition(config: Config, roster: Roster) -> Edition:
    """The form as workbooks are drawn from it: its rules and the office's own, as they are in force.

    A workbook that comes back is read with the plain form again, whatever was in force when it went out.
    """
    settings, own = settings_of(config), roster.edition
    rules = tuple(
        replace(rule, severity=settings.severity.get(rule.id, rule.severity))
        for rule in (*own.form.rules, *settings.office)
        if rule.id not in settings.off
    )
    return own if rules == own.form.rules else replace(own, form=replace(own.form, rules=rules))


def print_of(config: Config, settings: Settings) -> str:
    """What the judgement of one sheet depends on beside the sheet: equal prints give equal findings."""
    return to_json(
        [
            __version__,
            config.form.digest,
            sorted(settings.off),
            dict(settings.severity),
            {rule: dict(limits) for rule, limits in settings.thresholds.items()},
            [str(rule) for rule in settings.office],
            {rule: day.isoformat() for rule, day in settings.since.items()},
        ]
    )
