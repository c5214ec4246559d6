"""``thidua remove``: what is named goes, all or none; files and decisions stay; exit codes are true."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest

from pipeline.cli.door import run_command
from pipeline.load.tables import DOCUMENT_TABLES
from pipeline.staging.area import Area, area_beside
from tests.stored import ask, halves, write_reports


@pytest.fixture
def database(tmp_path: Path) -> Path:
    write_reports(tmp_path / "in" / "a", 2)
    write_reports(tmp_path / "in" / "b", 1)  # the first of the two again, under the same name
    with zipfile.ZipFile(tmp_path / "in" / "nộp.zip", "w") as archive:
        archive.writestr("phường.txt", (tmp_path / "in" / "a" / "báo cáo 001.txt").read_text(encoding="utf-8") + "\n")
    base = tmp_path / "thidua.duckdb"
    assert run_command(["ingest", str(tmp_path / "in"), "--db", str(base)]) == 0
    return base


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_WORKERS", "0")


def _names(database: Path) -> list[str]:
    return [name for (name,) in ask(database, "SELECT source_name FROM documents ORDER BY 1")]


def _staged(database: Path) -> set[str]:
    area = Area(area_beside(database))
    return {i for part in area.parts() for i in area.block(part.path, ("doc_id",)).column("doc_id").to_pylist()}


def test_a_file_goes_with_all_its_rows_and_can_be_stored_again(database: Path, tmp_path: Path) -> None:
    before = _staged(database)
    file = tmp_path / "in" / "a" / "báo cáo 001.txt"
    assert run_command(["remove", str(file), "--db", str(database), "--yes"]) == 0
    assert _names(database) == ["báo cáo 000.txt", "phường.txt"]
    assert file.exists()
    assert halves(database) == []
    assert len(before - _staged(database)) == 1, "nor is it kept among what was staged"
    assert run_command(["ingest", str(file), "--db", str(database)]) == 0
    assert _names(database) == ["báo cáo 000.txt", "báo cáo 001.txt", "phường.txt"]


def test_a_document_stays_as_long_as_another_file_holds_it(database: Path, tmp_path: Path) -> None:
    assert run_command(["remove", str(tmp_path / "in" / "b"), "--db", str(database), "--yes"]) == 0
    assert "báo cáo 000.txt" in _names(database)
    assert run_command(["remove", str(tmp_path / "in" / "a"), "--db", str(database), "--yes"]) == 0
    assert _names(database) == ["phường.txt"]


def test_an_id_goes_whatever_files_hold_it(database: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ((doc_id,),) = ask(database, "SELECT doc_id FROM documents WHERE source_name = 'báo cáo 000.txt'")
    capsys.readouterr()
    assert run_command(["remove", doc_id[:8], "--db", str(database), "--yes", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["exit_code"], told["kept"]) == (True, 0, [])
    assert [(one["doc_id"], len(one["files"])) for one in told["removed"]] == [(doc_id, 2)]
    for table in (*DOCUMENT_TABLES, "files"):
        assert ask(database, f'SELECT count(*) FROM "{table}" WHERE doc_id = ?', doc_id) == [(0,)]


def test_an_archive_goes_with_what_is_in_it(database: Path, tmp_path: Path) -> None:
    assert run_command(["remove", str(tmp_path / "in" / "nộp.zip"), "--db", str(database), "--yes", "--quiet"]) == 0
    assert "phường.txt" not in _names(database)
    assert ask(database, "SELECT count(*) FROM containers") == [(0,)]
    assert ask(database, "SELECT count(*) FROM container_members") == [(0,)]


def test_one_wrong_name_and_nothing_goes(database: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    names = _names(database)
    capsys.readouterr()
    arguments = ["remove", str(tmp_path / "in" / "a"), "không có.docx", "--db", str(database), "--yes", "--json"]
    assert run_command(arguments) == 2
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["exit_name"], told["failure"]["code"]) == (False, "USAGE", "document_unknown")
    assert _names(database) == names


def test_nothing_goes_unasked(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = _names(database)
    assert run_command(["remove", "phường.txt", "--db", str(database)]) == 2, "nobody can be asked"
    assert "--yes" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    for said, code in (("k", 130), ("", 130), ("có", 0)):
        monkeypatch.setattr("builtins.input", lambda *_, said=said: said)
        assert _names(database) == names
        assert run_command(["remove", "phường.txt", "--db", str(database)]) == code
    assert "phường.txt" in capsys.readouterr().out, "what goes is told before"
    assert "phường.txt" not in _names(database)


def test_decisions_of_people_are_kept(database: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        held = connection.execute("SELECT doc_id FROM documents WHERE source_name = 'phường.txt'").fetchall()[0][0]
        names = [row[0] for row in connection.execute("DESCRIBE corrections").fetchall()]
        made = {"correction_id": "c1", "fact_id": "f1", "about_doc_id": held, "is_current": True}
        listed = ", ".join(made)
        connection.execute(f"INSERT INTO corrections ({listed}) VALUES (?, ?, ?, ?)", list(made.values()))
        assert set(made) <= set(names)
    assert run_command(["remove", held, "--db", str(database), "--yes"]) == 0
    assert ask(database, "SELECT about_doc_id FROM corrections") == [(held,)]


def test_a_database_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["remove", "x.docx", "--db", str(tmp_path / "không.duckdb"), "--yes", "--json"]) == 5
    assert json.loads(capsys.readouterr().out)["failure"]["code"] == "database_missing"


def test_while_another_program_writes_nothing_goes(database: Path, tmp_path: Path) -> None:
    names = _names(database)
    work = Path(f"{database}.work")
    shutil.copy(database, work)
    with duckdb.connect(str(work)):
        # the same process may open a file twice, another one not; so a second program is asked
        run = [sys.executable, "-m", "pipeline.cli", "remove", "phường.txt", "--db", str(database), "--yes"]
        assert subprocess.run(run, capture_output=True, check=False).returncode == 5
    work.unlink()
    assert _names(database) == names
