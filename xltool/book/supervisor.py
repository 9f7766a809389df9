"""The supervisor of the pool: who works on what, what was answered, and what to do when no answer comes."""

from __future__ import annotations

import math
import pickle
import time
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Any

from xltool.book.crew import Context, Hand, Task, dismiss, give, hire, retire, teach, uninterrupted
from xltool.book.outcome import (
    HEAD,
    MEMORY,
    READY,
    TIRED,
    UNFIT,
    UP,
    Failure,
    JobLimits,
    Outcome,
    one_line,
    unpack,
)
from xltool.errors import CannotWork
from xltool.text import Text

__all__ = ["Supervisor"]

CHUNK_SECONDS = 0.1  # what a chunk should take: far more than handing it over, too short to be waited for
CHUNK_BYTES = 1 << 20  # and no more than this, with its last job on top
AHEAD = 4  # chunks per worker that may be under way or wait for an earlier job
PAUSE = 0.005  # seconds of yielding after which the workers are looked at again
TICK = 1.0  # seconds between two looks at workers that say nothing
STARTING = 120.0  # seconds that a worker may take to come up, to learn the function, to receive a chunk
FALSE_STARTS = 3  # workers in a row that did not come up or did not receive a chunk: then none will


@dataclass(kw_only=True)
class Supervisor:
    """One run of jobs. A job taken is waiting, with a worker (``Hand.tasks``) or answered, until its turn."""

    function: bytes  # pickled
    jobs: Iterator[object]
    workers: int
    chunk: int
    limits: JobLimits
    context: Context
    hands: list[Hand] = field(default_factory=list)
    waiting: deque[Task] = field(default_factory=deque)
    answers: dict[int, bytes | Failure] = field(default_factory=dict)  # a message stays packed until its turn
    taken: int = 0  # jobs taken from ``jobs``
    turn: int = 0  # the job to be yielded next
    cost: float | None = None  # seconds per job, a running mean; until it is known, one job makes a chunk
    false_starts: int = 0

    def outcomes(self) -> Generator[Outcome[Any], None, None]:
        """Hand out, listen, yield, until nothing is left; then, or when closed, kill the workers."""
        try:
            while self._hand_out() or self.turn < self.taken:
                self._listen(0.0 if self.turn in self.answers else self._patience())
                until = time.monotonic() + PAUSE
                while self.turn in self.answers and time.monotonic() < until:
                    yield unpack(self.turn, self.answers.pop(self.turn))
                    self.turn += 1
        finally:
            dismiss(self.hands)

    def _hand_out(self) -> bool:
        """Give idle workers a chunk each, start workers while there are jobs for them. Are any waiting?"""
        for hand in [hand for hand in self.hands if hand.ready and not hand.tasks]:
            tasks = self._chunk()
            if tasks and not give(hand, tasks):
                self._lose(hand)
        starting = sum(not hand.ready and not hand.tasks for hand in self.hands)
        while len(self.hands) < self.workers and self._take(starting + 1):
            try:
                with uninterrupted():
                    self.hands.append(hire(self.context, self.limits))
            except OSError as error:  # no more processes or memory: go on with those that there are
                if not self.hands:
                    raise _cannot_start(one_line(error)) from error
                self.workers = len(self.hands)
            starting += 1
        return bool(self.waiting)

    def _chunk(self) -> list[Task]:
        """The next jobs for one worker, as many as it probably does in CHUNK_SECONDS."""
        size = max(1, min(self.chunk, int(CHUNK_SECONDS / (self.cost or CHUNK_SECONDS))))
        self._take(size)
        tasks: list[Task] = []
        room = CHUNK_BYTES
        while self.waiting and len(tasks) < size and room > 0:
            tasks.append(self.waiting.popleft())
            room -= len(tasks[-1][1])
        return tasks

    def _take(self, wanted: int) -> bool:
        """Take jobs until ``wanted`` are waiting, as far as there are more and the look-ahead allows."""
        while len(self.waiting) < wanted and self.taken - self.turn < AHEAD * self.chunk * self.workers:
            try:
                job = next(self.jobs)
            except StopIteration:
                break
            try:
                self.waiting.append((self.taken, pickle.dumps(job, pickle.HIGHEST_PROTOCOL)))
            except Exception as error:
                detail = f"the job cannot be pickled: {one_line(error)}"
                self.answers[self.taken] = Failure(kind="error", detail=detail)
            self.taken += 1
        return len(self.waiting) >= wanted

    def _patience(self) -> float:
        """Seconds until the next deadline, at most a tick."""
        now = time.monotonic()
        return max(0.0, min([TICK, *(self._deadline(hand) - now for hand in self.hands)]))

    def _deadline(self, hand: Hand) -> float:
        """When a worker must have said something."""
        if not hand.ready:
            return hand.since + STARTING
        return math.inf if not hand.tasks or self.limits.seconds is None else hand.since + self.limits.seconds

    def _listen(self, timeout: float) -> None:
        """Wait for messages and take one from each worker that has any; look after those that have none."""
        heard = wait([hand.pipe for hand in self.hands], timeout)
        now = time.monotonic()
        for hand in tuple(self.hands):
            if hand.pipe in heard:
                self._hear(hand, now)
            elif now > self._deadline(hand):
                limit = self.limits.seconds if hand.ready else STARTING
                self._lose(hand, Failure(kind="time", detail=f"it took longer than {limit} s"))
            elif not heard and not hand.process.is_alive() and not hand.pipe.poll():
                self._lose(hand)  # dead, though a process that it started holds its pipe open

    def _hear(self, hand: Hand, now: float) -> None:
        try:
            message = hand.pipe.recv_bytes()
        except (EOFError, OSError):
            self._lose(hand)
            return
        hand.since = now
        word, seconds = HEAD.unpack_from(message)
        if word == UNFIT:
            raise _cannot_start(message[HEAD.size :].decode())
        if word == UP:
            if not teach(hand, self.function):
                self._lose(hand)
            return
        if word == READY:
            hand.ready = True
            if hand.tasks:
                self.false_starts = 0
            return
        index, _ = hand.tasks.popleft()
        self.answers[index] = message
        self.cost = seconds if self.cost is None else self.cost + (seconds - self.cost) / 5
        if word in (MEMORY, TIRED):
            dismiss([hand])
            self._forget(hand)

    def _lose(self, hand: Hand, failure: Failure | None = None) -> None:
        """A worker has died, or must go for ``failure``: that costs the job it was on, and no other."""
        ended = retire(hand, at_once=failure is not None)
        self.false_starts += not hand.ready
        if hand.tasks and (hand.ready or self.false_starts >= FALSE_STARTS):
            index, _ = hand.tasks.popleft()
            self.answers[index] = failure or ended
        elif self.false_starts >= FALSE_STARTS:
            raise _cannot_start((failure or ended).detail)
        self._forget(hand)

    def _forget(self, hand: Hand) -> None:
        self.hands.remove(hand)
        self.waiting.extendleft(reversed(hand.tasks))


def _cannot_start(detail: str) -> CannotWork:
    return CannotWork(
        Text(
            f"作業用プロセスを起動できません（{detail}）。空きメモリとセキュリティソフトの設定を確かめてください。",
            f"The worker processes do not start ({detail}); see to free memory and security software.",
        )
    )
