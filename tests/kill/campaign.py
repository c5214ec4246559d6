"""One campaign: the command line as anybody would use it, stopped at a moment, looked at, run again, compared."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Literal

import psutil

from pipeline.load.tables import TABLES
from tests.stored import ask, halves
from tests.support import ROOT

Target = Literal["program", "worker"]
SIGNALS = tuple(getattr(signal, name) for name in ("SIGKILL", "SIGTERM", "SIGINT") if hasattr(signal, name))
_GONE = 30.0  # seconds by which every process of an ended ingestion must have gone
_OF_A_RUN = {"runs": (), "files": ("run_id",), "containers": ("run_id",)}  # what differs from run to run; () is all


@dataclass(frozen=True)
class Moment:
    """When (as a share of an undisturbed run), with what, and who is hit."""

    share: float
    signal: signal.Signals
    target: Target

    def __str__(self) -> str:
        return f"{self.signal.name} to the {self.target} at {self.share:.3f}"


def moments(count: int, seed: int) -> Iterator[Moment]:
    """The same seed gives the same moments; every third or so hits a worker."""
    chance = Random(seed)
    for _ in range(count):
        yield Moment(chance.random(), chance.choice(SIGNALS), chance.choice(("program", "program", "worker")))


def campaign(folder: Path, *, count: int, seed: int, files: int) -> Iterator[tuple[Moment, str, list[str]]]:
    """For each moment how the ingestion ended, and what is wrong."""
    inbox = folder / "in"
    write_small(inbox, files)
    begun = time.monotonic()
    started = begin(inbox, folder / "whole" / "a.duckdb")
    assert ended(started)[0] == 0
    seconds = time.monotonic() - begun
    whole = content(folder / "whole" / "a.duckdb")
    assert whole["documents"][0] == files
    undisturbed = Whole(inbox, seconds, whole)
    for at, moment in enumerate(moments(count, seed)):
        place = folder / f"{at:04}"
        yield moment, *disturbed(undisturbed, place / "a.duckdb", moment, Random(f"{seed}/{at}"))
        remove_tree(place)


@dataclass(frozen=True)
class Whole:
    """An undisturbed ingestion: of what, how long it took, what it stored."""

    inbox: Path
    seconds: float
    content: dict[str, tuple[Any, ...]]


def disturbed(undisturbed: Whole, base: Path, moment: Moment, chance: Random) -> tuple[str, list[str]]:
    """Stop one ingestion, look at what is left, run it again: how it ended, what is wrong."""
    inbox, whole = undisturbed.inbox, undisturbed.content
    process = begin(inbox, base)
    time.sleep(moment.share * undisturbed.seconds)
    hit = strike(process, moment, chance)
    code, said = ended(process)
    # A worker that Python is just beginning when the program is killed says so in Python's own words.
    unheard = moment.signal is SIGNALS[0] and moment.target == "program"
    # Stopped while Python itself began, before a line of the program ran: Python says so, and nobody else can.
    unheard |= (unbegun := "Fatal Python error: init_import_site" in said)
    wrong = [f"a traceback: {said[-1500:]}"] if "Traceback" in said and not unheard else []
    wrong += [f"still running: {left}" for left in orphans(process.pid)]
    stored = 0
    if base.exists():
        wrong += halves(base)
        ((stored,),) = ask(base, "SELECT count(*) FROM documents")
    all_there = stored == whole["documents"][0]
    if hit and moment.target == "program" and code not in {130, -moment.signal, 0} and not unbegun:
        wrong.append(f"exit code {code} after {moment.signal.name}")
    if (not hit or moment.target == "worker") and code != 0:
        wrong.append(f"exit code {code}, though the program was not hit: {said[-500:]}")
    if code == 0 and not all_there:
        wrong.append(f"exit code 0, but {stored} documents are stored")
    again = begin(inbox, base)
    code_again, said_again = ended(again)
    if code_again != 0:
        wrong.append(f"the next run ended with {code_again}: {said_again[-1500:]}")
        return f"exit code {code}", wrong
    wrong += halves(base)
    now = content(base)
    wrong += [f"{table} differs" for table in whole if now[table] != whole[table]]
    wrong += [f"still running: {left}" for left in orphans(again.pid)]
    left = {file.name for file in base.parent.iterdir()} - {base.name, f"{base.name}.runs", f"{base.name}.staging"}
    left |= {str(file) for file in base.parent.rglob("*.unfinished")}
    temporary = temporary_of(base)
    left -= {temporary.name} if not any(temporary.iterdir()) else set()
    return f"exit code {code}", [*wrong, *(f"left behind: {name}" for name in sorted(left))]


def write_small(folder: Path, count: int) -> None:
    """Small documents, quickly read, each different, with a record of most kinds."""
    folder.mkdir(parents=True)
    for at in range(count):
        text = (
            f"BÁO CÁO\nKết quả thi đua đợt {at}\n\nI. KẾT QUẢ\nXã gieo trồng {300 + at} ha. Chủ tịch Ủy ban nhân dân "
            f"xã tặng Giấy khen cho {at + 2} tập thể.\n"
        )
        (folder / f"báo cáo {at:04}.txt").write_text(text, encoding="utf-8")


def begin(inbox: Path, base: Path) -> subprocess.Popen[bytes]:
    """An ingestion with two workers, in a session of its own, with a temporary folder of its own."""
    temporary_of(base).mkdir(parents=True, exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "ingest", str(inbox), "--db", str(base), "--workers", "2"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | {"PYTHONUTF8": "1", "TMPDIR": str(temporary_of(base)), "THIDUA_LANG": "vi"},
        start_new_session=True,
    )


def temporary_of(base: Path) -> Path:
    """Where an ingestion's temporary files go."""
    return base.parent / "tmp"


