"""Which lines are mangled: told by measure, line by line, with an eye on the neighbours.

An engine that does not know Vietnamese never prints "ă", "đ", "ơ" or "ộ": a word with such a letter is right as it
stands. A word in plain letters is weighed: "cong" is rarely printed and often left over from "công", "cộng"; "trong"
is mostly itself. The evidence of a line is the sum; a change of state between neighbouring lines costs something.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipeline.restoration.letters import OWN_LETTER, bare, is_syllable, new_style
from pipeline.restoration.model import Model

_WORD = re.compile(r"[^\s,.;:()\[\]/–—“”\"«»+*=<>…-]+")
_PLAIN_VOWELS = str.maketrans("êếềểễệéèẻẽẹ", "é" * 11)
# Words of English and Latin: of several syllables, or such as no engine makes out of a Vietnamese one.
_SYLLABLES = re.compile(r"[a-z]*[aeiouy]+[bcdfghjklmnpqrstvwxz]+[aeiouy]+[a-z]*|[a-z]{8,}")
_FOREIGN = frozenset(
    {
        "and",
        "of",
        "for",
        "with",
        "is",
        "was",
        "were",
        "are",
        "this",
        "from",
        "which",
        "have",
        "has",
        "had",
        "been",
        "shall",
    }
)
SEVERAL_SYLLABLES, FOREIGN_WORD = 2.5, 5.0
CLEAN_WORD = 4.0  # evidence of one word with a letter of our own
MIXED_WORD = -1.5  # of a word with digits or signs among its letters: "d6i", "x&"
LIMIT = 16.0  # a line counts no more than this
SWITCH = 5.0  # cost of a change from one line to the next
PRIOR = 5.0  # a text is taken for clean until shown otherwise


@dataclass(frozen=True)
class Detector:
    """Weighs words by how often they are printed and how often they are left over from others."""

    model: Model

    @cached_property
    def _weights(self) -> dict[str, float]:
        """Evidence of plain words: log of P(printed so) / P(read so)."""
        share = np.exp(self.model.ngrams.logs.astype(np.float64))
        read: dict[str, float] = {}
        for word, number in self.model.ids.items():
            if is_syllable(word):
                keys = {bare(word), bare(word.translate(_PLAIN_VOWELS).replace("é", "\0")).replace("\0", "é")}
                for key in keys:
                    read[key] = read.get(key, 0.0) + float(share[number])
        ids = self.model.ids
        floor = 1e-9
        return {
            form: float(np.clip(np.log((share[ids[form]] if form in ids else floor) / total), -6.0, 0.0))
            for form, total in read.items()
        }

    def evidence(self, line: str) -> float:
        """How surely a line is clean (above 0) or mangled (below)."""
        own = len(OWN_LETTER.findall(line))
        if own * 12 > len(line) and own > 3:
            return LIMIT
        total = 0.0
        for match in _WORD.finditer(line):
            word = match.group()
            if OWN_LETTER.search(word):
                total += CLEAN_WORD
            elif word.isalpha():
                small = word.lower()
                total += self._weights.get(new_style(small), 0.0)
                if small in _FOREIGN:
                    total += FOREIGN_WORD
                elif word.isascii() and _SYLLABLES.fullmatch(small):
                    total += SEVERAL_SYLLABLES
            elif not word.isdigit() and any(map(str.isalpha, word)):
                total += MIXED_WORD if not word.isascii() or not word[0].isdigit() else 0.0
        return float(np.clip(total, -LIMIT, LIMIT))

    def mangled(self, lines: list[str]) -> list[bool]:
        """Whether each line is mangled: the likeliest row of states (Viterbi)."""
        evidence = [self.evidence(line) for line in lines]
        clean, bad = 0.0, -PRIOR
        steps = []
        for value in evidence:
            steps.append((bad - SWITCH > clean, clean - SWITCH <= bad))  # was mangled before clean, before mangled
            clean, bad = max(clean, bad - SWITCH) + value, max(bad, clean - SWITCH)
        out: list[bool] = []
        state = bad > clean
        for before_clean, before_bad in reversed(steps):
            out.append(state)
            state = before_bad if state else before_clean
        return out[::-1]
