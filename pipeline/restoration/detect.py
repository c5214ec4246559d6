"""Which lines are mangled: told by measure, line by line, with an eye on the neighbours.

An engine that does not know Vietnamese never prints "ă", "đ", "ơ" or "ộ": a word with such a letter is right as it
stands. A word in plain letters is weighed: "cong" is rarely printed and often left over from "công", "cộng"; "trong"
is mostly itself. The evidence of a line is the sum; a change of state between neighbouring lines costs something.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from pipeline.restoration.letters import OWN_LETTER, new_style
from pipeline.restoration.model import Model

_WORD = re.compile(r"[^\s,.;:()\[\]/–—“”\"«»+*=<>…-]+")
# Words of English and Latin: of several syllables, or such as no engine makes out of a Vietnamese one.
_SYLLABLES = re.compile(r"[a-z]*[aeiouy]+[bcdfghjklmnpqrstvwxz]+[aeiouy]+[a-z]*|[a-z]{8,}")
_FOREIGN = frozenset((
    "and", "of", "for", "with", "is", "was", "were", "are", "this", "from", "which", "have", "has", "had", "been",
    "shall",
))  # fmt: skip
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

    def evidence(self, line: str) -> float:
        """How surely a line is clean (above 0) or mangled (below)."""
        own = len(OWN_LETTER.findall(line))
        if own * 12 > len(line) and own > 3:
            return LIMIT
        total, weights = 0.0, self.model.evidence
        for match in _WORD.finditer(line):
            word = match.group()
            if OWN_LETTER.search(word):
                total += CLEAN_WORD
            elif word.isalpha():
                small = word.lower()
                total += weights.get(new_style(small), 0.0)
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
