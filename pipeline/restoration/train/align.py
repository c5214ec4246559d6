"""Which letters became which: alignment of what was read with what was printed, learned by itself (EM).

Each printed letter becomes a string of none to three letters. A first guess says that a letter becomes itself
without its marks; the best alignments under it are counted; the counts are the next guess.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from pipeline.restoration.letters import bare

LONGEST = 3  # letters that one printed letter may become
ROUNDS = 5
Pairs = dict[tuple[str, str], int]  # (read, printed) -> how often
_EDGES = "“”\"'‘’()[]{},.;:!?…*-–—/«»"


def token_pairs(lines: Iterable[tuple[str, str]]) -> Pairs:
    """Pairs of words from (read, printed) lines that have as many words as one another."""
    pairs: Counter[tuple[str, str]] = Counter()
    for read, printed in lines:
        ours, theirs = read.split(), printed.split()
        if len(ours) == len(theirs):
            if len(ours[-1]) < len(theirs[-1]):  # the edge of the page may have cut it
                ours, theirs = ours[:-1], theirs[:-1]
            pairs.update(
                pair for pair in map(_trim, ours, theirs) if pair[0] and pair[1] and any(map(str.isalpha, pair[1]))
            )
    return dict(sorted(pairs.items()))


def _trim(read: str, printed: str) -> tuple[str, str]:
    """Take away the marks that both have at their edges."""
    while printed and printed[0] in _EDGES:
        if not read or (read[0] != printed[0] and read[0].isalnum()):
            return "", ""
        read, printed = read[1:], printed[1:]
    while printed and printed[-1] in _EDGES:
        if not read or (read[-1] != printed[-1] and read[-1].isalnum()):
            return "", ""
        read, printed = read[:-1], printed[:-1]
    return read, printed


class LetterChannel:
    """What each printed letter becomes, as negative log probabilities."""

    def __init__(self, costs: dict[str, dict[str, float]]) -> None:
        self.costs = costs

    def cost(self, letter: str, read: str) -> float:
        """Cost of ``letter`` becoming ``read``."""
        known = self.costs.get(letter)
        if known is not None and read in known:
            return known[read]
        if read == letter or read == bare(letter):
            return 1.0 if known is None else 7.0
        return 9.0 + 3.0 * abs(len(read) - 1)

    def align(self, read: str, printed: str) -> tuple[float, list[str]]:
        """The cheapest alignment: its cost, and what each printed letter became."""
        width = len(read) + 1
        best = [0.0] + [math.inf] * len(read)
        steps: list[list[int]] = []
        for letter in printed:
            after, step = [math.inf] * width, [0] * width
            for start, so_far in enumerate(best):
                if so_far == math.inf:
                    continue
                for end in range(start, min(start + LONGEST, len(read)) + 1):
                    total = so_far + self.cost(letter, read[start:end])
                    if total < after[end]:
                        after[end], step[end] = total, start
            best = after
            steps.append(step)
        pieces, end = [], len(read)
        for step in reversed(steps):
            pieces.append(read[step[end] : end])
            end = step[end]
        return best[-1], pieces[::-1]


def learn_letters(pairs: Pairs) -> LetterChannel:
    """Learn the channel of single letters from pairs of words."""
    channel = LetterChannel({})
    for _ in range(ROUNDS):
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for (read, printed), times in pairs.items():
            if abs(len(read) - len(printed)) > 4:
                continue
            cost, pieces = channel.align(read, printed)
            if cost > 7.0 * len(printed) + 4.0:
                continue
            for letter, piece in zip(printed, pieces, strict=True):
                counts[letter][piece] += times
        channel = LetterChannel({letter: _costs(seen) for letter, seen in sorted(counts.items())})
    return channel


def _costs(seen: Counter[str]) -> dict[str, float]:
    total = sum(seen.values()) + 2.0
    return {piece: -math.log(times / total) for piece, times in sorted(seen.items())}
