"""Bad input, end to end through the command line: a clear Vietnamese message, the right exit code, the rest stored."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from pipeline.cli.door import run_command
from pipeline.load.session import Session
from pipeline.load.store import Store
from tests.stored import ask, halves, report, write_reports


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_WORKERS", "0")  # in this process, where a test can look on
    monkeypatch.delenv("THIDUA_LANG", raising=False)


def pdf(*, text: str = "", encrypt: bool = False) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4, encrypt=StandardEncryption("mật khẩu".encode().hex()) if encrypt else None)
    canvas.drawString(72, 700, text) if text else canvas.rect(72, 600, 100, 100, fill=1)
    canvas.save()
    return made.getvalue()


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for name in names:
            zipped.writestr(name, "x")
    return made.getvalue()


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "rỗng.txt": (lambda: b"", "file_empty"),
    "toàn dấu cách.txt": (lambda: b" \n\t\n ", "file_empty"),
    "nhị phân.txt": (lambda: bytes(range(256)) * 40, "file_not_text"),
    "bảng mã cũ.txt": (lambda: "Báo cáo tổng kết".encode("cp1258", "replace") * 20, "text_encoding"),
    "không có chữ.pdf": (pdf, "pdf_no_text"),
    "có mật khẩu.pdf": (lambda: pdf(text="bao cao", encrypt=True), "pdf_encrypted"),
    "hỏng.pdf": (lambda: b"%PDF-1.7\nnothing of a PDF follows", "pdf_damaged"),
    "không phải.pdf": (lambda: b"Bao cao", "pdf_not_pdf"),
    "không phải zip.docx": (lambda: b"Bao cao", "docx_not_zip"),
    "zip nhưng không phải word.docx": (lambda: archive("a.txt"), "docx_damaged"),
    "zip cụt.docx": (lambda: archive("word/document.xml")[:60], "docx_damaged"),
    "đời cũ.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "doc_damaged"),
    "ảnh.jpg": (lambda: b"\xff\xd8\xff\xe0" + bytes(100), "image_damaged"),
    "bảng tính.xlsx": (lambda: archive("xl/workbook.xml"), "kind_unsupported"),
    "trình chiếu.pptx": (lambda: archive("ppt/presentation.xml"), "kind_unsupported"),
}


def test_every_bad_file_is_named_and_everything_else_is_stored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, base = tmp_path / "in", tmp_path / "a.duckdb"
    write_reports(folder, 2)
    for name, (made, _) in BAD.items():
        (folder / name).write_bytes(made())
    assert run_command(["ingest", str(folder), "--db", str(base)]) == 4
    found = ask(base, "SELECT source_name, reason_code, reason FROM documents WHERE status = 'rejected'")
    assert {name: code for name, code, _ in found} == {name: code for name, (_, code) in BAD.items()}
    assert ask(base, "SELECT count(*) FROM documents WHERE status = 'loaded'") == [(2,)]
    told = "".join(capsys.readouterr())
    assert "Traceback" not in told
    for name, _, reason in found:
        assert name in told
        assert "hãy" in reason.lower(), f"{name}: the message does not say what to do"
        assert reason in told
    assert halves(base) == []


def test_nothing_readable_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rỗng.txt").write_bytes(b"")
    assert run_command(["ingest", str(tmp_path / "rỗng.txt"), "--db", str(tmp_path / "a.duckdb")]) == 3
    assert "rỗng" in capsys.readouterr().out


def test_a_folder_without_files_and_a_path_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["ingest", str(tmp_path), "--db", str(tmp_path / "a.duckdb")]) == 3
    assert "Không có tệp nào" in capsys.readouterr().out
    assert run_command(["ingest", str(tmp_path / "đâu đó"), "--db", str(tmp_path / "a.duckdb")]) == 3
    assert "Không thấy" in capsys.readouterr().out
    assert not (tmp_path / "a.duckdb").exists(), "a slip of the pen makes no database"


def test_a_very_large_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_reports(tmp_path / "in", 1)
    with (tmp_path / "in" / "to.txt").open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)  # sparse: it takes no room
    assert run_command(["ingest", str(tmp_path / "in"), "--db", str(tmp_path / "a.duckdb")]) == 4
    assert "lớn hơn 100 MB" in capsys.readouterr().out
    assert ask(tmp_path / "a.duckdb", "SELECT source_size FROM documents WHERE reason_code = 'file_too_large'") == [
        (200 * 1024 * 1024,)
    ]


def test_a_name_in_decomposed_letters(tmp_path: Path) -> None:
    name = "báo cáo phường Thượng Lộc.txt"
    (tmp_path / unicodedata.normalize("NFD", name)).write_text(report(), encoding="utf-8")
    base = tmp_path / "a.duckdb"
    assert run_command(["ingest", str(tmp_path), "--db", str(base)]) == 0
    assert ask(base, "SELECT source_name FROM documents") == [(name,)]
    assert run_command(["show", "Thượng Lộc", "--db", str(base)]) == 0
    assert run_command(["show", unicodedata.normalize("NFD", name), "--db", str(base)]) == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have no such names")
def test_a_name_that_is_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / os.fsdecode("báo cáo.txt".encode("cp1258", "replace") + b"\xe1.txt")).write_text(
        report(), encoding="utf-8"
    )
    (tmp_path / os.fsdecode(b"r\xe1ng.txt")).write_bytes(b"")
    base = tmp_path / "a.duckdb"
    assert run_command(["ingest", str(tmp_path), "--db", str(base)]) == 4
    assert "r?ng.txt" in capsys.readouterr().out
    assert run_command(["ingest", str(tmp_path), "--db", str(base)]) == 4
    assert "2 không đổi" in capsys.readouterr().out
    assert halves(base) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_and_the_database_itself_are_no_documents(tmp_path: Path) -> None:
    write_reports(tmp_path, 1)
    os.mkfifo(tmp_path / "ống.txt")
    base = tmp_path / "kết quả.db"
    for _ in range(2):
        assert run_command(["ingest", str(tmp_path), "--db", str(base)]) == 4
    assert ask(base, "SELECT reason_code FROM documents ORDER BY 1 NULLS FIRST") == [(None,), ("file_not_regular",)]


def test_english_for_who_asks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIDUA_LANG", "en")
    (tmp_path / "a.txt").write_bytes(b"")
    assert run_command(["ingest", str(tmp_path), "--db", str(tmp_path / "a.duckdb")]) == 3
    told = capsys.readouterr().out
    assert "is empty (0 bytes)" in told
    assert "Tệp" not in told


@pytest.fixture
def _bound(tmp_path: Path) -> None:
    """Skips where permissions do not bind: for the administrator, and on Windows, where they work otherwise."""
    closed = tmp_path / "closed"
    closed.touch()
    closed.chmod(0)
    try:
        with closed.open("rb"):
            pytest.skip("permissions do not bind this user")
    except PermissionError:
        closed.unlink()


@pytest.mark.usefixtures("_bound")
def test_a_folder_and_a_file_without_permission(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_reports(tmp_path / "in", 1)
    write_reports(tmp_path / "in" / "kín", 1)
    (tmp_path / "in" / "khóa.txt").write_text(report(), encoding="utf-8")
    (tmp_path / "in" / "khóa.txt").chmod(0)
    (tmp_path / "in" / "kín").chmod(0)
    try:
        assert run_command(["ingest", str(tmp_path / "in"), "--db", str(tmp_path / "a.duckdb")]) == 4
    finally:
        (tmp_path / "in" / "kín").chmod(0o700)
    told = capsys.readouterr().out
    assert "Không có quyền mở thư mục" in told
    assert "Không có quyền đọc" in told


@pytest.mark.usefixtures("_bound")
def test_a_folder_that_may_not_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_reports(tmp_path / "in", 1)
    (tmp_path / "out").mkdir()
    (tmp_path / "out").chmod(0o500)
    assert run_command(["ingest", str(tmp_path / "in"), "--db", str(tmp_path / "out" / "a.duckdb")]) == 5
    assert "database_no_permission" in capsys.readouterr().err


def test_a_place_where_no_database_can_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (report_file,) = write_reports(tmp_path / "in", 1)
    assert run_command(["ingest", str(report_file), "--db", str(report_file / "a.duckdb")]) == 5
    assert run_command(["ingest", str(report_file), "--db", str(tmp_path)]) == 5
    told = capsys.readouterr().err
    assert "database_no_permission" in told
    assert "Traceback" not in told


def test_a_database_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (report_file,) = write_reports(tmp_path / "in", 1)
    base = tmp_path / "a.duckdb"
    base.write_bytes(b"this is a letter, not a database" * 500)
    before = base.read_bytes()
    for command in (["ingest", str(report_file)], ["show", "x"], ["evaluate", "--gold", str(tmp_path)]):
        assert run_command([*command, "--db", str(base)]) == 5
        assert "database_damaged" in capsys.readouterr().err
    assert base.read_bytes() == before, "what is not ours is not touched"


def test_a_database_that_is_not_there_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["show", "x", "--db", str(tmp_path / "a.duckdb")]) == 5
    assert "thidua ingest" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="limits of this kind are there on POSIX alone")
def test_a_full_disk(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    base = tmp_path / "a.duckdb"
    assert run_command(["ingest", str(tmp_path / "in"), "--db", str(base)]) == 0
    before = base.read_bytes()
    write_reports(tmp_path / "in", 3)
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) // 2}, {len(before) // 2})); "
        "from pipeline.cli.door import run_command; sys.exit(run_command(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", limited, "ingest", str(tmp_path / "in"), "--db", str(base)]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ended.returncode == 5, ended.stderr
    assert "disk_full" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert base.read_bytes() == before, "readers have what they had"
    assert run_command(["ingest", str(tmp_path / "in"), "--db", str(base)]) == 0, "with room again it goes on"
    assert ask(base, "SELECT count(*) FROM documents") == [(3,)]
    assert halves(base) == []


def test_a_disk_that_fills_up_half_way_keeps_what_was_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_reports(tmp_path / "in", 4)
    base = tmp_path / "a.duckdb"
    monkeypatch.setattr("pipeline.writer._SHARE", 0.0)  # no document waits for another
    insert, room = Session.insert_rows, [2]

    def insert_while_there_is_room(self: Session, table: str, rows: Any) -> None:
        room[0] -= table == "documents"
        if room[0] < 0:
            raise duckdb.IOException("IO Error: Could not write file: No space left on device")
        insert(self, table, rows)

    monkeypatch.setattr(Session, "insert_rows", insert_while_there_is_room)
    assert run_command(["ingest", str(tmp_path / "in"), "--db", str(base)]) == 5
    assert "disk_full" in capsys.readouterr().err
    monkeypatch.undo()
    monkeypatch.setenv("THIDUA_WORKERS", "0")
    assert run_command(["ingest", str(tmp_path / "in"), "--db", str(base)]) == 0
    assert "2 tệp không đổi" in capsys.readouterr().err
    assert halves(base) == []


def test_a_database_that_another_program_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (report_file,) = write_reports(tmp_path / "in", 1)
    base = tmp_path / "a.duckdb"
    with Store.open(base) as empty:
        empty.finish()
    holder = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(base)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "held"
        assert run_command(["ingest", str(report_file), "--db", str(base)]) == 5
        assert "database_busy" in capsys.readouterr().err
        other.communicate("")
    assert run_command(["ingest", str(report_file), "--db", str(base)]) == 0
