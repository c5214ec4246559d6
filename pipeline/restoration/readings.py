"""What one atom of a text may have been: a run of letters and signs, a number, a mark, wherever it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.channel import Candidates, Channel, Floats
from pipeline.restoration.letters import OWN_LETTER, bare, new_style
from pipeline.restoration.plain import PlainChannel
from pipeline.restoration.tokens import MARKS, NUMBER, UNKNOWN

Echoes = dict[str, dict[int, float]]  # letters that were read -> words -> probability of the letters given the word
NOTHING = 0xFFFF  # the id of what the language model does not see
NODE = -1  # the node before the atom, wherever that is
EDGE = "’'‘?!|°~"
_STRANGE = frozenset("&@¢$€¥©§£®{}|~^#\\")
_MARK_COST = {"?": 2.0, "!": 2.0, "’": 4.0, "'": 4.0, "‘": 5.0, "|": 5.0, "°": 3.0, "~": 5.0}
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
# "hignp|Phong", not "truOng", whose O was ờ
_CAPITAL_WITHIN = re.compile(r"[^\W\d_]{2,}[a-zà-ỹ](?=(?:[CGKNPT]h|Tr|Ng|Gi|Qu|[BCDGHKLMNRSTVX])[aeiouyà-ỹ][a-zà-ỹ])")
_DIGITS_WORD, _WORD_DIGITS = re.compile(r"(\d+)(\D+\d?)"), re.compile(r"(\D+)(\d+)")

# Costs in nats, measured on lines kept apart for tuning.
_STRANGE_COST, _SINGLE_COST = 7.0, 2.0
_SPLIT_COST, _EDGE_COST, _DIGIT_COST = 6.0, 2.5, 1.6
_UNKNOWN_COST, _UNKNOWN_LETTER_COST, _SYMBOL_COST = 3.0, 2.4, 1.0
_POOR = -9.0  # log probability under which a reading as one word is not trusted alone
_SPLIT_FLOOR, _LONGEST_SPLIT = -30.0, 20
LONGEST_WORD = 12  # letters that a syllable may have been read as
_NEVER = -99.0
TITLE_WEIGHT, _TITLES = 0.7, (0.01, 0.99)  # of how words are capitalised elsewhere; and its bounds
_SMALL, _CAPITALS = np.array([0.90, 0.08, 0.02]), np.array([0.04, 0.06, 0.90])  # lower case, a capital, capitals


class Around(NamedTuple):
    """Where an atom stands."""

    capitals: float  # how surely all around is in capitals, from 0 to 1
    inside: bool  # whether a word of the same sentence stands before it


class Reading(NamedTuple):
    """One way to read some letters of an atom, offsets counted from its start: several words, each with its cost."""

    begin: int  # offset of the node that it leaves; NODE: the one before the atom
    start: int
    end: int
    ids: NDArray[np.int64]
    costs: Floats
    by_case: Floats | None  # probability of each word in each case; None: the letters stay as they are
    kind: str


@dataclass(frozen=True)
class Reader:
    """Reads atoms: the channel for syllables, a dictionary for the other words."""

    channel: Channel | PlainChannel
    others: dict[str, list[int]]  # bare lower-case letters -> ids of words that are no syllables
    words: tuple[str, ...]
    ids: dict[str, int]
    symbols: dict[str, str]  # bare capitals -> abbreviation
    titles: Floats  # how often each word bears a capital inside a sentence
    echoes: Echoes = field(default_factory=dict)  # what the document read elsewhere
    _known: dict[tuple[str, Around], list[Reading]] = field(default_factory=dict)
    _glances: dict[str, float] = field(default_factory=dict)
    _heard: dict[tuple[str, Around], list[Reading]] = field(default_factory=dict)

    @cached_property
    def intact(self) -> bool:
        """Whether letters and marks of punctuation are as they were typed: no word was cut, no mark was a letter."""
        return isinstance(self.channel, PlainChannel)

    def hearing(self, echoes: Echoes) -> Reader:
        """The same reader with what a document says elsewhere in mind."""
        return Reader(
            self.channel,
            self.others,
            self.words,
            self.ids,
            self.symbols,
            self.titles,
            echoes,
            self._known,
            self._glances,
        )

    def readings(self, read: str, around: Around) -> list[Reading]:
        """All readings of an atom."""
        cache = self._heard if self.echoes else self._known
        found = cache.get((read, around))
        if found is None:
            found = cache[read, around] = _Atom(self, read, around).out
        return found

    def glance(self, read: str) -> float:
        """How well some letters read as one word: a log probability, weighed by the word's frequency."""
        known = self._glances.get(read)
        if known is None:
            found = self.channel.at_hand(read)
            known = _NEVER
            if len(found.ids):
                likely = np.log(np.maximum(found.by_case.max(axis=1), 1e-30))
                known = float((self.channel.unigrams[found.ids] + likely).max())
            self._glances[read] = known
        return known

    def word(
        self, read: str, around: Around, penalty: float, place: tuple[int, int, int], *, seen: bool = False
    ) -> Reading | None:
        """The syllables that ``read`` may be.

        Args:
            read: the letters.
            around: where they stand.
            penalty: cost of reading so, in nats.
            place: begin, start and end of the reading.
            seen: look only among strings that engines often leave.
        """
        if len(read) > LONGEST_WORD:
            return None
        found = self.channel.at_hand(read) if seen else self.channel.candidates(read)
        if not len(found.ids):
            return None
        if (echo := self.echoes.get(read)) is not None:
            found = _echoed(found, echo)
        likely = (found.by_case * self._cases(found.ids, around)).max(axis=1)
        costs = (penalty - np.log(np.maximum(likely, 1e-30))).astype(np.float32)
        return Reading(*place, found.ids, costs, found.by_case, "word")

    def _cases(self, ids: NDArray[np.int64], around: Around) -> NDArray[np.float64]:
        """How likely each word stands in lower case, with a capital, in capitals: names among sentences bear one."""
        prior = _SMALL * (1 - around.capitals) + _CAPITALS * around.capitals
        if not around.inside or around.capitals > 0.5:
            return prior
        title = np.clip(self.titles[ids].astype(np.float64), *_TITLES) ** TITLE_WEIGHT
        lower = np.clip(1 - self.titles[ids].astype(np.float64), *_TITLES) ** TITLE_WEIGHT
        return np.stack((lower, title, np.full(len(ids), prior[2])), axis=1)


