"""The database: one writer, a working copy beside it, and a published file that readers may open at any time.

DuckDB lets one process write, and while it does nobody else may open the file. So nothing is ever written to the
published file: an ingestion works on ``<name>.work`` beside it, many documents a transaction, and publishes by writing
a fresh copy, ``<name>.new``, and renaming it over the published file, which is atomic; at the end it renames the
working copy itself. Whoever reads meanwhile goes on with the file he has open.

A process that is killed leaves the published file as it was and a working copy with every finished document; the next
ingestion goes on from there. DuckDB's own lock on the working copy keeps a second ingestion out, on every system, and
falls with
the process. A working copy that does not belong to the published file is not gone on with: somebody has replaced that
file (:mod:`pipeline.load.opening`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import duckdb

from pipeline.corrections.facts import decisions_of
from pipeline.corrections.stored import papers
from pipeline.errors import DatabaseError
from pipeline.load.connection import STORAGE_VERSION, asking, connect_to_read, remove, work_of
from pipeline.load.documents import decide, delete, forget_container, hold, let_go
from pipeline.load.marks import mark_duplicates, mark_versions
from pipeline.load.opening import forget, know, open_work
from pipeline.load.publish import hand_over, publish
from pipeline.load.session import Session
from pipeline.load.stored import Row, StoredDocument, row_of, storable
from pipeline.load.tallies import tally, trust
from pipeline.load.trouble import Notice
from schemas.correction import Correction

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["STORAGE_VERSION", "Store", "asking", "connect_to_read", "work_of"]


class Store:
    """The working copy of a database, open for writing; use it as a context."""

    def __init__(self, session: Session, notices: tuple[Notice, ...] = ()) -> None:
        self.session = session
        self.database = session.database
        self.notices = notices
        """What the user has to know of how it was opened: migrated, mended."""

    @classmethod
    def open(cls, database: Path) -> Self:
        """Open the working copy: go on with one that was left behind, or take one from the published file.

        Raises:
            DatabaseError: the folder cannot be written, another ingestion is running, the file is no database, or is
                of a newer program.
        """
        left = work_of(database).exists()  # by a run that was killed, before or after it counted
        store = cls(*open_work(database))
        try:
            if not left and not store.notices:
                trust(store.session)
            if not database.exists():
                store.publish()
        except DatabaseError:
            store.session.connection.close()
            raise
        return store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(duckdb.Error):
            self.session.connection.close()

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows that a statement gives."""
        return self.session.query(sql, *values)

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
        with self.session.explained(), self.session.transaction():
            hold(self.session, document.doc_id, path, run_id, container, member)
            delete(self.session, document.doc_id)
            for table, rows in document.rows.items():
                self.session.insert(table, rows)
            decide(self.session, document.doc_id)

    def put_block(self, block: pa.Table, run_id: str) -> None:
        """Store many documents in one transaction, as :meth:`put` stores one.

        Raises:
            DatabaseError: the database cannot be written. Anything else is a defect of ours in these documents' rows.
        """
        from pipeline.load.bulk import put_block  # noqa: PLC0415  (Arrow with it, which those who only read do not need)

        put_block(self.session, block, run_id)

    def correct(self, corrections: Sequence[Correction]) -> None:
        """Store what people decided, and put it upon the documents that it is about; in one transaction.

        An earlier decision on the same record is kept, but holds no more.
        """
        facts = sorted({correction.fact_id for correction in corrections})
        with self.session.explained(), self.session.transaction():
            self.session.query(
                "UPDATE corrections SET is_current = false "
                "WHERE is_current AND fact_id IN (SELECT unnest(?::VARCHAR[]))",
                facts,
            )
            self.session.insert("corrections", [row_of("corrections", {}, correction) for correction in corrections])
            made = decisions_of(corrections)
            for doc_id, paper in papers(self.query).items():
                if any(decision.is_about(paper) for decision in made):
                    decide(self.session, doc_id)

    def note_path(
        self, doc_id: str, path: str, run_id: str, *, container: str | None = None, member: str | None = None
    ) -> None:
        """Note that a file holds a document that is stored already."""
        with self.session.explained(), self.session.transaction():
            hold(self.session, doc_id, path, run_id, container, member)

    def put_container(self, path: str, own: Row, members: list[Row], held: Iterable[str]) -> None:
        """Store what a container holds in the place of what it held; ``held`` are the paths of its documents, which
        are stored for themselves.
        """
        path = storable(path)
        with self.session.explained(), self.session.transaction():
            kept = set(map(storable, held))
            for (gone,) in self.query("SELECT path FROM files WHERE path = ? OR container = ?", path, path):
                if gone not in kept:
                    let_go(self.session, gone)
            forget_container(self.session, path)
            self.session.insert("containers", [own])
            self.session.insert("container_members", members)

    def put_run(self, row: tuple[Any, ...]) -> None:
        """Store or renew the row of a run; its id comes first."""
        with self.session.explained(), self.session.transaction():
            self.query("DELETE FROM runs WHERE run_id = ?", row[0])
            self.session.insert("runs", [row])

    def mark(self) -> None:
        """Say which documents repeat which, and count anew what is counted from all of them."""
        mark_duplicates(self.session)
        mark_versions(self.session)
        self.tally()

    def tally(self) -> None:
        """Count anew the reference tables whose rows come from what is stored."""
        tally(self.session)

    def publish(self) -> None:
        """Put a fresh copy in the place of the published file; readers are held up by the renaming alone."""
        with self.session.explained():
            publish(self.session.connection, self.database)
            know(self.database)

    def finish(self) -> None:
        """Publish and clear the working copy away."""
        work = work_of(self.database)
        with self.session.explained():
            handed_over = hand_over(self.session.connection, self.database)
        if not handed_over:
            self.publish()
        with contextlib.suppress(PermissionError):
            work.unlink(missing_ok=True)  # while its lock is still ours; Windows wants it closed first
        self.session.connection.close()
        remove(work)
        forget(self.database)
