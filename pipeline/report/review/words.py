"""The words that restoration changed, or left in doubt, as marks on the stored text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from pipeline.report.marks import Mark, kind_of
from pipeline.report.review.stored import Row, Stored
from schemas.document import Restored
from schemas.text import Span

_LAYOUT = frozenset({"line_break", "page_break", "page_number", "page_furniture", "footnote_mark"})


def marks_of(stored: Stored) -> tuple[Mark, ...]:
    """A mark for each restored word, and for each repair of letters; joined lines and furniture are none."""
    return tuple(mark for row in stored.rows["edits"] for mark in _mark(row))


def changes_of(stored: Stored) -> Iterator[tuple[Span, Span]]:
    """Everything that was changed, as spans of the raw and of the restored text."""
    for row in stored.rows["edits"]:
        yield Span(row["raw_start"], row["raw_end"]), Span(row["char_start"], row["char_end"])


def _mark(row: Row) -> Iterator[Mark]:
    raw, target = Span(row["raw_start"], row["raw_end"]), Span(row["char_start"], row["char_end"])
    before, after = row["before"], row["after"]
    if row["stage"] == "restore":
        others = tuple(other for other in dict.fromkeys(row["alternatives"]) if other != after)
        word = Restored(raw, target, before, after, row["confidence"], others, row["rule"])
        yield Mark(kind_of(word), before, after, row["confidence"], others, raw, target)
    elif row["rule"] not in _LAYOUT and after.strip() and unicodedata.normalize("NFC", before) != after:
        yield Mark("encoding", before, after, 1.0, (), raw, target)
