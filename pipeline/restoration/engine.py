"""Restoration of plain text: detect, read, decode, write; nothing is known here of pages and documents."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pipeline.restoration.case import CaseModel
from pipeline.restoration.decoder import decode
from pipeline.restoration.detect import Detector
from pipeline.restoration.lattice import Reader, capitals_of
from pipeline.restoration.model import Model, load
from pipeline.restoration.rewrite import Change, Rewriter
from pipeline.restoration.stretches import stretches
from schemas.text import Span


@dataclass(frozen=True)
class Engine:
    """A model with everything that works on it."""

    model: Model
    detector: Detector
    reader: Reader
    rewriter: Rewriter

    @classmethod
    def of(cls, model: Model) -> Engine:
        """The engine of a model."""
        reader = Reader(model.channel, model.others, model.words, model.ngrams.logs)
        return cls(model, Detector(model), reader, Rewriter(model, CaseModel(model)))

    def changes(self, text: str) -> list[Change]:
        """What restoration changes in ``text``, in order of place."""
        spans = self.mangled(text)
        lattices = [self.reader.lattice(text, span.start, span.end) for span in spans]
        paths = decode(lattices, self.model.ngrams)
        out: list[Change] = []
        for span, path in zip(spans, paths, strict=True):
            out.extend(self.rewriter.changes(text, path, capitals_of(span.of(text))))
        return out

    def flags(self, text: str) -> list[bool]:
        """For each line of ``text`` whether it is mangled, whatever its Unicode form."""
        return self.detector.mangled((text if text.isascii() else unicodedata.normalize("NFC", text)).split("\n"))

    def mangled(self, text: str) -> list[Span]:
        """The stretches of ``text`` whose Vietnamese is mangled."""
        lines = text.split("\n")
        flags = self.flags(text)
        if not any(flags):
            return []
        # clean lines count as blank: no stretch reaches over them
        masked = "\n".join(line if flag else " " * len(line) for line, flag in zip(lines, flags, strict=True))
        return stretches(masked)


@lru_cache(maxsize=1)
def shipped() -> Engine:
    """The engine of the model that is shipped."""
    return Engine.of(load())
