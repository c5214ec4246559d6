"""For each kind of record: how well a found one fits a gold one (0: not at all), and whether it fits to the letter.

The rules are those of the annotation: identifying fields must agree, and for metrics, awards and references the
evidence too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.evaluate.likeness import evidence_likeness, fold, likeness, title_likeness

Fields = Mapping[str, Any]
"""A record as it comes from a gold file or from the database: what is scored is what users query, not our own
objects.
"""

_TITLE_AT_LEAST = 0.8
_METRIC_AT_LEAST = 0.4
_EVIDENCE_AT_LEAST = 0.3
_UNIT_AT_LEAST = 0.5
_ALIAS_WORTH = 0.99  # the name itself is the better match

_MONEY = {"tỷ đồng": 1e9, "triệu đồng": 1e6, "nghìn đồng": 1e3, "ngàn đồng": 1e3, "đồng": 1.0}
_SAME_UNIT = {"km 2": "km2", "m 2": "m2", "vnd": "đồng", "tỉ đồng": "tỷ đồng"}


@dataclass(frozen=True)
class Kind:
    """How records of one kind are compared."""

    fit: Callable[[Fields, Fields], float]
    exact: Callable[[Fields, Fields], bool]
    shown: tuple[str, ...]


def same_number(one: float | None, other: float | None) -> bool:
    """Whether two numbers are the same but for rounding; nothing equals nothing alone."""
    if one is None or other is None:
        return one is other
    return abs(float(one) - float(other)) <= 1e-6 * max(1.0, abs(float(other)))


def fold_unit(unit: object) -> str:
    """A unit in one way of writing.

    >>> fold_unit("km²"), fold_unit("tạ/ha"), fold_unit("tỉ đồng")
    ('km2', 'tạ per ha', 'tỷ đồng')
    """
    text = str(unit or "")
    for sign, word in (("%", " phantram "), ("²", "2"), ("³", "3"), ("/", " per ")):
        text = text.replace(sign, word)
    folded = fold(text)
    return _SAME_UNIT.get(folded, folded)


def _in_dong(value: float | None, unit: object) -> float | None:
    return None if value is None else float(value) * _MONEY.get(fold_unit(unit), 1.0)


def _same_amount(found: Fields, wanted: Fields) -> bool:
    one, other = fold_unit(found["unit"]), fold_unit(wanted["unit"])
    pairs = [(found.get(name), wanted.get(name)) for name in ("value", "value_max")]
    if one in _MONEY and other in _MONEY:
        return all(same_number(_in_dong(a, one), _in_dong(b, other)) for a, b in pairs)
    if not all(same_number(a, b) for a, b in pairs):
        return False
    if not one or not other:
        return one == other
    return one.split()[0] == other.split()[0] or likeness(one, other) >= _UNIT_AT_LEAST


def _at_least(score: float, least: float) -> float:
    return score if score >= least else 0.0


def _evidence(found: Fields, wanted: Fields, least: float) -> float:
    return _at_least(evidence_likeness(found.get("quote"), wanted.get("quote")), least)


def _fit_section(found: Fields, wanted: Fields) -> float:
    return _at_least(title_likeness(found["heading"], wanted["heading"]), _TITLE_AT_LEAST)


def _fit_movement(found: Fields, wanted: Fields) -> float:
    name = title_likeness(found["name"], wanted["name"])
    aliases = [_ALIAS_WORTH * title_likeness(found["name"], alias) for alias in wanted.get("aliases") or ()]
    return _at_least(max([name, *aliases]), _TITLE_AT_LEAST)


def _fit_metric(found: Fields, wanted: Fields) -> float:
    return _evidence(found, wanted, _METRIC_AT_LEAST) if _same_amount(found, wanted) else 0.0


def _fit_award(found: Fields, wanted: Fields) -> float:
    agree = all(found[name] == wanted[name] for name in ("award", "recipient", "count"))
    if not agree or (found["status"] or "awarded") != wanted["status"]:
        return 0.0
    return _evidence(found, wanted, _EVIDENCE_AT_LEAST)


def _reference_id(record: Fields) -> str:
    text = unicodedata.normalize("NFC", str(record["canonical_id"] or "")).lower()
    return re.sub(r"[^a-z0-9đ]+", "", text)


def _fit_reference(found: Fields, wanted: Fields) -> float:
    return _evidence(found, wanted, _EVIDENCE_AT_LEAST) if _reference_id(found) == _reference_id(wanted) else 0.0


def _exact_metric(found: Fields, wanted: Fields) -> bool:
    one = _in_dong(found.get("denominator"), found["unit"])
    other = _in_dong(wanted.get("denominator"), wanted["unit"])
    return (
        same_number(one, other)
        and (found.get("qualifier") or "=") == (wanted.get("qualifier") or "=")
        and found.get("status") == wanted.get("status")
    )


def _exact_award(found: Fields, wanted: Fields) -> bool:
    return found.get("level") == wanted.get("level") and fold(found.get("rank")) == fold(wanted.get("rank"))


def _exact_reference(found: Fields, wanted: Fields) -> bool:
    return _day(found.get("issued_on")) == _day(wanted.get("issued_on"))


def _exact_section(found: Fields, wanted: Fields) -> bool:
    return fold(found.get("label")) == fold(wanted.get("label")) and found.get("kind") == wanted.get("kind")


def _exact_movement(found: Fields, wanted: Fields) -> bool:
    return found.get("level") == wanted.get("level")


def _day(value: object) -> str:
    return str(value or "")[:10]


KINDS: dict[str, Kind] = {
    "sections": Kind(_fit_section, _exact_section, ("label", "heading", "kind")),
    "movements": Kind(_fit_movement, _exact_movement, ("name", "level")),
    "metrics": Kind(
        _fit_metric, _exact_metric, ("value", "value_max", "unit", "denominator", "qualifier", "status", "quote")
    ),
    "awards": Kind(_fit_award, _exact_award, ("award", "recipient", "count", "status", "level", "rank", "quote")),
    "legal_references": Kind(_fit_reference, _exact_reference, ("canonical_id", "issued_on", "quote")),
}
"""The kinds that are scored; ``shown`` are the fields by which a person tells one record from another."""

DOCUMENT_FIELDS: tuple[str, ...] = (
    "doc_type",
    "number",
    "symbol",
    "place",
    "issued_on",
    "issued_year",
    "issued_month",
    "issued_day",
    "title",
    "issuer",
    "unit_name",
    "unit_kind",
    "province",
    "addressee",
    "signer_name",
    "signer_title",
    "signing_capacity",
    "period_start_year",
    "period_end_year",
)
"""The fields of the header that are scored."""


def same_field(name: str, found: object, wanted: object) -> bool:
    """Whether a field of the header is right."""
    if name == "issued_on":
        found = _day(found) or None
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    return fold(wanted) == fold(found)
