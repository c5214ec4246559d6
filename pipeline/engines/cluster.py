"""The engine of many machines: Ray Data, whose actors each keep one worker process of ours with all that it loaded.

Tasks go out in groups of one partition of the staging area; an actor reads a group, writes it to the area and answers
with the names of the files alone, so that no document passes through the machine that stores until it is loaded. Ray
hands out groups as actors are free, and hands those of a lost actor or machine to another one; the same group is the
same file, so that doing it twice changes nothing. Time and memory of a document are watched as on one machine, by the
actor.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from pipeline.engines.engine import Job, Staged
from pipeline.errors import ThiduaError, UsageError
from pipeline.staging.area import Area
from pipeline.staging.block import block_of, prefix_of
from pipeline.unpack import doc_id
from pipeline.version import build
from pipeline.work import Task
from pipeline.workers import Crew

_GROUP = 32  # documents that an actor reads at a time, and all that is lost with it
_GROUPS_EACH = 4  # of few documents each actor gets so many groups, so that none waits long for the last

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # what Ray warns of otherwise


class Cluster:
    """Reads with the machines of a Ray cluster.

    Args:
        address: of the cluster; None begins one on this machine, for as long as the batch takes.
    """

    def __init__(self, address: str | None = None) -> None:
        self.address = address

    def outcomes(self, tasks: Sequence[Task], job: Job) -> Iterator[Staged]:
        """What comes of the tasks, group by group.

        Raises:
            UsageError: ``cluster_unreachable``, ``cluster_version``, ``cluster_failed``, ``engine_options``.
        """
        if not tasks:
            return
        if job.staging is None:
            raise UsageError(
                "engine_options",
                "--engine ray cần nơi để kết quả. Hãy thêm --staging, hoặc bật lại [staging] keep trong thidua.toml.",
                "--engine ray wants a staging area. Add --staging, or set [staging] keep in thidua.toml to 1.",
            )
        import ray  # noqa: PLC0415

        begun = self._connect(job)
        try:
            yield from _read(tasks, job)
        except ray.exceptions.RayError as error:
            raise _failed(error) from error
        finally:
            if begun:
                ray.shutdown()

    def _connect(self, job: Job) -> bool:
        """Join the cluster, or begin one; whether it has to be left again."""
        import ray  # noqa: PLC0415

        if ray.is_initialized():
            return False
        told = {name: value for name, value in os.environ.items() if name.startswith("THIDUA_")}
        own: dict[str, Any] = {"address": self.address} if self.address else {"num_cpus": max(1, job.workers)}
        if not self.address:
            own["include_dashboard"] = False
        try:
            ray.init(
                **own,
                log_to_driver=False,
                logging_level=logging.ERROR,
                runtime_env={"env_vars": told} if told else None,
            )
        except (ConnectionError, OSError, ValueError, RuntimeError) as error:
            raise UsageError(
                "cluster_unreachable",
                f"Không nối được cụm Ray “{self.address or 'trên máy này'}”: {_line(error)}. Hãy kiểm tra địa chỉ, và "
                "lệnh ray status trên máy đó.",
                f"The Ray cluster “{self.address or 'on this machine'}” cannot be reached: {_line(error)}. Check the "
                "address, and what ray status says there.",
            ) from error
        return True


class Reader:
    """An actor: reads groups of documents with a worker process of its own, and stages them."""

    def __init__(self, carried: bytes) -> None:
        read, guard, self._version, staging = pickle.loads(carried)
        self._right = build() == self._version
        if self._right:
            self._area = Area(staging)
            self._crew = Crew(read, guard, 1, self._version)

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[bytes]]:
        """Read the groups of a batch; of each what :class:`Staged` says, or an error for the user, pickled."""
        return {"came": [pickle.dumps(self._came(group)) for group in batch["group"]]}

    def _came(self, group: bytes) -> Staged | ThiduaError:
        if not self._right:
            return UsageError(
                "cluster_version",
                f"Máy trong cụm chạy thidua {build()}, máy này chạy {self._version}. Hãy cài cùng một phiên bản "
                "trên mọi máy.",
                f"A machine of the cluster runs thidua {build()}, this one {self._version}. Install the same "
                "version everywhere.",
            )
        outcomes = list(self._crew.results(pickle.loads(group)))
        outcomes.sort(key=lambda done: done.document.doc_id)
        try:
            files = self._area.put(block_of(outcomes, self._version))
        except ThiduaError as error:
            return error
        times = {done.document.doc_id: done.times for done in outcomes}
        told = {done.document.doc_id: done.traceback for done in outcomes if done.traceback}
        return Staged(tuple(files), times, told)


def groups_of(tasks: Sequence[Task], actors: int) -> list[list[Task]]:
    """The tasks in groups, each of one partition; the same tasks give the same groups."""
    most = max(1, min(_GROUP, -(-len(tasks) // (actors * _GROUPS_EACH))))
    groups = []
    for _, same in groupby(sorted(tasks, key=doc_id), key=lambda task: prefix_of(doc_id(task))):
        own = list(same)
        groups += [own[at : at + most] for at in range(0, len(own), most)]
    return groups


def _read(tasks: Sequence[Task], job: Job) -> Iterator[Staged]:
    import ray  # noqa: PLC0415

    actors = max(1, int(ray.cluster_resources().get("CPU", 1)))
    groups = [{"group": pickle.dumps(group)} for group in groups_of(tasks, actors)]
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    carried = pickle.dumps((job.read, job.guard, job.version, job.staging))
    came = ray.data.from_items(groups, override_num_blocks=len(groups)).map_batches(
        Reader,
        fn_constructor_args=(carried,),
        batch_size=1,
        num_cpus=1,
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=min(actors, len(groups))),
    )
    for batch in came.iter_batches(batch_size=None, batch_format="numpy", prefetch_batches=0):
        for told in batch["came"]:
            outcome: Staged | ThiduaError = pickle.loads(told)
            if isinstance(outcome, ThiduaError):
                raise outcome
            yield outcome
        if job.stop():
            return


def _failed(error: Exception) -> UsageError:
    return UsageError(
        "cluster_failed",
        f"Cụm Ray dừng giữa chừng: {_line(error)}. Những văn bản đã xong vẫn được giữ; hãy xem lệnh ray status rồi "
        "chạy lại lệnh này.",
        f"The Ray cluster failed: {_line(error)}. What was finished is kept; see what ray status says and run the "
        "command again.",
    )


def _line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)[:200]
