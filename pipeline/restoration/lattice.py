"""Everything that a stretch of text may be: words, numbers and marks as arcs between places in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.channel import Candidates, Channel, Floats
from pipeline.restoration.letters import OWN_LETTER, bare, new_style
from pipeline.restoration.plain import PlainChannel
from pipeline.restoration.protected import Mended
from pipeline.restoration.tokens import MARKS, NUMBER, UNKNOWN
from schemas.text import Span

Echoes = dict[str, dict[int, float]]  # letters that were read -> words -> probability of the letters given the word
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
DIGIT_COST = 1.6
POOR = -9.0  # log probability under which a reading as one word is not trusted alone
SPLIT_FLOOR, LONGEST_SPLIT = -30.0, 20
_SMALL, _CAPITALS = np.array([0.90, 0.08, 0.02]), np.array([0.04, 0.06, 0.90])  # lower case, a capital, capitals
_FIXED = {"code": NUMBER, "address": UNKNOWN}  # what the language model sees
KEEP, FLOOR = 32, -12.0


class Arc(NamedTuple):
    """One way to read the letters from ``start`` to ``end``: several words, each with its cost."""

    begin: int  # node that it leaves
    start: int
    end: int  # offset of its last letter + 1, and the node that it reaches
    ids: NDArray[np.int64]
    costs: Floats
    by_case: Floats | None  # probability of each word in each case; None: the letters stay as they are
    kind: str


class Chosen(NamedTuple):
    """One arc of the best path, which of its words, and how likely each of its words is."""

    arc: Arc
    place: int
    likely: NDArray[np.float64]


@dataclass
class Lattice:
    """The arcs of a stretch; nodes are the offsets at which arcs end."""

    arcs: list[Arc] = field(default_factory=list)
    first: int = 0
    last: int = 0


class _Draft(NamedTuple):
    """A lattice that is being built, of what text, and how surely that is all in capitals (0 to 1)."""

    out: Lattice
    text: str
    capitals: float


@dataclass(frozen=True)
class Reader:
    """Builds lattices: the channel for syllables, a dictionary for the other words."""

    channel: Channel | PlainChannel
    others: dict[str, list[int]]  # bare lower-case letters -> ids of words that are no syllables
    words: tuple[str, ...]
    ids: dict[str, int]
    echoes: Echoes = field(default_factory=dict)  # what the document read elsewhere

    def lattice(self, text: str, span: Span, fixed: list[Mended]) -> Lattice:
        """All readings of ``span`` of ``text``; what is ``fixed`` (in order) has one reading."""
        out = Lattice(first=span.start, last=span.start)
        draft = _Draft(out, text, capitals_of(span.of(text)))
        node, at = span.start, span.start
        for mended in fixed:
            node = self._atoms(draft, Span(at, mended.span.start), node)
            word = _FIXED.get(mended.rule, NOTHING)
            if mended.rule == "mark":
                word = MARKS.get(mended.after[:1], NOTHING)
            out.arcs.append(_single(node, *mended.span, word, 0.0, "fixed"))
            node = at = mended.span.end
        out.last = self._atoms(draft, Span(at, span.end), node)
        return out

    def _atoms(self, draft: _Draft, span: Span, node: int) -> int:
        """Add the readings of a stretch without anything fixed; the node that is reached."""
        atoms = list(ATOM.finditer(draft.text, *span))
        for place, atom in enumerate(atoms):
            following = atoms[place + 1] if place + 1 < len(atoms) else None
            previous = atoms[place - 1] if place else None
            self._atom(draft, Span(*atom.span()), node)
            if following is not None and following.start() == atom.end() and following.group() in ",.'’;:":
                self._absorb(draft, Span(atom.start(), following.end()), atom.group(), node)
            if previous is not None and previous.end() < atom.start():
                self._join(draft, Span(*previous.span()), Span(*atom.span()))
            if previous is not None and previous.end() == atom.start() and previous.group() in "[({":
                self._absorb_before(draft, Span(*previous.span()), Span(*atom.span()))
            node = atom.end()
        return node

    def _atom(self, draft: _Draft, span: Span, node: int) -> None:
        read, arcs = span.of(draft.text), draft.out.arcs
        if _DIGITS.fullmatch(read):
            arcs.append(_single(node, *span, NUMBER, DIGIT_COST * min(len(read), 4), "number"))
            if len(read) <= 3:
                self._word(draft, read, node, span, 1.0)
            return
        if not any(map(str.isalnum, read)) and len(read) == 1:
            strange = read in _STRANGE
            arcs.append(_single(node, *span, MARKS.get(read, NOTHING), STRANGE_COST if strange else 0.0, "mark"))
            if strange:
                self._word(draft, read, node, span, 0.0)
            return
        if OWN_LETTER.search(read):  # no engine without Vietnamese prints this: it is right as it stands
            word = self.ids.get(new_style(read.lower()), UNKNOWN)
            arcs.append(_single(node, *span, word, 0.0, "kept"))
            return
        trusted = self._word(draft, read, node, span, 0.0)
        self._other(draft, read, node, span)
        edge = len(read) - len(read.rstrip(_EDGE))
        if 0 < edge < len(read):
            inner = Span(span.start, span.end - edge)
            self._word(draft, read[:-edge], node, span, EDGE_COST)
            self._word(draft, read[:-edge], node, inner, 0.0)
            self._other(draft, read[:-edge], node, inner)
            cost = 0.0 if _opened(draft.text[max(0, span.start - 200) : span.start], read[-1]) else MARK_COST[read[-1]]
            arcs.append(_single(inner.end, inner.end, span.end, MARKS.get(read[-1], NOTHING), cost, "mark"))
        self._digits(draft, span, node)
        if trusted < POOR and 4 <= len(read) <= LONGEST_SPLIT:
            self._split(draft, span, node)

    def _word(self, draft: _Draft, read: str, node: int, span: Span, penalty: float) -> float:
        """Add the syllables that ``read`` may be; the log probability of the best, weighed by its frequency."""
        if len(read) > 12:
            return -99.0
        found = self.channel.candidates(read, KEEP, FLOOR)
        if not len(found.ids):
            return -99.0
        if (echo := self.echoes.get(read)) is not None:
            found = _echoed(found, echo)
        prior = _SMALL * (1 - draft.capitals) + _CAPITALS * draft.capitals
        likely = (found.by_case * prior).max(axis=1)
        costs = (-np.log(np.maximum(likely, 1e-30))).astype(np.float32)
        draft.out.arcs.append(Arc(node, *span, found.ids, costs + np.float32(penalty), found.by_case, "word"))
        return float((0.6 * self.channel.unigrams[found.ids] - costs).max())

    def _other(self, draft: _Draft, read: str, node: int, span: Span) -> None:
        """Words that are no Vietnamese syllables: abbreviations, foreign words, names; known or not."""
        unknown = UNKNOWN_COST + UNKNOWN_LETTER_COST * len(read)
        if not read.isalpha():
            draft.out.arcs.append(_single(node, *span, UNKNOWN, unknown + STRANGE_COST * 2, "other"))
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
        costs.append(unknown + (4.0 if len(read) < 2 else 0.0))
        draft.out.arcs.append(Arc(node, *span, np.array(ids), np.array(costs, dtype=np.float32), None, "other"))

    def _digits(self, draft: _Draft, span: Span, node: int) -> None:
        """Where digits and letters meet, they may have been two tokens: "thang8", "22km2"."""
        read, arcs = span.of(draft.text), draft.out.arcs
        if match := re.fullmatch(r"(\d+)(\D+\d?)", read):
            middle = span.start + match.end(1)
            arcs.append(_single(node, span.start, middle, NUMBER, DIGIT_COST * len(match[1]) + 3.0, "number"))
            self._word(draft, match[2], middle, Span(middle, span.end), SPLIT_COST / 2)
            self._other(draft, match[2], middle, Span(middle, span.end))
        elif (match := re.fullmatch(r"(\D+)(\d+)", read)) and match[1][-1].isalpha():
            middle = span.start + match.end(1)
            self._word(draft, match[1], node, Span(span.start, middle), SPLIT_COST / 2)
            self._other(draft, match[1], node, Span(span.start, middle))
            arcs.append(_single(middle, middle, span.end, NUMBER, DIGIT_COST * len(match[2]), "number"))

    def _split(self, draft: _Draft, span: Span, node: int) -> None:
        """Two words that ran together: "vuThanh", "hiéucong"."""
        options = []
        for middle in range(span.start + 1, span.end):
            left, right = draft.text[span.start : middle], draft.text[middle : span.end]
            if max(len(left), len(right)) <= 8:
                options.append((self._glance(left) + self._glance(right), middle))
        for score, middle in sorted(options, reverse=True)[:3]:
            if score > SPLIT_FLOOR:
                left, right = draft.text[span.start : middle], draft.text[middle : span.end]
                self._word(draft, left, node, Span(span.start, middle), 0.0)
                self._word(draft, right, middle, Span(middle, span.end), SPLIT_COST)

    def _glance(self, read: str) -> float:
        found = self.channel.candidates(read, KEEP, FLOOR)
        if not len(found.ids):
            return -99.0
        likely = found.by_case.max(axis=1)
        return float((self.channel.unigrams[found.ids] + np.log(np.maximum(likely, 1e-30))).max())

    def _absorb(self, draft: _Draft, span: Span, word: str, node: int) -> None:
        """A mark that was part of a letter: "b," (bộ)."""
        if len(word) <= 4 and not _DIGITS.fullmatch(word) and not OWN_LETTER.search(word):
            self._word(draft, span.of(draft.text), node, span, ABSORB_COST)

    def _absorb_before(self, draft: _Draft, mark: Span, word: Span) -> None:
        """A bracket that was part of a letter: "[an" (lần); not where it is closed."""
        read = draft.text[mark.start : word.end]
        closed = {"[": "]", "(": ")", "{": "}"}[read[0]] in draft.text[word.end : word.end + 200]
        if closed or OWN_LETTER.search(read):
            return
        for before in [a for a in draft.out.arcs if a.start == mark.start and a.end == mark.end][:1]:
            self._word(draft, read, before.begin, Span(mark.start, word.end), ABSORB_COST)
            if read[0] == "[":
                self._word(draft, "l" + read[1:], before.begin, Span(mark.start, word.end), ABSORB_COST)

    def _join(self, draft: _Draft, left: Span, right: Span) -> None:
        """One word that was cut in two: "va n"."""
        if right.start - left.end > 2 or "\n" in draft.text[left.end : right.start]:
            return
        first, second = left.of(draft.text), right.of(draft.text)
        if not (first.isalpha() and any(map(str.isalpha, second)) and len(first) + len(second) <= 7):
            return
        if min(len(first), len(second)) > 2 or OWN_LETTER.search(first + second):
            return
        before = [a for a in draft.out.arcs if a.start == left.start and a.end == left.end]
        if before and self._glance(first + second) > self._glance(first) + self._glance(second) + 2.0:
            self._word(draft, first + second, before[0].begin, Span(left.start, right.end), JOIN_COST)


def _echoed(found: Candidates, echo: dict[int, float]) -> Candidates:
    """Raise the words as which these letters were read elsewhere in the document."""
    by_case = found.by_case.copy()
    for row, number in enumerate(found.ids.tolist()):
        if number in echo:
            by_case[row, int(by_case[row].argmax())] += echo[number]
    return Candidates(found.ids, by_case)


def _single(node: int, start: int, end: int, word: int, cost: float, kind: str) -> Arc:  # noqa: PLR0917
    return Arc(node, start, end, np.array([word]), np.array([cost], dtype=np.float32), None, kind)


def _opened(before: str, mark: str) -> bool:
    """Whether a single quotation mark was opened not long before."""
    return mark in "’'" and before.count("‘") + before.count(" '") > 0


def capitals_of(text: str) -> float:
    """How surely a stretch is all in capitals, from 0 to 1."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 3:
        return 0.1
    share = sum(map(str.isupper, letters)) / len(letters)
    return min(1.0, max(0.0, (share - 0.5) * 2.5))
