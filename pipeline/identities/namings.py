"""Where a text names administrative units: a word for the kind and a name in the gazetteer, singly or in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.header.gazetteer import Unit, unit_key
from pipeline.identities.units import named
from schemas.text import Span

# xã An Lạc · thành phố Huế · TP. Huế · UBND TỈNH LÀO CAI · Phường 12        refuses: xã đã đạt, tỉnh ủy
_WORD = re.compile(
    r"(?<!\w)(?P<word>tỉnh|thành phố|TP\.?|huyện|quận|thị xã|TX\.?|xã|phường|thị trấn|đặc khu)"
    r"(?P<old>\s+cũ)?\s*:?\s+(?=(?P<name>(?-i:[A-ZĐÀ-Ỹ]|\d{1,2}\b).{0,60}))",
    re.IGNORECASE,
)
# , Y Tý · và Nậm Pung        what goes on with a list
_NEXT = re.compile(r"(?:\s*,\s*|\s+và\s+|\s*,\s*và\s+)(?=(?P<name>[A-ZĐÀ-Ỹ].{0,60}))")
_SYLLABLE = re.compile(
    r"[A-ZĐÀ-Ỹ][\w’']*(?:\s?[-–]\s?[A-ZĐÀ-Ỹ][\w’']*)*|\d{1,2}(?![\w/%]|[.,]\d|\s+(?!quận|thành phố|thị xã|và)[a-zà-ỹđ])"
)
# XÃ AN LẠC CỘNG HÒA … · UBND huyện An Lạc V/v      what may follow a name, though in capitals
_FOLLOWS = re.compile(r" (?P<word>(?!(?:CỘNG|ĐỘC|ĐẢNG|SỐ|TỈNH|THÀNH PHỐ|HUYỆN|QUẬN)\b)[A-ZĐÀ-Ỹ][^\W\d_]+)(?![\w/])")
_LONGEST = 5  # syllables of the longest names: Nông trường Mộc Châu and the like are left to others

_FORMS: dict[str, tuple[str, ...]] = {
    "tỉnh": ("tinh",),
    "thành phố": ("thanh_pho",),
    "tp": ("thanh_pho",),
    "huyện": ("huyen",),
    "quận": ("quan",),
    "thị xã": ("thi_xa",),
    "tx": ("thi_xa",),
    "xã": ("xa",),
    "phường": ("phuong",),
    "thị trấn": ("thi_tran",),
    "đặc khu": ("dac_khu",),
}


@dataclass(frozen=True, slots=True)
class Naming:
    """A place where a text names a unit: the words, where they stand, and every unit of that form and name.

    ``run`` numbers the lists of a text: names of one list have the same one. ``old`` is set where the word for the kind
    itself is followed by "cũ" ("xã cũ An Lạc").
    """

    span: Span
    words: str
    units: tuple[Unit, ...]
    run: int
    old: bool = False


def namings_of(text: str) -> Iterator[Naming]:
    """Every unit that a text names, in order of place; names that no unit bears or bore are left out.

    >>> [found.words for found in namings_of("sáp nhập các xã Y Tý, Nậm Pung và thị trấn Bát Xát của huyện")]
    ['xã Y Tý', 'xã Nậm Pung', 'thị trấn Bát Xát']
    >>> list(namings_of("xã Y Tý Thượng"))  # of which Y Tý is no part
    []
    """
    for run, match in enumerate(_WORD.finditer(text)):
        word = " ".join(match["word"].lower().rstrip(".").split())
        start, at, old = match.start(), match.end(), match["old"] is not None
        found = _longest(text, at, _FORMS[word])
        while found is not None:
            end, units = found
            yield Naming(Span(start, end), f"{_SAID.get(word, word)} {text[at:end]}", units, run, old)
            following = _NEXT.match(text, end)
            if following is None:
                break
            start = at = following.end()
            found = _longest(text, at, _FORMS[word])


_SAID = {"tp": "thành phố", "tx": "thị xã"}


def _longest(text: str, at: int, forms: tuple[str, ...]) -> tuple[int, tuple[Unit, ...]] | None:
    """The end of the longest name at a place that a unit of these forms bears, and those units."""
    ends: list[int] = []
    end = at
    while len(ends) < _LONGEST and (syllable := _SYLLABLE.match(text, end)) is not None:
        ends.append(syllable.end())
        blank = syllable.end()
        if text[blank : blank + 1] != " ":
            break
        end = blank + 1
    for end in reversed(ends):
        units = _known(text[at:end], forms)
        if units:
            return None if _goes_on(text, at, end) else (end, units)
    return None


def _goes_on(text: str, at: int, end: int) -> bool:
    """Whether another word of the name follows, so that the name is one that nobody knows."""
    follows = _FOLLOWS.match(text, end)
    return follows is not None and (follows["word"].isupper() or not text[at:end].isupper())


def _known(name: str, forms: tuple[str, ...]) -> tuple[Unit, ...]:
    return named(name, forms) if unit_key(name) else ()
