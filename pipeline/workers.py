"""The worker processes of a batch: spawned, fed a few files at a time, replaced when one dies."""

from __future__ import annotations

import multiprocessing
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from pipeline.work import Done, Task, failed, one_line, prepare

R = TypeVar("R")
"""What comes of a task where no defect of ours stands in the way."""

_DIED = (
    "tiến trình đọc bị dừng đột ngột hoặc quá thời hạn",
    "the worker process died, or took longer than a document may take",
)


def results(
    tasks: Iterable[Task],
    read: Callable[[Task], R],
    *,
    version: str,
    workers: int,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[R | Done]:
    """What comes of each task, as it comes; ends early once ``stop`` says so.

    A worker that dies takes the pool with it: those that were being read are then read one by one, so that only the one
    that kills its worker fails. With no workers this process reads.
    """
    if workers == 0:
        for task in tasks:
            if stop():
                return
            yield read(task)
        return
    waiting = deque(tasks)
    while waiting and not stop():
        suspects = yield from _together(waiting, read, version, workers, stop)
        for task in suspects:
            if stop():
                return
            yield from _alone(task, read, version, stop)


def _together(
    waiting: deque[Task], read: Callable[[Task], R], version: str, workers: int, stop: Callable[[], bool]
) -> Generator[R | Done, None, list[Task]]:
    """Read until all is read or a worker dies; returns what was being read then."""
    pool = _pool(min(workers, len(waiting)))
    running: dict[Future[R], Task] = {}
    broken = False
    try:
        while (waiting or running) and not broken:
            broken = not _feed(pool, waiting, running, read, 2 * workers)
            ready, _ = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
            for future in ready:
                done: R | Done
                try:
                    done = future.result()
                except BrokenProcessPool:
                    broken = True
                    continue
                except Exception as error:
                    done = failed(running[future], version, one_line(error), traceback.format_exc())
                del running[future]
                yield done
            if stop():
                running.clear()
                break
    finally:
        _end(pool)
    return list(running.values())


def _feed(
    pool: ProcessPoolExecutor,
    waiting: deque[Task],
    running: dict[Future[R], Task],
    read: Callable[[Task], R],
    most: int,
) -> bool:
    """Hand out tasks, so few that not many are under suspicion when a worker dies; false where the pool is broken."""
    while waiting and len(running) < most:
        try:
            future = pool.submit(read, waiting[0])
        except BrokenProcessPool:
            return False
        running[future] = waiting.popleft()
    return True


def _alone(task: Task, read: Callable[[Task], R], version: str, stop: Callable[[], bool]) -> Iterator[R | Done]:
    pool = _pool(1)
    try:
        future = pool.submit(read, task)
        while not future.done():
            if stop():
                return
            wait([future], timeout=0.2)
        answer = _answer(future, task, version)
        yield answer
    except BrokenProcessPool:
        yield failed(task, version, *_DIED)
    finally:
        _end(pool)


def _answer(future: Future[R], task: Task, version: str) -> R | Done:
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except Exception as error:
        return failed(task, version, one_line(error), traceback.format_exc())


def _pool(workers: int) -> ProcessPoolExecutor:
    # Spawned on every system: a forked worker would inherit the writer's lock on the database.
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), prepare)


def _end(pool: ProcessPoolExecutor) -> None:
    """End the workers now; what they had in hand is not waited for."""
    children = multiprocessing.active_children()
    pool.shutdown(wait=False, cancel_futures=True)
    for child in children:
        child.terminate()
    for child in children:
        child.join()
