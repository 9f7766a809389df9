"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from xltool.errors import CannotWork
from xltool.text import Text

__all__ = [
    "check_target",
    "make_folder",
    "put_in_place",
    "remove_file",
    "replacing",
    "staged",
    "swept",
    "workbook_path",
    "write_file",
]

_TEMPORARY = ".xltool-", ".tmp"  # how a name that does not count yet begins and ends


def workbook_path(out: str | os.PathLike[str]) -> Path:
    """The path of a workbook to be written. Raises CannotWork for an ending under which Excel refuses it."""
    path = Path(out)
    if path.suffix.lower() != ".xlsx":
        raise CannotWork(
            Text(
                f"{path} の拡張子を .xlsx にしてください。",
                f"{path} must end in .xlsx, or Excel will not open it.",
            )
        )
    return path


def check_target(path: Path) -> None:
    """Before long work: raises CannotWork for a folder, and where there is no folder for the file."""
    if path.is_dir():
        raise CannotWork(
            Text(
                f"{path} はフォルダーです。ファイル名を指定してください。",
                f"{path} is a folder; give the name of a file.",
            )
        )
    if not path.parent.is_dir():
        raise CannotWork(
            Text(
                f"フォルダー {path.parent} がありません。先に作成してください。",
                f"The folder {path.parent} does not exist; create it first.",
            )
        )


def make_folder(path: Path) -> Path:
    """Make a folder and those above it, unless it is there. Raises CannotWork."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise CannotWork(
            Text(
                f"{path} はフォルダーではなくファイルです。名前を変えるか、別の場所を指定してください。",
                f"{path} is a file, not a folder; rename the file or name another place.",
            )
        ) from None
    except OSError as error:
        raise CannotWork(
            Text(
                f"フォルダー {path} を作れません（{error.strerror}）。書き込めるか確かめてください。",
                f"The folder {path} cannot be made ({error.strerror}); see whether you may write there.",
            )
        ) from None
    return path


def write_file(path: Path, data: bytes | Iterable[bytes]) -> Path:
    """Write beside the target under a temporary name, then rename. Raises CannotWork, nothing changed.

    ``data``: whole, or in pieces.
    """
    with replacing(path) as file:
        file.writelines((data,) if isinstance(data, bytes) else data)
    return path


def remove_file(path: Path) -> None:
    """Delete a file, if it is there. Raises CannotWork."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWork(
            Text(
                f"{path} を削除できません（{error.strerror}）。"
                "Excel で開いている場合は閉じてから、もう一度実行してください。",
                f"{path} cannot be deleted ({error.strerror}); if it is open in Excel, close it and retry.",
            )
        ) from None


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file beside the target that takes its place once the block is left without an exception.

    Raises CannotWork where it cannot be written; the target is what it was.
    """
    check_target(path)
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(_TEMPORARY[1], _TEMPORARY[0], path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            yield file
        with contextlib.suppress(OSError):  # a temporary file is for its owner alone, a result is not
            temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise _cannot(path, error) from None
    except BaseException:  # interrupted: leave nothing behind
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise


def staged(folder: Path, data: bytes | Iterable[bytes]) -> Path:
    """Write a file under a name that does not count yet, for ``put_in_place``. Raises CannotWork."""
    return write_file(folder / secrets.token_hex(12).join(_TEMPORARY), data)


def put_in_place(there: Path, path: Path) -> None:
    """Rename what was staged. Raises CannotWork, nothing changed."""
    try:
        there.replace(path)
    except OSError as error:
        check_target(path)  # it has better words for a folder there, and for none to put it in
        raise _cannot(path, error) from None


@contextlib.contextmanager
def swept(folder: Path) -> Iterator[None]:
    """Where the block is left with an exception, what was staged or half written below the folder goes."""
    try:
        yield
    except BaseException:
        for left in folder.rglob("*".join(_TEMPORARY)):
            with contextlib.suppress(OSError):
                left.unlink()
        raise


def _cannot(path: Path, error: OSError) -> CannotWork:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return CannotWork(_FULL.format(path=path))
    why = error.strerror or type(error).__name__
    return CannotWork(
        Text(
            f"{path} に書き込めません（{why}）。"
            "Excel で開いている場合は閉じてから、もう一度実行してください。",
            f"{path} cannot be written ({why}); if it is open in Excel, close it and try again.",
        )
    )


_FULL = Text(
    "ディスクに空きがないため {path} を書き込めません。"
    "空きを作ってからもう一度実行してください。書きかけのファイルは残っていません。",
    "The disk is full: {path} could not be written. Make room and run the command again; "
    "nothing half-written is left.",
)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
