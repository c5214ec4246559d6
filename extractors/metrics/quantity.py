"""A number with its unit."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.numbers import Numeral
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeral with its unit. ``span`` covers both; ``counted`` says that the unit is a noun that is counted.

    ``unit`` is the normalised unit, ``sure`` how certain it is (1 where it stands in the lexicon and in its place).
    """

    numeral: Numeral
    span: Span
    unit: str
    counted: bool = False
    sure: float = 1.0
    borrowed: bool = False  # the unit is not beside the number

    def noun(self, text: str) -> str:
        """The counted noun as printed ("HTX", where the unit is "htx"); the unit where it is not beside the number."""
        printed = text[self.numeral.span.end : self.span.end].strip()
        return " ".join(printed.split()) if printed.lower() == self.unit else self.unit
