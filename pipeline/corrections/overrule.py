"""Decisions put upon a document's rows, and taken off again. Pure: rows in, rows out."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from typing import Any

from pipeline.corrections.added import ADDED_RULE, found_by_machine, values_of
from pipeline.corrections.facts import (
    READ,
    Decision,
    Fact,
    Values,
    as_json,
    facts_of,
    find,
    model_of,
    plain,
    record_values,
)
from pipeline.corrections.locator import Locator
from pipeline.corrections.lost import LOST, lost_issue
from pipeline.corrections.revive import revived
from pipeline.corrections.words import RULE
from pipeline.identities.base_units import convert, to_base
from pipeline.load.models import Stage, StoredIssue
from pipeline.load.references import links_of
from pipeline.load.tables import RECORD_KINDS, TABLES
from schemas.correction import MachineRecord

Rows = dict[str, list[Values]]
"""The rows of one document by table."""

STAGE: Stage = "check"
"""The stage under which a lost decision on a record is told; those on words and letterhead are told by the reading."""
REVIVED = "null"
"""What is kept as the machine's row of a record that the machine does not find: nothing."""
LEADING = {
    "legal_back_references": ("legal_references", "resolves_to"),
    "movement_mentions": ("movements", "movement_record_id"),
}
"""Tables whose rows lead to a record and go with it: the record's table, and the column that leads there."""
TOUCHED: tuple[str, ...] = (*RECORD_KINDS, *LEADING, "issues", "machine_records")
"""The tables that decisions may change."""

_CATALOGUED = {  # what a record is linked to by these of its fields; of a corrected record it is not known any more
    "metrics": frozenset({"indicator", "unit"}),
    "movements": frozenset({"name"}),
    "legal_references": frozenset({"doc_type", "number", "number_year", "symbol", "canonical_id", "issuer"}),
}
_KEPT_LINKS = frozenset({"result_section_id", "basis", "basis_id"})  # by the place in the text, not by the fields


def undo(rows: Rows) -> Rows:
    """The rows as the machine made them."""
    fresh = {table: list(held) for table, held in rows.items()}
    kept, fresh["machine_records"] = fresh.get("machine_records", []), []
    for held in kept:
        table = held["record_table"]
        if table in READ:  # what was right before all else stood on it: only another reading undoes that
            fresh["machine_records"].append(held)
            continue
        others = [row for row in fresh.get(table, []) if row["record_id"] != held["record_id"]]
        back = [row_back(table, held["row_values"])] if held["row_values"] != REVIVED else []
        fresh[table] = sorted([*others, *back], key=lambda row: row["record_id"])
    fresh["issues"] = [row for row in rows.get("issues", ()) if (row["code"], row["stage"]) != (LOST, STAGE)]
    return fresh


def overrule(doc_id: str, rows: Rows, decisions: Sequence[Decision], orphans: frozenset[str]) -> Rows:
    """The rows with the decisions upon them.

    Args:
        doc_id: the document.
        rows: as the machine made them; for added records with those that tell of places (``locator.BESIDE``), too.
        decisions: those about this document, oldest first: of two on one record the later holds.
        orphans: the facts of which this document would be the only one to hold them, so that it is told if it does not.
    """
    text, raw_text = next(((row["text"], row["raw_text"]) for row in rows.get("texts", ())), ("", ""))
    facts = {kind: facts_of(doc_id, kind, rows.get(kind, ())) for kind in RECORD_KINDS}
    chosen: dict[tuple[str, str], tuple[Fact, Decision]] = {}
    lost, back = [], list[tuple[Values, Decision]]()
    locator = Locator(rows)
    for decision in decisions:
        known = facts.get(decision.kind, ())
        fact = found_by_machine(decision, known, locator) if decision.is_added else find(decision, known, text)
        if fact is not None:
            chosen[decision.kind, fact.row["record_id"]] = (fact, decision)
        elif (row := revived(doc_id, rows, decision, locator)) is not None:
            back.append((row, decision))
        elif decision.fact_id in orphans and not is_moot(decision, text, raw_text):
            lost.append(decision)
    fresh = {table: list(held) for table, held in rows.items()}
    fresh["machine_records"] = list(rows.get("machine_records", ()))
    for (kind, record_id), (fact, decision) in chosen.items():
        _keep(fresh, doc_id, kind, fact.row, decision.fact_id)
        others = [row for row in fresh[kind] if row["record_id"] != record_id]
        if decision.choice == "reject":
            fresh[kind] = others
            _take_along(fresh, doc_id, kind, record_id, decision.fact_id)
        else:
            decided = [*others, _decided(kind, fact.row, decision)]
            fresh[kind] = sorted(decided, key=lambda row: row["record_id"])
    for row, decision in back:
        _bring(fresh, decision, row)
    fresh["issues"] = [*fresh.get("issues", ()), *_issues(doc_id, fresh.get("issues", []), lost)]
    return fresh


