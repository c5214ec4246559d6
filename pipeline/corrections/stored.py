"""What is asked of a database about decisions: those that are held, the documents and rows that they are about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.corrections.facts import (
    ADDED_PREFIX,
    LETTERHEAD,
    READ,
    WORDS,
    Decision,
    Fact,
    Paper,
    Values,
    decisions_of,
    facts_of,
    identity_of,
)
from pipeline.corrections.letterhead import letterhead_of
from pipeline.corrections.locator import BESIDE
from pipeline.corrections.overrule import REVIVED, TOUCHED, Rows, overrule, undo
from pipeline.corrections.words import words_of
from pipeline.load.digest import Query
from pipeline.load.tables import RECORD_KINDS, TABLES
from schemas.correction import Correction

_BY_READING = f"record_table IN {READ}"
_TOLD = ("doc_id", "number", "symbol", "issued_year", "unit_name", "issuer")


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
    where, values = ("true", []) if doc_ids is None else ("doc_id IN (SELECT unnest(?::VARCHAR[]))", [list(doc_ids)])
    paths: dict[str, set[str]] = {}
    for doc_id, path in query(f"SELECT doc_id, path FROM files WHERE {where}", *values):
        paths.setdefault(doc_id, set()).add(path)
    rows = query(f"SELECT {', '.join(_TOLD)} FROM documents WHERE {where}", *values)
    told = (dict(zip(_TOLD, row, strict=True)) for row in rows)
    known = {d["doc_id"]: [identity_of(d)] for d in told}
    if "machine_records" in tables_of(query):
        kept = f"SELECT doc_id, row_values FROM machine_records WHERE {_BY_READING} AND {where}"
        for doc_id, values_ in query(kept, *values):
            known.setdefault(doc_id, []).extend(json.loads(values_)["identities"])
    return {
        doc_id: Paper(doc_id, frozenset(paths.get(doc_id, ())), tuple(dict.fromkeys(filter(None, identities))))
        for doc_id, identities in known.items()
    }


def rows_of(query: Query, doc_id: str) -> Rows:
    """The rows of a stored document that decisions are about or may change, with its text."""
    return _rows(query, doc_id, (*TOUCHED, "sections", "texts"))


def _rows(query: Query, doc_id: str, tables: Iterable[str]) -> Rows:
    there = tables_of(query)
    rows: Rows = {}
    for table in tables:
        names = TABLES[table].names
        columns = ", ".join(f'"{name}"' for name in names)
        sql = f'SELECT {columns} FROM "{table}" WHERE doc_id = ? ORDER BY {names[1]}'
        rows[table] = [as_row(table, row) for row in query(sql, doc_id)] if table in there else []
    return rows


def as_row(table: str, row: Iterable[object]) -> Values:
    """A row by the names of its columns."""
    return dict(zip(TABLES[table].names, row, strict=True))


def concerned(query: Query, doc_ids: Sequence[str]) -> list[str]:
    """Those of some stored documents that decisions on records may be about, or are upon; none at little cost."""
    held = f"FROM corrections WHERE is_current AND record_kind NOT IN {READ}"
    signs = query(f"SELECT DISTINCT about_doc_id, identity {held}")
    upon = f"record_table NOT IN {READ} AND doc_id IN (SELECT unnest(?::VARCHAR[]))"
    found = {doc_id for (doc_id,) in query(f"SELECT DISTINCT doc_id FROM machine_records WHERE {upon}", list(doc_ids))}
    if signs:
        own, identities = {doc_id for doc_id, _ in signs}, {identity for _, identity in signs}
        paths = {path for (path,) in query(f"SELECT DISTINCT unnest(paths) {held}")}
        found |= {
            doc_id
            for doc_id, paper in papers(query, doc_ids).items()
            if doc_id in own or paths & paper.paths or identities & {*paper.identities}
        }
    return [doc_id for doc_id in doc_ids if doc_id in found]


def decided(query: Query, paper: Paper, rows: Rows) -> Rows:
    """The rows of a document with all decisions on records upon them that are about it."""
    about = (
        f"is_current AND record_kind NOT IN {READ} "
        "AND (about_doc_id = ? OR list_contains(?::VARCHAR[], identity) OR list_has_any(paths, ?::VARCHAR[]))",
        paper.doc_id,
        sorted(paper.identities),
        sorted(paper.paths),
    )
    held = [decision for decision in decisions_of(corrections(query, *about)) if decision.is_about(paper)]
    if not held:
        return undo(rows)
    beside = _rows(query, paper.doc_id, BESIDE) if any(decision.is_added for decision in held) else {}
    return overrule(paper.doc_id, undo(rows) | beside, held, _orphans(query, paper, held))


def facts_in(document: Mapping[str, Any], held: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[Fact]]:
    """What may be decided on in a stored document, by kind, as the machine found it: letterhead, records, words.

    Args:
        document: its own row.
        held: those of its other tables.
    """
    rows: Rows = {table: list(map(dict, found)) for table, found in held.items()}
    doc_id, machine = document["doc_id"], undo(rows)
    kept = {
        (row["record_table"], row["record_id"]): json.loads(row["row_values"]).get("machine") or {}
        for row in rows["machine_records"]
        if row["record_table"] in READ
    }
    edits = [row | kept.get((WORDS, row["edit_id"]), {}) for row in rows["edits"]]
    texts = next(iter(rows["texts"]), None)
    if texts is None:  # it could not be read
        return {}
    return {
        LETTERHEAD: [letterhead_of(doc_id, dict(document) | kept.get((LETTERHEAD, doc_id), {}))],
        **{kind: [*_found(doc_id, kind, machine, rows), *_revived(kind, rows)] for kind in RECORD_KINDS},
        WORDS: words_of(doc_id, texts["raw_text"], texts["text"], edits),
    }


def _found(doc_id: str, kind: str, machine: Rows, rows: Rows) -> list[Fact]:
    """The records that the machine found; those that a person had added before are still the ones that he added."""
    added = {
        kept["record_id"]: kept["fact_id"]
        for kept in rows["machine_records"]
        if kept["record_table"] == kind and kept["fact_id"].startswith(ADDED_PREFIX)
    }
    facts = facts_of(doc_id, kind, machine[kind])
    return [replace(fact, fact_id=added.get(fact.row["record_id"], fact.fact_id)) for fact in facts]


def _revived(kind: str, rows: Rows) -> list[Fact]:
    """The records that stand there because a person decided so, not as the machine found them."""
    own = {kept["record_id"]: kept["fact_id"] for kept in rows["machine_records"] if _is_revived(kind, kept)}
    return [Fact(own[row["record_id"]], kind, row, 1, 1) for row in rows[kind] if row["record_id"] in own]


def _is_revived(kind: str, kept: Values) -> bool:
    return (kept["record_table"], kept["row_values"]) == (kind, REVIVED)


def _orphans(query: Query, paper: Paper, held: Sequence[Decision]) -> frozenset[str]:
    """The facts whose own document is this one, or is stored no more."""
    own = sorted({decision.paper.doc_id for decision in held})
    rows = query("SELECT doc_id FROM documents WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))", own)
    stored = {doc_id for (doc_id,) in rows}
    return frozenset(
        decision.fact_id
        for decision in held
        if decision.paper.doc_id == paper.doc_id or decision.paper.doc_id not in stored
    )
