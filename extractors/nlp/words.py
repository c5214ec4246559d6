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
from itertools import pairwise

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
    try:
        found = _segmented(line)
        return list(zip(found, _tags(found), strict=True)) if found else []
    except Exception:
        return []


def _segmented(line: str) -> list[str]:
    """The words of a line, as ``underthesea.word_tokenize`` gives them.

    That looks for addresses, dates and abbreviations at every syllable, which is a third of its cost; a run of letters
    between blanks can be none of them. A test holds the two together.
    """
    # Loading takes a second; texts without numbers never need it.
    from underthesea.pipeline import word_tokenize as segmenter  # noqa: PLC0415
    from underthesea.pipeline.text_normalize.character_normalize import normalize_characters_in_text  # noqa: PLC0415

    if segmenter.word_tokenize_model is None:
        segmenter.word_tokenize("một")  # it loads its model when it is first asked
    text = normalize_characters_in_text(line)
    tokens = [_normal(token) for token in _tokens(text)]
    if not tokens:
        return []
    words_: list[str] = []
    for token, tag in zip(tokens, segmenter.word_tokenize_model.predict([[token] for token in tokens]), strict=True):
        if tag == "I-W" and words_:
            words_[-1] = f"{words_[-1]} {token}"
        else:
            words_.append(token)
    return words_


def _tokens(text: str) -> Iterator[str]:
    from underthesea.pipeline.word_tokenize.regex_tokenize import patterns  # noqa: PLC0415

    for piece in _PIECE.finditer(text):
        if piece[0].isalpha():
            yield piece[0]
            continue
        for match in patterns.finditer(text, piece.start()):
            if match.start() >= piece.end():
                break
            yield match[0]


_PIECE = re.compile(r"\S+")


@lru_cache(maxsize=65536)
def _normal(token: str) -> str:
    """A token as underthesea writes it: the same letters, the tone mark in its place."""
    from underthesea.pipeline.text_normalize import token_normalize  # noqa: PLC0415

    return str(token_normalize(token))


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
    lower = _Column([token.lower() for token in tokens])
    title = _Column([str(_is_title(token)) for token in tokens])
    word = _Column(list(tokens))
    pair = _Column([f"{one} {other}" for one, other in pairwise(tokens)])
    tag, tags = _Column(["X"] * size), _Column(["X X"] * (size - 1))  # of the tags, which are what is asked
    columns = (
        *(lower.told(f"T[{by}].lower=", by, size) for by in (-2, -1, 0, 1, 2)),
        *(title.told(f"T[{by}].istitle=", by, size) for by in (0, -1, 1)),
        *(word.told(f"T[{by}]=", by, size) for by in (-2, -1, 0, 1, 2)),
        *(pair.told(f"T[{by},{by + 1}]=", by, size) for by in (-2, -1, 0, 1)),
        *(tag.told(f"T[{by}][1]=", by, size) for by in (-3, -2, -1)),
        *(tags.told(f"T[{by},{by + 1}][1]=", by, size) for by in (-3, -2)),
    )
    return [list(row) for row in zip(*columns, strict=True)]


class _Column:
    """What is known of the words of a line, one after another."""

    def __init__(self, values: list[str]) -> None:
        self._values = values

    def told(self, name: str, by: int, size: int) -> list[str]:
        """For each word the feature of that name: the value ``by`` words further on, or that the line ends there."""
        begin, end = f"{name}BOS", f"{name}EOS"
        told = [f"{name}{value}" for value in self._values[max(by, 0) : max(size + by, 0)]]
        return ([begin] * min(-by, size) + told + [end] * size)[:size]


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
