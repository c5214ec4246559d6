"""What ties a finding to the file: quote, place in the raw text, page, line, section, how sure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from schemas.document import Document, RestoredText
from schemas.finding import Finding
from schemas.records.evidence import Evidence
from schemas.text import Span

REVIEW_BELOW = 0.7
"""A record less sure than this is one that a person should look at."""


class Witness:
    """Gives evidence for findings in one document.

    A record can be no surer than the least sure of the restored words that it quotes.
    """

    def __init__(self, restored: RestoredText, document: Document) -> None:
        self._restored = restored
        self._document = document

    def testify(self, finding: Finding[Any]) -> Evidence:
        """The evidence for one finding."""
        span = finding.span
        raw = self._restored.repaired.raw
        raw_span = self._restored.alignment.to_source(span)
        page, line = raw.place(raw_span.start)
        confidence = min([finding.confidence, *self._word_confidences(span)])
        return Evidence(
            section_id=self.section_at(span.start),
            quote=span.of(self._document.text),
            char_start=span.start,
            char_end=span.end,
            raw_quote=raw_span.of(raw.text),
            raw_start=raw_span.start,
            raw_end=raw_span.end,
            page=page,
            line=line,
            confidence=round(confidence, 4),
            needs_review=finding.needs_review or confidence < REVIEW_BELOW,
            rule=finding.rule,
        )

    def section_at(self, offset: int) -> str | None:
        """The innermost section that contains the offset."""
        for section in reversed(self._document.sections):
            if section.char_start <= offset < section.extent_end:
                return section.section_id
        return None

    @cached_property
    def _word_starts(self) -> list[int]:
        return [word.target.start for word in self._restored.restored]

    def _word_confidences(self, span: Span) -> Iterator[float]:
        at = max(0, bisect_left(self._word_starts, span.start) - 1)
        for word in self._restored.restored[at:]:
            if word.target.start >= span.end:
                return
            if word.target.overlaps(span) and word.rule != "suggestion":  # what a person typed was read right
                yield word.confidence
