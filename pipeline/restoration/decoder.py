"""The likeliest way through many lattices at once: beam search under the language model, step by step in numpy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.lattice import NOTHING, Arc, Chosen, Lattice
from pipeline.restoration.memory import Memory
from pipeline.restoration.ngrams import NGrams
from pipeline.restoration.tokens import START

BEAM, WIDTH = 24, 11.0  # paths kept at a node, and how much worse than the best one they may be
MODEL_WEIGHT = 0.85
TEMPER = 0.8  # flattens the weights of paths into probabilities that hold; measured on lines kept apart
_HISTORY = np.uint64(0xFFFFFFFFFFFF)
_SIXTEEN = np.uint64(16)


def decode(lattices: list[Lattice], model: NGrams, memory: Memory | None = None) -> list[list[Chosen]]:
    """The best path through each lattice; ``memory`` is what the document says elsewhere."""
    plans = [_Plan(lattice) for lattice in lattices]
    trail = _Trail()
    for step in range(1, max((len(p.nodes) for p in plans), default=0)):
        jobs = [(number, arc, begin) for number, plan in enumerate(plans) for arc, begin in plan.incoming(step)]
        if jobs:
            trail.extend(jobs, plans, step, (model, memory))
    likely = trail.posteriors(plans)
    return [plan.path(trail, likely) for plan in plans]


class _Plan:
    """A lattice as a row of nodes in order, with the paths that have reached each."""

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.nodes = sorted({lattice.first, *(a.end for a in lattice.arcs)})
        order = {node: i for i, node in enumerate(self.nodes)}
        self._incoming: list[list[tuple[Arc, int]]] = [[] for _ in self.nodes]
        for arc in lattice.arcs:
            if arc.begin in order:
                self._incoming[order[arc.end]].append((arc, order[arc.begin]))
        self.reached: list[tuple[int, int]] = [(0, 1)] + [(0, 0)] * (len(self.nodes) - 1)  # rows of the trail

    def incoming(self, step: int) -> list[tuple[Arc, int]]:
        if step >= len(self.nodes):
            return []
        return [(a, b) for a, b in self._incoming[step] if self.reached[b][1] > self.reached[b][0]]

    def path(self, trail: _Trail, likely: NDArray[np.float64]) -> list[Chosen]:
        """The best path, from its end back to its start."""
        start, end = self.reached[-1]
        if end <= start or len(self.nodes) < 2:
            return []
        row, out = start, []
        while row:
            number = int(trail.arc[row])
            arc, offset = trail.arcs[number], trail.offsets[number]
            out.append(Chosen(arc, int(trail.word[row]), likely[offset : offset + len(arc.ids)]))
            row = int(trail.origin[row])
        return out[::-1]


class _Trail:
    """All paths ever kept, as rows of growing arrays; row 0 is where everything begins."""

    def __init__(self) -> None:
        self.history = np.array([(0xFFFFFFFF << 16) | START], dtype=np.uint64)
        self.back2 = np.zeros(1, dtype=np.float32)
        self.back3 = np.zeros(1, dtype=np.float32)
        self.score = np.zeros(1)
        self.origin = np.zeros(1, dtype=np.int64)
        self.arc = np.zeros(1, dtype=np.int64)
        self.word = np.zeros(1, dtype=np.int64)
        self.size = 1
        self.total = np.zeros(1)  # log of the weight of all paths to a row, tempered
        self.arcs: list[Arc] = []
        self.offsets: list[int] = [0]  # where the words of each arc begin in one row of all
        self.steps: list[_Step] = []

    def extend(
        self, jobs: list[tuple[int, Arc, int]], plans: list[_Plan], step: int, models: tuple[NGrams, Memory | None]
    ) -> None:
        """Walk every arc that ends at the node number ``step`` of its lattice."""
        rows, words, costs, arc_of, word_of, plan_of = [], [], [], [], [], []
        for number, arc, begin in jobs:
            start, end = plans[number].reached[begin]
            size, count = end - start, len(arc.ids)
            rows.append(np.repeat(np.arange(start, end), count))
            words.append(np.tile(arc.ids, size))
            costs.append(np.tile(arc.costs, size))
            word_of.append(np.tile(np.arange(count), size))
            arc_of.append(np.full(size * count, len(self.arcs)))
            plan_of.append(np.full(size * count, number))
            self.arcs.append(arc)
            self.offsets.append(self.offsets[-1] + count)
        row, word, cost = np.concatenate(rows), np.concatenate(words), np.concatenate(costs)
        plan = np.concatenate(plan_of)
        silent = word == NOTHING
        history = self.history[row]
        model, memory = models
        scored = model.score(history, self.back2[row], self.back3[row], np.where(silent, START, word).astype(np.uint64))
        logs = scored.logs.astype(np.float64)
        if memory is not None:
            logs = memory.mix(logs, history, word.astype(np.uint64))
        gain = np.asarray(np.where(silent, 0.0, MODEL_WEIGHT * logs) - cost, dtype=np.float64)
        score = self.score[row] + gain
        after = np.where(silent, history, ((history << _SIXTEEN) | word.astype(np.uint64)) & _HISTORY)
        kept, group, counts = _best(plan, after, score)
        first = self.size
        for number, count in zip(*counts, strict=True):
            plans[number].reached[step] = (first, first + count)
            first += count
        arcs, indices = np.concatenate(arc_of), np.concatenate(word_of)
        alive = np.flatnonzero(group >= 0)
        target, gain = group[alive], gain[alive] * TEMPER
        total = _log_sums(self.total[row[alive]] + gain, target, len(kept))
        flat = np.array(self.offsets)[arcs[alive]] + indices[alive]
        self.steps.append(_Step(row[alive], target + self.size, gain, flat))
        self._append(
            after[kept],
            np.where(silent, self.back2[row], scored.back2)[kept],
            np.where(silent, self.back3[row], scored.back3)[kept],
            score[kept],
            row[kept],
            arcs[kept],
            indices[kept],
            total,
        )

    def posteriors(self, plans: list[_Plan]) -> NDArray[np.float64]:
        """How likely each word of each arc is, over all paths that were kept (forward-backward)."""
        after = np.full(self.size, -np.inf)
        whole = np.full(self.size, -np.inf)  # of the lattice that a row belongs to
        for plan in plans:
            start, end = plan.reached[-1]
            if end > start:
                after[start:end] = 0.0
                whole[start:end] = np.logaddexp.reduce(self.total[start:end])
        out = np.zeros(self.offsets[-1] + 1)
        for source, target, gain, flat in reversed(self.steps):
            inner = source > 0
            back = gain + after[target]
            sums = whole[target]
            use = np.isfinite(back)
            weight = np.exp(np.minimum(self.total[source[use]] + back[use] - sums[use], 0.0))
            out += np.bincount(flat[use], weights=weight, minlength=len(out))
            use &= inner
            rows, numbers = np.unique(source[use], return_inverse=True)
            after[rows] = np.logaddexp(after[rows], _log_sums(back[use], numbers, len(rows)))
            whole[source[use]] = sums[use]
        return out

    def _append(self, *columns: NDArray[np.generic]) -> None:
        names = ("history", "back2", "back3", "score", "origin", "arc", "word", "total")
        need = self.size + len(columns[0])
        for name, column in zip(names, columns, strict=True):
            own = getattr(self, name)
            if len(own) < need:
                grown = np.zeros(max(need * 2, 4096), dtype=own.dtype)
                grown[: self.size] = own[: self.size]
                setattr(self, name, grown)
                own = grown
            own[self.size : need] = column
        self.size = need


class _Step(NamedTuple):
    """What one step did: from which rows, to which, at what gain, by which word of which arc."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    gain: NDArray[np.float64]
    flat: NDArray[np.int64]


