"""underthesea joins syllables to words and tags them ("thủ tục", "hành chính": two nouns).

It rewrites what it reads, so each word is located in the text again, and a word that cannot be located makes the whole
answer fall back to syllables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Word:
    """A word of one or more syllables with its part of speech, in underthesea's tags: N, Np, Nc, Nu, V, A, M, E, C …"""

    text: str
    span: Span
    tag: str

    @property
    def is_noun(self) -> bool:
        """Whether it is a noun, a name, a classifier or a unit."""
        return self.tag.startswith("N")

    @property
    def is_verb(self) -> bool:
        """Whether it is a verb."""
        return self.tag.startswith("V")


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[Word, ...]:
    """The words of one line with their parts of speech, by underthesea; syllables without tags where it lost its place.

    >>> [w.text for w in words("Đã giải quyết 14 thủ tục hành chính.") if w.is_noun]
    ['thủ tục', 'hành chính']
    """
    found: list[Word] = []
    for line in re.finditer(r"[^\n]+", text):
        tagged = _tagged(line[0])
        located = _locate(line[0], tagged)
        if located is None:
            located = [Word(m[0], Span(*m.span()), "X") for m in re.finditer(r"\w+|[^\w\s]", line[0])]
        at = line.start()
        found.extend((Word(w.text, w.span.shift(at), w.tag) for w in located) if at else located)
    return tuple(found)


def words_in(text: str, span: Span) -> list[Word]:
    """The words of a sentence that lie within a span of it, tagged in their sentence.

    >>> text = "Tỷ lệ dân số tham gia bảo hiểm y tế đạt 98%"
    >>> [w.text for w in words_in(text, Span(6, 36))]
    ['dân số', 'tham gia', 'bảo hiểm y tế']
    """
    return [word for word in words(text) if span.contains(word.span)]


def _tagged(line: str) -> list[tuple[str, str]]:
    from underthesea import word_tokenize  # noqa: PLC0415 -- loading takes a second; texts without numbers never need it

    try:
        tokens = [str(word) for word in word_tokenize(line)]
        return list(zip(tokens, _tags(tokens), strict=True)) if tokens else []
    except Exception:
        return []


def _tags(tokens: Sequence[str]) -> list[str]:
    """The parts of speech of the words of a line.

    ``underthesea.pos_tag`` asks this same tagger, but takes its templates apart anew for each word and copies the line
    each time: nine tenths of its cost, growing with the square of the length. A test holds the two together.
    """
    from underthesea.pipeline.pos_tag.model_crf import CRFPOSTagPredictor  # noqa: PLC0415

    return list(map(str, CRFPOSTagPredictor.Instance().model.tag(features(tokens))))


def features(tokens: Sequence[str]) -> list[list[str]]:
    """What underthesea's tagger wants to know of each word: itself and its neighbours, in lower case, capitals.

    >>> features(["Hộ nghèo"])[0][:4]
    ['T[-2].lower=BOS', 'T[-1].lower=BOS', 'T[0].lower=hộ nghèo', 'T[1].lower=EOS']
    """
    size = len(tokens)
    lower = [token.lower() for token in tokens]
    title = [str(_is_title(token)) for token in tokens]
    unknown = ["X"] * size  # the column of tags, which is what is asked

    def at(column: Sequence[str], place: int) -> str:
        return "BOS" if place < 0 else "EOS" if place >= size else column[place]

    def pair(column: Sequence[str], place: int) -> str:
        return "BOS" if place < 0 else "EOS" if place + 1 >= size else f"{column[place]} {column[place + 1]}"

    return [
        [
            *(f"T[{by}].lower={at(lower, i + by)}" for by in (-2, -1, 0, 1, 2)),
            *(f"T[{by}].istitle={at(title, i + by)}" for by in (0, -1, 1)),
            *(f"T[{by}]={at(tokens, i + by)}" for by in (-2, -1, 0, 1, 2)),
            *(f"T[{by},{by + 1}]={pair(tokens, i + by)}" for by in (-2, -1, 0, 1)),
            *(f"T[{by}][1]={at(unknown, i + by)}" for by in (-3, -2, -1)),
            *(f"T[{by},{by + 1}][1]={pair(unknown, i + by)}" for by in (-3, -2)),
        ]
        for i in range(size)
    ]


def _is_title(token: str) -> bool:
    return bool(token) and all(syllable[:1].istitle() for syllable in token.split(" "))


def _locate(line: str, tagged: list[tuple[str, str]]) -> list[Word] | None:
    """Find each word in the line again; None where one is not there in order."""
    found: list[Word] = []
    at = 0
    for text, tag in tagged:
        start = at + line.startswith(" ", at)
        if text and line.startswith(text, start):
            at = start + len(text)
            found.append(Word(text, Span(start, at), tag))
            continue
        pattern = _flexible(text)
        match = pattern.search(line, at) if pattern else None
        if match is None or line[at : match.start()].strip():
            return None
        found.append(Word(match[0], Span(*match.span()), tag))
        at = match.end()
    return found if not line[at:].strip() else None


@lru_cache(maxsize=8192)
def _flexible(word: str) -> re.Pattern[str] | None:
    """A pattern for a word as it may stand in the text: any blanks, any place of the tone mark."""
    syllables = word.split()
    if not syllables:
        return None
    return re.compile(r"\s*".join("".join(_letters(s)) for s in syllables), re.IGNORECASE)


def _letters(syllable: str) -> Iterator[str]:
    for letter in unicodedata.normalize("NFC", syllable):
        base = unicodedata.normalize("NFD", letter)
        if base[0].lower() in "oaeuy" and letter.isalpha():
            yield f"[{re.escape(letter)}{_TONED.get(base[0].lower(), '')}]"
        else:
            yield re.escape(letter)


_TONED = {"o": "oòóỏõọ", "a": "aàáảãạ", "e": "eèéẻẽẹ", "u": "uùúủũụ", "y": "yỳýỷỹỵ"}
