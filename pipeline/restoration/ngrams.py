"""The language model at work: log probabilities of words after up to three others, thousands at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.table import Keys, Table

ORDER = 4
LOG_STEP, BACK_STEP = 0.07, 0.035  # what one step of a byte is worth, in nats
_EMPTY = np.uint64(0xFFFF)
_SIXTEEN = np.uint64(16)


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
    """A 4-gram model: unigrams by id, everything longer in one table."""

    def __init__(self, logs: NDArray[np.float32], back: NDArray[np.float32], table: Table) -> None:
        self.logs = logs
        self.back = back
        self.table = table

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
        size = len(words)
        last = history & _EMPTY
        two = history & np.uint64(0xFFFFFFFF)
        keys = np.concatenate((
            np.uint64(0xFFFFFFFF00000000) | (last << _SIXTEEN) | words,
            np.uint64(0xFFFF000000000000) | (two << _SIXTEEN) | words,
            (history << _SIXTEEN) | words,
        ))  # fmt: skip
        found, bytes_ = self.table.find(keys)
        logs = bytes_[:, 0] * np.float32(-LOG_STEP)
        back = bytes_[:, 1] * np.float32(-BACK_STEP)
        in2, in3, in4 = found[:size], found[size : 2 * size], found[2 * size :]
        in3 = in3 & in2
        in4 = in4 & in3
        total = np.where(in2, logs[:size], self.logs[words] + self.back[last])
        total = np.where(in3, logs[size : 2 * size], total + back2)
        total = np.where(in4, logs[2 * size :], total + back3)
        zero = np.float32(0)
        return Scored(total, np.where(in2, back[:size], zero), np.where(in3, back[size : 2 * size], zero))
