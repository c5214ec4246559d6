"""Learn the model of both sides: logistic regression over hashed features, on top of the odds of the n-gram model.

The corpus is cut in two; each half is searched for doubtful words with an n-gram model of the other one, since a model
is never in doubt about text that it has counted. The model learns what these odds lack, in one pass (Adagrad; Duchi,
Hazan and Singer 2011), with features hashed into one large array (Weinberger and others 2009). The features that
did most are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.context import BITS, DEAD, MIDDLE, STEP, features
from pipeline.restoration.model import Array
from pipeline.restoration.ngrams import NGrams
from pipeline.restoration.readings import NOTHING
from pipeline.restoration.table import pack
from pipeline.restoration.tokens import START
from pipeline.restoration.train.doubts import Doubts, Rivals, find_doubts

Streams = list[tuple[NDArray[np.uint16], float]]
Floats = NDArray[np.float32]

SIZE = 750_000  # features kept
BLOCKS, CHUNK = 16, 500_000  # pieces that a register is cut into, and tokens that are searched at a time
BATCH, RATE = 512, 0.05
FIRST = 1e-4  # sum of squares that a feature starts from
TELLING = 1e-4  # a gradient smaller than this moves nothing
MOST = 3.0  # what a sighting may count for: many of few sentences would be learned by heart
ERRORS = 0.03  # of the words around are replaced by a rival, as the decoder errs
SEED = 7


class _State(NamedTuple):
    """What is learned: a weight for each feature, and the sum of the squares of its gradients."""

    weights: Floats
    squares: Floats


def learn_context(streams: Streams, rivals: Rivals, fit: Callable[[Streams], NGrams]) -> dict[str, Array]:
    """The parts of a model file that ``Context`` reads; ``fit`` counts and smooths an n-gram model."""
    halves = _halves(streams)
    found: list[tuple[Doubts, float]] = []
    for own, other in (halves, halves[::-1]):
        model = fit(other)
        for stream, weight in own:
            found += [(find_doubts(piece, model, rivals), min(weight, MOST)) for piece in _pieces(stream)]
    return pack_weights(learn_weights(found, rivals, SIZE))


def _halves(streams: Streams) -> tuple[Streams, Streams]:
    """Every other block of whole lines of each register."""
    halves: tuple[Streams, Streams] = [], []
    for stream, weight in streams:
        ends = np.flatnonzero(stream == START) + 1
        wanted = np.arange(1, BLOCKS) * len(stream) // BLOCKS
        cuts = np.unique(ends[np.searchsorted(ends, wanted[wanted <= ends.max(initial=0)])])
        blocks = np.split(stream, cuts)
        for turn, half in enumerate(halves):
            half.append((np.concatenate((stream[:0], *blocks[turn::2])), weight))
    return halves


def _pieces(stream: NDArray[np.uint16]) -> Iterator[NDArray[np.uint16]]:
    for start in range(0, len(stream), CHUNK):
        yield stream[start : start + CHUNK]


def learn_weights(found: list[tuple[Doubts, float]], rivals: Rivals, size: int) -> Floats:
    """The weight of each feature by its number, learned in one pass in random order; ``size`` at most are kept."""
    doubts = Doubts(*(np.concatenate(column) for column in zip(*(d for d, _ in found), strict=True)))
    shares = np.repeat(np.array([w for _, w in found], dtype=np.float32), [len(d.words) for d, _ in found])
    rng = np.random.default_rng(SEED)
    state = _State(np.zeros(1 << BITS, dtype=np.float32), np.zeros(1 << BITS, dtype=np.float32))
    order = rng.permutation(len(doubts.words))
    many = (rivals.costs < np.inf).sum(axis=1)
    for start in range(0, len(order), BATCH):
        batch = np.sort(order[start : start + BATCH])
        around = _err(doubts.around[batch], rivals.ids, many, rng)
        rate = np.float32(RATE * (1 - start / len(order)))
        _step(state, features(around, doubts.words[batch]), doubts.logs[batch], shares[batch], rate)
    used = np.flatnonzero(state.squares)
    worth = np.abs(state.weights[used]) * state.squares[used] ** 0.25
    state.weights[used[np.argsort(-worth, kind="stable")[size:]]] = 0
    return state.weights


def _err(
    around: NDArray[np.uint16], rivals: NDArray[np.uint16], many: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.uint16]:
    """The words around as a decoder may have read them."""
    wrong = (rng.random(around.shape, dtype=np.float32) < ERRORS) & (around != NOTHING)
    words = around[wrong]
    out = around.copy()
    out[wrong] = rivals[words, (rng.random(len(words)) ** 1.5 * many[words]).astype(np.int64)]
    return out


def _step(state: _State, numbers: NDArray[np.int64], logs: Floats, shares: Floats, rate: np.float32) -> None:
    """Make the right word, the first of each row, likelier."""
    scores = state.weights[numbers].sum(axis=2) + logs
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    odds[:, 0] -= 1
    gradient = odds * shares[:, None]
    telling = np.abs(gradient) > TELLING
    touched = numbers[telling]
    live = touched != DEAD
    slopes = np.repeat(gradient[telling], live.sum(axis=1))
    touched = touched[live]
    np.add.at(state.squares, touched, slopes * slopes)
    np.add.at(state.weights, touched, -rate * slopes / np.sqrt(state.squares[touched] + np.float32(FIRST)))


def pack_weights(weights: Floats) -> dict[str, Array]:
    """Weights in bytes, in a table of their own."""
    steps = np.clip(np.rint(weights / STEP), -MIDDLE, MIDDLE - 1).astype(np.int64)
    used = np.flatnonzero(steps)
    values = np.repeat((steps[used] + MIDDLE).astype(np.uint8)[:, None], 2, axis=1)
    table = pack(used.astype(np.uint64), values)
    return {"context_prints": table.prints, "context_values": np.ascontiguousarray(table.values[:, 0])}
