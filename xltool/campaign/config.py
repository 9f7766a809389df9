"""``campaign.yaml`` to a Config: every mistake is named with its line, all of them in one run."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from xltool.campaign.model import Config, ConfigError, Office
from xltool.campaign.pattern import file_pattern
from xltool.errors import CannotWork, FormError, Problem
from xltool.form import Form, find_form, form_ids, read_parameters
from xltool.form.compose import read_yaml
from xltool.form.source import ListNode, MapNode, Problems, Scalar, SourceNode, hint
from xltool.text import Lang, Text
from xltool.values import read_date, read_year

__all__ = ["CONFIG", "load_config"]

CONFIG = "campaign.yaml"
_KEYS = (
    *("form", "year", "campaign", "language", "deadline", "roster", "previous", "bundle", "file"),
    *("parameters", "office", "rules"),
)
_OFFICE = ("name", "contact", "mail")
_LONGEST_ID = 40
_FIRST, _LAST = 1900, 2200  # base years that an edition takes

Bundle = Literal["project", "department"]


def load_config(folder: Path) -> Config:
    """Read the settings of the campaign in a folder.

    Raises ConfigError with all mistakes, those of the form among them, and CannotWork where the folder holds
    no ``campaign.yaml``.
    """
    problems = Problems(CONFIG)
    root = read_yaml(_read(folder), problems)
    if not isinstance(root, MapNode):
        if not problems.found:
            problems.add(
                1,
                "「form: 様式」「year: 年度」などの設定を書いてください。",
                "Write the settings here, such as 'form: FORM' and 'year: YEAR'.",
            )
        raise ConfigError(problems.found)
    keys = _Keys(root, problems)
    keys.expect(_KEYS, needed=("form", "year"))
    form, of_form = _form(keys, folder)
    year = _year(keys)
    bundle = cast(Bundle, keys.word("bundle", ("project", "department")) or "project")
    language = cast("Lang | None", keys.word("language", ("ja", "en")))
    deadline = _deadline(keys)
    campaign = _campaign(keys)
    file = keys.scalar("file")
    pattern = file_pattern(file, bundle, problems) if file else None
    parameters = _parameters(keys, form)
    office = _office(keys)
    rules = keys.map("rules")
    if problems.found or of_form or form is None or year is None:
        raise ConfigError([*problems.found, *of_form])
    previous = keys.text("previous")
    return Config(
        folder=folder,
        form=form,
        year=year,
        campaign=campaign or f"{form.id}-{year}",
        lang=language or form.language,
        deadline=deadline,
        roster=folder / (keys.text("roster") or "roster.xlsx"),
        previous=folder / previous if previous else None,
        bundle=bundle,
        file_name=pattern or ("{project}_{name}" if bundle == "project" else "{department}"),
        parameters=parameters,
        office=office,
        rules=rules,
    )


def _read(folder: Path) -> str:
    path = folder / CONFIG
    try:
        return path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        place = folder.absolute()
        raise CannotWork(
            Text(
                f"{place} に {CONFIG} がありません。調査回のフォルダーを -C で指定するか、"
                "xltool init で新しく作成してください。",
                f"There is no {CONFIG} in {place}; name the campaign's folder with -C, "
                "or make a new one with xltool init.",
            )
        ) from None
    except UnicodeDecodeError:
        raise CannotWork(
            Text(
                f"{path} が UTF-8 ではありません。メモ帳なら「名前を付けて保存」で文字コードを UTF-8 にして"
                "保存し直してください。",
                f"{path} is not UTF-8; save it as UTF-8.",
            )
        ) from None
    except OSError as error:
        raise CannotWork(
            Text(f"{path} を開けません（{error.strerror}）。", f"{path} cannot be opened ({error.strerror}).")
        ) from None


@dataclass(frozen=True)
class _Keys:
    """One map of the file; what is ill-typed becomes a problem with its line."""

    node: MapNode
    problems: Problems
    of: str = ""  # "office." inside it

    def expect(self, known: Iterable[str], needed: Iterable[str] = ()) -> None:
        names = tuple(known)
        for name, line in self.node.lines.items():
            if name not in names:
                advice = hint(
                    name,
                    names,
                    Text(f"使えるのは {'、'.join(names)} です。", f"known here: {', '.join(names)}."),
                )
                self.problems.add(
                    line,
                    f"「{self.of}{name}」という設定はありません。{advice.ja}",
                    f"Unknown key '{self.of}{name}'; {advice.en}",
                )
        for name in needed:
            node = self.node.entries.get(name)
            if node is None or (isinstance(node, Scalar) and node.empty):
                self.problems.add(
                    self.node.lines.get(name, self.node.line),
                    f"「{name}」がありません。書き足してください。",
                    f"'{name}' is missing; add it.",
                )

    def scalar(self, key: str) -> Scalar | None:
        """A value that is there; an empty one counts as left out."""
        node = self.node.entries.get(key)
        if isinstance(node, ListNode | MapNode):
            self.problems.add(
                node.line,
                f"「{self.of}{key}」には一つの値を書いてください。",
                f"'{self.of}{key}' takes a single value, not a list or a map.",
            )
            return None
        return None if node is None or node.empty or not node.value.strip() else node

    def text(self, key: str) -> str | None:
        node = self.scalar(key)
        return node.value.strip() if node else None

    def word(self, key: str, known: tuple[str, ...]) -> str | None:
        node = self.scalar(key)
        if node is None or node.value in known:
            return node.value if node else None
        advice = hint(
            node.value,
            known,
            Text(f"{'、'.join(known)} のどれかを書いてください。", f"write one of {', '.join(known)}."),
        )
        self.problems.add(
            node.line,
            f"「{key}: {node.value}」は使えません。{advice.ja}",
            f"'{key}: {node.value}' is not known; {advice.en}",
        )
        return None

    def map(self, key: str) -> MapNode | None:
        node: SourceNode | None = self.node.entries.get(key)
        if node is None or isinstance(node, MapNode):
            return node
        if not (isinstance(node, Scalar) and node.empty):
            self.problems.add(
                node.line,
                f"「{key}」は、次の行から字下げして「名前: 値」の組で書いてください。",
                f"'{key}' must be a map of 'name: value', indented below it.",
            )
        return None


def _form(keys: _Keys, folder: Path) -> tuple[Form | None, tuple[Problem, ...]]:
    """The form, and the mistakes in its own file."""
    node = keys.scalar("form")
    if node is None:
        return None, ()
    name = node.value.strip()
    try:
        return find_form(name if name in form_ids() else folder / name), ()
    except FormError as error:
        return None, error.problems
    except CannotWork:
        advice = hint(
            name,
            form_ids(),
            Text(
                f"使えるのは {'、'.join(form_ids())} か、このフォルダーから見た form.yaml のパスです。",
                f"use {', '.join(form_ids())}, or the path of a form.yaml as seen from this folder.",
            ),
        )
        keys.problems.add(
            node.line,
            f"様式「{name}」が見つかりません。{advice.ja}",
            f"There is no form '{name}'; {advice.en}",
        )
        return None, ()


def _year(keys: _Keys) -> int | None:
    node = keys.scalar("year")
    if node is None:
        return None
    reading = read_year(node.value, base_year=_LAST)
    if reading.clear and isinstance(reading.value, int) and _FIRST <= reading.value <= _LAST:
        return reading.value
    keys.problems.add(
        node.line,
        f"「year: {node.value}」は年度として読み取れません。西暦で書いてください（例: 2026）。",
        f"'year: {node.value}' is no fiscal year; write a western one such as 2026.",
    )
    return None


def _deadline(keys: _Keys) -> datetime.date | None:
    node = keys.scalar("deadline")
    if node is None:
        return None
    reading = read_date(node.value)
    if reading.clear:
        return datetime.date.fromisoformat(str(reading.value))
    keys.problems.add(
        node.line,
        f"「deadline: {node.value}」は日付として読み取れません。"
        "「2026-06-30」か「令和8年6月30日」のように書いてください。",
        f"'deadline: {node.value}' is no date; write it like 2026-06-30.",
    )
    return None


def _campaign(keys: _Keys) -> str | None:
    """An id that the line of identity on the sheets can carry."""
    node = keys.scalar("campaign")
    if node is None:
        return None
    name = node.value.strip()
    if len(name) <= _LONGEST_ID and name.isprintable() and "|" not in name:
        return name
    keys.problems.add(
        node.line,
        f"「campaign: {name}」は使えません。"
        f"「|」や改行を含まない {_LONGEST_ID} 文字以内の名前にしてください。",
        f"'campaign: {name}' cannot be used; take a name of at most {_LONGEST_ID} characters without '|' "
        "and line breaks.",
    )
    return None


def _parameters(keys: _Keys, form: Form | None) -> Mapping[str, float | str | None]:
    """The parameters that campaign.yaml gives, typed by the form."""
    node = keys.map("parameters")
    out: dict[str, float | str | None] = {}
    for name, value in (node.entries if node and form else {}).items():
        assert node and form
        if not isinstance(value, Scalar):
            keys.problems.add(
                value.line,
                f"パラメータ「{name}」には一つの値を書いてください。"
                f"年度ごとの値は「{name}[0]: 値」の形です。",
                f"The parameter '{name}' takes a single value; one for a year is '{name}[0]: value'.",
            )
        elif not value.empty:
            try:
                out |= read_parameters(form, {name: value.value})
            except CannotWork as error:
                keys.problems.add(node.lines[name], error.text.ja, error.text.en)
    return out


def _office(keys: _Keys) -> Office:
    node = keys.map("office")
    if node is None:
        return Office()
    inside = _Keys(node, keys.problems, "office.")
    inside.expect(_OFFICE)
    mail = inside.scalar("mail")
    if mail and not ("@" in mail.value.strip("@") and mail.value.isprintable()):
        keys.problems.add(
            mail.line,
            f"「mail: {mail.value}」はメールアドレスではありません。",
            f"'mail: {mail.value}' is no mail address.",
        )
    return Office(name=inside.text("name"), contact=inside.text("contact"), mail=inside.text("mail"))
