"""Which words belong together, by the document's own evidence and by a short list of the genre's compounds."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import pairwise

from unidecode import unidecode

_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=65536)
def bare_word(word: str) -> str:
    """The key of a word: small letters, no marks.

    >>> bare_word("Thưởng"), bare_word("Đảng")
    ('thuong', 'dang')
    """
    return unidecode(word).lower()


@cache
def _lexicon() -> dict[str, list[str]]:
    text = files("pipeline.repair").joinpath("phrases.toml").read_text(encoding="utf-8")
    return {key: list(value) for key, value in tomllib.loads(text).items()}


@cache
def _compounds() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(bare_word(word) for word in phrase.split()) for phrase in _lexicon()["compounds"])


@cache
def _dangling() -> frozenset[str]:
    return frozenset([*_lexicon()["dangling"], *_lexicon()["dangling_bare"]])


def dangles(text: str) -> bool:
    """Whether the last word of a line never ends a sentence ("… phối hợp với", "… và").

    >>> dangles("thực hiện tốt sự phối hợp với"), dangles("hộ nghèo giảm")
    (True, False)
    """
    words = _WORD.findall(text[-24:])
    return bool(words) and text.rstrip()[-1:].isalpha() and not words[-1].isupper() and words[-1].lower() in _dangling()


def is_term(left: str, right: str) -> bool:
    """Whether the two words are one compound of the genre, with or without their marks.

    >>> is_term("Khen", "thưởng"), is_term("Uy", "ban"), is_term("có", "xã")
    (True, True, False)
    """
    return (bare_word(left), bare_word(right)) in _compounds()


class Phrases:
    """Pairs of words counted in one document."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _words(self) -> list[tuple[str, str]]:
        # Each word with what stands between it and the next one.
        found = list(_WORD.finditer(self._text))
        after = [self._text[a.end() : b.start()] for a, b in pairwise(found)]
        return [(match[0], gap) for match, gap in zip(found, [*after, ""], strict=True)]

    @cached_property
    def _pairs(self) -> Counter[tuple[str, str]]:
        words = self._words
        return Counter((bare_word(a), bare_word(b)) for (a, gap), (b, _) in pairwise(words) if gap == " ")

    @cached_property
    def _singles(self) -> Counter[str]:
        return Counter(bare_word(word) for word, _ in self._words)

    def bound(self, left: str, right: str) -> bool:
        """Whether the two words nearly always stand beside each other in this document.

        >>> Phrases("khen thưởng, khen thưởng, khen thưởng").bound("Khen", "thưởng")
        True
        """
        pair = bare_word(left), bare_word(right)
        count = self._pairs[pair]
        return count >= 3 and count * 10 >= 7 * self._singles[pair[0]] and count * 10 >= 4 * self._singles[pair[1]]

    @cached_property
    def _dashed(self) -> set[tuple[str, str]]:
        words = self._words
        return {(bare_word(a), bare_word(b)) for (a, gap), (b, _) in pairwise(words) if gap in {" - ", " – ", " — "}}

    def dashed(self, left: str, right: str) -> bool:
        """Whether the end of ``left`` and the start of ``right`` stand on one line elsewhere, a dash between them.

        >>> Phrases("Ban Thi đua - Khen thưởng").dashed("do Hội đồng Thi đua", "- Khen thưởng xã")
        True
        """
        last, first = _WORD.findall(left[-24:])[-1:], _WORD.findall(right[:24])[:1]
        return bool(last and first) and (bare_word(last[0]), bare_word(first[0])) in self._dashed

    @cached_property
    def _triples(self) -> set[tuple[str, str, str]]:
        words = self._words
        return {
            (a, b, c)
            for (a, gap), (b, next_gap), (c, _) in zip(words, words[1:], words[2:], strict=False)
            if gap == next_gap == " "
        }

    def runs_on(self, left: str, right: str) -> bool:
        """Whether the document elsewhere goes on from the end of ``left`` to the start of ``right``, letter for letter.

        >>> Phrases("Hội đồng Khen thưởng Trung ương").runs_on("do Hội đồng Khen thưởng", "Trung ương, Thủ tướng")
        True
        """
        last, first = _WORD.findall(left[-40:])[-2:], _WORD.findall(right[:40])[:2]
        if len(last) < 2 or len(first) < 2:
            return False
        return (last[0], last[1], first[0]) in self._triples and (last[1], first[0], first[1]) in self._triples
