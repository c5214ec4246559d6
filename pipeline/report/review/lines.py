"""The text line by line, each beside the raw text from which it came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of the raw text and what became of it, both without the line feed at the end."""

    raw: Span
    text: Span


def lines_of(raw: str, text: str, edits: Iterable[tuple[Span, Span]]) -> tuple[Line, ...]:
    r"""Lines part where a line feed stands on both sides; the rows of either side, joined by line feeds, are that side.

    Args:
        raw: the text as it was read.
        text: the restored text.
        edits: what was changed, as spans of the raw text and of the restored one, in any order; they may overlap.

    >>> edits = [(Span(0, 3), Span(0, 3)), (Span(7, 8), Span(7, 8))]
    >>> [line.text for line in lines_of("mot\nhai\nba", "một\nhai ba", edits)]
    [Span(start=0, end=3), Span(start=4, end=10)]
    """
    lines = []
    here = there = 0
    for own, other in _feeds(raw, text, edits):
        lines.append(Line(Span(here, own), Span(there, other)))
        here, there = own + 1, other + 1
    return (*lines, Line(Span(here, len(raw)), Span(there, len(text))))


def _feeds(raw: str, text: str, edits: Iterable[tuple[Span, Span]]) -> Iterator[tuple[int, int]]:
    """The line feeds that nothing changed: where they stand in the raw and in the restored text."""
    here = there = 0
    for source, target in [*clusters(edits), (Span(len(raw), len(raw)), Span(len(text), len(text)))]:
        if raw[here : source.start] == text[there : target.start]:  # else rows that do not fit: one long row is better
            at = raw.find("\n", here, source.start)
            while at >= 0:
                yield at, there + at - here
                at = raw.find("\n", at + 1, source.start)
        here, there = source.end, target.end


def clusters(edits: Iterable[tuple[Span, Span]]) -> list[tuple[Span, Span]]:
    """The edits in order of place, those that overlap on either side made one."""
    made: list[tuple[Span, Span]] = []
    for source, target in sorted(edits, key=lambda edit: (edit[0].start, edit[1].start, edit[0].end)):
        if made and (source.start < made[-1][0].end or target.start < made[-1][1].end):
            before, after = made.pop()
            made.append((_around(before, source), _around(after, target)))
        else:
            made.append((source, target))
    return made


def _around(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))
