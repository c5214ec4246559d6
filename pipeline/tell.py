"""Records in a line each, as a clerk would say them. A kind without a way of its own is told field by field."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from pipeline.figures import number
from pipeline.language import choose
from pipeline.vocabulary import word, words_of

_SIGNS = {">": "> ", ">=": "≥ ", "<": "< ", "<=": "≤ ", "~": "≈ "}


def code(table: str, column: str, value: str) -> str:
    """A code in words, or as it is stored where the user reads English."""
    return choose(word(table, column, value), value)


def said(table: str, column: str, value: object) -> str:
    """A value of a column as a person writes it.

    >>> said("documents", "issued_on", datetime.date(2025, 12, 3)), said("metrics", "value", 12.5)
    ('03/12/2025', '12,5')
    """
    match value:
        case list():
            return "; ".join(said(table, column, item) for item in value)
        case datetime.date():
            return choose(f"{value:%d/%m/%Y}", value.isoformat())
        case float():
            return _decimal(value)
        case str():
            return code(table, column, value) if words_of(table, column) else value
        case _:
            return str(value)


def tell(kind: str, fields: Mapping[str, Any], quote: str = "") -> str:
    """A record in a line; ``quote`` tells a law that is called by its name, of which the fields hold a code alone.

    >>> tell("legal_references", {"doc_type": "luat", "canonical_id": "luat-thu-y"}, "Luật Thú y")
    'Luật Thú y'
    >>> tell("awards", {"award": "giay_khen", "recipient": "tap_the", "count": 12, "status": "proposed", "level": "xa"})
    'Giấy khen: 12 tập thể (đề nghị; xã, phường)'
    """
    if kind == "legal_references" and "number" not in fields and quote:
        return " ".join(quote.split())
    return _TELL.get(kind, _tell_any)(fields)


def _decimal(value: float) -> str:
    digits = 0 if value.is_integer() else min(6, len(repr(value).partition(".")[2]))
    return number(value, digits)


def _aside(*parts: str | None) -> str:
    told = "; ".join(part for part in parts if part)
    return f" ({told})" if told else ""


def _tell_metric(fields: Mapping[str, Any]) -> str:
    value = _SIGNS.get(fields["qualifier"], "") + _decimal(fields["value"])
    if "value_max" in fields:
        value += f"–{_decimal(fields['value_max'])}"
    if "denominator" in fields:
        value += f"/{_decimal(fields['denominator'])}"
    status = None if fields["status"] == "actual" else code("metrics", "status", fields["status"])
    year = choose(f"năm {fields['year']}", str(fields["year"])) if "year" in fields else None
    return f"{fields['indicator']}: {value} {fields['unit']}".rstrip() + _aside(status, year)


def _tell_award(fields: Mapping[str, Any]) -> str:
    rank = code("awards", "rank", fields["rank"]) if "rank" in fields else ""
    award = f"{code('awards', 'award', fields['award'])} {rank}".rstrip()
    status = None if fields["status"] == "awarded" else code("awards", "status", fields["status"])
    level = code("awards", "level", fields["level"]) if "level" in fields else None
    amount = f"{_decimal(fields['amount_vnd'])} đồng" if "amount_vnd" in fields else None
    recipient = code("awards", "recipient", fields["recipient"])
    return f"{award}: {number(fields['count'])} {recipient}" + _aside(status, level, amount)


def _tell_movement(fields: Mapping[str, Any]) -> str:
    level = code("movements", "level", fields["level"]) if "level" in fields else None
    aliases = choose("còn gọi: ", "also: ") + "; ".join(fields["aliases"]) if fields.get("aliases") else None
    return str(fields["name"]) + _aside(level, fields.get("period"), aliases)


def _tell_reference(fields: Mapping[str, Any]) -> str:
    kind = code("legal_references", "doc_type", fields["doc_type"])
    told = f"{kind} {fields['canonical_id']}"
    if "issued_on" in fields:
        told += f", {said('legal_references', 'issued_on', fields['issued_on'])}"
    if "issuer" in fields:
        told += f", {fields['issuer']}"
    return f"{told}: {fields['subject']}" if "subject" in fields else told


def _tell_any(fields: Mapping[str, Any]) -> str:
    return " · ".join(f"{name} {said('', name, value)}" for name, value in fields.items())


_TELL: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "metrics": _tell_metric,
    "awards": _tell_award,
    "movements": _tell_movement,
    "legal_references": _tell_reference,
}
