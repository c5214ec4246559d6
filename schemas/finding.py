"""What an extractor returns: a record with its exact place, rule and confidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from schemas.text import Span

R_co = TypeVar("R_co", bound=BaseModel, covariant=True)


@dataclass(frozen=True, slots=True)
class Finding(Generic[R_co]):
    """A record and where it stands in the document's text.

    ``span`` is the quote: as short as it can be while it still shows the whole fact. ``numbers`` are the spans of the
    numerals that the record consumed (so that a number counted as an award is not counted as a metric too,
    and what nobody consumed can be listed). ``mentions`` are all places where a thing that is one record is named, if
    the extractor keeps them. A confidence below 0.7 goes with ``needs_review``.
    """

    record: R_co
    span: Span
    rule: str
    confidence: float
    needs_review: bool = False
    numbers: tuple[Span, ...] = ()
    mentions: tuple[Span, ...] = ()
