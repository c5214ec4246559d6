"""``thidua db attach``: what is staged is shown as a database shows it, without being copied."""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb
import pytest

from pipeline.cli.door import run_command
from pipeline.load.tables import DOCUMENT_TABLES
from pipeline.load.views import examples
from pipeline.staging.attach import attach
from tests.stored import ask, everything, report, store, write_reports


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A database with its staging area beside it; two of its files are the same report."""
    write_reports(tmp_path / "in", 4)
    (tmp_path / "in" / "bản sao.txt").write_text(report(0, area=300), encoding="utf-8")
    base = tmp_path / "a.duckdb"
    store([tmp_path / "in"], base, staging=f"{base}.staging")
    return base


def test_it_shows_what_the_database_holds(stored: Path, tmp_path: Path) -> None:
    shown = tmp_path / "shown.duckdb"
    assert attach(f"{stored}.staging", shown) == 5
    assert everything(shown) == everything(stored)
    assert ask(shown, "SELECT count(*) FROM documents WHERE duplicate_of IS NOT NULL") == [(1,)]
    for example in examples():
        if (
            "duckdb_" in example.sql or "muc_luc" in example.sql
        ):  # what there is, tables of the attached file among them
            continue
        here, there = ask(shown, example.sql), ask(stored, example.sql)
        assert len(here) == len(there), example.title
        if "LIMIT" not in example.sql:  # of equals the first come in any order
            assert sorted(map(repr, here)) == sorted(map(repr, there)), example.title
    kinds = dict(ask(shown, "SELECT table_name, table_type FROM information_schema.tables"))
    assert kinds["metrics"] == kinds["texts"] == "VIEW"
    comments = "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'awards' ORDER BY ALL"
    assert ask(shown, comments) == ask(stored, comments)


def test_of_a_file_that_changed_what_it_holds_now_is_shown(stored: Path, tmp_path: Path) -> None:
    (tmp_path / "in" / "báo cáo 001.txt").write_text(report(1, area=777), encoding="utf-8")
    later = max(file.stat().st_mtime for file in Path(f"{stored}.staging").rglob("*.parquet")) + 5
    before = set(Path(f"{stored}.staging").rglob("*.parquet"))
    store([tmp_path / "in"], stored, staging=f"{stored}.staging")
    for file in set(Path(f"{stored}.staging").rglob("*.parquet")) - before:
        os.utime(file, (later, later))
    shown = tmp_path / "shown.duckdb"
    assert attach(f"{stored}.staging", shown) == 5
    assert everything(shown) == everything(stored)
    assert {table: len(ask(shown, f'SELECT * FROM "{table}"')) for table in DOCUMENT_TABLES}["documents"] == 5


def test_what_cannot_be_attached_is_told(stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert run_command(["db", "attach", str(tmp_path / "empty")]) == 2
    assert "chưa có kết quả nào" in capsys.readouterr().err
    before = stored.read_bytes()
    assert run_command(["db", "attach", f"{stored}.staging", "--db", str(stored)]) == 2
    assert "--db" in capsys.readouterr().err
    assert stored.read_bytes() == before
    (tmp_path / "letter.duckdb").write_text("a letter", encoding="utf-8")
    assert run_command(["db", "attach", f"{stored}.staging", "--db", str(tmp_path / "letter.duckdb")]) == 2
    assert (tmp_path / "letter.duckdb").read_text(encoding="utf-8") == "a letter"


def test_it_is_replaced_and_cannot_be_stored_in(
    stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = tmp_path / "shown.duckdb"
    for _ in range(2):
        assert run_command(["db", "attach", f"{stored}.staging", "--db", str(shown), "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["database"], told["documents"]) == (str(shown), 5)
    write_reports(tmp_path / "more", 1)
    before = shown.read_bytes()
    assert run_command(["ingest", str(tmp_path / "more"), "--db", str(shown)]) == 5
    assert "database_attached" in capsys.readouterr().err
    assert shown.read_bytes() == before
    with duckdb.connect(str(shown), read_only=True) as plain:
        assert plain.execute("SELECT count(*) FROM awards").fetchall() != [(0,)]
