"""``thidua restore``: one file to the screen, many into a folder; nothing of the user's is ever written over."""

from __future__ import annotations

import io
import subprocess
import sys
import tomllib
import unicodedata
from pathlib import Path

import docx
import pytest

from pipeline.cli import restore
from pipeline.cli.door import run_command
from pipeline.errors import UsageError
from pipeline.mend import mend
from pipeline.report import many
from pipeline.report.folder import write
from pipeline.report.places import INDEX, plan_of
from tests.support import ROOT
from tests.test_restore_page import Seen

MANGLED = "Uy ban nhan dan xa Thượng Lộc Hạ béo céo két qua thuc hién nhu sau:\n"
CLEAN = "Ủy ban nhân dân xã Thượng Lộc Hạ báo cáo kết quả thực hiện như sau:\n"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("THIDUA_LANG", "THIDUA_DB"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def put(path: str, text: str = MANGLED) -> Path:
    place = Path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8", newline="")
    return place


def word(path: str, text: str) -> None:
    made = docx.Document()
    made.add_paragraph(text)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    made.save(path)


def files(folder: str) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in Path(folder).rglob("*") if file.is_file()} - {
        ".thidua-phuc-hoi"
    }


# One document


def test_one_file_goes_to_the_screen_and_nowhere_else(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.txt")
    assert run_command(["restore", "a.txt"]) == 0
    assert capsys.readouterr() == (CLEAN, "")
    assert files(".") == {"a.txt"}


@pytest.mark.parametrize("report", [["--report"], ["--report", "bang"], ["--report=table"], ["--report", "bảng"]])
@pytest.mark.parametrize("first", [True, False])
def test_the_table_follows_the_text(report: list[str], first: bool, capsys: pytest.CaptureFixture[str]) -> None:
    put("a.txt")
    assert run_command(["restore", *(["a.txt", *report] if first else [*report, "a.txt"])]) == 0
    told = capsys.readouterr().out
    assert told.startswith(CLEAN)
    assert "chỗ đã phục hồi" in told
    assert "Uy" in told.removeprefix(CLEAN)


def test_a_report_that_is_none_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.txt")
    assert run_command(["restore", "a.txt", "--report", "pdf"]) == 2
    assert "report_unknown" in capsys.readouterr().err


def test_one_file_into_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.txt", unicodedata.normalize("NFD", CLEAN.rstrip("\n")))
    assert run_command(["restore", "a.txt", "-o", "kết quả/sach.txt"]) == 0
    assert Path("kết quả/sach.txt").read_bytes() == CLEAN.rstrip("\n").encode(), "NFC, ended as the file was"
    assert "Kết quả: kết quả/sach.txt" in capsys.readouterr().out


def test_a_page_for_one_file(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.txt")
    assert run_command(["restore", "a.txt", "--report", "html"]) == 0
    assert files("outputs/phuc_hoi") == {"a.txt", "a.txt.html", INDEX}
    assert str(Path("outputs/phuc_hoi/a.txt.html")) in capsys.readouterr().out
    assert run_command(["restore", "a.txt", "--report", "html", "-o", "trang.html"]) == 0
    assert Path("trang.txt").read_text(encoding="utf-8") == CLEAN
    assert "\n".join(Seen(Path("trang.html").read_text(encoding="utf-8")).cells["b"]) == CLEAN.rstrip("\n")


def test_standard_input_into_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MANGLED.encode())))
    assert run_command(["restore", "-", "--out", "moi/"]) == 0
    assert Path("moi/dau-vao-chuan.txt").read_text(encoding="utf-8") == CLEAN
    assert run_command(["restore", "-", "a.txt"]) == 2


@pytest.mark.parametrize("given", [["khong-co.txt"], ["khong-co.txt", "-o", "b.txt"], ["khong-co.txt", "-o", "b/"]])
def test_a_file_that_is_not_there(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["restore", *given]) == 3
    told = capsys.readouterr()
    assert "Không thấy" in told.out + told.err
    assert files(".") == set()


# Folders


