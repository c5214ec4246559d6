"""What is known of stored documents, in a line each: for skipping, for the table at the end, for lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, get_args

from pipeline.language import choose
from pipeline.load.models import LeftoverKind, Status
from pipeline.load.tables import RECORD_KINDS

Query = Callable[..., list[tuple[Any, ...]]]
"""Runs a statement with values for its question marks and gives the rows."""

COUNTED: tuple[str, ...] = ("sections", *RECORD_KINDS)
"""The tables whose rows are counted for each document."""

_CONTAINER = (
    "(SELECT CASE WHEN bool_and(f.container IS NOT NULL) THEN min(c.name) END FROM files f "
    "LEFT JOIN containers c ON c.path = f.container WHERE f.doc_id = d.doc_id)"
)

LEFT: tuple[LeftoverKind, ...] = get_args(LeftoverKind)
"""The kinds of what no record used."""


@dataclass(frozen=True)
class Known:
    """What a database holds already: status and version by document, document by path; of containers what they were
    and by which version they were opened, and the documents in them.
    """

    documents: dict[str, tuple[Status, str]]
    files: dict[str, str]
    containers: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()

    @classmethod
    def of(cls, query: Query) -> Known:
        """Ask the database; one of another version may lack the tables, and then holds nothing that counts."""
        from pipeline.corrections.waiting import stale  # noqa: PLC0415  (which asks by what is said here)

        tables = {name for (name,) in query("SELECT table_name FROM duckdb_tables()")}
        if not {"documents", "files"} <= tables:
            return cls({}, {})
        documents = query("SELECT doc_id, status, version FROM documents")
        files: dict[str, str] = dict(query("SELECT path, doc_id FROM files"))
        known = cls({i: (status, version) for i, status, version in documents}, files, stale=stale(query))
        if {"containers", "container_members"} <= tables:
            for path, sha256, version in query("SELECT path, sha256, version FROM containers"):
                known.containers[path] = (sha256, version)
            for path, doc_id in query("SELECT container, doc_id FROM container_members WHERE doc_id IS NOT NULL"):
                known.members.setdefault(path, set()).add(doc_id)
        return known


@dataclass(frozen=True)
class Digest:
    """A document in a line: what became of it, how much was found, how much a person should look at."""

    doc_id: str
    name: str
    status: Status
    reason: str | None
    counts: dict[str, int]
    review: int
    issues: int
    restored_words: int
    duplicate_of: str | None
    version_of: str | None
    container: str | None  # the name of the container that alone holds it
    leftovers: dict[LeftoverKind, int]


@dataclass(frozen=True)
class OpenedContainer:
    """A container in a line: how many documents were in it, how many members that are none."""

    name: str
    documents: int
    skipped: int


def containers(query: Query, paths: Iterable[str]) -> list[OpenedContainer]:
    """Of some paths those that are containers, in order of name."""
    rows = query(
        "SELECT c.name, count(m.doc_id), count(m.skipped_code) FROM containers c "
        "LEFT JOIN container_members m ON m.container = c.path WHERE c.path IN (SELECT unnest(?::VARCHAR[])) "
        "GROUP BY c.name, c.path ORDER BY c.name, c.path",
        list(paths),
    )
    return [OpenedContainer(*row) for row in rows]


def digests(query: Query, doc_ids: Iterable[str]) -> list[Digest]:
    """The digests of some documents, in order of name."""
    counts = ", ".join(f'(SELECT count(*) FROM "{table}" r WHERE r.doc_id = d.doc_id)' for table in COUNTED)
    review = " + ".join(
        f'(SELECT count(*) FROM "{table}" r WHERE r.doc_id = d.doc_id AND r.needs_review)' for table in COUNTED
    )
    left = ", ".join(
        f"(SELECT count(*) FROM leftovers l WHERE l.doc_id = d.doc_id AND l.kind = '{kind}')" for kind in LEFT
    )
    rows = query(
        f"SELECT doc_id, source_name, status, reason, reason_en, {review}, "
        "(SELECT count(*) FROM issues i WHERE i.doc_id = d.doc_id AND i.severity <> 'info'), "
        f"coalesce(restored_words, 0), duplicate_of, version_of, {_CONTAINER}, {left}, {counts} "
        "FROM documents d WHERE doc_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY source_name, doc_id",
        list(doc_ids),
    )
    return [
        Digest(
            doc_id,
            name,
            status,
            choose(reason or "", reason_en or "") or None,
            dict(zip(COUNTED, counted[len(LEFT) :], strict=True)),
            review,
            issues,
            restored,
            same,
            version,
            within,
            dict(zip(LEFT, counted[: len(LEFT)], strict=True)),
        )
        for doc_id, name, status, reason, reason_en, review, issues, restored, same, version, within, *counted in rows
    ]
