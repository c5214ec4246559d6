"""Counts of awards, titles and commendations: ``extract(document)``.

A sentence is read into tokens (:mod:`tokens`), counts are tied to the awards that govern them (:mod:`grammar`), the
level comes from the authority beside, before or above (:mod:`level`), the status from verbs of giving and proposing
(:mod:`status`). Rows of tables are read by their column headings (:mod:`tables`), decisions that print a list of
names instead of a number by counting the names (:mod:`names`).
"""

from __future__ import annotations

from collections.abc import Iterator

from extractors.awards import names, prose, tables
from extractors.awards.context import context_of
from schemas.document import Document
from schemas.finding import Finding
from schemas.records.awards import Record

__all__ = ["Record", "extract"]


def extract(document: Document) -> Iterator[Finding[Record]]:
    """Every count of an award that the document states, in order of place within each way of writing.

    >>> from schemas.document import Document, Passage
    >>> from schemas.text import Span
    >>> line = "Chủ tịch UBND xã tặng Giấy khen cho 12 tập thể và 31 cá nhân."
    >>> document = Document(line, passages=(Passage(line, (Span(0, len(line)),), "paragraph"),))
    >>> [(f.record.award, f.record.level, f.record.recipient, f.record.count) for f in extract(document)]
    [('giay_khen', 'xa', 'tap_the', 12), ('giay_khen', 'xa', 'ca_nhan', 31)]
    """
    context = context_of(document)
    yield from prose.extract(document, context)
    yield from tables.extract(document, context)
    yield from names.extract(document, context)