def test_a_folder_keeps_its_shape_and_a_broken_file_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    put("vào/a.txt")
    put("vào/quý 1/b.md")
    word("vào/quý 1/b.docx", CLEAN.strip())
    Path("vào/ảnh.jpg").write_bytes(b"\xff\xd8\xff")
    before = {name: (Path("vào") / name).read_bytes() for name in files("vào")}
    assert run_command(["restore", "vào"]) == 4
    assert files("outputs/phuc_hoi") == {"a.txt", "quý 1/b.md.txt", "quý 1/b.docx.txt"}
    assert {Path("outputs/phuc_hoi", name).read_text(encoding="utf-8") for name in files("outputs/phuc_hoi")} == {CLEAN}
    assert {name: (Path("vào") / name).read_bytes() for name in files("vào")} == before
    told = capsys.readouterr()
    assert "ảnh.jpg: Tệp ảnh “ảnh.jpg” bị hỏng" in told.out
    assert "Xong: 3 đã phục hồi, 1 không đọc" in told.out
    assert "[1/4] a.txt: " in told.err


def test_pages_of_a_folder_are_listed_and_linked() -> None:
    put("vào/a b#1%.txt", MANGLED * 2)
    put("vào/con/<b>.md", CLEAN)
    put("vào/index", CLEAN)
    Path("vào/hỏng.docx").write_bytes(b"PK")
    assert run_command(["restore", "vào", "--out", "ra", "--report", "html"]) == 4
    index = Seen(Path("ra", INDEX).read_text(encoding="utf-8"))
    links = [told["href"] for told in index.all("a")]
    assert links == ["a%20b%231%25.txt.html", "con/%3Cb%3E.md.html", "index%20%282%29.html"]
    assert files("ra") == {
        "a b#1%.txt", "a b#1%.txt.html", "con/<b>.md.txt", "con/<b>.md.html", "index.txt", "index (2).html", INDEX,
    }  # fmt: skip
    page = Seen(Path("ra/con/<b>.md.html").read_text(encoding="utf-8"))
    assert [told["href"] for told in page.all("a") if told.get("class") == "back"] == ["../index.html"]
    said = Path("ra", INDEX).read_text(encoding="utf-8")
    assert "hỏng.docx" in said
    assert "&lt;b&gt;" in said
    assert "1 không đọc được" in said