class _Atom:
    """Collects the readings of one atom."""

    def __init__(self, reader: Reader, read: str, around: Around) -> None:
        self.reader, self.read, self.around = reader, read, around
        self.out: list[Reading] = []
        self._collect()

    def _collect(self) -> None:
        read, size = self.read, len(self.read)
        if DIGITS.fullmatch(read):
            self._one(NODE, 0, size, NUMBER, _DIGIT_COST * min(size, 4), "number")
            if size <= 3:
                self._word(NODE, 0, size, 1.0)
            return
        if size == 1 and not read.isalnum():
            strange = read in _STRANGE
            self._one(NODE, 0, 1, MARKS.get(read, NOTHING), _STRANGE_COST if strange else 0.0, "mark")
            if strange:
                self._word(NODE, 0, 1, 0.0)
            return
        if OWN_LETTER.search(read):  # no engine without Vietnamese prints this: it is right as it stands
            self._one(NODE, 0, size, self.reader.ids.get(new_style(read.lower()), UNKNOWN), 0.0, "kept")
            return
        trusted = self._word(NODE, 0, size, 0.0)
        self._other(NODE, 0, size)
        inner = len(read.rstrip(EDGE))
        if 0 < inner < size:
            self._word(NODE, 0, inner, _EDGE_COST, end=size)
            self._word(NODE, 0, inner, 0.0)
            self._other(NODE, 0, inner)
            self._one(inner, inner, size, MARKS.get(read[-1], NOTHING), _MARK_COST[read[-1]], "edge")
        self._digits()
        if trusted < _POOR and 4 <= size <= _LONGEST_SPLIT:
            self._split()

    def _one(self, begin: int, start: int, end: int, word: int, cost: float, kind: str) -> None:  # noqa: PLR0917
        self.out.append(Reading(begin, start, end, np.array([word]), np.array([cost], dtype=np.float32), None, kind))

    def _word(self, begin: int, start: int, stop: int, penalty: float, *, end: int = 0) -> float:
        """Add the syllables that the letters up to ``stop`` may be; how well the best one fits."""
        reading = self.reader.word(self.read[start:stop], self.around, penalty, (begin, start, end or stop))
        if reading is None:
            return _NEVER
        self.out.append(reading)
        return float((0.6 * self.reader.channel.unigrams[reading.ids] - reading.costs).max()) + penalty

    def _other(self, begin: int, start: int, end: int) -> None:
        """Words that are no Vietnamese syllables: abbreviations, foreign words, names; known or not."""
        reader, read = self.reader, self.read[start:end]
        unknown = _UNKNOWN_COST + _UNKNOWN_LETTER_COST * len(read)
        if not read.isalpha():
            self._one(begin, start, end, UNKNOWN, unknown + _STRANGE_COST * 2, "other")
            return
        flat = bare(read).lower()
        known = reader.others.get(flat, [])
        ids, costs = list(known), [0.3 if "đ" in reader.words[i] or len(known) == 1 else 2.3 for i in known]
        if read.isupper():
            for place, letter in enumerate(flat):  # "HBND" was HĐND
                if letter in "bp":
                    for other in reader.others.get(flat[:place] + "d" + flat[place + 1 :], ()):
                        if reader.words[other][place : place + 1] == "đ":
                            ids.append(other)
                            costs.append(4.0)
            symbol = reader.symbols.get(read, read)
            if symbol != read and len(symbol) == len(read) > 2:
                self._one(begin, start, end, UNKNOWN, _SYMBOL_COST, "symbol")
        if len(read) == 1:
            costs = [cost + _SINGLE_COST for cost in costs]
        last = self.out[-1] if self.out else None
        own = reader.ids.get(new_style(read.lower()))
        if last is None or last.kind != "word" or own not in last.ids:  # else it is a known word, not an unknown one
            ids.append(UNKNOWN)
            costs.append(unknown + (4.0 if len(read) < 2 else 0.0))
        if not ids:
            return
        self.out.append(Reading(begin, start, end, np.array(ids), np.array(costs, dtype=np.float32), None, "other"))

    def _digits(self) -> None:
        """Where digits and letters meet, they may have been two tokens: "thang8", "22km2"."""
        read, size = self.read, len(self.read)
        if match := _DIGITS_WORD.fullmatch(read):
            middle = match.end(1)
            self._one(NODE, 0, middle, NUMBER, _DIGIT_COST * middle + 3.0, "number")
            self._word(middle, middle, size, _SPLIT_COST / 2)
            self._other(middle, middle, size)
        elif (match := _WORD_DIGITS.fullmatch(read)) and match[1][-1].isalpha():
            middle = match.end(1)
            self._word(NODE, 0, middle, _SPLIT_COST / 2)
            self._other(NODE, 0, middle)
            self._one(middle, middle, size, NUMBER, _DIGIT_COST * len(match[2]), "number")

    def _split(self) -> None:
        """Two words that ran together: "vuThanh", "hiéucong"."""
        read, size = self.read, len(self.read)
        within = _CAPITAL_WITHIN.match(read)
        if within:
            self._word(NODE, 0, within.end(), 0.0)
            self._other(NODE, 0, within.end())
            self._word(within.end(), within.end(), size, _SPLIT_COST / 2)
            return
        options = [
            (self.reader.glance(read[:middle]) + self.reader.glance(read[middle:]), middle)
            for middle in range(1, size)
            if max(middle, size - middle) <= 8
        ]
        for score, middle in sorted(options, reverse=True)[:3]:
            if score > _SPLIT_FLOOR:
                self._word(NODE, 0, middle, 0.0)
                self._word(middle, middle, size, _SPLIT_COST)


def _echoed(found: Candidates, echo: dict[int, float]) -> Candidates:
    """Raise the words as which these letters were read elsewhere in the document."""
    by_case = found.by_case.copy()
    for row, number in enumerate(found.ids.tolist()):
        if number in echo:
            by_case[row, int(by_case[row].argmax())] += echo[number]
    return Candidates(found.ids, by_case)
