"""What it costs to read, store and ask, by how much is stored.

A first part of the documents is read for real. The rest is made of their rows (:mod:`tests.scale.multiply`), as reading
a hundred thousand takes a night; the files are all written, so that a run over unchanged files is a real one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pyarrow as pa

from pipeline.batch import ingest
from pipeline.load.store import Store, asking, connect_to_read
from pipeline.load.stored import StoredDocument
from pipeline.load.trouble import Notice
from pipeline.load.views import examples
from pipeline.runs.record import unrecorded
from pipeline.staging.area import Area
from pipeline.version import build
from tests.scale.generator import file_of, write
from tests.scale.multiply import as_others

_AT_A_TIME = 256
_NEW = 10**7  # from here on the numbers of reports that come one by one


@dataclass
class Read:
    """How reading went on: seconds of processor time and megabytes, after so many documents."""

    documents: list[int] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    writer_mb: list[float] = field(default_factory=list)
    worker_mb: list[float] = field(default_factory=list)


class _Looking:
    """A watcher that looks at the clock and the memory every so many documents."""

    def __init__(self, every: int, stored: int = 0) -> None:
        self.read = Read()
        self._every, self._count, self._stored = every, 0, stored
        self._begun = time.monotonic()

    def begin(self, total: int, unchanged: int) -> None:
        self._begun = time.monotonic()

    def done(self, document: StoredDocument) -> None:
        self._count += 1
        if self._count % self._every == 0:
            own = psutil.Process()
            children = own.children(recursive=True)
            spent = sum(sum(one.cpu_times()[:2]) for one in (own, *children))
            self.read.documents.append(self._stored + self._count)
            self.read.wall.append(time.monotonic() - self._begun)
            self.read.processor.append(spent)
            self.read.writer_mb.append(own.memory_info().rss / 2**20)
            self.read.worker_mb.append(max((one.memory_info().rss for one in children), default=0) / 2**20)

    def defect(self, name: str, traceback: str) -> None:
        raise AssertionError(f"{name}: {traceback}")

    def notice(self, notice: Notice) -> None:
        raise AssertionError(notice)


def read(folder: Path, database: Path, workers: int, stored: int) -> Read:
    """Read what is new in a folder into a database, with its staging area beside it."""
    looking = _Looking(every=25, stored=stored)
    ingest([folder], database, looking, workers=workers, staging=_staging(database))
    return looking.read


def grow(folder: Path, database: Path, begin: int, end: int, seed: int) -> dict[str, float]:
    """Store the documents ``begin`` to ``end`` by rows of those that were read; seconds of each step."""
    blocks = list(_blocks(_staging(database)))
    run = unrecorded()
    spent: dict[str, float] = {}
    with _timed(spent, "open"):
        store = Store.open(database)
    with store:
        store.put_run((run.run_id, None, None, build(), 0, 0, 0, 0, 0, 0))
        at, loading = begin, 0.0
        while at < end:
            for block in blocks:
                if at >= end:
                    break
                numbers = range(at, min(at + block.num_rows, end))
                files = [file_of(folder, number) for number in numbers]
                other = as_others(block.slice(0, len(numbers)), files, numbers, seed)
                begun = time.monotonic()
                store.put_block(other, run.run_id)
                loading += time.monotonic() - begun
                at = numbers.stop
        spent["load"] = loading
        spent["load_ms_a_document"] = 1000 * loading / max(1, end - begin)
        with _timed(spent, "mark"):
            store.mark()
        with _timed(spent, "finish"):
            store.finish()
    spent["memory_mb"] = psutil.Process().memory_info().rss / 2**20
    return spent


def again(folder: Path, database: Path) -> float:
    """Seconds of a run over files that have not changed."""
    begun = time.monotonic()
    summary = ingest([folder], database, _Looking(every=1 << 40), workers=2, staging=_staging(database))
    assert len(summary.unchanged) == len(summary.documents), "something was read"
    return time.monotonic() - begun


def add_one(inbox: Path, database: Path, number: int, seed: int) -> float:
    """Seconds of a run that stores one new document in a file of many."""
    write(inbox, 1, seed, begin=number)
    begun = time.monotonic()
    summary = ingest([file_of(inbox, number)], database, _Looking(every=1 << 40), workers=1, staging=_staging(database))
    assert [one.status for one in summary.documents] == ["loaded"]
    return time.monotonic() - begun


def ask(database: Path, times: int = 3) -> dict[str, float]:
    """Seconds of every query of the cookbook, the best of some: what is asked twice is in memory."""
    told: dict[str, float] = {}
    with connect_to_read(database) as connection:
        query = asking(connection, database)
        for example in examples():
            told[example.title_en] = min(_seconds(lambda sql=example.sql: query(sql)) for _ in range(times))  # type: ignore[misc]
    return told


def measure(place: Path, sizes: list[int], really: int, workers: int, seed: int) -> Iterator[dict[str, Any]]:
    """Figures, size by size: up to ``really`` documents are read, those beyond are multiplied."""
    folder, database = place / "in", place / "thidua.duckdb"
    stored = 0
    for size in sorted({*sizes, really}):
        write(folder, size - stored, seed, begin=stored)
        told: dict[str, Any] = {"documents": size}
        if size <= really:
            told["read"] = vars(read(folder, database, workers, stored))
        else:
            told["grow"] = grow(folder, database, stored, size, seed)
        stored = size
        yield told | _asked(folder, database, size, seed)


def _asked(folder: Path, database: Path, size: int, seed: int) -> dict[str, Any]:
    staged = sum(file.stat().st_size for file in _staging(database).rglob("*.parquet"))
    with connect_to_read(database) as connection:
        query = asking(connection, database)
        counts = {t: query(f"SELECT count(*) FROM {t}")[0][0] for t in ("documents", "metrics", "awards", "texts")}
    return {
        "bytes": os.path.getsize(database),  # noqa: PTH202
        "staged_bytes": staged,
        "rows": counts,
        "again": again(folder, database),
        "add_one": add_one(folder.parent / "more", database, _NEW + size, seed),
        "queries": ask(database),
    }


def _blocks(staging: Path) -> Iterator[pa.Table]:
    area = Area(staging)
    held = pa.concat_tables([area.block(part.path) for part in area.parts(build())]).combine_chunks()
    for start in range(0, held.num_rows, _AT_A_TIME):
        yield pa.Table.from_batches(held.slice(start, _AT_A_TIME).combine_chunks().to_batches())


def _staging(database: Path) -> Path:
    return Path(f"{database}.staging")


def _seconds(act: Callable[[], object]) -> float:
    begun = time.monotonic()
    act()
    return time.monotonic() - begun


@contextmanager
def _timed(spent: dict[str, float], name: str) -> Iterator[None]:
    begun = time.monotonic()
    yield
    spent[name] = time.monotonic() - begun
