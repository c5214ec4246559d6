"""Stage *outline*: parts, sections and passages of a document."""

from __future__ import annotations

from pipeline.outline.broken import cut_rows
from pipeline.outline.headings import find_headings
from pipeline.outline.labels import read_label
from pipeline.outline.nesting import nest
from pipeline.outline.parts import find_parts
from pipeline.outline.passages import find_passages
from pipeline.outline.rows import split_rows
from schemas.document import Document, RestoredText

__all__ = ["outline"]


def outline(restored: RestoredText) -> Document:
    """Structure a restored text.

    The parts tile the text; the sections are in order of place and nest; the passages cover all text that is not
    white space, in order and without overlap.
    """
    rows = cut_rows(split_rows(restored))
    labels = tuple(read_label(row.text) if row.kind == "text" and not row.continued else None for row in rows)
    parts = find_parts(restored.text, rows, labelled=[label is not None for label in labels])
    headings = find_headings(rows, labels, parts)
    sections = nest(restored.text, headings, parts)
    passages = find_passages(restored, rows, parts, headings, sections)
    return Document(restored.text, parts, sections, passages, restored.footnotes, restored.tables, restored.issues)
