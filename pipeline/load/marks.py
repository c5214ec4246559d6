"""Marks that one document sets upon another: the same bytes, another form of the same report, counted or not."""

from __future__ import annotations

from pipeline.load.session import Session
from pipeline.load.tallies import note_changes
from pipeline.load.versions import versions


def mark_duplicates(session: Session) -> None:
    """Say of documents with the same bytes which one they repeat: the first by name."""
    first = (
        "SELECT source_sha256, min_by(doc_id, source_name || ' ' || doc_id) AS first FROM documents "
        "WHERE source_sha256 IS NOT NULL GROUP BY ALL"
    )
    truth = (
        "SELECT d.doc_id, nullif(f.first, d.doc_id) AS first "
        f"FROM documents d LEFT JOIN ({first}) f USING (source_sha256)"
    )
    with session.explained(), session.transaction():
        others = session.query(
            f"SELECT d.doc_id FROM documents d JOIN ({truth}) t USING (doc_id) "
            "WHERE d.duplicate_of IS DISTINCT FROM t.first"
        )
        note_changes(session, [doc_id for (doc_id,) in others])
        if others:
            session.query(
                f"UPDATE documents SET duplicate_of = t.first FROM ({truth}) t "
                "WHERE t.doc_id = documents.doc_id AND documents.duplicate_of IS DISTINCT FROM t.first"
            )


def mark_versions(session: Session) -> None:
    """Say of documents that are the same but for their form which one is the main one, and which count in totals.

    After :meth:`mark_duplicates`: what is stored decides, not in which order it came.
    """
    with session.explained(), session.transaction():
        main = versions(session.query)
        truth = "SELECT unnest($1::VARCHAR[]) AS doc_id, unnest($2::VARCHAR[]) AS first"
        session.query(
            f"UPDATE documents SET version_of = t.first FROM (SELECT d.doc_id, m.first FROM documents d "
            f"LEFT JOIN ({truth}) m USING (doc_id)) t "
            "WHERE t.doc_id = documents.doc_id AND documents.version_of IS DISTINCT FROM t.first",
            list(main.keys()),
            list(main.values()),
        )
        session.query(
            "UPDATE documents SET counted = (duplicate_of IS NULL AND version_of IS NULL) "
            "WHERE counted IS DISTINCT FROM (duplicate_of IS NULL AND version_of IS NULL)"
        )
