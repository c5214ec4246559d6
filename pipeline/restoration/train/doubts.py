"""Words that the n-gram model leaves in doubt, found in text that it was not counted from."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.context import DOUBTFUL, look_around
from pipeline.restoration.decoder import MODEL_WEIGHT, TEMPER
from pipeline.restoration.letters import bare, is_syllable, new_style
from pipeline.restoration.ngrams import NGrams
from pipeline.restoration.tokens import SPECIALS, START
from pipeline.restoration.train.align import Pairs

WIDTH, KEPT = 12, 8  # words that one may be taken for, and of these how many are kept where it is in doubt
OTHER_LETTERS, OTHER_SHARE = 4, 0.02  # rivals of other bare letters, and how often a word must be read like one
FAR, LOST = 9.0, 8.0  # how much worse than the best a candidate may be, and how unlikely the right one (nats)
_EMPTY, _SIXTEEN, _HISTORY = np.uint64(0xFFFF), np.uint64(16), np.uint64(0xFFFFFFFFFFFF)
_NONE = np.float32(np.inf)

Ids = NDArray[np.uint16]
Floats = NDArray[np.float32]


class Rivals(NamedTuple):
    """For each word those that it may be taken for, itself first, and what that costs (inf: no such word)."""

    ids: Ids
    costs: Floats


class Doubts(NamedTuple):
    """Doubtful places: the words around, the candidates (the right one first), and their log odds."""

    around: Ids
    words: Ids
    logs: Floats


def find_rivals(words: tuple[str, ...], unigrams: NDArray[np.float32], pairs: Pairs) -> Rivals:
    """The syllables of the same bare letters, and those of others that an engine reads alike."""
    ids = np.zeros((len(words), WIDTH), dtype=np.uint16)
    ids[:, 0] = np.arange(len(words))
    costs = np.full((len(words), WIDTH), _NONE)
    alike = _read_alike(words, pairs)
    groups: dict[str, list[int]] = {}
    for number in np.argsort(-unigrams, kind="stable").tolist():
        if number >= len(SPECIALS) and is_syllable(words[number]):
            groups.setdefault(bare(words[number]), []).append(number)
    for group in groups.values():
        for number in group:
            others = alike.get(number, [])
            own = [(number, 0.0), *((other, 0.0) for other in group if other != number)]
            row = own[: WIDTH - len(others)] + others
            ids[number, : len(row)] = [other for other, _ in row]
            costs[number, : len(row)] = [cost for _, cost in row]
    return Rivals(ids, costs)


def _read_alike(words: tuple[str, ...], pairs: Pairs) -> dict[int, list[tuple[int, float]]]:
    """For each syllable those of other bare letters that were read as the same string, the likeliest first."""
    numbers = {word: number for number, word in enumerate(words) if is_syllable(word)}
    seen: defaultdict[str, Counter[int]] = defaultdict(Counter)
    total: Counter[int] = Counter()
    for (read, form), times in pairs.items():
        if (number := numbers.get(new_style(form.lower()))) is not None:
            seen[read.lower()][number] += times
            total[number] += times
    shared: defaultdict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)  # share of sightings, log odds
    for counts in seen.values():
        for one, times in counts.items():
            for other, others in counts.items():
                if others > 1 and bare(words[one]) != bare(words[other]):
                    odds = (others / (total[other] + 20)) / (times / (total[one] + 20))
                    shared[one, other].append((times / total[one], float(np.log(min(odds, 1.0)))))
    out: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for (one, other), sightings in shared.items():
        share = sum(s for s, _ in sightings)
        if share > OTHER_SHARE:
            cost = -sum(s * odds for s, odds in sightings) / share - float(np.log(share)) / 2
            out[one].append((other, cost))
    return {one: sorted(row, key=lambda r: (r[1], r[0]))[:OTHER_LETTERS] for one, row in out.items()}


class _Rows(NamedTuple):
    """Candidates, place by place: number of the place, which rival, where, what the model knows so far."""

    of: NDArray[np.int64]
    which: NDArray[np.int64]
    at: NDArray[np.int64]
    history: NDArray[np.uint64]
    back2: Floats
    back3: Floats
    logs: Floats

    def where(self, mask: NDArray[np.bool_]) -> _Rows:
        logs, back2, back3 = self.logs[mask], self.back2[mask], self.back3[mask]
        return _Rows(self.of[mask], self.which[mask], self.at[mask], self.history[mask], back2, back3, logs)

    def near(self) -> _Rows:
        """Without the hopeless, and without the places that are then certain."""
        if not len(self.of):
            return self
        rows = self.where(self.logs > _tops(self.logs, self.of) - FAR)
        return rows.where(np.bincount(rows.of)[rows.of] > 1)


def find_doubts(stream: Ids, model: NGrams, rivals: Rivals) -> Doubts:
    """The places of ``stream`` (lines parted by START) whose word the model does not settle by itself."""
    wide = np.concatenate((stream, np.full(3, START, dtype=np.uint16))).astype(np.uint64)
    history = _histories(wide)
    none = np.zeros(len(wide), dtype=np.float32)
    scored = model.score(history, none, none, wide)
    back2, back3 = np.roll(scored.back2, 1), np.roll(scored.back3, 1)
    places = np.flatnonzero(rivals.costs[stream, 1] < _NONE)
    of, which = np.nonzero(rivals.costs[stream[places]] < _NONE)
    at = places[of]
    words = rivals.ids[stream[at], which].astype(np.uint64)
    scored = model.score(history[at], back2[at], back3[at], words)
    logs = (MODEL_WEIGHT * scored.logs - rivals.costs[stream[at], which]).astype(np.float32)
    after = ((history[at] << _SIXTEEN) | words) & _HISTORY
    rows = _Rows(of, which, at, after, scored.back2, scored.back3, logs).near()
    for ahead in (1, 2, 3):
        rows = _follow(rows, wide, ahead, model)
        rows = rows.near() if ahead == 1 else rows
    return _doubtful(stream, rows, rivals)


def _histories(wide: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The three words before each place, newest lowest; nothing stands before START."""
    padded = np.concatenate((np.full(3, START, dtype=np.uint64), wide))
    first, second, third = (padded[i : i + len(wide)].copy() for i in range(3))
    first[(third == START) | (second == START)] = _EMPTY
    second[third == START] = _EMPTY
    return (first << np.uint64(32)) | (second << _SIXTEEN) | third


