"""How the restoration model is built and stored: tables, smoothing, alignment, the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.restoration.letters import bare, is_syllable, new_style, tone_of
from pipeline.restoration.model import Parts, load, write_parts
from pipeline.restoration.ngrams import ORDER, join_ids
from pipeline.restoration.table import pack
from pipeline.restoration.tokens import START
from pipeline.restoration.train.align import learn_letters, token_pairs
from pipeline.restoration.train.count import Estimate, count_order, prune
from pipeline.restoration.train.symbols import count_symbols


@given(st.sets(st.integers(0, 2**64 - 1), min_size=1, max_size=400))
@settings(max_examples=30)
def test_table_finds_what_was_packed(numbers: set[int]) -> None:
    keys = np.array(sorted(numbers), dtype=np.uint64)
    values = np.stack((np.arange(len(keys)) % 251, np.arange(len(keys)) % 7), axis=1).astype(np.uint8)
    table = pack(keys, values)
    found, got = table.find(keys)
    assert found.all()
    prints = {int(p) for p in table.prints.ravel()}
    # two keys may share bucket and fingerprint: a rare accident, and then one value is the other's
    assert (got != values).any(axis=1).sum() <= max(1, 0.02 * len(keys))
    assert prints


def test_table_is_the_same_every_time() -> None:
    keys = np.arange(1, 5000, dtype=np.uint64) * np.uint64(7919)
    values = np.zeros((len(keys), 2), dtype=np.uint8)
    first, second = pack(keys, values), pack(keys, values)
    assert first.prints.tobytes() == second.prints.tobytes()


def _stream() -> np.ndarray[tuple[int], np.dtype[np.uint16]]:
    rng = np.random.default_rng(5)
    ids = rng.choice(np.arange(9, 21), size=4000, p=np.arange(12, 0, -1) / 78).astype(np.uint16)
    ids[::40] = START
    return ids


def test_probabilities_sum_to_one() -> None:
    """For any context, seen or not, pruned or not."""
    raw = [count_order([(_stream(), 1.0)], order) for order in range(1, ORDER + 1)]
    words = raw[0].keys[raw[0].keys != START]
    full = Estimate(raw)
    for estimate in (full, Estimate(raw, prune(raw, full, 300))):
        for context in ((9,), (9, 10), (10, 9, 11), (20, 20, 20), (START, 9)):
            keys = np.zeros(len(raw[0].keys), dtype=np.uint64)
            for word in context:
                keys = (keys << np.uint64(16)) | np.uint64(word)
            keys = (keys << np.uint64(16)) | raw[0].keys
            total = np.exp(estimate.log_prob(keys, len(context) + 1)).sum()
            assert abs(total - 1.0) < 1e-6
    assert len(words) == 12


def test_keys_keep_orders_apart() -> None:
    one = np.array([9], dtype=np.uint64)
    keys = [int(join_ids([one] * order)[0]) for order in range(2, ORDER + 1)]
    assert len(set(keys)) == len(keys)


def test_alignment_learns_letters() -> None:
    pairs = token_pairs([("dimg chitng mitng", "đứng chứng mứng")] * 20 + [("dan tin", "dân tin")] * 5)
    letters = learn_letters(pairs)
    assert letters.align("chitng", "chứng")[1] == ["c", "h", "it", "n", "g"]


def test_the_cut_end_of_a_line_teaches_nothing() -> None:
    assert token_pairs([("THUC HIE", "THỰC HIỆN")]) == {("THUC", "THỰC"): 1}


def test_symbols() -> None:
    lines = ["Quyết định số 12/QĐ-UBND và Nghị định số 3/2020/NĐ-CP"] * 6 + ["số 5/XYZ-AB"]
    assert count_symbols(lines) == ["CP", "NĐ", "QĐ", "UBND"]


def test_parts_come_back(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    write_parts(path, {"a": np.arange(6, dtype=np.int32).reshape(2, 3), "b": ["ơ", "", "x"], "c": []})
    parts = Parts(path)
    assert parts.array("a").tolist() == [[0, 1, 2], [3, 4, 5]]
    assert parts.strings("b") == ["ơ", "", "x"]
    assert parts.strings("c") == []


def test_every_syllable_can_be_read() -> None:
    """The channel offers every frequent syllable for its own bare letters."""
    model = load()
    for number, word in model.syllables[:800]:
        if len(word) > 1:
            assert number in model.plain_channel.candidates(bare(word)).ids


@given(st.sampled_from([word for _, word in load().syllables]))
def test_syllables_are_spelled_our_way(word: str) -> None:
    assert is_syllable(word)
    assert new_style(word) == word
    assert bare(tone_of(word)[0]) == bare(word)
