"""Where the words of a document come from, and how far they can be trusted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.restoration.confidence import REVIEW_BELOW
from pipeline.run import Reading
from schemas.document import RawDocument
from schemas.text import Span
from schemas.validation import Doubt, Grade, Origin, Quality

CLEAN_BELOW = 0.5
"""Percent of its words up to which a document with restored words still counts as clean: a slip here and there."""
DOUBTFUL_FROM = 5.0
"""Percent of doubtful words from which the document as a whole is doubtful."""


@dataclass(frozen=True)
class Legibility:
    """The quality of a document, and the lines whose words are not the file's own.

    ``doubts`` are by index into the raw document's lines; ``whole`` is the doubt about the document as a whole.
    """

    quality: Quality
    doubts: dict[int, Doubt]
    whole: Doubt | None


def legibility(reading: Reading, *, lost: bool) -> Legibility:
    """How well a document was read; ``lost`` says that a part of it could not be read at all."""
    raw = reading.restored.repaired.raw
    touched = [word for word in reading.restored.restored if word.rule != "suggestion"]  # those a person typed
    doubts: dict[int, Doubt] = {}
    for word in touched:
        source = reading.restored.repaired.alignment.to_source(Span(*word.source))
        doubts.update(dict.fromkeys(lines_of(raw, source), "restored_words"))
    engine = [at for at, (_, line) in enumerate(raw.lines) if line.engine is not None]
    doubts.update(dict.fromkeys(engine, "read_by_ocr"))
    quality = _quality(
        words=len(reading.restored.text.split()),
        restored=sum(word.before != word.after for word in touched),
        doubtful=sum(word.confidence < REVIEW_BELOW for word in touched),
        origin="text" if not engine else "ocr" if len(engine) == len(raw.lines) else "mixed",
    )
    garbled = any(issue.code == "page_text_doubtful" for issue in raw.issues)
    return Legibility(quality, doubts, _whole(quality, lost=lost, garbled=garbled))


def lines_of(raw: RawDocument, span: Span) -> range:
    """The indexes of the raw lines that a raw span touches."""
    first = max(0, bisect_right(raw.line_starts, span.start) - 1)
    return range(first, max(first + 1, bisect_right(raw.line_starts, max(span.start, span.end - 1))))


def first_doubt(doubts: dict[int, Doubt], lines: Iterable[int]) -> Doubt | None:
    """The doubt about the first of these lines that there is one about."""
    return next((doubts[line] for line in lines if line in doubts), None)


def _quality(*, words: int, restored: int, doubtful: int, origin: Origin) -> Quality:
    restored_percent = round(100 * restored / words, 1) if words else 0.0
    doubtful_percent = round(100 * doubtful / words, 1) if words else 0.0
    grade: Grade = "restored"
    if doubtful_percent >= DOUBTFUL_FROM:
        grade = "doubtful"
    elif origin == "text" and max(restored_percent, doubtful_percent) < CLEAN_BELOW:
        grade = "clean"
    return Quality(
        origin=origin,
        grade=grade,
        words=words,
        restored_words=restored,
        doubtful_words=doubtful,
        restored_percent=restored_percent,
        doubtful_percent=doubtful_percent,
    )


def _whole(quality: Quality, *, lost: bool, garbled: bool) -> Doubt | None:
    if lost:
        return "not_all_read"
    if quality.origin != "text":
        return "read_by_ocr"
    if garbled:
        return "text_layer_doubtful"
    return None if quality.grade == "clean" else "restored_words"
