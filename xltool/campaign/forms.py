"""Every form that the round ever worked with: .xltool/forms/<digest>/, its files as they were, never changed.

A workbook names the form that it was drawn from by version and digest. The office may edit its form while
workbooks are out, and forget the version number: they stay readable all the same.
"""

from __future__ import annotations

from xltool.campaign.archive import mend
from xltool.campaign.model import Config

__all__ = ["keep_form"]

_FORM = "form.yaml"  # whatever its file was called


def keep_form(config: Config) -> None:
    """Store the form's files unless they are there; the form itself last, so that it is there whole or not.

    Raises CannotWork.
    """
    (_, text), *beside = config.form.files
    below = config.forms.relative_to(config.hidden).as_posix()
    for name, content in (*beside, (_FORM, text)):
        mend(config.hidden, f"{below}/{config.form.digest}/{name}", content.encode("utf-8"))
