"""Metrics in the words of table cells: "Góp 320 m2 đất mở ngõ" beside a name, "Khối xã (24 đơn vị)" heading a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from extractors.metrics import prose
from extractors.metrics.context import Context
from extractors.numbers import find_numerals
from schemas.document import Document, Passage
from schemas.finding import Finding
from schemas.records.metrics import Record
from schemas.text import Span

# a number with words beside it; a cell of nothing but a number and its unit is read by the heading of its column
_WORDED = re.compile(r"(?!(?:Tổng )?Cộng|Tổng)(?=.*[^\W\d_]{2}.*\s\(?\d)(?=(?:\S*\s+){2})", re.DOTALL | re.IGNORECASE)
_ORDER = re.compile(r"\(?\d{1,3}[.)]?|[IVX]+")


def extract(document: Document, context: Context) -> Iterator[Finding[Record]]:
    """The metrics of cells that hold words, in order of place; the headings of a table are not read."""
    for passage in document.passages:
        if passage.kind != "table_row" or passage.part != "body" or _heads(passage, document.text):
            continue
        for cell in passage.cells:
            if _WORDED.match(cell.of(document.text)):
                yield from _cell(cell, document.text, context.planned(passage))


def _heads(row: Passage, text: str) -> bool:
    """Whether a row is the first of its table and no item of a numbered list."""
    return row.row == 0 and not (row.cells and _ORDER.fullmatch(row.cells[0].of(text).strip()))


def _cell(cell: Span, text: str, planned: bool) -> Iterator[Finding[Record]]:
    words = cell.of(text)
    numerals = find_numerals(words)
    if not numerals:
        return
    move: Callable[[Span], Span] = lambda span: span.shift(cell.start)  # noqa: E731
    for finding in prose.read(words, numerals, planned=planned):
        yield Finding(
            finding.record,
            move(finding.span),
            "metrics.cell",
            finding.confidence,
            finding.needs_review,
            tuple(move(n) for n in finding.numbers),
        )
