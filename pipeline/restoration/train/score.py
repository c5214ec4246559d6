"""How far a restored text is from the true one: error rates, words spoiled, and what the doubts were worth."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from pipeline.restoration.letters import new_style
from schemas.document import Restored

_SIGNS = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-"})
_WORD = re.compile(r"[^\W\d_]+")
REVIEWED = 20  # of the words one in so many is looked at: the least sure


def compared(text: str) -> str:
    """A text as it is compared: NFC, one style of tone marks, one kind of quotation mark and dash, single blanks.

    >>> compared("Uỷ ban  “xã Hoà An” –…")
    'Ủy ban "xã Hòa An" -...'
    """
    text = unicodedata.normalize("NFC", text).translate(_SIGNS).replace("…", "...")
    return " ".join(_WORD.sub(lambda match: _one_style(match.group()), text).split())


def _one_style(word: str) -> str:
    small = new_style(word.lower())
    return "".join(new.upper() if old.isupper() else new for new, old in zip(small, word, strict=True))


class Word(NamedTuple):
    """A word of a restored text: how sure it was said to be, and whether it is right."""

    sure: float
    right: bool


@dataclass
class Score:
    """Counts over texts, added up."""

    letters: int = 0
    letters_off: int = 0
    words: int = 0
    words_off: int = 0
    raw_off: int = 0
    right: int = 0
    spoiled: int = 0
    better: int = 0
    worse: int = 0
    told: list[Word] = field(default_factory=list)

    def add(self, raw: str, restored: str, true: str, edits: Iterable[Restored]) -> None:
        """Count one text."""
        hyp, ref, was = compared(restored), compared(true), compared(raw)
        words, true_words = hyp.split(), ref.split()
        off, before = Levenshtein.distance(words, true_words), Levenshtein.distance(was.split(), true_words)
        self.letters += len(ref)
        self.letters_off += Levenshtein.distance(hyp, ref)
        self.words += len(true_words)
        self.words_off += off
        self.raw_off += before
        self.better += off < before
        self.worse += off > before
        kept, good = _matched(words, true_words), _matched(was.split(), true_words)
        self.right += len(good)
        self.spoiled += len(set(good.values()) - set(kept.values()))
        sure = _sure_of(restored, edits)
        if len(sure) == len(words):
            self.told += [Word(value, place in kept) for place, value in enumerate(sure)]

    @property
    def row(self) -> str:
        """The figures as cells of a table."""
        return (
            f"{self.words:,} | {self.raw_off / self.words:.2%} | {self.letters_off / self.letters:.2%}, "
            f"{self.words_off / self.words:.2%} | {self.spoiled} of {self.right:,} | {self.found:.0%}"
        )

    @property
    def found(self) -> float:
        """The share of the wrong words that lie among the least sure, one word in REVIEWED; 1 where none is wrong.

        Of words that are equally sure the right ones are looked at first.
        """
        ranked = sorted(self.told, key=lambda word: (word.sure, not word.right))
        wrong = sum(not word.right for word in ranked)
        return sum(not word.right for word in ranked[: len(ranked) // REVIEWED]) / wrong if wrong else 1.0


def _matched(words: list[str], true: list[str]) -> dict[int, int]:
    """Which words stand in the true text, and where."""
    out: dict[int, int] = {}
    for block in Levenshtein.editops(words, true).as_matching_blocks():
        out.update({block.a + i: block.b + i for i in range(block.size)})
    return out


def _sure_of(text: str, edits: Iterable[Restored]) -> list[float]:
    """For each word of a text the least sure edit that touches it."""
    edited = sorted((edit.target.start, edit.target.end, edit.confidence) for edit in edits)
    out, first = [], 0
    for match in re.finditer(r"\S+", text):
        while first < len(edited) and edited[first][1] <= match.start():
            first += 1
        sure, place = 1.0, first
        while place < len(edited) and edited[place][0] < match.end():
            sure = min(sure, edited[place][2])
            place += 1
        out.append(sure)
    return out
