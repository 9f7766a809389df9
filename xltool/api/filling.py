"""Workbooks out: a blank one, or one with data in it."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xltool.api.taking import one_record, take, year_of
from xltool.book import Assignment, draw, stamp
from xltool.errors import CannotWork
from xltool.form import Form, edition, find_form
from xltool.report.files import workbook_path, write_file
from xltool.text import Text
from xltool.values import fiscal_year

if TYPE_CHECKING:
    from xltool.form import Edition, Reference

__all__ = ["bind_form", "fill", "load_data", "template"]

Parameters = Mapping[str, float | str | None]


def template(
    form: str | Path | Form,
    out: str | os.PathLike[str],
    *,
    year: int | None = None,
    parameters: Parameters | None = None,
    reference: Mapping[str, Reference] | None = None,
) -> Path:
    """Write the blank workbook of a form; the base year is the current fiscal year unless given."""
    path = workbook_path(out)
    own = bind_form(form, year, parameters, reference)
    return write_file(path, stamp(draw(own), [Assignment(values={})]))


def fill(
    form: str | Path | Form,
    data: Mapping[str, Any] | str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    year: int | None = None,
    parameters: Parameters | None = None,
    reference: Mapping[str, Reference] | None = None,
) -> Path:
    """Write a workbook with data in it.

    The data is ``{"values": {id: value}}``, a record of ``extract``, or a file of either. Computed fields are
    computed, whatever the data says of them. The base year is ``year``, else the record's, else the current
    fiscal year. Raises CannotWork naming every unknown field and ill-typed value; then nothing is written.
    """
    path = workbook_path(out)
    record = one_record(data if isinstance(data, Mapping) else load_data(Path(data)))
    own = bind_form(form, year if year is not None else year_of(record), parameters, reference)
    taken = take(own, record)
    assignment = Assignment(values=taken.values, campaign=taken.campaign)
    return write_file(path, stamp(draw(own), [assignment]))


def bind_form(
    form: str | Path | Form,
    year: int | None = None,
    parameters: Parameters | None = None,
    reference: Mapping[str, Reference] | None = None,
) -> Edition:
    """The form at a base year."""
    own = form if isinstance(form, Form) else find_form(form)
    today = datetime.datetime.now(tz=datetime.timezone(datetime.timedelta(hours=9))).date()
    return edition(own, year if year is not None else fiscal_year(today), parameters, reference)


def load_data(path: Path) -> Mapping[str, Any]:
    """A JSON object from a file. Raises CannotWork with what is wrong and where."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise CannotWork(
            Text(
                f"{path} がありません。ファイル名とフォルダーを確かめてください。",
                f"{path} does not exist; check the name and the folder.",
            )
        ) from None
    except OSError as error:
        raise CannotWork(
            Text(f"{path} を開けません（{error.strerror}）。", f"{path} cannot be opened ({error.strerror}).")
        ) from None
    except UnicodeDecodeError:
        raise CannotWork(
            Text(
                f"{path} が UTF-8 ではありません。UTF-8 で保存し直してください。",
                f"{path} is not UTF-8; save it as UTF-8.",
            )
        ) from None
    except (ValueError, RecursionError) as error:
        at = f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise CannotWork(
            Text(f"{path}:{at} JSON として読めません（{error}）。", f"{path}:{at} is not JSON ({error}).")
        ) from None
    if not isinstance(data, Mapping):
        raise CannotWork(
            Text(
                f'{path} の中身が {{"values": …}} の形ではありません。',
                f'{path} does not hold an object {{"values": …}}.',
            )
        )
    return data
