"""Blocks: the rows of several documents as one Arrow table, a row a document, so that none is ever half there.

Beside ``doc_id``, ``name``, ``status``, ``version`` and where the file lies, a block has a column for each table whose
rows belong to documents: a list of structs, whose fields are the table's columns. Values go from Python objects to
Arrow arrays column by column, and from there to DuckDB and to Parquet without becoming Python objects again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.load.stored import StoredDocument, storable
from pipeline.load.tables import DOCUMENT_TABLES, TABLES

if TYPE_CHECKING:
    from pipeline.work import Done, Task

KEYS = ("doc_id", "name", "status", "version", "path", "container", "member")
"""The columns of a block that are no table: which document, what became of it, which version read it, where it lies."""

_SIMPLE = {
    "VARCHAR": pa.string(),
    "BOOLEAN": pa.bool_(),
    "BIGINT": pa.int64(),
    "USMALLINT": pa.uint16(),
    "DOUBLE": pa.float64(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
}


def arrow_type(kind: str) -> pa.DataType:
    """The Arrow type of a column's DuckDB type.

    >>> arrow_type("BIGINT"), arrow_type("VARCHAR[]")
    (DataType(int64), ListType(list<item: string>))
    """
    return pa.list_(arrow_type(kind[:-2])) if kind.endswith("[]") else _SIMPLE[kind]


@cache
def row_type(table: str) -> pa.StructType:
    """The rows of a table as structs."""
    return pa.struct([(column.name, arrow_type(column.type)) for column in TABLES[table].columns])


@cache
def schema() -> pa.Schema:
    """The columns of a block."""
    return pa.schema(
        [*((key, pa.string()) for key in KEYS), *((table, pa.list_(row_type(table))) for table in DOCUMENT_TABLES)]
    )


def block_of(outcomes: Sequence[Done], version: str) -> pa.Table:
    """The block of some documents.

    Raises:
        pyarrow.ArrowException: a value is not what its column takes: a defect of ours.
    """
    documents = [done.document for done in outcomes]
    tasks = [done.task for done in outcomes]
    keys = (
        [document.doc_id for document in documents],
        [document.name for document in documents],
        [document.status for document in documents],
        [version] * len(documents),
        [storable(task.path) for task in tasks],
        [storable(task.container) if task.container else None for task in tasks],
        [storable(task.member) if task.member else None for task in tasks],
    )
    columns = [pa.array(values, pa.string()) for values in keys]
    return pa.Table.from_arrays([*columns, *(_nested(table, documents) for table in DOCUMENT_TABLES)], schema=schema())


def _nested(table: str, documents: Sequence[StoredDocument]) -> pa.Array:
    held = [document.rows.get(table, ()) for document in documents]
    ends = [0]
    for rows in held:
        ends.append(ends[-1] + len(rows))
    kind = row_type(table)
    columns = list(zip(*chain.from_iterable(held), strict=True)) or [()] * kind.num_fields
    arrays = [pa.array(values, field.type) for values, field in zip(columns, kind, strict=True)]
    structs = pa.StructArray.from_arrays(arrays, fields=list(kind))
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), structs)


def rows_in(block: pa.Table, table: str) -> pa.Table:
    """The rows of a table that a block holds, of all its documents."""
    kind = row_type(table)
    pieces = [pa.RecordBatch.from_struct_array(chunk.flatten()) for chunk in block.column(table).chunks]
    return pa.Table.from_batches(pieces, schema=pa.schema(list(kind)))


def documents_in(block: pa.Table) -> list[StoredDocument]:
    """The documents of a block, each with its row in ``documents`` alone."""
    rows = rows_in(block, "documents")
    values = zip(*(column.to_pylist() for column in rows.columns), strict=True)
    keys = zip(*(block.column(key).to_pylist() for key in ("doc_id", "name", "status")), strict=True)
    return [
        StoredDocument(doc_id, name, status, {"documents": (row,)})
        for (doc_id, name, status), row in zip(keys, values, strict=True)
    ]


def placed(block: pa.Table, tasks: Mapping[str, Task]) -> pa.Table:
    """The block with each document where its task says that it lies now."""
    own = [tasks[doc_id] for doc_id in block.column("doc_id").to_pylist()]
    for key in ("path", "container", "member"):
        values = [storable(told) if (told := getattr(task, key)) else None for task in own]
        block = block.set_column(block.schema.get_field_index(key), key, pa.array(values, pa.string()))
    return block


def prefix_of(doc_id: str) -> str:
    """The partition of a document: the first two digits of its hash, so that there are 256 of about one size.

    >>> prefix_of("4793815316192f07")
    '47'
    """
    return doc_id[:2]
