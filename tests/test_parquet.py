"""Parquet: every row of every table, in folders by year and province; nothing else is ever overwritten."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline.errors import UsageError
from pipeline.export.parquet import MARK, write_parquet
from pipeline.load.tables import DOCUMENT_TABLES
from tests.stored import ask, report, store


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parquet")
    for name, year in (("a", 2024), ("b", 2025)):
        (folder / f"{name}.txt").write_text(report().replace("2025", str(year)), encoding="utf-8")
    (folder / "trống.txt").write_text("", encoding="utf-8")  # rejected: no year, no province
    store([folder], folder / "thidua.duckdb")
    return folder / "thidua.duckdb"


def test_every_row_comes_back(database: Path, tmp_path: Path) -> None:
    written = write_parquet(database, tmp_path / "out")
    for table in set(DOCUMENT_TABLES) - {"section_words"}:  # an index, of no use elsewhere
        count = ask(database, f'SELECT count(*) FROM "{table}"')[0][0]
        assert written[table] == count
        if count:
            glob = f"{tmp_path}/out/{table}/**/*.parquet"
            back = duckdb.execute(f"SELECT count(*) FROM read_parquet('{glob}', hive_partitioning = true)").fetchall()
            assert back == [(count,)]
    assert written["administrative_units"] > 10_000


def test_years_and_provinces_are_folders(database: Path, tmp_path: Path) -> None:
    write_parquet(database, tmp_path / "out")
    years = {folder.name for folder in (tmp_path / "out" / "documents").iterdir()}
    assert years == {"year=2024", "year=2025", "year=__HIVE_DEFAULT_PARTITION__"}
    read = f"read_parquet('{tmp_path}/out/awards/**/*.parquet', hive_partitioning = true)"
    assert duckdb.execute(f"SELECT year, sum(count) FROM {read} GROUP BY year ORDER BY year").fetchall() == [
        (2024, 43),
        (2025, 43),
    ]


def test_the_same_rows_give_the_same_files(database: Path, tmp_path: Path) -> None:
    def everything() -> dict[str, bytes]:
        out = tmp_path / "out"
        return {str(f.relative_to(out)): f.read_bytes() for f in sorted(out.rglob("*")) if f.is_file()}

    write_parquet(database, tmp_path / "out")
    first = everything()
    write_parquet(database, tmp_path / "out")  # replaces its own
    assert everything() == first
    assert MARK in first
    assert not (tmp_path / "out.new").exists()


def test_another_folder_is_not_touched(database: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text("của tôi", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        write_parquet(database, tmp_path / "mine")
    assert refused.value.code == "folder_in_use"
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["a.txt"]
