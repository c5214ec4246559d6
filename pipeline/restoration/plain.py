"""The channel of a text that lost its marks and nothing else: typed without them, or reduced to ASCII."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

from pipeline.restoration.channel import Candidates, Floats
from pipeline.restoration.letters import bare

# What only an engine leaves behind: "é", digits and signs among letters.
_DAMAGE = re.compile(r"é|[^\W\d_][&@¢$€¥©§£®\d][^\W\d_]|[&@¢$€¥©§£®\d][^\W\d_]{2}|[^\W\d_]{2}[&@¢$€¥©§£®\d]")
_SMALL_WORD = re.compile(r"[^\W\d_A-Z]{2,}")  # capitals show little damage: they prove nothing
WORDS_FOR_ONE = 25  # an engine damages at least one word of so many


def damage(text: str) -> tuple[int, int]:
    """How many traces of an engine a text shows, and in how many words.

    >>> damage("Uy ban nhan dan xa bao cao ket qua"), damage("Uy ban nhan dan x& béo céo két qua")
    ((0, 8), (3, 7))
    """
    return len(_DAMAGE.findall(text)), len(_SMALL_WORD.findall(text))


def choose_plain(texts: list[str]) -> list[bool]:
    """Which stretches of mangled text lost their marks and nothing else.

    A long one shows itself whether an engine made it; a short one goes with the rest.
    """
    counts = [damage(text) for text in texts]
    traces, words = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
    rest = words >= 5 and traces * WORDS_FOR_ONE <= words
    return [own * WORDS_FOR_ONE <= among if among >= WORDS_FOR_ONE else rest and own == 0 for own, among in counts]


@dataclass(frozen=True)
class PlainChannel:
    """Every syllable is read as itself without its marks."""

    syllables: list[tuple[int, str]]
    unigrams: Floats
    _by_letters: dict[str, Candidates] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows: dict[str, list[int]] = {}
        for number, word in self.syllables:
            rows.setdefault(bare(word), []).append(number)
        for letters, ids in rows.items():
            for case, read in ((0, letters), (1, letters.capitalize()), (2, letters.upper())):
                chances = np.full((len(ids), 3), 1e-5, dtype=np.float32)
                chances[:, case] = 1.0
                if len(read) == 1 and case:
                    chances[:, 1:] = 1.0
                self._by_letters[read] = Candidates(np.array(ids), chances)

    def candidates(self, read: str, keep: int, floor: float) -> Candidates:
        """All syllables of these letters; ``keep`` and ``floor`` as for the noisy channel, which needs them."""
        del keep, floor
        return self._by_letters.get(read, _NONE)


_NONE = Candidates(np.zeros(0, dtype=np.int64), np.zeros((0, 3), dtype=np.float32))
