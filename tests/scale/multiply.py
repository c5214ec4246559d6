"""Rows of documents that were read, under the ids of documents that were not: a large database without the reading.

What is stored so is as many rows as reading would give, in the same ways into the same tables; number, year, unit and
place are those of the other document, its words and records are those of the one that was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.load.stored import storable
from pipeline.load.tables import DOCUMENT_TABLES
from pipeline.plan import task_of
from pipeline.staging.block import row_type
from pipeline.unpack import doc_id
from tests.scale.generator import identity

_ID_LENGTH = 16


def as_others(block: pa.Table, files: Sequence[Path], numbers: Sequence[int], seed: int) -> pa.Table:
    """The block with each document as if it had been read from the file at its place."""
    tasks = [task_of(file) for file in files]
    own = pa.array([doc_id(task) for task in tasks])
    columns: dict[str, pa.Array] = {
        "doc_id": own,
        "name": pa.array([task.name for task in tasks]),
        "path": pa.array([storable(task.path) for task in tasks]),
    }
    for table in DOCUMENT_TABLES:
        held = block.column(table).combine_chunks()
        structs = held.flatten()
        ids = pc.take(own, pc.list_parent_indices(held))
        kind = row_type(table)
        arrays = [_renamed(structs.field(field.name), field, ids) for field in kind]
        if table == "documents":
            told = [identity(number, seed) for number in numbers]
            new = {
                "source_name": [task.name for task in tasks],
                "source_sha256": [task.source.sha256 if task.source else None for task in tasks],
                "number": [number % 900 + 1 for number in numbers],
                "unit_name": [one.commune for one in told],
                "issuer": [f"Ủy ban nhân dân {one.kind} {one.commune}" for one in told],
                "issued_year": [one.year for one in told],
                "period_start_year": [one.year for one in told],
                "period_end_year": [one.year for one in told],
                "issued_on": [None] * len(told),
            }
            names = [field.name for field in kind]
            for name, values in new.items():
                arrays[names.index(name)] = pa.array(values, kind.field(name).type)
        offsets = pc.subtract(held.offsets, held.offsets[0])
        columns[table] = pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(arrays, fields=list(kind)))
    return pa.Table.from_arrays(
        [columns.get(name, block.column(name)) for name in block.column_names], block.schema.names
    ).cast(block.schema)


def _renamed(values: pa.Array, field: pa.Field, ids: pa.Array) -> pa.Array:
    """A column that leads to a document or a record of it leads to the other document's."""
    if field.name == "doc_id":
        return ids
    if not pa.types.is_string(field.type) or not (field.name.endswith("_id") or field.name == "resolves_to"):
        return values
    looks = pc.fill_null(pc.match_substring_regex(values, r"^[0-9a-f]{16}-"), fill_value=False)
    moved = pc.binary_join_element_wise(ids, pc.utf8_slice_codeunits(values, _ID_LENGTH), "")
    return pc.if_else(looks, moved, values)