def strike(process: subprocess.Popen[bytes], moment: Moment, chance: Random) -> bool:
    """Send the signal; whether there was anybody to hear it."""
    with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):
        program = psutil.Process(process.pid)
        if process.poll() is not None:
            return False
        if moment.target == "program":
            process.send_signal(moment.signal)
            return True
        workers = [one for one in program.children() if "spawn_main" in " ".join(one.cmdline())]
        if workers:
            os.kill(chance.choice(workers).pid, moment.signal)
            return True
    return False


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """The exit code and what was said; one that hangs is killed, and that is its code."""
    try:
        said, _ = process.communicate(timeout=120)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        said, _ = process.communicate()
        return 999, "it hung: " + said.decode("utf-8", "replace")
    return process.returncode, said.decode("utf-8", "replace")


def orphans(session: int) -> list[str]:
    """The processes of a session that do not go."""
    deadline = time.monotonic() + _GONE
    while left := _of_session(session):
        if time.monotonic() > deadline:
            return left
        time.sleep(0.1)
    return []


def _of_session(session: int) -> list[str]:
    found = []
    for pid in psutil.pids():
        with contextlib.suppress(OSError, psutil.Error):
            if os.getsid(pid) == session and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                found.append(f"{pid} {' '.join(psutil.Process(pid).cmdline())[:120]}")
    return found


def content(base: Path) -> dict[str, tuple[Any, ...]]:
    """How many rows each table has, and what they say: every value of every row in the order in which tables are
    exported, but for what tells of runs.
    """
    told = {}
    for table in TABLES:
        leave = _OF_A_RUN.get(table)
        if leave != ():
            but = f" EXCLUDE ({', '.join(leave)})" if leave else ""
            rows = f'SELECT row(COLUMNS(*{but}))::VARCHAR AS told FROM "{table}"'
            ((count, digest),) = ask(
                base, f"SELECT count(*), md5(string_agg(told, chr(10) ORDER BY told)) FROM ({rows})"
            )
            told[table] = (count, digest)
    return told


def remove_tree(folder: Path) -> None:
    """Take away what a moment left."""
    for place in sorted(folder.rglob("*"), reverse=True):
        place.rmdir() if place.is_dir() else place.unlink()
    folder.rmdir()
