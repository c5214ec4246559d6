"""What must be withstood: readers that really explode, in workers of their own, end their document and nothing else."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline.confine import network_can_be_denied
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
        Path(task.path).write_text("awake", encoding="utf-8")
    if "sập" in task.name:
        ctypes.string_at(0)
    if "một lần" in task.name and not (mark := Path(task.path)).exists():
        mark.touch()
        os.abort()
    return Done(task, rows_of_refusal(None, task.name, task.path, Outcome(status="loaded", version="x")))


def deaf_to_ctrl_c(task: Task) -> Done:
    """Loaded if a worker begins deaf to Ctrl-C, which goes to all processes of a terminal."""
    deaf = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    outcome = Outcome(status="loaded" if deaf else "failed", version="x")
    return Done(task, rows_of_refusal(None, task.name, task.path, outcome))


def answer_nonsense(task: Task) -> Any:
    """Answers that are none: of another kind, to another task, or bytes that nobody can read."""
    if "khác" in task.name:
        other = Task("/y/other", "other", None)
        return Done(other, rows_of_refusal(None, "other", "/y/other", Outcome(status="loaded", version="x")))
    if "rác" in task.name:
        return _Unreadable()
    return {"a": 1} if "kiểu" in task.name else explode(task)


class _Unreadable:
    """Can be sent and cannot be read."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _not_again, (os.getpid(),)


def _not_again(pid: int) -> None:
    if os.getpid() != pid:
        raise ValueError("no answer")


def said_of_system(task: Task) -> Any:
    """What the system allows a worker: told by the reason of a document."""
    import resource  # noqa: PLC0415  (not on Windows)

    try:
        with socket.create_connection(("192.0.2.1", 9), timeout=1):
            network = "connected"
    except OSError as error:
        network = errno.errorcode.get(error.errno or 0, "timeout")
    limits = {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[0] for name in ("CORE", "FSIZE", "NOFILE")}
    used = resource.getrusage(resource.RUSAGE_SELF)
    limits["CPU"] = resource.getrlimit(resource.RLIMIT_CPU)[0] - int(used.ru_utime + used.ru_stime)
    reason = json.dumps(limits | {"network": network})
    return Done(task, rows_of_refusal(None, task.name, task.path, Outcome(status="loaded", version="x", reason=reason)))


def burn(task: Task) -> Done:
    """Uses up its processor time without the worker's clock or the parent's having a say."""
    import resource  # noqa: PLC0415

    resource.setrlimit(resource.RLIMIT_CPU, (1, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    while "cháy" in task.name:
        pass
    return explode(task)


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
    assert ends("con", "a", guard=Guard(megabytes=500)) == {
        "con": ("rejected", "document_memory"),
        "a": ("loaded", None),
    }
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


def test_stopping_ends_a_reader_that_is_stuck(tmp_path: Path) -> None:
    begun = time.monotonic()
    tasks = [Task(str(tmp_path / "kẹt"), "kẹt", None)]
    done = results(tasks, explode, version="x", workers=1, stop=lambda: time.monotonic() - begun > 1)
    assert list(done) == []
    assert list(tmp_path.iterdir()) == [], "it did not sleep to the end"


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
    (done,) = results(tasks, deaf_to_ctrl_c, version="x", workers=1)
    assert done.document.status == "loaded"
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before, "this process hears it as before"


@pytest.mark.parametrize("name", ["khác", "kiểu", "rác"])
def test_a_worker_that_answers_nonsense_fails_its_document_and_no_other(name: str) -> None:
    tasks = [Task(f"/x/{one}", one, None) for one in ("a", name, "b")]
    done = {one.task.name: one for one in results(tasks, answer_nonsense, version="x", workers=1)}
    assert set(done) == {"a", name, "b"}
    assert (done["a"].document.status, done["b"].document.status) == ("loaded", "loaded")
    status, code = ("rejected", "document_crash") if name == "rác" else ("failed", "defect")
    assert (done[name].document.status, told(done[name], "reason_code")) == (status, code)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_the_system_keeps_a_worker_within_bounds() -> None:
    (done,) = results([Task("/x/a", "a", None)], said_of_system, version="x", workers=1, guard=Guard(seconds=60))
    limits = json.loads(told(done, "reason") or "")
    assert limits["CORE"] == 0
    assert 0 < limits["FSIZE"] <= 512 << 20
    assert 0 < limits["NOFILE"] <= 512
    assert 60 <= limits["CPU"] <= 60 * (os.cpu_count() or 1) + 11
    if network_can_be_denied():
        assert limits["network"] == "ENETUNREACH"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_reader_that_uses_up_its_processor_time_is_ended_and_told_so() -> None:
    tasks = [Task(f"/x/{name}", name, None) for name in ("cháy", "a")]
    done = {one.task.name: one for one in results(tasks, burn, version="x", workers=1, guard=Guard(seconds=600))}
    assert told(done["cháy"], "reason_code") == "document_timeout"
    assert done["a"].document.status == "loaded"
