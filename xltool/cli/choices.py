"""Options that several commands take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from xltool.errors import CannotWork
from xltool.text import Text

if TYPE_CHECKING:
    from xltool.form import Reference
    from xltool.form.model import Form

__all__ = [
    "campaign",
    "fail_on",
    "forms",
    "given_parameters",
    "given_reference",
    "jobs",
    "out",
    "phase",
    "reference",
    "scheduler",
    "setting",
    "year",
]

F = TypeVar("F", bound=Callable[..., Any])

campaign = click.option(
    "-C",
    "folder",
    type=click.Path(path_type=Path),
    default=".",
    metavar="DIR",
    help="The campaign's folder, instead of the current one. 調査回のフォルダー",
)
year = click.option(
    "--year", type=int, default=None, metavar="Y", help="Base fiscal year, western. 基準年度（西暦）"
)
setting = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of the form, such as population=59000. パラメータ",
)
reference = click.option(
    "--reference",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="Workbook with the reference sheets. 参照表のブック",
)
forms = click.option(
    "--form",
    "forms",
    multiple=True,
    metavar="FORM",
    help="A form that does not ship with xltool: the path of its form.yaml. 独自の様式",
)
phase = click.option(
    "--phase",
    type=click.Choice(["submission", "committee", "all"]),
    default="submission",
    show_default=True,
    help="Which rules are judged. 点検の段階",
)
scheduler = click.option(
    "--scheduler",
    default=None,
    metavar="tcp://…|local",
    help="Work on a Dask cluster, in chunks, as Parquet; PATH may be a URL. Dask クラスターで処理する",
)
jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    metavar="N",
    help="Processes at work, by default the cores; the result is the same. 並列数（既定は CPU のコア数）",
)
fail_on = click.option(
    "--fail-on",
    type=click.Choice(["error", "query", "note"]),
    default="error",
    show_default=True,
    help="Exit with 1 from this severity on. 終了コード 1 とする重大度",
)


def out(*, required: bool, help: str) -> Callable[[F], F]:  # noqa: A002 - click's word
    """``-o FILE``."""
    return click.option(
        "-o",
        "--out",
        type=click.Path(path_type=Path),
        required=required,
        metavar="FILE",
        help=help,
    )


def given_parameters(form: Form, settings: tuple[str, ...]) -> dict[str, float | str | None]:
    """Type what ``--set`` was given. Raises CannotWork."""
    from xltool.form import read_parameters

    pairs: dict[str, str] = {}
    for one in settings:
        name, equals, value = one.partition("=")
        if not equals or not name.strip():
            raise CannotWork(
                Text(
                    f"--set {one} は「名前=値」の形で指定してください（例: --set population=59000）。",
                    f"--set {one} must look like NAME=VALUE, such as --set population=59000.",
                )
            )
        pairs[name.strip()] = value.strip()
    return read_parameters(form, pairs)


def given_reference(file: Path | None) -> dict[str, Reference] | None:
    if file is None:
        return None
    from xltool.api import read_reference

    return read_reference(file)
