"""The language model at work: log probabilities of words after up to three others, thousands at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.table import Keys, Table

ORDER = 4
LOG_STEP, BACK_STEP = 0.07, 0.035  # what one step of a byte is worth, in nats
_EMPTY = np.uint64(0xFFFF)
_SIXTEEN = np.uint64(16)
# For n-grams of two, three and four words: what stands in the places before, and how much of the history counts.
_LONGER = (
    (np.uint64(0xFFFFFFFF00000000), np.uint64(0xFFFF)),
    (np.uint64(0xFFFF000000000000), np.uint64(0xFFFFFFFF)),
    (np.uint64(0), np.uint64(0xFFFFFFFFFFFF)),
)


def join_ids(parts: list[Keys]) -> Keys:
    """Ids of an n-gram, oldest first, as one key of 64 bits."""
    keys = np.zeros(len(parts[0]), dtype=np.uint64)
    for _ in range(ORDER - len(parts)):
        keys = (keys << _SIXTEEN) | _EMPTY
    for part in parts:
        keys = (keys << _SIXTEEN) | part
    return keys


def to_byte(logs: NDArray[np.float64], step: float) -> NDArray[np.uint8]:
    """Negative logs in steps of ``step``, rounded."""
    return np.clip(np.rint(-logs / step), 0, 255).astype(np.uint8)


@dataclass(frozen=True)
class Scored:
    """The words scored, and what each weighs as the end of a context of one, two and three words."""

    logs: NDArray[np.float32]
    back2: NDArray[np.float32]
    back3: NDArray[np.float32]


class NGrams:
    """A 4-gram model: unigrams by id, pairs and threes in one table, fours, which are no context, in another."""

    def __init__(self, logs: NDArray[np.float32], back: NDArray[np.float32], table: Table, longest: Table) -> None:
        self.logs = logs
        self.back = back
        self.table = table
        self.longest = longest

    @classmethod
    def of(cls, parts: Mapping[str, NDArray[Any]]) -> NGrams:
        """The model of the parts of a model file."""
        tables = (Table(parts[f"{name}_prints"], parts[f"{name}_values"]) for name in ("ngram", "longest"))
        return cls(parts["unigram_logs"], parts["unigram_back"], *tables)

    def score(
        self, history: NDArray[np.uint64], back2: NDArray[np.float32], back3: NDArray[np.float32], words: Keys
    ) -> Scored:
        """Score ``words[i]`` after ``history[i]``.

        Args:
            history: three ids in 48 bits, newest lowest; 0xFFFF where nothing stands.
            back2: what the last two words weigh as a context (from an earlier call).
            back3: the same of the last three.
            words: the ids to score.
        """
        last = (history & _EMPTY).astype(np.int64)
        left = (back2 + back3, back3, np.zeros_like(back3))  # what is left to pay when nothing longer is found
        logs = self.logs[words.astype(np.int64)] + self.back[last] + left[0]
        back = np.zeros((2, len(words)), dtype=np.float32)
        places = np.arange(len(words))
        for order, (pad, mask) in enumerate(_LONGER):  # only where the shorter n-gram was found: most are not
            table = self.table if order < len(back) else self.longest
            found, values = table.find(pad | ((history[places] & mask) << _SIXTEEN) | words[places])
            places, values = places[found], values[found]
            logs[places] = values[:, 0] * np.float32(-LOG_STEP) + left[order][places]
            if order < len(back):
                back[order, places] = values[:, 1] * np.float32(-BACK_STEP)
        return Scored(logs, back[0], back[1])
