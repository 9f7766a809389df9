"""What is fetched by a thread while the caller is busy."""

from __future__ import annotations

import threading
from collections.abc import Generator

import pytest

from xltool.book.ahead import ahead


def numbers(most: int, told: list[str], fetched: threading.Event | None = None) -> Generator[int, None, None]:
    try:
        for number in range(most):
            if number == 2 and fetched is not None:
                fetched.set()
            yield number
        raise RuntimeError("spoilt")
    finally:
        told.append("closed")


def test_in_order_and_meanwhile() -> None:
    told: list[str] = []
    fetched = threading.Event()
    with ahead(numbers(5, told, fetched), 2) as some:
        assert fetched.wait(60)  # nobody has asked for anything yet
        assert [next(some) for _ in range(5)] == [0, 1, 2, 3, 4]
        with pytest.raises(RuntimeError, match="spoilt"):
            next(some)
    assert told == ["closed"]


def test_it_ends() -> None:
    with ahead((one for one in "ab"), 1) as some:
        assert list(some) == ["a", "b"]
        assert list(some) == []  # whoever asks again does not wait for ever


def test_what_is_there_can_be_seen() -> None:
    told: list[str] = []
    fetched = threading.Event()
    with ahead(numbers(3, told, fetched), 2) as some:
        assert fetched.wait(60)
        assert some.has_one()
        assert [next(some) for _ in range(3)] == [0, 1, 2]
    release = threading.Event()
    with ahead((release.wait(60) for _ in range(1)), 1) as some:
        assert not some.has_one()
        release.set()
        assert next(some) is True


def test_left_early_what_is_fetched_from_is_closed() -> None:
    told: list[str] = []
    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt), ahead(numbers(1000, told), 1) as some:
        assert next(some) == 0
        raise KeyboardInterrupt
    assert told == ["closed"]
    assert threading.active_count() == before
