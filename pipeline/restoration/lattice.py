"""Everything that a stretch of text may be: words, numbers and marks as arcs between places in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.channel import Channel, Floats
from pipeline.restoration.letters import bare
from pipeline.restoration.tokens import MARKS, NUMBER, UNKNOWN

NOTHING = 0xFFFF  # the id of what the language model does not see

# Letters, digits, and the signs that an engine puts in the place of letters: "x&" (xã), "b¢" (bộ), "thi?" (thứ).
_IN_WORD = r"\w&@¢$€¥©§£®’'‘?!|{}\\~°#^"
ATOM = re.compile(rf"\d+(?:[.,]\d+)+|[{_IN_WORD}]+|\S")
_EDGE = "’'‘?!|°~"
_STRANGE = frozenset("&@¢$€¥©§£®{}|~^#\\")
MARK_COST = {"?": 2.0, "!": 2.0, "’": 4.0, "'": 4.0, "‘": 5.0, "|": 5.0, "°": 3.0, "~": 5.0}
STRANGE_COST, SINGLE_COST = 6.0, 2.0
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")

# Costs in nats, measured on lines kept apart for tuning.
SPLIT_COST, JOIN_COST, ABSORB_COST, EDGE_COST = 6.0, 7.0, 3.0, 2.5
UNKNOWN_COST, UNKNOWN_LETTER_COST = 3.0, 2.4
DIGIT_COST = 1.2
POOR = -9.0  # log probability under which a reading as one word is not trusted alone
KEEP, FLOOR = 24, 1e-6


class Arc(NamedTuple):
    """One way to read the letters from ``start`` to ``end``: several words, each with its cost."""

    begin: int  # node that it leaves
    start: int
    end: int  # offset of its last letter + 1, and the node that it reaches
    ids: NDArray[np.int64]
    costs: Floats
    by_case: Floats | None  # probability of each word in each case; None: the letters stay as they are
    kind: str


@dataclass
class Lattice:
    """The arcs of a stretch; nodes are the offsets at which arcs end."""

    arcs: list[Arc] = field(default_factory=list)
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class Reader:
    """Builds lattices: the channel for syllables, a dictionary for the other words."""

    channel: Channel
    others: dict[str, list[int]]  # bare lower-case letters -> ids of words that are no syllables
    words: tuple[str, ...]
    unigrams: NDArray[np.float32]

    def lattice(self, text: str, start: int, end: int) -> Lattice:
        """All readings of ``text[start:end]``."""
        out = Lattice(first=start, last=start)
        atoms = list(ATOM.finditer(text, start, end))
        capitals = capitals_of(text[start:end])
        node = start
        previous: re.Match[str] | None = None
        for place, atom in enumerate(atoms):
            following = atoms[place + 1] if place + 1 < len(atoms) else None
            self._atom(out, text, atom.start(), atom.end(), node, capitals)
            if following is not None and following.start() == atom.end() and following.group() in ",.'’;:":
                self._absorb(out, text, atom, following, node, capitals)
            if previous is not None and previous.end() < atom.start():
                self._join(out, text, previous, atom, capitals)
            previous = atom
            node = atom.end()
        out.last = node
        return out

    def _atom(self, out: Lattice, text: str, start: int, end: int, node: int, capitals: float) -> None:
        read = text[start:end]
        if _DIGITS.fullmatch(read):
            out.arcs.append(_single(node, start, end, NUMBER, DIGIT_COST * min(len(read), 4), "number"))
            if len(read) <= 3:
                self._word(out, read, node, start, end, capitals, 1.0)
            return
        if not any(map(str.isalnum, read)) and len(read) == 1:
            strange = read in _STRANGE
            out.arcs.append(
                _single(node, start, end, MARKS.get(read, NOTHING), STRANGE_COST if strange else 0.0, "mark")
            )
            if strange:
                self._word(out, read, node, start, end, capitals, 0.0)
            return
        trusted = self._word(out, read, node, start, end, capitals, 0.0)
        self._other(out, read, node, start, end)
        edge = len(read) - len(read.rstrip(_EDGE))
        if 0 < edge < len(read):
            self._word(out, read[:-edge], node, start, end, capitals, EDGE_COST)
            self._word(out, read[:-edge], node, start, end - edge, capitals, 0.0)
            self._other(out, read[:-edge], node, start, end - edge)
            closing = _opened(text[:start], read[-1])
            cost = 0.0 if closing else MARK_COST[read[-1]]
            out.arcs.append(_single(end - edge, end - edge, end, MARKS.get(read[-1], NOTHING), cost, "mark"))
        self._digits(out, text, start, end, node, capitals)
        if trusted < POOR and len(read) >= 4:
            self._split(out, text, start, end, node, capitals)

    def _word(self, out: Lattice, read: str, node: int, start: int, end: int, capitals: float, penalty: float) -> float:
        """Add the syllables that ``read`` may be; the log probability of the best, weighed by its frequency."""
        if len(read) > 12:
            return -99.0
        found = self.channel.candidates(read, KEEP, FLOOR)
        if not len(found.ids):
            return -99.0
        prior = np.array([0.90, 0.08, 0.02]) * (1 - capitals) + np.array([0.04, 0.06, 0.90]) * capitals
        likely = (found.by_case * prior).max(axis=1)
        costs = (-np.log(np.maximum(likely, 1e-30))).astype(np.float32)
        out.arcs.append(Arc(node, start, end, found.ids, costs + np.float32(penalty), found.by_case, "word"))
        return float((0.6 * self.unigrams[found.ids] - costs).max())

    def _other(self, out: Lattice, read: str, node: int, start: int, end: int) -> None:
        """Words that are no Vietnamese syllables: abbreviations, foreign words, names; known or not."""
        if not read.isalpha():
            cost = UNKNOWN_COST + UNKNOWN_LETTER_COST * len(read)
            out.arcs.append(_single(node, start, end, UNKNOWN, cost, "other"))
            return
        flat = bare(read).lower()
        known = self.others.get(flat, [])
        ids, costs = list(known), [0.3 if "đ" in self.words[i] or len(known) == 1 else 2.3 for i in known]
        if read.isupper():
            for place, letter in enumerate(flat):  # "HBND" was HĐND
                if letter in "bp":
                    for other in self.others.get(flat[:place] + "d" + flat[place + 1 :], ()):
                        if self.words[other][place : place + 1] == "đ":
                            ids.append(other)
                            costs.append(4.0)
        if len(read) == 1:
            costs = [cost + SINGLE_COST for cost in costs]
        ids.append(UNKNOWN)
        costs.append(UNKNOWN_COST + UNKNOWN_LETTER_COST * len(read) + (4.0 if len(read) < 2 else 0.0))
        out.arcs.append(Arc(node, start, end, np.array(ids), np.array(costs, dtype=np.float32), None, "other"))

    def _digits(self, out: Lattice, text: str, start: int, end: int, node: int, capitals: float) -> None:
        """Where digits and letters meet, they may have been two tokens: "thang8", "22km2"."""
        read = text[start:end]
        for pattern, number_first in ((r"(\d+)(\D+\d?)", True), (r"(\D+)(\d+)", False)):
            match = re.fullmatch(pattern, read)
            if match is None:
                continue
            middle = start + match.end(1)
            left, right = match.groups()
            if number_first:
                out.arcs.append(_single(node, start, middle, NUMBER, DIGIT_COST * len(left) + 3.0, "number"))
                self._word(out, right, middle, middle, end, capitals, SPLIT_COST / 2)
                self._other(out, right, middle, middle, end)
            elif left[-1].isalpha():
                self._word(out, left, node, start, middle, capitals, SPLIT_COST / 2)
                self._other(out, left, node, start, middle)
                out.arcs.append(_single(middle, middle, end, NUMBER, DIGIT_COST * len(right), "number"))

    def _split(self, out: Lattice, text: str, start: int, end: int, node: int, capitals: float) -> None:
        """Two words that ran together: "vuThanh", "hiéucong"."""
        options = []
        for middle in range(start + 1, end):
            left, right = text[start:middle], text[middle:end]
            if min(len(left), len(right)) >= 1 and max(len(left), len(right)) <= 8:
                options.append((self._glance(left) + self._glance(right), middle))
        for score, middle in sorted(options, reverse=True)[:3]:
            if score > -30.0:
                self._word(out, text[start:middle], node, start, middle, capitals, 0.0)
                self._word(out, text[middle:end], middle, middle, end, capitals, SPLIT_COST)

    def _glance(self, read: str) -> float:
        found = self.channel.candidates(read, KEEP, FLOOR)
        if not len(found.ids):
            return -99.0
        likely = found.by_case.max(axis=1)
        return float((self.unigrams[found.ids] + np.log(np.maximum(likely, 1e-30))).max())

    def _absorb(
        self, out: Lattice, text: str, atom: re.Match[str], mark: re.Match[str], node: int, capitals: float
    ) -> None:
        """A mark that was part of a letter: "b," (bộ)."""
        if len(atom.group()) <= 4 and not _DIGITS.fullmatch(atom.group()):
            self._word(out, text[atom.start() : mark.end()], node, atom.start(), mark.end(), capitals, ABSORB_COST)

    def _join(self, out: Lattice, text: str, left: re.Match[str], right: re.Match[str], capitals: float) -> None:
        """One word that was cut in two: "va n"."""
        if right.start() - left.end() > 2 or "\n" in text[left.end() : right.start()]:
            return
        first, second = left.group(), right.group()
        if not (first.isalpha() and any(map(str.isalpha, second)) and len(first) + len(second) <= 7):
            return
        if min(len(first), len(second)) > 2:
            return
        before = [a for a in out.arcs if a.start == left.start() and a.end == left.end()]
        if before and self._glance(first + second) > self._glance(first) + self._glance(second) + 2.0:
            self._word(out, first + second, before[0].begin, left.start(), right.end(), capitals, JOIN_COST)


def _single(node: int, start: int, end: int, word: int, cost: float, kind: str) -> Arc:
    return Arc(node, start, end, np.array([word]), np.array([cost], dtype=np.float32), None, kind)


def _opened(before: str, mark: str) -> bool:
    """Whether a single quotation mark was opened not long before."""
    return mark in "’'" and before[-200:].count("‘") + before[-200:].count(" '") > 0


def capitals_of(text: str) -> float:
    """How surely a stretch is all in capitals, from 0 to 1."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 3:
        return 0.1
    share = sum(map(str.isupper, letters)) / len(letters)
    return min(1.0, max(0.0, (share - 0.5) * 2.5))
