"""The noisy channel: how likely a printed word is to be read as a given string of letters.

A syllable is an onset and a rime; what each became is counted in lines whose truth is known, rarer ones fall back
on what each letter became, and frequent words are counted whole. What the strings that engines often leave may have
been is worked out beforehand and lies ready in the model; the others are scored when they are met.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.letters import split_syllable

if TYPE_CHECKING:
    from pipeline.restoration.scorer import Scorer

Floats = NDArray[np.float32]
CASES = ("lower", "title", "upper")
READY_STEP, NEVER = 0.05, 255  # nats that one step of a byte is worth in what lies ready; a byte for "not at all"


class Pieces(NamedTuple):
    """Printed parts (onsets or rimes, in every case) and what they were read as, with counts."""

    parts: tuple[str, ...]
    seen: dict[str, list[tuple[int, int]]]  # read -> (index of part, times)
    totals: Floats


@dataclass(frozen=True)
class ChannelData:
    """What was learned, as it is stored."""

    letters: dict[str, dict[str, float]]  # printed letter -> read -> probability
    onsets: Pieces
    rimes: Pieces
    words: Pieces


class Candidates(NamedTuple):
    """Words that a string may have been: ids, and the probability of the string given the word in each case."""

    ids: NDArray[np.int64]
    by_case: Floats  # (words, 3)


NONE = Candidates(np.zeros(0, dtype=np.int64), np.zeros((0, 3), dtype=np.float32))


def cased(word: str, case: int) -> str:
    """The word in lower case, with a capital, or in capitals."""
    return word if case == 0 else word[:1].upper() + word[1:] if case == 1 else word.upper()


def cased_parts(word: str, case: int) -> tuple[str, str]:
    """Onset and rime of a syllable in the given case."""
    onset, rime = split_syllable(word)
    if case == 0:
        return onset, rime
    if case == 2:
        return onset.upper(), rime.upper()
    return (cased(onset, 1), rime) if onset else (onset, cased(rime, 1))


class Ready(NamedTuple):
    """Candidates worked out beforehand: those of string ``i`` lie from ``starts[i]`` to ``starts[i + 1]``."""

    numbers: dict[str, int]
    starts: NDArray[np.int32]
    ids: NDArray[np.uint16]
    costs: NDArray[np.uint8]  # (words, 3): of each case, in steps of READY_STEP above the best of the string
    tops: Floats  # log probability of the best of each string

    def get(self, read: str) -> Candidates | None:
        """What ``read`` may have been, if it lies ready."""
        number = self.numbers.get(read)
        if number is None:
            return None
        span = slice(int(self.starts[number]), int(self.starts[number + 1]))
        costs = self.costs[span]
        by_case = np.where(costs == NEVER, np.float32(0), np.exp(self.tops[number] - costs * np.float32(READY_STEP)))
        return Candidates(self.ids[span].astype(np.int64), by_case)


@dataclass
class Channel:
    """What a string of letters may have been: looked up, or scored."""

    ready: Ready
    unigrams: Floats  # log probability of every word of the vocabulary
    make_scorer: Callable[[], Scorer]
    _cache: dict[str, Candidates] = field(default_factory=dict)

    @cached_property
    def _scorer(self) -> Scorer:
        return self.make_scorer()

    def at_hand(self, read: str) -> Candidates:
        """The same for strings that engines often leave; none for others."""
        return self.ready.get(read) or NONE

    def candidates(self, read: str) -> Candidates:
        """The syllables that ``read`` may be, the likeliest first."""
        found = self._cache.get(read)
        if found is None:
            found = self._cache[read] = self.ready.get(read) or self._scorer.candidates(read)
        return found
