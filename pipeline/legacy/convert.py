"""From a code of before Unicode to NFC."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.legacy.tables import TABLES, Code
from schemas.text import Span


@cache
def pattern_of(code: Code) -> re.Pattern[str]:
    """What stands for a letter in that code, longest first."""
    written = sorted(TABLES[code], key=lambda each: (-len(each), each))
    pairs = "|".join(re.escape(each) for each in written if len(each) > 1)
    singles = "".join(re.escape(each) for each in written if len(each) == 1)
    return re.compile(f"{pairs}|[{singles}]" if pairs else f"[{singles}]")


def pieces(text: str, code: Code) -> Iterator[tuple[Span, str]]:
    """Each stretch of ``text`` that stands for a letter of ``code``, with that letter, in order.

    >>> list(pieces("xaõ", "vni"))
    [(Span(start=1, end=3), 'ã')]
    """
    table = TABLES[code]
    for match in pattern_of(code).finditer(text):
        yield Span(*match.span()), table[match[0]]


def to_unicode(text: str, code: Code) -> str:
    """The text that was meant, in NFC; what the code does not know stays.

    ``text`` is what a program shows that takes the bytes for Windows-1252, Latin-1 or Windows-1258. Capitals that
    TCVN3 has no code for come out small: see :mod:`pipeline.legacy.capitals`.

    >>> to_unicode("Céng hßa x· héi chñ nghÜa ViÖt Nam", "tcvn3")
    'Cộng hòa xã hội chủ nghĩa Việt Nam'
    >>> to_unicode("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni")
    'Cộng hòa xã hội chủ nghĩa Việt Nam'
    """
    table = TABLES[code]
    return pattern_of(code).sub(lambda match: table[match[0]], text)
