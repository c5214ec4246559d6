"""Where the cells of tables stand in the repaired text."""

from __future__ import annotations

from pipeline.repair.paper import Paper
from schemas.document import RawDocument, Table
from schemas.text import Span


def tables_of(raw: RawDocument, paper: Paper) -> tuple[Table, ...]:
    """For each table, for each of its rows, the spans of its cells in the paper's text."""
    tables: dict[int, list[tuple[Span, ...]]] = {}
    for (_, line), start in zip(raw.lines, raw.line_starts, strict=True):
        if line.table is None:
            continue
        whole = paper.alignment.to_target(Span(start, start + len(line.text)))
        tables.setdefault(line.table, []).append(_cells(whole, whole.of(paper.text)))
    return tuple(Table(tuple(rows)) for _, rows in sorted(tables.items()))


def _cells(row: Span, text: str) -> tuple[Span, ...]:
    cells, at = [], row.start
    for cell in text.split("\t"):
        left = len(cell) - len(cell.lstrip())
        end = at + len(cell.rstrip())
        cells.append(Span(min(at + left, end), end) if cell.strip() else Span(at, at))
        at += len(cell) + 1
    return tuple(cells)