def test_a_later_run_writes_over_its_own_results_and_reads_none_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.txt")
    assert run_command(["restore", ".", "--out", "ra"]) == 0
    put("a.txt", CLEAN * 2)
    put("b.txt", CLEAN)
    assert run_command(["restore", ".", "--out", "ra"]) == 0
    assert files("ra") == {"a.txt", "b.txt"}
    assert Path("ra/a.txt").read_text(encoding="utf-8") == CLEAN * 2
    assert "Bỏ qua 1 tệp là kết quả của lần phục hồi trước" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["vào", "--out", "vào"], "out_not_empty"),
        (["vào", "--out", "."], "out_not_empty"),
        (["vào", "--out", "vào/a.txt"], "out_not_folder"),
        (["vào/a.txt", "--out", "vào/a.txt"], "out_over_input"),
        (["vào/a.txt", "--out", "vào/../vào/a.html", "--report", "html"], "out_over_input"),
    ],
)
def test_nothing_of_the_user_is_written_over(given: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    put("vào/a.txt")
    assert run_command(["restore", *given]) == 2
    assert code in capsys.readouterr().err
    assert files(".") == {"vào/a.txt"}
    assert Path("vào/a.txt").read_text(encoding="utf-8") == MANGLED


def test_results_named_as_documents_are_not_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.txt")
    assert run_command(["restore", "a.txt", "-o", "ra/"]) == 0
    assert run_command(["restore", "ra", "-o", "ra"]) == 2
    assert "out_over_input" in capsys.readouterr().err


def test_names_that_would_meet_are_numbered() -> None:
    for name in ("vào/a.docx", "vào/a.docx.txt", "vào/a.txt", "vào/A"):
        put(name)
    plan = plan_of(["vào"], "ra", pages=True)
    assert [job.text.as_posix() for job in plan.jobs] == [
        "ra/A.txt",
        "ra/a.docx.txt",
        "ra/a.docx (2).txt",
        "ra/a (2).txt",
    ]
    assert len({str(job.page).casefold() for job in plan.jobs}) == len(plan.jobs)


def test_folders_of_the_same_shape_stay_apart() -> None:
    put("2024/a.txt")
    put("2025/a.txt")
    put("c.txt")
    plan = plan_of(["2024", "2025", "c.txt", "2025/a.txt"], "ra", pages=False)
    assert [job.text.as_posix() for job in plan.jobs] == ["ra/2024/a.txt", "ra/2025/a.txt", "ra/c.txt"]
    for job in plan_of(["../" + Path.cwd().name + "/c.txt", "."], "ra", pages=False).jobs:
        assert job.text.resolve().is_relative_to(Path("ra").resolve())


def test_only_bad_files_is_unreadable_and_none_too(capsys: pytest.CaptureFixture[str]) -> None:
    put("vào/a.txt", "  \n")
    assert run_command(["restore", "vào"]) == 3
    Path("trống").mkdir()
    assert run_command(["restore", "trống", "-o", "ra"]) == 3
    assert "không có văn bản nào để phục hồi" in capsys.readouterr().out
    assert not Path("ra").exists()


def test_a_defect_is_logged_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put("vào/a.txt", "hỏng")
    put("vào/b.txt")
    monkeypatch.setattr(many, "mend", lambda raw: 1 // 0 if raw.text == "hỏng" else mend(raw))
    monkeypatch.setenv("THIDUA_DB", "x.duckdb")
    assert run_command(["restore", "vào", "-o", "ra"]) == 70
    assert files("ra") == {"b.txt"}
    told = capsys.readouterr().out
    assert "Lỗi của chương trình, không phải của tệp" in told
    assert "Traceback" not in told
    assert "ZeroDivisionError" in Path("thidua.log").read_text(encoding="utf-8")


def test_interruption_keeps_what_is_finished() -> None:
    put("vào/a.txt")
    put("vào/b.txt")
    plan = plan_of(["vào"], "ra", pages=False)
    asked = iter((False, True))
    results = list(many.restore_all(plan, stop=lambda: next(asked)))
    assert many.exit_code(plan, results) == 130
    assert files("ra") == {"a.txt"}


def test_a_result_that_cannot_be_written_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    put("vào/a.txt")
    put("vào/b.txt")
    Path("ra").mkdir()
    assert run_command(["restore", "vào/a.txt", "-o", "ra/"]) == 0
    Path("ra/b.txt").mkdir()
    assert run_command(["restore", "vào", "-o", "ra"]) == 4
    assert "Không ghi được" in capsys.readouterr().out
    assert files("ra") == {"a.txt"}, "nothing half-written is left"
    put("tệp")
    with pytest.raises(UsageError):
        write(Path("tệp/con.txt"), "x")


def test_english_for_who_asks(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("THIDUA_LANG", "en")
    put("in/a.txt")
    put("in/b.txt", " ")
    assert run_command(["restore", "in", "--report", "html"]) == 4
    told = capsys.readouterr()
    assert "Done: 1 restored, 1 not read or not written." in told.out
    assert "places to look at" in told.err
    assert 'lang="en"' in Path("outputs/phuc_hoi", INDEX).read_text(encoding="utf-8")


# What is installed


def test_a_wheel_holds_what_the_pages_are_made_of() -> None:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    parts = [file for file in (ROOT / "pipeline" / "report").rglob("*") if file.suffix in {".html", ".css", ".js"}]
    assert len(parts) >= 4
    assert all(f"**/*{file.suffix}" in data["pipeline"] for file in parts)


def test_help_loads_nothing_heavy() -> None:
    script = f"import sys; import {restore.__name__}; print('pipeline.run' in sys.modules, 'numpy' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["False", "False"]
