"""A mapping that is fetched when somebody asks for what is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

__all__ = ["Later"]

T = TypeVar("T")


class Later(Mapping[str, T]):
    """``load`` gives the mapping, every time it is asked; ``known`` is a part of it that is here already."""

    __slots__ = ("_known", "_load")

    def __init__(self, load: Callable[[], Mapping[str, T]], known: Mapping[str, T] | None = None) -> None:
        self._load = load
        self._known: Mapping[str, T] = {} if known is None else known

    def __getitem__(self, key: str) -> T:
        return self._known[key] if key in self._known else self._load()[key]

    def get(self, key: str, default: Any = None) -> Any:
        return self._known[key] if key in self._known else self._load().get(key, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._load())

    def __len__(self) -> int:
        return len(self._load())

    def __reduce__(self) -> tuple[type[dict[str, T]], tuple[dict[str, T]]]:
        return dict, (dict(self),)  # elsewhere it is simply there
