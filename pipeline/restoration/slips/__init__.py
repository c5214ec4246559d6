"""Text that is nearly right: single words misread by an engine that knows Vietnamese, or mistyped by a person.

Suspicious words are weighed against those that they may have been ("chỉ tiết" against "chi tiết"); the sure slips among
them tell who made the text. What an engine made is read once more, and its slips are mended; a person's are kept and
told as suggestions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pipeline.restoration.channel import cased
from pipeline.restoration.layers import differ, letters_of
from pipeline.restoration.model import Model
from pipeline.restoration.rewrite import Change
from pipeline.restoration.seen import NONE, Seen, weight, wrong
from pipeline.restoration.slips.channel import SlipChannel
from pipeline.restoration.slips.finder import Finder, Slip
from pipeline.restoration.slips.maker import BLOCK, CLEAR, by_engine
from pipeline.restoration.slips.reader import Read, Reader, Told
from pipeline.restoration.slips.typist import Typist
from pipeline.restoration.slips.words import Words
from pipeline.restoration.tokens import UNKNOWN
from schemas.text import Span

__all__ = ["Looked", "Slips"]

SURE, SURE_NAME, SUGGESTED = 0.6, 0.95, 0.99  # probability from which a slip is mended, and told of a person's
FIRM = 0.92  # how sure an engine is of a word that nobody looks at again whose neighbours expect it
DOUBTED = 0.5  # how sure an engine is of a word that is looked at again
UNCONFIRMED = 0.9  # and where the text layer says another; where it says the same, nobody need look
CONTRADICTED = 0.8  # how likely a word is at most that the text layer contradicts
_CASES = {(False, False): 0, (True, False): 1, (True, True): 2}


class Looked(NamedTuple):
    """What was found, and which pieces an engine made."""

    changes: list[Change]
    engine: list[Span]


@dataclass(frozen=True)
class Slips:
    """Finds slips in lines that are not mangled."""

    model: Model
    channel: SlipChannel
    finder: Finder
    reader: Reader

    @classmethod
    def of(cls, model: Model) -> Slips:
        """The finder of a model."""
        channel = SlipChannel(model)
        return cls(model, channel, Finder(model, channel, Typist(model)), Reader(model, channel))

    def look(self, text: str, pieces: list[Span], seen: Seen = NONE) -> Looked:
        """What to mend and what to suggest in ``pieces`` of ``text``: paragraphs, in order.

        Of the words that are ``seen`` nobody needs to be told who made them, and how sure he was counts.
        """
        words = Words.of(text, pieces, self.model.ids)
        if not words.forms:
            return Looked([], [])
        slips = self.finder.find(words)
        sure = [seen.at(span) for span in words.spans]
        own = by_engine(slips, words.forms, words.read)
        engine = [each or known is not None for each, known in zip(own, sure, strict=True)]
        told = list(self._suggested(words, slips, engine))
        if any(engine):
            heard = [seen.other(span) for span in words.spans] if seen.has_layer else [""] * len(words.spans)
            told += self._mended(words, slips, engine, sure, heard)
        starts = np.array([span.start for span in words.spans])
        first = np.minimum(np.searchsorted(starts, [piece.start for piece in pieces]), len(starts) - 1)
        made = [piece for piece, place in zip(pieces, first.tolist(), strict=True) if engine[place]]
        return Looked(sorted(told), made)

    def _mended(
        self, words: Words, slips: list[Slip], engine: list[bool], sure: list[float | None], heard: list[str]
    ) -> Iterator[Change]:
        """What an engine misread, and what it was not sure of and nobody else knows.

        ``heard`` is what the text layer has in place of each word, "" where it has nothing.
        """
        rows = words.rows(engine)
        clear = np.zeros(len(engine))
        clear[[slip.place for slip in slips if slip.sure > CLEAR]] = 1.0
        rates = [float(clear[max(0, row[0] - BLOCK // 2) : row[-1] + BLOCK // 2].mean()) for row in rows]
        mended: set[int] = set()
        found = {slip.place for slip in slips}
        settled = [each is not None and each >= FIRM and place not in found for place, each in enumerate(sure)]
        for read in self.reader.read(words, rows, rates, Told([weight(each) for each in sure], settled, heard)):
            form = words.forms[read.place]
            after, *others = (self._written(form, number) for number in (read.word, *read.others))
            if read.word != UNKNOWN and after != form and _sure(read, form):
                mended.add(read.place)
                yield Change(words.spans[read.place], after, "slip", round(read.sure, 4), tuple(others))
        for place, each in enumerate(sure):
            if each is not None and place not in mended and _is_alone(words, place):
                differs = bool(heard[place]) and _differ(words.forms[place], heard[place])
                if each < (UNCONFIRMED if differs else 0.0 if heard[place] else DOUBTED):
                    likely = min(1 - wrong(each), CONTRADICTED) if differs else 1 - wrong(each)
                    yield Change(words.spans[place], words.forms[place], "doubt", round(likely, 4))

    def _suggested(self, words: Words, slips: list[Slip], engine: list[bool]) -> Iterator[Change]:
        """What a person mistyped."""
        for slip in slips:
            form = words.forms[slip.place]
            if slip.sure > SUGGESTED and not form[0].isupper() and not engine[slip.place]:
                sure = max(round(1 - slip.sure, 4), 1e-4)
                yield Change(words.spans[slip.place], form, "suggestion", sure, (self._written(form, slip.word),))

    def _written(self, form: str, number: int) -> str:
        case = _CASES.get((form[0].isupper(), form[1:].isupper() and len(form) > 1), 0)
        return cased(self.model.words[number], case)


def _differ(form: str, other: str) -> bool:
    """Whether the text layer says another figure, or another name than one whose marks it may have lost."""
    return differ(form, other) if form[0].isdigit() else letters_of(form) not in letters_of(other)


def _is_alone(words: Words, place: int) -> bool:
    """Whether nothing but the engine speaks for a word: a number, a name, letters that are no word."""
    form = words.forms[place]
    return form[0].isdigit() or (form[0].isalpha() and (form[0].isupper() or words.read[place] == UNKNOWN))


def _sure(read: Read, form: str) -> bool:
    return read.sure > (SURE_NAME if form[0].isupper() and not form.isupper() else SURE)
