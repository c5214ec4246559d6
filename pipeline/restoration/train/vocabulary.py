"""Which words the language model knows, and how a written form becomes one of them."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.letters import is_syllable, new_style
from pipeline.restoration.tokens import MARKS, NUMBER, SPECIALS, START, UNKNOWN
from pipeline.restoration.train.corpus import Corpus

_LATIN = re.compile(r"[a-zà-ỹăđĩũơư]{1,16}")
SYLLABLE_TIMES, OTHER_TIMES, OTHER_IN_LAW = 6, 150, 25


def choose_vocabulary(corpus: Corpus) -> tuple[str, ...]:
    """Specials first, then syllables and other words that are frequent enough, most frequent first."""
    times: dict[str, int] = {}
    in_law: dict[str, int] = {}
    names: set[str] = set()
    for register, ids in corpus.registers.items():
        counts = np.bincount(ids, minlength=len(corpus.forms))
        for form, count in zip(corpus.forms, counts.tolist(), strict=True):
            if count and _LATIN.fullmatch(word := new_style(form.lower())):
                times[word] = times.get(word, 0) + count
                if register == "places":
                    names.add(word)
                elif register == "legal":
                    in_law[word] = in_law.get(word, 0) + count
    chosen = [
        word
        for word, count in times.items()
        if (is_syllable(word) and (count >= SYLLABLE_TIMES or word in names))
        or ((count >= OTHER_TIMES or in_law.get(word, 0) >= OTHER_IN_LAW) and not _run_together(word))
    ]
    chosen.sort(key=lambda word: (-times[word], word))
    return (*SPECIALS, *chosen)


def _run_together(word: str) -> bool:
    """Whether a word that is no syllable is two that lost their blank: "tạiđiều"."""
    if word.isascii():
        return False
    return any(is_syllable(word[:cut]) and is_syllable(word[cut:]) for cut in range(2, len(word) - 1))


def form_ids(corpus: Corpus, vocabulary: tuple[str, ...]) -> NDArray[np.uint16]:
    """For each written form of the corpus the id of its word."""
    ids = {word: number for number, word in enumerate(vocabulary)}
    table = np.full(len(corpus.forms), UNKNOWN, dtype=np.uint16)
    for place, form in enumerate(corpus.forms):
        if form == "\n":
            table[place] = START
        elif form[0].isdigit():
            table[place] = NUMBER
        elif form in MARKS:
            table[place] = MARKS[form]
        else:
            table[place] = ids.get(new_style(form.lower()), UNKNOWN)
    return table
