"""Files, folders, zips and zips in zips: every file is told once, and what is not read has its reason."""

from __future__ import annotations

import io
import os
import stat
import struct
import subprocess
import sys
import tempfile
import time
import tracemalloc
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.book.reader_files import zipped
from xltool.book.archive import ARCHIVES
from xltool.book.limits import LIMITS
from xltool.book.onfile import read_bytes, read_end, read_head
from xltool.book.sources import Source, find_sources
from xltool.errors import CannotWork, Unreadable

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

BOOK = zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})
ODD_BOOK = zipped({"odd.xml": "<odd/>", "xl/workbook.xml": "<workbook/>"})  # no program begins like this


def told(paths: Path | Iterable[Path]) -> dict[str, str | None]:
    """Name (below the folder) -> why it was skipped, in one word."""
    given = [paths] if isinstance(paths, Path) else list(paths)
    base = given[0] if given[0].is_dir() else given[0].parent
    found = list(find_sources(given))
    names = [one.name for one in found]
    assert len(set(names)) == len(names)
    for one in found:
        assert (one.skipped is None) == (one.reason is None)
        assert one.skipped is None or (one.skipped.ja.endswith("。") and one.skipped.en.endswith("."))
    return {one.name.removeprefix(f"{base.as_posix()}/"): one.reason for one in found}


def bodies(paths: Path) -> dict[str, bytes]:
    return {
        one.name.removeprefix(f"{paths}/"): one.load() for one in find_sources([paths]) if not one.skipped
    }


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def raw_zip(
    *entries: tuple[bytes, bytes], flags: int = 0, sizes: dict[int, int] | None = None, mode: int = 0
) -> bytes:
    """A zip with names as bytes; ``sizes`` lets the directory lie about the inflated size of an entry."""
    out, central = io.BytesIO(), b""
    for number, (name, content) in enumerate(entries):
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(content) + packer.flush()
        size = (sizes or {}).get(number, len(content))
        common = struct.pack(
            "<5H3L2H", 20, flags, 8, 0, 0, zlib.crc32(content), len(packed), size, len(name), 0
        )
        central += struct.pack("<4sH", b"PK\1\2", 3 << 8 | 20) + common
        central += struct.pack("<3H2L", 0, 0, 0, mode, out.tell()) + name
        out.write(b"PK\3\4" + common + name + packed)
    start, count = out.tell(), len(entries)
    return (
        out.getvalue()
        + central
        + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(central), start, 0)
    )


# -- folders ------------------------------------------------------------------------------------------------


def test_folders_are_walked_in_a_fixed_order_and_noise_is_listed(tmp_path: Path) -> None:
    noise = (
        *("~$a.xlsx", ".~lock.a.xlsx#", "._a.xlsx", "x.TMP", ".DS_Store", "Thumbs.db", "desktop.ini"),
        *("__MACOSX/a.xlsx", ".git/a.xlsx", "$RECYCLE.BIN/a.xlsx", "@eaDir/a.xlsx"),
    )
    put(tmp_path, dict.fromkeys(noise, b"x"))
    put(
        tmp_path, {"b.xlsx": BOOK, "A.xlsx": BOOK, "sub/ｃ/d.xlsx": BOOK, "notes.txt": b"x", "zero.xlsx": b""}
    )
    found = told(tmp_path)
    assert [name for name, why in found.items() if why is None] == [
        "A.xlsx",
        "b.xlsx",
        "notes.txt",
        "sub/ｃ/d.xlsx",
    ]
    assert {name for name, why in found.items() if why == "noise"} == {
        name.partition("/")[0] for name in noise
    }
    assert found["zero.xlsx"] == "empty"


def test_a_folder_named_like_a_workbook_is_a_folder(tmp_path: Path) -> None:
    put(tmp_path, {"x.xlsx/y.zip/a.xlsx": BOOK})
    assert told(tmp_path) == {"x.xlsx/y.zip/a.xlsx": None}


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are made otherwise on Windows")
def test_links_and_pipes_are_listed_and_never_opened(tmp_path: Path) -> None:
    put(tmp_path, {"in/a.xlsx": BOOK, "outside.xlsx": BOOK})
    folder = tmp_path / "in"
    (folder / "loop").symlink_to(folder)
    (folder / "link.xlsx").symlink_to(tmp_path / "outside.xlsx")
    (folder / "nowhere.xlsx").symlink_to(tmp_path / "none")
    os.mkfifo(folder / "pipe.xlsx")
    assert told(folder) == {
        "a.xlsx": None,
        "link.xlsx": "link",
        "loop": "link",
        "nowhere.xlsx": "link",
        "pipe.xlsx": "special",
    }
    assert told(folder / "link.xlsx") == {"link.xlsx": None}, "a given link is followed"
    assert told(folder / "pipe.xlsx") == {"pipe.xlsx": "no_access"}