def _bring(fresh: Rows, decision: Decision, row: Values) -> None:
    """Put a record in that the machine does not find, or not any more."""
    kind = decision.kind
    taken = {other["record_id"] for other in fresh[kind]} | {kept["record_id"] for kept in fresh["machine_records"]}
    while row["record_id"] in taken:
        stem, _, number = row["record_id"].rpartition("-")
        row = row | {"record_id": f"{stem}-{int(number) + 1:04d}"}
    told = row | _in_base_units(row) if kind == "metrics" else row
    fresh[kind] = [*fresh[kind], told]
    kept = MachineRecord(record_table=kind, fact_id=decision.fact_id, row_values=REVIVED)
    fresh["machine_records"].append({"doc_id": row["doc_id"], "record_id": row["record_id"], **kept.model_dump()})


def is_moot(decision: Decision, text: str, raw_text: str) -> bool:
    """Whether a rejected record is found no more though its sentence is there: what was decided holds by itself. Of one
    that a person had added nothing is left to be found.
    """
    if decision.is_added:
        return decision.choice == "reject"
    raw = plain(decision.machine.get("raw_quote") or "")
    return decision.choice == "reject" and (plain(decision.quote) in plain(text) or "" != raw in plain(raw_text))


def _decided(kind: str, row: Values, decision: Decision) -> Values:
    changes = dict(decision.changes)
    if decision.is_added:  # and the machine finds it by now: what the person said holds where the two differ
        machine = record_values(kind, row)
        changes = {name: value for name, value in values_of(decision).items() if value != machine[name]}
    elif decision.choice == "accept":
        changes = {}
    if not changes:
        return row | {"needs_review": False}
    valid = model_of(kind).model_validate({name: row[name] for name in model_of(kind).model_fields} | changes)
    new = {name: getattr(valid, name) for name in changes}
    rule = RULE if decision.choice == "correct" else ADDED_RULE
    told = row | new | {"needs_review": False, "confidence": 1.0, "rule": rule}
    if "verified" in row and new.keys() & {"value", "value_max", "count"}:
        told["verified"] = False  # the arithmetic that held was that of another number
    if new.keys() & _CATALOGUED.get(kind, frozenset()):
        for model in links_of(kind):
            told |= {name: value for name, value in model().model_dump().items() if name not in _KEPT_LINKS}
    if kind == "metrics":
        told |= _in_base_units(told)
    return told


def _in_base_units(told: Values) -> Values:
    base = to_base(told["unit"])
    if base is None:
        return {"base_value": None, "base_value_max": None, "base_unit": None}
    unit, factor = base
    value, most = convert(told["value"], factor), convert(told["value_max"], factor)
    return {"base_value": value, "base_value_max": most, "base_unit": unit}


def _keep(fresh: Rows, doc_id: str, table: str, row: Values, fact_id: str) -> None:
    kept = MachineRecord(record_table=table, fact_id=fact_id, row_values=as_json(row))
    fresh["machine_records"].append({"doc_id": doc_id, "record_id": row["record_id"], **kept.model_dump()})


def _take_along(fresh: Rows, doc_id: str, kind: str, record_id: str, fact_id: str) -> None:
    for table, (leads_to, column) in LEADING.items():
        if leads_to == kind:
            for row in [row for row in fresh.get(table, ()) if row[column] == record_id]:
                _keep(fresh, doc_id, table, row, fact_id)
                fresh[table].remove(row)


def _issues(doc_id: str, there: Sequence[Values], lost: Sequence[Decision]) -> list[Values]:
    last = max((int(issue["issue_id"].rpartition("-")[2]) for issue in there), default=0)
    made = []
    for at, decision in enumerate(lost, start=last + 1):
        told = lost_issue(decision)
        issue = StoredIssue(
            stage=STAGE,
            code=told.code,
            severity=told.severity,
            message=told.message,
            message_en=told.message_en,
            quote=None,
            char_start=None,
            char_end=None,
            page=None,
            line=None,
        )
        made.append({"doc_id": doc_id, "issue_id": f"{doc_id}-{at:04d}", **issue.model_dump()})
    return made


def row_back(table: str, told: str) -> Values:
    """A row of a table as it was kept."""
    types = {column.name: column.type for column in TABLES[table].columns}
    held = json.loads(told)
    return {name: _value_back(types[name], held.get(name)) for name in types}


def _value_back(kind: str, value: Any) -> Any:
    return datetime.date.fromisoformat(value) if kind == "DATE" and value else value
