"""A working copy that is open: statements, transactions, rows put into tables; its errors say what to do."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.load.stored import Row
from pipeline.load.tables import TABLES
from pipeline.load.trouble import explain

if TYPE_CHECKING:
    import pyarrow as pa


class Session:
    """A connection to the working copy of a database."""

    def __init__(self, database: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.database = database
        self.connection = connection
        self.changed: dict[str, set[str]] | None = None
        """Of the tables that are counted from what is stored: which rows may have to be counted anew since they were
        counted last; None where that is not known, and all have to be."""

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows that a statement gives."""
        with self.explained():
            return self.connection.execute(sql, list(values)).fetchall()

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Put rows into a table."""
        if rows:
            columns = TABLES[table].columns
            names = ", ".join(f'"{column.name}"' for column in columns)
            lists = ", ".join(
                f"unnest(?::{column.type}[])" for column in columns
            )  # some 15 times as quick as executemany
            values = [list(column) for column in zip(*rows, strict=True)]
            self.connection.execute(f'INSERT INTO "{table}" ({names}) SELECT {lists}', values)

    def insert_rows(self, table: str, rows: pa.Table) -> None:
        """Put the rows of an Arrow table into a table."""
        if rows.num_rows:
            names = ", ".join(f'"{name}"' for name in rows.column_names)
            self.connection.register("rows_to_insert", rows)
            try:
                self.connection.execute(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM rows_to_insert')
            finally:
                with contextlib.suppress(duckdb.Error):  # after an error it goes with the transaction
                    self.connection.unregister("rows_to_insert")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block, or nothing."""
        self.connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            with contextlib.suppress(duckdb.Error):
                self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Errors of the database as errors for the user; a defect of ours stays what it is."""
        try:
            yield
        except (duckdb.DataError, duckdb.ProgrammingError):  # a defect of ours, not of the database
            raise
        except (duckdb.Error, OSError) as error:
            raise explain(error, self.database) from error
