"""The noisy channel: how likely a printed word is to be read as a given string of letters.

A syllable is an onset and a rime; what each became is counted in lines whose truth is known, rarer ones fall back
on what each letter became, and frequent words are counted whole. All words are scored at once, as vectors.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.letters import bare, split_syllable

Floats = NDArray[np.float32]
PRIOR_WEIGHT = 0.8  # of a word's frequency when candidates are chosen
_ALIKE = frozenset("cosuvwxzkp")  # small letters that look like their capitals
CASES = ("lower", "title", "upper")
LONGEST = 3  # letters that one printed letter may become
UNSEEN, UNSEEN_MARKED = 3e-6, 4e-5  # probability of a letter becoming a string that it was never seen to become
SIGNS, SIGN_FLOOR = frozenset("&@¢$€¥©§£®"), np.float32(1e-3)  # a sign among letters was some letter with marks
FAMILY = 0.04  # what a letter with marks takes from the others on the same base: scans differ from one another
PART_WEIGHT, WORD_WEIGHT = 8.0, 100.0  # how many sightings the fallback counts for
PART_SHARE, WORD_SHARE = 0.4, 0.5  # and the share it keeps however many there were: other scanners err otherwise


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


class _Parts:
    """Probability of each part being read as a string."""

    def __init__(self, pieces: Pieces, letters: _Letters) -> None:
        self.pieces = pieces
        self.letters = letters
        self.length = max(map(len, pieces.parts), default=0)
        self.ids = np.array(
            [[letters.id(p[i]) if i < len(p) else -1 for i in range(self.length)] for p in pieces.parts]
        )
        self.sizes = np.array([len(p) for p in pieces.parts])
        self.share = np.maximum(PART_WEIGHT / (pieces.totals + PART_WEIGHT), PART_SHARE).astype(np.float32)
        self.cache: dict[str, Floats] = {}

    def scores(self, read: str) -> Floats:
        cached = self.cache.get(read)
        if cached is None:
            scores = self._by_letters(read) * self.share
            for index, times in self.pieces.seen.get(read, ()):
                scores[index] += (1 - self.share[index]) * times / self.pieces.totals[index]
            cached = self.cache[read] = scores.astype(np.float32)
        return cached

    def _by_letters(self, read: str) -> Floats:
        """Forward algorithm over all parts at once."""
        width = len(read) + 1
        state = np.zeros((width, len(self.sizes)), dtype=np.float32)
        state[0] = 1.0
        done = np.where(self.sizes == 0, state[-1], np.float32(0))
        for place in range(self.length):
            after = np.zeros_like(state)
            ids = self.ids[:, place]
            for start in range(min(width, LONGEST * place + 1)):
                for end in range(start, min(start + LONGEST, width - 1) + 1):
                    after[end] += state[start] * self.letters.vector(read[start:end])[ids]
            state = after
            done = np.where(self.sizes == place + 1, state[-1], done)
        return done


class _Letters:
    """Probability of each printed letter being read as a string."""

    def __init__(self, table: dict[str, dict[str, float]], letters: set[str]) -> None:
        self.order = {letter: i for i, letter in enumerate(sorted(letters))}
        self.table = table
        self.flat = [bare(letter) for letter in self.order]
        self.known = np.array([letter in table for letter in self.order])
        self.columns: dict[str, list[tuple[int, float]]] = {}
        for letter, row in table.items():
            if letter in self.order:
                for read, probability in row.items():
                    self.columns.setdefault(read, []).append((self.order[letter], probability))
        self.families: dict[str, list[int]] = {}
        for place, (letter, flat) in enumerate(zip(self.order, self.flat, strict=True)):
            if letter != flat:
                self.families.setdefault(flat, []).append(place)
        marked = np.array([letter != flat for letter, flat in zip(self.order, self.flat, strict=True)] + [False])
        self.marked = marked
        self.floor = np.where(marked, UNSEEN_MARKED, UNSEEN).astype(np.float32)
        self.cache: dict[str, Floats] = {}

    def id(self, letter: str) -> int:
        return self.order[letter]

    def vector(self, read: str) -> Floats:
        cached = self.cache.get(read)
        if cached is None:
            cached = self.floor * np.float32(0.2 ** max(0, len(read) - 1))
            if len(read) == 1:
                for place, flat in enumerate(self.flat):
                    if flat == read:
                        cached[place] = 1e-3 if self.known[place] else 0.9
            if read in SIGNS:
                cached = np.where(self.marked, np.maximum(cached, SIGN_FLOOR), cached)
            for place, probability in self.columns.get(read, ()):
                cached[place] = max(probability, float(cached[place]))
            for members in self.families.values():
                cached[members] = cached[members] * (1 - FAMILY) + FAMILY * cached[members].mean()
            self.cache[read] = cached
        return cached


class Candidates(NamedTuple):
    """Words that a string may have been: ids, and the probability of the string given the word in each case."""

    ids: NDArray[np.int64]
    by_case: Floats  # (words, 3)


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


@dataclass
class Channel:
    """Scores every syllable of a lexicon for a string of letters that was read."""

    data: ChannelData
    syllables: list[tuple[int, str]]  # id and spelling
    unigrams: Floats  # log probability of every word of the vocabulary
    _cache: dict[str, Candidates] = field(default_factory=dict)

    def __post_init__(self) -> None:
        data = self.data
        letters = {c for pieces in (data.onsets, data.rimes) for part in pieces.parts for c in part}
        table = _Letters(data.letters, letters)
        self._onsets, self._rimes = _Parts(data.onsets, table), _Parts(data.rimes, table)
        onset_at = {part: i for i, part in enumerate(data.onsets.parts)}
        rime_at = {part: i for i, part in enumerate(data.rimes.parts)}
        word_at = {part: i for i, part in enumerate(data.words.parts)}
        size = len(self.syllables)
        self._ids = np.array([i for i, _ in self.syllables], dtype=np.int64)
        self._onset_of = np.zeros((3, size), dtype=np.int64)
        self._rime_of = np.zeros((3, size), dtype=np.int64)
        totals = np.zeros((3, size), dtype=np.float32)
        self._place: dict[int, list[tuple[int, int]]] = {}  # index of a counted word -> places in the lexicon
        for row, (_, word) in enumerate(self.syllables):
            for case in range(3):
                onset, rime = cased_parts(word, case)
                self._onset_of[case, row], self._rime_of[case, row] = onset_at[onset], rime_at[rime]
                if (at := word_at.get(cased(word, case))) is not None:
                    totals[case, row] = data.words.totals[at]
                    self._place.setdefault(at, []).append((row, case))
        self._share = np.maximum(WORD_WEIGHT / (totals + WORD_WEIGHT), WORD_SHARE).astype(np.float32)
        self._totals = totals
        self._prior = PRIOR_WEIGHT * self.unigrams[self._ids]

    def candidates(self, read: str, keep: int, floor: float) -> Candidates:
        """The ``keep`` syllables worth most; none of them worse than the best by more than ``-floor`` (a log)."""
        cached = self._cache.get(read)
        if cached is None:
            cached = self._cache[read] = self._candidates(read, keep, floor)
        return cached

    def _candidates(self, read: str, keep: int, floor: float) -> Candidates:
        scores = np.zeros((3, len(self._ids)), dtype=np.float32)
        cases = _cases(read)
        for cut in range(min(len(read), 5) + 1):
            onsets = self._onsets.scores(read[:cut])
            if onsets.max() > 1e-5:
                rimes = self._rimes.scores(read[cut:])
                for case in cases:
                    scores[case] += onsets[self._onset_of[case]] * rimes[self._rime_of[case]]
        scores *= self._share
        for index, times in self.data.words.seen.get(read, ()):
            for row, case in self._place.get(index, ()):
                scores[case, row] += (1 - self._share[case, row]) * times / self._totals[case, row]
        worth = np.log(np.maximum(scores.max(axis=0), 1e-30)) + self._prior
        top = np.argpartition(worth, -keep)[-keep:]
        top = top[worth[top] > float(worth[top].max()) + floor]
        top = top[np.argsort(-worth[top], kind="stable")]
        return Candidates(self._ids[top], scores[:, top].T)


def _cases(read: str) -> list[int]:
    """In which cases a word may have been printed that was read so."""
    upper, lower = sum(map(str.isupper, read)), sum(map(str.islower, read))
    cases = [0] if upper <= lower or len(read) < 3 else []
    if read[0] in _ALIKE or not read[0].islower():
        cases.append(1)
    if upper >= lower:
        cases.append(2)
    return cases
