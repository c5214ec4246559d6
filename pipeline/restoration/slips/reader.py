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
from pipeline.restoration.layers import letters_of
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
LAYER_WEIGHT = 0.7  # of what the text layer says; both readings err where the print is bad
SAME_LETTERS, OTHER_LETTERS = 0.3, 1e-4  # chance at least that a word was read with its letters, or with others
EDGES = ".,;:!?()[]{}“”\"'‘’-–/|_*"
REACH = 8  # words on either side of one in doubt that bear upon it


class Read(NamedTuple):
    """A word that an engine misread: where, what it was, how surely, and what else it may have been."""

    place: int
    word: int
    sure: float
    others: tuple[int, ...]


class Told(NamedTuple):
    """What is known of each token beside its letters.

    ``weights``: what the engine's own doubt adds to its other readings, in nats. ``settled``: whether it is not in
    doubt; what lies among such tokens alone is not read again. ``heard``: what the text layer has in place of its word,
    "" where it has nothing.
    """

    weights: Sequence[float]
    settled: Sequence[bool]
    heard: Sequence[str]

    def of(self, place: int) -> tuple[float, str] | None:
        """What bears on the reading of a token; None where that is settled."""
        return None if self.settled[place] else (self.weights[place], self.heard[place])


@dataclass(frozen=True)
class Reader:
    """Reads paragraphs of an engine."""

    model: Model
    channel: SlipChannel
    _shapes: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    _before: dict[tuple[object, ...], tuple[Read, ...]] = field(default_factory=dict)  # what was read the last time

    def read(self, words: Words, rows: list[list[int]], rates: Sequence[float], told: Told) -> list[Read]:
        """The words that were probably others.

        Args:
            words: all tokens.
            rows: places of the tokens of each stretch that an engine made.
            rates: for each stretch how many sure slips a word were found around it.
            told: what is known of each token beside its letters.
        """
        boosts = [min(MOST, max(0.0, log(max(rate, MEAN) / MEAN))) for rate in rates]
        parts = [
            (part, boost) for row, boost in zip(rows, boosts, strict=True) for part in _doubtful(row, told.settled)
        ]
        keys = [
            (
                boost,
                *((words.forms[at], None if told.settled[at] else (told.weights[at], told.heard[at])) for at in part),
            )
            for part, boost in parts
        ]
        new = [number for number, key in enumerate(keys) if key not in self._before]
        lattices = [self._lattice(words, *parts[number], told) for number in new]
        paths = self.model.context.settle(decode(lattices, self.model.ngrams))
        found = {key: self._before[key] for key in keys if key in self._before}
        for number, path in zip(new, paths, strict=True):
            found[keys[number]] = tuple(_read(at, chosen) for at, chosen in enumerate(path))
        self._before.clear()
        self._before.update(found)
        return [
            read._replace(place=place)
            for key, (part, _) in zip(keys, parts, strict=True)
            for place, read in zip(part, found[key], strict=True)
            if read.word != words.read[place]
        ]

    def _lattice(self, words: Words, row: list[int], boost: float, told: Told) -> Lattice:
        out = Lattice(first=-1)
        node = -1
        for place in row:
            word = words.read[place]
            options = {word: 0.0}
            if not told.settled[place]:
                options = self._options(words.forms[place], word, boost, told.weights[place])
                if told.heard[place] and len(options) > 1:
                    options = self._weighed(options, words.forms[place], word, told.heard[place])
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

    def _weighed(self, options: dict[int, float], form: str, word: int, other: str) -> dict[int, float]:
        """The options weighed with what the text layer has: it may have lost marks, or was read as English."""
        core = other.strip(EDGES)
        if not core.isalpha():
            return options
        letters, case = letters_of(core), 2 if form.isupper() and len(form) > 1 else int(form[0].isupper())
        read = self.model.channel.candidates(core)
        chances = dict(zip(read.ids.tolist(), read.by_case[:, case].tolist(), strict=True))
        out = {}
        for number, value in options.items():
            same = letters_of(form if number == word else self.model.words[number]) == letters
            chance = max(chances.get(number, 0.0), SAME_LETTERS if same else OTHER_LETTERS)
            out[number] = value + LAYER_WEIGHT * log(chance)
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
