"""Text with its way back: spans, edits and alignments.

All offsets count Unicode code points of a Python string and are half-open:
``Span(2, 5)`` is the slice ``text[2:5]``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open stretch of a text.

    >>> Span(4, 8).of("Xã An Lạc")
    'n Lạ'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The slice of ``text`` that this span points to."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> Span:
        """The same span, ``by`` characters further on."""
        return Span(self.start + by, self.end + by)


class Edit(NamedTuple):
    """One change: ``source`` of the text before became ``target`` of the text after."""

    source: Span
    target: Span
    rule: str


@dataclass(frozen=True)
class Alignment:
    """How a text came out of another one, as the edits between them.

    Between two edits both texts are identical, so an alignment is monotone and
    total by construction. ``edits`` are in order and do not overlap.

    >>> way = Alignment.build(11, [(Span(3, 4), 2, "join")])
    >>> way.target_length
    12
    >>> way.to_source(Span(5, 8))
    Span(start=4, end=7)
    >>> way.to_source(Span(4, 7))        # begins inside the edit: the whole edit counts
    Span(start=3, end=6)
    """

    source_length: int
    target_length: int
    edits: tuple[Edit, ...] = ()

    @classmethod
    def identity(cls, length: int) -> Alignment:
        """The alignment of a text with itself."""
        return cls(length, length)

    @classmethod
    def build(cls, source_length: int, changes: Iterable[tuple[Span, int, str]]) -> Alignment:
        """Build from (source span, length of its replacement, rule), in order of place.

        Raises:
            ValueError: if the changes overlap, are out of order or leave the text.
        """
        edits: list[Edit] = []
        drift, last = 0, 0
        for source, length, rule in changes:
            if not last <= source.start <= source.end <= source_length:
                raise ValueError(f"change {source} overlaps, is out of order or leaves the text")
            start = source.start + drift
            edits.append(Edit(source, Span(start, start + length), rule))
            drift += length - (source.end - source.start)
            last = source.end
        return cls(source_length, source_length + drift, tuple(edits))

    @cached_property
    def _sources(self) -> _Side:
        return _Side.of([e.source for e in self.edits])

    @cached_property
    def _targets(self) -> _Side:
        return _Side.of([e.target for e in self.edits])

    def to_source(self, span: Span) -> Span:
        """The stretch of the source from which ``span`` of the target came."""
        return _map(span, self._targets, self._sources)

    def to_target(self, span: Span) -> Span:
        """The stretch of the target which ``span`` of the source became."""
        return _map(span, self._sources, self._targets)

    def then(self, after: Alignment) -> Alignment:
        """Compose: this one leads from A to B, ``after`` from B to C; the result from A to C.

        Edits of both that overlap in B become one edit, their rules joined by "+".

        Raises:
            ValueError: if ``after`` does not start from a text of this one's target length.
        """
        if self.target_length != after.source_length:
            raise ValueError("the alignments do not meet in one text")
        edits: list[Edit] = []
        drift_here = drift_there = 0  # how far B is ahead of A, and C of B
        for middle, first, second in _clusters(self.edits, after.edits):
            source_start = middle.start - drift_here
            target_start = middle.start + drift_there
            drift_here += sum(_growth(e) for e in first)
            drift_there += sum(_growth(e) for e in second)
            rules = dict.fromkeys(e.rule for e in (*first, *second))
            edits.append(
                Edit(
                    Span(source_start, middle.end - drift_here),
                    Span(target_start, middle.end + drift_there),
                    "+".join(rules),
                )
            )
        return Alignment(self.source_length, after.target_length, tuple(edits))


class _Side(NamedTuple):
    """The edits of an alignment as one of its two texts sees them."""

    spans: list[Span]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, spans: list[Span]) -> _Side:
        return cls(spans, [s.start for s in spans], [s.end for s in spans])


def _growth(edit: Edit) -> int:
    return (edit.target.end - edit.target.start) - (edit.source.end - edit.source.start)


def _map(span: Span, near: _Side, far: _Side) -> Span:
    """Carry ``span`` over. An end inside an edit takes the whole edit; edits that vanish at an end stay outside."""
    before = bisect_right(near.ends, span.start)
    if before < len(near.spans) and near.starts[before] < span.start:
        start = far.starts[before]
    else:
        start = span.start + (far.ends[before - 1] - near.ends[before - 1] if before else 0)
    before = bisect_left(near.starts, span.end)
    if before and near.ends[before - 1] > span.end:
        end = far.ends[before - 1]
    else:
        end = span.end + (far.ends[before - 1] - near.ends[before - 1] if before else 0)
    return Span(start, max(start, end))


def _clusters(first: tuple[Edit, ...], second: tuple[Edit, ...]) -> Iterator[tuple[Span, list[Edit], list[Edit]]]:
    """Group the edits of two alignments that overlap in the text between them."""
    marks = sorted(
        [(e.target, True, e) for e in first] + [(e.source, False, e) for e in second],
        key=lambda mark: mark[0],
    )
    current: Span | None = None
    members: tuple[list[Edit], list[Edit]] = ([], [])
    for span, is_first, edit in marks:
        if current is None or not (span.start < current.end or span == current):
            if current is not None:
                yield current, *members
            current, members = span, ([], [])
        current = Span(current.start, max(current.end, span.end))
        members[0 if is_first else 1].append(edit)
    if current is not None:
        yield current, *members


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was read.

    ``number`` counts from 1 within its page. ``origin`` says where the text came from:
    ``body``, ``table``, ``footnote``, ``header``, ``footer``, ``text_box``. A table row is one line whose
    cells are separated by a tab; ``table`` and ``row`` count from 0 within the document.
    ``engine`` is the language of the OCR engine that read the line off a picture (``vie``), None for text that the
    file holds; ``sure`` how sure it was of each word between blanks and tabs, 0 to 1.
    """

    text: str
    number: int
    origin: str = "body"
    box: Box | None = None
    size: float | None = None  # height of the letters in points
    bold: bool | None = None
    table: int | None = None
    row: int | None = None
    engine: str | None = None
    sure: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``number`` counts from 1. A text file without form feeds is one page.

    ``layer`` is what the page's own text says, in reading order, where an engine read the page all the same.
    """

    number: int
    lines: tuple[Line, ...]
    layer: str = ""