def test_a_given_path_is_looked_at_whatever_its_name_and_each_file_once(tmp_path: Path) -> None:
    put(tmp_path, {"~$a.xlsx": BOOK, "b.xlsx": BOOK})
    paths = [tmp_path / "~$a.xlsx", tmp_path / "b.xlsx", tmp_path, tmp_path / "b.xlsx"]
    found = [(Path(one.name).name, one.reason) for one in find_sources(paths)]
    assert found == [("~$a.xlsx", None), ("b.xlsx", None)]
    with pytest.raises(CannotWork, match=r"none\.xlsx does not exist"):
        find_sources([tmp_path / "b.xlsx", tmp_path / "none.xlsx"])


def test_folders_may_be_nested_deeper_than_python_calls(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY) if os.name == "posix" else pytest.skip("needs openat")
    for _ in range(1200):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(os.open("a.xlsx", os.O_WRONLY | os.O_CREAT, dir_fd=here))
    os.close(here)
    try:
        found = told(tmp_path)
    finally:
        subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)
    assert found == {"d/" * 1200 + "a.xlsx": "empty"}


@pytest.mark.skipif(os.name != "posix", reason="permissions of Unix")
def test_what_may_not_be_read_is_listed() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = put(Path(name), {"a.xlsx": BOOK, "closed/b.xlsx": BOOK, "c.xlsx": BOOK})
        folder.chmod(0o755)
        (folder / "a.xlsx").chmod(0)
        (folder / "closed").chmod(0)
        # As nobody: the superuser may read everything.
        code = (
            "import os, sys\n"
            "from xltool.book.sources import find_sources\n"
            "os.getuid() or os.setuid(65534)\n"
            "print([(s.name.rpartition('/')[2], s.reason, s.skipped and s.skipped.en)"
            " for s in find_sources([sys.argv[1]])])\n"
        )
        run = [sys.executable, "-c", code, name]
        out = subprocess.run(run, capture_output=True, text=True, check=False)
        (folder / "closed").chmod(0o755)
    assert out.stdout, out.stderr
    found = eval(out.stdout)
    assert [(name, why) for name, why, _ in found] == [
        ("a.xlsx", "no_access"),
        ("c.xlsx", None),
        ("closed", "no_access"),
    ]
    assert "Permission denied" in found[0][2]


def test_names_of_the_file_system_are_shown_composed_and_whole(tmp_path: Path) -> None:
    put(tmp_path, {unicodedata.normalize("NFD", "ガイド.xlsx"): BOOK, "a\u202excod.xlsx": BOOK})
    if sys.platform == "linux":
        (tmp_path / os.fsdecode("評価表.xlsx".encode("cp932"))).write_bytes(BOOK)
        assert set(told(tmp_path)) == {"ガイド.xlsx", "axcod.xlsx", "評価表.xlsx"}
    assert all(one.path and one.path.exists() and one.load() == BOOK for one in find_sources([tmp_path]))


def test_large_files_are_listed_unread(tmp_path: Path) -> None:
    put(tmp_path, {"a.xlsx": BOOK, "b.csv": b"x" * 2000, "c.zip": zipped({"d.csv": b"x" * 2000})})
    found = list(find_sources([tmp_path], replace(LIMITS, file=1000)))
    assert [(one.name.rpartition("/")[2], one.reason) for one in found] == [
        ("a.xlsx", None),
        ("b.csv", "limit"),
        ("c.zip!d.csv", "limit"),
    ]
    assert list(find_sources([tmp_path], archives=replace(ARCHIVES, file=50)))[2].reason == "limit"


# -- zips ---------------------------------------------------------------------------------------------------


