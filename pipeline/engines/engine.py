"""What an engine is: it reads the documents of a batch.

An engine takes tasks and yields what comes of them, as it comes: documents (:class:`~pipeline.work.Done`), or files
of a staging area that hold some (:class:`Staged`). Everything else, planning, storing, telling, is the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from pipeline.corrections.reading import UNDECIDED, Decided
from pipeline.guard import Guard
from pipeline.limits import Limits
from pipeline.runs.laps import Times
from pipeline.work import Done, Task, do


@dataclass(frozen=True)
class Job:
    """How the documents of a batch are to be read.

    ``workers`` is the number of processes (0: this one reads), ``staging`` the place of the staging area, if there is
    one; ``stop`` is asked now and then whether to end, ``idle`` called now and then in the process that stores.
    """

    version: str
    workers: int
    guard: Guard
    limits: Limits
    decided: Decided = UNDECIDED
    staging: str | None = None
    stop: Callable[[], bool] = lambda: False
    idle: Callable[[], None] = lambda: None

    @property
    def read(self) -> Callable[[Task], Done]:
        """The function that reads a document, to be called in any process on any machine."""
        return partial(
            do,
            version=self.version,
            seconds=self.guard.seconds,
            limits=self.limits,
            megabytes=self.guard.megabytes,
            decided=self.decided,
        )


@dataclass(frozen=True)
class Staged:
    """Documents that lie in the staging area: the paths of the files; of each document how long its stages took and,
    where a defect of ours stood in the way, the traceback.
    """

    files: tuple[str, ...]
    times: dict[str, Times] = field(default_factory=dict)
    tracebacks: dict[str, str] = field(default_factory=dict)


class Engine(Protocol):
    """Reads the documents of a batch."""

    def outcomes(self, tasks: Sequence[Task], job: Job) -> Iterator[Done | Staged]:
        """What comes of the tasks, in any order, each once; ends early once the job says so."""
