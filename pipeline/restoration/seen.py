"""What an engine that knows Vietnamese said of its own reading: where its words stand, and how sure of each it was."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log

from schemas.document import RawDocument
from schemas.text import Alignment, Span

ENGINE = "vie"
_WORD = re.compile(r"\S+")

# From which sureness on how large a share of words is wrong: estimates, to be fitted on drawn pages (docs/scans.md).
ERRORS = ((0.0, 0.45), (0.3, 0.30), (0.5, 0.15), (0.7, 0.06), (0.85, 0.02), (0.92, 0.006), (0.95, 0.003))
USUAL = 0.011  # and of all words


@dataclass(frozen=True)
class Seen:
    """The words of a text that an engine read, in order, each with how sure it was; none where no engine was."""

    spans: tuple[Span, ...] = ()
    sure: tuple[float, ...] = ()

    @classmethod
    def of(cls, raw: RawDocument, way: Alignment) -> Seen:
        """The words that stand in the text at the end of ``way``, which leads there from the raw text."""
        words = [(way.to_target(span), sure) for span, sure in _words(raw)]
        return cls(tuple(span for span, _ in words), tuple(sure for _, sure in words))

    def after(self, step: Alignment) -> Seen:
        """The same words in the text that ``step`` leads to."""
        return Seen(tuple(map(step.to_target, self.spans)), self.sure) if self.spans and step.edits else self

    def at(self, span: Span) -> float | None:
        """How sure the engine was of what stands there; None where no engine read it."""
        place = bisect_right(self._starts, span.start) - 1
        return self.sure[place] if place >= 0 and span.overlaps(self.spans[place]) else None

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.spans]


NONE = Seen()
"""No engine was."""


def _words(raw: RawDocument) -> Iterator[tuple[Span, float]]:
    for start, (_, line) in zip(raw.line_starts, raw.lines, strict=True):
        if line.engine == ENGINE and line.sure:
            found = [Span(*match.span()).shift(start) for match in _WORD.finditer(line.text)]
            if len(found) == len(line.sure):
                yield from zip(found, line.sure, strict=True)


@lru_cache(maxsize=16_384)
def weight(sure: float | None) -> float:
    """What the engine's own word adds to the log odds of another reading.

    >>> weight(None), round(weight(0.96), 1), round(weight(0.4), 1)
    (0.0, -1.3, 3.7)
    """
    if sure is None:
        return 0.0
    share = wrong(sure)
    return log(share / (1 - share)) - log(USUAL / (1 - USUAL))


def wrong(sure: float) -> float:
    """How many words in a hundred are wrong of which the engine is so sure, as a share."""
    return next(share for least, share in reversed(ERRORS) if sure >= least)
