"""A record that a person kept, corrected or added, and that the machine does not find, brought to its sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from pipeline.corrections.added import ADDED_RULE
from pipeline.corrections.facts import Decision, Values, model_of
from pipeline.corrections.locator import Locator, Rows, section_at
from pipeline.corrections.words import RULE
from pipeline.load.models import Verified
from pipeline.load.stored import row_of
from pipeline.load.tables import ADDED, TABLES
from schemas.records.evidence import Evidence
from schemas.text import Span

_TELLING = ("count", "value", "name", "canonical_id")
"""By these fields records of one kind are mostly told from one another."""


def revived(
    doc_id: str, rows: Mapping[str, Sequence[Values]], decision: Decision, locator: Locator | None = None
) -> Values | None:
    """The row of the record as it was decided; None where its sentence is not in one place alone, in the text as in the
    file, or where the machine finds another record there. Of an added record it is enough that the sentence is in one
    place of either: a person told that it stands beside whatever else is there.

    Args:
        doc_id: the document.
        rows: its rows, as the machine made them.
        decision: one on a record that is not among them.
        locator: of that document, where one is at hand.
    """
    if decision.choice == "reject":
        return None
    if decision.is_added:
        evidence = _evidence_of_added(locator or Locator(rows), decision)
    else:
        evidence = _evidence_as_it_was(rows, decision)
    if evidence is None:
        return None
    model = model_of(decision.kind)
    values = {name: value for name, value in decision.machine.items() if name in model.model_fields}
    record = model.model_validate(values | dict(decision.changes))
    return row_in(doc_id, decision.kind, rows, record, evidence)


def row_in(doc_id: str, kind: str, rows: Rows, record: BaseModel, evidence: Evidence) -> Values:
    """The row of a record that comes after those of its kind in a document; it is linked to nothing yet."""
    beside = [Verified(verified=False)] if Verified in ADDED.get(kind, ()) else []
    last = max((int(row["record_id"].rpartition("-")[2]) for row in rows.get(kind, ())), default=0)
    key = {"doc_id": doc_id, "record_id": f"{doc_id}-{last + 1:04d}"}
    return dict(zip(TABLES[kind].names, row_of(kind, key, record, *beside, evidence), strict=True))


def _evidence_of_added(locator: Locator, decision: Decision) -> Evidence | None:
    span = locator.spot(decision.quote, str(decision.machine.get("raw_quote") or ""))
    return locator.evidence(span, RULE if decision.choice == "correct" else ADDED_RULE) if span else None


def _evidence_as_it_was(rows: Mapping[str, Sequence[Values]], decision: Decision) -> Evidence | None:
    machine = decision.machine
    text, raw_text = next(((row["text"], row["raw_text"]) for row in rows.get("texts", ())), ("", ""))
    place, raw = _place(decision.quote, text), _place(str(machine.get("raw_quote") or ""), raw_text)
    if decision.siblings > 1 or place is None or raw is None:
        return None
    if any(_is_there(row, place, machine) for row in rows.get(decision.kind, ())):
        return None
    return Evidence(
        section_id=section_at(rows.get("sections", ()), place.start),
        quote=place.of(text),
        char_start=place.start,
        char_end=place.end,
        raw_quote=raw.of(raw_text),
        raw_start=raw.start,
        raw_end=raw.end,
        page=machine["page"],
        line=machine["line"],
        confidence=1.0,
        needs_review=False,
        rule=RULE,
    )


def _is_there(row: Values, place: Span, machine: Mapping[str, Any]) -> bool:
    """Whether a record that the machine finds in that place is the same thing, read otherwise: of "tặng Giấy khen cho
    12 tập thể và 31 cá nhân" there are two, with quotes that overlap.
    """
    if not place.overlaps(Span(row["char_start"], row["char_end"])):
        return False
    same = any(row[name] == machine.get(name) for name in _TELLING if row.get(name) is not None)
    return row["char_end"] == place.end or same


def _place(quote: str, text: str) -> Span | None:
    """The only place of a quote in a text, whatever the blanks between its words."""
    words = quote.split()
    found = list(re.finditer(r"\s+".join(map(re.escape, words)), text)) if words else []
    return Span(*found[0].span()) if len(found) == 1 else None
