"""What a numeral is."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Numeral:
    """A quantity in a text.

    ``span`` runs from the first to the last digit (or number word): "từ 93% đến 96,3%" has the span of "93% đến 96,3".
    ``unit`` is the span of a unit that stands between the two numbers of a range or a fraction ("%" there), else None.
    ``value_max`` is the upper end of a range, ``denominator`` what stands below the stroke of a fraction.
    ``words`` says that it was spelled out; ``doubtful`` that the separators allow another reading ("1,250 hộ").
    """

    span: Span
    value: float
    value_max: float | None = None
    denominator: float | None = None
    unit: Span | None = None
    words: bool = False
    doubtful: bool = False
