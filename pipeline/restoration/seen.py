"""What an engine that knows Vietnamese said of its own reading: where its words stand, and how sure of each it was."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import log
from typing import NamedTuple

from pipeline.restoration.layers import beside
from schemas.document import RawDocument
from schemas.text import Alignment, Span

ENGINE = "vie"
_WORD = re.compile(r"\S+")

# From which sureness on how large a share of words is wrong: fitted by ``tests.benchmarks.sureness`` (docs/scans.md).
ERRORS = (
    (0.0, 0.444), (0.6, 0.374), (0.7, 0.309), (0.8, 0.210), (0.85, 0.112), (0.9, 0.033), (0.92, 0.011), (0.95, 0.010),
    (0.96, 0.0009),
)  # fmt: skip
UNSURE = 0.5
USUAL = 0.0104  # and of all words


class SeenWord(NamedTuple):
    """A word where it stands, how sure the engine was of it, and what the text layer has in its place."""

    span: Span
    sure: float
    other: str = ""


@dataclass(frozen=True)
class Seen:
    """The words of a text that an engine read, in order, each with how sure it was; none where no engine was.

    ``others`` is, for each of them, what the text layer of the page has in its place, "" where it has nothing.
    """

    spans: tuple[Span, ...] = ()
    sure: tuple[float, ...] = ()
    others: tuple[str, ...] = ()

    @classmethod
    def of(cls, raw: RawDocument, way: Alignment) -> Seen:
        """The words that stand in the text at the end of ``way``, which leads there from the raw text."""
        words = list(_words(raw))
        return cls(
            tuple(way.to_target(word.span) for word in words),
            tuple(word.sure for word in words),
            tuple(word.other for word in words),
        )

    def after(self, step: Alignment) -> Seen:
        """The same words in the text that ``step`` leads to."""
        return replace(self, spans=tuple(map(step.to_target, self.spans))) if self.spans and step.edits else self

    def at(self, span: Span) -> float | None:
        """How sure the engine was of what stands there; None where no engine read it."""
        place = self._place(span)
        return None if place is None else self.sure[place]

    def doubts(self, span: Span) -> bool:
        """Whether the engine was unsure of what stands there."""
        sure = self.at(span)
        return sure is not None and sure < UNSURE

    def other(self, span: Span) -> str:
        """What the text layer of the page has in place of the word around ``span``."""
        place = self._place(span) if self.has_layer else None
        return "" if place is None else self.others[place]

    def layered(self, piece: Span) -> Iterator[SeenWord]:
        """The words within ``piece`` in place of which the text layer has something."""
        if self.has_layer:
            for place in range(bisect_left(self._starts, piece.start), bisect_left(self._starts, piece.end)):
                if self.others[place]:
                    yield SeenWord(self.spans[place], self.sure[place], self.others[place])

    @cached_property
    def has_layer(self) -> bool:
        """Whether there is another reading of any word."""
        return any(self.others)

    def _place(self, span: Span) -> int | None:
        place = bisect_right(self._starts, span.start) - 1
        return place if place >= 0 and span.overlaps(self.spans[place]) else None

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.spans]


NONE = Seen()
"""No engine was."""


def _words(raw: RawDocument) -> Iterator[SeenWord]:
    """The words that an engine read, with their places in the raw text."""
    starts = iter(raw.line_starts)
    for page in raw.pages:
        own: list[SeenWord] = []
        for line, start in zip(page.lines, starts, strict=False):  # a line first: none takes the next page's start
            if line.engine == ENGINE and line.sure:
                found = [Span(*match.span()).shift(start) for match in _WORD.finditer(line.text)]
                if len(found) == len(line.sure):
                    own += map(SeenWord, found, line.sure)
        if own and page.layer:
            others = beside([word.span.of(raw.text) for word in own], page.layer.split())
            own = [word._replace(other=other) for word, other in zip(own, others, strict=True)]
        yield from own


@lru_cache(maxsize=16_384)
def weight(sure: float | None) -> float:
    """What the engine's own word adds to the log odds of another reading.

    >>> weight(None), round(weight(0.96), 1), round(weight(0.4), 1)
    (0.0, -2.5, 4.3)
    """
    if sure is None:
        return 0.0
    share = wrong(sure)
    return log(share / (1 - share)) - log(USUAL / (1 - USUAL))


def wrong(sure: float) -> float:
    """How many words in a hundred are wrong of which the engine is so sure, as a share."""
    return next(share for least, share in reversed(ERRORS) if sure >= least)
