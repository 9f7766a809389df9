"""A cluster of two worker processes gives what one process gives, whatever becomes of the workers."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from distributed import Client

import xltool
from tests.cluster.corpus import make_pile
from tests.faults.city import REFERENCE
from xltool.cluster import (
    Plan,
    bundles,
    check,
    comparing,
    consolidate,
    crew,
    extract,
    listing,
    write_findings,
)
from xltool.errors import CannotWork
from xltool.report import CHECK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xltool.api import Records

pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
ACROSS = {"XL401", "XL411", "XL412", "XL413", "XL415"}


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cluster") / "inbox"
    make_pile(folder, 100)
    return folder


@pytest.fixture(scope="module")
def pile(inbox: Path) -> Records:
    """What is read without a cluster."""
    return xltool.read(inbox, reference=REFERENCE, jobs=2)


@pytest.fixture(scope="module")
def plan() -> Iterator[Plan]:
    """Two workers in processes of their own; the cluster is there before and after, as one of machines is."""
    with crew.connected("local", workers=2) as client:
        yield Plan(scheduler=client.scheduler_info()["address"], reference=REFERENCE, chunk=8)


@pytest.fixture(scope="module")
def out(inbox: Path, plan: Plan) -> Path:
    """The folder of a run in which a worker was killed on the way."""
    out = inbox.parent / "out"
    out.mkdir()
    killed = []

    def kill(done: int, met: int) -> None:
        if not killed:  # the first chunk is done, both workers are busy with others
            assert done < met
            with Client(plan.scheduler) as client:
                killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    found = check([str(inbox)], out, replace(plan, progress=kill))
    assert killed and found.fresh == len(found.done) > 8
    return out


def frame_in(out: Path) -> pd.DataFrame:
    chunks = json.loads((out / "manifest.json").read_bytes())["chunks"]
    tables = [pd.read_parquet(out / one["records"]) for one in chunks if one["records"]]
    return pd.concat(tables, ignore_index=True)


def test_the_findings_are_those_of_one_process(
    inbox: Path, out: Path, pile: Records, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "_CHUNKS", 3)  # several bundles, merged in several steps
    monkeypatch.setattr(comparing, "_FAN", 2)
    expected = pile.judge()
    assert {one.id for one in expected} >= ACROSS
    found = check([str(inbox)], out, plan)
    assert found.fresh == 0  # nothing is read again
    assert list(found.findings()) == list(expected)
    assert (found.files, found.records) == (len(pile.files), len(pile))
    assert found.skipped == list(pile.skipped)
    assert not found.left_out
    for kind in ("json", "csv"):
        write_findings(found, out / f"findings.{kind}", lang="en")
        written = CHECK[kind](expected, len(pile.files), pile.records, "en")
        assert (out / f"findings.{kind}").read_bytes() == written
    write_findings(found, out / "findings.parquet")
    table = pd.read_parquet(out / "findings.parquet")
    assert list(table["message"]) == [one.message.ja for one in expected]


class Here:
    """A client that does everything itself, at once."""

    def submit(self, function: Callable[..., Any], *given: Any, **_: Any) -> Any:
        return function(*given)

    def gather(self, results: Any) -> Any:
        return results


def test_what_is_too_much_to_compare_is_said(
    inbox: Path, out: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = check([str(inbox)], out, plan)
    names = [one.name for one in found.done]
    whole, left_out = comparing.compare_all(Here(), names, found.job)  # type: ignore[arg-type]
    assert (whole, left_out) == (found.across, ())
    monkeypatch.setattr(bundles, "_TEXTS", 1000)
    some, left_out = comparing.compare_all(Here(), names, found.job)  # type: ignore[arg-type]
    assert len(left_out) == 1 and left_out[0].en.startswith("XL415: there is too much prose")
    copied = [
        [one.finding.file for told in across.values() for one in told if one.finding.id == "XL415"]
        for across in (whole, some)
    ]
    assert (len(copied[0]), len(copied[1])) == (3, 2)  # the third is nearly the same
    assert {*copied[1]} < {*copied[0]}


def test_the_values_are_those_of_one_process(inbox: Path, out: Path, pile: Records, plan: Plan) -> None:
    found = consolidate([str(inbox)], out, plan)
    assert found.fresh == 0
    pd.testing.assert_frame_equal(frame_in(out), pile.frame())
    columns = {tuple(pd.read_parquet(one).columns) for one in (out / "records").iterdir()}
    assert columns == {tuple(pile.frame().columns)}  # in every file, whichever forms are in it
    tables = [pd.read_parquet(out / "values" / f"{one.name}.parquet") for one in found.done if one.records]
    pd.testing.assert_frame_equal(pd.concat(tables, ignore_index=True), pile.frame(long=True))
    alone = pile.judge(across=False)
    assert list(pd.read_parquet(out / "findings.parquet")["id"]) == [one.id for one in alone]
    fields = pd.read_parquet(out / "fields.parquet")
    assert {*fields["field"]} == {key for record in pile.records for key in record.values}


def test_a_file_that_changed_is_read_again_with_its_chunk_alone(
    inbox: Path, out: Path, pile: Records, plan: Plan
) -> None:
    extract([str(inbox)], out, plan)
    written = {one.name: one.stat().st_mtime_ns for one in (out / "records").iterdir()}
    file = sorted((inbox / "east").glob("*.xlsx"))[0]
    os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns + 1))
    found = extract([str(inbox)], out, plan)
    assert found.fresh == 1
    now = {one.name: one.stat().st_mtime_ns for one in (out / "records").iterdir()}
    assert len(now.items() - written.items()) == 1
    assert len(now) == len(written)  # what the chunk was before is gone
    pd.testing.assert_frame_equal(frame_in(out), pile.frame())


def test_a_url_gives_the_same(inbox: Path, pile: Records, plan: Plan, tmp_path: Path) -> None:
    url = (inbox / "reviews").as_uri()
    found = check([url], tmp_path, plan)
    here = xltool.read(inbox / "reviews", jobs=0)
    assert [name.removeprefix("file://") for one in found.done for name in one.files] == list(here.files)
    assert found.records == len(here)
    for one, other in zip(found.findings(), here.judge(), strict=True):
        assert (one.file or "").removeprefix("file://") == other.file
        assert (one.id, one.message, one.severity) == (other.id, other.message, other.severity)
    inside = extract([f"zip://::{(inbox / 'reviews' / 'sent.zip').as_uri()}"], tmp_path / "zip", plan)
    assert inside.records == 12


def test_what_kills_and_what_hangs_ends_as_a_finding(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    files = sorted((inbox / "reviews").glob("*.xlsx"))[:12]
    for number, file in enumerate(files):
        name = {4: "kills", 8: "hangs"}.get(number, "fine")
        (folder / f"{number:02}-{name}.xlsx").write_bytes(file.read_bytes())
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join([str(Path(__file__).parent / "poison"), str(Path.cwd())])
    )
    found = check([str(folder)], tmp_path, Plan(workers=2, seconds=3))
    assert found.records == 10 and found.lost == 2
    told = [one for one in found.findings() if one.id == "XL101"]
    assert [(Path(one.file or "").name, one.actual) for one in told] == [
        ("04-kills.xlsx", "damaged"),
        ("08-hangs.xlsx", "limit"),
    ]
    again = check([str(folder)], tmp_path, Plan(workers=2, seconds=3))
    assert again.fresh == 0 and list(again.findings()) == list(found.findings())


def test_every_rule_that_compares_sheets_is_judged() -> None:
    assert comparing.not_compared() == ()


def test_a_file_more_changes_one_chunk() -> None:
    def names(*more: str) -> set[str]:
        units = [listing.Unit(name=name, path=Path(name), size=1) for name in sorted([*every, *more])]
        return {one.name for one in listing.chunks(units, "seal")}

    every = [f"inbox/{number:05}.xlsx" for number in range(3000)]
    assert len(names() - names("inbox/01234-b.xlsx")) <= 2
    assert 20 < len(names()) < 60


def test_no_scheduler_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotWork, match="cannot be reached"):
        extract([str(tmp_path)], tmp_path / "out", Plan(scheduler="tls+nonsense://nowhere"))


def test_nothing_to_read_is_said_in_a_sentence(tmp_path: Path, plan: Plan) -> None:
    with pytest.raises(CannotWork, match="no workbooks"):
        extract([str(tmp_path)], tmp_path / "out", plan)
    with pytest.raises(CannotWork, match="does not exist"):
        extract([str(tmp_path / "nowhere")], tmp_path / "out", plan)
    with pytest.raises(CannotWork, match="cannot be opened"):
        extract(["nonsense://nowhere"], tmp_path / "out", plan)
