"""How sure a word has to be, and how sure one is that the language model does not know."""

from __future__ import annotations

import re

# Of words of each shape that were left as an engine read them, the share that was right: 90 pages of `ocr/eng`, kept
# apart from those on which figures are reported.
LOWER, TITLE, UPPER, MIXED, MIXED_CAPITALS, SIGN = 0.10, 0.60, 0.62, 0.50, 0.78, 0.5
TYPED = 0.97  # of a text that was typed without marks: foreign words and abbreviations
REVIEW_BELOW = 0.96
"""A word less sure is marked for review: about one in twenty of what an engine read."""

_ORDINARY = re.compile(r"[.,;:()\[\]/“”\"'’‘…–—+%-]")
_DIGITS = re.compile(r"[\d.,/%:–-]+")


def of_unknown(read: str, *, engine: bool) -> float:
    """How likely letters are right that are no known word and stay as they were read.

    Args:
        read: the letters.
        engine: whether an engine read them; else they were typed.

    >>> of_unknown("ctia", engine=True), of_unknown("WHO", engine=True), of_unknown("2.450,5", engine=True)
    (0.1, 0.62, 1.0)
    """
    if _DIGITS.fullmatch(read):
        return 1.0
    if not any(map(str.isalnum, read)):
        return 1.0 if _ORDINARY.fullmatch(read) else SIGN
    if not engine:
        return TYPED
    if read.isalpha():
        return LOWER if read.islower() else UPPER if read.isupper() else TITLE
    return MIXED if read == read.lower() else MIXED_CAPITALS
