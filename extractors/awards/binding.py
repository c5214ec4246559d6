"""An award tied to its count."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.awards.tokens import Award, Count
from schemas.records.awards import Recipient


@dataclass(frozen=True, slots=True)
class Binding:
    """An award with its count. ``rule`` says what tied them."""

    award: Award
    count: Count
    recipient: Recipient
    rule: str
    confidence: float
    head: int  # where the governing words begin, and
    tail: int  # where they end


def tied(award: Award, count: Count, rule: str, confidence: float, recipient: Recipient | None = None) -> Binding:
    """The binding of an award and a count; who receives it is said by ``recipient``, the count, or the award."""
    kind = recipient or count.recipient or award.recipient or "khac"
    head, tail = min(award.span.start, count.span.start), max(award.span.end, count.span.end)
    return Binding(award, count, kind, rule, confidence, head, tail)
