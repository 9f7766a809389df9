"""What a job may use, and what becomes of it; the words that the pool and its workers share."""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

__all__ = ["JOB_LIMITS", "Failure", "FailureKind", "JobLimits", "Outcome", "one_line", "unpack"]

Result = TypeVar("Result")

FailureKind = Literal[
    "died",  # the worker process ended: a crash, os._exit, killed from outside or for want of memory
    "time",  # the job took longer than JobLimits.seconds
    "memory",  # the job wanted more than JobLimits.memory
    "error",  # the function raised, or the job or its result cannot be pickled
]

NO_MEMORY = "the job ran out of memory"
LINE = 500  # characters of Failure.detail

# The head of a worker's message: a word, and the seconds that the job took. A pickle or UTF-8 text follows.
HEAD = struct.Struct("!Bd")
UP, READY, UNFIT, DONE, ERROR, MEMORY, TIRED = range(7)  # TIRED: done, and the worker wants to be replaced


@dataclass(frozen=True, kw_only=True, slots=True)
class JobLimits:
    """The bounds of one job. None is no bound; where the system lacks a means, that bound is not kept."""

    seconds: float | None = 60.0  # by the supervisor's clock; CPU time too where there is RLIMIT_CPU
    memory: int | None = 1 << 30  # bytes above what the idle worker has (RLIMIT_AS, Linux)
    keep: int | None = 128 << 20  # resident bytes that a worker may gain before it is replaced (Linux)


JOB_LIMITS = JobLimits()


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """Why a job has no result."""

    kind: FailureKind
    detail: str  # one line, for a log


@dataclass(frozen=True, kw_only=True)
class Outcome(Generic[Result]):
    """What one job gave: its result, or a failure."""

    index: int  # the job's place in ``jobs``, from 0
    result: Result | None = None
    failure: Failure | None = None


def unpack(index: int, answer: bytes | Failure) -> Outcome[Any]:
    """The outcome that a worker's message, or its silence, means."""
    if isinstance(answer, Failure):
        return Outcome(index=index, failure=answer)
    word, content = answer[0], memoryview(answer)[HEAD.size :]
    if word == MEMORY:
        return Outcome(index=index, failure=Failure(kind="memory", detail=NO_MEMORY))
    if word == ERROR:
        return Outcome(index=index, failure=Failure(kind="error", detail=str(content, "utf-8")))
    try:
        return Outcome(index=index, result=pickle.loads(content))  # noqa: S301 - our own worker wrote it
    except Exception as error:
        detail = f"the result cannot be unpickled: {one_line(error)}"
        return Outcome(index=index, failure=Failure(kind="error", detail=detail))


def one_line(error: BaseException) -> str:
    """The type and the first line of an exception's text, whatever its ``__str__`` does."""
    try:
        text = str(error).strip()
    except Exception:
        text = ""
    first = text.splitlines()[0] if text else ""
    return f"{type(error).__name__}: {first}"[:LINE].removesuffix(": ")
