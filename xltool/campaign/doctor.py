"""``doctor``: the ledger against the archive, the outbox and itself, and how to repair what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from xltool.campaign import lock
from xltool.campaign.archive import digest_of, stored
from xltool.campaign.desk import Desk
from xltool.campaign.ledger.contents import known_contents
from xltool.campaign.ledger.issues import issues
from xltool.campaign.ledger.schema import MIGRATIONS
from xltool.standing import Verdict
from xltool.text import Text

__all__ = ["doctor"]

_SHOWN = 5  # files that are named


def doctor(desk: Desk) -> tuple[Verdict, ...]:
    """Everything that was looked at, good or bad."""
    return tuple(
        verdict for look in (_ledger, _archive, _strays, _outbox, _lock, _runs) for verdict in look(desk)
    )


def _ledger(desk: Desk) -> Iterator[Verdict]:
    what = Text("台帳", "Ledger")
    if desk.ledger.path is None:
        yield Verdict(
            what=what,
            ok=True,
            text=Text("まだありません（最初の distribute か collect で作られます）", "none yet"),
        )
        return
    said = [row[0] for row in desk.ledger.db.execute("PRAGMA integrity_check(3)")]
    broken = list(desk.ledger.db.execute("PRAGMA foreign_key_check"))
    ok = said == ["ok"] and not broken
    counts = {
        table: desk.ledger.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        for table in ("issue", "submission", "event")
    }
    yield Verdict(
        what=what,
        ok=ok,
        text=Text(
            f"版 {len(MIGRATIONS)}、配布 {counts['issue']} 件、"
            f"提出 {counts['submission']} 件、記録 {counts['event']} 件",
            f"schema {len(MIGRATIONS)}; {counts['issue']} issues, {counts['submission']} submissions, "
            f"{counts['event']} events",
        )
        if ok
        else Text(f"壊れています（{said[0]}）", f"damaged ({said[0]})"),
        remedy=None if ok else _REBUILD,
    )


def _archive(desk: Desk) -> Iterator[Verdict]:
    known = known_contents(desk.ledger)
    yield from _compared(
        desk.config.hidden,
        {one.archived: sha256 for sha256, one in known.items()},
        what=Text("保管ファイル", "Archive"),
        well=Text("{n} 件すべて受領時のまま", "all {n} files are as they came"),
        changed=Text("書き換わったファイル", "changed"),
        remedies=(_AGAIN, _DELETE),
    )


def _compared(
    folder: Path,
    hashes: Mapping[str, str],
    *,
    what: Text,
    well: Text,
    changed: Text,
    remedies: tuple[Text, Text],
) -> Iterator[Verdict]:
    """Files against their hashes; ``remedies`` for those that are lost, and for those that were changed."""
    lost, other = [], []
    for below, sha256 in hashes.items():
        path = folder / below
        if not path.is_file():
            lost.append(below)
        elif digest_of(path.read_bytes()) != sha256:
            other.append(below)
    if not lost and not other:
        yield Verdict(what=what, ok=True, text=well.format(n=len(hashes)) if hashes else _NONE)
    for files, word, remedy in zip((lost, other), (_MISSING, changed), remedies, strict=True):
        if files:
            yield Verdict(what=what, ok=False, text=_named(word.ja, word.en, files), remedy=remedy)


def _strays(desk: Desk) -> Iterator[Verdict]:
    """An interrupted collect may have archived what it had no time to note; or the ledger was lost."""
    hidden = desk.config.hidden
    known = {one.archived for one in known_contents(desk.ledger).values()}
    strays = [path for path in stored(hidden) if path.relative_to(hidden).as_posix() not in known]
    left = list(_temporary(desk.config.folder))
    if strays and not known and desk.ledger.db.execute("SELECT 1 FROM run").fetchone() is None:
        yield Verdict(
            what=Text("台帳", "Ledger"),
            ok=False,
            text=Text(
                f"保管ファイルが {len(strays)} 件あるのに、台帳には何も記録されていません",
                f"it knows of nothing, though {len(strays)} files are in the archive",
            ),
            remedy=_LOST,
        )
    elif strays:
        yield Verdict(
            what=Text("保管ファイル", "Archive"),
            ok=True,
            text=_named("台帳にない控え", "not in the ledger", [path.name for path in strays]),
            remedy=Text(
                "中断した collect の控えです。もう一度 collect を実行すると整理されます。",
                "Left by an interrupted collect; collect again.",
            ),
        )
    if left:
        yield Verdict(
            what=Text("書きかけ", "Half-written"),
            ok=False,
            text=_named("残っているファイル", "left behind", [path.name for path in left]),
            remedy=Text(
                "ほかに xltool を実行していなければ、削除してかまいません。", "Delete them if no xltool runs."
            ),
        )


def _temporary(folder: Path) -> Iterator[Path]:
    for part in ("", "outbox", "returned", ".xltool"):
        if (folder / part).is_dir():
            walk = (folder / part).rglob(".xltool-*.tmp") if part else folder.glob(".xltool-*.tmp")
            yield from sorted(walk)


def _outbox(desk: Desk) -> Iterator[Verdict]:
    newest = [some[-1] for some in issues(desk.ledger).values()]
    yield from _compared(
        desk.config.folder,
        {one.file: one.sha256 for one in newest},
        what=Text("配布ファイル", "Outbox"),
        well=Text("{n} 件すべて配布時のまま", "all {n} as issued"),
        changed=Text("配布後に書き換わったファイル", "changed since"),
        remedies=(_ANEW, _MOVE),
    )


def _lock(desk: Desk) -> Iterator[Verdict]:
    held = lock.holder(desk.config.hidden / lock.FILE)
    if held is not None and held.gone:
        yield Verdict(
            what=Text("ロック", "Lock"),
            ok=True,
            text=Text(
                f"{held.moment} に始まり、途中で終わった {held.command} のものが残っています",
                f"left by {held.command} of {held.moment}, which did not end",
            ),
            remedy=Text("次のコマンドが自動的に外します。", "The next command takes it away by itself."),
        )
    elif held is not None:
        yield Verdict(
            what=Text("ロック", "Lock"),
            ok=False,
            text=Text(
                f"{held.host} の {held.user} さん（プロセス {held.pid}）が {held.moment} から"
                f" {held.command} を実行中",
                f"{held.user} on {held.host} (process {held.pid}) runs {held.command} since {held.moment}",
            ),
            remedy=Text(
                "異常終了したものなら --break-lock を付けて実行してください。",
                "If it crashed, use --break-lock.",
            ),
        )


def _runs(desk: Desk) -> Iterator[Verdict]:
    query = "SELECT command, at FROM run WHERE finished IS NULL AND id = (SELECT max(id) FROM run)"
    for command, at in desk.ledger.db.execute(query):
        yield Verdict(
            what=Text("中断", "Interrupted"),
            ok=False,
            text=Text(
                f"{at[:16].replace('T', ' ')} の {command} が途中で終わっています",
                f"{command} of {at[:16].replace('T', ' ')} did not end",
            ),
            remedy=Text(f"xltool {command} をもう一度実行してください。", f"Run xltool {command} again."),
        )


def _named(ja: str, en: str, files: list[str]) -> Text:
    """How many, in words, and the first of them."""
    names, more = files[:_SHOWN], len(files) - _SHOWN
    ja_tail, en_tail = (f" ほか {more} 件", f" and {more} more") if more > 0 else ("", "")
    return Text(
        f"{ja} {len(files)} 件: {'、'.join(names)}{ja_tail}",
        f"{len(files)} {en}: {', '.join(names)}{en_tail}",
    )


_REBUILD = Text(
    ".xltool フォルダーの名前を変えてから xltool collect を実行すると、inbox と outbox から作り直せます。",
    "Rename the folder .xltool and run xltool collect: it is made anew from inbox and outbox.",
)
_NONE = Text("まだありません", "none yet")
_MISSING = Text("見つからないファイル", "missing")
_ANEW = Text(
    "必要なら xltool distribute（差戻しは return）--force --only 事業番号 で作り直せます。",
    "xltool distribute (or return) --force --only PROJECT makes them anew.",
)
_MOVE = Text(
    "ブックに記入した場合は、inbox に移してから collect を実行してください。",
    "If somebody filled them in there, move them into inbox and collect.",
)
_LOST = Text(
    "台帳を控えから戻すか、xltool collect inbox .xltool/archive を実行してください（台帳を作り直します）。",
    "Put the ledger back from a backup, or run xltool collect inbox .xltool/archive: it is made anew.",
)
_AGAIN = Text(
    "元のファイルを inbox に入れて xltool collect を実行すると、控えが元に戻ります。",
    "Put the original files into inbox and run xltool collect: they are archived again.",
)
_DELETE = Text(
    "その控えを削除し、元のファイルを inbox に入れて xltool collect を実行してください。",
    "Delete these copies, put the original files into inbox and run xltool collect.",
)
