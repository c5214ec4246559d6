"""A batch: many files, several workers that read, one writer that stores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import monotonic

from pipeline.corrections.waiting import decided_of, stale
from pipeline.engines.engine import Engine, Job
from pipeline.engines.local import Local
from pipeline.errors import DatabaseError, ExitCode, UnreadableFileError
from pipeline.find import Found, find
from pipeline.guard import Guard
from pipeline.limits import Limits
from pipeline.load.digest import Digest, Known, OpenedContainer, containers, digests
from pipeline.load.store import Store, asking, connect_to_read, work_of
from pipeline.plan import Plan, in_order
from pipeline.runs.record import RunLog, unrecorded
from pipeline.staging.area import Area, area_of
from pipeline.unpack import Opened, members_of, refusal, rows_of_container, unpack
from pipeline.version import build
from pipeline.work import Done
from pipeline.workers import results
from pipeline.writer import Watcher, Writer


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
    engine: Engine | None = None,
    staging: str | Path | None = None,
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
        engine: who reads; processes of this machine if nobody is named.
        staging: the staging area, a folder or a URI, where what is read is kept; none if not named.

    Raises:
        DatabaseError: the database cannot be used; what was finished before is kept.
    """
    begun, version, log = monotonic(), build(), log or unrecorded()
    found = find(paths, but=database)
    if not found.files:
        return Summary((), found.refused, frozenset(), interrupted=False, seconds=monotonic() - begun)
    if not work_of(database).exists() and database.exists():
        try:
            if (nothing := _nothing_to_do(found, database, watcher, version, force=force)) is not None:
                return replace(nothing, seconds=monotonic() - begun)
        except DatabaseError as error:
            if error.code != "database_damaged":  # that is mended, or refused, where it is opened to write
                raise
    limits, guard = limits or Limits(), Guard(seconds if workers else 0, megabytes)
    area = area_of(staging)
    with log.stage("open"):
        opened_store = Store.open(database)
    with opened_store as store:
        log.open()
        _mend(store, area, watcher, log)
        with log.stage("plan"):
            plan = Plan(Known.of(store.query), version, force=force)
            plan.add_files(found.files)
        writer = Writer(store, area, watcher, log, version=version, seen=len(found.files))
        writer.store_row()
        opening = partial(unpack, version=version, limits=limits, seconds=guard.seconds)
        ready: list[Done] = []
        opened = 0
        for outcome in results(plan.containers, opening, version=version, workers=workers, stop=stop, guard=guard):
            opened += 1
            ready += [outcome] if isinstance(outcome, Done) else _open(outcome, plan, store, writer.run_id)
        total = len(plan.tasks) + len(ready)
        watcher.begin(total, len(plan.unchanged))
        writer.skipped = len(plan.unchanged)
        for task, doc_id in plan.paths:
            store.note_path(doc_id, task.path, writer.run_id, container=task.container, member=task.member)
        for done in ready:
            writer.take(done)
        with log.stage("recall"):
            left = plan.tasks if force else writer.recall(plan.tasks, lambda: stale(store.query))
        decided = decided_of(store.query)
        job = Job(version, workers, guard, limits, decided, area.place if area else None, stop, writer.tend)
        for came in (engine or Local()).outcomes(in_order(left), job):
            writer.take(came)
        writer.close()
        rows = tuple(digests(store.query, plan.unchanged | writer.stored))
        held = tuple(containers(store.query, plan.may_hold))
        with log.stage("publish"):
            store.finish()
    missed = opened < len(plan.containers) or len(writer.stored) < total
    return Summary(
        rows,
        found.refused,
        frozenset(plan.unchanged),
        interrupted=missed and stop(),
        seconds=monotonic() - begun,
        containers=held,
    )


def _nothing_to_do(found: Found, database: Path, watcher: Watcher, version: str, *, force: bool) -> Summary | None:
    """What is told where everything is stored already; None where there is something to do. Nothing is written."""
    with connect_to_read(database) as connection:
        query = asking(connection, database)
        plan = Plan(Known.of(query), version, force=force)
        plan.add_files(found.files)
        if not plan.is_empty:
            return None
        watcher.begin(0, len(plan.unchanged))
        rows = tuple(digests(query, plan.unchanged))
        held = tuple(containers(query, plan.may_hold))
        return Summary(rows, found.refused, frozenset(plan.unchanged), False, 0.0, held)


def _mend(store: Store, area: Area | None, watcher: Watcher, log: RunLog) -> None:
    """Tell what was found when the database was opened; fill one whose file was damaged from what is staged."""
    for notice in store.notices:
        log.trouble(notice.code)
        watcher.notice(notice)
    if area is None:
        return
    area.tidy()
    if any(notice.kept for notice in store.notices):
        from pipeline.staging.rebuild import rebuild  # noqa: PLC0415  (which is seldom wanted)

        with log.stage("rebuild"):
            rebuild(store, area, log.run_id)


def _open(opened: Opened, plan: Plan, store: Store, run_id: str) -> list[Done]:
    """Note what a container holds and plan its documents; what cannot be read of it is returned, told already."""
    if opened.contents is None:
        plan.add(opened.task)
        return []
    told = list(members_of(opened))
    own, members = rows_of_container(opened, plan.version, run_id)
    store.put_container(opened.task.path, own, members, (task.path for _, task in told))
    refused = []
    for member, task in told:
        if (done := refusal(member, task, plan.version)) is not None:
            refused.append(done)
        else:
            plan.add(task)
    return refused
