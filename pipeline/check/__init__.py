"""Stage *check*: what in a document contradicts itself, does not add up, is missing — and what was verified.

Every check is a pure function that yields issues. None is given the file; none changes a record. Precision comes first:
what holds is never called wrong, so a check keeps silent where the text can be read in two ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.check import (
    awarded,
    changes,
    dates,
    footnotes,
    form,
    instruments,
    lists,
    names,
    numbering,
    order,
    parts,
    periods,
    references,
    repeats,
    shares,
    sums,
    tables,
)
from pipeline.check.codes import Found, Verified
from pipeline.extract import Extraction
from schemas.document import Document
from schemas.header import Header
from schemas.issue import Issue
from schemas.text import Span

__all__ = ["Checked", "check"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say of a document.

    ``issues`` each once, in order of place, those without a place first. ``verified`` are the places of the numbers
    that take part in arithmetic which holds (half-open spans in the document's text, in order).
    """

    issues: tuple[Issue, ...]
    verified: tuple[Span, ...]


def check(document: Document, header: Header, records: Extraction) -> Checked:
    """Run all checks over a document and its records."""
    issues: dict[Issue, None] = {}
    verified: set[Span] = set()
    for found in _all(document, header, records):
        if isinstance(found, Verified):
            verified.update(found.numbers)
            issues[found.issue] = None
        else:
            issues[found] = None
    in_order = sorted(issues, key=lambda issue: (issue.span or Span(-1, -1), issue.code, issue.message))
    return Checked(tuple(in_order), tuple(sorted(verified)))


def _all(document: Document, header: Header, records: Extraction) -> Iterator[Found]:
    yield from form.check(document, header)
    yield from dates.check(document)
    yield from periods.check(header)
    yield from numbering.check(document)
    yield from sums.check(document)
    yield from awarded.check(document)
    yield from footnotes.check(document)
    yield from lists.check(document)
    yield from names.check(document, header)
    yield from tables.check(document)
    yield from shares.check(document)
    yield from parts.check(document)
    yield from changes.check(document)
    yield from repeats.check(document, header, records)
    yield from references.check(document, records)
    yield from instruments.check(document, records)
    yield from order.check(document, header, records)
