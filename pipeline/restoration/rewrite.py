"""From the best path to changes in the text: which letters become which, with capitals and blanks in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import exp, log
from typing import NamedTuple

import numpy as np

from pipeline.restoration.case import CaseModel
from pipeline.restoration.channel import cased
from pipeline.restoration.confidence import REVIEW_BELOW, of_unknown
from pipeline.restoration.lattice import Arc, Chosen
from pipeline.restoration.letters import is_syllable
from pipeline.restoration.model import Model
from pipeline.restoration.readings import NOTHING
from pipeline.restoration.tokens import CLOSE, NUMBER, STOP, UNKNOWN
from schemas.text import Span

LEAST = 1e-3  # an alternative less likely than this is not worth telling
CERTAIN = 0.9999  # a channel is never surer than this
UPPER_PRIOR = {True: 3.0, False: -4.0}  # log odds of capitals throughout, in a heading in capitals and elsewhere


class Change(NamedTuple):
    """One stretch of letters and what it becomes, how surely, and what else it could be."""

    span: Span
    after: str
    rule: str
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rewriter:
    """Writes out paths."""

    model: Model
    case: CaseModel
    symbols: dict[str, str]  # bare capitals -> abbreviation

    def changes(self, text: str, path: list[Chosen], capitals: float, *, engine: bool = True) -> list[Change]:
        """What the path changes in ``text``, in order, and what it leaves as it stands but doubts.

        Words that ran together become one change. A doubt is a change to the same letters.
        """
        words = [int(arc.ids[index]) for arc, index, _ in path]
        odds = self.case.capital_odds(words, _starts(text, path, words)).tolist()
        heading = capitals > 0.5
        out: list[Change] = []
        for place, chosen in enumerate(path):
            arc = chosen.arc
            before = text[arc.start : arc.end]
            after = self._written(before, arc, chosen.place, odds=odds[place], heading=heading)
            sure = min(float(chosen.likely[chosen.place]), CERTAIN) if len(chosen.likely) > 1 else 1.0
            others: tuple[str, ...] = ()
            if sure < 1 - LEAST:
                others = _others(chosen, after, partial(self._written, before, arc, odds=odds[place], heading=heading))
            if engine and arc.kind == "word":
                sure *= _case_sure(_case_scores(arc, chosen.place, odds[place], heading=heading))
            elif words[place] in {UNKNOWN, NOTHING} and after == before and arc.kind != "fixed":
                sure = min(sure, of_unknown(before, engine=engine))
            if place and path[place - 1].arc.end == arc.start and self._blank(path[place - 1], chosen):
                after = " " + after
                if out and out[-1].span.end == arc.start:
                    last = out.pop()
                    whole = Span(last.span.start, arc.end)
                    out.append(Change(whole, last.after + after, "split", min(sure, last.confidence)))
                    continue
            if after != before or sure < REVIEW_BELOW:
                rule = "doubt" if after == before else "join" if any(map(str.isspace, before)) else "channel"
                out.append(Change(Span(arc.start, arc.end), after, rule, round(sure, 4), others))
        return out

    def _written(self, before: str, arc: Arc, index: int, *, odds: float, heading: bool) -> str:
        number = int(arc.ids[index])
        if arc.kind == "word":
            scores = _case_scores(arc, index, odds, heading=heading)
            return cased(self.model.words[number], scores.index(max(scores)))
        if arc.kind == "symbol":
            return self.symbols[before]
        if arc.kind == "other" and number != UNKNOWN:
            word = self.model.words[number]
            return "".join(w.upper() if b.isupper() else w for w, b in zip(word, before, strict=True))
        return before

    def _blank(self, left: Chosen, right: Chosen) -> bool:
        """Whether a blank was lost between two arcs that touch."""
        kinds = left.arc.kind, right.arc.kind
        if kinds == ("word", "word"):
            return True
        if kinds == ("fixed", "word"):
            return int(left.arc.ids[0]) == NUMBER  # a code that ran together with what follows
        if kinds == ("word", "number"):
            return is_syllable(self.model.words[int(left.arc.ids[left.place])])
        if kinds == ("number", "word"):
            word = self.model.words[int(right.arc.ids[right.place])]
            return len(word) > 2
        return False


def _case_scores(arc: Arc, index: int, odds: float, *, heading: bool) -> tuple[float, float, float]:
    """How well lower case, a capital and capitals fit a word: logs."""
    chances = (1.0, 1.0, 1.0) if arc.by_case is None else arc.by_case[index].tolist()
    lower, title, upper = (log(max(chance, 1e-30)) for chance in chances)
    return lower - max(odds, 0.0), title + min(odds, 0.0), upper + UPPER_PRIOR[heading]


def _case_sure(scores: tuple[float, float, float]) -> float:
    """How sure the best of three cases is."""
    best = max(scores)
    return 1 / sum(exp(score - best) for score in scores)


def _others(chosen: Chosen, after: str, write: Callable[[int], str]) -> tuple[str, ...]:
    """The two next best words of an arc."""
    likely = chosen.likely
    order = [int(i) for i in np.argsort(-likely, kind="stable")[:4] if i != chosen.place and likely[i] > LEAST]
    return tuple([other for other in dict.fromkeys(map(write, order)) if other != after][:2])


def _starts(text: str, path: list[Chosen], words: list[int]) -> list[bool]:
    """Whether a sentence begins with each arc."""
    starts, fresh = [], True
    for (arc, _, _), word in zip(path, words, strict=True):
        starts.append(fresh)
        mark = text[arc.start : arc.end]
        if arc.kind in {"word", "other"}:
            fresh = False
        elif word == STOP:
            fresh = mark in ".?!"
        elif word == CLOSE:
            fresh = len(starts) <= 3
    return starts
