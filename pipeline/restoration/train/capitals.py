"""Count how words and pairs of words are capitalised."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.case import odds_byte, pair_keys, single_keys
from pipeline.restoration.table import Table, pack
from pipeline.restoration.tokens import SPECIALS
from pipeline.restoration.train.corpus import Corpus

PAIR_TIMES = 12  # a rarer pair says nothing
PAIR_GAIN = 6.0  # log likelihood that a pair must gain over its words alone
_LOWER, _TITLE, _UPPER = 1, 2, 3


def count_capitals(corpus: Corpus, ids: NDArray[np.uint16]) -> Table:
    """The table of capitals, from all registers; words in capitals throughout are passed over."""
    shape = np.array([_shape(form) for form in corpus.forms], dtype=np.uint8)
    size = int(ids.max()) + 1
    capital, total = np.zeros(size), np.zeros(size)
    pairs: dict[str, list[NDArray[np.uint64]]] = {"all": [], "first": [], "second": []}
    for stream in corpus.registers.values():
        words, shapes = ids[stream], shape[stream]
        inner = np.zeros(len(words), dtype=bool)
        inner[1:] = words[:-1] >= len(SPECIALS)
        known = (words >= len(SPECIALS)) & (shapes > 0) & (shapes != _UPPER)
        total += np.bincount(words[known & inner], minlength=size)
        capital += np.bincount(words[known & inner & (shapes == _TITLE)], minlength=size)
        both = known[:-1] & known[1:]
        keys = (words[:-1].astype(np.uint64) << np.uint64(16)) | words[1:]
        inside = inner[:-1] & both
        pairs["all"].append(keys[inside])
        pairs["first"].append(keys[inside & (shapes[:-1] == _TITLE)])
        pairs["second"].append(keys[inside & (shapes[1:] == _TITLE)])
    keys, times = np.unique(np.concatenate(pairs["all"]), return_counts=True)
    keys, times = keys[times >= PAIR_TIMES], times[times >= PAIR_TIMES]
    first, second = (_times(keys, np.concatenate(pairs[side])) for side in ("first", "second"))
    left, right = (keys >> np.uint64(16)).astype(np.int64), (keys & np.uint64(0xFFFF)).astype(np.int64)
    share = (capital + 0.5) / (total + 1.0)
    gain = _gain(first, times, share[left]) + _gain(second, times, share[right])
    keep = gain > PAIR_GAIN
    words_seen = np.flatnonzero(total > 0)
    values = np.zeros((len(words_seen) + int(keep.sum()), 2), dtype=np.uint8)
    values[: len(words_seen), 0] = odds_byte(capital[words_seen], total[words_seen])
    values[len(words_seen) :, 0] = odds_byte(first[keep], times[keep].astype(float))
    values[len(words_seen) :, 1] = odds_byte(second[keep], times[keep].astype(float))
    all_keys = np.concatenate((
        single_keys(words_seen.astype(np.uint64)),
        pair_keys(left[keep].astype(np.uint64), right[keep].astype(np.uint64)),
    ))  # fmt: skip
    return pack(all_keys, values)


def _shape(form: str) -> int:
    if form.islower():
        return _LOWER
    if form[:1].isupper() and (form[1:].islower() or len(form) == 1):
        return _TITLE
    return _UPPER if form.isalpha() else 0


def _times(keys: NDArray[np.uint64], seen: NDArray[np.uint64]) -> NDArray[np.float64]:
    unique, times = np.unique(seen, return_counts=True)
    at = np.minimum(np.searchsorted(unique, keys), len(unique) - 1)
    return np.where(unique[at] == keys, times[at], 0).astype(float)


def _gain(capital: NDArray[np.float64], times: NDArray[np.int64], share: NDArray[np.float64]) -> NDArray[np.float64]:
    own = (capital + 0.5) / (times + 1.0)
    gained: NDArray[np.float64] = capital * np.log(own / share) + (times - capital) * np.log((1 - own) / (1 - share))
    return gained
