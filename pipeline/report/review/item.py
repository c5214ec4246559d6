"""One thing that a page shows, and how its place is said."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.language import choose
from pipeline.report.review.stored import Row
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is found in a document: a record, a finding, a doubtful word, a leftover.

    ``id`` is its anchor; ``sort`` says how it is drawn; ``spans`` are its places in the restored text, the main one
    first, none where it is about the whole document; ``look``: a person should; ``sure``: its arithmetic holds.
    """

    id: str
    kind: str
    sort: str
    told: str
    at: str
    spans: tuple[Span, ...]
    look: bool = False
    sure: bool = False
    facts: tuple[tuple[str, str], ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    verdict: str = ""


def span_of(row: Row) -> Span:
    """Its place in the restored text."""
    return Span(row["char_start"], row["char_end"])


def at_of(row: Row) -> str:
    """Its page and line, in words; empty where it has none."""
    page, line = row["page"], row["line"]
    return "" if page is None else choose(f"tr. {page}, dòng {line}", f"p. {page}, line {line}")


def flat(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())
