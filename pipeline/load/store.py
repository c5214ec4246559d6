"""The database: one writer, a working copy beside it, and a published file that readers may open at any time.

DuckDB lets one process write, and while it does nobody else may open the file. So nothing is ever written to the
published
file: an ingestion works on ``<name>.work`` beside it, a transaction a document, and publishes by writing a fresh copy,
``<name>.new``, and renaming it over the published file, which is atomic. Whoever reads meanwhile goes on with the file
he has open.

A process that is killed leaves the published file as it was and a working copy with every finished document; the next
ingestion goes on from there. DuckDB's own lock on the working copy keeps a second ingestion out, on every system, and
falls with
the process. A working copy that is older than the published file is not gone on with: somebody has replaced that file.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Self

import duckdb
from pydantic import BaseModel

from pipeline.corrections.facts import decisions_of
from pipeline.corrections.overrule import TOUCHED
from pipeline.corrections.stored import decided, papers, rows_of
from pipeline.errors import DatabaseError
from pipeline.load.dictionary import view_layout
from pipeline.load.digest import Query
from pipeline.load.references import REFERENCES, fixed_rows, is_counted, room_of, source_of
from pipeline.load.stored import Row, StoredDocument, row_of, storable
from pipeline.load.tables import DOCUMENT_TABLES, TABLES
from pipeline.load.trouble import explain, missing
from pipeline.load.versions import versions
from pipeline.version import build
from schemas.correction import Correction

STORAGE_VERSION = "v1.0.0"
"""Files are written so that every DuckDB since 1.0 opens them."""

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,  # nothing is downloaded at run time
    "autoload_known_extensions": False,
    "threads": 2,  # the workers want the other cores
}
_PUBLISH_SECONDS = 15.0  # how long to wait, on Windows, for readers that hold the published file open


def connect_to_read(database: Path) -> duckdb.DuckDBPyConnection:
    """The published database, for reading.

    Raises:
        DatabaseError: it is not there, is no database, or is held by a program that writes.
    """
    if not database.exists():
        raise missing(database)
    try:
        return duckdb.connect(str(database), read_only=True, config=_CONFIG)
    except duckdb.Error as error:
        raise explain(error, database) from error


def asking(connection: duckdb.DuckDBPyConnection, database: Path) -> Query:
    """A function that runs a statement on the connection and gives its rows; its errors say what to do."""

    def query(sql: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return connection.execute(sql, list(values)).fetchall()
        except duckdb.Error as error:
            raise explain(error, database) from error

    return query


class Store:
    """The working copy of a database, open for writing; use it as a context."""

    def __init__(self, database: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.database = database
        self._connection = connection

    @classmethod
    def open(cls, database: Path) -> Self:
        """Open the working copy: go on with one that was left behind, or take one from the published file.

        Raises:
            DatabaseError: the folder cannot be written, another ingestion is running, the file is no database.
        """
        work = work_of(database)
        try:
            database.parent.mkdir(parents=True, exist_ok=True)
            connection = _connect_to_work(work)
        except (duckdb.Error, OSError) as error:
            raise explain(error, database) from error
        store = cls(database, connection)
        try:
            if not _goes_on(database, work) or not store._is_whole():
                store._take_over()
            store._lay_out()
            store._write_references()
            if not database.exists():
                store.publish()
        except (duckdb.Error, OSError) as error:
            connection.close()
            raise explain(error, database) from error
        except DatabaseError:
            connection.close()
            raise
        return store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(duckdb.Error):
            self._connection.close()

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows that a statement gives."""
        with self._explained():
            return self._connection.execute(sql, list(values)).fetchall()

    def put(
        self,
        document: StoredDocument,
        path: str,
        run_id: str,
        *,
        container: str | None = None,
        member: str | None = None,
    ) -> None:
        """Store a document in one transaction, in the place of what the same file held before.

        Raises:
            DatabaseError: the database cannot be written. Anything else is a defect of ours in this document's rows.
        """
        with self._explained(), self._transaction():
            self._hold(document.doc_id, path, run_id, container, member)
            self._delete(document.doc_id)
            for table, rows in document.rows.items():
                self._insert(table, rows)
            self._decide(document.doc_id)

    def correct(self, corrections: Sequence[Correction]) -> None:
        """Store what people decided, and put it upon the documents that it is about; in one transaction.

        An earlier decision on the same record is kept, but holds no more.
        """
        facts = sorted({correction.fact_id for correction in corrections})
        with self._explained(), self._transaction():
            self.query(
                "UPDATE corrections SET is_current = false WHERE is_current AND list_contains(?::VARCHAR[], fact_id)",
                facts,
            )
            self._insert("corrections", [row_of("corrections", {}, correction) for correction in corrections])
            made = decisions_of(corrections)
            for doc_id, paper in papers(self.query).items():
                if any(decision.is_about(paper) for decision in made):
                    self._decide(doc_id)

    def note_path(
        self, doc_id: str, path: str, run_id: str, *, container: str | None = None, member: str | None = None
    ) -> None:
        """Note that a file holds a document that is stored already."""
        with self._explained(), self._transaction():
            self._hold(doc_id, path, run_id, container, member)

    def put_container(self, path: str, own: Row, members: list[Row], held: Iterable[str]) -> None:
        """Store what a container holds in the place of what it held; ``held`` are the paths of its documents, which
        are stored for themselves.
        """
        path = storable(path)
        with self._explained(), self._transaction():
            kept = set(map(storable, held))
            for (gone,) in self.query("SELECT path FROM files WHERE path = ? OR container = ?", path, path):
                if gone not in kept:
                    self._let_go(gone)
            self._forget_container(path)
            self._insert("containers", [own])
            self._insert("container_members", members)

    def put_run(self, row: tuple[Any, ...]) -> None:
        """Store or renew the row of a run; its id comes first."""
        with self._explained(), self._transaction():
            self.query("DELETE FROM runs WHERE run_id = ?", row[0])
            self._insert("runs", [row])

    def mark_duplicates(self) -> None:
        """Say of documents with the same bytes which one they repeat: the first by name."""
        first = (
            "SELECT source_sha256, min_by(doc_id, source_name || ' ' || doc_id) AS first FROM documents "
            "WHERE source_sha256 IS NOT NULL GROUP BY ALL"
        )
        truth = (
            "SELECT d.doc_id, nullif(f.first, d.doc_id) AS first "
            f"FROM documents d LEFT JOIN ({first}) f USING (source_sha256)"
        )
        self.query(
            f"UPDATE documents SET duplicate_of = t.first FROM ({truth}) t "
            "WHERE t.doc_id = documents.doc_id AND documents.duplicate_of IS DISTINCT FROM t.first"
        )

    def mark_versions(self) -> None:
        """Say of documents that are the same but for their form which one is the main one, and which count in totals.

        After :meth:`mark_duplicates`: what is stored decides, not in which order it came.
        """
        with self._explained(), self._transaction():
            main = versions(self.query)
            self.query("UPDATE documents SET version_of = NULL WHERE version_of IS NOT NULL")
            for doc_id, first in main.items():
                self.query("UPDATE documents SET version_of = ? WHERE doc_id = ?", first, doc_id)
            self.query(
                "UPDATE documents SET counted = (duplicate_of IS NULL AND version_of IS NULL) "
                "WHERE counted IS DISTINCT FROM (duplicate_of IS NULL AND version_of IS NULL)"
            )

    def tally(self) -> None:
        """Count anew the reference tables whose rows come from what is stored."""
        for table in REFERENCES:
            if is_counted(table):
                self._refer(table, _rows(table, room_of(table).tally(self.query(room_of(table).MENTIONS))))

    def publish(self) -> None:
        """Put a fresh copy in the place of the published file; readers are held up by the renaming alone."""
        new = Path(f"{self.database}.new")
        with self._explained():
            _remove(new)
            self._connection.execute(f"ATTACH {_text(new)} AS fresh (STORAGE_VERSION '{STORAGE_VERSION}')")
            try:
                self._connection.execute("COPY FROM DATABASE work TO fresh")
            finally:
                self._connection.execute("DETACH fresh")
            if Path(f"{self.database}.wal").exists():  # of a program that wrote to the published file and was killed
                duckdb.connect(str(self.database), config=_CONFIG).close()
            _replace(new, self.database)

    def finish(self) -> None:
        """Publish and clear the working copy away."""
        self.publish()
        work = work_of(self.database)
        with contextlib.suppress(PermissionError):
            work.unlink(missing_ok=True)  # while its lock is still ours; Windows wants it closed first
        self._connection.close()
        _remove(work)

    def _hold(self, doc_id: str, path: str, run_id: str, container: str | None, member: str | None) -> None:
        """Note which document a file holds; what it held before goes, if no other file holds that."""
        path, within = storable(path), storable(container) if container else None
        if container is None and self.query("SELECT 1 FROM containers WHERE path = ?", path):
            for (inside,) in self.query("SELECT path FROM files WHERE container = ?", path):
                self._let_go(inside)
            self._forget_container(path)
        replaced = self.query("SELECT 1 FROM files WHERE path = ? AND doc_id <> ?", path, doc_id)
        if replaced:
            self._let_go(path)
        self.query("DELETE FROM files WHERE path = ?", path)
        self._insert("files", [(path, doc_id, run_id, within, storable(member) if member else None)])

    def _let_go(self, path: str) -> None:
        """A file holds nothing any more: its document goes, if no other file holds it."""
        for (old,) in self.query("SELECT doc_id FROM files WHERE path = ?", path):
            if not self.query("SELECT 1 FROM files WHERE doc_id = ? AND path <> ?", old, path):
                self._delete(old)
        self.query("DELETE FROM files WHERE path = ?", path)

    def _forget_container(self, path: str) -> None:
        self.query("DELETE FROM container_members WHERE container = ?", path)
        self.query("DELETE FROM containers WHERE path = ?", path)

    def _delete(self, doc_id: str) -> None:
        if self.query("SELECT 1 FROM documents WHERE doc_id = ?", doc_id):
            for table in DOCUMENT_TABLES:
                self.query(f'DELETE FROM "{table}" WHERE doc_id = ?', doc_id)

    def _insert(self, table: str, rows: tuple[tuple[Any, ...], ...] | list[tuple[Any, ...]]) -> None:
        if rows:
            columns = TABLES[table].columns
            names = ", ".join(f'"{column.name}"' for column in columns)
            lists = ", ".join(
                f"unnest(?::{column.type}[])" for column in columns
            )  # some 15 times as quick as executemany
            values = [list(column) for column in zip(*rows, strict=True)]
            self._connection.execute(f'INSERT INTO "{table}" ({names}) SELECT {lists}', values)

    def _decide(self, doc_id: str) -> None:
        """Put upon a stored document what people decided on its records, in the place of what was upon it before."""
        if not self.query("SELECT 1 FROM corrections LIMIT 1"):
            return
        before = rows_of(self.query, doc_id)
        if not before["texts"]:  # rejected: there is nothing to find a sentence in
            return
        after = decided(self.query, papers(self.query, [doc_id])[doc_id], before)
        for table in TOUCHED:
            if after[table] != before[table]:
                self.query(f'DELETE FROM "{table}" WHERE doc_id = ?', doc_id)
                self._insert(table, [tuple(row[name] for name in TABLES[table].names) for row in after[table]])

    def _is_whole(self) -> bool:
        """Whether the working copy was laid out to the end; one that was killed while it was being taken was not."""
        return bool(self.query("SELECT 1 FROM duckdb_tables() WHERE table_name = 'runs' AND database_name = 'work'"))

    def _take_over(self) -> None:
        """Empty the working copy and fill it from the published file, in one transaction."""
        with self._transaction():
            made = self.query(
                "SELECT 'VIEW', view_name FROM duckdb_views() WHERE database_name = 'work' AND NOT internal "
                "UNION ALL SELECT 'TABLE', table_name FROM duckdb_tables() WHERE database_name = 'work' "
                "UNION ALL SELECT DISTINCT CASE function_type WHEN 'macro' THEN 'MACRO' ELSE 'MACRO TABLE' END, "
                "function_name FROM duckdb_functions() WHERE database_name = 'work' AND NOT internal"
            )
            for kind, name in made:
                self.query(f'DROP {kind} IF EXISTS "{name}" CASCADE')
        if self.database.exists():
            self.query(f"ATTACH {_text(self.database)} AS published (READ_ONLY)")
            try:
                self.query("COPY FROM DATABASE published TO work")
            finally:
                self.query("DETACH published")

    def _lay_out(self) -> None:
        """Make the tables and columns that are not there yet, and the views and macros of this version."""
        found: dict[str, dict[str, str]] = {}
        for table, column, kind in self.query(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = 'work' AND NOT "
            "internal"
        ):
            found.setdefault(table, {})[column] = kind
        with self._transaction():
            for table in TABLES.values():
                have = found.get(table.name, {})
                if have != {column.name: column.type for column in table.columns}:
                    self._alter(table.name, have)
                    for statement in table.ddl:
                        self.query(statement)
            for statement in view_layout():
                self.query(statement)

    def _write_references(self) -> None:
        """Fill the reference tables that this version has not written yet."""
        written = dict(self.query("SELECT table_name, version FROM reference_sources"))
        for table in REFERENCES:
            if written.get(table) != build() and not is_counted(table):
                self._refer(table, _fixed(table))

    def _refer(self, table: str, rows: list[Row]) -> None:
        """Put these rows in the place of those of a reference table, and say where they come from."""
        with self._transaction():
            self.query(f'DELETE FROM "{table}"')
            self._insert(table, rows)
            self.query("DELETE FROM reference_sources WHERE table_name = ?", table)
            self._insert("reference_sources", [row_of("reference_sources", {}, source_of(table, len(rows), build()))])

    def _alter(self, table: str, have: dict[str, str]) -> None:
        """Bring a table that another version laid out to this one's columns."""
        if not have:
            return
        for column in TABLES[table].columns:
            if column.name not in have:
                self.query(f'ALTER TABLE "{table}" ADD COLUMN "{column.name}" {column.type}')
            elif have[column.name] != column.type:
                self.query(f'ALTER TABLE "{table}" ALTER COLUMN "{column.name}" TYPE {column.type}')

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            with contextlib.suppress(duckdb.Error):
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (duckdb.DataError, duckdb.ProgrammingError):  # a defect of ours, not of the database
            raise
        except (duckdb.Error, OSError) as error:
            raise explain(error, self.database) from error


