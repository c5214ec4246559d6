"""A batch: many files, several workers that read, one writer that stores."""

from __future__ import annotations

import datetime
import hashlib
import traceback
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Protocol

from pipeline.errors import ExitCode, ThiduaError, UnreadableFileError
from pipeline.find import find
from pipeline.load.digest import Digest, Known, digests
from pipeline.load.store import Store, asking, connect_to_read, work_of
from pipeline.load.stored import StoredDocument, doc_id_of, storable
from pipeline.version import build
from pipeline.work import Done, Task, do, failed, one_line
from pipeline.workers import results
from schemas.document import SourceFile

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

    def count(self, status: str) -> int:
        """How many documents ended so."""
        return sum(document.status == status for document in self.documents)

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


@dataclass(frozen=True)
class _Plan:
    """What has to be done: read these, note where those lie; which documents were named in all."""

    tasks: tuple[Task, ...]
    paths: dict[str, str]
    unchanged: frozenset[str]


def ingest(
    paths: Sequence[Path],
    database: Path,
    watcher: Watcher,
    *,
    workers: int,
    seconds: int = 0,
    force: bool = False,
    stop: Callable[[], bool] = lambda: False,
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

    Raises:
        DatabaseError: the database cannot be used; what was finished before is kept.
    """
    begun, version = monotonic(), build()
    found = find(paths, but=database)
    if not found.files:
        return Summary((), found.refused, frozenset(), interrupted=False, seconds=monotonic() - begun)
    if not work_of(database).exists() and database.exists():
        with connect_to_read(database) as connection:
            query = asking(connection, database)
            plan = _plan(found.files, Known.of(query), version, force=force)
            if not plan.tasks and not plan.paths:
                watcher.begin(0, len(plan.unchanged))
                rows = tuple(digests(query, plan.unchanged))
                return Summary(rows, found.refused, plan.unchanged, interrupted=False, seconds=monotonic() - begun)
    with Store.open(database) as store:
        plan = _plan(found.files, Known.of(store.query), version, force=force)
        watcher.begin(len(plan.tasks), len(plan.unchanged))
        run = _Run(store, version, seen=len(found.files), skipped=len(plan.unchanged))
        run.store_row()
        for path, doc_id in plan.paths.items():
            store.note_path(doc_id, path, run.run_id)
        read = partial(do, version=version, seconds=seconds if workers else 0)
        for done in results(plan.tasks, read, version=version, workers=workers, stop=stop):
            kept = run.take(done)
            watcher.done(kept.document)
            if kept.traceback:
                watcher.defect(kept.task.path, kept.traceback)
        store.mark_duplicates()
        store.tally()
        run.store_row(finished=True)
        rows = tuple(digests(store.query, plan.unchanged | run.stored))
        store.finish()
    return Summary(
        rows,
        found.refused,
        plan.unchanged,
        interrupted=len(run.stored) < len(plan.tasks) and stop(),
        seconds=monotonic() - begun,
    )


class _Run:
    """One run: stores what comes, counts it, publishes now and then."""

    def __init__(self, store: Store, version: str, *, seen: int, skipped: int) -> None:
        self.run_id = uuid.uuid4().hex[:12]
        self.stored: set[str] = set()
        self._store = store
        self._begun = _now()
        self._version = version
        self._seen, self._skipped = seen, skipped
        self._counts = dict.fromkeys(("loaded", "partial", "rejected", "failed"), 0)
        self._published, self._cost = monotonic(), 0.0

    def take(self, done: Done) -> Done:
        """Store one document; one whose rows cannot be stored has failed, and that is what is stored and returned."""
        try:
            self._store.put(done.document, done.task.path, self.run_id)
        except ThiduaError:
            raise
        except Exception as error:
            done = failed(done.task, self._version, one_line(error), traceback.format_exc())
            self._store.put(done.document, done.task.path, self.run_id)
        self.stored.add(done.document.doc_id)
        self._counts[done.document.status] += 1
        if monotonic() - self._published > max(_PUBLISH_EVERY, _PUBLISH_SHARE * self._cost):
            begun = monotonic()
            self._store.mark_duplicates()
            self._store.tally()
            self._store.publish()
            self._published, self._cost = monotonic(), monotonic() - begun
        return done

    def store_row(self, *, finished: bool = False) -> None:
        """Store how far this run has come."""
        end = _now() if finished else None
        self._store.put_run(
            (self.run_id, self._begun, end, self._version, self._seen, self._skipped, *self._counts.values())
        )


def _plan(files: Iterable[Path], known: Known, version: str, *, force: bool) -> _Plan:
    tasks: list[Task] = []
    paths: dict[str, str] = {}
    unchanged: set[str] = set()
    taken: set[str] = set()
    for file in files:
        task = _task(file)
        doc_id = doc_id_of(task.name, task.source.sha256 if task.source else None, task.path)
        status, by = known.documents.get(doc_id, ("failed", ""))
        if doc_id in taken or (not force and by == version and status != "failed" and task.source):
            if doc_id not in taken:
                unchanged.add(doc_id)
            if known.files.get(storable(task.path)) != doc_id:
                paths[task.path] = doc_id
        else:
            taken.add(doc_id)
            tasks.append(task)
    return _Plan(tuple(tasks), paths, frozenset(unchanged))


def _task(file: Path) -> Task:
    name = unicodedata.normalize("NFC", file.name)
    if not file.is_file():  # a pipe would keep us waiting for ever
        return Task(str(file), name, None)
    try:
        with file.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
    except OSError:  # the worker will meet the same, and say what it is
        return Task(str(file), name, None)
    return Task(str(file), name, SourceFile(name, str(file), sha256, "", size))


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None, microsecond=0)
