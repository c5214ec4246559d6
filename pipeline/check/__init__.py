"""Stage *check*: what in a document contradicts itself, does not add up, is missing — and what was verified.

Every check is a pure function that yields issues. None is given the file; none changes a record. Precision comes first:
what holds is never called wrong, so a check keeps silent where the text can be read in two ways.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check import changes, dates, form, numbering, references, repeats, shares, sums, tables
from pipeline.extract import Extraction
from schemas.document import Document
from schemas.header import Header
from schemas.issue import Issue
from schemas.text import Span

__all__ = ["check"]


def check(document: Document, header: Header, records: Extraction) -> tuple[Issue, ...]:
    """All issues of a document, each once, in order of place; those without a place first."""
    found = dict.fromkeys(_all(document, header, records))
    return tuple(sorted(found, key=lambda issue: (issue.span or Span(-1, -1), issue.code, issue.message)))


def _all(document: Document, header: Header, records: Extraction) -> Iterator[Issue]:
    yield from form.check(document, header)
    yield from dates.check(document)
    yield from numbering.check(document)
    yield from sums.check(document)
    yield from tables.check(document)
    yield from shares.check(document)
    yield from changes.check(document)
    yield from repeats.check(document, records)
    yield from references.check(document, header, records)
