"""The letterhead of a document as a fact: what a person decided on its number, date, title, unit, put upon it."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from pipeline.corrections.facts import LETTERHEAD, Decision, Fact, Values, as_json, record_values
from schemas.header import Header

_DAY = ("issued_year", "issued_month", "issued_day")


def letterhead_of(doc_id: str, row: Values) -> Fact:
    """The letterhead as a fact; its row as the machine made it."""
    fact_id = hashlib.sha256(f"{doc_id}\0{LETTERHEAD}".encode()).hexdigest()[:16]
    quote = " ".join(str(row["title"] or row["source_name"]).split())
    return Fact(fact_id, LETTERHEAD, row | {"quote": quote}, 1, 1)


def overruled(header: Header, decisions: Sequence[Decision], doc_id: str) -> tuple[Header, dict[str, Header | None]]:
    """The letterhead with all decisions upon it, oldest first, and by decision what the machine had.

    What was accepted stays as it was then. In another file than the one that was decided on, a field of which the
    machine now reads neither what it read then nor what is right has changed: it stays, and the decision has None.
    """
    machine = json.loads(as_json(header.model_dump()))
    told: dict[str, Header | None] = {}
    values: dict[str, Any] = {}
    for decision in decisions:
        decided = dict(decision.changes) if decision.choice == "correct" else _accepted(decision)
        then = decision.machine
        changed = {
            name
            for name, value in decided.items()
            if decision.paper.doc_id != doc_id and machine[name] not in (then.get(name), json.loads(as_json(value)))
        }
        told[decision.fact_id] = None if changed else header
        values |= {name: value for name, value in decided.items() if name not in changed}
    if not values:
        return header, told
    return Header.model_validate(header.model_dump() | _dated(values, header)), told


def _accepted(decision: Decision) -> dict[str, Any]:
    known = record_values(LETTERHEAD, Header.model_validate(_known(decision.machine)).model_dump())
    return {name: value for name, value in known.items() if name in decision.machine}


def _known(values: Any) -> dict[str, Any]:
    """Of what another version kept, the fields that this one has."""
    return {name: value for name, value in values.items() if name in Header.model_fields}


def _dated(values: dict[str, Any], header: Header) -> dict[str, Any]:
    """The date of issue and its parts, one following the other: the date where it was decided on, else its parts."""
    if "issued_on" in values:
        day = values["issued_on"]
        if isinstance(day, str):
            day = datetime.date.fromisoformat(day)
        return values | dict(zip(_DAY, (day.year, day.month, day.day), strict=True)) if day else values
    if not values.keys() & set(_DAY):
        return values
    parts = [values.get(name, getattr(header, name)) for name in _DAY]
    try:
        return values | {"issued_on": datetime.date(*map(int, parts))}
    except (TypeError, ValueError):  # a part is missing, or there is no such day
        return values | {"issued_on": None}
