"""A whole run: list, read and judge in chunks, settle the columns, compare, write what is asked for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import xltool
from xltool.book.many import Shelf
from xltool.cluster.comparing import compare_all
from xltool.cluster.crew import connected, each, gathered, require
from xltool.cluster.listing import CHUNK, Chunk, chunks, listed
from xltool.cluster.manifest import read_manifest, write_manifest
from xltool.cluster.packing import edition_of
from xltool.cluster.parts import Done, Folder
from xltool.cluster.tables import Wanted, columns_of, settled, write_tables
from xltool.cluster.work import Job, library_for
from xltool.errors import CannotWork
from xltool.form import Form, find_form, templates_folder
from xltool.report.files import make_folder
from xltool.rules.engine import Judged
from xltool.rules.tell import in_order
from xltool.text import Text

if TYPE_CHECKING:
    from distributed import Client

    from xltool.finding import Finding
    from xltool.form import Edition, Reference
    from xltool.rules.tell import Told

__all__ = ["WORK", "Outcome", "Plan", "check", "extract", "seal_of"]

WORK = ".xltool-cluster"  # the folder of parts, beside what is written
_JUDGING = ("book", "form", "formula", "rules", "values")
Progress = Callable[[int, int], None]  # chunks done, chunks met so far


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a run is made."""

    scheduler: str = "local"  # or tcp://…
    workers: int | None = None  # of a local cluster; None: the processors
    phase: Judged = "submission"
    forms: Sequence[str | Path | Form] = ()  # that do not ship
    reference: Mapping[str, Reference] | None = None
    raw: bool = False  # the text as it stood, beside each value
    seconds: float = 60.0  # for one file
    chunk: int = CHUNK  # files of a chunk, at least
    progress: Progress | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a run gave; the findings stay on the disk and are fetched as they are needed."""

    done: tuple[Done, ...]  # in the order of the files
    folder: Folder
    job: Job
    across: dict[int, list[Told]] = field(default_factory=dict)  # chunk -> what comparing the sheets told
    left_out: tuple[Text, ...] = ()  # what could not be compared
    fresh: int = 0  # chunks that were not done by an earlier run

    @property
    def files(self) -> int:
        return sum(len(one.files) for one in self.done)

    @property
    def records(self) -> int:
        return sum(one.records for one in self.done)

    @property
    def lost(self) -> int:
        return sum(one.lost for one in self.done)

    @property
    def skipped(self) -> list[tuple[str, Text]]:
        return [(name, Text(ja, en)) for one in self.done for name, ja, en in one.skipped]

    @property
    def summary(self) -> Counter[str]:
        """Severity -> how many findings."""
        found: Counter[str] = Counter()
        for one in self.done:
            found.update(one.findings)
        found.update(told.finding.severity for some in self.across.values() for told in some)
        return found

    @property
    def editions(self) -> list[Edition]:
        """Every one there is, in the order met."""
        return _editions(self.done, self.job)

    def findings(self) -> Iterator[Finding]:
        for _, some in self.by_chunk():
            yield from some

    def by_chunk(self) -> Iterator[tuple[Done, tuple[Finding, ...]]]:
        """The findings of every chunk, in the order in which they would come without a cluster."""
        for at, one in enumerate(self.done):
            told = [*self.folder.told(one.name), *self.across.get(at, ())]
            yield one, in_order(told, one.files)


def extract(places: Iterable[str], out: Path, plan: Plan, *, values: bool = False) -> Outcome:
    """The values of any number of sheets as Parquet: ``out/records/``, a file per chunk, and a manifest.

    ``places`` are folders, files and URLs that fsspec opens; the workers must see them, and ``out``, under
    the same names. With ``values`` a row per value too, in ``out/values/``. Judged is every sheet alone.
    Raises CannotWork where there is nothing to read, and where no cluster is to be had.
    """
    require()
    out = out.absolute()
    wanted = Wanted(
        records=make_folder(out / "records"),
        values=make_folder(out / "values") if values else None,
        raw=plan.raw,
    )
    job = _job(out / WORK, wanted, plan)
    with connected(plan.scheduler, workers=plan.workers) as client:
        found = _run(client, places, job, plan)
        columns = _settle(client, found.done, job, read_manifest(out))
    for folder in (wanted.records, wanted.values):
        _remove_others(folder, {one.name for one in found.done if one.records})
    write_manifest(out, found.done, columns=columns, summary=found.summary)
    return found


def check(places: Iterable[str], folder: Path, plan: Plan) -> Outcome:
    """The findings of any number of sheets, of each alone and of all of them compared; see ``extract``.

    ``folder`` is where the parts lie, for this run and the next.
    """
    require()
    job = _job(folder.absolute() / WORK, Wanted(), plan)
    with connected(plan.scheduler, workers=plan.workers) as client:
        found = _run(client, places, job, plan)
        across, left_out = compare_all(client, [one.name for one in found.done], job)
    return replace(found, across=across, left_out=left_out)


def _job(work: Path, wanted: Wanted, plan: Plan) -> Job:
    own = tuple(one if isinstance(one, Form) else find_form(one) for one in plan.forms)
    shelf = Shelf(own=own, reference=plan.reference)
    return Job(
        shelf=shelf,
        phase=plan.phase,
        folder=Folder(work).made(),
        seal=seal_of(shelf, plan.phase),
        wanted=wanted,
        seconds=plan.seconds,
    )


def seal_of(shelf: Shelf, phase: Judged) -> str:
    """A print of all that a chunk's result depends on but its files: program, rules, forms, reference."""
    digest = hashlib.sha256(f"{xltool.__version__}\0{phase}\0{_program()}".encode())
    for form in shelf.own:
        digest.update(f"{form.id}\0{form.version}\0{form.digest}\n".encode())
    digest.update(repr(sorted((shelf.reference or {}).items())).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@cache
def _program() -> str:
    """What reads and judges, to the letter: a rule that was mended judges again."""
    root = Path(xltool.__file__).parent
    files = [one for name in _JUDGING for one in (root / name).rglob("*.py")]
    files += [one for one in templates_folder().rglob("*.yaml") if one.is_file()]
    digest = hashlib.sha256()
    for one in sorted(files):
        digest.update(one.read_bytes())
    return digest.hexdigest()


def _run(client: Client, places: Iterable[str], job: Job, plan: Plan) -> Outcome:
    there = job.folder.names()
    done: list[tuple[tuple[int, ...], Done]] = []
    met = fresh = 0

    def counted() -> Iterator[Chunk]:
        nonlocal met
        for one in chunks(listed(places), job.seal, plan.chunk):
            met += 1
            yield one

    def known(name: str) -> Done | None:
        found = job.folder.done(name) if name in there else None
        return None if found is None or job.wanted.missing(found) else found

    with closing(each(client, counted(), job, known)) as results:
        for place, one in results:
            done.append((place, one))
            fresh += one.name not in there
            if plan.progress is not None:
                plan.progress(len(done), met)
    found = tuple(one for _, one in sorted(done, key=lambda pair: pair[0]))
    if not any(one.files for one in found):
        raise CannotWork(_NOTHING)
    return Outcome(done=found, folder=job.folder, job=job, fresh=fresh)


def _settle(client: Client, done: Sequence[Done], job: Job, before: dict[str, str]) -> str:
    """Give every chunk the columns that all of them have together; returns their print."""
    columns = columns_of(_editions(done, job), raw=job.wanted.raw)
    todo = [one for one in done if one.records and before.get(one.name) != columns]
    keys = tuple(dict.fromkeys(key for one in done for key in one.editions))
    shared = client.submit(_as_it_is, job, pure=False)
    gathered(client, settle, todo, shared, keys, columns)
    return columns


def _as_it_is(job: Job) -> Job:
    return job


def settle(one: Done, job: Job, keys: Sequence[str], columns: str) -> None:
    """Write the records of a chunk again, where others have columns that they have not."""
    if not settled(job.wanted, one.name, columns):
        _, library = library_for(job)
        editions = [edition_of(key, library) for key in keys]
        write_tables(job.folder.records(one.name, library), job.wanted, one, editions)


def _editions(done: Iterable[Done], job: Job) -> list[Edition]:
    _, library = library_for(job)
    return [edition_of(key, library) for key in dict.fromkeys(key for one in done for key in one.editions)]


def _remove_others(folder: Path | None, names: set[str]) -> None:
    """What an earlier run wrote of files that are gone or have changed."""
    for one in folder.glob("*.parquet") if folder is not None else ():
        if one.stem not in names:
            one.unlink(missing_ok=True)


_NOTHING = Text(
    "ブック（.xlsx、.xlsm）がありません。フォルダーか URL を確かめてください。",
    "There are no workbooks (.xlsx, .xlsm); check the folder or the URL.",
)
