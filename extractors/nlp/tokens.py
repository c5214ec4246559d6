"""spaCy holds a sentence in a blank pipeline whose tokenizer is ours: syllables, numbers and marks with exact offsets.

Token patterns (:class:`Patterns`) and phrase lists (:class:`Phrases`) run over it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import spacy
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans

from schemas.text import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab

# A syllable or a word with its digits ("m2", "COVID"), a number, one mark, a run of blanks that is not one plain blank.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+\d*²?³?|[^\w\s]|_| (?! )(?=\S)|\s+")
_LOWER = "lower"  # under which a Doc keeps its text in small letters


@dataclass(frozen=True, slots=True)
class Match:
    """What a pattern found: its label and its place in the text that was tokenized."""

    label: str
    span: Span


class Syllables:
    r"""A tokenizer for spaCy that keeps every character: the text of the Doc is the text that was given.

    >>> [t.text for t in tokenize("diện tích 12,22km², đạt 98%")]
    ['diện', 'tích', '12,22', 'km²', ',', 'đạt', '98', '%']
    >>> tokenize("hai  dấu\tcách ").text == "hai  dấu\tcách "
    True
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The tokens of a text."""
        words: list[str] = []
        spaces: list[bool] = []
        for match in _TOKEN.finditer(text):
            piece = match[0]
            if piece == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
            else:
                words.append(piece)
                spaces.append(False)
        # To put the text together again from tokens costs as much as a matcher.
        return Doc(self.vocab, words=words, spaces=spaces, user_data={_LOWER: text.lower()})


@cache
def _pipeline() -> Language:
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    nlp.tokenizer = Syllables(nlp.vocab)
    nlp.max_length = sys.maxsize  # meant for parsers; how long a text may be is said elsewhere
    return nlp


def tokenize(text: str) -> Doc:
    """The text as a spaCy Doc of our tokens."""
    return _pipeline().make_doc(text)


class Phrases:
    """Fixed phrases, looked up whatever their case: longest first, never overlapping.

    >>> units = Phrases({"tỷ đồng": ["tỷ đồng", "tỉ đồng"], "đồng": ["đồng"], "đồng chí": ["đồng chí"]})
    >>> [m.label for m in units.find(tokenize("4.315 Tỉ đồng, 24 đồng chí, 500 đồng"))]
    ['tỷ đồng', 'đồng chí', 'đồng']
    """

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self._matcher = PhraseMatcher(_pipeline().vocab, attr="LOWER")
        for label, phrases in table.items():
            self._matcher.add(label, [tokenize(phrase) for phrase in phrases])

    def find(self, doc: Doc) -> list[Match]:
        """All phrases of the Doc in order of place."""
        return _matches(filter_spans(self._matcher(doc, as_spans=True)))


class Patterns:
    """Token patterns of spaCy's Matcher under labels: longest first, never overlapping.

    A pattern is written as one line: words are matched in lower case, ``a|b`` is either, ``a?`` may be missing,
    ``#`` is any number, ``*`` any single word.

    >>> qualifiers = Patterns({">=": ["ít nhất", "từ # % ? trở lên"], "~": ["ước đạt|tính? khoảng?"]})
    >>> [(m.label, m.span) for m in qualifiers.find(tokenize("ước đạt 5; ít nhất 3; từ 58 trở lên"))]
    [('~', Span(start=0, end=7)), ('>=', Span(start=11, end=18)), ('>=', Span(start=22, end=35))]
    """

    def __init__(self, table: Mapping[str, Sequence[str]]) -> None:
        self._matcher = Matcher(_pipeline().vocab)
        for label, lines in table.items():
            self._matcher.add(label, [list(_token_patterns(line)) for line in lines])
        self._needed = _one_of(needed for lines in table.values() for line in lines for needed in _needed(line))

    def find(self, doc: Doc) -> list[Match]:
        """All matches in the Doc in order of place."""
        if not self._needed.search(doc.user_data[_LOWER]):  # a small part of what the matcher costs, and mostly all
            return []
        return _matches(filter_spans(self._matcher(doc, as_spans=True)))


def _needed(line: str) -> list[str]:
    """Words of which a text must hold one for a pattern to match; the longest words that it cannot do without.

    >>> _needed("từ|trên # % ? trở lên?")
    ['trở']
    """
    fixed = [
        piece.split("|")
        for piece in re.sub(r"\s+\?", "?", line).split()
        if piece not in ("#", "*") and (not piece.endswith("?") or piece == "?")
    ]
    return max(fixed, key=lambda words: min(map(len, words)), default=[""])


def _one_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of these words in a text of small letters."""
    return re.compile("|".join(sorted({re.escape(word) for word in words})))


def _token_patterns(line: str) -> Iterator[dict[str, Any]]:
    for piece in re.sub(r"\s+\?", "?", line).split():
        optional = {"OP": "?"} if piece.endswith("?") and piece != "?" else {}
        word = piece.rstrip("?") if optional else piece
        if word == "#":
            yield {"TEXT": {"REGEX": r"^\d"}, **optional}
        elif word == "*":
            yield {"IS_ALPHA": True, **optional}
        elif "|" in word:
            yield {"LOWER": {"IN": word.split("|")}, **optional}
        else:
            yield {"LOWER": word, **optional}


def _matches(spans: Iterable[Any]) -> list[Match]:
    found = [Match(span.label_, Span(span.start_char, span.end_char)) for span in spans]
    return sorted(found, key=lambda match: match.span)
