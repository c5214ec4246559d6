"""Which fields of the records that were found are right, and how often: the figures behind strict F1."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.evaluate.kinds import DOCUMENT_FIELDS, same_field, same_number
from pipeline.evaluate.likeness import fold, likeness
from pipeline.evaluate.score import Evaluation

_ALIKE = 0.6  # words that two phrases share, of all: the gold quotes an indicator as a reader would, not as a rule does


@dataclass(frozen=True)
class FieldFigures:
    """How often a field is right among the records that were found and whose gold says what it is."""

    kind: str
    field: str
    right: int
    of: int


def _same(found: Any, wanted: Any) -> bool:
    return fold(found) == fold(wanted)


def _same_day(found: Any, wanted: Any) -> bool:
    return str(found or "")[:10] == str(wanted or "")[:10]


def _same_amount(found: Any, wanted: Any) -> bool:
    return same_number(found, wanted)


def _alike(found: Any, wanted: Any) -> bool:
    one, other = fold(found), fold(wanted)
    return one == other or likeness(one, other) >= _ALIKE


_FIELDS: dict[str, dict[str, Callable[[Any, Any], bool]]] = {
    "sections": {"label": _same, "level": _same, "kind": _same},
    "movements": {"level": _same, "period": _same},
    "metrics": {
        "indicator": _alike,
        "denominator": _same_amount,
        "qualifier": _same,
        "status": _same,
        "year": _same,
    },
    "awards": {"level": _same, "rank": _same, "amount_vnd": _same_amount},
    "legal_references": {
        "doc_type": _same,
        "number": _same,
        "number_year": _same,
        "symbol": _same,
        "issued_on": _same_day,
        "issuer": _same,
        "subject": _alike,
    },
}


def by_field(evaluation: Evaluation, documents: Iterable[str] | None = None) -> Iterator[FieldFigures]:
    """The figures of each field, in the order of the schema; fields that no gold record tells are left out.

    Phrases (``indicator``, ``subject``) are right where they share six words in ten with the gold.
    """
    some = None if documents is None else frozenset(documents)
    verdicts = [v for v in evaluation.verdicts if some is None or v.document in some]
    for name in DOCUMENT_FIELDS:
        told = [v for v in verdicts if v.kind == "document" and v.record["field"] == name]
        if told:
            right = sum(same_field(name, v.record["have"], v.record["wanted"]) and v.found for v in told)
            yield FieldFigures("document", name, right, len(told))
    for kind, fields in _FIELDS.items():
        pairs = [(v.instead, v.record) for v in verdicts if v.kind == kind and v.instead is not None]
        for name, same in fields.items():
            compared = [same(found.get(name), wanted[name]) for found, wanted in pairs if name in wanted]
            if compared:
                yield FieldFigures(kind, name, sum(compared), len(compared))
