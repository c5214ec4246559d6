"""The raw and the restored text, line against line, cut into pieces that bear a mark or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.report.marks import Mark
from schemas.document import RestoredText
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one side; ``mark`` is the index of its mark, None where nothing happened."""

    text: str
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file beside what became of it; page and line count from 1."""

    page: int
    line: int
    raw: tuple[Piece, ...]
    restored: tuple[Piece, ...]


def rows_of(restored: RestoredText, marks: Sequence[Mark]) -> Iterator[Row]:
    """Every line of the raw text, in order; the rows of each side, joined by a line feed, are that side's text.

    Rows part where a line feed stands on both sides; should a change ever take one away, the lines share a row.
    """
    raw = restored.repaired.raw
    left, right = _cut(restored)
    sides = zip(
        left,
        _pieces(raw.text, left, _apart(mark.raw for mark in marks)),
        _pieces(restored.text, right, [(mark.target, index) for index, mark in enumerate(marks)]),
        strict=True,
    )
    for span, before, after in sides:
        yield Row(*raw.place(span.start), before, after)


def _cut(restored: RestoredText) -> tuple[list[Span], list[Span]]:
    """The spans of the rows in the raw and in the restored text."""
    raw, way = restored.repaired.raw.text, restored.alignment
    left, right = [], []
    here = there = 0
    at = raw.find("\n")
    while at >= 0:
        own = Span(at, at + 1)
        other = way.to_target(own)
        if other.of(restored.text) == "\n" and way.to_source(other) == own:
            left.append(Span(here, own.start))
            right.append(Span(there, other.start))
            here, there = own.end, other.end
        at = raw.find("\n", at + 1)
    return [*left, Span(here, len(raw))], [*right, Span(there, len(restored.text))]


def _apart(spans: Iterator[Span]) -> list[tuple[Span, int]]:
    """The spans that are not empty, by place, with their index; of two that overlap the first stands for both."""
    apart: list[tuple[Span, int]] = []
    for span, index in sorted((span, index) for index, span in enumerate(spans) if span.start < span.end):
        if not apart or apart[-1][0].end <= span.start:
            apart.append((span, index))
    return apart


def _pieces(text: str, rows: list[Span], marked: list[tuple[Span, int]]) -> Iterator[tuple[Piece, ...]]:
    """The pieces of each row; a mark that spans several rows has a piece in each."""
    place = 0
    for row in rows:
        pieces, at = [], row.start
        while place < len(marked) and _begins_in(marked[place][0], row):
            span, mark = marked[place]
            start, end = max(span.start, at), min(span.end, row.end)
            if start > at:
                pieces.append(Piece(text[at:start]))
            if start < end or span.start == span.end:
                pieces.append(Piece(text[start:end], mark))
            at = max(at, end)
            if span.end > row.end:
                break
            place += 1
        if at < row.end:
            pieces.append(Piece(text[at : row.end]))
        yield tuple(pieces)


def _begins_in(span: Span, row: Span) -> bool:
    return span.start < row.end or (span.start == span.end == row.end)
