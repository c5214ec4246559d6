"""Capitals that TCVN3 had no codes for: "CộNG HòA" is "CỘNG HÒA".

Such text was typed in capitals (or set in a font of capitals) and its toned vowels came out small. A word is surely of
this kind where small letters with a tone stand among capitals and no small ASCII letter does; words that may be
either ("Xã", "ở") follow their neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.legacy.words import UNKNOWN, likelihood
from pipeline.restoration.letters import is_syllable
from schemas.text import Span

_WORD = re.compile(r"[^\W\d_]+")
_SUSPECT = re.compile(r"[A-ZĂÂÊÔƠƯĐ]{2}[à-ỹ](?![a-z])|[A-ZĂÂÊÔƠƯĐ][à-ỹ]{1,3}[A-ZĂÂÊÔƠƯĐ]|\b[à-ỹ][A-ZĂÂÊÔƠƯĐ]")
_VOWEL = re.compile("[AEIOUY].|.[AEIOUY]")
_NUMBER = re.compile(r"\W*Số\s?[:.]?\s*[\d/…]")  # "Số: 57/BC-ĐU" is not set in capitals
_LEAST = 2  # different words; one alone is an engine's slip
_PLAIN = 4  # so many show that the text comes from TCVN3
_SMALL_ASCII = re.compile("[a-z]")


def broken_capitals(text: str, *, known: bool = False) -> Iterator[tuple[Span, str]]:
    """The words that are to be in capitals throughout, in order, with what they become.

    ``known`` says that the text comes from TCVN3: then words that may be capitals count also where no word of their
    line must be.

    >>> [word for _, word in broken_capitals("UBND Xã TÂN LậP BáO CáO về")]
    ['XÃ', 'LẬP', 'BÁO', 'CÁO']
    """
    if not known and not _SUSPECT.search(text):
        return
    broken = {word for word in _WORD.findall(text) if _SUSPECT.search(word) and _told(word) == "broken"}
    if len(broken) < _LEAST and not known:
        return
    known = known or len(broken) >= _PLAIN
    at = 0
    for line in text.split("\n"):
        if known or _SUSPECT.search(line):
            for span, word in _in_line(line):
                yield span.shift(at), word
        at += len(line) + 1


def _in_line(line: str) -> Iterator[tuple[Span, str]]:
    words = [(Span(*match.span()), match[0]) for match in _WORD.finditer(line)]
    told = [_told(word) for _, word in words]
    if "small" not in told:  # "Xã EA KNUNG": a name from another language is a word too where nothing speaks against it
        told = [
            "capitals" if word.isupper() and _VOWEL.search(word) else said
            for said, (_, word) in zip(told, words, strict=True)
        ]
    for place, (span, word) in enumerate(words):
        opens = told[place] == "open" and _among_capitals(told, place)
        opens = opens and not (place == 0 and (word == "Bà" or _NUMBER.match(line)))
        if told[place] == "broken" or opens:
            upper = word.upper()
            if upper != word and len(upper) == len(word):
                yield span, upper


def _told(word: str) -> str:
    """``capitals``, ``broken`` capitals, ``small``, ``open`` (may be capitals) or ``none`` (says nothing)."""
    if _SMALL_ASCII.search(word):
        return "small"
    if word.isupper():
        return "capitals" if len(word) > 1 and is_syllable(word.lower()) else "none"
    if likelihood(word) <= UNKNOWN:
        return "none"
    return "broken" if _SUSPECT.search(word) else "open"


def _among_capitals(told: list[str], place: int) -> bool:
    """Whether the nearest words on both sides that say something are capitals; one side is enough at an end."""
    sides = [
        next((each for each in side if each not in {"none", "open"}), None)
        for side in (told[place + 1 :], told[:place][::-1])
    ]
    return "small" not in sides and sides != [None, None]