def test_zips_in_zips_are_read_to_a_depth_of_two(tmp_path: Path) -> None:
    one = zipped({"sub/a.xlsx": BOOK, "b.xlsx": BOOK, "sub/": b""})
    two = zipped({"one.zip": one, "c.xlsx": BOOK})
    put(tmp_path, {"two.zip": two, "three.zip": zipped({"two.zip": two})})
    assert told(tmp_path) == {
        "three.zip!two.zip!c.xlsx": None,
        "three.zip!two.zip!one.zip": "depth",
        "two.zip!c.xlsx": None,
        "two.zip!one.zip!b.xlsx": None,
        "two.zip!one.zip!sub/a.xlsx": None,
    }
    assert set(bodies(tmp_path).values()) == {BOOK}


def test_content_tells_what_is_a_zip_and_what_a_workbook(tmp_path: Path) -> None:
    files = zipped({"a.xlsx": BOOK})
    put(tmp_path, {"book.zip": BOOK, "odd.zip": ODD_BOOK, "odd.xlsx": ODD_BOOK, "files.xlsx": files})
    put(tmp_path, {"in.zip": zipped({"book.zip": BOOK, "odd.xlsx": ODD_BOOK, "files.dat": files})})
    put(tmp_path, {"broken.zip": files[:-30], "broken.xlsx": BOOK[:-30], "empty.zip": zipped({})})
    assert told(tmp_path) == {
        "book.zip": None,
        "broken.xlsx": None,  # the reader says what is wrong with it
        "broken.zip": "damaged",
        "empty.zip": "empty",
        "files.xlsx!a.xlsx": None,
        "in.zip!book.zip": None,
        "in.zip!files.dat!a.xlsx": None,
        "in.zip!odd.xlsx": None,
        "odd.xlsx": None,
        "odd.zip": None,
    }


def test_noise_inside_zips_is_listed(tmp_path: Path) -> None:
    inside: dict[str, str | bytes] = {
        "__MACOSX/._a.xlsx": b"x",
        "s/~$a.xlsx": b"x",
        "s/.DS_Store": b"x",
        "s/z.xlsx": b"",
        "s/a.xlsx": BOOK,
    }
    put(tmp_path, {"a.zip": zipped(inside)})
    assert told(tmp_path) == {
        "a.zip!__MACOSX/._a.xlsx": "noise",
        "a.zip!s/.DS_Store": "noise",
        "a.zip!s/a.xlsx": None,
        "a.zip!s/z.xlsx": "empty",
        "a.zip!s/~$a.xlsx": "noise",
    }


@pytest.mark.parametrize(
    ("name", "flags", "shown"),
    [
        (b"a.xlsx", 0, "a.xlsx"),
        ("様式表.xlsx".encode("cp932"), 0, "様式表.xlsx"),  # 表 ends in 0x5C, which is a backslash in ASCII
        ("ソ能/十.xlsx".encode("cp932"), 0, "ソ能/十.xlsx"),
        ("評価.xlsx".encode(), 0, "評価.xlsx"),  # macOS says nothing, and writes UTF-8
        ("評価.xlsx".encode(), 0x800, "評価.xlsx"),
        (unicodedata.normalize("NFD", "ガギグ.xlsx").encode(), 0x800, "ガギグ.xlsx"),
        ("髙﨑①㈱.xlsx".encode("cp932"), 0, "髙﨑①㈱.xlsx"),
        (b"sub\\win.xlsx", 0, "sub/win.xlsx"),
        (b"../../../etc/x.xlsx", 0, "etc/x.xlsx"),
        (b"..\\..\\x.xlsx", 0, "x.xlsx"),
        (b"/abs/x.xlsx", 0, "abs/x.xlsx"),
        (b"C:\\Users\\x.xlsx", 0, "Users/x.xlsx"),
        (b"\\\\server\\share\\x.xlsx", 0, "server/share/x.xlsx"),
        (b"a\0b.xlsx", 0, "ab.xlsx"),
        (b"a\x1b[31m\r\nb.xlsx", 0, "a[31mb.xlsx"),
        ("a\u202excod.\u2066b\u200f.xlsx".encode(), 0x800, "axcod.b.xlsx"),
        (b"...", 0, "..."),
        (b"..", 0, "?"),
        (b"\xff\xfe\xfd.xlsx", 0x800, "\ufffd\ufffd\ufffd.xlsx"),
        (b"n" * 60000 + b".xlsx", 0, "n" * 200 + "…" + "n" * 35 + ".xlsx"),
    ],
)
def test_member_names(tmp_path: Path, name: bytes, flags: int, shown: str) -> None:
    put(tmp_path, {"a.zip": raw_zip((name, BOOK), flags=flags)})
    assert told(tmp_path) == {f"a.zip!{shown}": None}
    assert bodies(tmp_path) == {f"a.zip!{shown}": BOOK}
    assert list(tmp_path.iterdir()) == [tmp_path / "a.zip"]