@cache
def _fixed(table: str) -> list[Row]:
    return _rows(table, fixed_rows(table))


def _rows(table: str, models: Iterable[BaseModel]) -> list[Row]:
    return [row_of(table, {}, model) for model in models]


def work_of(database: Path) -> Path:
    """The working copy that belongs to a database."""
    return Path(f"{database}.work")


def _connect_to_work(work: Path) -> duckdb.DuckDBPyConnection:
    """A connection whose database is the working copy; one that is damaged is begun anew."""
    for last in (False, True):
        connection = duckdb.connect(config=_CONFIG)
        try:
            connection.execute(f"ATTACH {_text(work)} AS work (STORAGE_VERSION '{STORAGE_VERSION}')")
            connection.execute("USE work")
        except duckdb.Error as error:
            connection.close()
            if last or explain(error, work).code != "database_damaged":
                raise
            _remove(work)
        else:
            return connection
    raise AssertionError("unreachable")


def _goes_on(database: Path, work: Path) -> bool:
    """Whether the working copy is the one to go on with: the published file is there, and is not the younger one."""
    if not database.exists():
        return False
    written = [file.stat().st_mtime_ns for file in (work, Path(f"{work}.wal")) if file.exists()]
    return max(written, default=0) >= database.stat().st_mtime_ns


def _replace(new: Path, database: Path) -> None:
    """Rename; on Windows that fails while somebody has the file open, mostly for moments."""
    deadline = time.monotonic() + _PUBLISH_SECONDS
    while True:
        try:
            new.replace(database)
        except PermissionError:
            if time.monotonic() > deadline:
                raise DatabaseError(
                    "publish_blocked",
                    f"Kết quả đã xong nhưng chưa thay được “{database}” vì tệp đang mở ở chương trình khác. Hãy "
                    "đóng chương "
                    "trình đó rồi chạy lại lệnh này; không có gì phải làm lại từ đầu.",
                    f"The results are ready, but “{database}” is open in another program and could not be replaced. "
                    "Close that "
                    "program and run this command again; nothing has to be done twice.",
                ) from None
            time.sleep(0.25)
        else:
            return


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)
    Path(f"{file}.wal").unlink(missing_ok=True)


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
