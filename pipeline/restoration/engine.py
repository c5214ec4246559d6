"""Restoration of plain text: detect, read, decode, write; nothing is known here of pages and documents."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from pipeline.restoration.case import CaseModel
from pipeline.restoration.decoder import decode
from pipeline.restoration.detect import Detector
from pipeline.restoration.lattice import NOTHING, Chosen, Reader, capitals_of
from pipeline.restoration.memory import Memory, hear
from pipeline.restoration.model import Model, load
from pipeline.restoration.ngrams import NGrams
from pipeline.restoration.plain import choose_plain
from pipeline.restoration.protected import Grammar, Mended, mend_marks
from pipeline.restoration.rewrite import Change, Rewriter
from pipeline.restoration.stretches import stretches
from schemas.text import Span

DOUBTFUL, TRUSTED = 0.98, 0.6  # a word less sure is looked at again; a surer one is remembered
GRAMMAR_SURE = 0.99  # confidence of what the grammar settles


@dataclass(frozen=True)
class Engine:
    """A model with everything that works on it."""

    model: Model
    detector: Detector
    rewriter: Rewriter
    grammar: Grammar

    @classmethod
    def of(cls, model: Model) -> Engine:
        """The engine of a model."""
        return cls(model, Detector(model), Rewriter(model, CaseModel(model)), Grammar(model.symbols))

    def changes(self, text: str) -> list[Change]:
        """What restoration changes in ``text``, in order of place."""
        flags = self.flags(text)
        if not any(flags):
            return []
        lines = line_spans(text)
        marks = mend_marks(text, list(zip(lines, flags, strict=True)))
        spans = _mangled(text, lines, flags)
        fixed = [_merge(self.grammar.mend(text, span), _within(marks, span)) for span in spans]
        paths = self._read(text, spans, fixed)
        out: list[Change] = []
        for span, own, path in zip(spans, fixed, paths, strict=True):
            mended = [Change(m.span, m.after, m.rule, GRAMMAR_SURE) for m in own if m.after != m.span.of(text)]
            out += sorted((*self.rewriter.changes(text, path, capitals_of(span.of(text))), *mended))
        return out

    def _read(self, text: str, spans: list[Span], fixed: list[list[Mended]]) -> list[list[Chosen]]:
        """Decode all stretches; then the doubtful ones again, with what the others say in mind."""
        readers = self._readers([span.of(text) for span in spans])
        paths = decode([r.lattice(text, s, own) for r, s, own in zip(readers, spans, fixed, strict=True)], self._model)
        memory = Memory.of([_trusted(path) for path in paths])
        echoes = hear(text, paths)
        doubtful = [i for i, path in enumerate(paths) if any(_doubtful(chosen) for chosen in path)]
        lattices = [replace(readers[i], echoes=echoes).lattice(text, spans[i], fixed[i]) for i in doubtful]
        for place, path in zip(doubtful, decode(lattices, self._model, memory), strict=True):
            paths[place] = path
        return paths

    def _readers(self, texts: list[str]) -> list[Reader]:
        """Who reads each stretch."""
        return [self._plain if flag else self._noisy for flag in choose_plain(texts)]

    @property
    def _model(self) -> NGrams:
        return self.model.ngrams

    @cached_property
    def _noisy(self) -> Reader:
        return Reader(self.model.channel, self.model.others, self.model.words, self.model.ids)

    @cached_property
    def _plain(self) -> Reader:
        return Reader(self.model.plain_channel, self.model.others, self.model.words, self.model.ids)

    def flags(self, text: str) -> list[bool]:
        """For each line of ``text`` whether it is mangled, whatever its Unicode form."""
        return self.detector.mangled((text if text.isascii() else unicodedata.normalize("NFC", text)).split("\n"))


def _doubtful(chosen: Chosen) -> bool:
    return len(chosen.likely) > 1 and float(chosen.likely[chosen.place]) < DOUBTFUL


def _trusted(path: list[Chosen]) -> list[int]:
    """The words of a path; NOTHING where it is not sure enough to be remembered."""
    return [
        int(c.arc.ids[c.place]) if len(c.likely) == 1 or c.likely[c.place] > TRUSTED else NOTHING
        for c in path
        if int(c.arc.ids[c.place]) != NOTHING
    ]


def line_spans(text: str) -> list[Span]:
    """The span of each line, without its line feed."""
    out, at = [], 0
    for line in text.split("\n"):
        out.append(Span(at, at + len(line)))
        at += len(line) + 1
    return out


def _mangled(text: str, lines: list[Span], flags: list[bool]) -> list[Span]:
    """The stretches of mangled lines; no stretch reaches over a clean one."""
    return stretches(
        "\n".join(s.of(text) if flag else " " * (s.end - s.start) for s, flag in zip(lines, flags, strict=True))
    )


def _within(mended: list[Mended], span: Span) -> list[Mended]:
    return [m for m in mended if span.contains(m.span)]


def _merge(first: list[Mended], second: list[Mended]) -> list[Mended]:
    """Both in order; where two overlap, the one of ``second`` stays."""
    kept = [m for m in first if not any(m.span.overlaps(other.span) for other in second)]
    return sorted((*kept, *second))


@lru_cache(maxsize=1)
def shipped() -> Engine:
    """The engine of the model that is shipped."""
    return Engine.of(load())
