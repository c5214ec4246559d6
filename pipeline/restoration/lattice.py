"""Everything that a stretch of text may be: words, numbers and marks as arcs between places in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.channel import Floats
from pipeline.restoration.letters import OWN_LETTER
from pipeline.restoration.protected import Mended
from pipeline.restoration.readings import DIGITS, NODE, NOTHING, Around, Reader
from pipeline.restoration.tokens import MARKS, NUMBER, UNKNOWN
from schemas.text import Span

# Letters, digits, and the signs that an engine puts in the place of letters: "x&" (xã), "b¢" (bộ), "thi?" (thứ).
_IN_WORD = r"\w&@¢$€¥©§£®’'‘?!|{}\\~°#^"
ATOM = re.compile(rf"\d+(?:[.,]\d+)+|[{_IN_WORD}]+|\S")
_FIXED = {"code": NUMBER, "address": UNKNOWN}  # what the language model sees
_JOIN_COST, _ABSORB_COST, _JOIN_GAIN, _POOR = 7.0, 3.0, 2.0, -12.0
_FRESH = frozenset(".?!:;\"“”'‘’([-–—+*•")  # after these a capital says nothing
_CLOSING = {"[": "]", "(": ")", "{": "}"}


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


def build_lattice(reader: Reader, text: str, span: Span, fixed: list[Mended]) -> Lattice:
    """All readings of ``span`` of ``text``; what is ``fixed`` (in order) has one reading."""
    draft = _Draft(reader, text, round(capitals_of(span.of(text)) * 8) / 8, Lattice(first=span.start))
    node, at = span.start, span.start
    for mended in fixed:
        node = draft.atoms(Span(at, mended.span.start), node)
        word = _FIXED.get(mended.rule, NOTHING)
        if mended.rule == "mark":
            word = MARKS.get(mended.after[:1], NOTHING)
        ids, costs = np.array([word]), np.zeros(1, dtype=np.float32)
        draft.out.arcs.append(Arc(node, *mended.span, ids, costs, None, "fixed"))
        node = at = mended.span.end
    draft.atoms(Span(at, span.end), node)
    return draft.out


class _Draft(NamedTuple):
    """A lattice that is being built, of what text, and how surely that is all in capitals (0 to 1)."""

    reader: Reader
    text: str
    capitals: float
    out: Lattice

    def atoms(self, span: Span, node: int) -> int:
        """Add the readings of a stretch without anything fixed; the node that is reached."""
        atoms = [(Span(*atom.span()), atom.group()) for atom in ATOM.finditer(self.text, *span)]
        first, inside = Around(self.capitals, inside=False), Around(self.capitals, inside=True)
        before, last = node, None  # the node before the previous atom, and that atom
        for place, (own, read) in enumerate(atoms):
            self._atom(own, read, node, first if last is None or last[1][-1] in _FRESH else inside)
            if self.reader.intact:
                last, node = (own, read), own.end
                continue
            following = atoms[place + 1] if place + 1 < len(atoms) else None
            if following is not None and following[0].start == own.end and following[1] in ",.'’;:":
                self._absorb(Span(own.start, following[0].end), read, node)
            if last is not None:
                if last[0].end < own.start:
                    self._join(last, (own, read), before)
                elif last[1] in _CLOSING:
                    self._absorb_before(Span(last[0].start, own.end), before)
            before, last, node = node, (own, read), own.end
        return node

    def _atom(self, span: Span, read: str, node: int, around: Around) -> None:
        at, arcs = span.start, self.out.arcs
        for begin, start, end, ids, costs, by_case, kind in self.reader.readings(read, around):
            own = costs
            if kind == "edge" and read[-1] in "’'" and self._opened(at):
                own = np.zeros(1, dtype=np.float32)
            arcs.append(Arc(node if begin == NODE else at + begin, at + start, at + end, ids, own, by_case, kind))

    def _word(self, read: str, begin: int, span: Span, penalty: float, *, seen: bool = False) -> None:
        reading = self.reader.word(read, Around(self.capitals, inside=False), penalty, (begin, *span), seen=seen)
        if reading is not None:
            self.out.arcs.append(Arc(*reading))

    def _opened(self, at: int) -> bool:
        """Whether a single quotation mark was opened not long before."""
        before = self.text[max(0, at - 200) : at]
        return "‘" in before or " '" in before

    def _absorb(self, span: Span, word: str, node: int) -> None:
        """A mark that was part of a letter: "b," (bộ)."""
        if len(word) <= 4 and not DIGITS.fullmatch(word) and not OWN_LETTER.search(word):
            seen = self.reader.glance(word) > _POOR  # a word that reads well alone has lost no letter to a new mark
            self._word(span.of(self.text), node, span, _ABSORB_COST, seen=seen)

    def _absorb_before(self, span: Span, node: int) -> None:
        """A bracket that was part of a letter: "[an" (lần); not where it is closed."""
        read = span.of(self.text)
        if _CLOSING[read[0]] in self.text[span.end : span.end + 200] or OWN_LETTER.search(read):
            return
        self._word(read, node, span, _ABSORB_COST)
        if read[0] == "[":
            self._word("l" + read[1:], node, span, _ABSORB_COST)

    def _join(self, left: tuple[Span, str], right: tuple[Span, str], node: int) -> None:
        """One word that was cut in two: "va n"."""
        first, second = left[1], right[1]
        if len(first) + len(second) > 7 or min(len(first), len(second)) > 2 or right[0].start - left[0].end > 2:
            return
        if not (first.isalpha() and any(map(str.isalpha, second))) or OWN_LETTER.search(first + second):
            return
        if "\n" in self.text[left[0].end : right[0].start]:
            return
        glance = self.reader.glance
        if glance(first + second) > glance(first) + glance(second) + _JOIN_GAIN:
            self._word(first + second, node, Span(left[0].start, right[0].end), _JOIN_COST)


def capitals_of(text: str) -> float:
    """How surely a stretch is all in capitals, from 0 to 1."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 3:
        return 0.1
    share = sum(map(str.isupper, letters)) / len(letters)
    return min(1.0, max(0.0, (share - 0.5) * 2.5))
