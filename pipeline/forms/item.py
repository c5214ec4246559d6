"""What a cell counts: one award figure or one movement, with the records that tell it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.forms.told import Evidence


@dataclass(frozen=True, slots=True)
class Item:
    """An amount and the rows and columns of a form in which it counts.

    ``unsaid`` names the groups of rows (``recipient``, ``method``, …) of which its documents say nothing, so that those
    rows are known to be incomplete. ``doubts`` says why a person should look at it (codes of
    :data:`pipeline.forms.words.DOUBTS`).
    """

    amount: int
    told: str
    column: str
    rows: frozenset[str]
    evidence: tuple[Evidence, ...]
    unsaid: frozenset[str] = frozenset()
    doubts: frozenset[str] = frozenset()
    outside: bool = False
    """It counts in the total column alone: its own column is not divided in a way that has room for it."""
