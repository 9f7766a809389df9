"""What a file holds, told before it is read: what is there twice is read once, nothing else is left out."""

from __future__ import annotations

import os
import shutil
import tracemalloc
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.campaign.office import Round, filled, zipped
from xltool.book.sources import find_sources
from xltool.campaign import gathering, looking
from xltool.campaign.archive import digest_of
from xltool.campaign.looking import Looked, glanced_at, looked_at
from xltool.standing import Collection

END = bytes(range(256)) * 40  # more than is looked at


def glanced(folder: Path, files: Mapping[str, bytes]) -> dict[str, Looked]:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    found = list(find_sources([folder]))
    looked = list(glanced_at(found))
    assert [one.source for one in looked] == found
    return {one.source.name.removeprefix(f"{folder.as_posix()}/"): one for one in looked}


def test_what_no_other_looks_like_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"a.xlsx": b"1" + END, "b.xlsx": b"22" + END, "c.xlsx": b"1" + END[:-1] + b"x"}
    monkeypatch.setattr(looking, "digest_of", None)
    looked = glanced(tmp_path, files)
    assert [(one.sha256, one.first, one.refused) for one in looked.values()] == [(None, None, None)] * 3


def test_what_looks_alike_is_told_apart_by_its_hash(tmp_path: Path) -> None:
    same, other = b"1" + END, b"2" + END
    looked = glanced(tmp_path, {"a.xlsx": same, "b.xlsx": same, "c.xlsx": other, "d.xlsx": same})
    first = (looked["a.xlsx"].source, digest_of(same))
    assert (looked["a.xlsx"].sha256, looked["a.xlsx"].first) == (None, None)
    assert {name: (one.sha256, one.first) for name, one in looked.items() if name != "a.xlsx"} == {
        "b.xlsx": (digest_of(same), first),
        "c.xlsx": (digest_of(other), first),
        "d.xlsx": (digest_of(same), first),
    }


def test_of_many_files_little_stays_in_memory(tmp_path: Path) -> None:
    for number in range(400):
        (tmp_path / f"{number}.xlsx").write_bytes(os.urandom(10_000))
    found = list(find_sources([tmp_path]))
    tracemalloc.start()
    looked = list(glanced_at(found))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(looked) == 400
    assert kept < 400 * 600


@pytest.mark.parametrize("archive", ["a.zip", "z.zip"])
def test_a_zip_holds_what_lies_beside_it(tmp_path: Path, archive: str) -> None:
    data = b"1" + END
    looked = glanced(tmp_path, {archive: zipped({"m.xlsx": data}), "m.xlsx": data})
    member, beside = looked[f"{archive}!m.xlsx"], looked["m.xlsx"]
    earlier, later = (member, beside) if archive == "a.zip" else (beside, member)
    assert later.sha256 == digest_of(data)
    assert later.first == (earlier.source, digest_of(data))
    assert (member.data, beside.data) == (data, None)


def test_what_cannot_be_had_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(END)
    (tmp_path / "b.xlsx").write_bytes(END)
    (tmp_path / "c.xlsx").write_bytes(b"c")
    found = list(find_sources([tmp_path]))
    seen: list[Looked] = []
    for one in glanced_at(found):
        seen.append(one)
        (tmp_path / "a.xlsx").unlink(missing_ok=True)
        (tmp_path / "c.xlsx").unlink(missing_ok=True)
    assert [one.refused and one.refused.reason for one in seen] == [None, None, "no_access"]
    assert (seen[1].sha256, seen[1].first) == (
        digest_of(END),
        None,
    )  # the first has gone, not this


def all_sorts(office: Round) -> None:
    one, two = (filled(office.issued(number)) for number in ("10001", "10002"))
    broken = one[:5000] + bytes(2000) + one[7000:]
    office.drop("a.xlsx", one)
    office.drop("again.xlsx", one)
    office.drop("b.xlsx", two)
    office.drop("broken 1.xlsx", broken)
    office.drop("broken 2.xlsx", broken)
    office.drop("mail.zip", zipped({"a.xlsx": one, "c.xlsx": filled(office.issued("10003")), "d.xlsx": two}))
    office.drop("note.txt", b"note")
    office.drop("unpacked/c.xlsx", filled(office.issued("10003")))
    office.drop("unpacked/no workbook.xlsx", b"PK but no more")
    office.drop("unpacked/no workbook 2.xlsx", b"PK but no more")


def told(collection: Collection) -> list[Any]:
    return [(one.file, one.sheet, one.project, one.outcome, one.reason) for one in collection.files]


def test_a_glance_tells_the_same_as_a_look(office: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    all_sorts(office)
    shutil.copytree(office.folder / ".xltool", office.folder / "kept")
    whole = gathering.read_with
    read: list[str] = []

    def counted(also: Any, sources: Iterator[Any], *args: Any, **more: Any) -> Iterator[Any]:
        for source, *found in whole(also, sources, *args, **more):
            read.append(source.name)
            yield source, *found

    monkeypatch.setattr(gathering, "read_with", counted)
    with monkeypatch.context() as patched:
        patched.setattr(gathering, "looked_at", None)
        by_glance = told(office.campaign.collect(jobs=1))
    once = list(read)
    assert sorted(once) == [
        "inbox/a.xlsx",
        "inbox/b.xlsx",
        "inbox/broken 1.xlsx",
        "inbox/mail.zip!c.xlsx",
        "inbox/unpacked/no workbook 2.xlsx",
    ]
    shutil.rmtree(office.folder / ".xltool")
    (office.folder / "kept").rename(office.folder / ".xltool")
    read.clear()
    monkeypatch.setattr(gathering, "glanced_at", lambda found: looked_at(found, lambda *_: None))
    assert told(office.campaign.collect(jobs=1)) == by_glance
    assert read == once
    assert {outcome for *_, outcome, _ in by_glance} == {"new", "duplicate", "unreadable", "ignored"}
    assert [outcome for file, *_, outcome, _ in by_glance if "broken" in file] == ["unreadable"] * 2
