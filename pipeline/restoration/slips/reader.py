"""Reads what an engine made once more: all words of its paragraphs side by side, each with what it may have been.

How often an engine errs differs from page to page, from one word in a thousand to one in four: a slip is the likelier,
the more there are around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import log
from typing import NamedTuple

import numpy as np

from pipeline.restoration.decoder import decode
from pipeline.restoration.lattice import Arc, Chosen, Lattice
from pipeline.restoration.letters import bare, new_style
from pipeline.restoration.model import Model
from pipeline.restoration.slips.channel import SlipChannel
from pipeline.restoration.slips.words import Words
from pipeline.restoration.tokens import UNKNOWN

MEAN, MOST = 0.011, 3.0  # sure slips a word on an ordinary page; nats that a page full of them adds to each reading
UNKNOWN_COST, UNKNOWN_LETTER = 3.0, 2.4  # of a form being right that is no word
SHAPE_COST, LETTER_COST = 2.0, 1.5  # of a reading by shape, and of each letter in it that differs
WORD_COST = 4.0  # more of that for a form that is a word
SHAPES, LIKELY = 30, 60  # readings by shape that are kept, and from how many
REACH = 8  # words on either side of one in doubt that bear upon it


class Read(NamedTuple):
    """A word that an engine misread: where, what it was, how surely, and what else it may have been."""

    place: int
    word: int
    sure: float
    others: tuple[int, ...]


@dataclass(frozen=True)
class Reader:
    """Reads paragraphs of an engine."""

    model: Model
    channel: SlipChannel
    _shapes: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    _before: dict[tuple[object, ...], tuple[Read, ...]] = field(default_factory=dict)  # what was read the last time

    def read(
        self,
        words: Words,
        rows: list[list[int]],
        rates: Sequence[float],
        weights: Sequence[float],
        settled: Sequence[bool],
    ) -> list[Read]:
        """The words that were probably others.

        Args:
            words: all tokens.
            rows: places of the tokens of each stretch that an engine made.
            rates: for each stretch how many sure slips a word were found around it.
            weights: for each token what the engine's own doubt adds to its other readings, in nats.
            settled: for each token whether it is not in doubt: what lies among such words alone is not read again.
        """
        boosts = [min(MOST, max(0.0, log(max(rate, MEAN) / MEAN))) for rate in rates]
        parts = [(part, boost) for row, boost in zip(rows, boosts, strict=True) for part in _doubtful(row, settled)]
        keys = [
            (boost, *((words.forms[place], None if settled[place] else weights[place]) for place in part))
            for part, boost in parts
        ]
        new = [number for number, key in enumerate(keys) if key not in self._before]
        lattices = [self._lattice(words, *parts[number], weights, settled) for number in new]
        paths = self.model.context.settle(decode(lattices, self.model.ngrams))
        told = {key: self._before[key] for key in keys if key in self._before}
        for number, path in zip(new, paths, strict=True):
            told[keys[number]] = tuple(_read(at, chosen) for at, chosen in enumerate(path))
        self._before.clear()
        self._before.update(told)
        return [
            read._replace(place=place)
            for key, (part, _) in zip(keys, parts, strict=True)
            for place, read in zip(part, told[key], strict=True)
            if read.word != words.read[place]
        ]

    def _lattice(
        self, words: Words, row: list[int], boost: float, weights: Sequence[float], settled: Sequence[bool]
    ) -> Lattice:
        out = Lattice(first=-1)
        node = -1
        for place in row:
            word = words.read[place]
            options = {word: 0.0}
            if not settled[place]:
                options = self._options(words.forms[place], word, boost, weights[place])
            ids = np.array(list(options), dtype=np.int64)
            costs = np.array([-value for value in options.values()], dtype=np.float32)
            span = words.spans[place]
            out.arcs.append(Arc(node, span.start, span.end, ids, costs, None, "word" if len(ids) > 1 else "fixed"))
            node = span.end
        return out

    def _options(self, form: str, word: int, boost: float, doubt: float) -> dict[int, float]:
        """The words that a token may have been, with log probabilities of its being read so; itself first."""
        if not form.isalpha() or (len(form) == 1 and form.isupper()):
            return {word: 0.0}  # numbers and marks; initials of names, numerals of lists
        small = new_style(form.lower())
        known = word != UNKNOWN
        out = {word: 0.0 if known else -UNKNOWN_COST - UNKNOWN_LETTER * len(form)}
        for number, value in self.channel.candidates(small):
            if number != word:
                out[number] = value + boost + doubt
        if boost or not known:
            for number, value in self._of_shape(small):
                if number != word:
                    out[number] = max(out.get(number, -99.0), value + boost + doubt - WORD_COST * known)
        return out

    def _of_shape(self, small: str) -> list[tuple[int, float]]:
        """Words whose letters look about so, whatever their marks: by what engines make of letters without them."""
        found = self._shapes.get(small)
        if found is None:
            read = self.model.channel.candidates(bare(small))
            likely = np.log(np.maximum(read.by_case[:, 0], 1e-30))
            rows = [
                (number, float(likely[i]) - SHAPE_COST - LETTER_COST * _apart(small, self.model.words[number]))
                for i in np.argsort(-likely, kind="stable")[:LIKELY]
                if (number := int(read.ids[i]))
            ]
            found = self._shapes[small] = sorted(rows, key=lambda row: (-row[1], row[0]))[:SHAPES]
        return found


def _doubtful(row: list[int], settled: Sequence[bool]) -> Iterator[list[int]]:
    """The parts of a stretch that hold words in doubt, with those around them.

    >>> list(_doubtful(list(range(30)), [place != 2 for place in range(30)]))
    [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]
    """
    begin = end = 0
    for at, place in enumerate(row):
        if settled[place]:
            continue
        if at - REACH > end:
            if end:
                yield row[begin:end]
            begin = max(0, at - REACH)
        elif not end:
            begin = 0
        end = min(len(row), at + REACH + 1)
    if end:
        yield row[begin:end]


def _apart(read: str, word: str) -> int:
    """How many letters are in one of the two only, whichever has more of them.

    >>> _apart("viẹc", "việc"), _apart("uv", "ủy")
    (1, 2)
    """
    rest = list(read)
    for letter in word:
        if letter in rest:
            rest.remove(letter)
    return max(len(rest), len(word) - len(read) + len(rest))


def _read(place: int, chosen: Chosen) -> Read:
    ids, likely = chosen.arc.ids, chosen.likely
    order = np.argsort(-likely, kind="stable")[:3].tolist()
    others = tuple(int(ids[i]) for i in order if i != chosen.place and likely[i] > 1e-3 and ids[i] != UNKNOWN)
    return Read(place, int(ids[chosen.place]), float(likely[chosen.place]), others)
