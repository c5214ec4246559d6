"""The rows of the sheets as they are stored, a few thousand at a time: a database may hold more than memory does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from pipeline.corrections.verdicts import verdicts
from pipeline.export.cells import Value, cell, cut
from pipeline.export.sheets import DECIDED, Sheet
from pipeline.load.store import asking
from pipeline.load.trouble import explain
from pipeline.report.review.names import page_of, place_of

Look = Literal["", "review", "error"]
"""How a row is to be looked at: as any other, with care, as something that is wrong."""

_CHUNK = 5_000
_KEYS = "r.doc_id AS doc_id, d.source_name AS source_name, d.status AS status"
_IDS = {"documents": "r.doc_id", "issues": "r.issue_id"}
_LOOKS = {
    "documents": "CASE WHEN r.status IN ('rejected', 'failed') THEN 'error' WHEN r.status = 'partial' THEN 'review' "
    "ELSE '' END",
    "issues": "CASE r.severity WHEN 'error' THEN 'error' WHEN 'warning' THEN 'review' ELSE '' END",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells in the order of the sheet's columns, how to look at it, how many of its cells were cut.

    ``address`` is its place within the folder of the review pages, None where its document has no page.
    """

    cells: tuple[Value, ...]
    look: Look
    address: str | None
    cut: int


def rows_of(
    connection: duckdb.DuckDBPyConnection, database: Path, sheet: Sheet, doc_ids: Sequence[str] | None
) -> Iterator[Row]:
    """The rows of a sheet in the order of files and places; of all documents, or of those of these ids.

    Raises:
        DatabaseError: the database cannot be read.
    """
    row_id = _IDS.get(sheet.code, "r.record_id")
    look = _LOOKS.get(sheet.code, "CASE WHEN r.needs_review THEN 'review' ELSE '' END")
    kind = "r.code" if sheet.code == "issues" else "NULL"
    severity = "r.severity" if sheet.code == "issues" else "NULL"
    seen = verdicts(asking(connection, database)) if DECIDED in sheet.columns else {}
    own = next((at for at, column in enumerate(sheet.columns) if column is DECIDED), None)
    columns = ", ".join(column.sql for column in sheet.columns)
    where = "" if doc_ids is None else "WHERE r.doc_id IN (SELECT unnest(?::VARCHAR[]))"
    sql = f"SELECT {_KEYS}, {row_id}, {look}, {kind}, {severity}, {columns} {sheet.source.format(where=where)}"
    try:
        found = connection.cursor().execute(sql, [] if doc_ids is None else [list(doc_ids)])
        while chunk := found.fetchmany(_CHUNK):
            for doc_id, name, status, key, look_at, code, how_bad, *values in chunk:
                holds = how_bad == "info" and code.endswith("_verified")  # as the review pages have it
                anchor = "" if sheet.code == "documents" else "#" + place_of("verified" if holds else sheet.code, key)
                if own is not None and (verdict := seen.get((doc_id, sheet.code, key))):
                    values[own] = verdict.told
                address = page_of(doc_id, name) + anchor if status in {"loaded", "partial"} else None
                yield _row(sheet, values, look_at, address)
    except duckdb.Error as error:
        raise explain(error, database) from error


def _row(sheet: Sheet, values: Sequence[object], look: Look, address: str | None) -> Row:
    cells: list[Value] = []
    shortened = 0
    for column, value in zip(sheet.columns, values, strict=True):
        held = cell(value, *column.source)
        if isinstance(held, str):
            held, was_cut = cut(held)
            shortened += was_cut
        cells.append(held)
    return Row(tuple(cells), look, address, shortened)
