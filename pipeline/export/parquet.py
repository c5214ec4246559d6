"""All tables as Parquet, laid out for many years: ``TABLE/year=2025/province_code=31/*.parquet``.

What belongs to a document is partitioned by its year and province, the reference tables are a file each. What has no
year or no province stands under ``__HIVE_DEFAULT_PARTITION__``, which readers give back as NULL. The same rows give
the same files.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from pipeline.errors import UsageError
from pipeline.load.store import asking, connect_to_read
from pipeline.load.tables import DOCUMENT_TABLES, TABLES

MARK = "_thidua_parquet"
"""A file of this name says that the folder is an export, which the next one may replace."""

_OF_THIS_MACHINE = ("files", "containers", "container_members", "runs")  # paths and times, not what documents say
_YEAR = "coalesce(period_end_year, period_start_year, issued_year)"  # as counted_documents has it


def write_parquet(database: Path, folder: Path) -> dict[str, int]:
    """Write every table of a published database to a folder, and say how many rows each has.

    The folder is made, or an earlier export in it replaced; it appears as a whole or not at all.

    Raises:
        DatabaseError: the database is not there or cannot be read.
        UsageError: the folder holds something else, or cannot be written.
    """
    _refuse_other(folder)
    with connect_to_read(database) as connection:
        fresh = folder.with_name(f"{folder.name}.new")
        try:
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(parents=True)
            written = _write(connection, database, fresh)
            (fresh / MARK).write_text("", encoding="utf-8")
            if folder.exists():
                shutil.rmtree(folder)
            fresh.replace(folder)
        except (OSError, duckdb.IOException) as error:
            raise _unwritable(folder, error) from error
    return written


def _write(connection: duckdb.DuckDBPyConnection, database: Path, folder: Path) -> dict[str, int]:
    query = asking(connection, database)
    connection.execute("SET threads = 1")  # rows in their order, a file a partition
    held = {name for (name,) in query("SELECT table_name FROM duckdb_tables()")}
    written = {}
    for table in TABLES:
        if table in held and table not in _OF_THIS_MACHINE:
            place = folder / table
            if table in DOCUMENT_TABLES:
                _write_partitioned(connection, table, place)
            else:
                place.mkdir()
                connection.execute(
                    f'COPY (FROM "{table}" ORDER BY ALL) TO {_text(place / "data_0.parquet")} '
                    "(FORMAT parquet, COMPRESSION zstd)"
                )
            written[table] = int(query(f'SELECT count(*) FROM "{table}"')[0][0])
    return written


def _write_partitioned(connection: duckdb.DuckDBPyConnection, table: str, place: Path) -> None:
    """A partition's columns stand in the names of its folders; readers give them back as columns."""
    columns = ", ".join(f't."{name}"' for name in TABLES[table].names if name != "province_code")
    connection.execute(
        f'COPY (SELECT {columns}, d.year, d.province_code FROM "{table}" t JOIN '
        f"(SELECT doc_id, {_YEAR} AS year, province_code FROM documents) d USING (doc_id) ORDER BY ALL) "
        f"TO {_text(place)} (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (year, province_code))"
    )


def _refuse_other(folder: Path) -> None:
    if folder.is_dir() and (not any(folder.iterdir()) or (folder / MARK).exists()):
        return
    if folder.exists():
        raise UsageError(
            "folder_in_use",
            f"“{folder}” đã có và không phải là một lần xuất Parquet trước đó. Hãy chọn một thư mục khác.",
            f"“{folder}” is there and is no earlier Parquet export. Choose another folder.",
        )


def _unwritable(folder: Path, error: Exception) -> UsageError:
    return UsageError(
        "folder_unwritable",
        f"Không ghi được vào “{folder}” ({error}). Kiểm tra quyền ghi và dung lượng đĩa, hoặc chọn thư mục khác.",
        f"Cannot write to “{folder}” ({error}). Check permissions and disk space, or choose another folder.",
    )


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
