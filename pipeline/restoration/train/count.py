"""N-grams counted by sorting, and turned into probabilities by modified Kneser-Ney smoothing.

Chen and Goodman, An Empirical Study of Smoothing Techniques for Language Modeling (1998); pruning after Stolcke,
Entropy-based Pruning of Backoff Language Models (1998), with the probabilities worked out again after pruning.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.ngrams import ORDER, join_ids
from pipeline.restoration.tokens import START

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]
_SIXTEEN = np.uint64(16)


@dataclass(frozen=True)
class Counted:
    """The n-grams of one order: sorted keys (last word in the lowest bits) and weighted counts."""

    keys: Keys
    counts: Floats


def count_order(streams: list[tuple[NDArray[np.uint16], float]], order: int) -> Counted:
    """Count n-grams of ``order`` over streams of ids, each with a weight; START only stands first."""
    all_keys, all_counts = [], []
    for ids, weight in streams:
        wide = ids.astype(np.uint64)
        length = len(ids) - order + 1
        keys, inside = np.zeros(length, dtype=np.uint64), np.ones(length, dtype=bool)
        for place in range(order):
            part = wide[place : place + length]
            keys = (keys << _SIXTEEN) | part
            if place:
                inside &= part != START
        unique, times = np.unique(keys[inside], return_counts=True)
        all_keys.append(unique)
        all_counts.append(times * weight)
    return merge(np.concatenate(all_keys), np.concatenate(all_counts))


def merge(keys: Keys, counts: Floats) -> Counted:
    """Sort and add up equal keys."""
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    first = np.ones(len(keys), dtype=bool)
    first[1:] = keys[1:] != keys[:-1]
    starts = np.flatnonzero(first)
    return Counted(keys[starts], np.add.reduceat(counts, starts) if len(starts) else counts)


def continuations(higher: Counted, own: Counted, order: int) -> Counted:
    """Kneser-Ney counts of ``order``: how many different words stand before; raw counts after START."""
    mask = np.uint64((1 << (16 * order)) - 1)
    suffixes, times = np.unique(higher.keys & mask, return_counts=True)
    counts = np.zeros(len(own.keys))
    counts[np.searchsorted(own.keys, suffixes)] = times
    first = own.keys >> np.uint64(16 * (order - 1))
    at_start = (first == START) | (counts == 0)
    counts[at_start] = own.counts[at_start]
    return Counted(own.keys, counts)


@dataclass(frozen=True)
class Smoothed:
    """One order of the model: keys, log probabilities, and the log weight that each leaves as a context."""

    keys: Keys
    logs: Floats
    back: Floats


def discounts(counts: Floats) -> tuple[float, float, float]:
    """The three discounts of modified Kneser-Ney for counts of one, of two, and of more."""
    n1, n2, n3, n4 = (float(np.count_nonzero((counts >= k) & (counts < k + 1))) + 1.0 for k in (1, 2, 3, 4))
    y = n1 / (n1 + 2 * n2)
    return tuple(float(np.clip(d, 0.1, k)) for k, d in  # type: ignore[return-value]
                 ((0.99, 1 - 2 * y * n2 / n1), (1.9, 2 - 3 * y * n3 / n2), (2.9, 3 - 4 * y * n4 / n3)))  # fmt: skip


def _find(keys: Keys, wanted: Keys) -> NDArray[np.int64]:
    return np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)


class Estimate:
    """Smoothed probabilities for every order, given which n-grams to keep (all, when None)."""

    def __init__(self, raw: list[Counted], kept: list[NDArray[np.bool_]] | None = None) -> None:
        adjusted = [continuations(raw[n], raw[n - 1], n) for n in range(1, ORDER)] + [raw[ORDER - 1]]
        self.orders: list[Smoothed] = []
        for number, own in enumerate(adjusted, start=1):
            keep = np.ones(len(own.keys), dtype=bool) if kept is None or number == 1 else kept[number - 1]
            self._add(own, number, keep)

    def _add(self, own: Counted, order: int, keep: NDArray[np.bool_]) -> None:
        ds = discounts(own.counts)
        taken = np.where(own.counts >= 3, ds[2], np.where(own.counts >= 2, ds[1], np.minimum(own.counts, ds[0])))
        rest = np.maximum(own.counts - taken, 0.0)
        if order == 1:
            total = own.counts.sum()
            logs = np.log(rest / total + (1 - rest.sum() / total) / len(own.keys))
            self.orders.append(Smoothed(own.keys, logs, np.zeros(len(own.keys))))
            return
        context = own.keys >> _SIXTEEN
        starts = np.flatnonzero(np.concatenate(([True], context[1:] != context[:-1])))
        totals = np.add.reduceat(own.counts, starts)
        share = rest / np.repeat(totals, np.diff(np.append(starts, len(context))))
        left = np.maximum(1.0 - np.add.reduceat(np.where(keep, share, 0.0), starts), 1e-6)
        lower = self.orders[-1]
        at = _find(lower.keys, context[starts])
        has = lower.keys[at] == context[starts]
        lower.back[at[has]] = np.log(left[has])
        keys, share = own.keys[keep], share[keep]
        spread = np.exp(lower.back[_find(lower.keys, keys >> _SIXTEEN)])
        below = self.log_prob(keys & np.uint64((1 << (16 * (order - 1))) - 1), order - 1)
        self.orders.append(Smoothed(keys, np.log(share + spread * np.exp(below)), np.zeros(len(keys))))

    def log_prob(self, keys: Keys, order: int) -> Floats:
        """Log probability of the last word given the others, backing off where an n-gram is not kept."""
        level = self.orders[order - 1]
        at = _find(level.keys, keys)
        found = level.keys[at] == keys
        logs = np.where(found, level.logs[at], 0.0)
        if order > 1 and not found.all():
            missing = keys[~found]
            context = missing >> _SIXTEEN
            lower = self.orders[order - 2]
            where = _find(lower.keys, context)
            back = np.where(lower.keys[where] == context, lower.back[where], 0.0)
            logs[~found] = back + self.log_prob(missing & np.uint64((1 << (16 * (order - 1))) - 1), order - 1)
        return logs


def prune(raw: list[Counted], full: Estimate, size: int) -> list[NDArray[np.bool_]]:
    """Keep about ``size`` n-grams: those without which the model would lose most, with all their shorter forms."""
    total = raw[0].counts.sum()
    losses: list[Floats] = [np.zeros(len(raw[0].keys))]
    for order in range(2, ORDER + 1):
        level, counted = full.orders[order - 1], raw[order - 1]
        lower = full.orders[order - 2]
        back = lower.back[_find(lower.keys, level.keys >> _SIXTEEN)]
        below = back + full.log_prob(level.keys & np.uint64((1 << (16 * (order - 1))) - 1), order - 1)
        losses.append(counted.counts / total * np.maximum(level.logs - below, 0.0))
    ranked = np.concatenate(losses[1:])
    threshold = np.partition(ranked, -size)[-size] if size < len(ranked) else -1.0
    kept = [loss > threshold for loss in losses]
    for order in range(ORDER, 2, -1):
        keys = raw[order - 1].keys[kept[order - 1]]
        for shorter in (keys >> _SIXTEEN, keys & np.uint64((1 << (16 * (order - 1))) - 1)):
            kept[order - 2][_find(raw[order - 2].keys, np.unique(shorter))] = True
    return kept


def packed_keys(level: Smoothed, order: int) -> Keys:
    """The keys as the table wants them."""
    parts = [(level.keys >> np.uint64(16 * place)) & np.uint64(0xFFFF) for place in reversed(range(order))]
    return join_ids(parts)
