"""The rows of a text: its lines, with footnotes and table rows kept apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from schemas.document import RestoredText
from schemas.text import Span

RowKind = Literal["text", "footnote", "table"]


@dataclass(frozen=True, slots=True)
class Row:
    """One stretch of a line (or a footnote, or a table row), without the blanks around it.

    ``gap`` tells that a blank line, or the start of the text, stands before it; ``continued`` that it goes on with
    the sentence of an earlier row. ``table`` and ``number`` say which row of which table it is.
    """

    span: Span
    text: str
    kind: RowKind = "text"
    gap: bool = False
    continued: bool = False
    table: int | None = None
    number: int | None = None


def split_rows(restored: RestoredText) -> tuple[Row, ...]:
    """All rows of the text in order of place; together they hold every character that is not white space."""
    text = restored.text
    rows: list[Row] = []
    at = 0
    continued = sorted(restored.continued)
    for span, kind, table, number in (*_regions(restored), (Span(len(text), len(text)), "text", None, None)):
        rows.extend(_lines(text, Span(at, span.start), continued))
        if kind == "footnote" and rows and _is_mark(text, rows[-1], span.start):
            rows[-1] = replace(rows[-1], kind="footnote", continued=False)
        trimmed = _trim(text, span)
        if trimmed.start < trimmed.end:
            rows.append(Row(trimmed, trimmed.of(text), kind, False, False, table, number))
        at = span.end
    return tuple(rows)


def _is_mark(text: str, row: Row, body: int) -> bool:
    """Whether a row is the mark before a footnote's body: "¹" at the start of its line."""
    alone = row.kind == "text" and len(row.text) <= 6 and not any(c.isalpha() for c in row.text)
    return alone and "\n" not in text[row.span.start : body]


def _regions(restored: RestoredText) -> Iterator[tuple[Span, RowKind, int | None, int | None]]:
    """Footnote bodies and table rows in order of place; of two that overlap, the first."""
    found: list[tuple[Span, RowKind, int | None, int | None]] = [
        (footnote.body, "footnote", None, None) for footnote in restored.footnotes
    ]
    for table_number, table in enumerate(restored.tables):
        for row_number, cells in enumerate(table.rows):
            filled = [cell for cell in cells if cell.start < cell.end]
            if filled:
                whole = Span(min(c.start for c in filled), max(c.end for c in filled))
                found.append((whole, "table", table_number, row_number))
    at = 0
    for region in sorted(found, key=lambda item: item[0]):
        if at <= region[0].start < region[0].end <= len(restored.text):
            yield region
            at = region[0].end


def _lines(text: str, within: Span, continued: list[int]) -> Iterator[Row]:
    at, gap = within.start, within.start == 0
    for line in _cut(text, within):
        span = _trim(text, line)
        if span.start == span.end:
            gap = gap or line.start > within.start or line.end < within.end
        else:
            first = bisect_right(continued, line.start - 1)
            goes_on = first < len(continued) and continued[first] <= span.start
            yield Row(span, span.of(text), "text", gap, goes_on)
            gap = False
        at = line.end
    assert at <= within.end


def _cut(text: str, within: Span) -> Iterable[Span]:
    at = within.start
    while at <= within.end:
        end = text.find("\n", at, within.end)
        if end < 0:
            end = within.end
        yield Span(at, end)
        at = end + 1


def _trim(text: str, span: Span) -> Span:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.start + len(piece.rstrip())))
