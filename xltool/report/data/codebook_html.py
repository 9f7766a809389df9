"""The codebook as one page that loads nothing and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING

from xltool.report.data.codebook import listings, options_text, public_text, required_text, series_of
from xltool.report.data.words import TYPES, WORDS

if TYPE_CHECKING:
    from jinja2 import Environment

    from xltool.report.data.contents import Contents

__all__ = ["codebook_html"]

# characters that no page may hold, and those that turn the direction of what follows
_UNSEEN = {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF}
_CLEAN = dict.fromkeys(_UNSEEN - {0x09, 0x0A}, "\ufffd")


def codebook_html(own: Contents) -> bytes:
    lang = own.lang
    style = _environment().get_template("codebook.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    files, _, _, tables = listings(own)
    sections = list(series_of(own))
    page = (
        _environment()
        .get_template("codebook.html")
        .render(
            lang=lang,
            w={key: text.pick(lang) for key, text in WORDS.items()},
            subtitle=WORDS["subtitle"].format(forms=own.forms, records=own.blocks.count).pick(lang),
            public=own.public,
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
            "form-action 'none'",
            style=style,
            files=files,
            tables=tables,
            sections=sections,
            several=len({form for form, _, _ in sections}) > 1,
            types={key: text.pick(lang) for key, text in TYPES.items()},
            options=lambda one: options_text(one, lang),
            required=lambda one: required_text(one, lang),
            published=lambda one: public_text(one, lang),
        )
    )
    return page.translate(_CLEAN).encode("utf-8", "replace") + b"\n"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        autoescape=True,
        loader=PackageLoader("xltool.report.data"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["ours"] = Markup  # the style, as this package ships it
    return made
