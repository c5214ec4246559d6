"""Scores every syllable of a lexicon for a string of letters that was read; all at once, as vectors."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.channel import CASES, Candidates, ChannelData, Floats, Pieces, cased, cased_parts
from pipeline.restoration.letters import bare

KEEP, FLOOR = 48, -13.0  # candidates of a string, and how much worse than the best they may be (a log)
PRIOR_WEIGHT = 0.8  # of a word's frequency when candidates are chosen
_ALIKE = frozenset("cosuvwxzkp")  # small letters that look like their capitals
LONGEST = 3  # letters that one printed letter may become
UNSEEN, UNSEEN_MARKED = 3e-6, 4e-5  # probability of a letter becoming a string that it was never seen to become
SIGNS, SIGN_FLOOR = frozenset("&@¢$€¥©§£®"), np.float32(1e-3)  # a sign among letters was some letter with marks
FAMILY = 0.04  # what a letter with marks takes from the others on the same base: scans differ from one another
PART_WEIGHT, WORD_WEIGHT = 8.0, 100.0  # how many sightings the fallback counts for
PART_SHARE, WORD_SHARE = 0.4, 0.5  # and the share it keeps however many there were: other scanners err otherwise


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
        self.families = self._averages()
        marked = np.array([letter != flat for letter, flat in zip(self.order, self.flat, strict=True)] + [False])
        self.marked = marked
        self.floor = np.where(marked, UNSEEN_MARKED, UNSEEN).astype(np.float32)
        self.cache: dict[str, Floats] = {}

    def _averages(self) -> Floats:
        """What gives each letter with marks a share of the mean of all those on the same base."""
        size = len(self.order) + 1
        out = np.eye(size, dtype=np.float32)
        for base in set(self.flat):
            own = zip(self.order, self.flat, strict=True)
            members = [i for i, (letter, flat) in enumerate(own) if base == flat != letter]
            if members:
                family = np.ix_(members, members)
                out[family] = out[family] * (1 - FAMILY) + FAMILY / len(members)
        return out

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
            cached = self.cache[read] = self.families @ cached
        return cached


class Lexicon(NamedTuple):
    """All syllables, and for each, in each case, which onset, rime and counted word it is."""

    ids: NDArray[np.int64]
    onsets: NDArray[np.int16]  # (3, syllables)
    rimes: NDArray[np.int16]
    words: NDArray[np.int16]  # -1: not counted

    @classmethod
    def of(cls, data: ChannelData, syllables: list[tuple[int, str]]) -> Lexicon:
        """Take the syllables, given as id and spelling, to their parts."""
        tables = [{part: i for i, part in enumerate(p.parts)} for p in (data.onsets, data.rimes, data.words)]
        out = np.full((3, len(CASES), len(syllables)), -1, dtype=np.int16)
        for row, (_, word) in enumerate(syllables):
            for case in range(len(CASES)):
                for kind, part in enumerate((*cased_parts(word, case), cased(word, case))):
                    out[kind, case, row] = tables[kind].get(part, -1)
        return cls(np.array([i for i, _ in syllables], dtype=np.int64), *out)


class Scorer:
    """Scores every syllable of a lexicon for a string of letters that was read."""

    def __init__(self, data: ChannelData, lexicon: Lexicon, unigrams: Floats) -> None:
        """Lay out the lexicon.

        Args:
            data: what was learned of the channel.
            lexicon: the syllables.
            unigrams: log probability of every word of the vocabulary, by id.
        """
        letters = {c for pieces in (data.onsets, data.rimes) for part in pieces.parts for c in part}
        table = _Letters(data.letters, letters)
        self._onsets, self._rimes = _Parts(data.onsets, table), _Parts(data.rimes, table)
        self._lexicon, self._words = lexicon, data.words
        counted = lexicon.words >= 0
        self._totals = np.where(counted, data.words.totals[lexicon.words], np.float32(0))
        self._share = np.maximum(WORD_WEIGHT / (self._totals + WORD_WEIGHT), WORD_SHARE).astype(np.float32)
        self._place: dict[int, list[tuple[int, int]]] = {}  # counted word -> its cases and rows
        cases, rows = np.nonzero(counted)
        for word, case, row in zip(lexicon.words[counted].tolist(), cases.tolist(), rows.tolist(), strict=True):
            self._place.setdefault(word, []).append((case, row))
        self._prior = PRIOR_WEIGHT * unigrams[lexicon.ids]

    def candidates(self, read: str) -> Candidates:
        """The KEEP syllables worth most, best first; none of them worse than the best by more than FLOOR."""
        lexicon = self._lexicon
        scores = np.zeros(lexicon.onsets.shape, dtype=np.float32)
        cases = _cases(read)
        for cut in range(min(len(read), 5) + 1):
            onsets = self._onsets.scores(read[:cut])
            if onsets.max() > 1e-5:
                rimes = self._rimes.scores(read[cut:])
                for case in cases:
                    scores[case] += onsets[lexicon.onsets[case]] * rimes[lexicon.rimes[case]]
        scores *= self._share
        for index, times in self._words.seen.get(read, ()):
            for case, row in self._place.get(index, ()):
                scores[case, row] += (1 - self._share[case, row]) * times / self._totals[case, row]
        worth = np.log(np.maximum(scores.max(axis=0), 1e-30)) + self._prior
        top = np.argpartition(worth, -KEEP)[-KEEP:]
        top = top[worth[top] > float(worth[top].max()) + FLOOR]
        top = top[np.argsort(-worth[top], kind="stable")]
        return Candidates(lexicon.ids[top], scores[:, top].T)


def _cases(read: str) -> list[int]:
    """In which cases a word may have been printed that was read so."""
    upper, lower = sum(map(str.isupper, read)), sum(map(str.islower, read))
    cases = [0] if upper <= lower or len(read) < 3 else []
    if read[0] in _ALIKE or not read[0].islower():
        cases.append(1)
    if upper >= lower:
        cases.append(2)
    return cases
