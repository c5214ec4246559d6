"""The face: Vietnamese, with English for who asks; help, usage, tables; no traceback ever."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.exceptions import TyperException

from pipeline.cli.app import COMMANDS
from pipeline.cli.door import run_command
from pipeline.cli.help import usage_message
from pipeline.cli.progress import watching
from pipeline.load.stored import StoredDocument
from pipeline.load.tables import RECORD_KINDS
from pipeline.tell import tell
from tests.stored import ask, report, write_reports
from tests.support import ROOT

TYPERS_OWN = re.compile(
    r"Usage|Options|Commands|Arguments|Show this|Error|Missing|Invalid|default:|required|No such|Try "
)


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_WORKERS", "0")
    monkeypatch.delenv("THIDUA_LANG", raising=False)
    monkeypatch.delenv("THIDUA_DB", raising=False)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    write_reports(folder / "in", 2)
    base = folder / "a.duckdb"
    assert run_command(["ingest", str(folder / "in"), "--db", str(base)]) == 0
    return base


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={key: value for key, value in os.environ.items() if not key.startswith("THIDUA")} | environment,
    )


# Help and usage


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_vietnamese_and_has_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command([*command.split(), "--help"]) == 0
    told = capsys.readouterr().out
    assert "Cách dùng: thidua" in told
    assert f"\n  thidua {command}".rstrip() in told, "an example"
    assert not TYPERS_OWN.search(told)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_english_for_who_asks(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIDUA_LANG", "en")
    assert run_command([*command.split(), "--help"]) == 0
    told = capsys.readouterr().out
    assert "Usage: thidua" in told
    assert told.isascii() or not re.search("[ăđơưạảấầẩậắằẳặẹẻẽếềểễệ]", told)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Các lệnh"),
        (["nạp"], "Không có lệnh “nạp”"),
        (["ingst"], "Có phải 'ingest'"),
        (["ingest"], "Thiếu “ĐƯỜNG_DẪN…”"),
        (["ingest", "--db"], "“--db” cần một giá trị"),
        (["ingest", "x", "--nhanh"], "Không có tùy chọn “--nhanh”"),
        (["ingest", "x", "--workers", "hai"], "phải là một số nguyên"),
        (["ingest", "x", "--workers", "0"], "phải từ 1 trở lên"),
        (["ingest", "x", "--force=1"], "“--force” không nhận giá trị"),
        (["version", "x"], "Thừa tham số: x"),
        (["evaluate"], "Thiếu “--gold”"),
        (["restore"], "Thiếu “TỆP…”"),
    ],
)
def test_a_wrong_command_line_is_explained(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(arguments) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""
    assert not TYPERS_OWN.search(told.err)


def test_what_is_not_foreseen_is_said_all_the_same() -> None:
    assert usage_message(TyperException("Something new.")) == "Dòng lệnh không hợp lệ: Something new."


def test_a_wrong_setting_is_a_wrong_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THIDUA_WORKERS", "nhiều")
    assert run_command(["ingest", "x"]) == 2
    assert "THIDUA_WORKERS" in capsys.readouterr().err


# What a command says


def test_ingest_ends_with_a_table_and_what_to_do_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "báo cáo.txt").write_text(report(), encoding="utf-8")
    (tmp_path / "in" / "sách.djvu").write_bytes(b"AT&TFORM")
    assert run_command(["ingest", str(tmp_path / "in"), "--db", str(tmp_path / "a.duckdb")]) == 4
    told = capsys.readouterr()
    row = next(line for line in told.out.splitlines() if "báo cáo.txt" in line)
    assert "đã nạp" in row
    assert len(re.findall(r"\d+", row.partition("đã nạp")[2])) == 7
    assert re.search(r"• sách\.djvu: Chưa đọc được loại tệp này", told.out)
    assert "1 đã nạp, 1 không nạp được" in told.out
    assert "Kết quả:" in told.out
    assert 'thidua show "báo cáo.txt"' in told.out
    assert sorted(line[:5] for line in told.err.splitlines()) == ["[1/2]", "[2/2]"], (
        "plain lines where there is no screen"
    )


def test_a_bar_on_a_terminal_names_what_went_wrong(tmp_path: Path) -> None:
    screen = io.StringIO()
    with watching(Console(file=screen, force_terminal=True, highlight=False, width=100), tmp_path / "log") as watcher:
        watcher.begin(2, 3)
        watcher.done(StoredDocument("1", "a.txt", "loaded", {}))
        watcher.done(StoredDocument("2", "b.txt", "rejected", {}))
    told = screen.getvalue()
    assert "2/2" in told
    assert "1 có vướng mắc" in told
    assert "b.txt" in told
    assert "3 tệp không đổi" in told


def test_show_prints_records_beside_quotes_and_pages(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["show", "bao cao 001", "--db", str(database)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Cơ quan ban hành" in told
    assert "Giấy khen: 12 tập thể" in told
    assert "tập thể và 31 cá nhân" in told
    assert "tr. 1, dòng 13" in told
    assert "kế hoạch 12/KH-UBND, 10/01/2025" in told


def test_show_by_the_beginning_of_an_id(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ((doc_id,),) = ask(database, "SELECT doc_id FROM documents WHERE number = 1")
    assert run_command(["show", doc_id[:8], "--db", str(database)]) == 0
    assert doc_id in capsys.readouterr().out


@pytest.mark.parametrize(("wanted", "code"), [("bao cao", "document_ambiguous"), ("không có", "document_unknown")])
def test_show_says_which_documents_there_are(
    database: Path, wanted: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["show", wanted, "--db", str(database)]) == 2
    told = capsys.readouterr().err
    assert code in told
    assert "báo cáo 000.txt" in told


def test_show_a_file_that_was_rejected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rỗng.txt").write_bytes(b"")
    run_command(["ingest", str(tmp_path / "rỗng.txt"), "--db", str(tmp_path / "a.duckdb")])
    assert run_command(["show", "rong", "--db", str(tmp_path / "a.duckdb")]) == 0
    assert "rỗng (0 byte)" in capsys.readouterr().out


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_every_kind_can_be_told_with_its_least(kind: str) -> None:
    least: dict[str, dict[str, Any]] = {
        "awards": {"award": "giay_khen", "recipient": "ca_nhan", "count": 3, "status": "awarded"},
        "metrics": {"indicator": "Số hộ", "value": 3.0, "unit": "hộ", "qualifier": ">=", "status": "target"},
        "movements": {"name": "Dân vận khéo"},
        "legal_references": {"doc_type": "luat", "canonical_id": "luat-thi-dua-khen-thuong-2022"},
    }
    assert tell(kind, least.get(kind, {"field": "value"}))


def test_restore_prints_line_for_line(tmp_path: Path) -> None:
    clean = "Báo cáo\n\n  Phường  Thượng Lộc đạt 12,5 %.\t\nHết"
    for text in (clean, clean + "\n"):
        (tmp_path / "a.txt").write_bytes(text.encode())
        ended = run("restore", str(tmp_path / "a.txt"))
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, text, "")


def test_restore_reads_standard_input() -> None:
    command = [sys.executable, "-m", "pipeline.cli", "restore", "-"]
    for given, printed in ((b"", b""), ("Ủy ban nhân dân".encode(), "Ủy ban nhân dân".encode())):
        ended = subprocess.run(command, input=given, capture_output=True, cwd=ROOT, check=False)
        assert (ended.returncode, ended.stdout) == (0, printed)


def test_restore_reports_what_it_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("Phường đạt kết quả tốt", encoding="utf-8")
    assert run_command(["restore", str(tmp_path / "a.txt"), "--report"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Phường đạt kết quả tốt\n")
    assert "chỗ đã phục hồi" in told


def test_restore_of_a_bad_file_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["restore", str(tmp_path / "không có.txt")]) == 3
    assert "file_missing" in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["version"]) == 0
    assert re.match(r"thidua \S+\+[0-9a-f]{8}\nPython 3\.", capsys.readouterr().out)


# Defects and consoles


def test_a_defect_is_said_to_be_ours_and_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("một phép chia")

    monkeypatch.setenv("THIDUA_DB", str(tmp_path / "a.duckdb"))
    monkeypatch.setattr(COMMANDS["version"], "command", broken)
    assert run_command(["version"]) == 70
    told = " ".join(capsys.readouterr().err.split())
    assert "Lỗi của chương trình" in told
    assert "Traceback" not in told
    assert str(tmp_path / "thidua.log") in told
    assert "Traceback" in (tmp_path / "thidua.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_a_console_that_is_not_utf8_gets_utf8(encoding: str) -> None:
    ended = run("--help", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert ended.returncode == 0
    assert "phục hồi tiếng Việt" in ended.stdout


def test_help_comes_at_once() -> None:
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "pipeline.cli", "--help"], capture_output=True, cwd=ROOT, check=False
    ).stderr
    assert not re.search(rb"\| +(spacy|underthesea|duckdb|pdfplumber|numpy)\b", loaded)


# Completion


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_completion_is_installed_and_completes(tmp_path: Path) -> None:
    here = {"HOME": str(tmp_path), "THIDUA_WORKERS": "0"}
    thidua = f"'{sys.executable}' -m pipeline.cli"
    done = run_in_bash(f"{thidua} --install-completion; true", here)
    assert "Đã cài cho bash" in done.stdout
    assert "completion installed in" not in done.stdout + done.stderr
    (script,) = (tmp_path / ".bash_completions").iterdir()
    assert "_THIDUA_COMPLETE" in script.read_text(encoding="utf-8")
    asked = {"COMP_WORDS": "thidua ingest --fo", "COMP_CWORD": "2", "_THIDUA_COMPLETE": "complete_bash"}
    assert run_in_bash(f"{thidua}; true", here | asked).stdout.split() == ["--force"]


def run_in_bash(line: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", line],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={key: value for key, value in os.environ.items() if not key.startswith("THIDUA")} | environment,
    )


def test_a_shell_that_is_not_known(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(*_: object, **__: object) -> None:
        raise SystemExit(1)

    monkeypatch.setattr("typer.completion.install", fail)
    assert run_command(["--install-completion"]) == 2
    assert "PowerShell".lower() in capsys.readouterr().err.lower()
