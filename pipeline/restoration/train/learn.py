"""Learn the channel: count what onsets, rimes and whole words were read as."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

from pipeline.restoration.channel import CASES, ChannelData, Pieces, cased, cased_parts
from pipeline.restoration.letters import is_syllable, new_style
from pipeline.restoration.train.align import LetterChannel, Pairs

Counts = defaultdict[str, Counter[str]]  # printed part -> what it was read as


def learn_channel(pairs: Pairs, letters: LetterChannel, vocabulary: Iterable[str]) -> ChannelData:
    """Count parts over the best alignments of ``pairs``."""
    onsets: Counts = defaultdict(Counter)
    rimes: Counts = defaultdict(Counter)
    words: Counts = defaultdict(Counter)
    for (read, form), times in pairs.items():
        word = new_style(form.lower())
        case = _case_of(form)
        if case is None or not is_syllable(word) or abs(len(read) - len(form)) > 3:
            continue
        printed = cased(word, case)
        cost, became = letters.align(read, printed)
        if cost > 5.0 * len(printed) + 4.0:
            continue
        words[printed][read] += times
        onset, rime = cased_parts(word, case)
        cut = len(onset)
        onsets[onset]["".join(became[:cut])] += times
        rimes[rime]["".join(became[cut:])] += times
    for word in vocabulary:
        for case in range(len(CASES)):
            onset, rime = cased_parts(word, case)
            onsets[onset].update()
            rimes[rime].update()
    table = {
        letter: {read: round(float(np.exp(-cost)), 7) for read, cost in row.items()}
        for letter, row in letters.costs.items()
    }
    return ChannelData(table, _pieces(onsets), _pieces(rimes), _pieces(words))


def _case_of(printed: str) -> int | None:
    if printed.islower():
        return 0
    if printed.isupper() and len(printed) > 1:
        return 2
    return 1 if printed[:1].isupper() and (len(printed) == 1 or printed[1:].islower()) else None


def _pieces(counts: Counts) -> Pieces:
    parts = tuple(sorted(counts))
    seen: dict[str, list[tuple[int, int]]] = {}
    for index, part in enumerate(parts):
        for read, times in sorted(counts[part].items()):
            seen.setdefault(read, []).append((index, times))
    return Pieces(parts, seen, np.array([sum(counts[p].values()) for p in parts], dtype=np.float32))
