"""A set of n-grams with one or two small numbers each, packed tight: a bucketed cuckoo table of fingerprints.

An n-gram is four ids of 16 bits in one integer of 64 (missing places are 0xFFFF). It lies in one of two buckets
of four slots; a slot holds 16 bits of its hash and two bytes. Nothing is compiled or unpacked to look one up, and
numpy looks up thousands at once. Two n-grams may share bucket and fingerprint: about one wrong hit in 10,000;
callers ask for an n-gram only where its shorter forms were found, so that a chance hit has nothing to stand on.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
SLOTS = 4
_ONE, _LANES, _TOPS = np.uint64(1), np.uint64(0x0001000100010001), np.uint64(0x8000800080008000)
_MARKS = (np.uint64(0x8000), np.uint64(0x80000000), np.uint64(0x800000000000))
_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def mix(keys: Keys) -> Keys:
    """Spread the bits of ``keys`` (the finaliser of SplitMix64)."""
    keys = (keys ^ (keys >> np.uint64(30))) * _MIX1
    keys = (keys ^ (keys >> np.uint64(27))) * _MIX2
    return keys ^ (keys >> np.uint64(31))


def places(keys: Keys, buckets: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint16]]:
    """The two buckets and the fingerprint (never 0) of each key."""
    hashed = mix(keys)
    prints = (hashed & np.uint64(0xFFFF)).astype(np.uint16)
    prints[prints == 0] = 1
    spread = np.uint64(buckets)
    first = ((hashed >> np.uint64(40)) * spread) >> np.uint64(24)
    second = (((hashed >> np.uint64(16)) & np.uint64(0xFFFFFF)) * spread) >> np.uint64(24)
    return first.astype(np.int64), second.astype(np.int64), prints


class Table:
    """The packed set; ``prints`` is (buckets, 4), ``values`` is (buckets * 4, 1 or 2) bytes."""

    def __init__(self, prints: NDArray[np.uint16], values: NDArray[np.uint8]) -> None:
        self.prints = prints
        self.values = values
        self._buckets = np.ascontiguousarray(prints).view(np.uint64).reshape(-1)  # four fingerprints in one integer

    def find(self, keys: Keys) -> tuple[NDArray[np.bool_], NDArray[np.uint8]]:
        """Which keys are there, and their bytes (of any slot where they are not)."""
        first, second, prints = places(keys, len(self.prints))
        wanted = prints.astype(np.uint64) * _LANES
        hits, at = _hits(self._buckets[first] ^ wanted), first * SLOTS
        missing = np.flatnonzero(hits == 0)
        hits[missing] = _hits(self._buckets[second[missing]] ^ wanted[missing])
        at[missing] = second[missing] * SLOTS
        lowest = hits & (~hits + _ONE)
        for mark in _MARKS:
            at += lowest > mark
        return hits != 0, self.values[at]


def _hits(bits: Keys) -> Keys:
    """The top bit of each of four lanes of 16 bits that is all zero; above the lowest one there may be false ones."""
    hits: Keys = (bits - _LANES) & ~bits & _TOPS
    return hits


def pack(keys: Keys, values: NDArray[np.uint8], load: float = 0.94) -> Table:
    """Build a table of distinct ``keys``; the same keys in the same order give the same bytes."""
    buckets = int(len(keys) / SLOTS / load) + 2
    first, second, prints = places(keys, buckets)
    home = np.full(buckets * SLOTS, -1, dtype=np.int64)  # slot -> index of a key
    waiting: NDArray[Any] = np.arange(len(keys))
    use_second = np.zeros(len(keys), dtype=bool)
    for turn in range(2000):
        if not len(waiting):
            break
        target = np.where(use_second[waiting], second[waiting], first[waiting])
        order = np.argsort(target, kind="stable")
        waiting, target = waiting[order], target[order]
        # one newcomer a bucket and turn: into a free slot, or in the place of whoever sits there
        lone = np.ones(len(target), dtype=bool)
        lone[1:] = target[1:] != target[:-1]
        rows = home.reshape(buckets, SLOTS)[target[lone]]
        free = rows < 0
        slot = np.where(free.any(axis=1), free.argmax(axis=1), (turn + target[lone]) % SLOTS)
        at = target[lone] * SLOTS + slot
        ousted = home[at]
        home[at] = waiting[lone]
        ousted = ousted[ousted >= 0]
        use_second[ousted] = ~use_second[ousted]
        waiting = np.concatenate((waiting[~lone], ousted))
    if len(waiting):
        raise ValueError("the table is too full")
    filled = home >= 0
    packed_prints = np.zeros(buckets * SLOTS, dtype=np.uint16)
    packed_values = np.zeros((buckets * SLOTS, values.shape[1]), dtype=np.uint8)
    packed_prints[filled] = prints[home[filled]]
    packed_values[filled] = values[home[filled]]
    return Table(packed_prints.reshape(buckets, SLOTS), packed_values)
