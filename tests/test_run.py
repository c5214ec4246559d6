"""The driver and the batch: same rows whatever the order and the workers, skipping, trouble kept apart."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pyarrow as pa
import pytest

import pipeline.batch
import pipeline.outline
import pipeline.run
import pipeline.writer
from pipeline.errors import ExitCode, UnreadableFileError
from pipeline.find import find
from pipeline.guard import Guard
from pipeline.load.models import Outcome
from pipeline.load.session import Session
from pipeline.load.stored import StoredDocument, rows_of_refusal
from pipeline.mend import mend
from pipeline.read import parse, read
from pipeline.run import run, understand
from pipeline.work import Done, Task, at_most, do
from pipeline.workers import results
from schemas.document import Document, RestoredText
from schemas.issue import Issue
from tests.stored import Listening, ask, everything, halves, report, store, write_reports
from tests.support import ROOT

SAMPLES = ROOT / "corpus" / "samples"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    write_reports(tmp_path / "in", 4)
    return tmp_path / "in"


# The driver


def test_the_stages_meet(reports: Path) -> None:
    reading = run(reports / "báo cáo 000.txt")
    assert reading.document.text == reading.restored.text
    assert reading.header.number == 0
    assert reading.records.awards
    assert reading.records.legal_references


def test_what_a_later_stage_hands_on_is_told_once(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = Issue("page_without_text", "error", "Trang 2 không có chữ.", "Page 2 holds no text.")
    raw = read(reports / "báo cáo 000.txt")
    told = type(raw)(raw.source, raw.pages, (issue,))
    plain = pipeline.outline.outline

    def outline(restored: RestoredText) -> Document:
        document = plain(restored)
        return Document(**{**vars(document), "issues": (issue,)})

    monkeypatch.setattr("pipeline.run.outline", outline)
    assert [stage for stage, found in understand(told).issues if found == issue] == ["read"]


def test_mending_alone_keeps_every_line() -> None:
    for sample in sorted(SAMPLES.glob("*.txt")):
        raw = read(sample)
        assert mend(raw).text.count("\n") == raw.text.count("\n")


# The same rows


def test_rows_depend_on_neither_order_nor_workers(tmp_path: Path) -> None:
    files = sorted(SAMPLES.iterdir())[:4]
    store(files, tmp_path / "a.duckdb")
    for at, file in enumerate(reversed(files)):
        store([file], tmp_path / "b.duckdb", force=bool(at))
    store(files, tmp_path / "c.duckdb", workers=2)
    rows = everything(tmp_path / "a.duckdb")
    assert rows == everything(tmp_path / "b.duckdb") == everything(tmp_path / "c.duckdb")
    assert len(rows["documents"]) == len(files)


def test_rows_do_not_depend_on_where_the_files_lie(tmp_path: Path, reports: Path) -> None:
    shutil.copytree(reports, tmp_path / "elsewhere")
    store([reports], tmp_path / "a.duckdb")
    store([tmp_path / "elsewhere"], tmp_path / "b.duckdb")
    assert everything(tmp_path / "a.duckdb") == everything(tmp_path / "b.duckdb")


def test_readers_see_a_long_batch_grow(tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.writer, "_PUBLISH_EVERY", -1.0)
    monkeypatch.setattr(pipeline.writer, "_PUBLISH_SHARE", 0.0)
    monkeypatch.setattr(pipeline.writer, "_SHARE", 0.0)
    seen, base = [], tmp_path / "a.duckdb"

    class Reader(Listening):
        def done(self, document: StoredDocument) -> None:
            seen.extend(ask(base, "SELECT count(*) FROM documents"))

    store([reports], base, watcher=Reader())
    assert seen == [(0,), (1,), (2,), (3,)], "each document is told when it is stored, and published right after"
    store([reports], tmp_path / "b.duckdb")
    assert everything(base) == everything(tmp_path / "b.duckdb")


# Skipping


def test_what_has_not_changed_is_not_read_again_and_nothing_is_written(tmp_path: Path, reports: Path) -> None:
    base, listening = tmp_path / "a.duckdb", Listening()
    store([reports], base)
    before = (base.read_bytes(), base.stat().st_mtime_ns)
    summary = store([reports], base, watcher=listening)
    assert listening.begun == [(0, 4)]
    assert (base.read_bytes(), base.stat().st_mtime_ns) == before
    assert len(summary.unchanged) == len(summary.documents) == 4
    assert summary.exit_code == ExitCode.OK


def test_force_reads_again(tmp_path: Path, reports: Path) -> None:
    base, listening = tmp_path / "a.duckdb", Listening()
    store([reports], base)
    before = everything(base)
    store([reports], base, watcher=listening, force=True)
    assert listening.begun == [(4, 0)]
    assert everything(base) == before


def test_another_version_reads_again(tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base, listening = tmp_path / "a.duckdb", Listening()
    store([reports], base)
    monkeypatch.setattr(pipeline.batch, "build", lambda: "9.9.9+cafe")
    store([reports], base, watcher=listening)
    assert listening.begun == [(4, 0)]
    assert ask(base, "SELECT DISTINCT version FROM documents") == [("9.9.9+cafe",)]


def test_only_what_changed_is_read(tmp_path: Path, reports: Path) -> None:
    base, listening = tmp_path / "a.duckdb", Listening()
    store([reports], base)
    (reports / "báo cáo 002.txt").write_text(report(99), encoding="utf-8")
    (reports / "mới.txt").write_text(report(100), encoding="utf-8")
    store([reports], base, watcher=listening)
    assert listening.begun == [(2, 3)]
    assert ask(base, "SELECT count(*), max(number) FROM documents") == [(5, 100)]
    assert ask(base, "SELECT seen, skipped, loaded FROM runs ORDER BY started_at, seen") == [(4, 0, 4), (5, 3, 2)]


def test_what_was_rejected_is_rejected_again_without_being_read(tmp_path: Path, reports: Path) -> None:
    (reports / "rỗng.txt").write_bytes(b"")
    base, listening = tmp_path / "a.duckdb", Listening()
    first = store([reports], base)
    second = store([reports], base, watcher=listening)
    assert listening.begun == [(0, 5)]
    assert first.exit_code == second.exit_code == ExitCode.PARTIAL
    assert [d.reason for d in first.documents] == [d.reason for d in second.documents]


# Trouble


def test_a_defect_of_ours_fails_one_document(tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pipeline.run.understand

    def understand_most(raw: object, *_: object) -> object:
        if "001" in raw.source.name:  # type: ignore[attr-defined]
            raise RuntimeError("chỗ hỏng\nchi tiết")
        return whole(raw)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline.run, "understand", understand_most)
    base, listening = tmp_path / "a.duckdb", Listening()
    summary = store([reports], base, watcher=listening)
    assert summary.exit_code == ExitCode.DEFECT
    assert summary.count("loaded") == 3
    ((name, code, reason),) = ask(
        base, "SELECT source_name, reason_code, reason FROM documents WHERE status = 'failed'"
    )
    assert (name, code) == ("báo cáo 001.txt", "defect")
    assert "RuntimeError: chỗ hỏng" in reason
    assert "chi tiết" not in reason
    assert len(listening.defects) == 1
    assert "Traceback" in listening.defects[0]
    monkeypatch.undo()
    assert store([reports], base).count("loaded") == 4, "what failed is tried again, what is right is not touched"
    assert halves(base) == []


def test_rows_that_do_not_fit_fail_one_document(tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    insert = Session.insert_rows

    def insert_nonsense(self: Session, table: str, rows: pa.Table) -> None:
        if table == "parts" and doc_id in rows.column("doc_id").to_pylist():
            at = rows.schema.get_field_index("char_start")
            rows = rows.set_column(at, "char_start", pa.array(["no number"] * rows.num_rows))
        insert(self, table, rows)

    monkeypatch.setattr(Session, "insert_rows", insert_nonsense)
    doc_id = do(Task(str(reports / "báo cáo 001.txt"), "báo cáo 001.txt", None), "x").document.doc_id
    listening = Listening()
    summary = store([reports], tmp_path / "a.duckdb", watcher=listening)
    assert (summary.count("loaded"), summary.count("failed")) == (3, 1)
    assert len(listening.defects) == 1
    assert halves(tmp_path / "a.duckdb") == []


def test_a_stage_that_lost_something_makes_a_document_partial(
    tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = Issue("page_without_text", "error", "Trang 2 không có chữ.", "Page 2 holds no text.")
    monkeypatch.setattr("pipeline.work.parse", lambda *a: type(raw := parse(*a))(raw.source, raw.pages, (lost,)))
    summary = store([reports], tmp_path / "a.duckdb")
    assert summary.count("partial") == 4
    assert summary.exit_code == ExitCode.PARTIAL
    assert ask(
        tmp_path / "a.duckdb", "SELECT DISTINCT stage, severity FROM issues WHERE code = 'page_without_text'"
    ) == [("read", "error")]


def test_stopping_keeps_what_was_finished(tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.writer, "_SHARE", 0.0)  # no document waits for another
    base, listening = tmp_path / "a.duckdb", Listening()
    summary = store([reports], base, watcher=listening, stop=lambda: len(listening.documents) >= 2)
    assert summary.interrupted
    assert summary.exit_code == ExitCode.INTERRUPTED
    assert ask(base, "SELECT count(*) FROM documents") == [(2,)]
    again = Listening()
    assert store([reports], base, watcher=again).exit_code == ExitCode.OK
    assert again.begun == [(2, 2)]


# The workers


class UnpicklableError(Exception):
    """An error that cannot cross the border between two processes."""


def read_or_die(task: Task) -> Done:
    """What a worker does in these tests: the name says how it ends."""
    if "chết" in task.name:
        os._exit(1)
    if "treo" in task.name:
        time.sleep(60)
        Path(task.path).write_text("awake", encoding="utf-8")
    if "lạ" in task.name:
        raise UnpicklableError(lambda: None)
    if "quá hạn" in task.name:
        with at_most(1):
            time.sleep(60)
    return Done(task, rows_of_refusal(None, task.name, task.path, Outcome(status="loaded", version="x")))


def tasks(*names: str, folder: str = "/x") -> list[Task]:
    return [Task(f"{folder}/{name}", name, None) for name in names]


def test_a_worker_that_dies_takes_nobody_with_it() -> None:
    names = ["a", "b", "chết 1", "c", "lạ", "e", "chết 2", "f"]
    done = list(results(tasks(*names), read_or_die, version="x", workers=2))
    ended = {one.task.name: one.document.status for one in done}
    other = {"chết 1": "rejected", "chết 2": "rejected", "lạ": "failed"}
    assert ended == {name: other.get(name, "loaded") for name in names}
    assert len(done) == len(names)


def test_stopping_does_not_wait_for_what_is_in_hand(tmp_path: Path) -> None:
    done: list[Done] = []
    wanted = tasks("a", "treo 1", "treo 2", folder=str(tmp_path))
    for one in results(wanted, read_or_die, version="x", workers=3, stop=lambda: bool(done)):
        done.append(one)
    assert [one.task.name for one in done] == ["a"]
    assert list(tmp_path.iterdir()) == [], "nobody slept to the end"


def test_a_document_that_takes_for_ever_is_given_up(tmp_path: Path) -> None:
    done = list(results(tasks("a", "quá hạn", "b"), read_or_die, version="x", workers=1, guard=Guard(seconds=1)))
    assert {one.task.name: one.document.status for one in done} == {"a": "loaded", "quá hạn": "rejected", "b": "loaded"}
    (slow,) = write_reports(tmp_path, 1)
    assert do(Task(str(slow), slow.name, None), "x", 60).document.status == "loaded", "in time"


def test_a_file_that_vanishes_is_rejected_and_the_rest_is_stored(tmp_path: Path, reports: Path) -> None:
    gone = reports / "báo cáo 000.txt"

    class Thief(Listening):
        def begin(self, total: int, unchanged: int) -> None:
            gone.unlink()

    summary = store([reports], tmp_path / "a.duckdb", watcher=Thief())
    assert summary.exit_code == ExitCode.PARTIAL
    assert ask(tmp_path / "a.duckdb", "SELECT source_name, reason_code FROM documents WHERE status = 'rejected'") == [
        ("báo cáo 000.txt", "file_missing")
    ]


# Which files are meant


def test_folders_are_searched_and_what_systems_leave_behind_is_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "sub/a.docx", "sub/~$a.docx", ".hidden", "Thumbs.db", "x.duckdb", "x.duckdb.work", "c.xyz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = find([tmp_path, tmp_path / "b.txt", tmp_path / "sub"])
    assert [file.relative_to(tmp_path.resolve()).as_posix() for file in found.files] == ["b.txt", "c.xyz", "sub/a.docx"]
    assert found.refused == ()


def test_what_is_not_there_is_said_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    found = find([tmp_path / "không có.txt", tmp_path / "a.txt"])
    assert len(found.files) == 1
    ((path, error),) = found.refused
    assert path.name == "không có.txt"
    assert isinstance(error, UnreadableFileError)


@pytest.mark.parametrize(
    "day", ["12 tháng 22 năm 2025", "31 tháng 00 năm 2025", "01 tháng 5 năm 0000", "3 tháng 9 năm 9999"]
)
def test_a_date_that_cannot_be_stops_nothing(tmp_path: Path, day: str) -> None:
    path = tmp_path / "a.txt"
    lines = (
        "ỦY BAN NHÂN DÂN\nXÃ LẠC YÊN\nSố: 12/BC-UBND\n",
        f"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nLạc Yên, ngày {day}\n",
        "BÁO CÁO\nKết quả thi đua năm 2025\n",
        "Thực hiện Kế hoạch số 9/KH-UBND ngày 02/3/2026 của UBND tỉnh.",
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    document = do(Task(str(path), path.name, None), "x").document
    assert document.status == "loaded"
