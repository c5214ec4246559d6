"""The channel of a text that lost its marks and nothing else: typed without them, or reduced to ASCII."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from pipeline.restoration.channel import NONE, Candidates, Floats
from pipeline.restoration.letters import bare

# What only an engine leaves behind: "é", digits and signs among letters.
_DAMAGE = re.compile(r"é|[^\W\d_][&@¢$€¥©§£®\d][^\W\d_]|[&@¢$€¥©§£®\d][^\W\d_]{2}|[^\W\d_]{2}[&@¢$€¥©§£®\d]")
_SMALL_WORD = re.compile(r"[^\W\d_A-Z]{2,}")  # capitals show little damage: they prove nothing
WORDS_FOR_ONE = 25  # an engine damages at least one word of so many
ACCENTS_FOR = 3  # what an "é" counts for: nobody types it who types no marks; "12ha" he does


def damage(text: str) -> tuple[int, int]:
    """How many traces of an engine a text shows, and in how many words.

    >>> damage("Uy ban nhan dan xa bao cao ket qua"), damage("Uy ban nhan dan x& béo céo két qua")
    ((0, 8), (9, 7))
    """
    traces = _DAMAGE.findall(text)
    return len(traces) + (ACCENTS_FOR - 1) * traces.count("é"), len(_SMALL_WORD.findall(text))


def choose_plain(texts: list[str]) -> list[bool]:
    """Which stretches of mangled text lost their marks and nothing else.

    A long one shows itself whether an engine made it; a short one goes with the rest.
    """
    counts = [damage(text) for text in texts]
    traces, words = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
    rest = words >= 5 and traces * WORDS_FOR_ONE <= words
    return [own * WORDS_FOR_ONE <= among if among >= WORDS_FOR_ONE else rest and own == 0 for own, among in counts]


@dataclass(frozen=True)
class PlainChannel:
    """Every syllable is read as itself without its marks."""

    syllables: list[tuple[int, str]]
    unigrams: Floats
    _cache: dict[str, Candidates] = field(default_factory=dict)

    @cached_property
    def _rows(self) -> dict[str, list[int]]:
        """The ids of the syllables of each row of bare letters."""
        rows: dict[str, list[int]] = {}
        for number, word in self.syllables:
            rows.setdefault(bare(word), []).append(number)
        return rows

    def candidates(self, read: str) -> Candidates:
        """All syllables of these letters, in the case in which they are written."""
        found = self._cache.get(read)
        if found is None:
            found = self._cache[read] = self._candidates(read)
        return found

    at_hand = candidates

    def _candidates(self, read: str) -> Candidates:
        case = _CASES.get((read[:1].isupper(), read[1:].isupper()), 0)
        if read not in {read.lower(), read.capitalize(), read.upper()}:
            return NONE
        ids = self._rows.get(read.lower(), [])
        chances = np.full((len(ids), 3), 1e-5, dtype=np.float32)
        chances[:, case] = 1.0
        if len(read) == 1 and case:
            chances[:, 1:] = 1.0
        return Candidates(np.array(ids, dtype=np.int64), chances)


_CASES = {(True, False): 1, (True, True): 2}  # by whether the first and the other letters are capitals
