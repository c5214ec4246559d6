"""Connections: to the published file for reading, to the working copy for writing; which copy to go on with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import psutil

from pipeline.load.digest import Query
from pipeline.load.migrations import SCHEMA_VERSION
from pipeline.load.migrations.stamp import Stamp, refuse_newer, stamp_of
from pipeline.load.trouble import explain, missing, older

STORAGE_VERSION = "v1.0.0"
"""Files are written so that every DuckDB since 1.0 opens them."""

ROWS_TOGETHER = 8192
"""Rows that a table keeps together: whenever some are added, the last such lot is written anew, so that lots of the
usual 122,880 would cost the more the more documents are stored. Every DuckDB since 1.0 reads these, too."""

LAID_OUT = f"STORAGE_VERSION '{STORAGE_VERSION}', ROW_GROUP_SIZE {ROWS_TOGETHER}"
"""With what a file is attached when it is made."""

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,  # nothing is downloaded at run time
    "autoload_known_extensions": False,
    "threads": 2,  # the workers want the other cores
}
_MEMORY_MB = 500
_CHECKPOINT_EVERY = "128MB"  # of changes: each checkpoint writes parts of tables anew, so the fewer the better,
# but what has not come to one is held in memory, and gone through again after a kill


def connect_to_read(database: Path) -> duckdb.DuckDBPyConnection:
    """The published database, for reading.

    Raises:
        DatabaseError: it is not there, is no database, is of a newer program, or is held by one that writes.
    """
    if not database.exists():
        raise missing(database)
    try:
        connection = duckdb.connect(str(database), read_only=True, config=CONFIG)
    except duckdb.Error as error:
        raise explain(error, database) from error
    try:
        refuse_newer(_stamp(connection, database), database.name)
    except BaseException:
        connection.close()
        raise
    return connection


def _stamp(connection: duckdb.DuckDBPyConnection, database: Path) -> Stamp:
    query = asking(connection, database)
    ((catalog,),) = query("SELECT current_database()")
    return stamp_of(query, catalog)


def asking(connection: duckdb.DuckDBPyConnection, database: Path) -> Query:
    """A function that runs a statement on the connection and gives its rows; its errors say what to do."""

    def query(sql: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return connection.execute(sql, list(values)).fetchall()
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            if _stamp(connection, database).version < SCHEMA_VERSION:
                raise older(database) from error
            raise explain(error, database) from error
        except duckdb.Error as error:
            raise explain(error, database) from error

    return query


def work_of(database: Path) -> Path:
    """The working copy that belongs to a database."""
    return Path(f"{database}.work")


def connect_to_work(work: Path) -> duckdb.DuckDBPyConnection:
    """A connection whose database is the working copy; one that is damaged is begun anew."""
    for last in (False, True):
        connection = duckdb.connect(config=CONFIG)
        try:
            connection.execute(f"ATTACH {quoted_path(work)} AS work ({LAID_OUT})")
            connection.execute("USE work")
            connection.execute(f"SET checkpoint_threshold = '{_CHECKPOINT_EVERY}'")
            connection.execute(f"SET memory_limit = '{_memory_mb()}MB'")
            connection.execute(f"SET temp_directory = {quoted_path(Path(f'{work}.tmp'))}")
        except duckdb.Error as error:
            connection.close()
            if last or explain(error, work).code != "database_damaged":
                raise
            remove(work)
        else:
            return connection
    raise AssertionError("unreachable")


def _memory_mb() -> int:
    """What the database may hold in memory: the same however much is stored, and on a small machine a quarter."""
    return int(min(_MEMORY_MB, psutil.virtual_memory().total / 4 / 2**20))


def remove(file: Path) -> None:
    """Remove a database file and its log, if they are there."""
    file.unlink(missing_ok=True)
    Path(f"{file}.wal").unlink(missing_ok=True)


def quoted_path(path: Path) -> str:
    """A path as a literal of SQL."""
    return "'" + str(path).replace("'", "''") + "'"
