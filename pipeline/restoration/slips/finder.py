"""Finds words that were probably others, each by itself: weighed with the three words on either side as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.letters import new_style
from pipeline.restoration.model import Model
from pipeline.restoration.slips.channel import SAME, SlipChannel
from pipeline.restoration.slips.typist import Typist
from pipeline.restoration.slips.words import WINDOW, Words
from pipeline.restoration.tokens import START, UNKNOWN

SUSPECT = -4.5  # log probability of a word, or of the next one, under which it is weighed
STRANGE = -7.0  # and under which a person may have mistyped it
MODEL_WEIGHT = 0.85
_SIXTEEN, _HISTORY = np.uint64(16), np.uint64(0xFFFFFFFFFFFF)


class Slip(NamedTuple):
    """A word that was probably another."""

    place: int  # among the words
    word: int
    sure: float
    log: float  # log probability of an engine reading the one as the other


class _Options(NamedTuple):
    """What may stand where: for each option its place, the word, the log probability of its being read so."""

    places: NDArray[np.int64]
    words: NDArray[np.uint64]
    logs: NDArray[np.float64]
    starts: list[int]  # the first option of each place


class _State(NamedTuple):
    """What stands before each id, and what that weighs as a context."""

    history: NDArray[np.uint64]
    back2: NDArray[np.float32]
    back3: NDArray[np.float32]


@dataclass(frozen=True)
class Finder:
    """Weighs suspicious words against those that they may have been."""

    model: Model
    channel: SlipChannel
    typist: Typist
    _strange: dict[tuple[str, bool], tuple[tuple[int, float], ...]] = field(default_factory=dict)

    def find(self, words: Words) -> list[Slip]:
        """The words that were probably others, in order of place."""
        logs, state = self._scores(words.ids)
        weighed = np.flatnonzero((logs[words.at] < SUSPECT) | (logs[words.at + 1] < SUSPECT))
        strange = (logs[words.at] < STRANGE) | (logs[words.at + 1] < STRANGE)
        options = self._options(words, weighed.tolist(), strange[weighed].tolist())
        if not options.starts:
            return []
        total = options.logs + MODEL_WEIGHT * self._rescore(words, options, state)
        return [slip for slip in _best(total, options) if slip.word != words.read[slip.place]]

    def _options(self, words: Words, weighed: list[int], strange: list[bool]) -> _Options:
        """The words that may stand at each place that is weighed."""
        places: list[int] = []
        rows: list[tuple[int, float]] = []
        starts: list[int] = []
        for place, odd in zip(weighed, strange, strict=True):
            form = words.forms[place]
            unknown = words.read[place] == UNKNOWN
            if not form.isalpha() or len(form) < 2 or (unknown and (form.isascii() or len(form) < 3)):
                continue  # numbers and marks; foreign words, abbreviations
            small = new_style(form.lower())
            found = self._all(small, known=not unknown) if odd else self.channel.candidates(small)
            if len(found) > 1 or (found and unknown):
                starts.append(len(rows))
                places += [place] * len(found)
                rows += found
        numbers = np.array([number for number, _ in rows], dtype=np.uint64)
        return _Options(np.array(places, dtype=np.int64), numbers, np.array([log for _, log in rows]), starts)

    def _all(self, small: str, *, known: bool) -> tuple[tuple[int, float], ...]:
        """What an engine may have read so, or a person mistyped."""
        found = self._strange.get((small, known))
        if found is None:
            found = _joined(self.channel.candidates(small), self.typist.meant(small, known=known))
            self._strange[small, known] = found
        return found

    def _scores(self, ids: NDArray[np.uint64]) -> tuple[NDArray[np.float64], _State]:
        """The log probability of each id after those before it, and what each leaves as a context."""
        size = len(ids)
        history = np.full(size, _HISTORY, dtype=np.uint64)
        for back in range(1, WINDOW + 1):
            older = np.full(size, 0xFFFF, dtype=np.uint64)
            older[back:] = ids[:-back]
            shift = np.uint64(16 * (back - 1))
            history = (history & ~(np.uint64(0xFFFF) << shift)) | (older << shift)
        history[0] = START  # nothing stands before the first one, which is a START itself
        history = _cut(history)
        none = np.zeros(size, dtype=np.float32)
        first = self.model.ngrams.score(history, none, none, ids)
        back2, back3 = np.roll(first.back2, 1), np.roll(first.back3, 1)
        logs = self.model.ngrams.score(history, back2, back3, ids).logs.astype(np.float64)
        logs[ids == START] = 0.0
        return logs, _State(history, back2, back3)

    def _rescore(self, words: Words, options: _Options, state: _State) -> NDArray[np.float64]:
        """The log probability of the words from each place on, when each option stands there."""
        at = words.at[options.places]
        history, back2, back3 = state.history[at], state.back2[at], state.back3[at]
        total = np.zeros(len(at))
        word = options.words
        open_ = np.ones(len(at), dtype=bool)
        for step in range(WINDOW + 1):
            scored = self.model.ngrams.score(history, back2, back3, word)
            total += np.where(open_, scored.logs, 0.0)
            history = ((history << _SIXTEEN) | word) & _HISTORY
            back2, back3 = scored.back2, scored.back3
            word = words.ids[np.minimum(at + step + 1, len(words.ids) - 1)]
            open_ &= word != START
        return total


def _joined(*rows: tuple[tuple[int, float], ...]) -> tuple[tuple[int, float], ...]:
    """Candidates of several kinds, each as likely as the likeliest kind makes it."""
    out: dict[int, float] = {}
    for number, log in (pair for row in rows for pair in row):
        out[number] = max(out.get(number, log), log)
    return tuple(out.items())


def _cut(history: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A history holds one START and nothing before it."""
    last, two = history & np.uint64(0xFFFF), (history >> _SIXTEEN) & np.uint64(0xFFFF)
    history = np.where(last == START, history | np.uint64(0xFFFFFFFF0000), history)
    return np.where(two == START, history | np.uint64(0xFFFF00000000), history)


def _best(total: NDArray[np.float64], options: _Options) -> Iterator[Slip]:
    """The likeliest word of each place where that is not the first option, the word as it stands; and how likely it is.

    Where no option is the word as it stands, all are told.
    """
    starts = np.array(options.starts)
    ends = np.append(starts[1:], len(total))
    open_ = (np.maximum.reduceat(total, starts) > total[starts]) | (options.logs[starts] != SAME)
    for start, end in zip(starts[open_].tolist(), ends[open_].tolist(), strict=True):
        weight = np.exp(total[start:end] - total[start:end].max())
        best = int(weight.argmax())
        word, sure = int(options.words[start + best]), float(weight[best] / weight.sum())
        yield Slip(int(options.places[start]), word, sure, float(options.logs[start + best]))
