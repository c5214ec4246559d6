"""Runs seen from outside: a line of JSON a document, what was slow and what failed; never what documents say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import pipeline.run
from pipeline.batch import ingest
from pipeline.cli.door import run_command
from pipeline.errors import UsageError
from pipeline.find import find
from pipeline.load.store import work_of
from pipeline.runs.lines import folder_of
from pipeline.runs.record import RunLog, recorded
from pipeline.runs.story import failures, read_story, stage_times, stories, story_of
from pipeline.runs.traces import trace_of
from pipeline.version import build
from tests.stored import Listening, everything, report, store, write_reports

SECRET = "Nguyễn Thị Bí Mật"


def run(paths: list[Path], base: Path, *, keep: int = 50, **options: Any) -> RunLog:
    """Ingest in this process with a log."""
    with recorded(base, build(), keep=keep, settings={"workers": 0}) as log:
        summary = ingest(paths, base, Listening(), workers=0, log=log, **options)
        log.end("done", counts=summary.told, exit_code=summary.exit_code)
    return log


def lines_of(base: Path, at: int = 0) -> list[dict[str, Any]]:
    (*files,) = sorted(folder_of(base).iterdir(), reverse=True)
    return [json.loads(line) for line in files[at].read_text(encoding="ascii").splitlines()]


def test_a_line_a_document_with_stages_and_outcome(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    (tmp_path / "in" / "rỗng.txt").write_bytes(b"")
    base = tmp_path / "a.duckdb"
    run([tmp_path / "in"], base)
    lines = lines_of(base)
    assert [line["event"] for line in lines if line["event"] != "stage"] == ["begin", *["document"] * 3, "end"]
    loaded = next(line for line in lines if line.get("name") == "báo cáo 000.txt")
    assert list(loaded["stages"]) == [
        "read", "repair", "restore", "outline", "extract", "link", "check", "rows", "store",
    ]  # fmt: skip
    assert all(seconds >= 0 for seconds in loaded["stages"].values())
    assert (loaded["outcome"], loaded["size"] > 100, "stage" in loaded) == ("loaded", True, False)
    empty = next(line for line in lines if line.get("name") == "rỗng.txt")
    assert (empty["outcome"], empty["code"], empty["stage"]) == ("rejected", "file_empty", "read")
    assert lines[-1]["counts"] == {
        "loaded": 2, "partial": 0, "rejected": 1, "failed": 0, "refused": 0, "unchanged": 0,
    }  # fmt: skip
    assert lines[-1]["exit_code"] == 4
    assert {line["run"] for line in lines} == {lines[0]["run"]}
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)


def test_the_rows_are_the_same_with_and_without_a_log(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 2)
    run(files, tmp_path / "a.duckdb")
    store(files, tmp_path / "b.duckdb")
    assert everything(tmp_path / "a.duckdb") == everything(tmp_path / "b.duckdb")
    assert not folder_of(tmp_path / "b.duckdb").exists()


def test_no_text_of_documents_unless_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(report() + f"\nÔng {SECRET} nhận thưởng.\n", encoding="utf-8")

    def breaks(raw: Any, *_: object) -> object:
        raise ValueError(f"không hiểu: {raw.text}")

    monkeypatch.setattr(pipeline.run, "understand", breaks)

    def told(base: Path) -> str:
        listening = Listening()
        with recorded(base, build(), keep=9, settings={}) as log:
            ingest([tmp_path / "in"], base, listening, workers=0, log=log)
        (trace,) = listening.defects
        assert "in breaks" in trace, "where it happened is told"
        return trace + "".join(file.read_text(encoding="ascii") for file in folder_of(base).iterdir())

    quiet = told(tmp_path / "a.duckdb")
    assert SECRET not in quiet
    assert json.dumps(SECRET)[1:-1] not in quiet
    assert "Lâm Hà" not in quiet
    monkeypatch.setenv("THIDUA_LOG_TEXT", "1")
    assert SECRET in told(tmp_path / "b.duckdb")


def test_a_traceback_keeps_its_chain_and_loses_its_messages() -> None:
    try:
        try:
            int(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError as error:
        told = trace_of(error)
    assert SECRET not in told
    assert told.index("ValueError") < told.index("RuntimeError")
    assert told.count("Traceback") == 2
    assert "int(SECRET)" in told, "our own lines are told"


def test_names_cannot_break_a_line_of_the_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = 'a\n{"run":"x","event":"end","outcome":"done"}\x1b[2J.txt'
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text(report(), encoding="utf-8")
    (tmp_path / "in" / (name + ".x")).write_bytes(b"\0\1")
    base = tmp_path / "a.duckdb"
    run([tmp_path / "in"], base)
    (story,) = stories(base)
    assert story.broken == 0
    assert [line.name for line in story.documents] == [name, name + ".x"]
    assert run_command(["runs", "show", "--db", str(base)]) == 0
    shown = capsys.readouterr().out
    assert "\x1b[2J" not in shown
    assert "a\\x0a{" in shown


def test_what_was_slow_and_what_failed_and_how_often(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 3)
    (tmp_path / "in" / "rỗng.txt").write_bytes(b"")
    base = tmp_path / "a.duckdb"
    run([tmp_path / "in"], base)
    run([tmp_path / "in"], base, force=True)
    last, first = stories(base)
    assert (last.first.number, first.first.number) == (2, 1)
    (failed,) = failures(last, [last, first])
    assert (failed.name, failed.code, failed.times) == ("rỗng.txt", "file_empty", 2)
    times = stage_times(last)
    assert [one.seconds for one in times] == sorted((one.seconds for one in times), reverse=True)
    assert {one.stage: one.documents for one in times} | {"store": 4} == {
        stage: 4 if stage == "store" else 3 for stage in {one.stage for one in times}
    }


def test_a_run_that_changes_nothing_is_not_logged(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 1)
    run(files, tmp_path / "a.duckdb")
    run(files, tmp_path / "a.duckdb")
    assert len(stories(tmp_path / "a.duckdb")) == 1


def test_logs_are_bounded_in_number_and_numbers_go_on(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 1)
    base = tmp_path / "a.duckdb"
    for _ in range(4):
        run(files, base, keep=2, force=True)
    assert [story.first.number for story in stories(base)] == [4, 3]
    run(files, base, keep=0, force=True)
    assert [story.first.number for story in stories(base)] == [4, 3], "0: none is written"


def test_a_run_that_was_killed_has_no_end_and_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = tmp_path / "a.duckdb"
    run(write_reports(tmp_path / "in", 1), base)
    (log,) = folder_of(base).iterdir()
    data = log.read_bytes()
    log.write_bytes(data[: data.rindex(b'{"run"') + 20])
    (story,) = stories(base)
    assert (story.outcome, story.broken, len(story.documents)) == ("open", 1, 1)
    assert run_command(["runs", "--db", str(base)]) == 0
    assert "ngắt đột ngột" in capsys.readouterr().out


def test_a_database_that_is_refused_is_told_only_where_runs_were_logged(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 1)
    foreign = tmp_path / "thư.duckdb"
    foreign.write_bytes(b"a letter" * 1000)
    assert run_command(["ingest", str(files[0]), "--db", str(foreign)]) == 5
    assert not folder_of(foreign).exists()
    base = tmp_path / "a.duckdb"
    run(files, base)
    work_of(base).mkdir()
    with pytest.raises(Exception, match=r"a\.duckdb"):
        run(files, base, force=True)
    last = stories(base)[0]
    assert last.end is not None
    assert (last.outcome, last.end.exit_code) == ("error", 5)
    assert last.end.code is not None


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    base = tmp_path / "a.duckdb"
    folder_of(base).write_text("no folder", encoding="utf-8")
    log = run(write_reports(tmp_path / "in", 1), base)
    assert log.lost
    assert len(everything(base)["documents"]) == 1


def test_a_mailed_log_is_shown_without_a_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = tmp_path / "a.duckdb"
    run(write_reports(tmp_path / "in", 2), base)
    (log,) = folder_of(base).iterdir()
    mailed = tmp_path / "elsewhere" / "mailed.jsonl"
    mailed.parent.mkdir()
    log.rename(mailed)
    there = ["--db", str(tmp_path / "none.duckdb")]
    assert run_command(["runs", "show", str(mailed), *there, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["run"]
    assert told["documents"]["loaded"] == 2
    assert {one["stage"] for one in told["stages"]} >= {"read", "extract", "store"}
    assert len(told["slowest"]) == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "run_log_foreign"),
        (b"\xff\xfe\x00" * 9999, "run_log_foreign"),
        (b"[" * 99_999 + b"\n", "run_log_foreign"),
        (b'{"event":"begin","run":"x","format":99}\n', "run_log_foreign"),
        (b'{"event":"document","run":"x"}\n', "run_log_foreign"),
    ],
)
def test_a_mailed_file_that_is_no_log_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(data)
    with pytest.raises(UsageError) as caught:
        read_story(tmp_path / "a.jsonl")
    assert caught.value.code == code
    assert "nhật ký" in caught.value.message


def test_a_run_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        story_of(tmp_path / "a.duckdb", "7")
    assert caught.value.code == "no_such_run"
    assert run_command(["runs", "show", "--db", str(tmp_path / "a.duckdb")]) == 2
    assert run_command(["runs", "--db", str(tmp_path / "a.duckdb")]) == 0


def test_logs_and_copies_beside_a_database_are_no_documents(tmp_path: Path) -> None:
    kept = ["a.duckdb", "a.duckdb.wal", "a.duckdb.work.wal", "b.duckdb.v1", "b.duckdb.hong-20260102", "thidua.log"]
    for name in (*kept, "a.duckdb.txt", "a.v1"):
        (tmp_path / name).write_bytes(b"x")
    for folder in ("b.duckdb.runs", "b.duckdb.staging"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.jsonl").write_bytes(b"x")
    assert [file.name for file in find([tmp_path]).files] == ["a.duckdb.txt", "a.v1"]
