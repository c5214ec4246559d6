"""What the pages tell, asked of the database: documents in chunks, each with all its rows; names of the catalogues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from pipeline.corrections.verdicts import Verdict, verdicts
from pipeline.load.digest import Query
from pipeline.load.tables import DOCUMENT_TABLES, RECORD_KINDS, TABLES

Row = Mapping[str, Any]
"""A row of a table: its columns are those of ``pipeline.load.tables``."""

_CHUNK = 50  # documents asked for at once: few enough to hold, enough to spare questions
_SHOWN = tuple(table for table in DOCUMENT_TABLES if table != "section_words")  # an index: nothing to be read
_ORDER = {"edits": "raw_start, char_start", "parts": "char_start", "texts": "doc_id", "issues": "issue_id"}


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as it is stored: its row, the rows of every other table that belong to it, in order of place, and what
    people decided on them, by table and id.
    """

    document: Row
    rows: Mapping[str, tuple[Row, ...]]
    verdicts: Mapping[tuple[str, str], Verdict] = field(default_factory=dict)

    @property
    def texts(self) -> tuple[str, str]:
        """The text as it was read, and as it was restored; empty ones where nothing could be read."""
        return next(((row["raw_text"], row["text"]) for row in self.rows["texts"]), ("", ""))


@dataclass(frozen=True, slots=True)
class Names:
    """What catalogues call that to which records are linked: names by table and code."""

    of: Mapping[tuple[str, str], str]

    @classmethod
    def ask(cls, query: Query) -> Names:
        """All names of indicators, movements and instruments."""
        told = {("indicators", code): name for code, name in query("SELECT indicator_code, name FROM indicators")}
        told |= {("movements_catalog", code): name for code, name in query("SELECT code, name FROM movements_catalog")}
        instruments = query(
            "SELECT instrument_id, concat_ws(', ', CASE WHEN number IS NOT NULL THEN canonical_id END, title) "
            "FROM legal_documents WHERE number IS NOT NULL OR title IS NOT NULL"
        )
        return cls(told | {("legal_documents", code): name for code, name in instruments})


def documents(query: Query) -> tuple[Row, ...]:
    """The rows of all documents, in the order of their names."""
    return _rows(query, "documents", "", "source_name, doc_id")


def stored(query: Query, doc_ids: Sequence[str]) -> Iterator[Stored]:
    """The documents of these ids, each whole, in this order."""
    left = iter(doc_ids)
    while chunk := list(islice(left, _CHUNK)):
        found = {table: _by_document(query, table, chunk) for table in _SHOWN}
        decided: dict[str, dict[tuple[str, str], Verdict]] = {}
        for (doc_id, table, row_id), verdict in verdicts(query, chunk).items():
            decided.setdefault(doc_id, {})[table, row_id] = verdict
        for doc_id in chunk:
            (document,) = found["documents"][doc_id]
            rows = {table: tuple(held.get(doc_id, ())) for table, held in found.items()}
            yield Stored(document, rows, decided.get(doc_id, {}))


def counts(query: Query) -> dict[str, dict[str, int]]:
    """How many rows each document has: of each kind of record, ``review`` of all that a person should look at."""
    told: dict[str, dict[str, int]] = {}
    for kind in RECORD_KINDS:
        for doc_id, count in query(f'SELECT doc_id, count(*) FROM "{kind}" GROUP BY doc_id'):
            told.setdefault(doc_id, {})[kind] = count
    marked = " UNION ALL ".join(
        f'SELECT doc_id FROM "{kind}" WHERE needs_review' for kind in ("sections", *RECORD_KINDS)
    )
    for doc_id, count in query(f"SELECT doc_id, count(*) FROM ({marked}) GROUP BY doc_id"):
        told.setdefault(doc_id, {})["review"] = count
    return told


def findings(query: Query) -> dict[str, tuple[Row, ...]]:
    """What each document should be looked at for: its errors and warnings."""
    told: dict[str, list[Row]] = {}
    where = "WHERE severity <> 'info'"
    for row in _rows(query, "issues", where, "doc_id, severity <> 'error', issue_id"):
        told.setdefault(row["doc_id"], []).append(row)
    return {doc_id: tuple(rows) for doc_id, rows in told.items()}


def _by_document(query: Query, table: str, doc_ids: list[str]) -> dict[str, list[Row]]:
    told: dict[str, list[Row]] = {}
    where = "WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))"
    order = _ORDER.get(table, "char_start, char_end" if "char_start" in TABLES[table].names else "doc_id")
    for row in _rows(query, table, where, f"doc_id, {order}", doc_ids):
        told.setdefault(row["doc_id"], []).append(row)
    return told


def _rows(query: Query, table: str, where: str, order: str, *values: object) -> tuple[Row, ...]:
    names = TABLES[table].names
    columns = ", ".join(f'"{name}"' for name in names)
    rows = query(f'SELECT {columns} FROM "{table}" {where} ORDER BY {order}', *values)
    return tuple(dict(zip(names, row, strict=True)) for row in rows)
