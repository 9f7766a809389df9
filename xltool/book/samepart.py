"""Parts that many workbooks have in common, to the byte: what was read of one is not read again.

Workbooks that were filled in without being saved by a spreadsheet program still have the shared strings and
the names that they were stamped with.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from xltool.book.package import Package

__all__ = ["SamePart"]

T = TypeVar("T")
_MOST = 4  # parts
_LARGEST = 1 << 20  # bytes, inflated


class SamePart(Generic[T]):
    """What was made of some parts that were met last; nobody must change it."""

    def __init__(self) -> None:
        self._known: OrderedDict[object, tuple[T, dict[str, int]]] = OrderedDict()

    def of(self, package: Package, part: str, how: object, read: Callable[[], T]) -> T:
        """What ``read`` makes of a part; of a part that is known, what it made then, metered as then.

        ``how``: on what else that depends. Where ``read`` notes facts it has to be called.
        """
        entry, meter = package.find(part), package.meter
        if entry is None or entry.size > _LARGEST:
            return read()
        packed = package.data[entry.start : entry.start + entry.packed]
        key = (packed, entry.method, entry.crc, entry.size, meter.limits, how)
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            for what, amount in known[1].items():
                meter.add(what, amount)
            return known[0]
        before = dict(meter.used)
        found = read()
        used = {what: total - before.get(what, 0) for what, total in meter.used.items()}
        self._known[key] = found, used
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
        return found
