"""Numbers that measure something: ``extract(document)``.

A passage is cut into sentences; in a sentence each numeral gets its unit (:mod:`units`), its qualifier and status
(:mod:`status`) and the words that say what it measures (:mod:`indicator`). Rows of tables are read by their headings
(:mod:`tables`).
"""

from __future__ import annotations

from collections.abc import Iterator

from extractors.metrics import cells, prose, tables
from extractors.metrics.context import context_of
from schemas.document import Document
from schemas.finding import Finding
from schemas.records.metrics import Record

__all__ = ["Record", "extract"]


def extract(document: Document) -> Iterator[Finding[Record]]:
    """Every number of the document that measures something, in order of place within prose and within tables.

    >>> from schemas.document import Document, Passage
    >>> from schemas.text import Span
    >>> line = "Tỷ lệ hộ nghèo còn 1,86%; thu ngân sách ước đạt 92,6 tỷ đồng, bằng 108,4% dự toán."
    >>> document = Document(line, passages=(Passage(line, (Span(0, len(line)),), "paragraph"),))
    >>> [(f.record.value, f.record.unit, f.record.qualifier, f.record.status) for f in extract(document)]
    [(1.86, '%', '=', 'actual'), (92.6, 'tỷ đồng', '~', 'estimate'), (108.4, '%', '=', 'plan_share')]
    """
    yield from prose.extract(document)
    context = context_of(document)
    yield from tables.extract(document, context)
    yield from cells.extract(document, context)
