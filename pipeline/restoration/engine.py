"""Restoration of plain text: detect, read, decode, write; nothing is known here of pages and documents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pipeline.restoration import layers
from pipeline.restoration.case import CaseModel
from pipeline.restoration.channel import Channel
from pipeline.restoration.decoder import decode
from pipeline.restoration.detect import Detector
from pipeline.restoration.lattice import Chosen, build_lattice, capitals_of
from pipeline.restoration.list_marks import mend_marks
from pipeline.restoration.memory import Memory, hear
from pipeline.restoration.model import Model, load
from pipeline.restoration.ngrams import NGrams
from pipeline.restoration.plain import PlainChannel, choose_plain
from pipeline.restoration.protected import BRACKET, Grammar, Mended, dust
from pipeline.restoration.readings import NOTHING, Reader
from pipeline.restoration.rewrite import Change, Rewriter
from pipeline.restoration.seen import NONE, Seen
from pipeline.restoration.slips import Slips
from pipeline.restoration.stretches import stretches
from schemas.text import Span

DOUBTFUL, TRUSTED = 0.75, 0.6  # a word less sure is looked at again; a surer one is remembered
_BRACKETED = 0.92  # how sure an engine is of "(ích" where "tích" is printed
GRAMMAR_SURE = 0.99  # confidence of what the grammar settles


@dataclass(frozen=True)
class Engine:
    """A model with everything that works on it."""

    model: Model
    detector: Detector
    rewriter: Rewriter
    grammar: Grammar
    slips: Slips

    @classmethod
    def of(cls, model: Model) -> Engine:
        """The engine of a model."""
        grammar = Grammar(model.symbols)
        return cls(model, Detector(model), Rewriter(model, CaseModel(model), grammar.symbols), grammar, Slips.of(model))

    def changes(self, text: str, seen: Seen = NONE) -> list[Change]:
        """What restoration changes in ``text``, in order of place; what it only doubts or suggests among it.

        ``seen`` is what an engine that knows Vietnamese said of the words that it read.
        """
        lines, flags = line_spans(text), self.flags(text)
        looked = self.slips.look(text, _pieces(text, lines, [not flag for flag in flags]), seen)
        open_ = [
            flag or any(piece.contains(line) for piece in looked.engine)
            for line, flag in zip(lines, flags, strict=True)
        ]
        marks = mend_marks(text, list(zip(lines, open_, strict=True)), seen.doubts)
        out = list(looked.changes)
        for piece in looked.engine:
            settled = [*dust(text, piece), *self.grammar.doubled(text, piece), *self._brackets(text, piece, seen)]
            settled = _merge(settled, list(_layered(text, piece, seen)))
            told = _told(text, _merge(settled, _within(marks, piece)))
            out = [change for change in out if not any(change.span.overlaps(each.span) for each in told)] + told
        if any(flags):
            out += self._mangled(text, _pieces(text, lines, flags), marks)
        return sorted(out)

    def _brackets(self, text: str, piece: Span, seen: Seen) -> Iterator[Mended]:
        """Words whose t an engine, unsure of them, took for a bracket."""
        for match in BRACKET.finditer(text, *piece):
            sure = seen.at(Span(*match.span()))
            if sure is not None and sure < _BRACKETED and f"t{match['rest']}" in self.model.ids:
                yield Mended(Span(match.start(), match.end("rest")), f"t{match['rest']}", "mark")

    def _mangled(self, text: str, spans: list[Span], marks: list[Mended]) -> list[Change]:
        """What becomes of mangled stretches."""
        plain = choose_plain([span.of(text) for span in spans])
        fixed = [
            _merge(self.grammar.mend(text, span, engine=not flag), _within(marks, span))
            for span, flag in zip(spans, plain, strict=True)
        ]
        readers = [self._plain if flag else self._noisy for flag in plain]
        paths = self._read(text, spans, fixed, readers)
        out: list[Change] = []
        for span, own, path, flag in zip(spans, fixed, paths, plain, strict=True):
            words = self.rewriter.changes(text, path, capitals_of(span.of(text)), engine=not flag)
            out += [*words, *_told(text, own)]
        return out

    def _read(
        self, text: str, spans: list[Span], fixed: list[list[Mended]], readers: list[Reader]
    ) -> list[list[Chosen]]:
        """Decode all stretches; then the doubtful ones again, with what the others say in mind."""
        lattices = [build_lattice(r, text, s, own) for r, s, own in zip(readers, spans, fixed, strict=True)]
        paths = decode(lattices, self._model)
        memory = Memory.of([_trusted(path) for path in paths])
        echoes = hear(text, paths)
        doubtful = [i for i, path in enumerate(paths) if any(_doubtful(chosen) for chosen in path)]
        hearing = {id(reader): reader.hearing(echoes) for reader in (self._noisy, self._plain)}
        lattices = [build_lattice(hearing[id(readers[i])], text, spans[i], fixed[i]) for i in doubtful]
        for place, path in zip(doubtful, decode(lattices, self._model, memory), strict=True):
            paths[place] = path
        return self.model.context.settle(paths)

    @property
    def _model(self) -> NGrams:
        return self.model.ngrams

    @cached_property
    def _noisy(self) -> Reader:
        return self._reader(self.model.channel)

    @cached_property
    def _plain(self) -> Reader:
        return self._reader(self.model.plain_channel)

    def _reader(self, channel: Channel | PlainChannel) -> Reader:
        model = self.model
        return Reader(channel, model.others, model.words, model.ids, self.grammar.symbols, self.rewriter.case.titles)

    def flags(self, text: str) -> list[bool]:
        """For each line of ``text`` whether it is mangled, whatever its Unicode form."""
        return self.detector.mangled((text if text.isascii() else unicodedata.normalize("NFC", text)).split("\n"))


def _layered(text: str, piece: Span, seen: Seen) -> Iterator[Mended]:
    """Labels and figures that the text layer of the page has right."""
    for word in seen.layered(piece):
        after = layers.settled(word.span.of(text), word.sure, word.other)
        if after is not None:
            yield Mended(word.span, after, "layer")


def _doubtful(chosen: Chosen) -> bool:
    return len(chosen.likely) > 1 and float(chosen.likely[chosen.place]) < DOUBTFUL


def _trusted(path: list[Chosen]) -> list[int]:
    """The words of a path; NOTHING where it is not sure enough to be remembered."""
    return [
        number if len(likely) == 1 or likely[place] > TRUSTED else NOTHING
        for arc, place, likely in path
        if (number := int(arc.ids[place])) != NOTHING
    ]


def line_spans(text: str) -> list[Span]:
    """The span of each line, without its line feed."""
    out, at = [], 0
    for line in text.split("\n"):
        out.append(Span(at, at + len(line)))
        at += len(line) + 1
    return out


def _pieces(text: str, lines: list[Span], flags: list[bool]) -> list[Span]:
    """The stretches of the lines that bear a flag; no stretch reaches over one that bears none."""
    return stretches(
        "\n".join(s.of(text) if flag else " " * (s.end - s.start) for s, flag in zip(lines, flags, strict=True))
    )


def _told(text: str, mended: list[Mended]) -> list[Change]:
    """What the grammar settled, where that changes something."""
    return [Change(m.span, m.after, m.rule, GRAMMAR_SURE) for m in mended if m.after != m.span.of(text)]


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
