"""Smoothed n-grams as parts of the model file."""

from __future__ import annotations

import numpy as np

from pipeline.restoration.model import Array
from pipeline.restoration.ngrams import BACK_STEP, LOG_STEP, ORDER, to_byte
from pipeline.restoration.table import pack
from pipeline.restoration.train.count import Smoothed, packed_keys


def ngram_parts(orders: list[Smoothed], words: int) -> dict[str, Array]:
    """Unigrams as arrays by id; pairs and threes in one table; fours, which need no weight as a context, in another."""
    logs, back = np.full(words, -20.0, dtype=np.float32), np.zeros(words, dtype=np.float32)
    ids = orders[0].keys.astype(np.int64)
    logs[ids], back[ids] = orders[0].logs, orders[0].back
    parts: dict[str, Array] = {"unigram_logs": logs, "unigram_back": back}
    for name, sizes in (("ngram", range(2, ORDER)), ("longest", range(ORDER, ORDER + 1))):
        levels = [orders[size - 1] for size in sizes]
        keys = np.concatenate([packed_keys(level, size) for size, level in zip(sizes, levels, strict=True)])
        columns = [to_byte(np.concatenate([level.logs for level in levels]), LOG_STEP)]
        if name == "ngram":
            columns.append(to_byte(np.concatenate([level.back for level in levels]), BACK_STEP))
        table = pack(keys, np.stack(columns, axis=1))
        parts |= {f"{name}_prints": table.prints, f"{name}_values": table.values}
    return parts
