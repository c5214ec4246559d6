"""The engine of one machine: processes of our own (:mod:`pipeline.workers`); nothing has to be installed for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.engines.engine import Job
from pipeline.work import Done, Task
from pipeline.workers import results


class Local:
    """Reads with processes of this machine."""

    def outcomes(self, tasks: Sequence[Task], job: Job) -> Iterator[Done]:
        """What comes of the tasks, as it comes."""
        return results(
            tasks,
            job.read,
            version=job.version,
            workers=job.workers,
            stop=job.stop,
            guard=job.guard,
            idle=job.idle,
        )
