"""The tokens of some paragraphs in a row, as the language model sees them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.letters import new_style
from pipeline.restoration.tokens import MARKS, NUMBER, START, TOKEN, UNKNOWN
from schemas.text import Span

WINDOW = 3  # words after it that a word bears upon


@dataclass(frozen=True)
class Words:
    """Tokens in order: where each stands in the text, its form, the id of its word; where it stands among ``ids``.

    In ``ids`` the paragraphs are parted by WINDOW times START, which also stand at both ends.
    """

    spans: list[Span]
    forms: list[str]
    read: list[int]
    ids: NDArray[np.uint64]
    at: NDArray[np.int64]

    @classmethod
    def of(cls, text: str, pieces: list[Span], known: dict[str, int]) -> Words:
        """The tokens of ``pieces`` of ``text``; ``known`` are the ids of words in lower case."""
        spans: list[Span] = []
        forms: list[str] = []
        ids: list[int] = []
        at: list[int] = []
        met: dict[str, int] = {}
        for piece in pieces:
            ids += [START] * WINDOW
            for match in TOKEN.finditer(text, *piece):
                form = match.group()
                at.append(len(ids))
                spans.append(Span(*match.span()))
                forms.append(form)
                number = met.get(form)
                if number is None:
                    number = met[form] = _number(form, known)
                ids.append(number)
        read = [ids[place] for place in at]
        ids += [START] * WINDOW
        return cls(spans, forms, read, np.array(ids, dtype=np.uint64), np.array(at, dtype=np.int64))

    def rows(self, wanted: list[bool]) -> list[list[int]]:
        """The places of the tokens that are wanted, a list for each stretch of a paragraph."""
        out: list[list[int]] = []
        before = -2
        for place in np.flatnonzero(np.array(wanted)).tolist():
            if place != before + 1 or self.at[place] != self.at[before] + 1:
                out.append([])
            out[-1].append(place)
            before = place
        return out


def _number(form: str, known: dict[str, int]) -> int:
    if form in MARKS:
        return MARKS[form]
    return NUMBER if form[0].isdigit() else known.get(new_style(form.lower()), UNKNOWN)
