"""When two printed things count as the same: letters and digits only, one tone placement, shared words in order."""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0309\u0303\u0323"


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


# "hoà" and "hòa", "khoẻ" and "khỏe", "thuỷ" and "thủy" are the same words in two ways of placing the tone.
_PLACED_LATE = {
    _composed(first + second + tone): _composed(first + tone + second)
    for first, second in ("oa", "oe", "uy")
    for tone in _TONES
}
_LATE = re.compile(rf"(?<!q)(?:{'|'.join(_PLACED_LATE)})(?!\w)")
_NOT_WORD = re.compile(r"[\W_]+")

# What a movement's name may begin or end with without being another movement.
_OPENING = re.compile(
    r"(?:kết quả (?:thực hiện )?)?"
    r"(?:(?:các )?(?:phong trào|cuộc vận động|đợt)(?: thi đua)?(?: đặc biệt)?(?: yêu nước)? )?"
)
_PERIOD = re.compile(r" giai đoạn \d{4} \d{4}$")

LONG_TITLE = 8
"""A title of so many words that begins like the other is that title, cut short."""


def fold(value: object) -> str:
    """Lower case, one way of placing tones, letters and digits only.

    >>> fold("Ủy ban nhân dân xã Hoà Bình - 2025"), fold(None)
    ('ủy ban nhân dân xã hòa bình 2025', '')
    """
    text = unicodedata.normalize("NFKC", str(value or "")).lower()
    text = _LATE.sub(lambda match: _PLACED_LATE[match.group()], text)
    return _NOT_WORD.sub(" ", text).strip()


def fold_title(value: object) -> str:
    """A title without what says only that it is a movement.

    >>> fold_title("Phong trào thi đua “Dân vận khéo” giai đoạn 2021-2025")
    'dân vận khéo'
    """
    text = fold(value)
    opening = _OPENING.match(text)
    return _PERIOD.sub("", text[opening.end() :] if opening else text)


def likeness(one: str, other: str) -> float:
    """The words that two folded texts share in order: twice their number over the words of both.

    >>> likeness("dân vận khéo", "thi đua dân vận khéo")
    0.75
    """
    first, second = one.split(), other.split()
    if not first or not second:
        return 0.0
    places: dict[str, int] = {}
    for at, word in enumerate(second):
        places[word] = places.get(word, 0) | 1 << at
    # Length of the longest common subsequence, a word of ``first`` at a time, all of ``second`` in one number.
    every = (1 << len(second)) - 1
    free = every
    for word in first:
        met = free & places.get(word, 0)
        free = ((free + met) | (free - met)) & every
    shared = len(second) - free.bit_count()
    return 2 * shared / (len(first) + len(second))


def title_likeness(one: object, other: object) -> float:
    """1 for the same title, 0.85 where a long one is cut short, else what their words share."""
    first, second = fold_title(one), fold_title(other)
    shorter = min(len(first.split()), len(second.split()))
    if shorter >= LONG_TITLE and first.split()[:shorter] == second.split()[:shorter]:
        return 1.0 if first == second else 0.85
    return likeness(first, second)


def evidence_likeness(found: object, wanted: object) -> float:
    """How far two quotes show the same place: 1 where one holds the other, unless it is digits alone or half a page."""
    one, other = fold(found), fold(wanted)
    if not one or not other:
        return 0.5 if wanted is None else 0.0
    if f" {other} " in f" {one} ":
        much = 3 * len(other.split()) + 80
        return 1.0 if len(one.split()) <= much else likeness(one, other)
    if f" {one} " in f" {other} " and any(letter.isalpha() for letter in one):
        return 1.0
    return likeness(one, other)
