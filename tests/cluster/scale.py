"""Many sheets once: ``python -m tests.cluster.scale FOLDER [SHEETS]``; says what each step took.

Makes the pile, unless it is there; checks it on a local cluster of two workers of which one is killed on the
way, then with nothing new, extracts, and checks it without a cluster: the same bytes, or it fails.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import xltool
from tests.cluster.corpus import make_pile
from tests.faults.city import REFERENCE
from xltool.cluster import Plan, check, crew, extract, write_findings
from xltool.report import CHECK

__all__ = ["main"]


@contextmanager
def timed(what: str) -> Iterator[None]:
    start, before = time.monotonic(), os.times()
    yield
    after = os.times()
    cpu = after.user + after.system - before.user - before.system
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    wall = time.monotonic() - start
    print(f"{what}: {wall:.1f} s, {cpu:.1f} s of this process, its peak {peak} MB", flush=True)


def size_of(folder: Path) -> str:
    files = [one for one in folder.rglob("*") if one.is_file()]
    return f"{sum(one.stat().st_size for one in files) / 1e6:.1f} MB in {len(files)} files"


def main(folder: Path, sheets: int = 20_000) -> int:
    inbox, out = folder / "in", folder / "out"
    if not inbox.exists():
        with timed("stamping"):
            make_pile(inbox, sheets * 2 // 3)
    print("inbox:", size_of(inbox))
    out.mkdir(exist_ok=True)
    with crew.connected("local", workers=2) as client:
        plan = Plan(scheduler=client.scheduler_info()["address"], reference=REFERENCE)
        killed: list[int] = []

        def kill(done: int, met: int) -> None:
            if done >= 40 and not killed:
                killed.extend(client.run(os.getpid).values())
                os.kill(killed[0], signal.SIGKILL)
                print(f"killed a worker after {done} chunks", flush=True)

        with timed("check, a worker killed"):
            found = check([str(inbox)], out, replace(plan, progress=kill))
        print(f"{found.records} sheets, {len(found.done)} chunks, of them fresh {found.fresh}")
        print(f"workers: {sum(one.seconds for one in found.done):.1f} s reading and judging")
        print("left out:", [one.en for one in found.left_out])
        with timed("check again"):
            found = check([str(inbox)], out, plan)
        print("fresh:", found.fresh)
        with timed("findings.json"):
            write_findings(found, out / "findings.json", lang="en")
        with timed("extract, nothing to read"):
            extract([str(inbox)], out, plan)
        with timed("extract again"):
            extract([str(inbox)], out, plan)
        for name in ("records", ".xltool-cluster/parts", ".xltool-cluster/told", ".xltool-cluster/bundles"):
            print(f"{name}:", size_of(out / name))
    with timed("without a cluster"):
        pile = xltool.read(inbox, reference=REFERENCE, jobs=2)
        plain = CHECK["json"](pile.judge(), len(pile.files), pile.records, "en")
    same = plain == (out / "findings.json").read_bytes()
    print("the same findings, to the byte" if same else "NOT the same findings", dict(found.summary))
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), *map(int, sys.argv[2:3])))
