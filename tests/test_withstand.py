"""What must be withstood: readers that really explode, in workers of their own, end their document and nothing else."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.errors import ExitCode
from pipeline.guard import Guard, memory_of
from pipeline.load.models import Outcome
from pipeline.load.stored import rows_of_refusal
from pipeline.load.tables import TABLES
from pipeline.work import Done, Task
from pipeline.workers import results
from tests.stored import Listening, ask, halves, store, write_reports


def explode(task: Task) -> Done:
    """What a worker does in these tests: the name of the task says how it ends."""
    if "ăn" in task.name:
        kept = []
        while True:
            kept.append(bytearray(os.urandom(1) * (8 << 20)))
    if "con" in task.name:
        subprocess.run([sys.executable, "-c", "x = [bytearray(b'x' * (8 << 20)) for _ in range(10**6)]"], check=False)
    if "kẹt" in task.name:
        ctypes.PyDLL(None).sleep(60)  # holds the lock of the interpreter, as a loop in C code does
    if "sập" in task.name:
        ctypes.string_at(0)
    if "một lần" in task.name and not (mark := Path(task.path)).exists():
        mark.touch()
        os.abort()
    return Done(task, rows_of_refusal(None, task.name, task.path, Outcome(status="loaded", version="x")))


def deaf_to_ctrl_c(_task: Task) -> bool:
    """Whether a worker begins deaf to Ctrl-C, which goes to all processes of a terminal."""
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def ends(*names: str, guard: Guard, workers: int = 1, folder: str = "/x") -> dict[str, tuple[str, str | None]]:
    """How tasks of these names end, each with its code."""
    tasks = [Task(f"{folder}/{name}", name, None) for name in names]
    done = list(results(tasks, explode, version="x", workers=workers, guard=guard))
    assert sorted(one.task.name for one in done) == sorted(names), "each is told once"
    return {one.task.name: (one.document.status, told(one, "reason_code")) for one in done}


def told(done: Done, name: str) -> str | None:
    """What the row of a document says."""
    at = [column.name for column in TABLES["documents"].columns].index(name)
    value: str | None = done.document.rows["documents"][0][at]
    return value


def test_a_reader_that_eats_memory_is_killed_and_the_rest_goes_on() -> None:
    ended = ends("a", "ăn", "b", "c", guard=Guard(megabytes=500), workers=2)
    assert ended.pop("ăn") == ("rejected", "document_memory")
    assert {status for status, _ in ended.values()} == {"loaded"}


def test_the_memory_of_what_a_reader_starts_counts_and_goes_with_it() -> None:
    begun = time.monotonic()
    assert ends("con", "a", guard=Guard(megabytes=500)) == {
        "con": ("rejected", "document_memory"),
        "a": ("loaded", None),
    }
    assert time.monotonic() - begun < 60
    assert memory_of([os.getpid()])[os.getpid()] < 500 << 20, "nothing of it is left behind"


def test_a_reader_that_is_stuck_is_killed_from_outside() -> None:
    ended = ends("kẹt", "a", guard=Guard(seconds=1))
    assert ended == {"kẹt": ("rejected", "document_timeout"), "a": ("loaded", None)}


def test_a_reader_that_crashes_twice_is_rejected() -> None:
    ended = ends("a", "sập", "b", guard=Guard(seconds=60), workers=2)
    assert ended == {"a": ("loaded", None), "sập": ("rejected", "document_crash"), "b": ("loaded", None)}


def test_a_reader_that_was_ended_once_is_tried_again(tmp_path: Path) -> None:
    ended = ends("một lần", "a", guard=Guard(), folder=str(tmp_path))
    assert ended == {"một lần": ("loaded", None), "a": ("loaded", None)}


def test_stopping_ends_a_reader_that_is_stuck() -> None:
    begun = time.monotonic()
    tasks = [Task("/x/kẹt", "kẹt", None)]
    done = results(tasks, explode, version="x", workers=1, stop=lambda: time.monotonic() - begun > 1)
    assert list(done) == []
    assert time.monotonic() - begun < 30


def test_a_batch_tells_what_it_stopped(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    base = tmp_path / "a.duckdb"
    summary = store([tmp_path / "in"], base, workers=1, megabytes=60, watcher=Listening())
    assert summary.exit_code == ExitCode.UNREADABLE, "60 MB do not hold what reads"
    ((code, reason, reason_en),) = ask(base, "SELECT reason_code, reason, reason_en FROM documents")
    assert code == "document_memory"
    assert "THIDUA_DOCUMENT_MB" in reason
    assert "THIDUA_DOCUMENT_MB" in reason_en
    assert halves(base) == []
    assert store([tmp_path / "in"], base, workers=1, megabytes=3000, force=True).exit_code == ExitCode.OK


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="not on Windows")
def test_ctrl_c_is_for_the_parent_alone_from_the_first_moment() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    tasks = [Task("/x/a", "a", None)]
    assert list(results(tasks, deaf_to_ctrl_c, version="x", workers=1)) == [True]
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before, "this process hears it as before"
