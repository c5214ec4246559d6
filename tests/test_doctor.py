"""``thidua doctor``: what is told where something is missing, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli.door import run_command
from pipeline.doctor import Finding, Remedy, examine, exit_code, inside, machine, programs
from pipeline.errors import ExitCode
from pipeline.settings import Settings

SYSTEMS = {"debian", "fedora", "macos", "windows"}


@pytest.fixture(autouse=True)
def _vietnamese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("THIDUA_LANG", raising=False)
    monkeypatch.setenv("THIDUA_DB", str(tmp_path / "not there yet" / "a.duckdb"))


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    return {check["code"]: check for check in json.loads(capsys.readouterr().out)["checks"]}


def test_this_machine_runs_the_tests_so_it_has_all_that_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["doctor", "--json"]) == 0
    checks = told(capsys)
    assert {code for code, check in checks.items() if check["needed"]} == {
        "python", "libraries", "duckdb", "model", "outputs", "disk",
    }  # fmt: skip
    assert all(check["status"] != "missing" for check in checks.values() if check["needed"])
    assert all(check["install"] is None for check in checks.values() if check["status"] == "ok")


def test_nothing_beside_python_is_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(programs, "_tesseract", lambda: None)
    monkeypatch.setattr(programs, "soffice", lambda: None)
    assert run_command(["doctor", "--json"]) == 0, "what only some kinds of files need is no failure"
    checks = told(capsys)
    for code in ("tesseract", "tesseract_vie", "tesseract_osd", "libreoffice"):
        assert checks[code]["status"] == "missing"
        assert set(checks[code]["install"]) == SYSTEMS  # type: ignore[call-overload]
    assert run_command(["doctor"]) == 0
    said = capsys.readouterr().out
    for word in (
        "sudo apt install libreoffice-writer",
        "Fedora: sudo dnf",
        "macOS: brew",
        "Windows: winget",
        "tùy chọn",
    ):
        assert word in said


def test_an_old_tesseract_without_vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {"--version": "tesseract 4.1.1\n leptonica-1.79", "--list-langs": "List of languages (2):\neng\nosd\n"}
    monkeypatch.setattr(programs, "_tesseract", lambda: "tesseract")
    monkeypatch.setattr(programs, "_say", lambda command: answers[command[-1]])
    assert [(one.code, one.status) for one in programs.tesseract()] == [
        ("tesseract", "doubtful"), ("tesseract_vie", "missing"), ("tesseract_osd", "ok"),
    ]  # fmt: skip


def test_a_missing_library_is_named_and_told_by_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(inside, "_LIBRARIES", ("duckdb", "a_library_that_is_not_there"))
    assert run_command(["doctor"]) == ExitCode.FINDINGS
    said = capsys.readouterr().out
    assert "a_library_that_is_not_there" in said
    assert "make setup" in said


def test_results_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    finding = machine.place_for_results(tmp_path / "a" / "b")
    assert (finding.status, exit_code([finding])) == ("missing", ExitCode.DATABASE)
    assert str(tmp_path) in finding.found[0]


@pytest.mark.parametrize(("free", "status"), [(50, "missing"), (500, "doubtful"), (50_000, "ok")])
def test_a_disk_that_runs_full(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: int, status: str) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": free * 1_000_000}))
    assert machine.disk(tmp_path).status == status


def test_looking_leaves_nothing_behind(tmp_path: Path) -> None:
    examine(Settings(database=tmp_path / "a.duckdb"))
    assert list(tmp_path.iterdir()) == []


def test_the_first_needed_thing_that_is_missing_gives_the_code() -> None:
    def one(status: str, *, needed: bool) -> Finding:
        return Finding("x", status, ("", ""), ("", ""), ("", ""), needed=needed)  # type: ignore[arg-type]

    assert exit_code([one("missing", needed=False), one("doubtful", needed=True)]) == ExitCode.OK
    assert exit_code([one("ok", needed=True), one("missing", needed=True)]) == ExitCode.FINDINGS
    assert Remedy.everywhere("make setup").rows() == (("", "make setup"),)
