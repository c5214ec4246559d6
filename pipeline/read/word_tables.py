"""Tables of a Word document: those that hold data, and those that only set a letterhead in two columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.read.word_package import W
from pipeline.read.word_styles import draws
from pipeline.read.word_text import Writer

_LAYOUT_ROWS = 6  # a letterhead or a signature block has no more


@dataclass(frozen=True, slots=True)
class Row:
    """A row of data: the text of each cell, empty where a cell is merged into another; page breaks before it."""

    cells: tuple[str, ...]
    breaks: int


def is_layout(table: etree._Element, writer: Writer) -> bool:
    """Whether a table only sets texts side by side: one row, one column, or two columns without a rule."""
    rows = table.findall(f"{W}tr")
    widths = [_width(row) for row in rows]
    if not rows or max(widths) < 2 or (len(rows) == 1 and max(widths) == 2):
        return True
    return max(widths) <= 3 and len(rows) <= _LAYOUT_ROWS and not _has_rules(table, writer)


def columns_of(table: etree._Element, writer: Writer) -> list[list[etree._Element]]:
    """The cells of a layout table, column by column from left to right."""
    columns: dict[int, list[etree._Element]] = {}
    for row in table.findall(f"{W}tr"):
        at = 0
        for cell in _cells(row, writer):
            if not _goes_on(cell):
                columns.setdefault(at, []).append(cell)
            at += _span(cell)
    return [columns[at] for at in sorted(columns)]


def rows_of(table: etree._Element, writer: Writer) -> Iterator[Row]:
    """The rows of a table of data."""
    for row in (child for child in writer.unwrapped(table) if child.tag == f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        before = row.find(f"{W}trPr/{W}gridBefore")
        cells = [""] * int((before.get(f"{W}val") or 0) if before is not None else 0)
        breaks = 0
        for cell in _cells(row, writer):
            texts: list[str] = []
            for paragraph in cell.iter(f"{W}p"):
                printed = writer.write(paragraph)
                texts += [word for text in printed.texts for word in text.split()]
                breaks = max(breaks, printed.breaks)
            cells += ["" if _goes_on(cell) else " ".join(texts), *[""] * (_span(cell) - 1)]
        yield Row(tuple(cells), breaks)


def _cells(row: etree._Element, writer: Writer) -> Iterator[etree._Element]:
    return (child for child in writer.unwrapped(row) if child.tag == f"{W}tc")


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return max(1, int(span.get(f"{W}val") or 1)) if span is not None else 1


def _width(row: etree._Element) -> int:
    return len(row.findall(f"{W}tc"))


def _goes_on(cell: etree._Element) -> bool:
    """Whether the cell is the lower part of one that was merged downwards."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


def _has_rules(table: etree._Element, writer: Writer) -> bool:
    own = table.find(f"{W}tblPr/{W}tblBorders")
    ruled = draws(own) if own is not None and len(own) else writer.styles.has_borders(table)
    return ruled or sum(draws(cell) for cell in table.iter(f"{W}tcBorders")) > 2
