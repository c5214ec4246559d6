"""Text that is nearly right: single words misread by an engine that knows Vietnamese, or mistyped by a person.

Every word is weighed against those that an engine may have read so ("chỉ tiết" against "chi tiết"), with the words on
both sides in mind. Who made the text is told by how many sure slips it has: an engine's are mended, a person's are
kept and told as suggestions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.channel import cased
from pipeline.restoration.letters import new_style
from pipeline.restoration.model import Model
from pipeline.restoration.rewrite import Change
from pipeline.restoration.slip_channel import SAME, SlipChannel
from pipeline.restoration.tokens import MARKS, NUMBER, START, TOKEN, UNKNOWN
from schemas.text import Span

SUSPECT = -4.5  # log probability of a word, or of the next one, under which it is weighed
MODEL_WEIGHT = 0.85
SURE, SURE_NAME, SUGGESTED = 0.7, 0.9, 0.99  # probability from which a slip is mended, and told of a person's
CLEAR = 0.9  # and from which it tells who made the text
ROUNDS = 3  # of mending words with their mended neighbours in mind
TYPIST = -6.0  # log probability of a person mistyping a word so
LEAST, MOST = -3.0, 4.0  # evidence of one slip by its kind
# An engine slips ten times as often as a person, in 3 words of 100: log of that, and what a word without a slip costs.
OFTENER, EXPECTED = 2.3, 0.027
FEWEST = 3  # slips; fewer prove nothing, however few the words
NEEDED = 7.0  # log odds from which an engine is taken to have made a text
BLOCK = 400  # words that are judged together
_CASES = {(False, False): 0, (True, False): 1, (True, True): 2}
_WINDOW = 3  # words after it that a word bears upon


class _Slip(NamedTuple):
    """A word that was probably another."""

    place: int  # among the words
    word: int
    sure: float
    others: tuple[int, ...]
    evidence: float  # that an engine read it, rather than that a person mistyped it


class Looked(NamedTuple):
    """What was found, and which pieces an engine made."""

    changes: list[Change]
    engine: list[Span]


class _Words(NamedTuple):
    """The tokens of some lines: where each stands, its form, its id; three START before each line's first."""

    spans: list[Span]
    forms: list[str]
    ids: NDArray[np.uint64]
    at: NDArray[np.int64]  # where each token stands among the ids
    read: list[int]  # the id of each as it was read


