"""Two readings of one page, set side by side: an engine's, and that of the text layer which the file already had."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from pipeline.restoration.letters import bare

_SILENT = re.compile(r"[^0-9a-z]+")
_FIGURES = re.compile(r"\d+")
_LABEL = re.compile(r"(?P<label>\d{1,2}|[IVX]{1,5}|[a-zđ])(?P<mark>[.,)])")
_PLAIN = re.compile(r"[\x21-\x7eÑñ]+")  # an engine that knows no Vietnamese reads as well what has no mark
_UNSURE, _LESS_SURE = 0.75, 0.9  # under which a label is read as the layer has it, and the mark after it
_LIKE = 0.5  # of their letters two words share at least that are readings of one


def beside(read: Sequence[str], layer: Sequence[str]) -> list[str]:
    """For each word of the one reading what the other has in its place; "" where it has nothing, or nobody can tell.

    >>> beside("Số: 42/BC-UBND xã Kim Lộc".split(), "So: 47/BC-UBND xa & Kim Loc".split())
    ['So:', '47/BC-UBND', 'xa', 'Kim', 'Loc']
    """
    out = [""] * len(read)
    ours, theirs = [letters_of(word) for word in read], [letters_of(word) for word in layer]
    for at, other in _pairs(ours, theirs):
        if ours[at] == theirs[other] or _are_like(ours[at], theirs[other]):
            out[at] = layer[other]
    return out


def letters_of(word: str) -> str:
    """Letters and figures of a word without marks, in small.

    >>> letters_of("QĐ-UBND,")
    'qdubnd'
    """
    return _SILENT.sub("", bare(unicodedata.normalize("NFC", word)).lower())


def _pairs(ours: list[str], theirs: list[str]) -> Iterator[tuple[int, int]]:
    for kind, i, end, j, last in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and end - i == last - j):
            yield from zip(range(i, end), range(j, last), strict=True)


def _are_like(word: str, other: str) -> bool:
    return SequenceMatcher(None, word, other, autojunk=False).ratio() >= _LIKE


def settled(word: str, sure: float, other: str) -> str | None:
    """The layer's reading of a label, a figure or an abbreviation, where it is the better one; None where it is not.

    >>> settled("1.", 0.6, "I."), settled("5,", 0.85, "5."), settled("86G;", 0.7, "86;"), settled("12", 0.5, "17")
    ('I.', '5.', '86;', None)
    >>> settled("EDI", 0.84, "FDI"), settled("ĐU", 0.6, "BU")
    ('FDI', None)
    """
    if letters_of(word) == letters_of(other):
        own, theirs = _LABEL.fullmatch(word), _LABEL.fullmatch(other)
        lost = own and theirs and own["mark"] == "," and theirs["mark"] != ","
        return other if lost and sure < _LESS_SURE else None
    if {word.rstrip(".,)"), other.rstrip(".,)")} == {"1", "I"} and _LABEL.fullmatch(other) and sure < _UNSURE:
        return other
    glued = re.fullmatch(r"(\d+)[A-Za-z](\W?)", word)
    if glued and other == "".join(glued.groups()) and sure < _UNSURE:
        return other
    plain = _PLAIN.fullmatch(word) and other.isascii() and _FIGURES.findall(word) == _FIGURES.findall(other)
    return other if plain and sum(map(str.isupper, other)) > 1 and sure < _LESS_SURE else None


def differ(figure: str, other: str) -> bool:
    """Whether a figure is none of those that the layer has in its place.

    >>> differ("2024", "17/2024/QD"), differ("11", "17/2024/QD")
    (False, True)
    """
    return not set(_FIGURES.findall(figure)) <= set(_FIGURES.findall(other))
