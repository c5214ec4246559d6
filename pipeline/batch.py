"""A batch: many files, several workers that read, one writer that stores."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import Protocol

from pipeline.errors import ExitCode, ThiduaError, UnreadableFileError
from pipeline.find import find
from pipeline.guard import Guard
from pipeline.limits import Limits
from pipeline.load.digest import Digest, Known, OpenedContainer, containers, digests
from pipeline.load.store import Store, asking, connect_to_read, work_of
from pipeline.load.stored import StoredDocument
from pipeline.plan import Plan
from pipeline.runs.laps import Laps
from pipeline.runs.record import RunLog, unrecorded
from pipeline.runs.traces import trace_of
from pipeline.unpack import Opened, members_of, refusal, rows_of_container, unpack
from pipeline.version import build
from pipeline.work import Done, do, failed, one_line
from pipeline.workers import results

_PUBLISH_EVERY = 60.0  # seconds between two publications during a long batch,
_PUBLISH_SHARE = 20.0  # and how often what one of them costs


class Watcher(Protocol):
    """Whoever wants to see a batch go on."""

    def begin(self, total: int, unchanged: int) -> None:
        """So many files are to be read; so many more need not."""

    def done(self, document: StoredDocument) -> None:
        """A document is stored."""

    def defect(self, name: str, traceback: str) -> None:
        """A defect of ours kept a document from being read."""


@dataclass(frozen=True)
class Summary:
    """What became of a batch: every document that was named, those that were not there, what was not touched."""

    documents: tuple[Digest, ...]
    refused: tuple[tuple[Path, UnreadableFileError], ...]
    unchanged: frozenset[str]
    interrupted: bool
    seconds: float
    containers: tuple[OpenedContainer, ...] = ()

    def count(self, status: str) -> int:
        """How many documents ended so."""
        return sum(document.status == status for document in self.documents)

    @property
    def told(self) -> dict[str, int]:
        """How many documents ended how, and how many were not touched."""
        statuses = {status: self.count(status) for status in ("loaded", "partial", "rejected", "failed")}
        return statuses | {"refused": len(self.refused), "unchanged": len(self.unchanged)}

    @property
    def exit_code(self) -> ExitCode:
        """The exit code that tells this outcome; it does not depend on what was read now and what before."""
        if self.interrupted:
            return ExitCode.INTERRUPTED
        if self.count("failed"):
            return ExitCode.DEFECT
        refused = self.count("rejected") + len(self.refused)
        if refused == len(self.documents) + len(self.refused):
            return ExitCode.UNREADABLE
        return ExitCode.PARTIAL if refused or self.count("partial") else ExitCode.OK


def ingest(
    paths: Sequence[Path],
    database: Path,
    watcher: Watcher,
    *,
    workers: int,
    seconds: int = 0,
    force: bool = False,
    stop: Callable[[], bool] = lambda: False,
    limits: Limits | None = None,
    megabytes: int = 0,
    log: RunLog | None = None,
) -> Summary:
    """Read files and folders into a database.

    Args:
        paths: files and folders.
        database: the DuckDB file; made where it is not there.
        watcher: is told what goes on.
        workers: how many processes read; 0 reads in this one.
        seconds: how long one document may take; 0 is for ever.
        force: read also what is stored already and has not changed.
        stop: asked now and then; once it says yes, the batch ends with all that was finished kept.
        limits: how much a container may hold.
        megabytes: how much memory one document may take; 0 is without end.
        log: is told what goes on, document by document and stage by stage.

    Raises:
        DatabaseError: the database cannot be used; what was finished before is kept.
    """
    begun, version, log = monotonic(), build(), log or unrecorded()
    found = find(paths, but=database)
    if not found.files:
        return Summary((), found.refused, frozenset(), interrupted=False, seconds=monotonic() - begun)
    if not work_of(database).exists() and database.exists():
        with connect_to_read(database) as connection:
            query = asking(connection, database)
            plan = Plan(Known.of(query), version, force=force)
            plan.add_files(found.files)
            if plan.is_empty:
                watcher.begin(0, len(plan.unchanged))
                rows = tuple(digests(query, plan.unchanged))
                held = tuple(containers(query, plan.may_hold))
                return Summary(rows, found.refused, frozenset(plan.unchanged), False, monotonic() - begun, held)
    limits, guard = limits or Limits(), Guard(seconds if workers else 0, megabytes)
    with log.stage("open"):
        opened_store = Store.open(database)
    with opened_store as store:
        log.open()
        with log.stage("plan"):
            plan = Plan(Known.of(store.query), version, force=force)
            plan.add_files(found.files)
        run = _Run(store, version, log, seen=len(found.files))
        run.store_row()
        opening = partial(unpack, version=version, limits=limits, seconds=guard.seconds)
        ready: list[Done] = []
        opened = 0
        for outcome in results(plan.containers, opening, version=version, workers=workers, stop=stop, guard=guard):
            opened += 1
            ready += [outcome] if isinstance(outcome, Done) else run.open(outcome, plan)
        watcher.begin(len(plan.tasks) + len(ready), len(plan.unchanged))
        run.skipped = len(plan.unchanged)
        for task, doc_id in plan.paths:
            store.note_path(doc_id, task.path, run.run_id, container=task.container, member=task.member)
        reading = partial(do, version=version, seconds=guard.seconds, limits=limits, megabytes=megabytes)
        read = results(plan.tasks, reading, version=version, workers=workers, stop=stop, guard=guard)
        for done in chain(ready, read):
            kept = run.take(done)
            watcher.done(kept.document)
            if kept.traceback:
                watcher.defect(kept.task.path, kept.traceback)
        with log.stage("mark"):
            store.mark()
        run.store_row(finished=True)
        rows = tuple(digests(store.query, plan.unchanged | run.stored))
        held = tuple(containers(store.query, plan.may_hold))
        with log.stage("publish"):
            store.finish()
    left = opened < len(plan.containers) or len(run.stored) < len(plan.tasks) + len(ready)
    return Summary(
        rows,
        found.refused,
        frozenset(plan.unchanged),
        interrupted=left and stop(),
        seconds=monotonic() - begun,
        containers=held,
    )


class _Run:
    """One run: stores what comes, counts it, publishes now and then."""

    def __init__(self, store: Store, version: str, log: RunLog, *, seen: int) -> None:
        self.run_id, self._log = log.run_id, log
        self.stored: set[str] = set()
        self._store = store
        self._begun = _now()
        self._version = version
        self._seen, self.skipped = seen, 0
        self._counts = dict.fromkeys(("loaded", "partial", "rejected", "failed"), 0)
        self._published, self._cost = monotonic(), 0.0

    def take(self, done: Done) -> Done:
        """Store one document; one whose rows cannot be stored has failed, and that is what is stored and returned."""
        lap = Laps()
        try:
            self._put(done)
        except ThiduaError:
            raise
        except Exception as error:
            done = failed(done.task, self._version, one_line(error), trace_of(error))
            self._put(done)
        self.stored.add(done.document.doc_id)
        self._counts[done.document.status] += 1
        lap("store", done)
        self._log.document(done.document, (*done.times, *lap.times))
        if monotonic() - self._published > max(_PUBLISH_EVERY, _PUBLISH_SHARE * self._cost):
            begun = monotonic()
            with self._log.stage("publish"):
                self._store.mark()
                self._store.publish()
            self._published, self._cost = monotonic(), monotonic() - begun
        return done

    def open(self, opened: Opened, plan: Plan) -> list[Done]:
        """Note what a container holds and plan its documents; what cannot be read of it is returned, told already."""
        if opened.contents is None:
            plan.add(opened.task)
            return []
        told = list(members_of(opened))
        own, members = rows_of_container(opened, self._version, self.run_id)
        self._store.put_container(opened.task.path, own, members, (task.path for _, task in told))
        refused = []
        for member, task in told:
            if (done := refusal(member, task, self._version)) is not None:
                refused.append(done)
            else:
                plan.add(task)
        return refused

    def _put(self, done: Done) -> None:
        task = done.task
        self._store.put(done.document, task.path, self.run_id, container=task.container, member=task.member)

    def store_row(self, *, finished: bool = False) -> None:
        """Store how far this run has come."""
        end = _now() if finished else None
        self._store.put_run(
            (self.run_id, self._begun, end, self._version, self._seen, self.skipped, *self._counts.values())
        )


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None, microsecond=0)
