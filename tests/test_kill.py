"""Killed for real: the published file opens, holds no half of a document, and the next run goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.load.store import Store, work_of
from tests.stored import Listening, ask, everything, halves, store, write_reports
from tests.support import ROOT

HARD = getattr(signal, "SIGKILL", signal.SIGTERM)  # on Windows every termination is a hard one
COUNT = 30
MANY = 300  # that are not read by the time that the first are told


def begin(folder: Path, database: Path, workers: int = 1) -> subprocess.Popen[bytes]:
    """An ingestion in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "ingest", str(folder), "--db", str(database), "--workers", str(workers)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUTF8": "1"},
    )


def wait_for(process: subprocess.Popen[bytes], documents: int) -> list[str]:
    """Read the plain lines of progress until so many documents are stored."""
    assert process.stderr is not None
    lines = []
    for _ in range(documents):
        line = process.stderr.readline().decode()
        if not line:
            break
        lines.append(line)
    return lines


@pytest.mark.parametrize("after", [0, 1, 12])
def test_a_killed_ingestion_leaves_whole_documents_and_is_gone_on_with(tmp_path: Path, after: int) -> None:
    write_reports(tmp_path / "in", COUNT)
    base = tmp_path / "a.duckdb"
    process = begin(tmp_path / "in", base)
    stored = wait_for(process, after)
    if after == 0:
        time.sleep(0.8)  # somewhere between the first import and the first document
    process.send_signal(HARD)
    process.wait()
    assert len(stored) == after
    if base.exists():
        assert halves(base) == []
    listening = Listening()
    summary = store([tmp_path / "in"], base, watcher=listening)
    ((read_again, unchanged),) = listening.begun
    assert unchanged >= after, "what was finished is not read again"
    assert read_again + unchanged == COUNT
    assert summary.count("loaded") == COUNT
    assert halves(base) == []
    assert not work_of(base).exists()
    fresh = tmp_path / "b.duckdb"
    store([tmp_path / "in"], fresh)
    assert everything(base) == everything(fresh)


def test_a_killed_ingestion_keeps_what_was_there_before(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", COUNT)
    base = tmp_path / "a.duckdb"
    store(files[:2], base)
    before = everything(base)
    process = begin(tmp_path / "in", base)
    wait_for(process, 5)
    process.send_signal(HARD)
    process.wait()
    assert everything(base) == before, "the published file is as it was"
    with Store.open(base) as left:
        assert left.query("SELECT count(*) FROM documents")[0][0] >= 6


def test_workers_do_not_outlive_their_parent(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", COUNT)
    process = begin(tmp_path / "in", tmp_path / "a.duckdb", workers=2)
    wait_for(process, 1)
    process.send_signal(HARD)
    process.wait()
    process.communicate(timeout=300)  # ends when the last process that holds the other end has gone
    assert process.returncode == -HARD


@pytest.mark.skipif(sys.platform == "win32", reason="another process cannot be sent Ctrl-C there")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_a_polite_end_stop_cleanly(tmp_path: Path, sign: signal.Signals) -> None:
    write_reports(tmp_path / "in", MANY)
    base = tmp_path / "a.duckdb"
    process = begin(tmp_path / "in", base)
    wait_for(process, 3)
    process.send_signal(sign)
    assert process.stderr is not None
    told = process.stderr.read().decode()
    assert process.wait() == 130
    assert "Traceback" not in told
    assert "Đang dừng" in told
    ((count,),) = ask(base, "SELECT count(*) FROM documents")
    assert 3 <= count < MANY
    assert halves(base) == []
    assert not work_of(base).exists()
    assert ask(base, "SELECT finished_at IS NOT NULL FROM runs") == [(True,)]


def test_a_second_ingestion_at_once_is_told_to_wait(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    base = tmp_path / "a.duckdb"
    with Store.open(base):
        second = begin(tmp_path / "in", base)
        assert second.stderr is not None
        told = second.stderr.read().decode()
        assert second.wait() == 5
    assert "database_busy" in told
    assert "Hãy đợi" in told
    assert "Traceback" not in told
    assert store([tmp_path / "in"], base).count("loaded") == 1
