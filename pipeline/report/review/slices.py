"""A text cut where places in it begin and end: places may nest, overlap, touch, or be empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch over which the same places lie; ``over`` are their indexes, the innermost (shortest) first."""

    span: Span
    over: tuple[int, ...] = ()


def slices(whole: Span, places: Sequence[Span]) -> Iterator[Slice]:
    """Cut ``whole``; the slices tile it. An empty place has an empty slice of its own; what lies outside is cut off.

    >>> [(slice.span, slice.over) for slice in slices(Span(0, 9), [Span(1, 7), Span(3, 5)])]  # doctest: +ELLIPSIS
    [(Span(start=0, end=1), ()), (Span(start=1, end=3), (0,)), (Span(start=3, end=5), (1, 0)), ...]
    """
    within = [
        (max(place.start, whole.start), min(place.end, whole.end), index)
        for index, place in enumerate(places)
        if place.start <= whole.end and place.end >= whole.start
    ]
    begin: dict[int, list[int]] = {}
    empty: dict[int, list[int]] = {}
    ends: dict[int, int] = {}
    for start, end, index in within:
        if start < end:
            begin.setdefault(start, []).append(index)
            ends[index] = end
        elif places[index].start == places[index].end:
            empty.setdefault(start, []).append(index)
    cuts = sorted({whole.start, whole.end, *begin, *empty, *ends.values()})
    open_: list[int] = []
    for number, start in enumerate(cuts):
        open_ = [index for index in open_ if ends[index] > start]
        around = _inner_first(open_, places)
        for index in empty.get(start, ()):
            yield Slice(Span(start, start), (index, *around))
        open_ += begin.get(start, ())
        if number + 1 < len(cuts):
            yield Slice(Span(start, cuts[number + 1]), _inner_first(open_, places))


def _inner_first(indexes: list[int], places: Sequence[Span]) -> tuple[int, ...]:
    return tuple(sorted(indexes, key=lambda i: (places[i].end - places[i].start, -places[i].start, i)))
