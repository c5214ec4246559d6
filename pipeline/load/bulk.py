"""Many documents in one transaction: a block's rows go from Arrow to the tables, in the place of what was there.

A statement for each table does for a block what it would do for a document, so that what a document costs does not
depend on how many tables there are, nor much on how many documents are stored.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from pipeline.corrections.stored import concerned
from pipeline.load.documents import decide, forget_container, let_go
from pipeline.load.session import Session
from pipeline.load.tables import DOCUMENT_TABLES
from pipeline.load.tallies import note_changes
from pipeline.staging.block import rows_in


def put_block(session: Session, block: pa.Table, run_id: str) -> None:
    """Store the documents of a block, all or none, each in the place of what the same file held before.

    Raises:
        DatabaseError: the database cannot be written. Anything else is a defect of ours in these documents' rows.
    """
    for piece in _without_repeated_paths(block):
        with session.explained(), session.transaction():
            with _incoming(session, piece):
                _hold_all(session, run_id)
                _delete_all(session, "SELECT doc_id FROM incoming")
            for table in DOCUMENT_TABLES:
                session.insert_rows(table, rows_in(piece, table))
            note_changes(session, piece.column("doc_id").to_pylist())
            if session.query("SELECT 1 FROM corrections LIMIT 1"):
                for doc_id in concerned(session.query, piece.column("doc_id").to_pylist()):
                    decide(session, doc_id)


def _without_repeated_paths(block: pa.Table) -> Iterator[pa.Table]:
    """The block in pieces in which no path comes twice: of two files of one name in an archive the later one holds."""
    seen: set[str] = set()
    start = 0
    for at, path in enumerate(block.column("path").to_pylist()):
        if path in seen:
            yield block.slice(start, at - start)
            seen, start = set(), at
        seen.add(path)
    yield block.slice(start)


@contextmanager
def _incoming(session: Session, block: pa.Table) -> Iterator[None]:
    """The keys of a block, to be asked as a table."""
    session.connection.register("incoming", block.select(["doc_id", "path", "container", "member"]))
    try:
        yield
    finally:
        with contextlib.suppress(duckdb.Error):  # after an error it goes with the transaction
            session.connection.unregister("incoming")


def _hold_all(session: Session, run_id: str) -> None:
    """Note which documents the files hold; what they held before goes, if no other file holds that."""
    plain = "SELECT path FROM incoming WHERE container IS NULL"
    for (path,) in session.query(f"SELECT path FROM containers WHERE path IN ({plain})"):
        for (inside,) in session.query("SELECT path FROM files WHERE container = ?", path):
            let_go(session, inside)
        forget_container(session, path)
    replaced = session.query(
        "SELECT DISTINCT f.doc_id FROM files f JOIN incoming i USING (path) WHERE f.doc_id <> i.doc_id"
    )
    session.query("DELETE FROM files WHERE path IN (SELECT path FROM incoming)")
    if replaced:
        _delete_all(
            session,
            "SELECT unnest(?::VARCHAR[]) EXCEPT SELECT doc_id FROM files EXCEPT SELECT doc_id FROM incoming",
            [doc_id for (doc_id,) in replaced],
        )
    session.query(
        "INSERT INTO files (path, doc_id, run_id, container, member) "
        "SELECT path, doc_id, ?, container, member FROM incoming",
        run_id,
    )


def _delete_all(session: Session, doc_ids: str, *values: object) -> None:
    """Delete the documents whose ids a query gives, with all their rows, where they are stored."""
    stored = session.query(f"SELECT doc_id FROM documents WHERE doc_id IN ({doc_ids})", *values)
    if stored:
        gone = [doc_id for (doc_id,) in stored]
        note_changes(session, gone)
        for table in DOCUMENT_TABLES:
            session.query(f'DELETE FROM "{table}" WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))', gone)
