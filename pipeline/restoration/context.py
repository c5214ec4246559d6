"""Settles doubtful words by what stands on both sides of them: a log-linear model over single words around.

The decoder sees three words on the left of each word. One that it leaves in doubt ("gần" or "gắn") is weighed here once
more, with eight words on either side as they were decoded. Each pair of a candidate and a word around it has a weight;
the two nearest on a side are told apart by their places, the others only by their side. The weights say what the
decoder does not know: they were learned on top of the odds of its language model (``train/context.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.lattice import Chosen
from pipeline.restoration.readings import NOTHING
from pipeline.restoration.table import Table, mix
from pipeline.restoration.tokens import START

REACH, NEAR = 8, 2  # words on either side that are seen, and of these how many by their very places
BITS = 25  # of a feature's number
DEAD = 0  # the number of what is no feature
DOUBTFUL = 0.98  # a word less sure is weighed again
LEAST = 1e-4  # a candidate less likely is out of question
WEIGHT = 0.8  # of this model beside the odds of the decoder; measured on pages kept apart for tuning
STEP, MIDDLE = 0.02, 128  # what one step of a byte is worth, in nats, and the byte that stands for nought
_SIXTEEN, _KIND, _DOWN = np.uint64(16), np.uint64(32), np.uint64(64 - BITS)

Words = NDArray[np.uint16]
Numbers = NDArray[np.int64]


def _kinds() -> NDArray[np.uint64]:
    """What tells each word around from the others; the candidate by itself is the last."""
    far = [NEAR + 1] * (REACH - NEAR)
    right = [*range(1, NEAR + 1), *far]
    return np.array([*right[::-1], *(kind + NEAR + 1 for kind in right), 0], dtype=np.uint64)


_KINDS = _kinds()


def look_around(rows: Words, places: Numbers) -> Words:
    """The words around each place, (n, 2 * REACH), in the order of the text.

    Args:
        rows: word ids; rows are parted by START, and START stands at both ends.
        places: where the words stand that are asked for; none of them is START.
    """
    beside = np.arange(1, REACH + 1)
    sides = []
    for way in (-beside, beside):
        words = rows[np.clip(places[:, None] + way, 0, len(rows) - 1)]
        over = np.logical_or.accumulate(words == START, axis=1)
        over[:, 1:] = over[:, :-1].copy()  # the edge itself is seen, what lies beyond is not
        over[:, 0] = False
        words[over] = NOTHING
        sides.append(words)
    return np.concatenate((sides[0][:, ::-1], sides[1]), axis=1)


def features(around: Words, words: Words) -> Numbers:
    """The numbers of the features of each candidate, (n, k, 2 * REACH + 1).

    Args:
        around: ids of the words around, as ``look_around`` gives them.
        words: ids of the candidates, (n, k).
    """
    seen = np.concatenate((around, np.zeros((len(around), 1), dtype=np.uint16)), axis=1)
    sides = (_KINDS << _KIND) | seen
    keys = sides[:, None, :] | (words.astype(np.uint64) << _SIXTEEN)[:, :, None]
    numbers: Numbers = (mix(keys) >> _DOWN).astype(np.int64)
    numbers[np.broadcast_to((seen == NOTHING)[:, None, :], numbers.shape)] = DEAD
    return numbers


class _Doubt(NamedTuple):
    """Where a doubtful word stands: which path, which of its arcs, which place among all words in a row."""

    path: int
    arc: int
    place: int


@dataclass(frozen=True)
class Context:
    """The weights of the features that are worth one, in a table by their numbers, a byte each."""

    table: Table

    def scores(self, around: Words, words: Words) -> NDArray[np.float64]:
        """How well each candidate goes with the words around it, in nats: (n, k)."""
        numbers = features(around, words)
        found, steps = self.table.find(numbers.ravel().astype(np.uint64))
        weights = np.where(found, steps.astype(np.int64) - MIDDLE, 0).reshape(numbers.shape)
        return np.asarray(weights.sum(axis=2) * STEP)

    def settle(self, paths: list[list[Chosen]]) -> list[list[Chosen]]:
        """The paths with the doubtful words weighed again; how likely an arc is as a whole stays as it is."""
        rows, doubts = _collect(paths)
        if not doubts:
            return paths
        chosen = [paths[doubt.path][doubt.arc] for doubt in doubts]
        ranks = [np.flatnonzero(c.likely > LEAST) for c in chosen]
        sizes = [len(rank) for rank in ranks]
        places = np.array([doubt.place for doubt in doubts])
        words = np.concatenate([c.arc.ids[rank] for c, rank in zip(chosen, ranks, strict=True)]).astype(np.uint16)
        scores = self.scores(np.repeat(look_around(rows, places), sizes, axis=0), words[:, None])[:, 0]
        settled = [list(path) for path in paths]
        parts = np.split(scores, np.cumsum(sizes)[:-1])
        for doubt, c, rank, part in zip(doubts, chosen, ranks, parts, strict=True):
            settled[doubt.path][doubt.arc] = _weighed(c, rank, part)
        return settled


def _collect(paths: list[list[Chosen]]) -> tuple[Words, list[_Doubt]]:
    """All words in a row, paths parted by START, and the doubtful ones among them."""
    rows, doubts = [START], []
    for number, path in enumerate(paths):
        for arc, chosen in enumerate(path):
            word = int(chosen.arc.ids[chosen.place])
            if word == NOTHING:
                continue
            if chosen.arc.kind == "word" and len(chosen.likely) > 1 and chosen.likely[chosen.place] < DOUBTFUL:
                doubts.append(_Doubt(number, arc, len(rows)))
            rows.append(word)
        rows.append(START)
    return np.array(rows, dtype=np.uint16), doubts


def _weighed(chosen: Chosen, rank: Numbers, scores: NDArray[np.float64]) -> Chosen:
    """The word among candidates ``rank`` of an arc with their scores taken into account."""
    if len(rank) < 2:
        return chosen
    likely = chosen.likely.copy()
    before = likely[rank]
    odds = before * np.exp(WEIGHT * (scores - scores.max()))
    likely[rank] = odds * (before.sum() / odds.sum())
    return Chosen(chosen.arc, int(rank[odds.argmax()]), likely)