def _follow(rows: _Rows, wide: NDArray[np.uint64], ahead: int, model: NGrams) -> _Rows:
    """With the word ``ahead`` of each place weighed too, where the line goes on so far."""
    words = wide[np.minimum(rows.at[:, None] + np.arange(1, ahead + 1), len(wide) - 1)]
    on = np.flatnonzero((words != START).all(axis=1))
    word = words[on, -1]
    history, logs, back2, back3 = rows.history.copy(), rows.logs.copy(), rows.back2.copy(), rows.back3.copy()
    scored = model.score(history[on], back2[on], back3[on], word)
    logs[on] += MODEL_WEIGHT * scored.logs
    history[on] = ((history[on] << _SIXTEEN) | word) & _HISTORY
    back2[on], back3[on] = scored.back2, scored.back3
    return _Rows(rows.of, rows.which, rows.at, history, back2, back3, logs)


def _doubtful(stream: Ids, rows: _Rows, rivals: Rivals) -> Doubts:
    tempered = (rows.logs - _tops(rows.logs, rows.of)) * TEMPER
    places, inverse = np.unique(rows.of, return_inverse=True)
    at = np.zeros(len(places), dtype=np.int64)
    at[inverse] = rows.at
    logs = np.full((len(places), WIDTH), -np.inf, dtype=np.float32)
    logs[inverse, rows.which] = tempered
    logs -= np.log(np.exp(logs).sum(axis=1, keepdims=True))
    open_ = (np.exp(logs).max(axis=1) < DOUBTFUL) & (logs[:, 0] > -LOST)
    at, logs = at[open_], logs[open_]
    edge = np.full(1, START, dtype=np.uint16)
    around = look_around(np.concatenate((edge, stream, edge)), at + 1)
    best = np.argsort(-logs[:, 1:], axis=1, kind="stable")[:, : KEPT - 1] + 1
    order = np.concatenate((np.zeros((len(at), 1), dtype=np.int64), best), axis=1)
    words = np.take_along_axis(rivals.ids[stream[at]], order, axis=1)
    return Doubts(around, words, np.take_along_axis(logs, order, axis=1))


def _tops(values: Floats, group: NDArray[np.int64]) -> Floats:
    """For each element the largest of its group; ``group`` is sorted."""
    if not len(group):
        return values
    starts = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
    return np.repeat(np.maximum.reduceat(values, starts), np.diff(np.append(starts, len(group))))
