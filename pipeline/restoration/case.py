"""Capitals: what was read, weighed with how a word is mostly written beside its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.model import Model
from pipeline.restoration.ngrams import join_ids

# A byte holds the log odds of a capital, in steps of ODDS_STEP around ODDS_ZERO.
ODDS_STEP, ODDS_ZERO = 0.08, 128
ODDS_WEIGHT = 0.6  # beside what was read
START_ODDS = 5.0  # log odds of a capital at the start of a sentence
_ONE, _TWO = 0xFFFE, 0xFFFD


def odds_byte(capital: NDArray[np.float64], total: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Smoothed log odds as bytes."""
    odds = np.log((capital + 0.5) / (total - capital + 0.5))
    steps: NDArray[np.uint8] = np.clip(np.rint(odds / ODDS_STEP) + ODDS_ZERO, 1, 255).astype(np.uint8)
    return steps


def single_keys(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Keys of single words: their first byte is the odds inside a sentence."""
    return join_ids([np.full(len(words), _ONE, dtype=np.uint64), words])


def pair_keys(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Keys of pairs: odds of the first word, and of the second."""
    return join_ids([np.full(len(first), _TWO, dtype=np.uint64), first, second])


@dataclass(frozen=True)
class CaseModel:
    """Decides between lower case and a capital."""

    model: Model

    @cached_property
    def titles(self) -> NDArray[np.float32]:
        """How often each word of the vocabulary bears a capital inside a sentence."""
        found, values = self.model.case_table.find(single_keys(np.arange(len(self.model.words), dtype=np.uint64)))
        odds = np.where(found, (values[:, 0].astype(np.float32) - ODDS_ZERO) * np.float32(ODDS_STEP), np.float32(-3.0))
        shares: NDArray[np.float32] = (1 / (1 + np.exp(-odds))).astype(np.float32)
        return shares

    def capital_odds(self, words: list[int], starts: list[bool]) -> NDArray[np.float64]:
        """Log odds that each word of a row bears a capital, before looking at what was read.

        Args:
            words: ids, in order.
            starts: whether a sentence begins with the word.
        """
        ids = np.array(words, dtype=np.uint64)
        if not len(ids):
            return np.zeros(0)
        table = self.model.case_table
        found, values = table.find(single_keys(ids))
        alone = np.where(found, (values[:, 0].astype(float) - ODDS_ZERO) * ODDS_STEP, -3.0)
        odds = alone.copy()
        if len(ids) > 1:
            found, values = table.find(pair_keys(ids[:-1], ids[1:]))
            pair = (values.astype(float) - ODDS_ZERO) * ODDS_STEP
            odds[:-1] += np.where(found, pair[:, 0] - alone[:-1], 0.0)
            odds[1:] += np.where(found, pair[:, 1] - alone[1:], 0.0)
        return np.where(np.array(starts), np.maximum(odds, START_ODDS), odds * ODDS_WEIGHT)