def test_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    # ア and チ end in A and a: a reader that knows cp437 only takes the names for one.
    names = [b"a.xlsx", b"a.xlsx", b"A.xlsx", "ア.xlsx".encode("cp932"), "チ.xlsx".encode("cp932")]
    put(tmp_path, {"a.zip": raw_zip(*((name, BOOK + bytes([i])) for i, name in enumerate(names)))})
    found = bodies(tmp_path)
    assert sorted(found) == [
        "a.zip!A.xlsx",
        "a.zip!a.xlsx",
        "a.zip!a.xlsx (2)",
        "a.zip!ア.xlsx",
        "a.zip!チ.xlsx",
    ]
    assert len(set(found.values())) == 5


def test_encrypted_members_and_links_are_listed(tmp_path: Path) -> None:
    put(tmp_path, {"a.zip": raw_zip((b"a.xlsx", BOOK), flags=1)})
    put(tmp_path, {"b.zip": raw_zip((b"a.xlsx", b"/etc/passwd"), mode=(stat.S_IFLNK | 0o777) << 16)})
    assert told(tmp_path) == {"a.zip!a.xlsx": "locked", "b.zip!a.xlsx": "link"}
    for one in find_sources([tmp_path]):
        with pytest.raises(Unreadable):
            one.load()


def unreadable(source: Source) -> str:
    with pytest.raises(Unreadable) as caught:
        source.load()
    return caught.value.reason


def test_bombs_are_not_inflated(tmp_path: Path) -> None:
    zeros = bytes(40_000_000)
    bomb = zipped({"a.xlsx": zeros})
    put(tmp_path, {"bomb.zip": bomb, "nested.zip": zipped({"bomb.zip": bomb})})
    put(tmp_path, {"lying.zip": raw_zip((b"a.xlsx", zeros), sizes={0: 1000})})
    put(tmp_path, {"lying a little.zip": raw_zip((b"a.xlsx", os.urandom(90_000)), sizes={0: 1000})})
    put(
        tmp_path, {"many.zip": raw_zip(*[(b"a.xlsx", b"x")] * 60, sizes=dict.fromkeys(range(60), 49_000_000))}
    )
    put(tmp_path, {"huge.zip": raw_zip((b"a.zip", b"PK\3\4" + bytes(300_000_000)))})
    del zeros
    tracemalloc.start()
    begun = time.process_time()
    found = {one.name.rpartition("/")[2]: one for one in find_sources([tmp_path])}
    reasons = {name: one.reason or unreadable(one) for name, one in found.items()}
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reasons == {
        "bomb.zip!a.xlsx": "limit",
        "huge.zip!a.zip": "limit",
        "lying a little.zip!a.xlsx": "limit",
        "lying.zip!a.xlsx": "limit",
        "many.zip": "limit",
        "nested.zip!bomb.zip!a.xlsx": "limit",
    }
    assert time.process_time() - begun < 2
    assert used < 20_000_000


def test_a_million_members_are_counted_not_listed(tmp_path: Path) -> None:
    local = b"PK\3\4" + struct.pack("<5H3L2H", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    one = b"PK\1\2" + struct.pack("<6H3L5H2L", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    central = one * 1_000_000
    at, start = len(local) + len(central), len(local)
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 10**6, 10**6, len(central), start)
    tail = struct.pack("<4sLQL", b"PK\6\7", 0, at, 1)
    tail += struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, 2**32 - 1, 2**32 - 1, 0)
    honest = local + central + end64 + tail
    lying = local + central + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 3, 3, len(central), start, 0)
    put(tmp_path, {"honest.zip": honest, "lying.zip": lying})
    begun = time.process_time()
    assert told(tmp_path) == {"honest.zip": "limit", "lying.zip": "damaged"}
    assert time.process_time() - begun < 2


def test_members_of_nested_zips_are_counted_together(tmp_path: Path) -> None:
    inner = zipped({f"{i}.csv": b"x" for i in range(40)})
    put(tmp_path, {"a.zip": zipped({f"{i}.zip": inner for i in range(4)})})
    found = list(find_sources([tmp_path], archives=replace(ARCHIVES, members=100)))
    assert [one.reason for one in found] == [None] * 80 + ["limit"] * 2


