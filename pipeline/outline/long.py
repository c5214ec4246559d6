"""Passages that are longer than any paragraph: a text without line ends, or one that somebody swelled on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from schemas.text import Span

LONGEST = 5000
"""Characters of a passage: paragraphs of reports have up to some 3,000. Reading takes time by the square of it."""

_SENTENCE_ENDS = re.compile(r".*[.;:!?]\s", re.S)
_BLANK = re.compile(r".*\s", re.S)


def in_parts(pieces: Sequence[Span], text: str, longest: int = LONGEST) -> Iterator[list[Span]]:
    """The stretches of a passage as one, or as several of at most ``longest`` characters: cut where a sentence ends,
    else at a blank, else where it must be.

    >>> [[p.of("Một hai. Ba bốn năm") for p in part] for part in in_parts([Span(0, 19)], "Một hai. Ba bốn năm", 12)]
    [['Một hai.'], ['Ba bốn năm']]
    """
    if sum(piece.end - piece.start + 1 for piece in pieces) <= longest + 1:
        yield list(pieces)
        return
    for piece in pieces:
        start = piece.start
        while start < piece.end:
            end = piece.end
            if end - start > longest:
                window = text[start : start + longest]
                cut = _SENTENCE_ENDS.match(window) or _BLANK.match(window)
                end = start + (cut.end() if cut and cut[0].strip() else longest)
            told = text[start:end]
            if told.strip():
                yield [Span(start + len(told) - len(told.lstrip()), start + len(told.rstrip()))]
            start = end
