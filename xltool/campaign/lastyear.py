"""Last year's round, wherever it lies: in a ledger, in workbooks, or in what ``extract`` wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xltool.api.filling import load_data
from xltool.api.records import read
from xltool.book.record import Record
from xltool.campaign.carry import Past
from xltool.campaign.model import Config, RosterRow
from xltool.errors import CannotWork
from xltool.text import Text

__all__ = ["CurrentRecords", "LastYear", "last_year"]

CurrentRecords = Callable[[Path], Iterable[Record]]  # of a campaign's folder, out of its ledger
_Found = tuple[str, int | None, Past]  # form, year


@dataclass(frozen=True, kw_only=True)
class LastYear:
    """Last year's round by project number."""

    source: str  # as it is shown
    by_project: Mapping[str, Past]
    remarks: tuple[Text, ...] = ()  # what of it was not used

    def of(self, row: RosterRow) -> Past | None:
        """The answers that belong to a roster row, whose number may be a new one."""
        return self.by_project.get(row.previous or row.project)


def last_year(config: Config, current_records: CurrentRecords | None = None) -> LastYear | None:
    """What ``previous:`` leads to; None where there is no such line.

    That is a campaign's folder (read by ``current_records`` where it has a ledger, else its inbox), a JSON
    file of ``extract``, or a workbook or folder of workbooks. Raises CannotWork where nothing there is of
    this form and of the year before.
    """
    path = config.previous
    if path is None:
        return None
    if not path.exists():
        raise CannotWork(_NOT_THERE.format(path=path))
    remarks: list[Text] = []
    if path.suffix.lower() == ".json" and path.is_file():
        found = [_of_json(one, path) for one in _listed_in(path)]
    else:
        records = _records(path, config, current_records, remarks)
        found = [(one.form, one.year, _of_record(one)) for one in records]
    wanted = (config.form.id, config.year - 1)
    ours = [past for form, year, past in found if (form, year) == wanted]
    others = [(form, year) for form, year, _ in found if (form, year) != wanted]
    if not ours:
        raise CannotWork(_nothing(path, config, others))
    if others:
        remarks.append(_OTHERS.format(path=path, count=len(others), what=_what(others)))
    return LastYear(source=str(path), by_project=_by_project(ours, remarks), remarks=tuple(remarks))


def _records(
    path: Path, config: Config, current_records: CurrentRecords | None, remarks: list[Text]
) -> Iterable[Record]:
    if current_records is not None and (path / ".xltool" / "ledger.sqlite").is_file():
        return current_records(path)
    inbox = path / "inbox"  # the rest of a campaign's folder holds the same sheets once more
    pile = read(
        inbox if (path / "campaign.yaml").is_file() and inbox.is_dir() else path, forms=(config.form,)
    )
    remarks += [_UNREAD.format(file=one.file, why=one.text) for one in pile.unread]
    return pile.records


def _of_record(one: Record) -> Past:
    return Past(
        project=one.project or "", file=one.file, values=one.values, raw=one.raw, doubtful=one.doubtful
    )


def _listed_in(path: Path) -> list[Mapping[str, Any]]:
    data = load_data(path)
    records = data.get("records")
    if not isinstance(records, list) or not all(
        isinstance(one, Mapping) and isinstance(one.get("values"), Mapping) for one in records
    ):
        raise CannotWork(_NO_EXTRACT.format(path=path))
    return records


def _of_json(one: Mapping[str, Any], path: Path) -> _Found:
    """A record of ``extract``: null beside a text says that it could not be read, but for unticked boxes."""
    raw = {str(key): text for key, text in (one.get("raw") or {}).items() if isinstance(text, str)}
    values = {str(key): value for key, value in one["values"].items() if _plain(value)}
    year = one.get("year")
    past = Past(
        project=str(one.get("project") or ""),
        file=str(one.get("file") or path),
        values=values,
        raw=raw,
        doubtful=frozenset(
            key
            for key, text in raw.items()
            if text.strip() and values.get(key) is None and not ("□" in text and "■" not in text)
        ),
    )
    return str(one.get("form") or ""), year if isinstance(year, int) else None, past


def _plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)


def _by_project(found: Iterable[Past], remarks: list[Text]) -> dict[str, Past]:
    """Sheets of one project that say different things are both left out."""
    kept: dict[str, Past] = {}
    torn: set[str] = set()
    for one in found:
        other = kept.setdefault(one.project, one)
        if not one.project:
            remarks.append(_NO_NUMBER.format(file=one.file))
        elif (other.values, other.doubtful) != (one.values, one.doubtful) and one.project not in torn:
            torn.add(one.project)
            remarks.append(_TORN.format(project=one.project, one=other.file, other=one.file))
    return {project: past for project, past in kept.items() if project and project not in torn}


def _nothing(path: Path, config: Config, others: list[tuple[str, int | None]]) -> Text:
    wanted = _WANTED.format(form=config.form.id, year=config.year - 1, path=path)
    if not others:
        return Text(
            f"{wanted.ja}シートが一つも読めません。campaign.yaml の previous を確かめてください。",
            f"{wanted.en} no sheet can be read there. See to 'previous' in campaign.yaml.",
        )
    what = _what(others)
    return Text(
        f"{wanted.ja}あるのは {what.ja} です。campaign.yaml の previous を確かめてください。",
        f"{wanted.en} it holds {what.en}. See to 'previous' in campaign.yaml.",
    )


def _what(others: Iterable[tuple[str, int | None]]) -> Text:
    kinds = list(dict.fromkeys(others))[:3]
    return Text(
        "、".join(f"様式 {form or '?'} の {year or '?'} 年度" for form, year in kinds),
        ", ".join(f"form {form or '?'} of {year or '?'}" for form, year in kinds),
    )


_NOT_THERE = Text(
    "前年度の {path} がありません。campaign.yaml の previous を確かめてください。",
    "{path}, where last year's round should be, does not exist. See to 'previous' in campaign.yaml.",
)
_NO_EXTRACT = Text(
    "{path} は xltool extract の JSON ではありません（records がありません）。"
    "前年度のフォルダーか extract の出力を previous に指定してください。",
    "{path} is no JSON of xltool extract (it has no records); "
    "give 'previous' last year's folder or what extract wrote.",
)
_WANTED = Text(
    "{path} に、前年度（様式 {form} の {year} 年度）のシートがありません。",
    "{path} has no sheet of last year (form {form} of {year});",
)
_OTHERS = Text(
    "{path} の {count} 件は前年度のものではないため使いません（{what}）。",
    "{count} sheet(s) in {path} are not of last year and are not used ({what}).",
)
_UNREAD = Text("前年度の {file}: {why}", "Last year's {file}: {why}")
_NO_NUMBER = Text(
    "前年度の {file} は事業の番号が空のため使いません。",
    "Last year's {file} has no project number and is not used.",
)
_TORN = Text(
    "前年度の {project} は内容の異なるシートが二つあるため引き継ぎません（{one}、{other}）。"
    "正しい方だけを残してください。",
    "Last year's {project} stands in two different sheets and is not carried over ({one}, {other}); "
    "keep the right one only.",
)
