"""Clocks jump, and times of files mean little; files change while they are read."""

from __future__ import annotations

import ast
import os
import threading
import time
from pathlib import Path

import pytest

from pipeline.load.store import Store, work_of
from pipeline.load.stored import StoredDocument
from pipeline.read import Fetched, fetch
from pipeline.work import do
from tests.stored import ask, halves, report, store, write_reports
from tests.support import ROOT

FAR = 40 * 365 * 86_400  # seconds by which a clock may be wrong


@pytest.mark.parametrize("by", [-FAR, FAR])
@pytest.mark.parametrize("which", ["published", "work"])
def test_who_goes_on_with_what_does_not_hang_on_the_clock(tmp_path: Path, by: int, which: str) -> None:
    files = write_reports(tmp_path / "in", 2)
    base = tmp_path / "a.duckdb"
    if which == "published":  # the clock was wrong when it was published, and is right now
        store(files[:1], base)
        os.utime(base, (time.time() + by, time.time() + by))
    with Store.open(base) as left:
        left.query("CREATE TABLE dở_dang AS SELECT 1 AS x")
    if which == "work":
        os.utime(work_of(base), (time.time() + by, time.time() + by))
    store(files, base)
    assert ask(base, "SELECT x FROM dở_dang") == [(1,)], "the working copy of the killed run went on"


def test_a_published_file_that_was_replaced_wins_whatever_its_time(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 2)
    base, other = tmp_path / "a.duckdb", tmp_path / "b.duckdb"
    store(files[:1], base)
    store(files[1:], other)
    with Store.open(base) as left:
        left.query("CREATE TABLE dở_dang AS SELECT 1 AS x")
    other.replace(base)  # an older file is put back from a backup
    os.utime(base, (10**9, 10**9))
    with Store.open(base) as opened:
        assert opened.query("SELECT source_name FROM documents") == [("báo cáo 001.txt",)]
        assert not opened.query("SELECT 1 FROM duckdb_tables() WHERE table_name = 'dở_dang'")


def test_durations_come_from_clocks_that_never_go_back() -> None:
    """``time.time`` and local times have no place where durations are measured; what is told is in UTC."""
    wrong = []
    for file in (ROOT / "pipeline").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "time":
                wrong += [f"{file}:{node.lineno}"] if node.attr in {"time", "time_ns", "localtime"} else []
            if isinstance(node, ast.ImportFrom) and node.module == "time":
                wrong += [f"{file}:{node.lineno}" for name in node.names if name.name in {"time", "time_ns"}]
    assert wrong == []


def read_changing(monkeypatch: pytest.MonkeyPatch, file: Path, texts: list[str]) -> tuple[StoredDocument, int]:
    """Read a file that somebody writes anew before each of our reads; how often it was read."""
    from pipeline.plan import task_of  # noqa: PLC0415

    task, left, reads = task_of(file), list(texts), []

    def fetch_changing(path: Path, *, max_bytes: int) -> Fetched:
        if left:
            path.write_text(left.pop(0), encoding="utf-8")
        reads.append(path)
        return fetch(path, max_bytes=max_bytes)

    monkeypatch.setattr("pipeline.work.fetch", fetch_changing)
    monkeypatch.setattr("pipeline.work._WAITS", (0, 0, 0))
    return do(task, "x").document, len(reads)


def test_a_file_that_changed_is_read_again_until_it_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file,) = write_reports(tmp_path, 1)
    document, reads = read_changing(monkeypatch, file, [report(7)])
    assert (document.status, reads) == ("loaded", 2)
    assert "Số: 7/BC-UBND" in document.rows["texts"][0][1]


def test_a_file_that_never_stays_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file,) = write_reports(tmp_path, 1)
    document, reads = read_changing(monkeypatch, file, [report(at) for at in range(100, 110)])
    assert (document.status, reads) == ("rejected", 3)
    assert "file_changing" in document.rows["documents"][0]
    assert any("đợi" in str(value) for value in document.rows["documents"][0])


def test_a_folder_that_somebody_copies_into(tmp_path: Path) -> None:
    """Files grow and are replaced while they are ingested: whole documents, and all of them after the next run."""
    files = write_reports(tmp_path / "in", 12)
    base, over = tmp_path / "a.duckdb", threading.Event()

    def write() -> None:
        at = 0
        while not over.is_set():
            at += 1
            whole = report(1000 + at)
            files[at % 12].write_text(whole[: len(whole) // 2], encoding="utf-8")
            files[at % 12].write_text(whole, encoding="utf-8")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        store([tmp_path / "in"], base)
    finally:
        over.set()
        writer.join()
    assert halves(base) == []
    store([tmp_path / "in"], base)
    assert ask(base, "SELECT count(*) FROM documents WHERE status = 'loaded'") == [(12,)]
