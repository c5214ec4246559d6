"""Footnotes, tables and continued paragraphs, carried from the repaired text over to the restored one."""

from __future__ import annotations

from schemas.document import Footnote, RepairedText, Table
from schemas.text import Alignment, Span


def carry(repaired: RepairedText, way: Alignment) -> tuple[tuple[Footnote, ...], tuple[Table, ...], tuple[int, ...]]:
    """What points into the repaired text, pointing into the text at the end of ``way``."""
    footnotes = tuple(
        Footnote(f.label, None if f.mark is None else way.to_target(f.mark), way.to_target(f.body))
        for f in repaired.footnotes
    )
    tables = tuple(Table(tuple(tuple(map(way.to_target, row)) for row in t.rows)) for t in repaired.tables)
    continued = tuple(way.to_target(Span(at, at + 1)).start for at in repaired.continued)
    return footnotes, tables, continued
