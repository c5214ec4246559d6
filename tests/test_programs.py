"""What programs read: with ``--json`` one document on standard output, whatever happens, and nothing else there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer

from docs.programs import NO_JSON, leaves
from pipeline.cli.app import build_app
from pipeline.cli.door import run_command
from pipeline.errors import ExitCode
from tests.stored import write_reports
from tests.support import ROOT


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("programs")
    write_reports(folder / "in", 2)
    base = folder / "a.duckdb"
    assert run_command(["ingest", str(folder / "in"), "--db", str(base), "--quiet"]) == 0
    return base


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_WORKERS", "0")
    monkeypatch.delenv("THIDUA_LANG", raising=False)
    monkeypatch.delenv("THIDUA_DB", raising=False)


COMMANDS = leaves(typer.main.get_command(build_app()))


def options_of(command: Any) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts}


def test_every_command_speaks_to_programs() -> None:
    silent = {name for name, command in COMMANDS.items() if not {"--json", "--format"} & options_of(command)}
    assert silent == set(NO_JSON)


def test_every_command_that_does_something_can_be_quiet() -> None:
    """Those that do nothing but tell have nothing to be quiet about."""
    loud = {name for name, command in COMMANDS.items() if not {"--quiet"} & options_of(command)}
    assert loud == {"show", "db schema", "runs", "runs show", "settings", "version", *NO_JSON}


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    """The exit code, and the document, which is all that is on standard output."""
    capsys.readouterr()
    code = run_command(list(arguments))
    document = json.loads(capsys.readouterr().out)
    assert (document["ok"], document["exit_code"]) == (code == 0, code)
    assert document["exit_name"] == ExitCode(code).name
    return code, document


GOOD: dict[str, list[str]] = {
    "ingest": ["ingest", "{in}", "--db", "{db}"],
    "show": ["show", "000", "--db", "{db}"],
    "report": ["report", "--db", "{db}", "--out", "{out}/trang"],
    "review": ["review", "--db", "{db}", "--out", "{out}/sua.csv"],
    "apply": ["apply", "--status", "--db", "{db}"],
    "forms": ["forms", "--year", "2025", "--db", "{db}", "--out", "{out}/bieu.xlsx"],
    "chart": ["chart", "khen_thuong", "--db", "{db}", "--out", "{out}/hinh.svg"],
    "export": ["export", "--format", "jsonl", "--db", "{db}", "--out", "{out}/xuat"],
    "remove": ["remove", "{in}/báo cáo 001.txt", "--yes", "--db", "{db}"],
    "db schema": ["db", "schema", "awards"],
    "db export": ["db", "export", "{out}/parquet", "--db", "{db}"],
    "db attach": ["db", "attach", "{db}.staging", "--db", "{out}/xa.duckdb"],
    "db migrate": ["db", "migrate", "--db", "{db}"],
    "runs": ["runs", "--db", "{db}"],
    "runs show": ["runs", "show", "--db", "{db}"],
    "draft": ["draft", "{in}/báo cáo 000.txt", "--to", "{out}/gold"],
    "doctor": ["doctor"],
    "settings": ["settings"],
    "version": ["version"],
}


@pytest.mark.parametrize("name", sorted({*COMMANDS} - {*NO_JSON, "validate", "evaluate"}))
def test_one_document_where_all_is_well(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    places = {"{db}": str(database), "{in}": str(database.parent / "in"), "{out}": str(tmp_path)}
    arguments = [re.sub(r"\{\w+\}", lambda found: places[found[0]], one) for one in GOOD[name]]
    if "--quiet" in options_of(COMMANDS[name]) and name not in {"remove", "draft"}:
        assert run_command([*arguments, "--quiet"]) == 0
        assert capsys.readouterr().out == ""
    code, document = told(capsys, *arguments, "--json")
    assert code == 0, document
    assert len(document) > 3, "it tells something"
    if name == "remove":
        assert run_command(["ingest", str(database.parent / "in"), "--db", str(database), "--quiet"]) == 0


@pytest.mark.parametrize("name", sorted({*COMMANDS} - {*NO_JSON, "validate"}))
def test_one_document_where_the_command_line_is_wrong(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, document = told(capsys, *name.split(), "--khong-co", "--json")
    assert code == ExitCode.USAGE
    assert "--khong-co" in document["failure"]["message"]


@pytest.mark.parametrize(
    "name", ["show", "report", "review", "apply", "forms", "chart", "export", "remove", "db export", "evaluate"]
)
def test_one_document_where_there_is_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    places = {"{db}": str(tmp_path / "không.duckdb"), "{in}": str(tmp_path), "{out}": str(tmp_path)}
    good = GOOD | {"evaluate": ["evaluate", "--gold", str(ROOT / "corpus" / "gold"), "--db", "{db}"]}
    arguments = [re.sub(r"\{\w+\}", lambda found: places[found[0]], one) for one in good[name]]
    code, document = told(capsys, *arguments, "--json")
    assert (code, document["failure"]["code"]) == (ExitCode.DATABASE, "database_missing")


def test_one_document_where_files_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "hỏng.docx").write_bytes(b"PK\x03\x04 cut off")
    code, document = told(
        capsys, "ingest", str(tmp_path), str(tmp_path / "thiếu.txt"), "--db", str(tmp_path / "a.duckdb"), "--json"
    )
    assert code == ExitCode.UNREADABLE
    assert [one["status"] for one in document["documents"]] == ["rejected"]
    assert [one["code"] for one in document["refused"]] == ["path_missing"]


def test_one_document_where_the_program_has_a_defect(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fall(*_: object) -> None:
        raise ZeroDivisionError("không ngờ")

    monkeypatch.setenv("THIDUA_DB", str(tmp_path / "a.duckdb"))
    monkeypatch.setattr("pipeline.doctor.examine", fall)
    code, document = told(capsys, "doctor", "--json")
    assert (code, document["failure"]["code"]) == (ExitCode.DEFECT, "defect")


def test_one_document_where_it_is_stopped(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.doctor.examine", stop)
    code, document = told(capsys, "doctor", "--json")
    assert (code, document["failure"]["code"]) == (ExitCode.INTERRUPTED, "interrupted")


def test_what_is_wrong_is_told_however_quiet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "hỏng.docx").write_bytes(b"PK\x03\x04 cut off")
    assert run_command(["ingest", str(tmp_path), "--db", str(tmp_path / "a.duckdb"), "--quiet"]) == 3
    said = capsys.readouterr()
    assert "hỏng.docx" in said.out + said.err
