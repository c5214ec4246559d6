"""Numerals as Vietnamese texts print them: digits in all their ways of writing, and number words.

What only looks like a quantity is left out: dates, years, codes of instruments, ordinals, labels of sections, digits
inside names ("COVID-19", "QL5").

>>> [(n.value, n.value_max, n.denominator) for n in find_numerals("39/39 thôn, từ 96% đến 98,5%; 35.400.000 đồng")]
[(39.0, None, 39.0), (96.0, 98.5, None), (35400000.0, None, None)]
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.numbers.digits import find_digits, read_number
from extractors.numbers.names import barred
from extractors.numbers.numeral import Numeral
from extractors.numbers.words import find_words, spelled

__all__ = ["Numeral", "find_numerals", "read_number", "spelled"]

_HAS_DIGIT = re.compile(r"\d")


def find_numerals(text: str) -> list[Numeral]:
    """All quantities of a text in order of place.

    >>> [n.value for n in find_numerals("ba tập thể; một trăm hai mươi cây; hàng nghìn người; hai bên")]
    [3.0, 120.0]
    >>> [n.value for n in find_numerals("diện tích 203.9 ha, dân số 50.307 người, 12.5 triệu đồng, 07 nhà")]
    [203.9, 50307.0, 12.5, 7.0]
    >>> find_numerals("Điều 5; ngày 26/6/2025; khóa 14; Kế hoạch số 41/KH-UBND; Cụm thi đua số 8; quốc lộ 5; năm 2025")
    []
    """
    return list(_numerals(text))


@lru_cache(maxsize=4096)  # each kind of record asks for those of a passage, and so does who counts what none has taken
def _numerals(text: str) -> tuple[Numeral, ...]:
    found: list[Numeral] = []
    if _HAS_DIGIT.search(text):
        refused = barred(text)
        found.extend(n for n in find_digits(text) if not any(n.span.overlaps(b) for b in refused))
    found.extend(n for n in find_words(text) if not any(n.span.overlaps(f.span) for f in found))
    return tuple(sorted(found, key=lambda n: n.span))
