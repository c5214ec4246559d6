"""Which decisions a reading has to follow, and which stored documents were read before they were made."""

from __future__ import annotations

import json

from pipeline.corrections.facts import READ, Decision, decisions_of
from pipeline.corrections.reading import UNDECIDED, Decided
from pipeline.corrections.stored import corrections, papers, tables_of
from pipeline.load.digest import Query

_CURRENT = f"is_current AND record_kind IN {READ}"


def decided_of(query: Query) -> Decided:
    """What readings have to follow."""
    held = _held(query)
    if not held:
        return UNDECIDED
    about = sorted({decision.paper.doc_id for decision in held})
    stored = query("SELECT doc_id FROM documents WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))", about)
    return Decided(held, frozenset(doc_id for (doc_id,) in stored))


def stale(query: Query) -> frozenset[str]:
    """The documents that have to be read again: decisions on their words or letterhead were made, or taken back, since.

    What is asked does not grow with what is stored, but with the decisions.
    """
    if not {"corrections", "machine_records", "documents", "files"} <= tables_of(query):
        return frozenset()
    upon: dict[str, set[tuple[str, str]]] = {}
    kept = f"SELECT doc_id, fact_id, row_values FROM machine_records WHERE record_table IN {READ}"
    for doc_id, fact_id, values in query(kept):
        upon.setdefault(doc_id, set()).add((fact_id, json.loads(values)["stamp"]))
    held = _held(query)
    if not held and not upon:
        return frozenset()
    found = set()
    for doc_id, paper in papers(query, _candidates(query, held) | upon.keys()).items():
        wanted = {(decision.fact_id, decision.stamp) for decision in held if decision.is_about(paper)}
        if wanted != upon.get(doc_id, set()):
            found.add(doc_id)
    return frozenset(found)


def _held(query: Query) -> tuple[Decision, ...]:
    if "corrections" not in tables_of(query):
        return ()
    return tuple(decisions_of(corrections(query, _CURRENT)))


def _candidates(query: Query, held: tuple[Decision, ...]) -> set[str]:
    """The stored, readable documents that decisions may be about."""
    own = sorted({decision.paper.doc_id for decision in held})
    paths = sorted({path for decision in held for path in decision.paper.paths})
    signs = sorted({one.partition(" ")[0] for decision in held for one in decision.paper.identities})
    rows = query(
        "SELECT doc_id FROM documents d WHERE d.status IN ('loaded', 'partial') AND ("
        "list_contains($1::VARCHAR[], d.doc_id) OR list_contains($3::VARCHAR[], d.number || '/' || d.symbol) "
        "OR d.doc_id IN (SELECT f.doc_id FROM files f WHERE list_contains($2::VARCHAR[], f.path)))",
        own,
        paths,
        signs,
    )
    return {doc_id for (doc_id,) in rows}