def test_overlapping_entries_are_refused(tmp_path: Path) -> None:
    good = raw_zip((b"a.xlsx", BOOK))
    end = good.rindex(b"PK\5\6")
    start = good.index(b"PK\1\2")
    twice = good[start:end] * 2
    put(
        tmp_path,
        {
            "a.zip": good[:start]
            + twice
            + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, len(twice), start, 0)
        },
    )
    assert told(tmp_path) == {"a.zip": "refused"}


def test_a_zip_that_holds_itself_ends(tmp_path: Path) -> None:
    """The zip quine of Russ Cox unpacks to itself; here every level holds the one below, far deeper."""
    data = zipped({"a.xlsx": BOOK})
    for _ in range(50):
        data = zipped({"r.zip": data, "r.xlsx": BOOK})
    put(tmp_path, {"r.zip": data})
    assert told(tmp_path) == {"r.zip!r.xlsx": None, "r.zip!r.zip!r.xlsx": None, "r.zip!r.zip!r.zip": "depth"}


@pytest.mark.parametrize("step", [1, 7])
def test_a_zip_cut_or_changed_anywhere_is_told_or_listed(tmp_path: Path, step: int) -> None:
    good = zipped({"a/b.xlsx": BOOK, "c.csv": b"x" * 50, "d.zip": zipped({"e.csv": b"y"})})
    path = tmp_path / "a.zip"
    for at in range(0, len(good), step):
        for content in (
            good[:at],
            good[:at] + bytes([good[at] ^ (0x55 if step == 1 else 0xFF)]) + good[at + 1 :],
        ):
            path.write_bytes(content)
            for one in find_sources([path]):
                if one.skipped is None:
                    try:
                        one.load()
                    except Unreadable:
                        continue


def test_the_zips_of_7zip_and_windows_are_read(tmp_path: Path) -> None:
    """Data descriptors (streamed), zip64 sizes, a comment at the end, stored entries, folder entries."""
    out = io.BytesIO()

    class Stream(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: Buffer, /) -> int:
            return out.write(data)

    with zipfile.ZipFile(io.BufferedWriter(Stream()), "w") as archive:
        archive.mkdir("sub")
        with archive.open("sub/a.xlsx", "w", force_zip64=True) as member:
            member.write(BOOK)
        archive.writestr("b.xlsx", BOOK, zipfile.ZIP_STORED)
        archive.comment = "コメント".encode("cp932")
    put(tmp_path, {"a.zip": out.getvalue()})
    assert bodies(tmp_path) == {"a.zip!b.xlsx": BOOK, "a.zip!sub/a.xlsx": BOOK}


def test_a_file_that_goes_away_between_is_told(tmp_path: Path) -> None:
    put(tmp_path, {"a.xlsx": BOOK, "b.zip": zipped({"c.xlsx": BOOK})})
    first, second = find_sources([tmp_path])
    assert first.path == tmp_path / "a.xlsx"
    assert second.path is None
    (tmp_path / "a.xlsx").unlink()
    assert unreadable(first) == "no_access"


def test_a_disk_that_gives_little_at_once_is_read_to_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``read`` may return less than it was asked for: over a network, or when a signal comes."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(bytes(range(100)))
    read = os.read
    monkeypatch.setattr(os, "read", lambda file, count: read(file, min(count, 7)))
    assert read_bytes(path, 100) == bytes(range(100))
    assert read_head(path, 20) == bytes(range(20))
    assert read_end(path, 20) == (100, bytes(range(80, 100)))
    assert read_end(path, 200) == (100, bytes(range(100)))
    with pytest.raises(Unreadable) as too_large:
        read_bytes(path, 99)
    assert too_large.value.reason == "limit"


def test_many_zips_do_not_stay_in_memory(tmp_path: Path) -> None:
    content: dict[str, str | bytes] = {f"{i}.csv": os.urandom(100_000) for i in range(10)}
    put(tmp_path, {f"{i}.zip": zipped(content) for i in range(20)})
    tracemalloc.start()
    found = list(find_sources([tmp_path]))
    assert all(len(one.load()) == 100_000 for one in found)
    kept, used = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == 200
    assert kept < 3_000_000
    assert used < 6_000_000
