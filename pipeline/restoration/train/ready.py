"""What is worked out beforehand, so that a first document does not wait for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from pipeline.restoration.channel import NEVER, READY_STEP, ChannelData
from pipeline.restoration.lattice import ATOM
from pipeline.restoration.letters import bare, is_syllable
from pipeline.restoration.model import Array
from pipeline.restoration.readings import LONGEST_WORD
from pipeline.restoration.scorer import Lexicon, Scorer
from pipeline.restoration.tokens import SPECIALS

TIMES = 2  # sightings of a string whose candidates are stored
_PLAIN_VOWELS = str.maketrans("êếềểễệéèẻẽẹ", "é" * 11)
_FLOOR, _LEAST = 1e-9, -6.0  # probability of a form that is never printed; evidence of one word at the most


def lay_out(
    words: tuple[str, ...], unigrams: Array, channel: ChannelData, lines: Iterable[str]
) -> dict[str, Array | list[str]]:
    """Parts of the model that follow from others: which words are syllables, their parts, and candidates.

    Args:
        words: the vocabulary.
        unigrams: log probability of each word.
        channel: what was learned of the channel.
        lines: lines as an engine read them; what stands in them often has its candidates stored.
    """
    syllable = np.array([i >= len(SPECIALS) and is_syllable(word) for i, word in enumerate(words)], dtype=np.uint8)
    syllables = [(i, words[i]) for i in np.flatnonzero(syllable).tolist()]
    lexicon = Lexicon.of(channel, syllables)
    parts: dict[str, Array | list[str]] = {
        "syllable": syllable,
        "lexicon_onsets": lexicon.onsets,
        "lexicon_rimes": lexicon.rimes,
        "lexicon_words": lexicon.words,
    }
    return (
        parts | _evidence(words, unigrams, syllables) | _candidates(Scorer(channel, lexicon, unigrams), channel, lines)
    )


def _evidence(
    words: tuple[str, ...], unigrams: Array, syllables: list[tuple[int, str]]
) -> dict[str, Array | list[str]]:
    """For each form in plain letters: log of P(printed so) / P(read so)."""
    share = np.exp(unigrams.astype(np.float64))
    ids = {word: i for i, word in enumerate(words)}
    read: dict[str, float] = {}
    for number, word in syllables:
        for key in {bare(word), bare(word.translate(_PLAIN_VOWELS).replace("é", "\0")).replace("\0", "é")}:
            read[key] = read.get(key, 0.0) + float(share[number])
    forms = sorted(read)
    printed = np.array([share[ids[form]] if form in ids else _FLOOR for form in forms])
    logs = np.clip(np.log(printed / np.array([read[form] for form in forms])), _LEAST, 0.0)
    return {"evidence_forms": forms, "evidence_logs": logs.astype(np.float32)}


def _candidates(scorer: Scorer, channel: ChannelData, lines: Iterable[str]) -> dict[str, Array | list[str]]:
    """What the strings that engines often leave may have been."""
    times = Counter(atom.group() for line in lines for atom in ATOM.finditer(line))
    for read, seen in channel.words.seen.items():  # marks that were letters: "b," (bộ)
        if not read.isalnum():
            times[read] = max(times[read], sum(count for _, count in seen))
    reads = [
        read
        for read, count in sorted(times.items(), key=lambda item: (-item[1], item[0]))
        if count >= TIMES and len(read) <= LONGEST_WORD and any(map(str.isalpha, read))
    ]
    found = [scorer.candidates(read) for read in reads]
    logs = [np.log(np.maximum(each.by_case, 1e-30)) for each in found]
    tops = [float(each.max()) for each in logs]
    costs = [np.clip(np.rint((top - each) / READY_STEP), 0, NEVER) for top, each in zip(tops, logs, strict=True)]
    return {
        "ready_reads": reads,
        "ready_starts": np.concatenate(([0], np.cumsum([len(each.ids) for each in found]))).astype(np.int32),
        "ready_ids": np.concatenate([each.ids for each in found]).astype(np.uint16),
        "ready_costs": np.concatenate(costs).astype(np.uint8),
        "ready_tops": np.array(tops, dtype=np.float32),
    }
