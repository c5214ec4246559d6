"""The worker processes of a batch: spawned, fed a task or two ahead, watched from here, replaced when one dies."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import Any, Self, TypeVar

from pipeline.confine import allow, confine
from pipeline.guard import Guard, Watch, crashed, kill, too_long, too_much
from pipeline.runs.traces import trace_of
from pipeline.work import Done, Task, failed, one_line, prepare, rejected

R = TypeVar("R")
"""What comes of a task where no defect of ours stands in the way."""

_AHEAD = 2  # tasks that a worker holds, so that it need not wait while what came of the last one is stored
_GRACE = 2.0  # seconds by which this process lets the worker's own clock go first
_START = 60.0  # seconds that a worker may take to load what it reads with
_BEGUN = "begun"
_NO_LIMITS = Guard()
_NO_MORE_TIME = int(getattr(signal, "SIGXCPU", 0)) or 10**6  # what the system sends who used up its processor time


def results(
    tasks: Iterable[Task],
    read: Callable[[Task], R],
    *,
    version: str,
    workers: int,
    stop: Callable[[], bool] = lambda: False,
    guard: Guard = _NO_LIMITS,
    idle: Callable[[], None] = lambda: None,
) -> Iterator[R | Done]:
    """What comes of each task, as it comes; ends early once ``stop`` says so.

    A worker that takes more time or memory than ``guard`` allows is killed and its task rejected; one that dies of
    itself has its task tried once more in a fresh process. The others go on meanwhile. With no workers this process
    reads, unguarded. ``idle`` is called several times a second, also while nothing comes.
    """
    if workers == 0:
        for task in tasks:
            if stop():
                return
            yield read(task)
        return
    waiting = deque(tasks)
    if not waiting:
        return
    with Crew(read, guard, min(workers, len(waiting)), version) as crew:
        yield from crew.results(waiting, stop, idle)


class Crew:
    """Processes that read, and go on from one list of tasks to the next until the crew is closed."""

    def __init__(self, read: Callable[[Task], Any], guard: Guard, workers: int, version: str) -> None:
        self._watch = Watch(guard.megabytes)
        self._begin: Callable[[], _Worker] = lambda: _Worker(read, guard, self._watch)
        self._version = version
        self._workers = [self._begin() for _ in range(workers)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def results(
        self,
        tasks: Iterable[Task],
        stop: Callable[[], bool] = lambda: False,
        idle: Callable[[], None] = lambda: None,
    ) -> Iterator[Any]:
        """What comes of each task, as :func:`results` says."""
        waiting = deque(tasks)
        tried: Counter[Task] = Counter()
        while not stop():
            idle()
            for at, worker in enumerate(self._workers):
                if worker.gone:
                    outcome = worker.bury(waiting, tried, self._version)
                    self._workers[at] = self._begin()
                    if outcome is not None:
                        yield outcome
                self._workers[at].feed(waiting)
            busy = [worker for worker in self._workers if worker.tasks]
            if not busy and not waiting:
                return
            ready = wait([worker.ends for worker in busy], timeout=0.2)
            for worker in busy:
                if worker.ends in ready:
                    yield from worker.answers(self._version)
                if worker.is_late:
                    worker.end(late=True)

    def close(self) -> None:
        """End all processes; what they have in hand is not waited for."""
        for worker in self._workers:
            worker.end()
        self._watch.close()


class _Worker:
    """One process, and what this one knows of it."""

    def __init__(self, read: Callable[[Task], Any], guard: Guard, watch: Watch) -> None:
        # Spawned on every system: a forked worker would inherit the writer's lock on the database.
        context = multiprocessing.get_context("spawn")
        self.ends, theirs = context.Pipe()
        self.tasks: deque[Task] = deque()
        self.gone = False
        self._read, self._guard, self._watch = read, guard, watch
        self._clock: float | None = None
        self._late = False
        self._answered = 0
        self._process = context.Process(target=_serve, args=(theirs, guard), daemon=True)
        with _undisturbed():
            self._process.start()
        theirs.close()
        self._pid = self._process.pid or 0
        watch.add(self._pid)

    def feed(self, waiting: deque[Task]) -> None:
        """Hand out tasks, the first ones; those that a dead worker cannot take stay."""
        while waiting and not self.gone and len(self.tasks) < _AHEAD:
            if not self.tasks:
                self._clock = monotonic() + _START
            try:
                self.ends.send((self._read, waiting[0]))
            except OSError:
                self.gone = True
                return
            self.tasks.append(waiting.popleft())

    def answers(self, version: str) -> Iterator[Any]:
        """What it has said by now; ends when there is nothing to hear, or nobody."""
        while not self.gone:
            try:
                if not self.ends.poll():
                    return
                said = self.ends.recv()
            except (EOFError, OSError):
                self.gone = True
                return
            except Exception:  # bytes that are no answer: whoever sends such is not asked again
                self.end()
                return
            if said == _BEGUN:
                self._clock = monotonic()
                continue
            task = self.tasks.popleft()
            self._answered += 1
            self._clock = monotonic() if self.tasks else None
            if not isinstance(said, _Broke) and getattr(said, "task", None) != task:
                said = _Broke(f"an answer to something else: {type(said).__name__}", "")
            yield failed(task, version, *said.told) if isinstance(said, _Broke) else said

    @property
    def is_late(self) -> bool:
        """Whether what it has in hand takes more time than it may."""
        return bool(
            self._guard.seconds
            and not self.gone
            and self._clock is not None
            and monotonic() - self._clock > self._guard.seconds + _GRACE
        )

    def end(self, *, late: bool = False) -> None:
        """End it now, with all that it started; what it has in hand is not waited for."""
        self._late = late
        self.gone = True
        if self._process.is_alive():
            kill(self._pid)
        self._watch.leave(self._pid)
        self._process.join()
        self.ends.close()

    def bury(self, waiting: deque[Task], tried: Counter[Task], version: str) -> Done | None:
        """What comes of the task that it died of; None where that is tried again. Those behind it wait again."""
        took_all = self._watch.leave(self._pid)
        took, late = self._took, self._late
        self.end()
        waiting.extendleft(reversed(list(self.tasks)[1:]))
        if not self.tasks:
            return None
        task = self.tasks[0]
        seconds = self._guard.seconds
        if (
            late
            or self._process.exitcode == -_NO_MORE_TIME
            or (seconds and took >= seconds and self._process.exitcode == 1 and not took_all)
        ):
            return rejected(task, version, too_long(task.name, seconds))
        tried[task] += 1
        if took_all and (tried[task] > 1 or not self._answered):  # what it read before may have left something
            return rejected(task, version, too_much(task.name, self._guard.megabytes))
        if tried[task] > 1:
            return rejected(task, version, crashed(task.name))
        waiting.appendleft(task)
        return None

    @property
    def _took(self) -> float:
        return monotonic() - self._clock if self._clock is not None else 0.0


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C is for the parent: a process begun here does not hear it, not even while it still loads.

    On Windows it may, until :func:`pipeline.work.prepare` is reached.
    """
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # beginning it would lift the block
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Broke:
    """A task that a defect of ours kept from being read: what it was, and the traceback."""

    def __init__(self, what: str, traceback: str) -> None:
        self.told = what, traceback


def _serve(parent: Connection[Any, Any], guard: Guard) -> None:
    """A worker: reads what it is handed until nobody hands it anything."""
    confine(guard)
    prepare()
    while True:
        try:
            read, task = parent.recv()
        except (EOFError, OSError):
            return
        parent.send(_BEGUN)
        allow(guard)
        try:
            answer = read(task)
        except Exception as error:
            answer = _Broke(one_line(error), trace_of(error))
        try:
            parent.send(answer)
        except OSError:
            return
        except Exception as error:  # what cannot cross the border between two processes
            parent.send(_Broke(one_line(error), trace_of(error)))
