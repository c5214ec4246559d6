"""What a file holds, and what goes when it holds something else; decisions put upon a stored document."""

from __future__ import annotations

from pipeline.corrections.overrule import TOUCHED
from pipeline.corrections.stored import concerned, decided, papers, rows_of
from pipeline.load.session import Session
from pipeline.load.stored import storable
from pipeline.load.tables import DOCUMENT_TABLES, TABLES


def hold(  # noqa: PLR0917
    session: Session, doc_id: str, path: str, run_id: str, container: str | None, member: str | None
) -> None:
    """Note which document a file holds; what it held before goes, if no other file holds that."""
    path, within = storable(path), storable(container) if container else None
    if container is None and session.query("SELECT 1 FROM containers WHERE path = ?", path):
        for (inside,) in session.query("SELECT path FROM files WHERE container = ?", path):
            let_go(session, inside)
        forget_container(session, path)
    replaced = session.query("SELECT 1 FROM files WHERE path = ? AND doc_id <> ?", path, doc_id)
    if replaced:
        let_go(session, path)
    session.query("DELETE FROM files WHERE path = ?", path)
    session.insert("files", [(path, doc_id, run_id, within, storable(member) if member else None)])


def let_go(session: Session, path: str) -> None:
    """A file holds nothing any more: its document goes, if no other file holds it."""
    for (old,) in session.query("SELECT doc_id FROM files WHERE path = ?", path):
        if not session.query("SELECT 1 FROM files WHERE doc_id = ? AND path <> ?", old, path):
            delete(session, old)
    session.query("DELETE FROM files WHERE path = ?", path)


def forget_container(session: Session, path: str) -> None:
    """Forget what a container holds."""
    session.query("DELETE FROM container_members WHERE container = ?", path)
    session.query("DELETE FROM containers WHERE path = ?", path)


def delete(session: Session, doc_id: str) -> None:
    """Delete a document with all its rows, if it is stored."""
    if session.query("SELECT 1 FROM documents WHERE doc_id = ?", doc_id):
        session.changed = None
        for table in DOCUMENT_TABLES:
            session.query(f'DELETE FROM "{table}" WHERE doc_id = ?', doc_id)


def decide(session: Session, doc_id: str) -> None:
    """Put upon a stored document what people decided on its records, in the place of what was upon it before."""
    if not session.query("SELECT 1 FROM corrections LIMIT 1") or not concerned(session.query, [doc_id]):
        return
    before = rows_of(session.query, doc_id)
    if not before["texts"]:  # rejected: there is nothing to find a sentence in
        return
    after = decided(session.query, papers(session.query, [doc_id])[doc_id], before)
    session.changed = None
    for table in TOUCHED:
        if after[table] != before[table]:
            session.query(f'DELETE FROM "{table}" WHERE doc_id = ?', doc_id)
            session.insert(table, [tuple(row[name] for name in TABLES[table].names) for row in after[table]])
