"""The model of both sides: what it sees, what it learns, what it does to doubtful words."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.restoration.context import DEAD, MIDDLE, NEAR, REACH, STEP, Context, features, look_around
from pipeline.restoration.lattice import Arc, Chosen
from pipeline.restoration.ngrams import ORDER, NGrams
from pipeline.restoration.readings import NOTHING
from pipeline.restoration.table import Table
from pipeline.restoration.tokens import SPECIALS, START
from pipeline.restoration.train.context import Streams, learn_context, learn_weights, pack_weights
from pipeline.restoration.train.count import Estimate, count_order
from pipeline.restoration.train.doubts import Rivals, find_doubts, find_rivals
from pipeline.restoration.train.layout import ngram_parts

# "gần" stands with "biển", "gắn" with "huy", five words away: further than any 4-gram sees.
WORDS = (*SPECIALS, "gần", "gắn", "biển", "huy", "những", "người", "đang", "sống", "khi", "trên")
NEAR_BY, ATTACH, SEA, BADGE = range(len(SPECIALS), len(SPECIALS) + 4)
FILLERS = np.arange(BADGE + 1, len(WORDS))


def _sentences(number: int, seed: int) -> NDArray[np.uint16]:
    """Lines of a cue, four words that say nothing, and the word that the cue asks for; half of them turned round."""
    rng = np.random.default_rng(seed)
    which = rng.integers(0, 2, number)
    rows = np.column_stack((SEA + which, rng.choice(FILLERS, (number, 4)), NEAR_BY + which))
    turned = rng.random(number) < 0.5
    rows[turned] = rows[turned][:, ::-1]
    ends = np.full((number, 1), START)
    return np.concatenate((np.full(1, START), np.column_stack((rows, ends)).ravel())).astype(np.uint16)


def _fit(streams: Streams) -> NGrams:
    orders = Estimate([count_order(streams, order) for order in range(1, ORDER + 1)]).orders
    return NGrams.of(ngram_parts(orders, len(WORDS)))


@cache
def _rivals() -> Rivals:
    return find_rivals(WORDS, np.zeros(len(WORDS), dtype=np.float32), {})


@cache
def _learned() -> Context:
    parts = learn_context([(_sentences(4000, 1), 1.0)], _rivals(), _fit)
    return Context(Table(parts["context_prints"], parts["context_values"]))


def _chosen(ids: list[int], likely: list[float], place: int = 0, kind: str = "word") -> Chosen:
    arc = Arc(0, 0, 3, np.array(ids), np.zeros(len(ids), dtype=np.float32), None, kind)
    return Chosen(arc, place, np.array(likely))


def _path(stream: NDArray[np.uint16], doubtful: tuple[float, float]) -> list[Chosen]:
    """A line as the decoder would give it, with the word asked for read as "gần", so likely."""
    return [
        _chosen([NEAR_BY, ATTACH], list(doubtful)) if word in {NEAR_BY, ATTACH} else _chosen([word], [1.0])
        for word in stream.tolist()
    ]


def _lines(stream: NDArray[np.uint16]) -> list[NDArray[np.uint16]]:
    return [line[line != START] for line in np.split(stream, np.flatnonzero(stream == START)) if len(line) > 1]


def test_nothing_is_seen_beyond_the_edge_of_a_row() -> None:
    rows = np.array([START, 20, 21, START, 22, 23, 24, START], dtype=np.uint16)
    around = look_around(rows, np.array([5]))[0].tolist()
    beyond = [NOTHING] * (REACH - 2)
    assert around == [*beyond, START, 22, 24, START, *beyond]


def test_a_feature_knows_the_place_of_a_near_word_and_the_side_of_a_far_one() -> None:
    words = np.array([[9]], dtype=np.uint16)

    def at(distance: int) -> int:
        around = np.full((1, 2 * REACH), NOTHING, dtype=np.uint16)
        column = REACH + distance - (distance > 0)
        around[0, column] = 20
        numbers = features(around, words)[0, 0]
        assert np.flatnonzero(numbers != DEAD).tolist() == [column, 2 * REACH]
        return int(numbers[column])

    near = {at(distance) for distance in range(-NEAR, NEAR + 1) if distance}
    left = {at(-distance) for distance in range(NEAR + 1, REACH + 1)}
    right = {at(distance) for distance in range(NEAR + 1, REACH + 1)}
    assert (len(near), len(left), len(right)) == (2 * NEAR, 1, 1)
    assert len(near | left | right) == 2 * NEAR + 2


def test_rivals_share_bare_letters_or_were_read_alike() -> None:
    words = (*SPECIALS, "khó", "khá", "kho", "gà")
    first = len(SPECIALS)
    pairs = {("khé", "khó"): 60, ("khé", "khá"): 40, ("khá", "khá"): 60, ("khó", "khó"): 40, ("ga", "gà"): 9}
    rivals = find_rivals(words, np.zeros(len(words), dtype=np.float32), pairs)

    def of(word: int) -> set[int]:
        return set(rivals.ids[word][np.isfinite(rivals.costs[word])].tolist()) - {word}

    assert of(first) == {first + 1, first + 2}
    assert of(first + 3) == set()
    costs = dict(zip(rivals.ids[first].tolist(), rivals.costs[first].tolist(), strict=True))
    assert costs[first] == costs[first + 2] == 0 < costs[first + 1]


def test_only_what_the_decoder_cannot_tell_is_in_doubt() -> None:
    model = _fit([(_sentences(3000, 2), 1.0)])
    stream = _sentences(300, 3)
    doubts = find_doubts(stream, model, _rivals())
    assert set(doubts.words[:, 0].tolist()) == {NEAR_BY, ATTACH}
    assert np.exp(doubts.logs).sum(axis=1) == pytest.approx(1.0, abs=1e-5)
    assert 200 < len(doubts.words) <= 300
    filler = FILLERS[0]
    close = np.array([START, SEA, NEAR_BY, filler, START, BADGE, ATTACH, filler] * 50, dtype=np.uint16)
    assert len(find_doubts(close, model, _rivals()).words) > 0
    assert len(find_doubts(close, _fit([(close, 1.0)]), _rivals()).words) == 0


def test_a_cue_five_words_away_settles_a_doubt() -> None:
    lines = _lines(_sentences(400, 4))
    paths = [_path(line, (0.6, 0.4)) for line in lines]
    settled = _learned().settle(paths)
    right = sum(
        [int(c.arc.ids[c.place]) for c in path] == line.tolist() for path, line in zip(settled, lines, strict=True)
    )
    assert right > 390
    for before, after in zip(paths, settled, strict=True):
        assert [c.likely.sum() for c in after] == pytest.approx([c.likely.sum() for c in before])
        assert all(int(c.likely.argmax()) == c.place for c in after)
    assert all(c.place == 0 and c.likely[0] in {0.6, 1.0} for path in paths for c in path)


def test_a_line_says_nothing_about_the_next_one() -> None:
    words = np.array([SEA, *FILLERS[:4], NEAR_BY], dtype=np.uint16)
    path = _path(words, (0.5, 0.5))
    alone = _learned().settle([path[1:]])[0][-1].likely
    assert _learned().settle([path[:1], path[1:]])[1][-1].likely == pytest.approx(alone)
    assert _learned().settle([path])[0][-1].likely[0] > alone[0] + 0.2


def test_what_is_sure_or_no_word_stays_as_it_is() -> None:
    badge = _chosen([BADGE], [1.0])
    sure = _chosen([NEAR_BY, ATTACH], [0.985, 0.015])
    other = _chosen([NEAR_BY, ATTACH], [0.5, 0.5], kind="other")
    mark = _chosen([NOTHING], [1.0], kind="mark")
    hopeless = _chosen([NEAR_BY, ATTACH], [0.9, 1e-6])
    path = [badge, sure, other, mark, hopeless]
    assert all(after is before for after, before in zip(_learned().settle([path])[0], path, strict=True))
    assert _learned().settle([]) == []


def test_marks_that_the_model_does_not_see_part_nothing() -> None:
    line = _lines(_sentences(1, 5))[0]
    mark = _chosen([NOTHING], [1.0], kind="mark")
    path = _path(line, (0.5, 0.5))
    spaced = [chosen for c in path for chosen in (c, mark)]
    plain = [c.likely.tolist() for c in _learned().settle([path])[0]]
    assert [c.likely.tolist() for c in _learned().settle([spaced])[0] if c.arc.kind == "word"] == plain


def test_learning_twice_gives_the_same_weights_and_no_more_than_asked_for() -> None:
    found = [(find_doubts(_sentences(500, 6), _fit([(_sentences(2000, 7), 1.0)]), _rivals()), 1.0)]
    first, second = learn_weights(found, _rivals(), 20), learn_weights(found, _rivals(), 20)
    assert np.array_equal(first, second)
    assert np.count_nonzero(first) == 20


def test_weights_come_back_from_the_table_to_half_a_step() -> None:
    around = np.array([[*[NOTHING] * (REACH - 1), 20, 21, *[NOTHING] * (REACH - 1)]], dtype=np.uint16)
    words = np.array([[9, 10]], dtype=np.uint16)
    numbers = features(around, words)
    weights = np.zeros(int(numbers.max()) + 1, dtype=np.float32)
    weights[numbers[0, 0, REACH]], weights[numbers[0, 1, REACH - 1]] = 0.513, -9.0  # the second one is out of range
    parts = pack_weights(weights)
    scores = Context(Table(parts["context_prints"], parts["context_values"])).scores(around, words)
    assert scores[0].tolist() == pytest.approx([0.513, -MIDDLE * STEP], abs=STEP / 2)
