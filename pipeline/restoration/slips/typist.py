"""What a word may have been that a person typed: the same letters with other marks, or one letter off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.restoration.letters import bare, tone_of
from pipeline.restoration.model import Model

# Log probabilities of a slip of each kind: a person mistypes one word in 500.
HOOK_TILDE, DROPPED, OTHER_TONE, MARKS, LETTER = -7.5, -7.5, -9.0, -9.0, -10.5
_LETTERS = "abcdeghiklmnopqrstuvxy"


@dataclass(frozen=True)
class Typist:
    """Looks up what a person may have meant."""

    model: Model
    _cache: dict[tuple[str, bool], tuple[tuple[int, float], ...]] = field(default_factory=dict)

    @cached_property
    def _rows(self) -> dict[str, list[tuple[int, str, int]]]:
        """The syllables of each row of bare letters: id, letters without the tone, tone."""
        rows: dict[str, list[tuple[int, str, int]]] = {}
        for number, word in self.model.syllables:
            rows.setdefault(bare(word), []).append((number, *tone_of(word)))
        return rows

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._rows), default=0)

    def meant(self, small: str, *, known: bool) -> tuple[tuple[int, float], ...]:
        """Ids of other words that may have been meant by a form in lower case, each with the log probability of that.

        A form that is a ``known`` word has no letter too many or too few.
        """
        found = self._cache.get((small, known))
        if found is None:
            found = self._cache[small, known] = tuple(self._meant(small, known=known))
        return found

    def _meant(self, small: str, *, known: bool) -> Iterator[tuple[int, float]]:
        flat, tone = tone_of(small)
        letters = bare(small)
        for number, own, meant in self._rows.get(letters, ()):
            if own != flat:
                yield number, MARKS if meant == tone else MARKS + OTHER_TONE - DROPPED
            elif meant != tone:
                yield number, HOOK_TILDE if {tone, meant} == {3, 4} else DROPPED if tone == 0 else OTHER_TONE
            elif self.model.words[number] != small:
                yield number, DROPPED  # the tone mark stood on the wrong letter
        if not known and len(letters) <= self._longest + 1:  # of longer forms none is one letter off
            for other in sorted(_one_off(letters)):
                for number, own, meant in self._rows.get(other, ()):
                    if meant == tone and len(set(own) ^ set(flat)) <= 2:
                        yield number, LETTER


def _one_off(letters: str) -> set[str]:
    """What becomes of letters when one is dropped, doubled, taken for another, or changes place with the next."""
    out = set()
    for i in range(len(letters) + 1):
        head, tail = letters[:i], letters[i:]
        if tail:
            out.add(head + tail[1:])
            out |= {head + c + tail[1:] for c in _LETTERS}
        if len(tail) > 1:
            out.add(head + tail[1] + tail[0] + tail[2:])
        out |= {head + c + tail for c in _LETTERS}
    return out - {letters}
