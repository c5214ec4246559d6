"""What is asked of a database about decisions: those that are held, the documents and rows that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.corrections.facts import Decision, Paper, Values, decisions_of
from pipeline.corrections.overrule import TOUCHED, Rows, overrule, undo
from pipeline.load.digest import Query
from pipeline.load.tables import TABLES
from schemas.correction import Correction

_TOLD = ("doc_id", "number", "symbol", "issued_year", "unit_name", "issuer")


def identity_of(header: Mapping[str, Any]) -> str | None:
    """What an office writes on top of a document and on no other; None where number or symbol is missing.

    >>> identity_of({"number": 57, "symbol": "BC-UBND", "issued_year": 2025, "unit_name": "Lâm Hà Thượng"})
    '57/BC-UBND 2025 Lâm Hà Thượng'
    """
    if header.get("number") is None or not header.get("symbol"):
        return None
    unit = header.get("unit_name") or header.get("issuer") or "-"
    return f"{header['number']}/{header['symbol']} {header.get('issued_year') or '-'} {unit}"


def tables_of(query: Query) -> frozenset[str]:
    """The tables that a database has; one of an older version lacks some."""
    return frozenset(name for (name,) in query("SELECT DISTINCT table_name FROM duckdb_tables()"))


def corrections(query: Query, where: str = "true", *values: object) -> list[Correction]:
    """The corrections that are held."""
    names = TABLES["corrections"].names
    rows = query(f"SELECT {', '.join(names)} FROM corrections WHERE {where} ORDER BY correction_id", *values)
    return [Correction.model_validate(dict(zip(names, row, strict=True))) for row in rows]


def papers(query: Query, doc_ids: Iterable[str] | None = None) -> dict[str, Paper]:
    """What tells documents from others; of some, or of all."""
    where, values = ("true", []) if doc_ids is None else ("list_contains(?::VARCHAR[], doc_id)", [list(doc_ids)])
    paths: dict[str, set[str]] = {}
    for doc_id, path in query(f"SELECT doc_id, path FROM files WHERE {where}", *values):
        paths.setdefault(doc_id, set()).add(path)
    rows = query(f"SELECT {', '.join(_TOLD)} FROM documents WHERE {where}", *values)
    told = (dict(zip(_TOLD, row, strict=True)) for row in rows)
    return {d["doc_id"]: Paper(d["doc_id"], frozenset(paths.get(d["doc_id"], ())), identity_of(d)) for d in told}


def rows_of(query: Query, doc_id: str) -> Rows:
    """The rows of a stored document that decisions are about or may change, with its text."""
    there = tables_of(query)
    rows: Rows = {}
    for table in (*TOUCHED, "texts"):
        names = TABLES[table].names
        columns = ", ".join(f'"{name}"' for name in names)
        sql = f'SELECT {columns} FROM "{table}" WHERE doc_id = ? ORDER BY {names[1]}'
        rows[table] = [as_row(table, row) for row in query(sql, doc_id)] if table in there else []
    return rows


def as_row(table: str, row: Iterable[object]) -> Values:
    """A row by the names of its columns."""
    return dict(zip(TABLES[table].names, row, strict=True))


def decided(query: Query, paper: Paper, rows: Rows) -> Rows:
    """The rows of a document with all decisions upon them that are about it."""
    about = (
        "is_current AND (about_doc_id = ? OR identity = ? OR list_has_any(paths, ?::VARCHAR[]))",
        paper.doc_id,
        paper.identity,
        sorted(paper.paths),
    )
    held = [decision for decision in decisions_of(corrections(query, *about)) if decision.is_about(paper)]
    return overrule(paper.doc_id, undo(rows), held, _orphans(query, paper, held)) if held else undo(rows)


def _orphans(query: Query, paper: Paper, held: Iterable[Decision]) -> frozenset[str]:
    """The facts whose own document is this one, or is stored no more."""
    stored = {doc_id for (doc_id,) in query("SELECT doc_id FROM documents")}
    return frozenset(
        decision.fact_id
        for decision in held
        if decision.paper.doc_id == paper.doc_id or decision.paper.doc_id not in stored
    )
