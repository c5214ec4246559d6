"""What a document says elsewhere: a name that is clear once helps where it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.lattice import Chosen
from pipeline.restoration.readings import Echoes
from pipeline.restoration.tokens import SPECIALS

Keys = NDArray[np.uint64]
ECHO_SHARE = 0.5  # what the readings of the document itself weigh beside the channel
HEARD = 0.8  # a reading less sure is not an echo
SHARES = (0.02, 0.08, 0.15)  # what words, pairs and threes of the document weigh beside the language model
_NOTHING = 0xFFFF
_SIXTEEN = np.uint64(16)


@dataclass(frozen=True)
class _Counts:
    """N-grams that stand more than once, without the one that asks."""

    keys: Keys
    shares: NDArray[np.float64]

    @classmethod
    def of(cls, words: NDArray[np.uint64], order: int) -> _Counts:
        length = max(0, len(words) - order + 1)
        keys, clear = np.zeros(length, dtype=np.uint64), np.ones(length, dtype=bool)
        for place in range(order):
            part = words[place : place + length]
            keys = (keys << _SIXTEEN) | part
            clear &= part != _NOTHING
        clear &= words[order - 1 : order - 1 + length] >= len(SPECIALS)
        unique, times = np.unique(keys[clear], return_counts=True)
        if order == 1:
            return cls(unique, (times - 1) / max(1, int(clear.sum())))
        contexts, totals = np.unique(keys[clear] >> _SIXTEEN, return_counts=True)
        total = totals[np.searchsorted(contexts, unique >> _SIXTEEN)]
        return cls(unique, (times - 1) / total)

    def share(self, keys: Keys) -> NDArray[np.float64]:
        if not len(self.keys):
            return np.zeros(len(keys))
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.shares[at], 0.0)


@dataclass(frozen=True)
class Memory:
    """Words, pairs and threes of one document."""

    orders: tuple[_Counts, ...]

    @classmethod
    def of(cls, rows: list[list[int]]) -> Memory:
        """Remember rows of word ids; 0xFFFF stands for what is not remembered."""
        flat = [word for row in rows for word in (*row, _NOTHING)]
        words = np.array(flat, dtype=np.uint64)
        return cls(tuple(_Counts.of(words, order) for order in range(1, len(SHARES) + 1)))

    def mix(self, logs: NDArray[np.float64], history: Keys, words: Keys) -> NDArray[np.float64]:
        """The log probabilities with those of the document mixed in."""
        last, two = history & np.uint64(0xFFFF), history & np.uint64(0xFFFFFFFF)
        keys = (words, (last << _SIXTEEN) | words, (two << _SIXTEEN) | words)
        own = sum(share * counts.share(k) for share, counts, k in zip(SHARES, self.orders, keys, strict=True))
        return np.asarray(np.log((1.0 - sum(SHARES)) * np.exp(logs) + own))


def hear(text: str, paths: Iterable[list[Chosen]]) -> Echoes:
    """How the letters of a document were read, where that was sure, without the reading that asks."""
    heard: Counter[tuple[str, int]] = Counter()
    words: Counter[int] = Counter()
    for path in paths:
        for arc, place, likely in path:
            if arc.kind == "word" and likely[place] > HEARD:
                number = int(arc.ids[place])
                heard[text[arc.start : arc.end], number] += 1
                words[number] += 1
    echoes: Echoes = {}
    for (read, number), times in heard.items():
        if times > 1:
            echoes.setdefault(read, {})[number] = ECHO_SHARE * (times - 1) / words[number]
    return echoes
