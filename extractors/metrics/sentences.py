"""Sentences of a passage, by their place in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas.text import Span

# A full stop ends a sentence before a capital, a quotation mark, a figure; not after "TP.", "Th.S", "tr.", a lone
# letter, a label.
_END = re.compile(r"(?:\.{3}|…|[.?!])[”\"’)]*\s+(?=[“\"(\-–+*•]?\s?[A-ZĐÀ-ỸƯƠÂÊÔĂ0-9¹²³⁴-⁹])|\n+")
_ABBREVIATED = re.compile(
    r"(?:(?<!\w)(?:TP|Tp|tp|TT|ThS|Th|TS|GS|PGS|BS|CN|KS|tr|vv|v|Co|No|Mr|Q|P|H|Đ|Dr|St|[A-ZĐ])|^\W*\d{1,2}(?:\.\d+)*)\.$"
)


def sentences(text: str) -> Iterator[Span]:
    """The sentences of a text, without the blanks between them.

    >>> text = "1. Có 12 hộ. Tại TP. Hạ Vân: 7 hộ... Đạt 98.5%."
    >>> [s.of(text) for s in sentences(text)]
    ['1. Có 12 hộ.', 'Tại TP. Hạ Vân: 7 hộ...', 'Đạt 98.5%.']
    """
    start = 0
    for match in _END.finditer(text):
        stop = match.start() + len(match[0].rstrip())
        if match[0][0] == "." and _ABBREVIATED.search(text, max(start, stop - 8), stop):
            continue
        if text[start:stop].strip():
            yield Span(start, stop)
        start = match.end()
    if text[start:].strip():
        yield Span(start, len(text.rstrip()))
