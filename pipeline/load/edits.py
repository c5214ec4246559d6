"""What was changed between the file and the restored text, as rows to store."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge

from pipeline.load.models import StoredEdit
from pipeline.load.stored import storable
from schemas.document import RestoredText
from schemas.text import Span


def edits_of(restored: RestoredText) -> Iterator[StoredEdit]:
    """Every change by repair and by restoration, in order of place."""
    return merge(_repairs(restored), _restorations(restored), key=lambda edit: (edit.raw_start, edit.char_start))


def _repairs(restored: RestoredText) -> Iterator[StoredEdit]:
    repaired = restored.repaired
    raw = repaired.raw
    for edit in repaired.alignment.edits:
        target = restored.alignment.to_target(edit.source)
        page, line = raw.place(edit.source.start)
        yield StoredEdit(
            stage="repair",
            rule=edit.rule,
            before=storable(edit.source.of(raw.text)),
            after=storable(edit.target.of(repaired.text)),
            confidence=1.0,
            alternatives=(),
            raw_start=edit.source.start,
            raw_end=edit.source.end,
            char_start=target.start,
            char_end=target.end,
            page=page,
            line=line,
        )


def _restorations(restored: RestoredText) -> Iterator[StoredEdit]:
    repaired = restored.repaired
    raw = repaired.raw
    for word in restored.restored:
        source = repaired.alignment.to_source(Span(*word.source))
        page, line = raw.place(source.start)
        yield StoredEdit(
            stage="restore",
            rule=word.rule,
            before=storable(word.before),
            after=storable(word.after),
            confidence=round(word.confidence, 4),
            alternatives=tuple(map(storable, word.alternatives)),
            raw_start=source.start,
            raw_end=source.end,
            char_start=word.target.start,
            char_end=word.target.end,
            page=page,
            line=line,
        )
