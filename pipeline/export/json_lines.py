"""JSON Lines for programs: a file a table, its rows as they are stored, nothing changed, nothing cut."""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipeline.export.places import new_folder
from pipeline.load.digest import COUNTED
from pipeline.load.tables import TABLES
from pipeline.load.trouble import explain

MARK = "_thidua_jsonl"
EXPORTED: tuple[str, ...] = ("documents", *COUNTED, "issues")
"""The tables that are written: what is told of documents, not their texts."""

_CHUNK = 5_000


def write_json_lines(
    connection: duckdb.DuckDBPyConnection, database: Path, folder: Path, doc_ids: Sequence[str] | None
) -> dict[str, int]:
    """Write a folder of JSON Lines, and say how many rows each table has; it appears as a whole or not at all.

    The objects are those of ``schemas/json``: codes as codes, days as 2025-12-05.

    Raises:
        UsageError: ``folder_in_use``, ``result_open``, ``result_not_written``.
        DatabaseError: the rows cannot be read.
    """
    written = {}
    with new_folder(folder, MARK) as fresh:
        for table in EXPORTED:
            written[table] = _write(connection, database, table, fresh / f"{table}.jsonl", doc_ids)
    return written


def _write(
    connection: duckdb.DuckDBPyConnection, database: Path, table: str, file: Path, doc_ids: Sequence[str] | None
) -> int:
    names = TABLES[table].names
    columns = ", ".join(f'"{name}"' for name in names)
    where = "" if doc_ids is None else "WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))"
    sql = f'SELECT {columns} FROM "{table}" {where} ORDER BY doc_id, {names[1]}'
    count = 0
    try:
        found = connection.cursor().execute(sql, [] if doc_ids is None else [list(doc_ids)])
        with file.open("w", encoding="utf-8", newline="\n") as lines:
            while chunk := found.fetchmany(_CHUNK):
                for row in chunk:
                    told = {name: _plain(value) for name, value in zip(names, row, strict=True)}
                    lines.write(json.dumps(told, ensure_ascii=False) + "\n")
                count += len(chunk)
    except duckdb.Error as error:
        raise explain(error, database) from error
    return count


def _plain(value: object) -> object:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None  # JSON has no such number
    return value
