"""The likeliest way through many lattices at once: beam search under the language model, step by step in numpy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.lattice import Arc, Chosen, Lattice
from pipeline.restoration.memory import Memory
from pipeline.restoration.ngrams import NGrams
from pipeline.restoration.readings import NOTHING
from pipeline.restoration.tokens import START
from pipeline.restoration.trail import Step, Trail, posteriors

BEAM, WIDTH = 24, 7.0  # paths kept at a node, and how much worse than the best one they may be
LONGEST, MARGIN = 64, 8  # nodes of a window, and how many of its neighbours it sees on either side
GLANCE = 14.0  # how much worse a path may be by single words before it is scored by longer n-grams
MODEL_WEIGHT = 0.85
TEMPER = 0.8  # flattens the weights of paths into probabilities that hold; measured on lines kept apart
_HISTORY = np.uint64(0xFFFFFFFFFFFF)
_SIXTEEN, _PLAN = np.uint64(16), np.uint64(48)


def decode(lattices: list[Lattice], model: NGrams, memory: Memory | None = None) -> list[list[Chosen]]:
    """The best path through each lattice; ``memory`` is what the document says elsewhere."""
    windows = [_windows(lattice) for lattice in lattices]
    words = _Words([arc for row in windows for window in row for arc in window.arcs])
    plans, first = [], 0
    for window in (window for row in windows for window in row):
        plans.append(_Plan(window, first))
        first += len(window.arcs)
    search = _Search(words, model, memory)
    active = plans
    for step in range(1, max((len(p.incoming) for p in plans), default=0)):
        active = [plan for plan in active if step < len(plan.incoming)]
        search.advance(active, step)
    ends = [plan.reached[-1] for plan in plans]
    likely = posteriors(search.trail, search.steps, ends, len(words.ids))
    paths = iter([_path(search.trail, words, end, likely) for end in ends])
    return [_joined([(window, next(paths)) for window in row]) for row in windows]


class _Window(NamedTuple):
    """A part of a lattice: its nodes in order, the arcs between them, and the offsets whose arcs are its own."""

    nodes: list[int]
    arcs: list[Arc]
    start: int
    end: int


def _windows(lattice: Lattice) -> list[_Window]:
    """A lattice in parts that overlap, so that a long one is walked side by side with itself."""
    nodes = sorted({lattice.first, *(arc.end for arc in lattice.arcs)})
    if len(nodes) <= LONGEST + MARGIN:
        return [_Window(nodes, lattice.arcs, nodes[0], nodes[-1] + 1)]
    out = []
    for place in range(0, len(nodes), LONGEST):
        own = nodes[max(0, place - MARGIN) : place + LONGEST + MARGIN]
        last = place + LONGEST >= len(nodes)
        end = nodes[-1] + 1 if last else nodes[place + LONGEST]
        arcs = [arc for arc in lattice.arcs if own[0] <= arc.begin and arc.end <= own[-1]]
        out.append(_Window(own, arcs, nodes[place], end))
    return out


def _joined(parts: list[tuple[_Window, list[Chosen]]]) -> list[Chosen]:
    """The paths of the parts as one: of each part the arcs that are its own."""
    out: list[Chosen] = []
    for window, path in parts:
        reached = out[-1].arc.end if out else -1
        out += [
            chosen for chosen in path if window.start <= chosen.arc.begin < window.end and chosen.arc.start >= reached
        ]
    return out


class _Words:
    """The words of all arcs in a row."""

    def __init__(self, arcs: list[Arc]) -> None:
        self.arcs = arcs
        sizes = [len(arc.ids) for arc in arcs]
        self.offsets = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))).tolist()
        self.ids = np.concatenate([arc.ids for arc in arcs]).astype(np.uint64) if arcs else np.zeros(0, np.uint64)
        self.costs = np.concatenate([arc.costs for arc in arcs]) if arcs else np.zeros(0, np.float32)
        self.arc_of = np.repeat(np.arange(len(arcs)), sizes)


class _Plan:
    """A window as a row of nodes, with the arcs into each and the rows of the trail that reached it."""

    def __init__(self, window: _Window, first: int) -> None:
        order = {node: i for i, node in enumerate(window.nodes)}
        self.incoming: list[list[tuple[int, int]]] = [[] for _ in order]  # (number of the arc, node it leaves)
        for number, arc in enumerate(window.arcs, start=first):
            begin = order.get(arc.begin)
            if begin is not None:
                self.incoming[order[arc.end]].append((number, begin))
        self.reached: list[tuple[int, int]] = [(0, 1)] + [(0, 0)] * (len(order) - 1)  # first row, how many


class _Search:
    """Walks all lattices side by side, a node of each at a time."""

    def __init__(self, words: _Words, model: NGrams, memory: Memory | None) -> None:
        self.words, self.model, self.memory = words, model, memory
        self.trail = Trail.begin(START)
        self.steps: list[Step] = []

    def advance(self, plans: list[_Plan], step: int) -> None:
        """Extend all paths by the arcs that end at node ``step`` of each plan."""
        jobs = [
            (number, *plan.reached[begin], self.words.offsets[arc], self.words.offsets[arc + 1])
            for number, plan in enumerate(plans)
            for arc, begin in plan.incoming[step]
            if plan.reached[begin][1]
        ]
        if not jobs:
            return
        of, row, word = _pairs(np.array(jobs, dtype=np.int64).T)
        score = self._glance(of, row, word)
        near = score > _tops(score, of) - GLANCE
        of, row, word = of[near], row[near], word[near]
        gain, after, back2, back3 = self._weigh(row, word)
        score = self.trail.score[row] + gain
        keep = np.flatnonzero(score > _tops(score, of) - WIDTH)
        kept, group, counts = _best(of[keep], after[keep], score[keep])
        first = self.trail.size
        for number, count in counts:
            plans[number].reached[step] = (first, count)
            first += count
        alive = keep[group >= 0]
        target = group[group >= 0]
        tempered = gain[alive] * TEMPER
        self.steps.append(Step(row[alive], target + self.trail.size, tempered, word[alive]))
        total = _log_sums(self.trail.total[row[alive]] + tempered, target, len(kept))
        kept = keep[kept]
        self.trail.append(after[kept], back2[kept], back3[kept], score[kept], row[kept], word[kept], total)

    def _glance(self, of: NDArray[np.int64], row: NDArray[np.int64], word: NDArray[np.int64]) -> NDArray[np.float64]:
        """What each path is worth by single words."""
        ids = self.words.ids[word]
        silent: NDArray[np.bool_] = ids == NOTHING
        single = self.model.logs[np.where(silent, START, ids).astype(np.int64)]
        return np.asarray(self.trail.score[row] - self.words.costs[word] + MODEL_WEIGHT * np.where(silent, 0.0, single))

    def _weigh(
        self, row: NDArray[np.int64], word: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.uint64], NDArray[np.float32], NDArray[np.float32]]:
        """What each word adds to its path, and the state of the language model after it."""
        trail = self.trail
        history, back2, back3, ids = trail.history[row], trail.back2[row], trail.back3[row], self.words.ids[word]
        silent = ids == NOTHING
        scored = self.model.score(history, back2, back3, np.where(silent, START, ids).astype(np.uint64))
        logs = scored.logs.astype(np.float64)
        if self.memory is not None:
            logs = self.memory.mix(logs, history, ids)
        gain = np.where(silent, 0.0, MODEL_WEIGHT * logs) - self.words.costs[word]
        after = np.where(silent, history, ((history << _SIXTEEN) | ids) & _HISTORY)
        return gain, after, np.where(silent, back2, scored.back2), np.where(silent, back3, scored.back3)


def _pairs(jobs: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every row with every word of each job: the plan, the row and the word of each pair."""
    plan, first_row, rows, first_word, last_word = jobs
    words = last_word - first_word
    sizes = rows * words
    of = np.repeat(np.arange(len(sizes)), sizes)
    within = np.arange(len(of)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    row, word = np.divmod(within, words[of])
    return plan[of], first_row[of] + row, first_word[of] + word


def _tops(score: NDArray[np.float64], plan: NDArray[np.int64]) -> NDArray[np.float64]:
    """For each element the best score of its plan; ``plan`` is sorted."""
    starts = np.flatnonzero(np.concatenate(([True], plan[1:] != plan[:-1])))
    return np.repeat(np.maximum.reduceat(score, starts), np.diff(np.append(starts, len(plan))))


def _best(
    plan: NDArray[np.int64], state: NDArray[np.uint64], score: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], list[tuple[int, int]]]:
    """The best path to each state, and of these the best of each plan, best first.

    Returns:
        The elements kept; for each element given the place of its state among these, or -1; how many each plan kept.
    """
    key = (plan.astype(np.uint64) << _PLAN) | state
    by_score = np.argsort(-score, kind="stable")
    order = by_score[np.argsort(key[by_score], kind="stable")]
    ordered = key[order]
    first = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    state_of = np.cumsum(first) - 1
    heads = order[first]
    ranked = np.lexsort((-score[heads], plan[heads]))
    own = plan[heads[ranked]]
    starts = np.flatnonzero(np.concatenate(([True], own[1:] != own[:-1])))
    sizes = np.diff(np.append(starts, len(own)))
    kept = ranked[np.arange(len(own)) - np.repeat(starts, sizes) < BEAM]
    place = np.full(len(heads), -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    group = np.full(len(order), -1, dtype=np.int64)
    group[order] = place[state_of]
    return heads[kept], group, list(zip(own[starts].tolist(), np.minimum(sizes, BEAM).tolist(), strict=True))


def _log_sums(values: NDArray[np.float64], group: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    """The log of the sum of the exponentials of ``values``, group by group; none is empty."""
    top = np.full(size, -np.inf)
    np.maximum.at(top, group, values)
    summed: NDArray[np.float64] = top + np.log(np.bincount(group, np.exp(values - top[group]), size))
    return summed


def _path(trail: Trail, words: _Words, end: tuple[int, int], likely: NDArray[np.float64]) -> list[Chosen]:
    """The best path, from its end back to its start."""
    row, count = end
    out: list[Chosen] = []
    if not count:
        return out
    while row:
        word = int(trail.word[row])
        number = int(words.arc_of[word])
        offset = words.offsets[number]
        out.append(Chosen(words.arcs[number], word - offset, likely[offset : words.offsets[number + 1]]))
        row = int(trail.origin[row])
    return out[::-1]
