"""Where the cells of tables stand in the repaired text: tables of the file, and those drawn with strokes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.repair.paper import Paper
from schemas.document import RawDocument, Table
from schemas.text import Span

# "| Thôn | Số hộ |" over "|---|---|": the rule below the head makes it a table, whatever the kind of file
_DRAWN = re.compile(
    r"(?m)^[ \t]*\|[^\n]*\|[ \t]*\n[ \t]*\|(?:[ \t]*:?-{2,}:?[ \t]*\|)+[ \t]*(?:\n[ \t]*\|[^\n]*\|[ \t]*$)+"
)


def tables_of(raw: RawDocument, paper: Paper) -> tuple[Table, ...]:
    """For each table, for each of its rows, the spans of its cells in the paper's text."""
    tables: dict[int, list[tuple[Span, ...]]] = {}
    for (_, line), start in zip(raw.lines, raw.line_starts, strict=True):
        if line.table is None:
            continue
        whole = paper.alignment.to_target(Span(start, start + len(line.text)))
        mark = "\t" if "\t" in line.text or "|" not in line.text else "|"
        tables.setdefault(line.table, []).append(_cells(whole, whole.of(paper.text), mark))
    return (*(Table(tuple(rows)) for _, rows in sorted(tables.items())), *_drawn(paper.text))


def _drawn(text: str) -> Iterator[Table]:
    r"""The tables that are drawn with strokes.

    >>> text = "| Thôn | Số hộ |\n|---|---|\n| Đông | 25 |\n"
    >>> [[cell.of(text) for cell in row] for table in _drawn(text) for row in table.rows]
    [['Thôn', 'Số hộ'], ['', ''], ['Đông', '25']]
    """
    for match in _DRAWN.finditer(text):
        rows, at = [], match.start()
        for line in match[0].split("\n"):
            first, last = line.index("|") + 1, line.rindex("|")
            inner = line[first:last]
            cells = _cells(Span(at + first, at + last), inner, "|")
            is_rule = not inner.strip(" \t:|-")  # it rules, and says nothing
            rows.append(tuple(Span(cell.start, cell.start) for cell in cells) if is_rule else cells)
            at += len(line) + 1
        yield Table(tuple(rows))


def _cells(row: Span, text: str, mark: str = "\t") -> tuple[Span, ...]:
    cells, at = [], row.start
    for cell in text.split(mark):
        left = len(cell) - len(cell.lstrip())
        end = at + len(cell.rstrip())
        cells.append(Span(min(at + left, end), end) if cell.strip() else Span(at, at))
        at += len(cell) + 1
    return tuple(cells)
