"""The paths of a search, as rows of growing arrays, and how likely each word is over all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_COLUMNS = ("history", "back2", "back3", "score", "origin", "word", "total")


@dataclass
class Trail:
    """All paths ever kept; row 0 is where everything begins."""

    history: NDArray[np.uint64]  # the last three words, 16 bits each, newest lowest
    back2: NDArray[np.float32]  # what the last two weigh as a context
    back3: NDArray[np.float32]  # what the last three do
    score: NDArray[np.float64]
    origin: NDArray[np.int64]  # row of the path before its last word
    word: NDArray[np.int64]  # place of that word in the row of all words
    total: NDArray[np.float64]  # log of the weight of all paths to a row, tempered
    size: int = 1

    @classmethod
    def begin(cls, start: int) -> Trail:
        """The trail before the first step, after the word ``start``."""
        history = np.array([(0xFFFFFFFF << 16) | start], dtype=np.uint64)
        small, wide = np.zeros(1, dtype=np.float32), np.zeros(1)
        whole = np.zeros(1, dtype=np.int64)
        return cls(history, small, small.copy(), wide, whole, whole.copy(), wide.copy())

    def append(self, *columns: NDArray[np.generic]) -> None:
        """Add rows, given as columns in the order of the fields."""
        need = self.size + len(columns[0])
        for name, column in zip(_COLUMNS, columns, strict=True):
            own = getattr(self, name)
            if len(own) < need:
                grown = np.zeros(max(need * 2, 4096), dtype=own.dtype)
                grown[: self.size] = own[: self.size]
                setattr(self, name, grown)
                own = grown
            own[self.size : need] = column
        self.size = need


class Step(NamedTuple):
    """What one step did: from which rows, to which, at what gain, by which word."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    gain: NDArray[np.float64]
    word: NDArray[np.int64]


def posteriors(trail: Trail, steps: list[Step], ends: list[tuple[int, int]], words: int) -> NDArray[np.float64]:
    """How likely each word of each arc is, over all paths that were kept (forward-backward).

    Args:
        trail: the paths.
        steps: what was done, in order.
        ends: for each lattice its last rows: the first of them, and how many.
        words: how many words all arcs have.
    """
    after = np.full(trail.size, -np.inf)
    whole = np.full(trail.size, -np.inf)  # of the lattice that a row belongs to
    for start, count in ends:
        if count:
            after[start : start + count] = 0.0
            whole[start : start + count] = np.logaddexp.reduce(trail.total[start : start + count])
    where: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
    weights = [np.zeros(0)]
    for step in reversed(steps):
        back = step.gain + after[step.target]
        use = np.isfinite(back)
        source, back, sums = step.source[use], back[use], whole[step.target][use]
        where.append(step.word[use])
        weights.append(np.exp(np.minimum(trail.total[source] + back - sums, 0.0)))
        inner = source > 0
        if inner.any():
            whole[source[inner]] = sums[inner]
            _add_logs(after, source[inner], back[inner])
    return np.bincount(np.concatenate(where), np.concatenate(weights), words).astype(np.float64)


def _add_logs(into: NDArray[np.float64], rows: NDArray[np.int64], logs: NDArray[np.float64]) -> None:
    """Add weights, given as logs, to rows that hold the logs of weights."""
    base = int(rows.min())
    at, size = rows - base, int(rows.max()) - base + 1
    top = np.full(size, -np.inf)
    np.maximum.at(top, at, logs)
    top = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore"):
        summed = top + np.log(np.bincount(at, np.exp(logs - top[at]), size))
    into[base : base + size] = np.logaddexp(into[base : base + size], summed)
