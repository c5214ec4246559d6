"""Characters of other alphabets that look like Latin ones, where they stand within a word in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.repair.paper import Change
from schemas.text import Span

_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТУХаеѕіјорсух", "ABESIJKMHOPCTYXaesijopcyx", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True))
_LATIN = _CYRILLIC | _GREEK
_WIDE_CODES = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
_WIDE = {chr(code): chr(code - 0xFEE0) for code in _WIDE_CODES}

_OTHER = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_WIDE_ONES = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_WORD = re.compile(r"[^\W\d_]+")
_IS_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def lookalike_changes(text: str) -> Iterator[Change]:
    """Letters of Cyrillic and Greek within words in Latin letters, and digits and letters of double width, in order.

    A word that holds a letter of the other alphabet which looks like no Latin one is left alone, and so is a word
    wholly in the other alphabet.

    >>> [change.text for change in lookalike_changes("Đảng bộ \u0421à Mau, \uff12\uff10 hộ, СССР")]
    ['C', '2', '0']
    """
    changes = [Change(Span(*match.span()), _WIDE[match[0]], "width") for match in _WIDE_ONES.finditer(text)]
    if _OTHER.search(text):
        for match in _WORD.finditer(text):
            if _OTHER.search(match[0]) and _IS_LATIN.search(match[0]) and _is_disguised(match[0]):
                changes += [
                    Change(Span(at, at + 1), _LATIN[char], "lookalike")
                    for at, char in enumerate(match[0], start=match.start())
                    if char in _LATIN
                ]
    yield from sorted(changes)


def _is_disguised(word: str) -> bool:
    return all(char in _LATIN for char in _OTHER.findall(word))
