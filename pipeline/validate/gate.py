"""Many files through the gate, read by several workers; one bad file never stops the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

from pipeline.find import find
from pipeline.guard import Guard
from pipeline.limits import Limits
from pipeline.load.tables import TABLES
from pipeline.plan import task_of
from pipeline.unpack import members_of, unpack
from pipeline.validate.examine import Examined, Threshold, defect, examine, unreadable
from pipeline.validate.profile import Profile
from pipeline.validate.report import Terms, report_of
from pipeline.version import build
from pipeline.work import Done, Task
from pipeline.workers import results
from schemas.validation import ValidationReport


@dataclass(frozen=True)
class Means:
    """How files are read: workers (0: this process), limits of one document, limits of containers."""

    workers: int = 1
    guard: Guard = field(default_factory=Guard)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Asked:
    """What was asked: the profile's name and what it stands for, what fails the gate."""

    profile: str
    profiles: tuple[Profile, ...]
    fail_on: Literal["error", "warning"] = "error"
    unsure: bool = False


Watch = Callable[[int, int, Examined], None]
"""Is told of each file: how many are done, of how many, what came of it."""


def validate(
    paths: Sequence[Path],
    asked: Asked,
    means: Means,
    *,
    watch: Watch = lambda _done, _of, _one: None,
    stop: Callable[[], bool] = lambda: False,
) -> ValidationReport:
    """Judge files, and all files in folders; archives and mails are opened, each member a file of its own."""
    found, version = find(paths), build()
    refused = [
        Examined(_named(path), unreadable(_named(path), error.code, error.message, error.message_en))
        for path, error in found.refused
    ]
    seconds = means.guard.seconds if means.workers else 0
    pool = partial(results, version=version, workers=means.workers, stop=stop, guard=means.guard)

    tasks = [task_of(file) for file in found.files]
    containers = [task for task in tasks if task.opens]
    inside: dict[Task, list[Task]] = {}
    opening = partial(unpack, version=version, limits=means.limits, seconds=seconds)
    for opened in pool(containers, opening):
        if isinstance(opened, Done):
            inside[opened.task] = []
            refused.append(_told_by(opened))
        elif opened.contents is not None:
            inside[opened.task] = members = []
            for member, task in members_of(opened):
                if (why := member.refused) is not None:
                    refused.append(Examined(task, unreadable(task, why.code, why.reason, why.reason_en)))
                else:
                    members.append(task)
    reads = [read for task in tasks for read in inside.get(task, [task])]
    total, done = len(reads) + len(refused), list[Examined]()
    for one in refused:
        done.append(one)
        watch(len(done), total, one)
    threshold = Threshold(asked.fail_on, asked.unsure)
    reading = partial(
        examine,
        profiles=asked.profiles,
        threshold=threshold,
        seconds=seconds,
        limits=means.limits,
        megabytes=means.guard.megabytes,
    )
    for outcome in pool(reads, reading):
        done.append(_told_by(outcome) if isinstance(outcome, Done) else outcome)
        watch(len(done), total, done[-1])
    return report_of(
        (one.file for one in done),
        Terms(version, asked.profile, asked.fail_on, asked.unsure),
        interrupted=stop() and (len(done) < total or len(inside) < len(containers)),
    )


def _named(path: Path) -> Task:
    return Task(str(path), path.name, None)


def _told_by(done: Done) -> Examined:
    """A file that a worker could not read, or that it died of."""
    (row,) = done.document.rows["documents"]
    told = dict(zip(TABLES["documents"].names, row, strict=True))
    if done.document.status == "failed":
        last = (done.traceback or "").strip().rpartition("\n")[2]
        return Examined(done.task, defect(done.task, last[:200]), done.traceback)
    reason = str(told["reason"]), str(told["reason_en"])
    return Examined(done.task, unreadable(done.task, str(told["reason_code"]), *reason))
