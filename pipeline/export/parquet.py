"""All tables as Parquet, laid out for many years: ``TABLE/year=2025/province_code=31/*.parquet``.

What belongs to a document is partitioned by its year and province, the reference tables are a file each. What has no
year or no province stands under ``__HIVE_DEFAULT_PARTITION__``, which readers give back as NULL. The same rows give
the same files.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipeline.export.places import new_folder, unwritten
from pipeline.load.store import asking, connect_to_read
from pipeline.load.tables import DOCUMENT_TABLES, TABLES

MARK = "_thidua_parquet"
"""A file of this name says that the folder is an export, which the next one may replace."""

_OF_THIS_MACHINE = ("files", "containers", "container_members", "runs", "corrections", "section_words")
# paths, times, people, an index of words: not what documents say
_YEAR = "coalesce(period_end_year, period_start_year, issued_year)"  # as counted_documents has it


def write_parquet(database: Path, folder: Path, doc_ids: Sequence[str] | None = None) -> dict[str, int]:
    """Write every table of a published database to a folder, and say how many rows each has.

    The folder is made, or an earlier export in it replaced; it appears as a whole or not at all.

    Args:
        database: the published file.
        folder: where to.
        doc_ids: the documents whose rows are written; all if None. Reference tables are always whole.

    Raises:
        DatabaseError: the database is not there or cannot be read.
        UsageError: the folder holds something else, or cannot be written.
    """
    with connect_to_read(database) as connection, new_folder(folder, MARK) as fresh:
        try:
            return _write(connection, database, fresh, doc_ids)
        except duckdb.IOException as error:
            raise unwritten(folder, error) from error


def _write(
    connection: duckdb.DuckDBPyConnection, database: Path, folder: Path, doc_ids: Sequence[str] | None
) -> dict[str, int]:
    query = asking(connection, database)
    connection.execute("SET threads = 1")  # rows in their order, a file a partition
    held = {name for (name,) in query("SELECT table_name FROM duckdb_tables()")}
    named = "" if doc_ids is None else f"WHERE doc_id IN (NULL, {', '.join(map(_text, doc_ids))})"
    written = {}
    for table in TABLES:
        if table in held and table not in _OF_THIS_MACHINE:
            place = folder / table
            if table in DOCUMENT_TABLES:
                _write_partitioned(connection, table, place, named)
            else:
                place.mkdir()
                connection.execute(
                    f'COPY (FROM "{table}" ORDER BY ALL) TO {_text(place / "data_0.parquet")} '
                    "(FORMAT parquet, COMPRESSION zstd)"
                )
            where = named if table in DOCUMENT_TABLES else ""
            written[table] = int(query(f'SELECT count(*) FROM "{table}" {where}')[0][0])
    return written


def _write_partitioned(connection: duckdb.DuckDBPyConnection, table: str, place: Path, named: str) -> None:
    """A partition's columns stand in the names of its folders; readers give them back as columns."""
    columns = ", ".join(f't."{name}"' for name in TABLES[table].names if name != "province_code")
    connection.execute(
        f'COPY (SELECT {columns}, d.year, d.province_code FROM "{table}" t JOIN '
        f"(SELECT doc_id, {_YEAR} AS year, province_code FROM documents) d USING (doc_id) {named} ORDER BY ALL) "
        f"TO {_text(place)} (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (year, province_code))"
    )


def _text(told: Path | str) -> str:
    return "'" + str(told).replace("'", "''") + "'"