def _log_sums(values: NDArray[np.float64], group: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    """The log of the sum of the exponentials of ``values``, group by group."""
    top = np.full(size, -np.inf)
    np.maximum.at(top, group, values)
    top = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore"):
        summed: NDArray[np.float64] = top + np.log(np.bincount(group, np.exp(values - top[group]), size))
    return summed


def _best(
    plan: NDArray[np.int64], state: NDArray[np.uint64], score: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], tuple[list[int], list[int]]]:
    """The best path to each state, and of these the best of each lattice, best first.

    Returns:
        The rows kept; for each row given the place of its state among these, or -1; lattices and how many each kept.
    """
    order = np.lexsort((-score, state, plan))
    sorted_plan, sorted_state = plan[order], state[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (sorted_plan[1:] != sorted_plan[:-1]) | (sorted_state[1:] != sorted_state[:-1])
    state_of = np.cumsum(first) - 1
    heads = order[first]
    by_score = np.lexsort((-score[heads], plan[heads]))
    ranked, own = score[heads[by_score]], plan[heads[by_score]]
    starts = np.flatnonzero(np.concatenate(([True], own[1:] != own[:-1])))
    sizes = np.diff(np.append(starts, len(own)))
    rank = np.arange(len(own)) - np.repeat(starts, sizes)
    keep = (rank < BEAM) & (ranked > np.repeat(ranked[starts], sizes) - WIDTH)
    kept = by_score[keep]
    place = np.full(len(heads), -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    group = np.full(len(order), -1, dtype=np.int64)
    group[order] = place[state_of]
    numbers, counts = np.unique(plan[heads[kept]], return_counts=True)
    return heads[kept], group, (numbers.tolist(), counts.tolist())
