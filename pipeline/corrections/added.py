"""Records that a person added because the machine overlooked them: their ids, what they say, whether the machine has
them by now. Pure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.corrections.facts import ADDED_PREFIX, Decision, Fact, Values, as_json, model_of, plain, record_values
from pipeline.corrections.locator import Locator
from pipeline.corrections.values import key
from pipeline.vocabulary import words_of
from schemas.text import Span

ADDED_RULE = "added"
"""The rule of a record that a person added."""

_ONE_A_DOCUMENT = frozenset({"movements"})  # however often it is named, it is one record


def added_id(doc_id: str, kind: str, quote: str, values: Mapping[str, Any]) -> str:
    """The id of an added record: the same whenever the same is added to the same sentence of the same document."""
    told = "\0".join((doc_id, kind, plain(quote), as_json(values)))
    return ADDED_PREFIX + hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def values_told(kind: str, values: Mapping[str, Any]) -> Values:
    """Of a record's values those that say something: neither empty nor what is assumed where nothing is said.

    >>> values_told("awards", {"award": "giay_khen", "count": 3, "level": None, "status": "awarded"})
    {'award': 'giay_khen', 'count': 3}
    """
    fields = model_of(kind).model_fields
    told = {name: values[name] for name in fields if values.get(name) not in (None, "", (), [])}
    return {name: value for name, value in told.items() if value != fields[name].default}


def values_of(decision: Decision) -> Values:
    """What a record that was added says, as it was decided last."""
    known = {name: value for name, value in decision.machine.items() if name in model_of(decision.kind).model_fields}
    return values_told(decision.kind, known | dict(decision.changes))


def same_record(kind: str, told: Values, span: Span, rows: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The record among some of its kind that says the same of the same place, as far as both say anything.

    Words are the same where one holds the other whole: "hộ nghèo" is "số hộ nghèo". A movement is one record in a
    document, so the same name anywhere is it.

    Args:
        kind: the kind of them all.
        told: what a record says.
        span: its place in the restored text.
        rows: those that may be it.
    """
    for row in rows:
        near = span.overlaps(Span(row["char_start"], row["char_end"]))
        if near and _agree(kind, told, row):
            return row
        if kind in _ONE_A_DOCUMENT and key(str(row["name"])) == key(str(told.get("name", ""))):
            return row
    return None


def found_by_machine(decision: Decision, facts: Sequence[Fact], locator: Locator) -> Fact | None:
    """The fact that the machine finds by now of a record that a person added, among those of its kind."""
    span = locator.spot(decision.quote, str(decision.machine.get("raw_quote") or ""))
    if span is None:
        return None
    row = same_record(decision.kind, values_of(decision), span, [fact.row for fact in facts])
    return next((fact for fact in facts if fact.row is row), None)


def _agree(kind: str, told: Values, row: Mapping[str, Any]) -> bool:
    other = record_values(kind, row)
    return all(_same(value, other[name], coded=bool(words_of(kind, name))) for name, value in told.items())


def _same(one: object, other: object, *, coded: bool) -> bool:
    if other in (None, [], one):
        return True
    if coded or not isinstance(one, str) or not isinstance(other, str):
        return False
    here, there = f" {key(one)} ", f" {key(other)} "
    return here in there or there in here
