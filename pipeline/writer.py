"""What a run does with what was read: many documents at a time into the staging area and the database, then told.

Storing costs about as much for a hundred documents as for one. So documents wait until what storing them last cost is
a small share of the time since; on a quick machine with small files that is about a second, and the first document
waits for nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from pipeline.engines.engine import Staged
from pipeline.errors import ThiduaError
from pipeline.load.store import Store
from pipeline.load.stored import StoredDocument
from pipeline.load.trouble import Notice
from pipeline.runs.laps import Times
from pipeline.runs.record import RunLog
from pipeline.runs.traces import trace_of
from pipeline.staging.block import block_of, documents_in, placed
from pipeline.unpack import doc_id
from pipeline.work import Done, Task, failed, one_line

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.staging.area import Area

_SHARE = 10.0  # documents wait so many times as long as storing those before them took,
_MOST_WAITING = 256  # but no more than so many,
_MOST_CHARACTERS = 20_000_000  # and not with more text than that
_PUBLISH_EVERY = 60.0  # seconds between two publications during a long batch,
_PUBLISH_SHARE = 20.0  # and how often what one of them costs
_RECALLED = 512  # documents that are taken from the staging area in one transaction
_READ_WELL = ("loaded", "partial")


class Watcher(Protocol):
    """Whoever wants to see a batch go on."""

    def begin(self, total: int, unchanged: int) -> None:
        """So many files are to be read; so many more need not."""

    def done(self, document: StoredDocument) -> None:
        """A document is stored; of its rows those in ``documents`` are there, others may be."""

    def defect(self, name: str, traceback: str) -> None:
        """A defect of ours kept a document from being read."""

    def notice(self, notice: Notice) -> None:
        """Something that the user has to know and that stopped nothing."""


class Writer:
    """Stores what comes, counts it, tells it, publishes now and then."""

    def __init__(
        self, store: Store, area: Area | None, watcher: Watcher, log: RunLog, *, version: str, seen: int
    ) -> None:
        self.run_id = log.run_id
        self.stored: set[str] = set()
        self.skipped = 0
        self._store, self._area, self._watcher, self._log = store, area, watcher, log
        self._begun, self._version, self._seen = _now(), version, seen
        self._counts = dict.fromkeys(("loaded", "partial", "rejected", "failed"), 0)
        self._waiting: list[Done] = []
        self._characters = 0
        self._stored_at, self._storing = float("-inf"), 0.0
        self._published_at, self._publishing = monotonic(), 0.0

    def take(self, outcome: Done | Staged) -> None:
        """Take what was read; it is stored now or soon.

        Raises:
            DatabaseError: the database or the staging area cannot be written.
        """
        if isinstance(outcome, Staged):
            assert self._area is not None
            for path in outcome.files:
                self._load(self._area.block(path), outcome)
            self._publish_if_due()
            return
        self._waiting.append(outcome)
        texts = outcome.document.rows.get("texts", ())
        self._characters += sum(len(text) for row in texts for text in row)
        self.tend()

    def tend(self) -> None:
        """Store what has waited long enough; to be called now and then while others read."""
        if self._waiting and (
            len(self._waiting) >= _MOST_WAITING
            or self._characters >= _MOST_CHARACTERS
            or monotonic() - self._stored_at >= _SHARE * self._storing
        ):
            self.flush()
        self._publish_if_due()

    def flush(self) -> None:
        """Store what waits. Of documents whose rows cannot be stored that is what is stored: they have failed."""
        if not self._waiting:
            return
        waiting, self._waiting, self._characters = self._waiting, [], 0
        begun = monotonic()
        try:
            self._put(waiting)
        except ThiduaError:
            raise
        except Exception:
            waiting = [self._put_alone(done) for done in waiting]
        self._stored_at = monotonic()
        self._storing = self._stored_at - begun
        share = self._storing / len(waiting)
        for done in waiting:
            self._tell(done.document, (*done.times, ("store", share)), done.task.path, done.traceback)

    def recall(self, tasks: Sequence[Task], stale: Callable[[], Iterable[str]]) -> list[Task]:
        """Store those documents that this version has read before and that are staged; the tasks that are left.

        Args:
            tasks: what there is to read.
            stale: which stored documents do not follow people's decisions; staged ones know nothing of these.
        """
        if self._area is None or not tasks:
            return list(tasks)
        own = {doc_id(task): task for task in tasks}
        for block in self._area.recall(self._version, own):
            for start in range(0, block.num_rows, _RECALLED):
                self._load(placed(block.slice(start, _RECALLED), own), Staged(()))
            self._publish_if_due()
        again = set(stale()) & self.stored if self.stored else set()
        return [task for known, task in own.items() if known not in self.stored or known in again]

    def close(self) -> None:
        """The run is at its end: what waits is stored, marks are set, the staging area is put in order."""
        self.flush()
        with self._log.stage("mark"):
            self._store.mark()
        if self._area is not None and self._area.is_local:
            with self._log.stage("staging"):
                self._area.compact(self._version)
        self.store_row(finished=True)

    def store_row(self, *, finished: bool = False) -> None:
        """Store how far this run has come."""
        end = _now() if finished else None
        self._store.put_run(
            (self.run_id, self._begun, end, self._version, self._seen, self.skipped, *self._counts.values())
        )

    def _put(self, outcomes: Sequence[Done]) -> None:
        block = block_of(outcomes, self._version)
        if self._area is not None:
            pure = [done for done in outcomes if _is_pure(done.document)]
            self._area.put(block if len(pure) == len(outcomes) else block_of(pure, self._version))
        self._store.put_block(block, self.run_id)

    def _put_alone(self, done: Done) -> Done:
        try:
            self._put([done])
        except ThiduaError:
            raise
        except Exception as error:
            done = failed(done.task, self._version, one_line(error), trace_of(error))
            self._put([done])
        return done

    def _load(self, block: pa.Table, told: Staged) -> None:
        self._store.put_block(block, self.run_id)
        for document, path in zip(documents_in(block), block.column("path").to_pylist(), strict=True):
            traceback = told.tracebacks.get(document.doc_id)
            self._tell(document, told.times.get(document.doc_id, ()), path, traceback)

    def _tell(self, document: StoredDocument, times: Times, path: str, traceback: str | None) -> None:
        self.stored.add(document.doc_id)
        self._counts[document.status] += 1
        self._log.document(document, times)
        self._watcher.done(document)
        if traceback:
            self._watcher.defect(path, traceback)

    def _publish_if_due(self) -> None:
        if monotonic() - self._published_at > max(_PUBLISH_EVERY, _PUBLISH_SHARE * self._publishing):
            begun = monotonic()
            self.flush()
            with self._log.stage("publish"):
                self._store.mark()
                self._store.publish()
            self._published_at, self._publishing = monotonic(), monotonic() - begun


def _is_pure(document: StoredDocument) -> bool:
    """Whether this version would read the same again on any machine: it was read well, and no person's decision is
    upon it.
    """
    return document.status in _READ_WELL and not document.rows.get("machine_records")


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None, microsecond=0)
