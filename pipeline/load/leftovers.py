"""Numbers that no extractor consumed: listed, so that nobody has to guess what was passed over."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.numbers import find_numerals
from pipeline.extract import KINDS, Extraction
from schemas.document import Document
from schemas.text import Span

_AROUND = 60  # characters of context on either side


def leftovers_of(document: Document, records: Extraction) -> Iterator[tuple[Span, str]]:
    """The place of each numeral of the running text that no record consumed or quotes, and the words around it."""
    used = sorted(_used(records))
    for passage in document.passages:
        if passage.part != "body":
            continue
        for numeral in find_numerals(passage.text):
            place = passage.locate(numeral.span)
            if not any(span.overlaps(place) for span in used):
                start, end = max(0, numeral.span.start - _AROUND), numeral.span.end + _AROUND
                yield place, passage.text[start:end].strip()


def _used(records: Extraction) -> Iterator[Span]:
    for kind in KINDS:
        for finding in getattr(records, kind):
            yield from finding.numbers or (finding.span,)
