"""One document's rows: what they are, and the one row of a file that gave none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from pipeline.load.models import Outcome, Source, Status
from pipeline.load.references import with_links
from pipeline.load.tables import TABLES
from schemas.document import SourceFile
from schemas.header import Header

Row = tuple[Any, ...]

_BIGGEST = 2**63 - 1  # what a BIGINT holds; a longer number in a text is noise


@dataclass(frozen=True)
class StoredDocument:
    """The rows of one document, by table; the order of a row's values is that of the table's columns."""

    doc_id: str
    name: str
    status: Status
    rows: dict[str, tuple[Row, ...]]

    def count(self, table: str) -> int:
        """How many rows the document has in a table."""
        return len(self.rows.get(table, ()))


def doc_id_of(name: str, sha256: str | None, path: str = "") -> str:
    """The id of a document: from its bytes and its name, so that it is the same on every machine.

    The same bytes under two names are two documents (``documents.duplicate_of`` says so); the same bytes under the
    same name in
    two folders are one. A file whose bytes could not be read is known by its path alone.

    >>> doc_id_of("bao-cao.txt", "ab" * 32)
    '4793815316192f07'
    """
    key = f"{name}\0{sha256}" if sha256 else f"{path}\0unread"
    return hashlib.sha256(storable(key).encode()).hexdigest()[:16]


def storable(text: str) -> str:
    r"""A text without halves of surrogate pairs: file names may hold some, databases and screens do not take them.

    >>> storable("b\udce1o cáo")
    'b?o cáo'
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def rows_of_refusal(source: SourceFile | None, name: str, path: str, outcome: Outcome) -> StoredDocument:
    """The one row of a file that gave no document: rejected, or failed through a defect of ours."""
    doc_id = doc_id_of(name, source.sha256 if source else None, path)
    known = source_of(source) if source else _unknown_source(name)
    row = row_of("documents", {"doc_id": doc_id}, Header(), known, outcome)
    return StoredDocument(doc_id, storable(name), outcome.status, {"documents": (row,)})


def source_of(source: SourceFile) -> Source:
    """The columns that say which file it was."""
    return Source(
        source_name=storable(source.name),
        source_sha256=source.sha256,
        source_media_type=source.media_type or None,
        source_size=source.size,
    )


def _unknown_source(name: str) -> Source:
    return Source(source_name=storable(name), source_sha256=None, source_media_type=None, source_size=None)


def row_of(table: str, key: dict[str, str], *parts: BaseModel) -> Row:
    """The values of a row in the order of the table's columns; where two parts name a column, the first one fills
    it. What is linked to nothing has the empty columns of a link.
    """
    values: dict[str, object] = dict(key)
    for part in with_links(table, parts):
        for name in type(part).model_fields:
            values.setdefault(name, getattr(part, name))
    return tuple(_value(values[name]) for name in _names(table))


@cache
def _names(table: str) -> tuple[str, ...]:
    return TABLES[table].names


def _value(value: object) -> object:
    """As DuckDB takes it: lists for tuples, no number beyond 64 bits, no half of a surrogate pair."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, int) and abs(value) > _BIGGEST:
        return None
    return value
