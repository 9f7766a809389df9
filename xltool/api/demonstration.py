"""The whole cycle on an invented round: distribute, fill, check, extract, consolidate."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xltool.api.filling import bind_form, load_data
from xltool.api.records import Records, read
from xltool.api.taking import one_record, take
from xltool.book import Assignment, draw, stamp
from xltool.errors import CannotWork
from xltool.form import Edition, Reference, examples_folder
from xltool.report import CHECK, DATA, write_file
from xltool.report.master import consolidate
from xltool.text import Lang, Text

if TYPE_CHECKING:
    from xltool.finding import Finding
    from xltool.form import Value

__all__ = ["Demonstration", "demo"]

_MARK = ".xltool-demo"  # lies in every folder that we made
_MADE = ("outbox", "inbox", "findings.json", "report.html", "data.csv", "master.xlsx")
_UNSAFE = str.maketrans(dict.fromkeys('<>:"/\\|?*\t\r\n', "_"))
Say = Callable[[Text], None]


@dataclass(frozen=True, kw_only=True)
class Demonstration:
    """What the demonstration made and found."""

    folder: Path
    pile: Records
    findings: tuple[Finding, ...]


def demo(
    folder: str | os.PathLike[str] = "xltool-demo",
    *,
    lang: Lang = "ja",
    say: Say | None = None,
    source: Path | None = None,
) -> Demonstration:
    """Run a round (``examples/round`` unless ``source`` is given) in a folder; ``say`` is told each step.

    Raises CannotWork for a folder that holds something else; one that it made before is made anew.
    """
    tell = say or (lambda _: None)
    target = Path(folder)
    own, projects, typed = _round(source or examples_folder() / "round")
    _prepare(target)
    sent = _write(target / "outbox", own, [_issued(own, values) for values in projects])
    tell(
        _step(1, "配布", "Distribute", f"{sent} 事業の白紙を作りました", f"{sent} blank workbooks", "outbox/")
    )
    back = _write(target / "inbox", own, typed)
    tell(
        _step(
            2, "記入", "Fill in", f"{back} 件が記入されて戻りました", f"{back} came back filled in", "inbox/"
        )
    )
    pile = read(target / "inbox", reference=own.reference)
    pile = Records(
        files=tuple(_inside(target, name) for name in pile.files),
        records=tuple(_renamed(target, one) for one in pile.records),
        unread=tuple(_renamed(target, one) for one in pile.unread),
    )
    findings = pile.findings
    write_file(target / "findings.json", CHECK["json"](findings, len(pile.files), pile.records, lang))
    write_file(target / "report.html", CHECK["html"](findings, len(pile.files), pile.records, lang))
    tell(_step(3, "点検", "Check", f"指摘 {len(findings)} 件", f"{len(findings)} findings", "report.html"))
    write_file(target / "data.csv", DATA["csv"](pile.records, findings, lang))
    tell(
        _step(
            4, "抽出", "Extract", f"{len(pile)} シートの値", f"the values of {len(pile)} sheets", "data.csv"
        )
    )
    write_file(target / "master.xlsx", consolidate(pile.records, findings, pile.unread, lang=lang))
    tell(_step(5, "とりまとめ", "Consolidate", "委員会用のブック", "the committee's workbook", "master.xlsx"))
    return Demonstration(folder=target, pile=pile, findings=findings)


def _step(number: int, ja: str, en: str, what_ja: str, what_en: str, file: str) -> Text:
    return Text(f"{number}. {ja}: {what_ja} → {file}", f"{number}. {en}: {what_en} -> {file}")


def _round(source: Path) -> tuple[Edition, list[dict[str, Value]], list[dict[str, Value]]]:
    """The form at its year, the values of every project, and the same with what was typed as plain text."""
    campaign = load_data(source / "campaign.json")
    reference = {
        name: Reference(columns=tuple(sheet["columns"]), rows=tuple(tuple(row) for row in sheet["rows"]))
        for name, sheet in (campaign.get("reference") or {}).items()
    }
    own = bind_form(campaign["form"], campaign["year"], campaign.get("parameters"), reference)
    files = sorted((source / "projects").glob("*.json"))
    data = [one_record(load_data(file)) for file in files]
    values = [take(own, one).values for one in data]
    return own, values, [{**one, **(of.get("typed") or {})} for one, of in zip(values, data, strict=True)]


def _issued(own: Edition, values: Mapping[str, Value]) -> dict[str, Value]:
    """What the office knows beforehand: prefilled and carried fields."""
    fields = own.form.fields
    return {key: value for key, value in values.items() if fields[key].prefill is not None}


def _write(folder: Path, own: Edition, projects: Sequence[Mapping[str, Value]]) -> int:
    """One workbook per project, in its department's folder."""
    blank = draw(own)
    for name, values in zip(_names(own, projects), projects, strict=True):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, stamp(blank, [Assignment(values=values)]))
    return len(projects)


def _names(own: Edition, projects: Sequence[Mapping[str, Value]]) -> Iterator[Path]:
    roles = own.form.identity
    for number, values in enumerate(projects, start=1):
        department, project, name = (
            str(values.get(key or "") or "").translate(_UNSAFE).strip(" .")[:60]
            for key in (roles.department, roles.project, roles.name)
        )
        yield Path(department or "-", f"{project or number}_{name}.xlsx")


def _prepare(folder: Path) -> None:
    """An empty folder that is ours; what is in somebody else's stays untouched."""
    try:
        if folder.exists() and (
            not folder.is_dir() or (any(folder.iterdir()) and not (folder / _MARK).is_file())
        ):
            raise CannotWork(
                Text(
                    f"{folder} には xltool demo が作ったもの以外が入っています。"
                    "別のフォルダー名を指定してください。",
                    f"{folder} holds something that xltool demo did not make; name another folder.",
                )
            )
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MARK).write_text(
            "made by xltool demo; it is made anew by the next run\n", encoding="utf-8"
        )
        for name in _MADE:
            path = folder / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWork(
            Text(
                f"{folder} に書き込めません（{error.strerror}）。"
                "Excel で開いているブックがあれば閉じてください。",
                f"{folder} cannot be written ({error.strerror}); close workbooks that are open in Excel.",
            )
        ) from None


def _inside(folder: Path, name: str) -> str:
    return Path(name).relative_to(folder).as_posix()


def _renamed(folder: Path, one: Any) -> Any:
    """Named from inside the folder, so that the results do not depend on where it lies."""
    return replace(one, file=_inside(folder, one.file))