@dataclass(frozen=True)
class Slips:
    """Finds slips in lines that are not mangled."""

    model: Model
    channel: SlipChannel

    @classmethod
    def of(cls, model: Model) -> Slips:
        """The finder of a model."""
        return cls(model, SlipChannel(model))

    def look(self, text: str, pieces: list[Span]) -> Looked:
        """What to mend and what to suggest in ``pieces`` of ``text``: paragraphs, in order."""
        words = self._words(text, pieces)
        if not words.forms:
            return Looked([], [])
        found: dict[int, _Slip] = {}
        slips = self._slips(words)
        engine = _engine(slips, len(words.forms))
        for _ in range(ROUNDS):
            fresh = [s for s in slips if engine[s.place // BLOCK] and _sure(s, words.forms[s.place])]
            if all(found.get(slip.place) == slip for slip in fresh):
                break
            for slip in fresh:  # what is mended helps its neighbours
                found[slip.place] = slip
                words.ids[words.at[slip.place]] = slip.word
            slips = self._slips(words)
        told = [self._mended(words, slip) for slip in found.values()]
        told += [
            self._suggested(words, s) for s in slips if s.place not in found and _plain_sure(s, words.forms[s.place])
        ]
        starts = np.array([span.start for span in words.spans])
        first = np.minimum(np.searchsorted(starts, [piece.start for piece in pieces]), len(starts) - 1)
        made = [piece for piece, place in zip(pieces, first.tolist(), strict=True) if engine[place // BLOCK]]
        return Looked(sorted(change for change in told if change is not None), made)

    def _mended(self, words: _Words, slip: _Slip) -> Change | None:
        form = words.forms[slip.place]
        after, *others = (self._written(form, number) for number in (slip.word, *slip.others))
        if after == form:
            return None
        return Change(words.spans[slip.place], after, "slip", round(slip.sure, 4), tuple(others))

    def _suggested(self, words: _Words, slip: _Slip) -> Change | None:
        form = words.forms[slip.place]
        sure = max(round(1 - slip.sure, 4), 1e-4)
        return Change(words.spans[slip.place], form, "suggestion", sure, (self._written(form, slip.word),))

    def _words(self, text: str, pieces: list[Span]) -> _Words:
        spans: list[Span] = []
        forms: list[str] = []
        ids: list[int] = []
        at: list[int] = []
        known = self.model.ids
        for piece in pieces:
            ids += [START] * _WINDOW
            for match in TOKEN.finditer(text, *piece):
                form = match.group()
                at.append(len(ids))
                spans.append(Span(*match.span()))
                forms.append(form)
                if form in MARKS:
                    ids.append(MARKS[form])
                else:
                    ids.append(NUMBER if form[0].isdigit() else known.get(new_style(form.lower()), UNKNOWN))
        read = [ids[place] for place in at]
        return _Words(spans, forms, np.array([*ids, *[START] * _WINDOW], dtype=np.uint64), np.array(at), read)

    def _slips(self, words: _Words) -> list[_Slip]:
        logs, state = self._scores(words.ids)
        weighed = np.flatnonzero((logs[words.at] < SUSPECT) | (logs[words.at + 1] < SUSPECT))
        options = self._options(words, weighed.tolist())
        if not options.starts:
            return []
        total = options.logs + MODEL_WEIGHT * self._rescore(words, options, state)
        return [slip for slip in _best(total, options) if slip.word != words.read[slip.place]]

    def _options(self, words: _Words, weighed: list[int]) -> _Options:
        """The words that may stand at each place that is weighed."""
        places: list[int] = []
        rows: list[tuple[int, float]] = []
        starts: list[int] = []
        for place in weighed:
            form = words.forms[place]
            unknown = words.read[place] == UNKNOWN
            if not form.isalpha() or len(form) < 2 or (unknown and (form.isascii() or len(form) < 3)):
                continue  # numbers and marks; foreign words, abbreviations
            found = self.channel.candidates(new_style(form.lower()))
            if len(found) > 1 or (found and unknown):
                starts.append(len(rows))
                places += [place] * len(found)
                rows += found
        numbers = np.array([number for number, _ in rows], dtype=np.uint64)
        return _Options(np.array(places, dtype=np.int64), numbers, np.array([log for _, log in rows]), starts)

    def _scores(self, ids: NDArray[np.uint64]) -> tuple[NDArray[np.float64], _State]:
        """The log probability of each id after those before it, and what each leaves as a context."""
        size = len(ids)
        history = np.full(size, 0xFFFFFFFFFFFF, dtype=np.uint64)
        for back in range(1, _WINDOW + 1):
            older = np.full(size, 0xFFFF, dtype=np.uint64)
            older[back:] = ids[:-back]
            shift = np.uint64(16 * (back - 1))
            history = (history & ~(np.uint64(0xFFFF) << shift)) | (older << shift)
        history[0] = START  # nothing stands before the first one, which is a START itself
        history = _cut(history)
        none = np.zeros(size, dtype=np.float32)
        first = self.model.ngrams.score(history, none, none, ids)
        back2, back3 = np.roll(first.back2, 1), np.roll(first.back3, 1)
        logs = self.model.ngrams.score(history, back2, back3, ids).logs.astype(np.float64)
        logs[ids == START] = 0.0
        return logs, _State(history, back2, back3)

    def _rescore(self, words: _Words, options: _Options, state: _State) -> NDArray[np.float64]:
        """The log probability of the words from each place on, when each option stands there."""
        at = words.at[options.places]
        history, back2, back3 = state.history[at], state.back2[at], state.back3[at]
        total = np.zeros(len(at))
        word = options.words
        open_ = np.ones(len(at), dtype=bool)
        for step in range(_WINDOW + 1):
            scored = self.model.ngrams.score(history, back2, back3, word)
            total += np.where(open_, scored.logs, 0.0)
            history = ((history << np.uint64(16)) | word) & np.uint64(0xFFFFFFFFFFFF)
            back2, back3 = scored.back2, scored.back3
            word = words.ids[np.minimum(at + step + 1, len(words.ids) - 1)]
            open_ &= word != START
        return total

    def _written(self, form: str, number: int) -> str:
        case = _CASES.get((form[0].isupper(), form[1:].isupper() and len(form) > 1), 0)
        return cased(self.model.words[number], case)


def _sure(slip: _Slip, form: str) -> bool:
    return slip.sure > (SURE_NAME if form[0].isupper() and not form.isupper() else SURE)


def _plain_sure(slip: _Slip, form: str) -> bool:
    return slip.sure > SUGGESTED and not form[0].isupper()


class _Options(NamedTuple):
    """What may stand where: for each option its place, the word, the log probability of its being read so."""

    places: NDArray[np.int64]
    words: NDArray[np.uint64]
    logs: NDArray[np.float64]
    starts: list[int]  # the first option of each place


class _State(NamedTuple):
    """What stands before each id, and what that weighs as a context."""

    history: NDArray[np.uint64]
    back2: NDArray[np.float32]
    back3: NDArray[np.float32]


def _cut(history: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A history holds one START and nothing before it."""
    last, two = history & np.uint64(0xFFFF), (history >> np.uint64(16)) & np.uint64(0xFFFF)
    history = np.where(last == START, history | np.uint64(0xFFFFFFFF0000), history)
    return np.where(two == START, history | np.uint64(0xFFFF00000000), history)


def _best(total: NDArray[np.float64], options: _Options) -> Iterator[_Slip]:
    """The likeliest word of each place where that is not the first option, the word as it stands; and how likely it is.

    Where no option is the word as it stands, all are told.
    """
    starts = np.array(options.starts)
    ends = np.append(starts[1:], len(total))
    open_ = (np.maximum.reduceat(total, starts) > total[starts]) | (options.logs[starts] != SAME)
    for start, end in zip(starts[open_].tolist(), ends[open_].tolist(), strict=True):
        weight = np.exp(total[start:end] - total[start:end].max())
        order = np.argsort(-weight, kind="stable")
        first, *others = (int(options.words[start + i]) for i in order[:3])
        sure = float(weight[order[0]] / weight.sum())
        evidence = min(max(float(options.logs[start + order[0]]) - TYPIST, LEAST), MOST)
        yield _Slip(int(options.places[start]), first, sure, tuple(others), evidence)


def _engine(slips: list[_Slip], size: int) -> list[bool]:
    """For each block of words whether an engine made it: by its sure slips, and by those of the whole text."""
    blocks = -(-size // BLOCK)
    weights = np.full(blocks, -EXPECTED * BLOCK)
    weights[-1] = -EXPECTED * (size - (blocks - 1) * BLOCK)
    counts = np.zeros(blocks)
    for slip in slips:
        if slip.sure > CLEAR:
            weights[slip.place // BLOCK] += slip.evidence + OFTENER
            counts[slip.place // BLOCK] += 1
    whole = bool(weights.sum() > NEEDED and counts.sum() >= FEWEST)
    alone = (weights > NEEDED) & (counts >= FEWEST)
    return [whole or block for block in alone.tolist()]
