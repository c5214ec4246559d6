"""Learn what an engine that knows Vietnamese misreads: which onsets and rimes it takes for which others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

import numpy as np

from pipeline.restoration.letters import is_syllable, new_style, split_syllable
from pipeline.restoration.model import Array
from pipeline.restoration.tokens import TOKEN

PRIOR = 40.0  # sightings that the letters of a rime count for beside those of the rime itself
LEAST = 1e-5  # a confusion less likely than this is not kept
Pairs = Counter[tuple[str, str]]  # (read, printed)


def slip_pairs(lines: Iterable[tuple[str, str]]) -> Pairs:
    """Words as read and as printed, in lower case, from lines as read and as printed."""
    pairs: Pairs = Counter()
    for read, printed in lines:
        pairs.update(_beside(_words(read), _words(printed)))
    return pairs


def _words(line: str) -> list[str]:
    return [new_style(form.lower()) for form in TOKEN.findall(line) if form[0].isalpha()]


def _beside(read: list[str], printed: list[str]) -> Iterator[tuple[str, str]]:
    """Words that stand at the same place in both; where words were lost or cut, none."""
    for tag, i, j, k, m in SequenceMatcher(None, read, printed, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and j - i == m - k):
            yield from zip(read[i:j], printed[k:m], strict=True)


def learn_slips(pairs: Pairs) -> dict[str, Array | list[str]]:
    """Parts of the model: onsets and rimes as read, as printed, and the log probability of reading so."""
    onsets: Pairs = Counter()
    rimes: Pairs = Counter()
    letters: Pairs = Counter()
    for (read, printed), times in pairs.items():
        if not is_syllable(printed):
            continue
        (onset_read, rime_read), (onset, rime) = split_syllable(read), split_syllable(printed)
        if onset_read == onset and len(rime_read) <= len(rime) + 1:
            rimes[rime_read, rime] += times
            if len(rime_read) == len(rime):
                for pair in zip(rime_read, rime, strict=True):
                    letters[pair] += times
        if rime_read == rime:
            onsets[onset_read, onset] += times
    parts: dict[str, Array | list[str]] = {}
    for name, table in (("onset", _shares(onsets, None)), ("rime", _shares(rimes, _shares(letters, None)))):
        rows = sorted(table)
        parts[f"slip_{name}_read"] = [read for read, _ in rows]
        parts[f"slip_{name}_printed"] = [printed for _, printed in rows]
        parts[f"slip_{name}_logs"] = np.array([math.log(table[row]) for row in rows], dtype=np.float32)
    return parts


def _shares(counts: Pairs, letters: dict[tuple[str, str], float] | None) -> dict[tuple[str, str], float]:
    """How often each printed form was read as each other, smoothed by its letters where these are given."""
    totals: Counter[str] = Counter()
    for (_, printed), times in counts.items():
        totals[printed] += times
    wanted = set(counts)
    if letters is not None:
        wanted |= {(read, printed) for printed in totals for read in _one_off(printed, letters)}
    out = {}
    for read, printed in wanted:
        below = _by_letters(read, printed, letters) if letters is not None else 0.0
        prior = PRIOR if letters is not None else 1.0
        share = (counts[read, printed] + prior * below) / (totals[printed] + prior)
        if share > LEAST:
            out[read, printed] = share
    return out


def _one_off(printed: str, letters: dict[tuple[str, str], float]) -> Iterator[str]:
    """What a rime may be read as when one of its letters is misread."""
    for place, letter in enumerate(printed):
        for read, own in letters:
            if own == letter:
                yield printed[:place] + read + printed[place + 1 :]


def _by_letters(read: str, printed: str, letters: dict[tuple[str, str], float]) -> float:
    if len(read) != len(printed):
        return 0.0
    return math.prod(letters.get(pair, 0.0) for pair in zip(read, printed, strict=True))
