"""``thidua db``: the dictionary as text and JSON, the export, and what is said where a name is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli.door import run_command
from pipeline.load.dictionary import entries
from tests.stored import store, write_reports


def test_schema_lists_everything(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["db", "schema"]) == 0
    said = capsys.readouterr().out
    assert [entry.name for entry in entries() if entry.name not in said] == []
    assert "Khung nhìn" in said


def test_schema_of_one_name_tells_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["db", "schema", "award_totals"]) == 0
    said = capsys.readouterr().out
    assert "total_to_review" in said
    assert "VARCHAR" in said


def test_schema_as_json(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_LANG", "en")
    assert run_command(["db", "schema", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["entries"]
    assert len(told) == len(entries())
    assert {"kind", "name", "comment", "columns", "parameters"} <= told[0].keys()
    assert all(entry["comment_en"] for entry in told)


def test_a_name_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["db", "schema", "award_total"]) == 2
    assert "award_totals" in capsys.readouterr().err


def test_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_reports(tmp_path / "in", 2)
    store([tmp_path / "in"], tmp_path / "a.duckdb")
    assert run_command(["db", "export", str(tmp_path / "out"), "--db", str(tmp_path / "a.duckdb")]) == 0
    assert list((tmp_path / "out" / "awards").rglob("*.parquet"))
    assert "Đã xuất" in capsys.readouterr().out


def test_export_without_a_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["db", "export", str(tmp_path / "out"), "--db", str(tmp_path / "none.duckdb")]) == 5
    assert "none.duckdb" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
