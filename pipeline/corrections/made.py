"""A decision as the rows that are stored of it: one, or one for each field."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.corrections.facts import Fact, Paper, as_json, digest, machine_values, record_values
from schemas.correction import Choice, Correction


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, and when (UTC)."""

    by: str
    at: datetime.datetime


def corrections_of(
    fact: Fact, choice: Choice, changes: Mapping[str, object], *, paper: Paper, name: str, who: Decider, note: str
) -> Iterator[Correction]:
    """The rows of a decision on a fact.

    Args:
        fact: what it is about.
        choice: the decision.
        changes: the fields that it changes or, where a record is added, fills in.
        paper: the document of the fact.
        name: what its file is called.
        who: who decides.
        note: what he remarks, or nothing.
    """
    values = record_values(fact.kind, fact.row)
    for field, new in changes.items() or ((None, None),):
        told = "\0".join((fact.fact_id, field or "", who.by, who.at.isoformat()))
        yield Correction(
            correction_id=hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16],
            fact_id=fact.fact_id,
            record_kind=fact.kind,
            about_doc_id=paper.doc_id,
            source_name=name,
            paths=tuple(sorted(paper.paths)),
            identity=next(iter(paper.identities), None),
            decision=choice,
            field=field,
            old_value=as_json(values[field]) if field and choice != "add" else None,
            new_value=as_json(new) if field else None,
            quote=fact.row["quote"],
            quote_sha256=digest(fact.row["quote"]),
            machine_values=as_json(machine_values(fact)),
            ordinal=fact.ordinal,
            siblings=fact.siblings,
            note=note or None,
            decided_by=who.by,
            decided_at=who.at,
            is_current=True,
        )
