"""Where form definitions lie: beside the package in a checkout, inside it in a wheel, or at a path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from xltool.errors import CannotWork
from xltool.form.load import load_form
from xltool.form.model import Form
from xltool.form.source import nearest
from xltool.text import Text

__all__ = [
    "examples_folder",
    "find_form",
    "find_issued",
    "find_version",
    "form_ids",
    "templates_folder",
]

_YAML = (".yaml", ".yml")
_DIGEST = re.compile("[0-9a-f]{16}")
_PACKAGE = Path(__file__).resolve().parent.parent


def templates_folder() -> Path:
    """The folder of the built-in forms, for a wheel, an editable install and a checkout alike."""
    return _shipped("templates")


def examples_folder() -> Path:
    """The folder of the runnable examples."""
    return _shipped("examples")


def _shipped(name: str) -> Path:
    inside = _PACKAGE / f"_{name}"
    return inside if inside.is_dir() else _PACKAGE.parent / name


def form_ids() -> tuple[str, ...]:
    """Ids of the built-in forms."""
    return tuple(sorted(path.parent.name for path in templates_folder().glob("*/form.yaml")))


def find_form(name: str | Path, *, lint: bool = False) -> Form:
    """A form by its id, or by the path of its folder or its form.yaml.

    A form that ships is linted by the tests, and here only where ``lint`` asks for it; others always are.
    Raises CannotWork when there is none, FormError when it has mistakes.
    """
    path = Path(name)
    if isinstance(name, str) and name in form_ids():
        return _load(templates_folder() / name / "form.yaml", lint)
    if path.is_dir() and (path / "form.yaml").is_file():
        return _load(path / "form.yaml", lint)
    if path.suffix in _YAML:
        return _load(path, lint)
    close = nearest(str(name), form_ids())
    known = ", ".join(form_ids())
    raise CannotWork(
        Text(
            f"様式「{name}」が見つかりません。"
            + (
                f"「{close}」ではありませんか。"
                if close
                else f"使えるのは {known} か、form.yaml のパスです。"
            ),
            f"There is no form '{name}'; "
            + (f"did you mean '{close}'?" if close else f"use {known}, or the path of a form.yaml."),
        )
    )


def find_version(form: Form, version: str) -> Form | None:
    """Another version of a form, from the folder beside it that is called like the version; None without one.

    ``templates/<form>/form.yaml`` is the present version, ``templates/<form>/<version>/form.yaml`` an older
    one.
    """
    if form.version == version:
        return form
    folder = form.folder
    if folder is None or Path(version).name != version or version in ("", ".", ".."):
        return None
    for older in (folder / version, folder.parent / version, folder.parent):
        if (older / "form.yaml").is_file():
            found = _load(older / "form.yaml")
            if (found.id, found.version) == (form.id, version):
                return found
    return None


def find_issued(store: Path, digest: str | None, form: str, version: str) -> Form | None:
    """A form as it was once issued, from a store with a folder per digest; None where it is not there whole.

    Without a digest the one that was put there last, of those with this version.
    """
    if digest is not None:
        found = _issued(store / digest) if _DIGEST.fullmatch(digest) else None
        return found if found is not None and (found.id, found.version) == (form, version) else None
    known = sorted(store.glob("*/form.yaml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    some = (one for path in known if (one := _issued(path.parent)) is not None)
    return next((one for one in some if (one.id, one.version) == (form, version)), None)


def _issued(folder: Path) -> Form | None:
    """A form of the store, if it is what its folder says."""
    with suppress(CannotWork):  # lost, damaged, or of an xltool that allowed what this one does not
        found = _load(folder / "form.yaml")
        if found.digest == folder.name:
            return found
    return None


def _load(path: Path, lint: bool = False) -> Form:
    proved = not lint and path.resolve().is_relative_to(templates_folder())
    return _cached(path.resolve(), tuple(_stamps(path)), proved)


def _stamps(path: Path) -> Iterator[tuple[str, int, int]]:
    """What changes with a form's file, or with one beside it that may hold its rules."""
    with suppress(OSError):
        for one in sorted({path, *(each for each in path.parent.iterdir() if each.suffix in _YAML)}):
            found = one.stat()
            yield one.name, found.st_mtime_ns, found.st_size


@lru_cache(maxsize=32)
def _cached(path: Path, stamps: object, proved: bool) -> Form:  # noqa: ARG001 - changed files are read anew
    return load_form(path, proved=proved)
